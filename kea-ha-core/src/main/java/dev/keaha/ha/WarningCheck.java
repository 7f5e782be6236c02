package dev.keaha.ha;

import dev.keaha.config.DhcpService;
import dev.keaha.config.Finding;
import dev.keaha.config.FindingCode;
import dev.keaha.config.HookLibrary;
import dev.keaha.config.IpAddress;
import dev.keaha.config.KeaConfig;
import dev.keaha.config.KeaVersion;
import dev.keaha.json.JsonArray;
import dev.keaha.json.JsonObject;
import dev.keaha.json.JsonValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What Kea takes in silence in one server's configuration, though it will not do what is meant. */
final class WarningCheck {

    private final KeaConfig config;
    private final KeaVersion version;
    private final List<Finding> findings = new ArrayList<>();

    private WarningCheck(KeaConfig config, KeaVersion version) {
        this.config = config;
        this.version = version;
    }

    static List<Finding> check(KeaConfig config, JsonArray relationships, String path, KeaVersion version) {
        WarningCheck check = new WarningCheck(config, version);
        for (int i = 0; i < relationships.size(); i++) {
            if (relationships.get(i) instanceof JsonObject entry) {
                check.keys(entry, path + "[" + i + "]");
            }
        }
        Map<String, HaRelationship> readable = HaListener.relationships(relationships, path);
        readable.forEach(check::relationship);
        check.listeners(readable);
        check.subnets(List.copyOf(readable.values()), path);
        return check.findings;
    }

    private void keys(JsonObject entry, String at) {
        keys(entry, HaKeys.RELATIONSHIP, at);
        entry.object("multi-threading").ifPresent(o -> keys(o, HaKeys.MULTI_THREADING, at + ".multi-threading"));
        each(entry, "peers", at, (peer, here) -> keys(peer, HaKeys.PEER, here));
        entry.object("state-machine").ifPresent(machine -> {
            keys(machine, HaKeys.STATE_MACHINE, at + ".state-machine");
            each(machine, "states", at + ".state-machine", (state, here) -> keys(state, HaKeys.STATE, here));
        });
    }

    private void keys(JsonObject object, Set<String> known, String at) {
        for (String key : object.names()) {
            if (!known.contains(key)) {
                Optional<String> nearest = HaKeys.nearest(key, known);
                add(
                        FindingCode.UNKNOWN_KEY,
                        at + "." + key,
                        "Kea does not know '" + key + "' and ignores it.",
                        nearest.map(name -> "Did you mean " + name + "?").orElse("Remove it, or correct it."));
            } else if (!HaKeys.isKnown(key, version)) {
                add(
                        FindingCode.KEY_TOO_NEW,
                        at + "." + key,
                        "Kea " + version + " does not know " + key + " and ignores it; Kea "
                                + HaKeys.since(key).orElseThrow() + " is the first to know it.",
                        "Remove it, or use a newer Kea.");
            }
        }
    }

    private void relationship(String at, HaRelationship relationship) {
        HaParameters parameters = HaParameters.of(relationship, version);
        timers(parameters, at + ".").ifPresent(findings::add);
        leases(parameters, at);
        threads(parameters, at);
        peers(relationship, at);
        if (relationship.mode().equals(HaMode.LOAD_BALANCING)) {
            pools(relationship, at);
        }
    }

    /** What is wrong with the timers at a path. */
    static Optional<Finding> timers(HaParameters parameters, String at) {
        long heartbeat = parameters.heartbeatDelay().toMillis();
        long response = parameters.maxResponseDelay().toMillis();
        if (heartbeat == 0) {
            return Optional.of(new Finding(
                    FindingCode.NO_HEARTBEAT,
                    at + "heartbeat-delay",
                    "heartbeat-delay 0 sends no heartbeats: a lost partner goes unnoticed while there is no traffic.",
                    "Use a delay such as 10000."));
        } else if (response < 3 * heartbeat) {
            return Optional.of(new Finding(
                    FindingCode.RESPONSE_DELAY_TOO_SHORT,
                    at + "max-response-delay",
                    "max-response-delay (" + response + " ms) "
                            + (response <= heartbeat ? "does not exceed" : "is not well above")
                            + " heartbeat-delay (" + heartbeat + " ms): "
                            + (response <= heartbeat
                                    ? "a healthy partner counts as lost between two heartbeats."
                                    : "one or two lost heartbeats and a healthy partner counts as lost."),
                    "Make max-response-delay several times heartbeat-delay; Kea's defaults are 60000 and 10000."));
        }
        return Optional.empty();
    }

