package dev.keaha.config;

import dev.keaha.json.JsonArray;
import dev.keaha.json.JsonObject;
import dev.keaha.json.JsonValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What Kea of a version refuses outside of its hooks' parameters, as the parsers of the releases from 2.2.0 to 3.2.0 have
 * it (kea-reference section 6, and the source of each release where they differ).
 */
final class VersionCheck {

    /** Two spellings of one thing: the old one, the new one, and the first version that takes either but not both. */
    private record Spellings(String old, String now, KeaVersion since) {}

    private static final List<Spellings> SPELLINGS = List.of(
            new Spellings("output_options", "output-options", KeaVersion.of(2, 5, 1)),
            new Spellings("control-socket", "control-sockets", KeaVersion.of(2, 7, 2)),
            new Spellings("require-client-classes", "evaluate-additional-classes", KeaVersion.of(2, 7, 4)),
            new Spellings("only-if-required", "only-in-additional-list", KeaVersion.of(2, 7, 4)),
            new Spellings("client-class", "client-classes", KeaVersion.of(2, 7, 5)));

    /** What to write for a key that a version does not know. */
    private static final Map<String, String> INSTEAD = Map.of(
            "output-options", "output_options",
            "control-sockets", "control-socket",
            "evaluate-additional-classes", "require-client-classes",
            "only-in-additional-list", "only-if-required",
            "client-classes", "client-class",
            "ddns-conflict-resolution-mode", "ddns-use-conflict-resolution",
            "reservation-mode", "reservations-global, reservations-in-subnet and reservations-out-of-pool",
            "password-file", "password",
            "user-file", "user");

    private static final Set<String> CARRIED = Set.of("user-context", "parameters");
    static final List<String> TLS = List.of("trust-anchor", "cert-file", "key-file");

    private final KeaVersion version;
    private final String space;
    private final Set<String> defined = new HashSet<>();
    private final List<Finding> findings = new ArrayList<>();

    private VersionCheck(KeaVersion version, String space) {
        this.version = version;
        this.space = space;
    }

    static List<Finding> check(KeaConfig config, KeaVersion version) {
        VersionCheck check = new VersionCheck(version, config.service().word());
        String root = config.service().root();
        check.keys(config.unknownKeys(version));
        check.definitions(config.dhcp().array("option-def").orElse(JsonArray.empty()), root + ".option-def");
        check.spellings(config.dhcp(), Trail.root(root));
        check.controlSockets(config.dhcp(), root);
        check.subnets(config);
        check.hooks(config.dhcp(), root);
        check.databases(config);
        return check.sorted();
    }

    static List<Finding> check(ControlAgentConfig config, KeaVersion version) {
        VersionCheck check = new VersionCheck(version, "");
        if (version.atLeast(3, 1, 8)) {
            check.add(
                    FindingCode.NO_CONTROL_AGENT,
                    ControlAgentConfig.ROOT,
                    "Kea " + version + " has no Control Agent: 3.1.7 was the last version with one.",
                    "Give each daemon a control socket of type http or https instead.");
        }
        check.keys(config.unknownKeys(version));
        check.agent(config.agent());
        check.hooks(config.agent(), ControlAgentConfig.ROOT);
        return check.sorted();
    }

    private List<Finding> sorted() {
        findings.sort(Comparator.comparing(Finding::severity));
        return List.copyOf(findings);
    }

    private void keys(List<UnknownKey> unknown) {
        for (UnknownKey key : unknown) {
            String name = key.path().substring(key.path().lastIndexOf('.') + 1);
            String instead = INSTEAD.get(name);
            boolean tooNew = key.since().isPresent();
            // Only what is written into a file is read by the grammar, which knows the keys of loggers.
            boolean silent = name.equals("output-options");
            add(
                    FindingCode.REFUSED_KEY,
                    key.path(),
                    key.problem()
                            + (silent ? " Sent over the API it is ignored without a word, and nothing is logged." : ""),
                    instead != null
                            ? "Write " + instead + " instead."
                            : tooNew ? "Remove it, or use a newer Kea." : "Remove it, or correct it.");
        }
    }

