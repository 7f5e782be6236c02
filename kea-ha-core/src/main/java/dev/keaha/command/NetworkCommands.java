package dev.keaha.command;

import dev.keaha.config.DhcpService;
import dev.keaha.json.Json;
import dev.keaha.json.JsonObject;
import java.util.List;
import java.util.Optional;

/**
 * Makes {@code network4-*} and {@code network6-*} (shared networks) of the hook {@code subnet_cmds} (free from Kea 3.0
 * on). They change the configuration in memory and leave the HA state machine alone; {@code config-write} makes them
 * last.
 *
 * <p>Where the hook is not loaded, the answer is {@link ResultCode#UNSUPPORTED}. Networks are given and answered as they
 * stand in the configuration.
 */
public final class NetworkCommands {

    private static final String LIST = "shared-networks";

    private NetworkCommands() {}

    /**
     * {@code network4-list}: which shared networks there are.
     *
     * @param service whose
     * @return the command; it answers their names
     */
    public static KeaCommand<List<String>> networkList(DhcpService service) {
        return KeaCommand.reading(
                name(service, "list"),
                null,
                answer -> KeaCommand.objects(name(service, "list"), answer, LIST)
                        .flatMap(network -> network.text("name").stream())
                        .toList());
    }

    /**
     * {@code network4-get}: one network with its subnets and all defaults filled in.
     *
     * @param service whose
     * @param network its name
     * @return the command; it answers nothing where there is no such network
     */
    public static KeaCommand<Optional<JsonObject>> networkGet(DhcpService service, String network) {
        return KeaCommand.reading(
                name(service, "get"),
                Json.object("name", network),
                answer -> answer.object()
                        .array(LIST)
                        .flatMap(networks -> networks.objects().findFirst()));
    }

    /**
     * {@code network4-add}. Sent again it is refused, since the name is taken: not repeatable.
     *
     * @param service whose
     * @param network a network with a {@code name}; its subnets are added with it
     * @return the command
     */
    public static KeaCommand<Change> networkAdd(DhcpService service, JsonObject network) {
        return KeaCommand.changingOnce(
                name(service, "add"),
                Json.object(LIST, Json.array(network)),
                networkGet(service, network.text("name").orElse("")));
    }

    /**
     * {@code network4-del}.
     *
     * @param service whose
     * @param network its name
     * @param withSubnets whether its subnets go too; else they stay, as subnets of no network
     * @return the command
     */
    public static KeaCommand<Change> networkDel(DhcpService service, String network, boolean withSubnets) {
        return KeaCommand.changing(
                name(service, "del"), Json.object("name", network, "subnets-action", withSubnets ? "delete" : "keep"));
    }

    /**
     * {@code network4-subnet-add}: makes a subnet part of a network. Sent again it is refused: not repeatable.
     *
     * @param service whose
     * @param network the network's name
     * @param subnet the subnet's id
     * @return the command
     */
    public static KeaCommand<Change> networkSubnetAdd(DhcpService service, String network, long subnet) {
        return KeaCommand.changingOnce(
                name(service, "subnet-add"), Json.object("name", network, "id", subnet), networkGet(service, network));
    }

    /**
     * {@code network4-subnet-del}: takes a subnet out of its network; the subnet stays.
     *
     * @param service whose
     * @param network the network's name
     * @param subnet the subnet's id
     * @return the command
     */
    public static KeaCommand<Change> networkSubnetDel(DhcpService service, String network, long subnet) {
        return KeaCommand.changing(name(service, "subnet-del"), Json.object("name", network, "id", subnet));
    }

    private static String name(DhcpService service, String verb) {
        return "network" + service.family() + "-" + verb;
    }
}
