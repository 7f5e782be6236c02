package dev.keaha.config;

import dev.keaha.binding.Binding;
import dev.keaha.json.JsonArray;
import dev.keaha.json.JsonObject;
import dev.keaha.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The subnets of a configuration, wherever they stand in its tree, and the changes of them. */
final class SubnetTree {

    private static final List<String> IDENTIFIERS = List.of("hw-address", "duid", "client-id", "circuit-id", "flex-id");

    private final KeaConfig config;
    private final DhcpService service;

    private SubnetTree(KeaConfig config) {
        this.config = config;
        this.service = config.service();
    }

    static SubnetTree of(KeaConfig config) {
        return new SubnetTree(config);
    }

    /** A subnet and where it stands; {@code network} is -1 outside of shared networks. */
    record Entry(DhcpService service, JsonObject json, int network, int index) {

        Subnet view() {
            Class<? extends Subnet> type = service == DhcpService.DHCP4 ? Subnet4.class : Subnet6.class;
            return Binding.read(json, type, path(), KeaConfigException::new);
        }

        String path() {
            String around = network < 0 ? "" : ".shared-networks[" + network + "]";
            return service.root() + around + "." + service.subnets() + "[" + index + "]";
        }
    }

    Stream<Entry> all() {
        JsonArray networks = config.dhcp().array("shared-networks").orElse(JsonArray.empty());
        return Stream.concat(
                in(config.dhcp(), -1),
                IntStream.range(0, networks.size())
                        .boxed()
                        .flatMap(i -> networks.get(i) instanceof JsonObject network ? in(network, i) : Stream.of()));
    }

    private Stream<Entry> in(JsonObject around, int network) {
        JsonArray list = around.array(service.subnets()).orElse(JsonArray.empty());
        return IntStream.range(0, list.size())
                .boxed()
                .flatMap(i -> list.get(i) instanceof JsonObject subnet
                        ? Stream.of(new Entry(service, subnet, network, i))
                        : Stream.of());
    }

    Optional<Entry> find(long id) {
        return all().filter(entry -> entry.json().integer("id").orElse(-1) == id)
                .findFirst();
    }

    Optional<Entry> find(String prefix) {
        return all().filter(entry -> entry.json()
                        .text("subnet")
                        .filter(text -> same(text, prefix))
                        .isPresent())
                .findFirst();
    }

    private static boolean same(String one, String other) {
        return one.equals(other) || canonical(one).equals(canonical(other));
    }

    /** The network of a prefix, or the text where it is none. */
    private static Object canonical(String text) {
        return IpPrefix.parse(text)
                .<Object>map(prefix -> new IpPrefix(prefix.first(), prefix.length()))
                .orElse(text);
    }

    KeaConfig with(Subnet subnet) {
        family(subnet instanceof Subnet4, service.subnets());
        String path = service.root() + "." + service.subnets();
        long id =
                subnet.id().orElseThrow(() -> new KeaConfigException(path, "expected a subnet with an id, found none"));
        Optional<Entry> before = find(id);
        String at = before.map(Entry::path).orElse(path);
        if (id < 1 || id > 4294967294L) {
            throw new KeaConfigException(at + ".id", "expected 1 to 4294967294, found " + id);
        }
        find(subnet.subnet())
                .filter(other -> other.json().integer("id").orElse(-1) != id)
                .ifPresent(other -> {
                    throw new KeaConfigException(
                            at + ".subnet",
                            "the prefix " + subnet.subnet() + " is that of " + other.path() + " already");
                });
        JsonObject json =
                before.map(entry -> Binding.write(subnet, entry.json())).orElseGet(() -> Binding.write(subnet));
        checkPools(json, prefix(subnet.subnet(), at), at);
        return before.map(entry -> replaced(entry, json))
                .orElseGet(() -> config.with(dhcp -> dhcp.withArray(service.subnets(), list -> list.with(json))));
    }

    private void family(boolean isV4, String what) {
        if (isV4 != (service == DhcpService.DHCP4)) {
            throw new KeaConfigException(
                    service.root() + "." + what, "expected one for " + service + ", found one of the other family");
        }
    }

    private IpPrefix prefix(String text, String at) {
        return IpPrefix.parse(text)
                .filter(prefix -> prefix.address().v6() == (service == DhcpService.DHCP6))
                .orElseThrow(() -> new KeaConfigException(
                        at + ".subnet",
                        "expected a prefix such as "
                                + (service == DhcpService.DHCP4 ? "192.0.2.0/24" : "2001:db8:1::/64") + ", found '"
                                + text
                                + "'"));
    }

    private static void checkPools(JsonObject subnet, IpPrefix prefix, String at) {
        JsonArray pools = subnet.array("pools").orElse(JsonArray.empty());
        for (int i = 0; i < pools.size(); i++) {
            String text = ((JsonObject) pools.get(i)).text("pool").orElse("");
            String here = at + ".pools[" + i + "].pool";
            IpAddress[] range = range(text);
            if (range.length == 0 || range[0].compareTo(range[1]) > 0) {
                throw new KeaConfigException(
                        here,
                        "expected a first and a last address with a dash between them, or a prefix; found '" + text
                                + "'");
            }
            if (!prefix.contains(range[0]) || !prefix.contains(range[1])) {
                throw new KeaConfigException(here, "the pool " + text + " is not within the subnet " + prefix);
            }
        }
    }

