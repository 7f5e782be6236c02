package dev.keaha.client;

import dev.keaha.command.TransportFailure;
import dev.keaha.json.JsonValue;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * HTTP/1.1 as Kea's own server takes it (kea-reference 4.4): POST, Content-Type exactly {@code application/json}, a known
 * length, any path.
 */
final class HttpWire implements Wire {

    private final Supplier<HttpClient> clients;
    private final KeaEndpoint endpoint;
    private final URI uri;
    private final Credentials credentials;
    private final Credentials proxyCredentials;
    private final long limit;
    private final Executor executor;
    private final Set<String> suspects;

    /**
     * A way.
     *
     * @param suspects who was found not to speak HTTP, by authority; shared by all ways of a client
     */
    HttpWire(Supplier<HttpClient> clients, KeaEndpoint endpoint, Executor executor, long limit, Set<String> suspects) {
        this.suspects = suspects;
        this.clients = clients;
        this.executor = executor;
        this.endpoint = endpoint;
        URI given = endpoint.uri();
        this.uri = given.getRawPath().isEmpty() ? given.resolve("/") : given;
        this.credentials = endpoint.credentials();
        this.proxyCredentials = endpoint.proxyCredentials();
        this.limit = limit;
    }

    @Override
    public Exchange exchange(byte[] request) {
        return new HttpExchange(request);
    }

    @Override
    public Failure explain(Throwable problem, Exchange.Stage stage) {
        return NetworkProblem.explain(problem, stage, endpoint);
    }

    @Override
    public Failure timedOut(Exchange.Stage stage, Duration timeout) {
        return NetworkProblem.timedOut(stage, timeout, endpoint);
    }

    private final class HttpExchange implements Exchange {

        private final CompletableFuture<JsonValue> reply = new CompletableFuture<>();
        private final byte[] content;
        private final Progress progress = new Progress();
        private final AnswerBody body = new AnswerBody(limit);
        private final CompletableFuture<CompletableFuture<?>> begun = new CompletableFuture<>();
        private volatile @Nullable HttpLook look;

        HttpExchange(byte[] content) {
            this.content = content;
        }

        @Override
        public void begin() {
            if (suspects.contains(uri.getAuthority())) {
                executor.execute(this::lookAndStart);
            } else {
                start();
            }
        }

        /**
         * The JDK's client keeps the connection of an answer whose first line is none open for ever (seen on 17 and 25):
         * whoever answered so once is looked at without it first.
         */
        private void lookAndStart() {
            HttpLook first = new HttpLook(clients.get(), endpoint);
            look = first;
            try {
                if (progress.hasEnded()) {
                    throw new ClosedChannelException();
                }
                first.connect();
                progress.to(Stage.SENDING);
                first.expectHttp();
            } catch (IOException e) {
                reply.completeExceptionally(e);
                return;
            } finally {
                first.close();
            }
            suspects.remove(uri.getAuthority());
            progress.to(Stage.CONNECTING);
            start();
        }

        private void start() {
            if (progress.hasEnded()) {
                reply.completeExceptionally(new ClosedChannelException());
                return;
            }
            HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                    .version(HttpClient.Version.HTTP_1_1)
                    .header("Content-Type", "application/json")
                    .POST(new WatchedBody(content));
            try {
                credentials.authorization().ifPresent(value -> request.header("Authorization", value));
                proxyCredentials.authorization().ifPresent(value -> request.header("Proxy-Authorization", value));
            } catch (IOException e) {
                reply.completeExceptionally(Failure.notRun(TransportFailure.UNAUTHORIZED, e.getMessage() + ".")
                        .at(endpoint.uri().toString(), e));
                return;
            }
            HttpClient client = clients.get();
            CompletableFuture<HttpResponse<AnswerBody>> response = client.sendAsync(request.build(), info -> {
                progress.to(Stage.READING);
                if (!HttpAnswer.hasReadableLength(info.headers())) {
                    // the JDK would fail on it and leave the connection open for ever (seen on 17)
                    begun.join().cancel(true);
                }
                return new AnswerReceiver(body);
            });
            begun.complete(response);
            response.whenComplete((answer, problem) -> {
                if (problem == null) {
                    read(answer);
                    return;
                }
                if (NetworkProblem.isNoHttp(problem)) {
                    suspects.add(uri.getAuthority());
                }
                if (progress.stage() == Stage.CONNECTING && ConnectionProbe.isNeeded(problem) && !progress.hasEnded()) {
                    executor.execute(() -> reply.completeExceptionally(ConnectionProbe.reason(problem, client, uri)));
                } else {
                    reply.completeExceptionally(problem);
                }
            });
        }

        private void read(HttpResponse<AnswerBody> answer) {
            if (answer.statusCode() == 401) {
                credentials.forget();
            } else if (answer.statusCode() == 407) {
                proxyCredentials.forget();
            }
            try {
                // the JDK gives no body at all with a proxy's refusal to connect
                reply.complete(HttpAnswer.read(answer.statusCode(), answer.headers(), body, endpoint));
            } catch (RuntimeException e) {
                reply.completeExceptionally(e);
            }
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
            HttpLook first = look;
            if (first != null) {
                first.close();
            }
            begun.thenAccept(response -> response.cancel(true));
            return mayHaveRun;
        }

        /** The request's body, which notes when it is asked for, and keeps the last of it back when the exchange has ended. */
        private final class WatchedBody implements HttpRequest.BodyPublisher {

            private final HttpRequest.BodyPublisher content;
            private final long length;

            WatchedBody(byte[] bytes) {
                this.content = HttpRequest.BodyPublishers.ofByteArray(bytes);
                this.length = bytes.length;
            }

            @Override
            public long contentLength() {
                return length;
            }

            @Override
            public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
                progress.to(Stage.SENDING);
                content.subscribe(new Flow.Subscriber<>() {
                    private long left = length;
                    private Flow.@Nullable Subscription source;

                    @Override
                    public void onSubscribe(Flow.Subscription subscription) {
                        source = subscription;
                        subscriber.onSubscribe(subscription);
                    }

                    @Override
                    public void onNext(ByteBuffer part) {
                        left -= part.remaining();
                        if (left > 0 || progress.to(Stage.WAITING)) {
                            subscriber.onNext(part);
                        } else {
                            Objects.requireNonNull(source).cancel();
                            subscriber.onError(new ClosedChannelException());
                        }
                    }

                    @Override
                    public void onError(Throwable problem) {
                        subscriber.onError(problem);
                    }

                    @Override
                    public void onComplete() {
                        subscriber.onComplete();
                    }
                });
            }
        }
    }
}
