package dev.keaha.command;

import dev.keaha.config.DhcpService;
import dev.keaha.json.Json;
import dev.keaha.json.JsonObject;
import java.util.List;
import java.util.Optional;

/**
 * Makes {@code subnet4-*} and {@code subnet6-*} of the hook {@code subnet_cmds} (free from Kea 3.0 on). They change the
 * configuration in memory and leave the HA state machine alone; {@code config-write} makes them last.
 *
 * <p>Where the hook is not loaded, the answer is {@link ResultCode#UNSUPPORTED}. Subnets are given and answered as they
 * stand in the configuration.
 */
public final class SubnetCommands {

    private SubnetCommands() {}

    /**
     * {@code subnet4-list}: which subnets there are.
     *
     * @param service whose
     * @return the command
     */
    public static KeaCommand<List<SubnetSummary>> subnetList(DhcpService service) {
        String name = name(service, "list");
        return KeaCommand.reading(
                name,
                null,
                answer -> KeaCommand.objects(name, answer, "subnets")
                        .map(tree -> SubnetSummary.of(name, tree))
                        .toList());
    }

    /**
     * {@code subnet4-get}: one subnet with all defaults filled in.
     *
     * @param service whose
     * @param id its id
     * @return the command; it answers nothing where there is no such subnet
     */
    public static KeaCommand<Optional<JsonObject>> subnetGet(DhcpService service, long id) {
        return get(service, Json.object("id", id));
    }

    /**
     * {@code subnet4-get}, by prefix.
     *
     * @param service whose
     * @param prefix its prefix, for example {@code 192.0.2.0/24}
     * @return the command; it answers nothing where there is no such subnet
     */
    public static KeaCommand<Optional<JsonObject>> subnetGet(DhcpService service, String prefix) {
        return get(service, Json.object("subnet", prefix));
    }

    private static KeaCommand<Optional<JsonObject>> get(DhcpService service, JsonObject which) {
        // Kea's manual has "subnets" here, Kea itself the name of the list in the configuration
        return KeaCommand.reading(
                name(service, "get"),
                which,
                answer -> answer.object()
                        .array(service.subnets())
                        .or(() -> answer.object().array("subnets"))
                        .flatMap(subnets -> subnets.objects().findFirst()));
    }

    /**
     * {@code subnet4-add}. Sent again it is refused, since the id is taken: not repeatable.
     *
     * @param service whose
     * @param subnet a subnet with {@code id} and {@code subnet}
     * @return the command
     */
    public static KeaCommand<Change> subnetAdd(DhcpService service, JsonObject subnet) {
        return KeaCommand.changingOnce(
                name(service, "add"),
                Json.object(service.subnets(), Json.array(subnet)),
                subnetGet(service, subnet.integer("id").orElse(0)));
    }

    /**
     * {@code subnet4-update}: replaces a subnet whole; what is not given gets its default.
     *
     * @param service whose
     * @param subnet a subnet with {@code id} and {@code subnet}; refused where there is none with both
     * @return the command
     */
    public static KeaCommand<Change> subnetUpdate(DhcpService service, JsonObject subnet) {
        return one(service, "update", subnet);
    }

    /**
     * {@code subnet4-delta-add}: adds to a subnet, or overwrites in it, what is given, and leaves the rest. Lifetimes go
     * together: with {@code valid-lifetime} give {@code min-} and {@code max-valid-lifetime} too, which Kea has filled in.
     *
     * @param service whose
     * @param delta {@code id}, {@code subnet}, and what to add
     * @return the command
     */
    public static KeaCommand<Change> subnetDeltaAdd(DhcpService service, JsonObject delta) {
        return one(service, "delta-add", delta);
    }

    /**
     * {@code subnet4-delta-del}: removes from a subnet what is given, and leaves the rest. What is not there is passed
     * over.
     *
     * @param service whose
     * @param delta {@code id}, {@code subnet}, and what to remove
     * @return the command
     */
    public static KeaCommand<Change> subnetDeltaDel(DhcpService service, JsonObject delta) {
        return one(service, "delta-del", delta);
    }

    /**
     * {@code subnet4-del}. The leases of the subnet stay.
     *
     * @param service whose
     * @param id its id
     * @return the command
     */
    public static KeaCommand<Change> subnetDel(DhcpService service, long id) {
        return KeaCommand.changing(name(service, "del"), Json.object("id", id));
    }

    private static KeaCommand<Change> one(DhcpService service, String verb, JsonObject subnet) {
        return KeaCommand.changing(name(service, verb), Json.object(service.subnets(), Json.array(subnet)));
    }

    private static String name(DhcpService service, String verb) {
        return service.subnets() + "-" + verb;
    }
}
