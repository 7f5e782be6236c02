package dev.keaha.client;

import static dev.keaha.config.DhcpService.DHCP4;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keaha.command.KeaCommands;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** One client polls two thousand endpoints, in bounds. */
class ManyEndpointsTest {

    private static final int ENDPOINTS = 2000;
    private static final int AT_ONCE = 50;
    private static final Duration LONG = Duration.ofSeconds(60);

    /** So many servers in one thread; each answers whatever comes, and whoever asks. */
    private static final class Fleet implements AutoCloseable {

        private static final String BODY =
                "[{\"result\":0,\"text\":\"3.0.4\",\"arguments\":{\"pkt4-received\":[[0,\"\"]]}}]";
        private static final byte[] ANSWER = ("HTTP/1.1 200 OK\r\nContent-Length: " + BODY.length() + "\r\n\r\n" + BODY)
                .getBytes(StandardCharsets.US_ASCII);

        final List<ServerSocketChannel> listeners = new ArrayList<>();
        final Selector selector = Selector.open();
        volatile int accepted;

        Fleet() throws IOException {
            InetAddress loopback = InetAddress.getByName("127.0.0.1");
            for (int i = 0; i < ENDPOINTS; i++) {
                ServerSocketChannel listener = ServerSocketChannel.open();
                listener.bind(new InetSocketAddress(loopback, 0));
                listener.configureBlocking(false);
                listener.register(selector, SelectionKey.OP_ACCEPT);
                listeners.add(listener);
            }
            Thread thread = new Thread(this::serve, "fleet");
            thread.setDaemon(true);
            thread.start();
        }

        private void serve() {
            ByteBuffer in = ByteBuffer.allocate(1 << 16);
            while (selector.isOpen()) {
                try {
                    selector.select();
                    for (SelectionKey key : selector.selectedKeys()) {
                        if (key.isAcceptable()) {
                            SocketChannel socket = ((ServerSocketChannel) key.channel()).accept();
                            socket.configureBlocking(false);
                            socket.register(selector, SelectionKey.OP_READ);
                            accepted++;
                        } else {
                            answer(key, in.clear());
                        }
                    }
                    selector.selectedKeys().clear();
                } catch (IOException | RuntimeException e) {
                    // a client has gone, or this fleet
                }
            }
        }

        /** The end of a request is known by the brace that closes it: head and body may come apart. */
        private void answer(SelectionKey key, ByteBuffer in) throws IOException {
            SocketChannel socket = (SocketChannel) key.channel();
            if (socket.read(in) < 0) {
                socket.close();
            } else if (in.position() > 0 && in.get(in.position() - 1) == '}') {
                socket.write(ByteBuffer.wrap(ANSWER));
            }
        }

        @Override
        public void close() throws IOException {
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
            selector.close();
        }
    }

    private static void poll(List<EndpointChannel> channels) throws Exception {
        CompletableFuture<?>[] answers = channels.stream()
                .map(channel -> channel.callAsync(DHCP4, KeaCommands.versionGet(), LONG))
                .toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(answers).get(60, TimeUnit.SECONDS);
    }

    private static long usedMemory() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            System.gc();
            least = Math.min(
                    least,
                    Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
        }
        return least;
    }

    @Test
    @EnabledIfSystemProperty(
            named = "kea.ha.nightly",
            matches = "true",
            disabledReason = "Two thousand servers on two busy cores take too long for every build: profile nightly")
    void pollsTwoThousandWithSteadyMemoryAndFewThreads() throws Exception {
        try (Fleet fleet = new Fleet();
                KeaClient client =
                        KeaClient.builder().concurrency(AT_ONCE, AT_ONCE).build()) {
            List<EndpointChannel> channels = fleet.listeners.stream()
                    .map(listener -> client.channel(KeaEndpoint.of(
                            "http://127.0.0.1:" + listener.socket().getLocalPort())))
                    .toList();
            poll(channels);
            poll(channels);
            long before = usedMemory();

            for (int round = 0; round < 5; round++) {
                poll(channels);
            }

            // 10,000 commands later: less than 1 kB for each endpoint
            assertThat(usedMemory() - before).isLessThan(ENDPOINTS * 1024L);
            assertThat(Thread.getAllStackTraces().keySet().stream()
                            .filter(thread -> thread.getName().startsWith("kea-client-")))
                    .hasSizeLessThanOrEqualTo(4 * AT_ONCE);
            // the connections were kept from poll to poll
            assertThat(fleet.accepted).isEqualTo(ENDPOINTS);
        }
    }
}
