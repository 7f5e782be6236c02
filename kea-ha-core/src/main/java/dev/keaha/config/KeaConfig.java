package dev.keaha.config;

import dev.keaha.binding.Binding;
import dev.keaha.json.Fingerprint;
import dev.keaha.json.JsonArray;
import dev.keaha.json.JsonObject;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The whole configuration of one Kea DHCP daemon: a lossless lens on its JSON tree. What is not looked at or
 * changed here
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
     * The typed view of a DHCPv4 server's configuration.
     *
     * @return the view
     * @throws KeaConfigException when a member has the wrong type, or this is the configuration of a DHCPv6 server
     */
    public Dhcp4 dhcp4() {
        require(DhcpService.DHCP4);
        return Binding.read(dhcp, Dhcp4.class, service.root(), KeaConfigException::new);
    }

    /**
     * The typed view of a DHCPv6 server's configuration.
     *
     * @return the view
     * @throws KeaConfigException when a member has the wrong type, or this is the configuration of a DHCPv4 server
     */
    public Dhcp6 dhcp6() {
        require(DhcpService.DHCP6);
        return Binding.read(dhcp, Dhcp6.class, service.root(), KeaConfigException::new);
    }

    /**
     * This configuration with a typed view written back: what did not change stays as it was written.
     *
     * @param changed the view
     * @return a new configuration
     * @throws KeaConfigException when this is the configuration of a DHCPv6 server
     */
    public KeaConfig with(Dhcp4 changed) {
        require(DhcpService.DHCP4);
        return new KeaConfig(service, Binding.write(changed, dhcp));
    }

    /**
     * This configuration with a typed view written back: what did not change stays as it was written.
     *
     * @param changed the view
     * @return a new configuration
     * @throws KeaConfigException when this is the configuration of a DHCPv4 server
     */
    public KeaConfig with(Dhcp6 changed) {
        require(DhcpService.DHCP6);
        return new KeaConfig(service, Binding.write(changed, dhcp));
    }

    private void require(DhcpService expected) {
        if (service != expected) {
            throw new KeaConfigException("", "expected " + expected.root() + ", found " + service.root());
        }
    }

    /**
     * All subnets, those of shared networks included.
     *
     * @return {@link Subnet4} or {@link Subnet6} by the service, in the order written, those outside of shared networks
     *     first
     * @throws KeaConfigException when a subnet cannot be read, with its path
     */
    public List<Subnet> subnets() {
        return SubnetTree.of(this).all().map(SubnetTree.Entry::view).toList();
    }

    /**
     * Finds a subnet, also inside shared networks.
     *
     * @param id its number
     * @return the subnet, or empty where none has that number
     * @throws KeaConfigException when it cannot be read, with its path
     */
    public Optional<Subnet> subnet(long id) {
        return SubnetTree.of(this).find(id).map(SubnetTree.Entry::view);
    }

    /**
     * Finds a subnet, also inside shared networks.
     *
     * @param prefix its prefix, in any spelling
     * @return the subnet, or empty where none has that prefix
     * @throws KeaConfigException when it cannot be read, with its path
     */
    public Optional<Subnet> subnet(String prefix) {
        return SubnetTree.of(this).find(prefix).map(SubnetTree.Entry::view);
    }

    /**
     * This configuration with a subnet changed or added. The one of the same id is replaced where it stands, also
     * inside a
     * shared network, and what did not change in it stays as it was written; otherwise the subnet is added at the end,
     * outside of shared networks.
     *
     * @param subnet the subnet, with an id
     * @return a new configuration
     * @throws KeaConfigException when it is of the other family, has no id or no prefix, another subnet has its
     *     prefix, or
     *     a pool is no range within the prefix
     */
    public KeaConfig withSubnet(Subnet subnet) {
        return SubnetTree.of(this).with(subnet);
    }

    /**
     * This configuration without a subnet, with all that is in it.
     *
     * @param id its number
     * @return a new configuration, or this one where there is no such subnet
     */
    public KeaConfig withoutSubnet(long id) {
        return SubnetTree.of(this).without(id);
    }

    /**
     * This configuration with a reservation changed or added in a subnet. The one of the same identifier is replaced.
     *
     * @param subnetId the subnet's number
     * @param reservation the reservation, with exactly one identifier
     * @return a new configuration
     * @throws KeaConfigException when there is no such subnet, the reservation is of the other family or has not
     *     exactly
     *     one identifier, or an address is none, belongs to somebody else there or is outside of the subnet
     */
    public KeaConfig withReservation(long subnetId, Reservation reservation) {
        return SubnetTree.of(this).with(subnetId, reservation);
    }

    /**
     * This configuration with an option for all clients changed or added. The one of the same name or code, and the
     * same
     * space, is replaced.
     *
     * @param option the option, with a name or a code
     * @return a new configuration
     * @throws KeaConfigException when it has neither
     */
    public KeaConfig withOption(OptionData option) {
        return new KeaConfig(service, SubnetTree.withOption(dhcp, option));
    }

    /**
     * This configuration with an option for the clients of a subnet changed or added, as {@link
     * #withOption(OptionData)}.
     *
     * @param subnetId the subnet's number
     * @param option the option, with a name or a code
     * @return a new configuration
     * @throws KeaConfigException when it has neither, or there is no such subnet
     */
    public KeaConfig withOption(long subnetId, OptionData option) {
        return SubnetTree.of(this).with(subnetId, option);
    }

    /**
     * The keys that Kea of a version does not know, and so would refuse; not those of hook libraries, which look after
     * their own.
     *
     * @param version the version of the server that this configuration is meant for
     * @return what it would refuse, in the order written; empty where it knows all
     */
    public List<UnknownKey> unknownKeys(KeaVersion version) {
        return KeyCheck.check(this, version);
    }

    /**
     * All that is wrong with this configuration for Kea of a version, so that one that was made for another version can
     * be checked before it is sent: the keys that it does not know, and the values that it refuses or that do not do
     * what is meant. The parameters of hook libraries are not looked at; {@code dev.keaha.ha.HaLint.checkAll} has them
     * too.
     *
     * @param version the version of the server that this configuration is meant for
     * @return what was found, errors first; empty where all is well
     */
    public List<Finding> problems(KeaVersion version) {
        return VersionCheck.check(this, version);
    }

    /**
     * What Kea would refuse as well, and only its machine can know.
     *
     * @param version the version of the server that this configuration is meant for
     * @return what has to hold there; the parameters of hook libraries are not looked at, but by {@code
     *     dev.keaha.ha.HaLint.assumptions}
     */
    public List<Assumption> assumptions(KeaVersion version) {
        return MachineCheck.check(this, version);
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
                .<HookLibrary>flatMap(entry -> entry.text("library").stream()
                        .map(library -> HookLibrary.builder()
                                .library(library)
                                .parameters(entry.object("parameters"))
                                .build()))
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