    private void leases(HaParameters parameters, String at) {
        boolean send = parameters.sendLeaseUpdates();
        boolean sync = parameters.syncLeases();
        if (send != sync) {
            add(
                    FindingCode.HALF_REPLICATION,
                    at + (send ? ".sync-leases" : ".send-lease-updates"),
                    send
                            ? "Leases are sent to the partners, and a starting server does not fetch theirs."
                            : "A starting server fetches its partner's leases, and none are sent to the partners.",
                    "Set both to true, or both to false where the servers share a lease database.");
        }
        if ((send || sync) && config.hookLibrary(HookLibrary.LEASE_CMDS).isEmpty()) {
            add(
                    FindingCode.LEASE_CMDS_MISSING,
                    config.service().root() + ".hooks-libraries",
                    "The hook " + HookLibrary.LEASE_CMDS
                            + " is not loaded, so that partners can neither send their leases"
                            + " to this server nor fetch them from it.",
                    "Load it in front of " + HookLibrary.HA + ", on every peer.");
        }
    }

    private void threads(HaParameters parameters, String at) {
        boolean server = HaListener.serverUsesThreads(config, version);
        if (parameters.multiThreading() == server) {
            return;
        }
        String where = at + ".multi-threading.enable-multi-threading";
        if (server) {
            add(
                    FindingCode.MULTI_THREADING_MISMATCH,
                    where,
                    "The server uses several threads, and HA does not: lease updates become the bottleneck.",
                    "Set enable-multi-threading to true here.");
        } else {
            add(
                    FindingCode.MULTI_THREADING_MISMATCH,
                    where,
                    "HA is to use several threads, and the server does not: Kea switches both HA's threads and its"
                            + " listener for partners off.",
                    "Set multi-threading.enable-multi-threading of the server to true, or that of HA to false.");
        }
    }

    private void peers(HaRelationship relationship, String at) {
        blanks(relationship.thisServerName(), at + ".this-server-name");
        Map<String, String> urls = new HashMap<>();
        for (int i = 0; i < relationship.peers().size(); i++) {
            HaPeer peer = relationship.peers().get(i);
            String here = at + ".peers[" + i + "]";
            blanks(peer.name(), here + ".name");
            String same = urls.putIfAbsent(peer.url(), peer.name());
            if (same != null) {
                add(
                        FindingCode.SAME_URL,
                        here + ".url",
                        "The peers " + same + " and " + peer.name() + " have the same URL.",
                        "Give each peer the URL at which its partners reach it.");
            }
            Optional<PeerUrl> url = PeerUrl.of(peer.url());
            url.filter(u -> u.port() < 1 || u.port() > 65535)
                    .ifPresent(u -> add(
                            FindingCode.BAD_PORT,
                            here + ".url",
                            "The URL of " + peer.name() + " has the port " + u.port() + ", and there is none.",
                            "Use a port from 1 to 65535."));
            boolean credentials =
                    peer.basicAuthUser().filter(user -> !user.isEmpty()).isPresent()
                            || peer.basicAuthUserFile().isPresent();
            if (credentials && url.isPresent() && !url.get().https()) {
                add(
                        FindingCode.CLEAR_TEXT_CREDENTIALS,
                        here + ".url",
                        "User and password for " + peer.name() + " go over plain http.",
                        "Configure TLS for this peer and write https.");
            }
            boolean own = peer.name().equals(RefusalCheck.trimmed(relationship.thisServerName()));
            if (own
                    && peer.role().isActive()
                    && !peer.autoFailover().orElse(true)
                    && !relationship.mode().equals(HaMode.PASSIVE_BACKUP)) {
                add(
                        FindingCode.NO_AUTO_FAILOVER,
                        here + ".auto-failover",
                        "This server will not serve its partner's clients when the partner is lost.",
                        "Set auto-failover to true, unless somebody is there to send ha-scopes by hand.");
            }
        }
    }

