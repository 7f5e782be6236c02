package dev.keaha.ha;

import dev.keaha.config.Finding;
import dev.keaha.config.FindingCode;
import dev.keaha.config.HookLibrary;
import dev.keaha.config.KeaConfig;
import dev.keaha.config.KeaVersion;
import dev.keaha.hook.KnownHook;
import dev.keaha.json.JsonArray;
import dev.keaha.json.JsonObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Judges HA configurations before Kea does (spec rows B9, S16, S17). Kea's own {@code config-test} passes every broken HA
 * section, and {@code config-set} of one leaves the server without any hook; what is an error here is what Kea of that
 * version would refuse. What only the server's machine can know (TLS and password files that cannot be read, ports that
 * are taken) is not judged.
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
}
