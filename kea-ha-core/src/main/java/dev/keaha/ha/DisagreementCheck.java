package dev.keaha.ha;

import dev.keaha.config.DhcpService;
import dev.keaha.config.Finding;
import dev.keaha.config.FindingCode;
import dev.keaha.config.HookLibrary;
import dev.keaha.config.IpPrefix;
import dev.keaha.config.KeaConfig;
import dev.keaha.config.KeaVersion;
import dev.keaha.json.JsonArray;
import dev.keaha.json.JsonObject;
import dev.keaha.json.JsonValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the configurations of the servers of one relationship disagree on. Kea compares them nowhere. */
final class DisagreementCheck {

    private record Server(String name, KeaConfig config, List<HaRelationship> relationships) {}

    private final KeaVersion version;
    private final Server first;
    private final Server other;
    private final List<Finding> findings = new ArrayList<>();

    private DisagreementCheck(KeaVersion version, Server first, Server other) {
        this.version = version;
        this.first = first;
        this.other = other;
    }

    /** Compares each configuration with the first before it that shares a relationship. */
    static Map<String, List<Finding>> check(Map<String, KeaConfig> configs, KeaVersion version) {
        List<Server> servers = new ArrayList<>();
        Map<String, List<Finding>> findings = new LinkedHashMap<>();
        configs.forEach((name, config) -> {
            HaDetection detection = HaDetection.in(config);
            if (detection instanceof HaDetection.Found found) {
                servers.add(new Server(name, config, found.relationships()));
            } else if (detection instanceof HaDetection.Missing missing
                    && missing.why() == HaDetection.Why.NO_HOOK
                    && configs.size() > 1) {
                findings.put(
                        name,
                        List.of(new Finding(
                                FindingCode.NOT_TOGETHER,
                                config.service().root() + ".hooks-libraries",
                                "This server has no high availability, and so shares no relationship with the others.",
                                "Configure the relationship on all its servers.")));
            }
        });
        for (int i = 1; i < servers.size(); i++) {
            Server other = servers.get(i);
            Server first = servers.subList(0, i).stream()
                    .filter(server -> shared(server, other).isPresent())
                    .findFirst()
                    .orElse(servers.get(0));
            DisagreementCheck check = new DisagreementCheck(version, first, other);
            check.compare();
            findings.put(other.name(), check.findings);
        }
        return findings;
    }

    private record Shared(HaRelationship first, HaRelationship other, int index) {}

    /** The relationship that both are in: most of the peers of the one are peers of the other. */
    private static Optional<Shared> shared(Server first, Server other) {
        if (first.config().service() != other.config().service()) {
            return Optional.empty();
        }
        for (HaRelationship one : first.relationships()) {
            for (int i = 0; i < other.relationships().size(); i++) {
                HaRelationship two = other.relationships().get(i);
                long same = one.peers().stream()
                        .filter(peer -> two.peer(peer.name()).isPresent())
                        .count();
                if (2 * same >= Math.max(one.peers().size(), two.peers().size())) {
                    return Optional.of(new Shared(one, two, i));
                }
            }
        }
        return Optional.empty();
    }

    private void compare() {
        Optional<Shared> shared = shared(first, other);
        if (shared.isEmpty()) {
            add(
                    FindingCode.NOT_TOGETHER,
                    other.config().service().root(),
                    "This configuration and " + first.name() + " share no relationship"
                            + (first.config().service() != other.config().service()
                                    ? ": one is DHCPv4, the other DHCPv6."
                                    : "."),
                    "Check together only the servers of one relationship, and give their peers the same names.");
            return;
        }
        String at = relationshipPath(shared.get().index());
        relationship(shared.get().first(), shared.get().other(), at);
        subnets(
                subnets(first, shared.get().first()),
                subnets(other, shared.get().other()));
        // With several relationships the options for all are not those of one.
        if (first.relationships().size() == 1 && other.relationships().size() == 1) {
            options(
                    "option-data",
                    first.config().dhcp(),
                    other.config().dhcp(),
                    other.config().service().root());
            sharedNetworks();
        }
        leaseDatabase(shared.get());
    }

