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
    public Exchange exchange(byte[] request) {
        return new SocketExchange(request);
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
        private final Progress progress = new Progress();
        private final AnswerBody body = new AnswerBody(limit);
        private volatile @Nullable Selector selector;

        SocketExchange(byte[] request) {
            this.request = request;
        }

        @Override
        public void begin() {
            try {
                executor.execute(this);
            } catch (RejectedExecutionException e) {
                reply.completeExceptionally(e);
            }
        }

        @Override
        public void run() {
            if (progress.hasEnded()) {
                reply.completeExceptionally(new ClosedChannelException());
                return;
            }
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
                to(Stage.SENDING);
                // without its last byte it is no command
                write(socket, key, ByteBuffer.wrap(request, 0, request.length - 1));
                to(Stage.WAITING);
                write(socket, key, ByteBuffer.wrap(request, request.length - 1, 1));
                read(socket, key);
                reply.complete(HttpAnswer.value(body.end(), endpoint.uri().toString()));
            } catch (IOException | KeaTransportException e) {
                reply.completeExceptionally(e);
            }
        }

        private void to(Stage next) throws IOException {
            if (!progress.to(next)) {
                throw new ClosedChannelException();
            }
        }

        private void write(SocketChannel socket, SelectionKey key, ByteBuffer out) throws IOException {
            while (out.hasRemaining()) {
                if (socket.write(out) == 0) {
                    await(key, SelectionKey.OP_WRITE);
                }
            }
        }

        private void read(SocketChannel socket, SelectionKey key) throws IOException {
            ByteBuffer in = ByteBuffer.allocate(1 << 16);
            for (int count = socket.read(in); count >= 0; count = socket.read(in)) {
                if (count == 0) {
                    await(key, SelectionKey.OP_READ);
                    continue;
                }
                to(Stage.READING);
                if (!body.add(in.flip())) {
                    break;
                }
                in.clear();
            }
            if (progress.stage() != Stage.READING) {
                throw new IOException("The socket was closed without an answer");
            }
        }

        private void await(SelectionKey key, int operation) throws IOException {
            key.interestOps(operation);
            if (!progress.hasEnded()) {
                key.selector().select();
            }
            if (progress.hasEnded()) {
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
            return progress.stage();
        }

        @Override
        public long bytes() {
            return body.bytes();
        }

        @Override
        public boolean end() {
            boolean mayHaveRun = progress.end();
            Selector waiting = selector;
            if (waiting != null) {
                waiting.wakeup();
            }
            return mayHaveRun;
        }
    }
}
