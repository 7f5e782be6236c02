package dev.keaha.replication;

import dev.keaha.command.ClassCommands;
import dev.keaha.command.KeaCommand;
import dev.keaha.command.NetworkCommands;
import dev.keaha.command.ReservationCommands;
import dev.keaha.command.ReservationKey;
import dev.keaha.command.ReservationTarget;
import dev.keaha.command.SubnetCommands;
import dev.keaha.config.DhcpService;
import dev.keaha.config.KeaConfig;
import dev.keaha.config.KeaListKeys;
import dev.keaha.json.Json;
import dev.keaha.json.JsonArray;
import dev.keaha.json.JsonNumber;
import dev.keaha.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One element of a configuration, changed by one command of a hook that leaves HA alone. Its elements hold secrets in clear.
 *
 * @param kind what sort of element
 * @param network the shared network that holds the subnet; empty text for none
 * @param subnet the id of the subnet that holds the reservation; 0 for a global one
 * @param before the element as it is now; empty when it is added
 * @param after the element as it shall be; empty when it is removed
 */
public record DeltaStep(
        Kind kind, String network, long subnet, Optional<JsonObject> before, Optional<JsonObject> after) {

    /** What sort of element a step changes. */
    public enum Kind {
        /** A subnet without its reservations. */
        SUBNET,
        /** A new subnet becomes part of its shared network. */
        MEMBER,
        /** A shared network. */
        NETWORK,
        /** A reservation in memory. */
        RESERVATION,
        /** A client class. */
        CLASS;

        /** The word in JSON. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private JsonObject element() {
        return after.or(() -> before).orElseThrow();
    }

    private long id() {
        return element().integer("id").orElse(0);
    }

    private String name() {
        return element().text("name").orElse("");
    }

    /** The name of the command that makes the change. */
    String command(DhcpService service) {
        String verb = before.isEmpty() ? "add" : after.isEmpty() ? "del" : "update";
        return switch (kind) {
            case SUBNET -> service.subnets() + "-" + verb;
            case MEMBER -> networks(service) + "-subnet-add";
            case NETWORK -> networks(service) + "-" + verb;
            case RESERVATION -> "reservation-" + verb;
            case CLASS -> "class-" + verb;
        };
    }

    /** The name of the command that shows the element. */
    String lookCommand(DhcpService service) {
        return switch (kind) {
            case SUBNET -> service.subnets() + "-get";
            case MEMBER, NETWORK -> networks(service) + "-get";
            case RESERVATION -> "reservation-get";
            case CLASS -> "class-get";
        };
    }

    private static String networks(DhcpService service) {
        return service == DhcpService.DHCP4 ? "network4" : "network6";
    }

    /** The command that makes the change. */
    KeaCommand<?> change(DhcpService service) {
        return switch (kind) {
            case SUBNET ->
                after.isEmpty()
                        ? SubnetCommands.subnetDel(service, id())
                        : before.isEmpty()
                                ? SubnetCommands.subnetAdd(service, bare(after.get()))
                                : SubnetCommands.subnetUpdate(service, bare(after.get()));
            case MEMBER -> NetworkCommands.networkSubnetAdd(service, network, id());
            case NETWORK ->
                after.isEmpty()
                        ? NetworkCommands.networkDel(service, name(), true)
                        : NetworkCommands.networkAdd(service, after.get());
            case RESERVATION ->
                after.isEmpty()
                        ? ReservationCommands.reservationDel(key(), ReservationTarget.MEMORY)
                        : before.isEmpty()
                                ? ReservationCommands.reservationAdd(inSubnet(after.get()), ReservationTarget.MEMORY)
                                : ReservationCommands.reservationUpdate(
                                        inSubnet(after.get()), ReservationTarget.MEMORY);
            case CLASS ->
                after.isEmpty()
                        ? ClassCommands.classDel(name())
                        : before.isEmpty()
                                ? ClassCommands.classAdd(after.get())
                                : ClassCommands.classUpdate(after.get());
        };
    }

    /** The command that shows the element as the server has it. */
    KeaCommand<Optional<JsonObject>> look(DhcpService service) {
        return switch (kind) {
            case SUBNET -> SubnetCommands.subnetGet(service, id());
            case MEMBER -> NetworkCommands.networkGet(service, network);
            case NETWORK -> NetworkCommands.networkGet(service, name());
            case RESERVATION -> ReservationCommands.reservationGet(key(), ReservationTarget.MEMORY);
            case CLASS -> ClassCommands.classGet(name());
        };
    }

    private ReservationKey key() {
        String key = KeaListKeys.of(DhcpService.DHCP4).key("reservations", element());
        int equals = key == null ? -1 : key.indexOf('=');
        return equals < 0
                ? ReservationKey.ofAddress(subnet, element().text("ip-address").orElse(""))
                : new ReservationKey(subnet, key.substring(0, equals), key.substring(equals + 1));
    }

    private JsonObject inSubnet(JsonObject reservation) {
        return reservation.with("subnet-id", JsonNumber.of(subnet));
    }

    /** Reservations are not part of what subnet commands take and show. */
    private static JsonObject bare(JsonObject subnet) {
        return subnet.without("reservations");
    }

    /** Whether the server has the element as it shall be. */
    boolean isDone(DhcpService service, Optional<JsonObject> seen) {
        return shows(service, seen, after);
    }

    /** Whether the server has the element as it was when the plan was made. */
    boolean isUntouched(DhcpService service, Optional<JsonObject> seen) {
        return shows(service, seen, before);
    }

    private boolean shows(DhcpService service, Optional<JsonObject> seen, Optional<JsonObject> expected) {
        if (kind == Kind.MEMBER) {
            boolean inside = seen.flatMap(shown -> shown.array(service.subnets())).stream()
                    .flatMap(JsonArray::objects)
                    .anyMatch(member -> member.integer("id").equals(element().integer("id")));
            return inside == expected.isPresent();
        }
        if (seen.isEmpty() || expected.isEmpty()) {
            return seen.isEmpty() && expected.isEmpty();
        }
        return FilledIn.has(
                kind == Kind.SUBNET ? bare(expected.get()) : expected.get(),
                kind == Kind.SUBNET ? bare(seen.get()) : seen.get());
    }

    /** What this step makes of a configuration. */
    KeaConfig applyTo(KeaConfig config) {
        DhcpService service = config.service();
        return switch (kind) {
            case SUBNET ->
                network.isEmpty()
                        ? config.with(dhcp -> subnetIn(dhcp, service))
                        : config.with(dhcp -> inNetwork(dhcp, holder -> subnetIn(holder, service)));
            case MEMBER -> config;
            case NETWORK -> config.with(dhcp -> listIn(dhcp, "shared-networks", service));
            case RESERVATION -> config.with(dhcp -> reservationIn(dhcp, service));
            case CLASS -> config.with(dhcp -> listIn(dhcp, "client-classes", service));
        };
    }

    private JsonObject inNetwork(JsonObject dhcp, UnaryOperator<JsonObject> change) {
        return dhcp.withArray(
                "shared-networks",
                networks -> networks.map(each -> each instanceof JsonObject holder
                                && holder.text("name").filter(network::equals).isPresent()
                        ? change.apply(holder)
                        : each));
    }

    private JsonObject subnetIn(JsonObject holder, DhcpService service) {
        return listIn(holder, service.subnets(), service);
    }

    private JsonObject reservationIn(JsonObject dhcp, DhcpService service) {
        UnaryOperator<JsonObject> change = holder -> listIn(holder, "reservations", service);
        if (subnet == 0) {
            return change.apply(dhcp);
        }
        UnaryOperator<JsonObject> inSubnets = holder -> !holder.has(service.subnets())
                ? holder
                : holder.withArray(
                        service.subnets(),
                        subnets -> subnets.map(each -> each instanceof JsonObject found
                                        && found.integer("id").orElse(0) == subnet
                                ? change.apply(found)
                                : each));
        JsonObject changed = inSubnets.apply(dhcp);
        return !changed.has("shared-networks")
                ? changed
                : changed.withArray(
                        "shared-networks", networks -> networks.map(each -> inSubnets.apply((JsonObject) each)));
    }

    private JsonObject listIn(JsonObject holder, String list, DhcpService service) {
        KeaListKeys keys = KeaListKeys.of(service);
        String key = keys.key(list, element());
        return holder.withArray(list, elements -> {
            if (after.isEmpty()) {
                return elements.without(each -> each instanceof JsonObject found && same(keys.key(list, found), key));
            }
            if (before.isEmpty()) {
                return elements.with(after.get());
            }
            return elements.map(each ->
                    each instanceof JsonObject found && same(keys.key(list, found), key) ? updated(found) : each);
        });
    }

    private JsonObject updated(JsonObject found) {
        JsonObject wanted = after.orElseThrow();
        if (kind != Kind.SUBNET) {
            return wanted;
        }
        return found.has("reservations")
                ? wanted.with("reservations", found.array("reservations").orElse(JsonArray.empty()))
                : bare(wanted);
    }

    private static boolean same(@Nullable String one, @Nullable String other) {
        return one != null && one.equals(other);
    }

    JsonObject toJson() {
        JsonObject json = Json.object("kind", kind.toString(), "network", network, "subnet", subnet);
        json = before.isEmpty() ? json : json.with("before", before.get());
        return after.isEmpty() ? json : json.with("after", after.get());
    }

    static DeltaStep fromJson(JsonObject json) {
        return new DeltaStep(
                Stored.word(Kind.class, Stored.text(json, "kind")),
                Stored.text(json, "network"),
                Stored.number(json, "subnet"),
                json.object("before"),
                json.object("after"));
    }

    /** This step for an element that came out as it was read. */
    DeltaStep madeInto(JsonObject seen) {
        JsonObject whole = kind != Kind.SUBNET
                        || after.isEmpty()
                        || !after.get().has("reservations")
                ? seen
                : seen.with("reservations", after.get().array("reservations").orElse(JsonArray.empty()));
        return new DeltaStep(kind, network, subnet, before, Optional.of(whole));
    }

    static List<DeltaStep> list(JsonObject json) {
        return Stored.array(json, "deltas").objects().map(DeltaStep::fromJson).toList();
    }

    /** This step undone; empty where undoing another one does it. */
    Optional<DeltaStep> undone() {
        return kind == Kind.MEMBER
                ? Optional.empty()
                : Optional.of(new DeltaStep(kind, network, subnet, after, before));
    }

    /** What it changes, without its content. */
    @Override
    public String toString() {
        return kind + " " + KeaListKeys.of(DhcpService.DHCP4).key(list(), element());
    }

    private String list() {
        return switch (kind) {
            case SUBNET, MEMBER -> "subnet4";
            case NETWORK -> "shared-networks";
            case RESERVATION -> "reservations";
            case CLASS -> "client-classes";
        };
    }
}
