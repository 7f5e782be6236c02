package dev.keaha.config;

import dev.keaha.config.Assumption.Kind;
import dev.keaha.json.JsonArray;
import dev.keaha.json.JsonObject;
import dev.keaha.json.JsonString;
import java.util.ArrayList;
import java.util.List;

/** What a configuration expects of the machine, hooks' parameters apart. */
final class MachineCheck {

    private final KeaVersion version;
    private final List<Assumption> assumptions = new ArrayList<>();

    private MachineCheck(KeaVersion version) {
        this.version = version;
    }

    static List<Assumption> check(KeaConfig config, KeaVersion version) {
        MachineCheck check = new MachineCheck(version);
        String root = config.service().root();
        JsonObject dhcp = config.dhcp();
        dhcp.object("control-socket").ifPresent(socket -> check.controlSocket(socket, root + ".control-socket"));
        check.each(dhcp, "control-sockets", root, check::controlSocket);
        dhcp.object("lease-database")
                .filter(database -> database.text("type").orElse("").equals("memfile"))
                .ifPresent(database -> check.directory(database, "name", root + ".lease-database"));
        check.interfaces(config, root);
        check.common(dhcp, root);
        return List.copyOf(check.assumptions);
    }

    static List<Assumption> check(ControlAgentConfig config, KeaVersion version) {
        MachineCheck check = new MachineCheck(version);
        check.add(
                Kind.FREE_PORT,
                ControlAgentConfig.ROOT + ".http-port",
                config.httpHost() + " port " + config.httpPort());
        check.secured(config.agent(), ControlAgentConfig.ROOT);
        config.agent()
                .object("control-sockets")
                .ifPresent(sockets -> sockets.names()
                        .forEach(name -> sockets.object(name)
                                .ifPresent(socket -> check.directory(
                                        socket, "socket-name", ControlAgentConfig.ROOT + ".control-sockets." + name))));
        check.common(config.agent(), ControlAgentConfig.ROOT);
        return List.copyOf(check.assumptions);
    }

    private void interfaces(KeaConfig config, String root) {
        JsonArray listening = config.dhcp()
                .object("interfaces-config")
                .flatMap(interfaces -> interfaces.array("interfaces"))
                .orElse(JsonArray.empty());
        for (int i = 0; i < listening.size(); i++) {
            if (listening.get(i) instanceof JsonString name && !name.value().equals("*")) {
                add(Kind.NETWORK_INTERFACE, root + ".interfaces-config.interfaces[" + i + "]", name.value());
            }
        }
        each(config.dhcp(), "shared-networks", root, this::network);
        SubnetTree.of(config).all().forEach(entry -> network(entry.json(), entry.path()));
    }

    private void network(JsonObject network, String at) {
        network.text("interface")
                .filter(name -> !name.isEmpty())
                .ifPresent(name -> add(Kind.NETWORK_INTERFACE, at + ".interface", name));
    }

    private void common(JsonObject daemon, String root) {
        each(
                daemon,
                "hooks-libraries",
                root,
                (hook, at) ->
                        hook.text("library").ifPresent(library -> add(Kind.HOOK_LIBRARY, at + ".library", library)));
        each(daemon, "loggers", root, (logger, at) -> {
            for (String spelling : List.of("output_options", "output-options")) {
                each(logger, spelling, at, (output, here) -> {
                    // What is no path is a word for something else, such as stdout and syslog.
                    if (output.text("output").orElse("").contains("/")) {
                        directory(output, "output", here);
                    }
                });
            }
        });
    }

    private void controlSocket(JsonObject socket, String at) {
        String type = socket.text("socket-type").orElse("");
        if (type.equals("unix")) {
            directory(socket, "socket-name", at);
        } else {
            String address = socket.text("socket-address").orElse(ControlAgentConfig.DEFAULT_HOST);
            long port = socket.integer("socket-port").orElse(ControlAgentConfig.DEFAULT_PORT);
            add(Kind.FREE_PORT, at, address + " port " + port);
            secured(socket, at);
        }
    }

    private void secured(JsonObject listener, String at) {
        for (String name : VersionCheck.TLS) {
            file(listener, name, "", at);
        }
        listener.object("authentication").ifPresent(authentication -> {
            String directory = authentication
                    .text("directory")
                    .filter(text -> !text.isEmpty())
                    .map(text -> text + "/")
                    .orElse("");
            each(authentication, "clients", at + ".authentication", (client, here) -> {
                file(client, "user-file", directory, here);
                file(client, "password-file", directory, here);
            });
        });
    }

    private void file(JsonObject object, String name, String directory, String at) {
        object.text(name)
                .filter(text -> !text.isEmpty())
                .ifPresent(text -> add(Kind.READABLE_FILE, at + "." + name, directory + text));
    }

    private void directory(JsonObject object, String name, String at) {
        if (version.allowsItsOwnDirectoriesOnly()) {
            object.text(name).ifPresent(text -> add(Kind.ALLOWED_DIRECTORY, at + "." + name, text));
        }
    }

    /** What is done with an object at a path. */
    @FunctionalInterface
    private interface At {
        void see(JsonObject object, String path);
    }

    private void each(JsonObject object, String name, String at, At work) {
        JsonArray list = object.array(name).orElse(JsonArray.empty());
        for (int i = 0; i < list.size(); i++) {
            if (list.get(i) instanceof JsonObject element) {
                work.see(element, at + "." + name + "[" + i + "]");
            }
        }
    }

    private void add(Kind kind, String path, String subject) {
        assumptions.add(new Assumption(kind, path, subject));
    }
}