    private void blanks(String name, String at) {
        if (!name.equals(RefusalCheck.trimmed(name))) {
            add(
                    FindingCode.BLANKS_AROUND_NAME,
                    at,
                    "There are blanks around the name '" + name + "'.",
                    "Remove them: Kea trims them in one place and not in another.");
        }
    }

    /** Pools that belong to no single server of a load-balancing pair: both give addresses from them. */
    private void pools(HaRelationship relationship, String at) {
        Set<String> own = relationship.peers().stream()
                .map(peer -> "HA_" + peer.name())
                .collect(Collectors.toCollection(HashSet::new));
        each(config.dhcp(), "client-classes", config.service().root(), (definition, here) -> {
            String test = definition.text("test").orElse("");
            // A class that is made of one of them splits pools as well.
            if (own.stream().anyMatch(name -> test.contains("'" + name + "'"))) {
                definition.text("name").ifPresent(own::add);
            }
        });
        List<String> open = new ArrayList<>();
        networks((network, here) -> Stream.of("pools", "pd-pools")
                .forEach(kind -> each(network, kind, here, (pool, path) -> {
                    List<String> classes = Stream.concat(classes(pool).stream(), classes(network).stream())
                            .toList();
                    if (classes.stream().noneMatch(own::contains)) {
                        open.add(path);
                    }
                    unknownClasses(pool, own, path);
                })));
        if (!open.isEmpty()) {
            add(
                    FindingCode.POOLS_NOT_SPLIT,
                    open.get(0),
                    "Load-balancing, and "
                            + (open.size() == 1 ? "this pool belongs" : open.size() + " pools, this one first, belong")
                            + " to neither server: both may give the same address at the same moment.",
                    "Split each pool in two, and give each half to a server with the client class HA_<name of the peer>.");
        }
    }

    private void unknownClasses(JsonObject pool, Set<String> own, String path) {
        for (String name : classes(pool)) {
            if (name.startsWith("HA_") && !own.contains(name)) {
                add(
                        FindingCode.UNKNOWN_HA_CLASS,
                        path,
                        "The class '" + name + "' is that of no peer: nobody uses this pool.",
                        HaKeys.nearest(name, own)
                                .map(near -> "Did you mean " + near + "?")
                                .orElse("Write HA_ and the name of a peer."));
            }
        }
    }

    /** The classes that a pool or subnet is kept for, in both spellings. */
    static List<String> classes(JsonObject object) {
        return Stream.concat(
                        object.text("client-class").stream(),
                        object.array("client-classes").orElse(JsonArray.empty()).texts())
                .toList();
    }

    /** The addresses that this server's own listeners want, against each other and the control sockets. */
    private void listeners(Map<String, HaRelationship> relationships) {
        List<HaListener> own = HaListener.of(config, relationships, version).stream()
                .filter(HaListener::own)
                .toList();
        for (int i = 0; i < own.size(); i++) {
            HaListener listener = own.get(i);
            unrestricted(listener);
            boolean taken = own.subList(0, i).stream()
                    .anyMatch(other ->
                            listener.collides(other.url().address(), other.url().port()));
            if (taken) {
                add(
                        FindingCode.PORT_TAKEN,
                        listener.path(),
                        "Two relationships of this server want to listen on the same address and port.",
                        "Give each relationship a port of its own.");
            }
            controlSockets(listener);
        }
    }

    private void unrestricted(HaListener listener) {
        HaParameters parameters = HaParameters.of(listener.relationship(), version);
        if (!parameters.restrictCommands()) {
            String at = listener.path().substring(0, listener.path().lastIndexOf(".peers["));
            boolean certificates =
                    parameters.requireClientCerts() && listener.url().https();
            add(
                    FindingCode.UNRESTRICTED_COMMANDS,
                    at + ".restrict-commands",
                    "Whoever reaches the listener for partners may send this server any command"
                            + (certificates ? "." : ", without a password."),
                    "Set restrict-commands to true; manage the server over its control channel instead.");
        }
    }