    private String relationshipPath(int index) {
        JsonArray hooks = other.config().dhcp().array("hooks-libraries").orElse(JsonArray.empty());
        int hook = 0;
        while (!(hooks.get(hook) instanceof JsonObject entry
                && HookLibrary.fileName(entry).equals(HookLibrary.HA))) {
            hook++;
        }
        return other.config().service().root() + ".hooks-libraries[" + hook + "].parameters.high-availability[" + index
                + "]";
    }

    private void relationship(HaRelationship one, HaRelationship two, String at) {
        if (one.thisServerName().equals(two.thisServerName())) {
            add(
                    FindingCode.SAME_THIS_SERVER,
                    at + ".this-server-name",
                    "This configuration and " + first.name() + " both claim to be " + one.thisServerName() + ".",
                    "Name in each the peer that its own server is.");
        }
        if (!one.mode().equals(two.mode())) {
            add(
                    FindingCode.MODE_DIFFERS,
                    at + ".mode",
                    "The mode is " + two.mode() + " here and " + one.mode() + " in " + first.name() + ".",
                    "Use one mode: servers of different modes never leave the state waiting.");
        }
        Set<String> names = new TreeSet<>();
        one.peers().forEach(peer -> names.add(peer.name()));
        two.peers().forEach(peer -> names.add(peer.name()));
        for (String name : names) {
            peer(name, one.peer(name), two.peer(name), at);
        }
        Map<String, Object> ours = parameters(two);
        parameters(one).forEach((name, value) -> {
            if (!value.equals(ours.get(name))) {
                add(
                        FindingCode.PARAMETER_DIFFERS,
                        at + "." + name,
                        name + " is " + ours.get(name) + " here and " + value + " in " + first.name() + ".",
                        "Use the same value on all peers.");
            }
        });
    }

    private void peer(String name, Optional<HaPeer> one, Optional<HaPeer> two, String at) {
        String advice = "List the same peers, with the same roles and URLs, on all of them.";
        if (one.isEmpty() || two.isEmpty()) {
            add(
                    FindingCode.PEER_DIFFERS,
                    at + ".peers",
                    "The peer " + name + " is listed "
                            + (two.isEmpty() ? "only in " + first.name() : "here and not in " + first.name()) + ".",
                    advice);
            return;
        }
        if (!one.get().role().equals(two.get().role())) {
            add(
                    FindingCode.PEER_DIFFERS,
                    at + ".peers",
                    "The peer " + name + " is " + two.get().role() + " here and "
                            + one.get().role() + " in " + first.name() + ".",
                    advice);
        }
        if (!one.get().url().equals(two.get().url())) {
            add(
                    FindingCode.PEER_DIFFERS,
                    at + ".peers",
                    "The URL of " + name + " is " + PeerUrl.shown(two.get().url()) + " here and "
                            + PeerUrl.shown(one.get().url()) + " in " + first.name() + ".",
                    advice);
        }
    }

    /** The parameters that have to agree, as Kea applies them. */
    private Map<String, Object> parameters(HaRelationship relationship) {
        HaParameters all = HaParameters.of(relationship, version);
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("heartbeat-delay", all.heartbeatDelay().toMillis());
        values.put("max-response-delay", all.maxResponseDelay().toMillis());
        values.put("max-ack-delay", all.maxAckDelay().toMillis());
        values.put("max-unacked-clients", all.maxUnackedClients());
        values.put("max-rejected-lease-updates", all.maxRejectedLeaseUpdates());
        values.put("delayed-updates-limit", all.delayedUpdatesLimit());
        values.put("send-lease-updates", all.sendLeaseUpdates());
        values.put("sync-leases", all.syncLeases());
        values.put("wait-backup-ack", all.waitBackupAck());
        values.put("multi-threading.enable-multi-threading", all.multiThreading());
        values.put("multi-threading.http-dedicated-listener", all.dedicatedListener());
        return values;
    }

    private record Subnet(JsonObject json, String prefix, String path) {}