    private void spellings(JsonObject object, Trail at) {
        for (Spellings two : SPELLINGS) {
            if (object.has(two.old()) && object.has(two.now()) && version.compareTo(two.since()) >= 0) {
                add(
                        FindingCode.BOTH_SPELLINGS,
                        at.member(two.old()).toString(),
                        two.old() + " and " + two.now() + " are two spellings of one thing; Kea takes one of them.",
                        "Keep " + two.now() + ".");
            }
        }
        object.forEach((name, value) -> {
            if (name.equals("option-data") && value instanceof JsonArray options) {
                options(options, at.member(name));
            }
            if (value instanceof JsonObject && !CARRIED.contains(name) || value instanceof JsonArray) {
                within(value, at.member(name));
            }
        });
    }

    private void definitions(JsonArray definitions, String at) {
        for (int i = 0; i < definitions.size(); i++) {
            if (definitions.get(i) instanceof JsonObject definition) {
                String name = definition.text("name").orElse("");
                String in = definition.text("space").orElse(space);
                long code = definition.integer("code").orElse(0);
                defined.add(name);
                if (StandardOptions.defines(in, name, code, version)) {
                    add(
                            FindingCode.STANDARD_OPTION,
                            at + "[" + i + "]",
                            "Kea " + version + " defines the option " + name + " (" + code + ") of " + in
                                    + " itself, and takes no other definition.",
                            "Remove the definition, and write the option's data as Kea's own definition wants it.");
                }
            }
        }
    }

    private void options(JsonArray options, Trail at) {
        for (int i = 0; i < options.size(); i++) {
            if (options.get(i) instanceof JsonObject option) {
                String name = option.text("name").orElse("");
                KeaVersion since = StandardOptions.since(option.text("space").orElse(space), name)
                        .orElse(null);
                boolean bytes = option.has("code") && !option.bool("csv-format").orElse(true);
                if (since != null && version.compareTo(since) < 0 && !defined.contains(name) && !bytes) {
                    add(
                            FindingCode.UNKNOWN_OPTION,
                            at.element(i).toString(),
                            "Kea " + version + " has no definition of the option " + name + "; " + since
                                    + " is the first with one.",
                            "Define it under option-def, or give its code and its bytes in hex.");
                }
            }
        }
    }

    private void within(JsonValue value, Trail at) {
        if (value instanceof JsonObject object) {
            spellings(object, at);
        } else if (value instanceof JsonArray array) {
            for (int i = 0; i < array.size(); i++) {
                within(array.get(i), at.element(i));
            }
        }
    }

    private void controlSockets(JsonObject dhcp, String root) {
        dhcp.object("control-socket").ifPresent(socket -> controlSocket(socket, root + ".control-socket"));
        JsonArray sockets = dhcp.array("control-sockets").orElse(JsonArray.empty());
        for (int i = 0; i < sockets.size(); i++) {
            if (sockets.get(i) instanceof JsonObject socket) {
                controlSocket(socket, root + ".control-sockets[" + i + "]");
            }
        }
    }