    private static IpAddress[] range(String text) {
        Optional<IpPrefix> prefix = IpPrefix.parse(text.strip());
        if (prefix.isPresent()) {
            return new IpAddress[] {prefix.get().first(), prefix.get().last()};
        }
        IpAddress[] ends = Stream.of(text.split("-", -1))
                .flatMap(end -> IpAddress.parse(end.strip()).stream())
                .toArray(IpAddress[]::new);
        return ends.length == 2 && text.indexOf('-') == text.lastIndexOf('-') ? ends : new IpAddress[0];
    }

    KeaConfig without(long id) {
        return find(id).map(entry -> config.with(dhcp -> in(dhcp, entry, list -> removed(list, entry.index()))))
                .orElse(config);
    }

    private KeaConfig replaced(Entry entry, JsonObject json) {
        return config.with(dhcp -> in(dhcp, entry, list -> replaced(list, entry.index(), json)));
    }

    /** The tree with the list changed that an entry stands in. */
    private JsonObject in(JsonObject dhcp, Entry entry, UnaryOperator<JsonArray> change) {
        if (entry.network() < 0) {
            return dhcp.withArray(service.subnets(), change);
        }
        return dhcp.withArray("shared-networks", networks -> {
            JsonObject network = (JsonObject) networks.get(entry.network());
            return replaced(networks, entry.network(), network.withArray(service.subnets(), change));
        });
    }

    private static JsonArray replaced(JsonArray list, int index, JsonValue element) {
        List<JsonValue> elements = new ArrayList<>(list.elements());
        elements.set(index, element);
        return JsonArray.of(elements);
    }

    private static JsonArray removed(JsonArray list, int index) {
        List<JsonValue> elements = new ArrayList<>(list.elements());
        elements.remove(index);
        return JsonArray.of(elements);
    }

    KeaConfig with(long subnetId, Reservation reservation) {
        family(reservation instanceof Reservation4, "reservations");
        Entry entry = existing(subnetId);
        JsonObject json = Binding.write(reservation);
        String at = entry.path() + ".reservations";
        List<String> identifiers = IDENTIFIERS.stream().filter(json::has).toList();
        if (identifiers.size() != 1) {
            throw new KeaConfigException(at, "expected exactly one of " + IDENTIFIERS + ", found " + identifiers);
        }
        String identifier = identifiers.get(0);
        JsonArray list = entry.json().array("reservations").orElse(JsonArray.empty());
        int before = indexOf(list, old -> Objects.equals(old.get(identifier), json.get(identifier)));
        checkAddresses(json, list, before, entry, at);
        JsonArray changed = before < 0
                ? list.with(json)
                : replaced(list, before, Binding.write(reservation, (JsonObject) list.get(before)));
        return replaced(entry, entry.json().with("reservations", changed));
    }

    private static void checkAddresses(JsonObject reservation, JsonArray list, int before, Entry entry, String at) {
        Optional<IpPrefix> prefix = entry.json().text("subnet").flatMap(IpPrefix::parse);
        for (String text : addresses(reservation)) {
            IpAddress address = IpAddress.parse(text)
                    .orElseThrow(() -> new KeaConfigException(at, "expected an address, found '" + text + "'"));
            if (prefix.isPresent() && !prefix.get().contains(address)) {
                throw new KeaConfigException(at, "the address " + text + " is not within the subnet " + prefix.get());
            }
            int taken = indexOf(
                    list,
                    other -> addresses(other).stream()
                            .anyMatch(their -> IpAddress.parse(their)
                                    .filter(address::equals)
                                    .isPresent()));
            if (taken >= 0 && taken != before) {
                throw new KeaConfigException(
                        at + "[" + taken + "]", "the address " + text + " is reserved here already");
            }
        }
    }

    private static List<String> addresses(JsonObject reservation) {
        return Stream.concat(
                        reservation.text("ip-address").stream(),
                        reservation
                                .array("ip-addresses")
                                .orElse(JsonArray.empty())
                                .texts())
                .toList();
    }

    private Entry existing(long id) {
        return find(id).orElseThrow(() -> new KeaConfigException(
                service.root() + "." + service.subnets(), "there is no subnet with the id " + id));
    }

    KeaConfig with(long subnetId, OptionData option) {
        Entry entry = existing(subnetId);
        return replaced(entry, withOption(entry.json(), option));
    }

    static JsonObject withOption(JsonObject around, OptionData option) {
        if (option.name().isEmpty() && option.code().isEmpty()) {
            throw new KeaConfigException("option-data", "expected an option with a name or a code, found neither");
        }
        JsonObject json = Binding.write(option);
        return around.withArray("option-data", list -> {
            int before = indexOf(list, old -> isSame(old, json));
            return before < 0
                    ? list.with(json)
                    : replaced(list, before, Binding.write(option, (JsonObject) list.get(before)));
        });
    }

    /** By name where both have one, else by code; the same space, or none written in either. */
    private static boolean isSame(JsonObject one, JsonObject other) {
        String key = one.has("name") && other.has("name") ? "name" : "code";
        return one.has(key)
                && Objects.equals(one.get(key), other.get(key))
                && (!one.has("space") || !other.has("space") || Objects.equals(one.get("space"), other.get("space")));
    }

    private static int indexOf(JsonArray list, Predicate<JsonObject> which) {
        for (int i = 0; i < list.size(); i++) {
            if (list.get(i) instanceof JsonObject object && which.test(object)) {
                return i;
            }
        }
        return -1;
    }
}