    private void subnets(Map<String, Subnet> theirs, Map<String, Subnet> ours) {
        Map<JsonValue, String> prefixes = new HashMap<>();
        theirs.forEach((network, subnet) ->
                Optional.ofNullable(subnet.json().get("id")).ifPresent(id -> prefixes.put(id, network)));
        String same = "Use the same subnets with the same ids on all peers.";
        theirs.forEach((network, subnet) -> {
            if (!ours.containsKey(network)) {
                add(
                        FindingCode.SUBNET_MISSING,
                        other.config().service().root() + "."
                                + other.config().service().subnets(),
                        "The subnet " + subnet.prefix() + " of " + first.name() + " is missing here.",
                        same);
            }
        });
        ours.forEach((network, subnet) -> {
            String prefix = subnet.prefix();
            Subnet their = theirs.get(network);
            JsonValue id = subnet.json().get("id");
            if (their == null) {
                add(
                        FindingCode.SUBNET_MISSING,
                        subnet.path(),
                        "The subnet " + prefix + " is missing in " + first.name() + ".",
                        same);
            } else if (!Objects.equals(id, their.json().get("id"))) {
                add(
                        FindingCode.SUBNET_ID_DIFFERS,
                        subnet.path() + ".id",
                        "The subnet " + prefix + " has the id " + id + " here and "
                                + their.json().get("id") + " in " + first.name()
                                + ": each server refuses the other's leases.",
                        same);
            }
            String claimed = id == null ? null : prefixes.get(id);
            if (claimed != null && their == null) {
                add(
                        FindingCode.SUBNET_ID_DIFFERS,
                        subnet.path() + ".id",
                        "The id " + id + " is that of " + prefix + " here and of "
                                + Objects.requireNonNull(theirs.get(claimed)).prefix() + " in " + first.name()
                                + ".",
                        same);
            }
            if (their != null) {
                inside(subnet, their, prefix);
            }
        });
    }

    private void inside(Subnet subnet, Subnet their, String prefix) {
        for (String kind : List.of("pools", "pd-pools")) {
            Map<String, JsonObject> here = pools(subnet.json(), kind);
            Map<String, JsonObject> there = pools(their.json(), kind);
            if (!here.keySet().equals(there.keySet())) {
                add(
                        FindingCode.POOLS_DIFFER,
                        subnet.path() + "." + kind,
                        "The " + kind + " of " + prefix + " are " + here.keySet() + " here and " + there.keySet()
                                + " in " + first.name() + ".",
                        "Use the same pools on all peers; in load-balancing, their classes say who uses which.");
            }
            here.forEach((name, pool) -> Optional.ofNullable(there.get(name))
                    .ifPresent(same -> options("option-data", same, pool, subnet.path() + "." + kind)));
        }
        options("option-data", their.json(), subnet.json(), subnet.path());
    }

    /** Each pool with the classes that it is kept for, as people write it. */
    private static Map<String, JsonObject> pools(JsonObject subnet, String kind) {
        Map<String, JsonObject> pools = new TreeMap<>();
        subnet.array(kind).orElse(JsonArray.empty()).objects().forEach(pool -> {
            String range = pool.text("pool")
                    .map(text -> text.replaceAll("\\s", ""))
                    .orElseGet(() -> pool.text("prefix").orElse("?") + "/"
                            + pool.integer("prefix-len").orElse(0));
            List<String> classes = WarningCheck.classes(pool);
            pools.put(classes.isEmpty() ? range : range + " for " + String.join(" and ", classes), pool);
        });
        return pools;
    }

    private void options(String name, JsonObject their, JsonObject ours, String at) {
        Set<JsonValue> here =
                new HashSet<>(ours.array(name).orElse(JsonArray.empty()).elements());
        Set<JsonValue> there =
                new HashSet<>(their.array(name).orElse(JsonArray.empty()).elements());
        // Each server names itself in this option.
        here.removeIf(DisagreementCheck::isServerIdentifier);
        there.removeIf(DisagreementCheck::isServerIdentifier);
        if (!here.equals(there)) {
            add(
                    FindingCode.OPTIONS_DIFFER,
                    at + "." + name,
                    "The options here are others than in " + first.name() + ".",
                    "Give clients the same options, whichever server answers.");
        }
    }

