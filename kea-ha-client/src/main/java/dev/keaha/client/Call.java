package dev.keaha.client;

import dev.keaha.command.KeaAnswer;
import dev.keaha.command.KeaCommand;
import dev.keaha.command.KeaCommands;
import dev.keaha.command.KeaTransportException;
import dev.keaha.command.ResultCode;
import dev.keaha.command.TransportFailure;
import dev.keaha.config.DhcpService;
import dev.keaha.json.Json;
import dev.keaha.json.JsonObject;
import dev.keaha.json.JsonValue;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One command on its way: check of the daemon where needed, the command, one repetition where that is harmless; all
 * within one deadline.
 */
final class Call<T> {

    private final KeaClient client;
    private final EndpointChannel channel;
    private final Wire wire;
    private final DhcpService service;
    private final KeaCommand<?> command;
    private final Duration timeout;
    private final Function<KeaAnswer, T> reader;
    private final byte[] request;
    private final CompletableFuture<T> result = new CompletableFuture<>();
    private volatile @Nullable Exchange current;
    private volatile boolean sending;
    private volatile boolean earlierMayHaveRun;
    private final AtomicInteger exchanges = new AtomicInteger();
    private final KeaClientObserver.Sent sent;
    private final AtomicBoolean reported = new AtomicBoolean();
    private volatile @Nullable ResultCode code;
    private volatile long began;
    private final Places.Place place;
    private volatile boolean hasTurn;
    private volatile long waited;
    private volatile long deadline;
    private final CompletableFuture<Void> time = new CompletableFuture<>();
    private volatile int retries;

    Call(
            KeaClient client,
            EndpointChannel channel,
            Wire wire,
            DhcpService service,
            KeaCommand<?> command,
            Duration timeout,
            Function<KeaAnswer, T> reader) {
        this.client = client;
        this.channel = channel;
        this.wire = wire;
        this.service = service;
        this.command = command;
        this.timeout = timeout;
        this.reader = reader;
        this.request = KeaText.encode(command.request(service));
        this.place = client.places().place(channel.host(), this::go);
        this.sent = new KeaClientObserver.Sent(channel.address(), service, command.name(), request.length);
    }

    CompletableFuture<T> result() {
        return result;
    }

    /** Whether the command itself, not only the check before it, may have reached the daemon. */
    boolean mayHaveRun() {
        Exchange exchange = current;
        return earlierMayHaveRun
                || sending && exchange != null && exchange.stage().mayHaveRun();
    }

    /**
     * Begins, or waits for a place.
     *
     * @param waitsInTime whether waiting for a place counts as time
     */
    void start(boolean waitsInTime) {
        if (!client.begin(this)) {
            result.completeExceptionally(cancelled("The client is closed."));
            return;
        }
        began = System.nanoTime();
        client.tell(observer -> observer.started(sent));
        if (waitsInTime) {
            setDeadline();
        }
        result.whenComplete((answer, problem) -> {
            time.complete(null);
            client.end(this);
            report(problem);
            if (problem != null) {
                abort();
            }
            place.leave();
        });
        place.enter();
    }

    private void setDeadline() {
        deadline = System.nanoTime() + timeout.toNanos();
        time.orTimeout(timeout.toNanos(), TimeUnit.NANOSECONDS).exceptionally(late -> {
            client.execute(this::expire);
            return null;
        });
    }

    /** Its turn has come. */
    private void go() {
        if (result.isDone()) {
            return;
        }
        waited = System.nanoTime() - began;
        hasTurn = true;
        if (deadline == 0) {
            setDeadline();
        }
        CompletableFuture<Void> ready = CompletableFuture.completedFuture(null);
        ready.thenCompose(begun -> channel.needsCheck(service, command) ? check() : ready)
                .thenCompose(checked -> {
                    sending = true;
                    return ask(request, command.repeatable());
                })
                .thenApply(answer -> {
                    code = answer.result();
                    return reader.apply(answer);
                })
                .whenComplete((answer, problem) -> {
                    if (problem != null) {
                        fail(problem instanceof CompletionException ? problem.getCause() : problem);
                    } else {
                        report(null);
                        place.leave();
                        result.complete(answer);
                    }
                });
    }

    /** The client closes. */
    void close() {
        fail(cancelled("The client was closed."));
    }

    private void fail(Throwable problem) {
        report(problem);
        // before whoever waits goes on, who may need it
        place.leave();
        result.completeExceptionally(problem);
    }

    /** Tells the observer, once, and before whoever waits goes on. */
    private void report(@Nullable Throwable problem) {
        if (reported.getAndSet(true)) {
            return;
        }
        Exchange exchange = current;
        Optional<KeaTransportException> failure = problem instanceof KeaTransportException transport
                ? Optional.of(transport)
                : problem instanceof CancellationException
                        ? Optional.of(cancelled("The caller cancelled the call."))
                        : Optional.empty();
        KeaClientObserver.Outcome outcome = new KeaClientObserver.Outcome(
                Duration.ofNanos(System.nanoTime() - began),
                Duration.ofNanos(hasTurn ? waited : System.nanoTime() - began),
                exchanges.get(),
                exchange == null ? 0 : exchange.bytes(),
                Optional.ofNullable(code),
                failure);
        client.tell(observer -> observer.ended(sent, outcome));
    }

    private KeaTransportException cancelled(String detail) {
        return new Failure(TransportFailure.CANCELLED, mayHaveRun(), detail).at(channel.address());
    }

