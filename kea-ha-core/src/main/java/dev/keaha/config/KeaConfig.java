package dev.keaha.config;

import dev.keaha.json.Fingerprint;
import dev.keaha.json.JsonArray;
import dev.keaha.json.JsonObject;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The whole configuration of one Kea DHCP daemon: a lossless lens on its JSON tree. What is not looked at or changed here
 * stays exactly as it was read. Two configurations are equal when they mean the same JSON.
 */
public final class KeaConfig {

    private final DhcpService service;
    private final JsonObject dhcp;

    private KeaConfig(DhcpService service, JsonObject dhcp) {
        this.service = service;
        this.dhcp = dhcp;
    }

    /**
     * Reads the tree of a configuration file, or the arguments of a {@code config-get} answer. The {@code hash} that
     * Kea 2.4 and newer put beside the configuration is no part of it and is dropped: {@code config-set} refuses it.
     *
     * @param tree an object with a {@code Dhcp4} or a {@code Dhcp6} member
     * @return the configuration
     * @throws KeaConfigException when there is neither, or both, or anything else beside it
     */
    public static KeaConfig of(JsonObject tree) {
        JsonObject config = tree.without("hash");
        if (config.size() != 1) {
            throw new KeaConfigException(
                    "",
                    "expected exactly one member, Dhcp4 or Dhcp6; found " + config.names() + ". "
                            + "Give the configuration of one DHCP daemon.");
        }
        String root = config.names().get(0);
        for (DhcpService service : DhcpService.values()) {
            if (service.root().equals(root)) {
                return new KeaConfig(
                        service,
                        config.object(root)
                                .orElseThrow(() -> new KeaConfigException(
                                        root,
                                        "expected an object, found "
                                                + Objects.requireNonNull(config.get(root))
                                                        .kind())));
            }
        }
        throw new KeaConfigException(root, "expected Dhcp4 or Dhcp6. This is no configuration of a Kea DHCP daemon.");
    }

    /**
     * A configuration of a service.
     *
     * @param service the daemon it is for
     * @param dhcp what stands under {@code Dhcp4} or {@code Dhcp6}
     * @return the configuration
     */
    public static KeaConfig of(DhcpService service, JsonObject dhcp) {
        return new KeaConfig(service, dhcp);
    }

    /**
     * The daemon that this is for.
     *
     * @return the service
     */
    public DhcpService service() {
        return service;
    }

    /**
     * What stands under {@code Dhcp4} or {@code Dhcp6}.
     *
     * @return the object
     */
    public JsonObject dhcp() {
        return dhcp;
    }

    /**
     * The whole tree, as {@code config-test} and {@code config-set} take it.
     *
     * @return an object with the one member {@code Dhcp4} or {@code Dhcp6}
     */
    public JsonObject tree() {
        return JsonObject.empty().with(service.root(), dhcp);
    }

    /**
     * This configuration with its content changed.
     *
     * @param change gives the new content of {@code Dhcp4} or {@code Dhcp6}
     * @return a new configuration
     */
    public KeaConfig with(UnaryOperator<JsonObject> change) {
        return new KeaConfig(service, change.apply(dhcp));
    }

    /**
     * The hook libraries that the daemon loads, in order.
     *
     * @return the entries of {@code hooks-libraries}; those that are no objects or name no library are left out
     */
    public List<HookLibrary> hookLibraries() {
        return dhcp.array("hooks-libraries")
                .orElse(JsonArray.empty())
                .objects()
                .filter(entry -> entry.text("library").isPresent())
                .map(HookLibrary::of)
                .toList();
    }

    /**
     * The hook library of this file name, wherever the distribution keeps it.
     *
     * @param fileName for example {@link HookLibrary#HA}
     * @return the first such entry
     */
    public Optional<HookLibrary> hookLibrary(String fileName) {
        return hookLibraries().stream()
                .filter(library -> library.fileName().equals(fileName))
                .findFirst();
    }

    /**
     * Whether the members share their configuration through a configuration backend, so that nothing may be replicated
     * (spec row S6).
     *
     * @return true when {@code config-control} names at least one database
     */
    public boolean hasConfigBackend() {
        return dhcp.object("config-control")
                .flatMap(control -> control.array("config-databases"))
                .filter(databases -> databases.size() > 0)
                .isPresent();
    }

    /**
     * What this configuration means, for comparing and storing.
     *
     * @return the fingerprint of the tree
     */
    public Fingerprint fingerprint() {
        return tree().fingerprint();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KeaConfig that && service == that.service && dhcp.equals(that.dhcp);
    }

    @Override
    public int hashCode() {
        return dhcp.hashCode();
    }

    /** The JSON with secrets masked. */
    @Override
    public String toString() {
        return tree().toString();
    }
}
