package dev.keaha.ha;

import dev.keaha.config.ControlAgentConfig;
import dev.keaha.config.Finding;
import dev.keaha.config.FindingCode;
import dev.keaha.config.IpAddress;
import dev.keaha.config.KeaConfig;
import dev.keaha.config.KeaVersion;
import dev.keaha.json.JsonArray;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What goes wrong between a server and those who send it commands: the Control Agent beside it, and whoever manages it. */
final class NeighbourCheck {

    private final KeaConfig config;
    private final List<HaListener> listeners;
    private final List<Finding> findings = new ArrayList<>();

    private NeighbourCheck(KeaConfig config, KeaVersion version) {
        this.config = config;
        Map<String, HaRelationship> relationships = HaListener.relationships(config);
        this.listeners = HaListener.of(config, relationships, version);
    }

    static List<Finding> agent(KeaConfig config, ControlAgentConfig agent, KeaVersion version) {
        NeighbourCheck check = new NeighbourCheck(config, version);
        check.socket(agent);
        check.listeners(agent);
        return List.copyOf(check.findings);
    }

    private void socket(ControlAgentConfig agent) {
        Optional<String> ours = Stream.concat(
                        config.dhcp().object("control-socket").stream(),
                        config.dhcp()
                                .array("control-sockets")
                                .orElse(JsonArray.empty())
                                .objects())
                .filter(socket -> socket.text("socket-type").orElse("unix").equals("unix"))
                .flatMap(socket -> socket.text("socket-name").stream())
                .findFirst();
        Optional<String> theirs = agent.socketName(config.service());
        if (ours.isPresent() && theirs.isPresent() && same(ours.get(), theirs.get())) {
            return;
        }
        add(
                FindingCode.AGENT_SOCKET_DIFFERS,
                config.service().root()
                        + (config.dhcp().has("control-sockets") ? ".control-sockets" : ".control-socket"),
                "The Control Agent beside this server sends its commands to "
                        + theirs.map(name -> "the socket " + name).orElse("no socket") + ", and the server listens on "
                        + ours.orElse("none") + ".",
                "Name one socket in both: control-sockets." + config.service().word()
                        + ".socket-name in the agent's file.");
    }

    /** Newer versions may leave the directory out. */
    private static boolean same(String one, String other) {
        boolean bare = one.indexOf('/') < 0 || other.indexOf('/') < 0;
        return one.equals(other) || bare && file(one).equals(file(other));
    }

    private static String file(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private void listeners(ControlAgentConfig agent) {
        Optional<IpAddress> address = IpAddress.parse(agent.httpHost());
        if (address.isEmpty()) {
            return;
        }
        for (HaListener listener : listeners) {
            boolean meets = listener.collides(address.get(), agent.httpPort());
            String where = agent.httpHost() + " port " + agent.httpPort();
            if (listener.own() && meets) {
                add(
                        FindingCode.PORT_TAKEN,
                        listener.path(),
                        "The listener for partners and the Control Agent beside this server both want " + where + ".",
                        "Give the peer's URL another port, on all peers.");
            } else if (!listener.own() && !meets) {
                add(
                        FindingCode.NOBODY_LISTENS,
                        listener.path(),
                        "This server opens no listener for partners, and the Control Agent beside it listens on "
                                + where + ": the partners reach nobody at this URL.",
                        "Switch multi-threading with http-dedicated-listener on; or let the agent listen there.");
            }
        }
    }

    static List<Finding> management(KeaConfig config, URI address, KeaVersion version) {
        NeighbourCheck check = new NeighbourCheck(config, version);
        String host = Optional.ofNullable(address.getHost()).orElse("").replaceAll("[\\[\\]]", "");
        int port = address.getPort() >= 0 ? address.getPort() : "https".equals(address.getScheme()) ? 443 : 80;
        IpAddress.parse(host).ifPresent(ip -> check.management(ip, port, version));
        return List.copyOf(check.findings);
    }

    private void management(IpAddress address, int port, KeaVersion version) {
        for (HaListener listener : listeners) {
            if (listener.own() && listener.collides(address, port)) {
                boolean restricted =
                        HaParameters.of(listener.relationship(), version).restrictCommands();
                add(
                        FindingCode.MANAGED_OVER_LISTENER,
                        listener.path(),
                        "The management address is the listener for partners, which "
                                + (restricted
                                        ? "takes nothing but HA's own commands (restrict-commands)."
                                        : "takes every command from anybody."),
                        "Manage the server over its control channel"
                                + (restricted ? "." : ", and set restrict-commands to true."));
            }
        }
    }

    private void add(FindingCode code, String path, String text, String advice) {
        findings.add(new Finding(code, path, text, advice));
    }
}