    private static boolean isServerIdentifier(JsonValue option) {
        return option instanceof JsonObject o
                && (o.text("name").orElse("").equals("dhcp-server-identifier")
                        || o.integer("code").orElse(0) == 54);
    }

    /** The subnets of a relationship: all of them where the server has no other. */
    private static Map<String, Subnet> subnets(Server server, HaRelationship relationship) {
        KeaConfig config = server.config();
        Map<String, Subnet> subnets = new LinkedHashMap<>();
        DhcpService service = config.service();
        collect(config.dhcp(), service, service.root(), subnets);
        List<JsonValue> shared =
                config.dhcp().array("shared-networks").orElse(JsonArray.empty()).elements();
        for (int i = 0; i < shared.size(); i++) {
            if (shared.get(i) instanceof JsonObject network) {
                collect(network, service, service.root() + ".shared-networks[" + i + "]", subnets);
            }
        }
        if (server.relationships().size() > 1) {
            subnets.values()
                    .removeIf(subnet -> WarningCheck.serverOf(config, subnet.json(), subnet.path())
                            .flatMap(relationship::peer)
                            .isEmpty());
        }
        return subnets;
    }

    private static void collect(JsonObject around, DhcpService service, String at, Map<String, Subnet> subnets) {
        List<JsonValue> list =
                around.array(service.subnets()).orElse(JsonArray.empty()).elements();
        for (int i = 0; i < list.size(); i++) {
            String path = at + "." + service.subnets() + "[" + i + "]";
            if (list.get(i) instanceof JsonObject subnet) {
                subnet.text("subnet")
                        .ifPresent(prefix -> subnets.put(network(prefix), new Subnet(subnet, prefix, path)));
            }
        }
    }

    /** A prefix may be spelled in many ways. */
    private static String network(String prefix) {
        return IpPrefix.parse(prefix)
                .map(read -> new IpPrefix(read.first(), read.length()).toString())
                .orElse(prefix);
    }

    private void sharedNetworks() {
        Map<String, JsonObject> theirs = new LinkedHashMap<>();
        first.config()
                .dhcp()
                .array("shared-networks")
                .orElse(JsonArray.empty())
                .objects()
                .forEach(network -> theirs.put(network.text("name").orElse(""), network));
        List<JsonValue> ours = other.config()
                .dhcp()
                .array("shared-networks")
                .orElse(JsonArray.empty())
                .elements();
        for (int i = 0; i < ours.size(); i++) {
            JsonObject network = ours.get(i) instanceof JsonObject object ? object : JsonObject.empty();
            JsonObject their = theirs.get(network.text("name").orElse(""));
            if (their != null) {
                options("option-data", their, network, other.config().service().root() + ".shared-networks[" + i + "]");
            }
        }
    }

    private void leaseDatabase(Shared shared) {
        JsonObject one = first.config().dhcp().object("lease-database").orElse(JsonObject.empty());
        JsonObject two = other.config().dhcp().object("lease-database").orElse(JsonObject.empty());
        boolean database = !one.text("type").orElse("memfile").equals("memfile");
        boolean same = List.of("type", "name", "host", "port").stream()
                .allMatch(key -> Objects.equals(one.get(key), two.get(key)));
        String host = one.text("host").orElse("localhost");
        boolean local = host.isEmpty() || host.equals("localhost") || host.startsWith("127.") || host.equals("::1");
        HaParameters parameters = HaParameters.of(shared.other(), version);
        if (database && same && !local && (parameters.sendLeaseUpdates() || parameters.syncLeases())) {
            add(
                    FindingCode.SHARED_LEASE_DATABASE,
                    other.config().service().root() + ".lease-database",
                    "This server and that of " + first.name() + " use the same lease database on " + host
                            + ", and still send each other their leases.",
                    "Set send-lease-updates and sync-leases to false, or give each server a database of its own.");
        }
    }

    private void add(FindingCode code, String path, String text, String advice) {
        findings.add(new Finding(code, path, text, advice));
    }
}