    private void controlSocket(JsonObject socket, String at) {
        String type = socket.text("socket-type").orElse("");
        if (!type.equals("http") && !type.equals("https") || !version.atLeast(2, 7, 2)) {
            return;
        }
        address(socket, "socket-address", at);
        long port = socket.integer("socket-port").orElse(0);
        if (port < 0 || port > 65535) {
            add(
                    FindingCode.OUT_OF_RANGE,
                    at + ".socket-port",
                    "Expected 0 to 65535, found " + port + ".",
                    "Write a number in that range.");
        }
        long set = tls(socket, at, "The control socket");
        if (set == 0 && type.equals("https")) {
            add(
                    FindingCode.HTTPS_WITHOUT_TLS,
                    at,
                    "The control socket is https, and has none of " + TLS + ".",
                    "Set all three, or make it http.");
        }
        if (socket.has("authentication")) {
            clearText(socket, set, socket.text("socket-address").orElse("127.0.0.1"), at);
        }
        if (!version.atLeast(3, 1, 0)) {
            return;
        }
        if (set == 0 && type.equals("http") && !socket.has("authentication")) {
            add(
                    FindingCode.UNSECURED_CONTROL_SOCKET,
                    at,
                    "The control socket has neither TLS nor authentication; Kea " + version + " refuses that.",
                    "Configure authentication with user-file and password-file, or TLS.");
        }
        JsonArray clients = socket.object("authentication")
                .flatMap(authentication -> authentication.array("clients"))
                .orElse(JsonArray.empty());
        for (int i = 0; i < clients.size(); i++) {
            if (clients.get(i) instanceof JsonObject client) {
                for (String name : List.of("user", "password")) {
                    if (client.has(name)) {
                        add(
                                FindingCode.CLEAR_TEXT_SECRET,
                                at + ".authentication.clients[" + i + "]." + name,
                                "Kea " + version + " refuses a " + name + " in clear text here.",
                                "Write it into a file on the server, and name that as " + name + "-file.");
                    }
                }
            }
        }
    }

    /** How many of the three TLS parameters are set. */
    private long tls(JsonObject object, String at, String what) {
        long set = TLS.stream()
                .filter(name ->
                        object.text(name).filter(path -> !path.isEmpty()).isPresent())
                .count();
        if (set > 0 && set < TLS.size()) {
            add(FindingCode.INCOMPLETE_TLS, at, what + " has " + set + " of " + TLS + ".", "Set all three, or none.");
        }
        return set;
    }

    private void address(JsonObject object, String name, String at) {
        object.text(name)
                .filter(text -> IpAddress.parse(text).isEmpty())
                .ifPresent(text -> add(
                        FindingCode.BAD_ADDRESS,
                        at + "." + name,
                        "Expected an IP address, found '" + text + "'; Kea looks up no names.",
                        "Write an address of the server's machine, such as 127.0.0.1."));
    }

    private void clearText(JsonObject listener, long tls, String host, String at) {
        boolean local = IpAddress.parse(host).filter(IpAddress::isLoopback).isPresent();
        if (tls == 0 && !local) {
            add(
                    FindingCode.CLEAR_TEXT_CREDENTIALS,
                    at + ".authentication",
                    "User and password go over plain http to " + host + ".",
                    "Configure TLS; or listen on a loopback address, behind a proxy that speaks https.");
        }
    }

    private void agent(JsonObject agent) {
        address(agent, "http-host", ControlAgentConfig.ROOT);
        long set = tls(agent, ControlAgentConfig.ROOT, "The Control Agent");
        String host = agent.text("http-host").orElse(ControlAgentConfig.DEFAULT_HOST);
        boolean local = IpAddress.parse(host).filter(IpAddress::isLoopback).isPresent();
        if (agent.has("authentication")) {
            clearText(agent, set, host, ControlAgentConfig.ROOT);
        } else if (set == 0 && !local) {
            add(
                    FindingCode.UNRESTRICTED_COMMANDS,
                    ControlAgentConfig.ROOT,
                    "Whoever reaches the Control Agent at " + host + " may send any command, without a password.",
                    "Configure TLS or authentication, or listen on 127.0.0.1 only.");
        }
    }