    private void controlSockets(HaListener own) {
        each(config.dhcp(), "control-sockets", config.service().root(), (socket, here) -> {
            String type = socket.text("socket-type").orElse("");
            if (type.equals("http") || type.equals("https")) {
                IpAddress address = IpAddress.parse(
                                socket.text("socket-address").orElse("127.0.0.1"))
                        .orElse(own.url().address());
                if (own.collides(address, socket.integer("socket-port").orElse(8000))) {
                    add(
                            FindingCode.PORT_TAKEN,
                            own.path(),
                            "The listener for partners and the control socket " + here
                                    + " want the same address and port.",
                            "Give one of them another port.");
                }
            }
        });
    }

    private void subnets(List<HaRelationship> relationships, String path) {
        Set<String> peers = relationships.stream()
                .flatMap(relationship -> relationship.peers().stream())
                .map(HaPeer::name)
                .collect(Collectors.toSet());
        List<String> lost = new ArrayList<>();
        List<String> numberless = new ArrayList<>();
        networks((subnet, here) -> {
            if (subnet.get("id") == null || subnet.integer("id").orElse(1) == 0) {
                numberless.add(here);
            }
            if (relationships.size() > 1
                    && serverOf(config, subnet, here).filter(peers::contains).isEmpty()) {
                lost.add(here);
            }
        });
        // Newer versions refuse them, whether there is HA or not.
        if (!numberless.isEmpty() && !relationships.isEmpty() && !version.atLeast(2, 6, 0)) {
            add(
                    FindingCode.SUBNET_WITHOUT_ID,
                    numberless.get(0),
                    (numberless.size() == 1 ? "This subnet has" : numberless.size() + " subnets, this one first, have")
                            + " no id: Kea numbers them by their order; leases go wrong where two servers number"
                            + " differently.",
                    "Give every subnet an id, the same one on all peers.");
        }
        if (!lost.isEmpty()) {
            add(
                    FindingCode.SUBNET_WITHOUT_RELATIONSHIP,
                    lost.get(0),
                    "The server has several relationships, and "
                            + (lost.size() == 1
                                    ? "this subnet belongs"
                                    : lost.size() + " subnets, this one first, belong")
                            + " to none: its clients get no answer.",
                    "Name a peer of its relationship in the subnet's or shared network's user-context as ha-server-name.");
        }
    }

    /** The {@code ha-server-name} of a subnet, else of the shared network around it. */
    static Optional<String> serverOf(KeaConfig config, JsonObject subnet, String path) {
        Optional<JsonObject> own = subnet.object("user-context").filter(context -> context.has("ha-server-name"));
        return own.or(() -> sharedNetwork(config, path).flatMap(network -> network.object("user-context")))
                .flatMap(context -> context.text("ha-server-name"))
                .filter(name -> !name.isEmpty());
    }

    private static Optional<JsonObject> sharedNetwork(KeaConfig config, String path) {
        String shared = config.service().root() + ".shared-networks[";
        if (!path.startsWith(shared)) {
            return Optional.empty();
        }
        int index = Integer.parseInt(path.substring(shared.length(), path.indexOf(']')));
        return config.dhcp().array("shared-networks").map(list -> (JsonObject) list.get(index));
    }

    /** What is done with an object at a path. */
    @FunctionalInterface
    private interface At {
        void see(JsonObject object, String path);
    }

    /** Every subnet, those of shared networks included. */
    private void networks(At work) {
        DhcpService service = config.service();
        each(config.dhcp(), service.subnets(), service.root(), work);
        each(
                config.dhcp(),
                "shared-networks",
                service.root(),
                (network, here) -> each(network, service.subnets(), here, work));
    }

    private static void each(JsonObject object, String name, String at, At work) {
        List<JsonValue> elements = object.array(name).orElse(JsonArray.empty()).elements();
        for (int i = 0; i < elements.size(); i++) {
            if (elements.get(i) instanceof JsonObject element) {
                work.see(element, at + "." + name + "[" + i + "]");
            }
        }
    }

    private void add(FindingCode code, String path, String text, String advice) {
        findings.add(new Finding(code, path, text, advice));
    }
}
