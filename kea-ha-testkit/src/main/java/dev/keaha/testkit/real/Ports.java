package dev.keaha.testkit.real;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Free TCP ports, reserved for one {@link RealKea} among all of this JVM until closed, also while the server that
 * listens on one is down. Chosen below the ports that the system gives to outgoing connections, so that none of those
 * takes one meanwhile. Another program still can: who starts a daemon must be ready to try others.
 */
final class Ports implements AutoCloseable {

    private static final Set<Integer> RESERVED = new HashSet<>();
    private static final int LOWEST = 10_000;
    private static final int HIGHEST = 65_535;
    private static final int TRIES = 1_000;

    private final List<Integer> mine = new ArrayList<>();

    /** A port that is free on every one of these addresses. */
    int free(Collection<String> addresses) {
        int end = firstOutgoing();
        synchronized (RESERVED) {
            for (int i = 0; i < TRIES; i++) {
                int port = ThreadLocalRandom.current().nextInt(LOWEST, end);
                if (!RESERVED.contains(port) && addresses.stream().allMatch(address -> isFree(address, port))) {
                    RESERVED.add(port);
                    mine.add(port);
                    return port;
                }
            }
        }
        throw new IllegalStateException("No free TCP port from " + LOWEST + " to " + end + " on " + addresses);
    }

    private static boolean isFree(String address, int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getByName(address), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    private static int firstOutgoing() {
        // in one read: the system gives such a file only from its beginning
        try (BufferedReader file = Files.newBufferedReader(Path.of("/proc/sys/net/ipv4/ip_local_port_range"))) {
            int first = Integer.parseInt(file.readLine().strip().split("\\s+")[0]);
            return first > LOWEST + TRIES ? first : HIGHEST + 1;
        } catch (IOException e) {
            return HIGHEST + 1;
        }
    }

    @Override
    public void close() {
        synchronized (RESERVED) {
            RESERVED.removeAll(mine);
            mine.clear();
        }
    }
}