    private void subnets(KeaConfig config) {
        Map<Long, String> ids = new HashMap<>();
        List<String> numberless = new ArrayList<>();
        SubnetTree.of(config).all().forEach(entry -> {
            long id = entry.json().integer("id").orElse(0);
            if (id == 0) {
                numberless.add(entry.path());
                return;
            }
            String first = ids.putIfAbsent(id, entry.path());
            if (first != null) {
                add(
                        FindingCode.DUPLICATE_SUBNET_ID,
                        entry.path() + ".id",
                        "The id " + id + " is that of " + first + " too.",
                        "Give each subnet an id of its own.");
            }
        });
        if (version.atLeast(2, 6, 0) && !numberless.isEmpty()) {
            add(
                    FindingCode.SUBNET_ID_REQUIRED,
                    numberless.get(0),
                    (numberless.size() == 1 ? "This subnet has" : numberless.size() + " subnets, this one first, have")
                            + " no id above 0; Kea " + version + " needs one.",
                    "Give every subnet an id, the same one on all peers.");
        }
    }

    private void hooks(JsonObject daemon, String root) {
        JsonArray hooks = daemon.array("hooks-libraries").orElse(JsonArray.empty());
        Set<String> directories = new LinkedHashSet<>();
        for (int i = 0; i < hooks.size(); i++) {
            if (!(hooks.get(i) instanceof JsonObject hook)) {
                continue;
            }
            String at = root + ".hooks-libraries[" + i + "].library";
            String library = hook.text("library").orElse("").strip();
            int slash = library.lastIndexOf('/');
            if (!version.allowsItsOwnDirectoriesOnly()) {
                if (slash < 0) {
                    add(
                            FindingCode.HOOK_PATH,
                            at,
                            "Kea " + version + " does not find a library without its directory.",
                            "Write the full path, such as /usr/lib/kea/hooks/" + library + ".");
                }
            } else if (slash > 0 && !library.startsWith("/")) {
                add(
                        FindingCode.HOOK_PATH,
                        at,
                        "Kea " + version + " takes libraries from its own directory, and no relative path.",
                        "Write " + library.substring(slash + 1) + " alone.");
            } else if (slash >= 0 && directories.add(library.substring(0, slash)) && directories.size() > 1) {
                add(
                        FindingCode.HOOK_DIRECTORY,
                        at,
                        "The libraries are in " + directories.size() + " directories; Kea " + version
                                + " takes those of its own directory only.",
                        "Move it there, and write " + library.substring(slash + 1) + " alone.");
            }
        }
    }

    private void databases(KeaConfig config) {
        if (!version.atLeast(2, 7, 4)) {
            return;
        }
        String root = config.service().root();
        JsonObject dhcp = config.dhcp();
        dhcp.object("lease-database").ifPresent(database -> database(config, database, root + ".lease-database"));
        dhcp.object("hosts-database").ifPresent(database -> database(config, database, root + ".hosts-database"));
        databases(config, dhcp.array("hosts-databases").orElse(JsonArray.empty()), root + ".hosts-databases");
        dhcp.object("config-control")
                .flatMap(control -> control.array("config-databases"))
                .ifPresent(list -> databases(config, list, root + ".config-control.config-databases"));
    }

    private void databases(KeaConfig config, JsonArray list, String at) {
        for (int i = 0; i < list.size(); i++) {
            if (list.get(i) instanceof JsonObject database) {
                database(config, database, at + "[" + i + "]");
            }
        }
    }

    private void database(KeaConfig config, JsonObject database, String at) {
        String type = database.text("type").orElse("");
        String hook = type.equals("mysql") ? "libdhcp_mysql.so" : type.equals("postgresql") ? "libdhcp_pgsql.so" : "";
        if (!hook.isEmpty() && config.hookLibrary(hook).isEmpty()) {
            add(
                    FindingCode.DATABASE_HOOK_MISSING,
                    at + ".type",
                    "Since 2.7.4 Kea has " + type + " in " + hook + ", which is not loaded.",
                    "Load " + hook + ".");
        }
    }

    private void add(FindingCode code, String path, String text, String advice) {
        findings.add(new Finding(code, path, text, advice));
    }
}
