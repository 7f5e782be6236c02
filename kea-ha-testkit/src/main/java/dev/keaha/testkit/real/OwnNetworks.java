package dev.keaha.testkit.real;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.NetworkInterface;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/**
 * A network namespace for each server of one {@link RealKea}, as if it were a machine, and one that is the switch
 * between them and this machine. The switch has a namespace of its own, so that no packet filter of this machine has a
 * say in what the servers send each other. Nothing is forwarded to anywhere else.
 */
final class OwnNetworks implements AutoCloseable {

    /** Beside the namespaces; holds what was made for one {@link RealKea} together. */
    private static final String PREFIX = "keaha-";

    private static final Path NAMESPACES = Path.of("/run/netns");
    /** Reserved for tests of network equipment (RFC 2544): 512 networks that nobody lives in. */
    private static final int FIRST_NETWORK = 18 * 256;

    private static final int NETWORKS = 512;
    private static final int TRIES = 50;
    /** Nobody has it, so what is sent there is lost without a word. */
    private static final String NOBODY = "02:00:00:00:00:ff";

    private final String id;
    private final int network;
    private final List<String> servers;

    private OwnNetworks(String id, int network, List<String> servers) {
        this.id = id;
        this.network = network;
        this.servers = List.copyOf(servers);
    }

    /**
     * Makes them.
     *
     * @param id no other that lives has it
     * @param servers their names
     */
    static OwnNetworks create(String id, List<String> servers) {
        try {
            String hub = namespace(id, "switch");
            run(List.of(), "netns add " + hub);
            int network = connect(hub);
            List<String> ports = new ArrayList<>(List.of("link add br0 type bridge", "link set br0 up"));
            for (int i = 0; i < servers.size(); i++) {
                String server = namespace(id, servers.get(i));
                run(List.of(), "netns add " + server);
                ports.add("link add port" + i + " type veth peer name eth0 netns " + server);
            }
            Stream.concat(
                            Stream.of("uplink"),
                            Stream.iterate(0, i -> i + 1).limit(servers.size()).map(i -> "port" + i))
                    .forEach(port -> ports.add("link set " + port + " master br0 up"));
            run(List.of("-n", hub), ports.toArray(String[]::new));
            OwnNetworks made = new OwnNetworks(id, network, servers);
            for (int i = 0; i < servers.size(); i++) {
                run(
                        List.of("-n", namespace(id, servers.get(i))),
                        "link set lo up",
                        "address add " + made.address(i) + "/24 dev eth0",
                        "link set eth0 up");
            }
            return made;
        } catch (RuntimeException failed) {
            remove(id);
            throw failed;
        }
    }

    /** Connects this machine with the switch; the name of the connection makes sure that nobody has the same network. */
    private static int connect(String hub) {
        for (int i = 1; ; i++) {
            int network = ThreadLocalRandom.current().nextInt(NETWORKS);
            String own = "keaha" + network;
            if (!isTaken(network)) {
                try {
                    run(List.of(), "link add " + own + " type veth peer name uplink netns " + hub);
                    run(List.of(), "address add " + address(network, 0) + "/24 dev " + own, "link set " + own + " up");
                    return network;
                } catch (IllegalStateException taken) {
                    if (i == TRIES) {
                        throw taken;
                    }
                }
            } else if (i == TRIES) {
                throw new IllegalStateException("No free network below 198.18.0.0/15");
            }
        }
    }

    private static boolean isTaken(int network) {
        String start = address(network, 0).replaceFirst("[0-9]+$", "");
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .anyMatch(address -> address instanceof Inet4Address
                            && address.getHostAddress().startsWith(start));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A server's address in its own network, by its place in the list; this machine reaches it there. */
    String address(int index) {
        return address(network, index + 1);
    }

    private static String address(int network, int index) {
        int number = FIRST_NETWORK + network;
        return "198." + number / 256 + "." + number % 256 + "." + (index + 1);
    }

    /** A command that runs another in a server's network, and replaces itself by it. */
    List<String> command(String server) {
        return List.of("/usr/bin/env", "ip", "netns", "exec", namespace(id, server));
    }

    /** What two servers send each other is lost from now on, without a word to the sender. */
    void partition(String one, String other) {
        lose(one, other);
        lose(other, one);
    }

    private void lose(String from, String to) {
        run(
                List.of("-n", namespace(id, from)),
                "neighbour replace " + address(servers.indexOf(to)) + " lladdr " + NOBODY + " nud permanent dev eth0");
    }

    /** Every server reaches every other again. */
    void heal() {
        for (String server : servers) {
            run(List.of("-n", namespace(id, server)), "neighbour flush dev eth0 nud permanent");
        }
    }

    @Override
    public void close() {
        remove(id);
    }

    /** Removes all that was made under this id, whoever made it; its ends on this machine go with it. */
    static void remove(String id) {
        if (!Files.isDirectory(NAMESPACES)) {
            return;
        }
        try (Stream<Path> all = Files.list(NAMESPACES)) {
            for (Path one : all.toList()) {
                if (one.getFileName().toString().startsWith(PREFIX + id + "-")) {
                    run(List.of(), "netns delete " + one.getFileName());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + NAMESPACES, e);
        }
    }

    private static String namespace(String id, String part) {
        return PREFIX + id + "-" + part;
    }

    private static void run(List<String> options, String... commands) {
        List<String> line = new ArrayList<>(List.of("ip"));
        line.addAll(options);
        line.addAll(List.of("-batch", "-"));
        try {
            Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
            process.getOutputStream().write((String.join("\n", commands) + "\n").getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (Await.uninterruptibly(process::waitFor) != 0) {
                throw new IllegalStateException(
                        "Cannot change the network (it takes root): " + List.of(commands) + ": " + output.strip());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Own networks need the command ip (package iproute2)", e);
        }
    }
}
