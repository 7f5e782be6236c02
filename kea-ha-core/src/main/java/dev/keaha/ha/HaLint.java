package dev.keaha.ha;

import dev.keaha.config.Assumption;
import dev.keaha.config.ControlAgentConfig;
import dev.keaha.config.Finding;
import dev.keaha.config.FindingCode;
import dev.keaha.config.HookLibrary;
import dev.keaha.config.KeaConfig;
import dev.keaha.config.KeaVersion;
import dev.keaha.hook.KnownHook;
import dev.keaha.json.JsonArray;
import dev.keaha.json.JsonObject;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Judges HA configurations before Kea does (spec rows B9, S16, S17). Kea's own {@code config-test} passes every broken HA
 * section, and {@code config-set} of one leaves the server without any hook; what is an error here is what Kea of that
 * version would refuse. What only the server's machine can know (TLS and password files that cannot be read, ports that
 * are taken) is not judged; {@link #assumptions} lists it.
 */
public final class HaLint {

    private HaLint() {}

    /**
     * Checks one server's configuration.
     *
     * @param config the configuration
     * @param version the version of its server
     * @return what was found, errors first; empty where all is well or the server loads no HA hook
     */
    public static List<Finding> check(KeaConfig config, KeaVersion version) {
        List<Finding> findings = new ArrayList<>();
        JsonArray hooks = config.dhcp().array("hooks-libraries").orElse(JsonArray.empty());
        String root = config.service().root() + ".hooks-libraries";
        for (int i = 0; i < hooks.size(); i++) {
            if (hooks.get(i) instanceof JsonObject hook
                    && HookLibrary.fileName(hook).equals(HookLibrary.HA)) {
                String path = root + "[" + i + "].parameters";
                findings.addAll(RefusalCheck.check(hook.get("parameters"), path, version));
                hook.object("parameters")
                        .flatMap(parameters -> parameters.array("high-availability"))
                        .ifPresent(list -> findings.addAll(
                                WarningCheck.check(config, list, path + ".high-availability", version)));
            }
        }
        findings.sort(Comparator.comparing(Finding::severity));
        return List.copyOf(findings);
    }

    /**
     * Checks the timers by which a server takes its partner for lost (spec row S17).
     *
     * @param relationship a relationship as the server's configuration writes it
     * @param version the version of the server
     * @return what is wrong with them, its path beginning in the relationship; empty where all is well
     */
    public static Optional<Finding> checkTimers(HaRelationship relationship, KeaVersion version) {
        return WarningCheck.timers(HaParameters.of(relationship, version), "");
    }

    /**
     * Checks all of one server's configuration: what {@link KeaConfig#problems} finds, the parameters of all hooks, and
     * what {@link #check} finds.
     *
     * @param config the configuration
     * @param version the version of its server
     * @return what was found, errors first; empty where all is well
     */
    public static List<Finding> checkAll(KeaConfig config, KeaVersion version) {
        List<Finding> findings = new ArrayList<>(config.problems(version));
        JsonArray hooks = config.dhcp().array("hooks-libraries").orElse(JsonArray.empty());
        for (int i = 0; i < hooks.size(); i++) {
            if (hooks.get(i) instanceof JsonObject hook) {
                String at = config.service().root() + ".hooks-libraries[" + i + "].";
                HookLibrary library = HookLibrary.builder()
                        .library(HookLibrary.fileName(hook))
                        .parameters(hook.object("parameters"))
                        .build();
                for (String key : KnownHook.unknownKeys(library)) {
                    findings.add(new Finding(
                            FindingCode.UNKNOWN_HOOK_KEY,
                            at + key,
                            library.fileName() + " does not have this parameter.",
                            "Remove it, or correct it."));
                }
            }
        }
        findings.addAll(check(config, version));
        findings.sort(Comparator.comparing(Finding::severity));
        return List.copyOf(findings);
    }

    /**
     * Checks the configurations of several servers of one relationship, each for itself as {@link #checkAll} does, and
     * all against each other.
     *
     * @param configs the configurations, each under a name for messages such as its file's, in order; the others are
     *     compared with the first that shares a relationship with them
     * @param version the version of the servers
     * @return what was found in each, under the same names and in the same order
     */
    public static Map<String, List<Finding>> checkTogether(Map<String, KeaConfig> configs, KeaVersion version) {
        Map<String, List<Finding>> findings = new LinkedHashMap<>();
        configs.forEach((name, config) -> findings.put(name, new ArrayList<>(checkAll(config, version))));
        DisagreementCheck.check(configs, version)
                .forEach((name, found) -> findings.get(name).addAll(found));
        findings.replaceAll((name, found) -> List.copyOf(found));
        return findings;
    }

    /**
     * Checks a server against the Control Agent on the same machine: whether they share a socket, and whether partners
     * and managers reach the one that they mean.
     *
     * @param config the server's configuration
     * @param agent the agent's
     * @param version the version of both
     * @return what was found, with paths of the server's configuration; empty where all is well
     */
    public static List<Finding> checkBeside(KeaConfig config, ControlAgentConfig agent, KeaVersion version) {
        return NeighbourCheck.agent(config, agent, version);
    }

    /**
     * Checks the address at which a server is managed: it must not be the listener that the server opens for its
     * partners, which takes HA's own commands only, or everybody's.
     *
     * @param config the server's configuration
     * @param address the management address, {@code http} or {@code https} with the server's IP address
     * @param version the version of the server
     * @return what was found; empty where all is well, and for a host that is a name
     */
    public static List<Finding> checkManagement(KeaConfig config, URI address, KeaVersion version) {
        return NeighbourCheck.management(config, address, version);
    }

    /**
     * What Kea would refuse as well, and only the server's machine can know: that of {@link KeaConfig#assumptions}, the
     * files of HA, and the addresses of its listeners.
     *
     * @param config the configuration
     * @param version the version of its server
     * @return what has to hold on the machine
     */
    public static List<Assumption> assumptions(KeaConfig config, KeaVersion version) {
        List<Assumption> assumptions = new ArrayList<>(config.assumptions(version));
        Map<String, HaRelationship> relationships = HaListener.relationships(config);
        relationships.forEach((at, relationship) -> {
            file(relationship.trustAnchor(), at + ".trust-anchor", assumptions);
            file(relationship.certFile(), at + ".cert-file", assumptions);
            file(relationship.keyFile(), at + ".key-file", assumptions);
            for (int i = 0; i < relationship.peers().size(); i++) {
                HaPeer peer = relationship.peers().get(i);
                String here = at + ".peers[" + i + "]";
                file(peer.trustAnchor(), here + ".trust-anchor", assumptions);
                file(peer.certFile(), here + ".cert-file", assumptions);
                file(peer.keyFile(), here + ".key-file", assumptions);
                file(peer.basicAuthPasswordFile(), here + ".basic-auth-password-file", assumptions);
                file(peer.basicAuthUserFile(), here + ".basic-auth-user-file", assumptions);
            }
        });
        HaListener.of(config, relationships, version).stream()
                .filter(HaListener::own)
                .map(listener -> new Assumption(
                        Assumption.Kind.FREE_PORT,
                        listener.path(),
                        listener.peer().url()))
                .forEach(assumptions::add);
        return List.copyOf(assumptions);
    }

    private static void file(Optional<String> file, String path, List<Assumption> assumptions) {
        file.filter(name -> !name.isEmpty())
                .ifPresent(name -> assumptions.add(new Assumption(Assumption.Kind.READABLE_FILE, path, name)));
    }
}
