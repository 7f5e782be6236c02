package dev.keaha.testkit.real;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PortsTest {

    private static final Set<String> ADDRESSES = Set.of("127.0.0.1", "127.0.0.2");
    private static final Path OUTGOING = Path.of("/proc/sys/net/ipv4/ip_local_port_range");

    @Test
    void differAmongAllThatAreOpenAndAreFree() throws IOException {
        try (Ports one = new Ports();
                Ports other = new Ports()) {
            Set<Integer> seen = new HashSet<>();
            for (int i = 0; i < 50; i++) {
                for (Ports ports : new Ports[] {one, other}) {
                    int port = ports.free(ADDRESSES);
                    assertThat(seen.add(port)).isTrue();
                    for (String address : ADDRESSES) {
                        new ServerSocket(port, 1, InetAddress.getByName(address)).close();
                    }
                }
            }
        }
    }

    @Test
    void areNoneThatAnOutgoingConnectionCouldTake() throws IOException {
        int first = Files.exists(OUTGOING) ? firstOutgoing() : Integer.MAX_VALUE;
        try (Ports ports = new Ports()) {
            for (int i = 0; i < 50; i++) {
                // where outgoing connections may take nearly any port, nothing can be done
                assertThat(ports.free(ADDRESSES)).isBetween(1024, first < 20_000 ? 65_535 : first - 1);
            }
        }
    }

    private static int firstOutgoing() throws IOException {
        try (FileInputStream file = new FileInputStream(OUTGOING.toFile())) {
            byte[] text = new byte[64];
            int length = file.read(text);
            return Integer.parseInt(new String(text, 0, length, StandardCharsets.US_ASCII)
                    .strip()
                    .split("\\s+")[0]);
        }
    }
}
