package dev.keaha.client;

import dev.keaha.command.KeaTransportException;
import dev.keaha.json.JsonValue;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A daemon's Unix control socket (kea-reference 4.3): one command per connection, one object back, then Kea closes. An
 * exchange keeps one thread of the executor.
 */
final class UnixSocketWire implements Wire {

    private final KeaEndpoint endpoint;
    private final Executor executor;
    private final long limit;

    UnixSocketWire(KeaEndpoint endpoint, Executor executor, long limit) {
        this.endpoint = endpoint;
        this.executor = executor;
        this.limit = limit;
    }

    @Override
    public Exchange begin(byte[] request) {
        SocketExchange exchange = new SocketExchange(request);
        try {
            executor.execute(exchange);
        } catch (RejectedExecutionException e) {
            exchange.reply.completeExceptionally(e);
        }
        return exchange;
    }

    @Override
    public Failure explain(Throwable problem, Exchange.Stage stage) {
        return NetworkProblem.explain(problem, stage, endpoint);
    }

    @Override
    public Failure timedOut(Exchange.Stage stage, Duration timeout) {
        return NetworkProblem.timedOut(stage, timeout, endpoint);
    }

    private final class SocketExchange implements Exchange, Runnable {

        private final CompletableFuture<JsonValue> reply = new CompletableFuture<>();
        private final byte[] request;
        private volatile Stage stage = Stage.CONNECTING;
        private volatile boolean aborted;
        private final AnswerBody body = new AnswerBody(limit);
        private volatile @Nullable Selector selector;

        SocketExchange(byte[] request) {
            this.request = request;
        }

        @Override
        public void run() {
            try (Selector waiting = Selector.open();
                    SocketChannel socket = SocketChannel.open(StandardProtocolFamily.UNIX)) {
                selector = waiting;
                socket.configureBlocking(false);
                SelectionKey key = socket.register(waiting, 0);
                if (!socket.connect(
                        UnixDomainSocketAddress.of(Path.of(endpoint.uri().getPath())))) {
                    do {
                        await(key, SelectionKey.OP_CONNECT);
                    } while (!socket.finishConnect());
                }
                stage = Stage.SENDING;
                ByteBuffer out = ByteBuffer.wrap(request);
                while (out.hasRemaining()) {
                    if (socket.write(out) == 0) {
                        await(key, SelectionKey.OP_WRITE);
                    }
                }
                stage = Stage.WAITING;
                read(socket, key);
                reply.complete(HttpAnswer.value(body.end(), endpoint.uri().toString()));
            } catch (IOException | KeaTransportException e) {
                reply.completeExceptionally(e);
            }
        }

        private void read(SocketChannel socket, SelectionKey key) throws IOException {
            ByteBuffer in = ByteBuffer.allocate(1 << 16);
            for (int count = socket.read(in); count >= 0; count = socket.read(in)) {
                if (count == 0) {
                    await(key, SelectionKey.OP_READ);
                    continue;
                }
                stage = Stage.READING;
                if (!body.add(in.flip())) {
                    break;
                }
                in.clear();
            }
            if (stage != Stage.READING) {
                throw new IOException("The socket was closed without an answer");
            }
        }

        private void await(SelectionKey key, int operation) throws IOException {
            key.interestOps(operation);
            if (!aborted) {
                key.selector().select();
            }
            if (aborted) {
                throw new ClosedChannelException();
            }
            key.selector().selectedKeys().clear();
        }

        @Override
        public CompletableFuture<JsonValue> reply() {
            return reply;
        }

        @Override
        public Stage stage() {
            return stage;
        }

        @Override
        public long bytes() {
            return body.bytes();
        }

        @Override
        public void abort() {
            aborted = true;
            Selector waiting = selector;
            if (waiting != null) {
                waiting.wakeup();
            }
        }
    }
}