    /** The time is over. */
    void expire() {
        if (!hasTurn) {
            fail(Failure.notRun(
                            TransportFailure.TIMED_OUT,
                            "Its turn did not come within " + NetworkProblem.words(timeout)
                                    + ": as many commands as this client may send at once are under way. Give it more time,"
                                    + " or let the client send more at once.")
                    .at(channel.address()));
            return;
        }
        Exchange exchange = current;
        Failure late = wire.timedOut(exchange == null ? Exchange.Stage.CONNECTING : exchange.stage(), timeout);
        channel.failed();
        fail(new Failure(late.kind(), mayHaveRun(), late.detail()).at(channel.address()));
    }

    private void abort() {
        Exchange exchange = current;
        if (exchange != null) {
            exchange.abort();
        }
    }

    /**
     * Whether the daemon is the right one. Each family counts its own packets. Where that counter is missing, which an
     * administrator can also do to the right daemon, the configuration decides.
     */
    private CompletableFuture<Void> check() {
        String counter = service == DhcpService.DHCP4 ? "pkt4-received" : "pkt6-received";
        return question("statistic-get", Json.object("name", counter))
                .thenCompose(answer -> answer.isEmpty() || answer.get().object().has(counter)
                        ? CompletableFuture.completedFuture(answer.isPresent())
                        : question("config-get", null).thenApply(this::isRightRoot))
                .thenAccept(right -> {
                    if (right) {
                        channel.verified(service);
                    }
                });
    }

    private boolean isRightRoot(Optional<KeaAnswer> configuration) {
        if (configuration.isEmpty()) {
            return false;
        }
        JsonObject found = configuration.get().object();
        if (!found.has(service.root())) {
            channel.failed();
            throw DaemonAnswer.wrongDaemon(
                            service,
                            "its configuration is "
                                    + String.join(", ", found.without("hash").names()))
                    .at(channel.address());
        }
        return true;
    }

    /** Asks something before the command; empty when it is refused, which the command itself need not be. */
    private CompletableFuture<Optional<KeaAnswer>> question(String name, @Nullable JsonObject arguments) {
        byte[] question =
                KeaText.encode(KeaCommands.generic(name, arguments, false, true).request(service));
        return ask(question, true).handle((answer, problem) -> {
            if (problem == null) {
                return Optional.of(answer).filter(a -> a.result().equals(ResultCode.SUCCESS));
            }
            Throwable cause = problem instanceof CompletionException ? problem.getCause() : problem;
            if (!(cause instanceof KeaTransportException failure)) {
                throw new CompletionException(cause);
            } else if (failure.failure() == TransportFailure.FORBIDDEN) {
                return Optional.empty();
            }
            // the command itself was not sent
            throw new KeaTransportException(
                    failure.failure(), failure.address(), false, failure.detail(), failure.getCause());
        });
    }

    private CompletableFuture<KeaAnswer> ask(byte[] question, boolean mayRepeat) {
        exchanges.incrementAndGet();
        Exchange exchange = wire.begin(question);
        current = exchange;
        if (result.isDone()) {
            exchange.abort();
        }
        return exchange.reply()
                .handleAsync((reply, problem) -> answer(exchange, question, mayRepeat, reply, problem), client::execute)
                .thenCompose(Function.identity());
    }

    private CompletableFuture<KeaAnswer> answer(
            Exchange exchange,
            byte[] question,
            boolean mayRepeat,
            @Nullable JsonValue reply,
            @Nullable Throwable problem) {
        try {
            if (problem != null) {
                throw failure(problem, exchange);
            }
            channel.answered();
            KeaAnswer answer = DaemonAnswer.read(Objects.requireNonNull(reply), service, channel.address());
            return sending
                            && Retries.passes(answer)
                            && retries < client.retries().most()
                    ? askLater(answer, question, mayRepeat)
                    : CompletableFuture.completedFuture(answer);
        } catch (KeaTransportException e) {
            if (mayRepeat && !result.isDone() && isWorthRepeating(e, problem, exchange)) {
                earlierMayHaveRun |= sending && e.mayHaveRun();
                client.tell(observer -> observer.repeated(sent, e.detail(), Duration.ZERO));
                return ask(question, false);
            }
            channel.failed();
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Once more after a pause, where there is time for one; else the refusal stays. */
    private CompletableFuture<KeaAnswer> askLater(KeaAnswer refusal, byte[] question, boolean mayRepeat) {
        Duration pause = client.retries().pauseAfter(retries);
        if (pause.toNanos() >= deadline - System.nanoTime()) {
            return CompletableFuture.completedFuture(refusal);
        }
        retries++;
        client.tell(observer -> observer.repeated(sent, refusal.text(), pause));
        return CompletableFuture.runAsync(
                        () -> {},
                        CompletableFuture.delayedExecutor(pause.toNanos(), TimeUnit.NANOSECONDS, client::execute))
                .thenCompose(waited -> result.isDone()
                        ? CompletableFuture.failedFuture(cancelled("It ended meanwhile."))
                        : ask(question, mayRepeat));
    }

    private KeaTransportException failure(Throwable problem, Exchange exchange) {
        Throwable cause =
                problem instanceof CompletionException && problem.getCause() != null ? problem.getCause() : problem;
        return cause instanceof KeaTransportException known
                ? known
                : wire.explain(cause, exchange.stage()).at(channel.address(), cause);
    }

    /** A connection kept from last time that turns out dead, or a 408 that Kea had sent for it before. */
    private static boolean isWorthRepeating(KeaTransportException e, @Nullable Throwable problem, Exchange exchange) {
        return problem != null
                && (e.failure() == TransportFailure.CONNECTION_LOST && exchange.stage() != Exchange.Stage.READING
                        || e.failure() == TransportFailure.TIMED_OUT);
    }
}
