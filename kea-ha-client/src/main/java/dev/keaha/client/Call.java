package dev.keaha.client;

import dev.keaha.command.KeaAnswer;
import dev.keaha.command.KeaCommand;
import dev.keaha.command.KeaCommands;
import dev.keaha.command.KeaTransportException;
import dev.keaha.command.ResultCode;
import dev.keaha.command.TransportFailure;
import dev.keaha.config.DhcpService;
import dev.keaha.json.Json;
import dev.keaha.json.JsonArray;
import dev.keaha.json.JsonObject;
import dev.keaha.json.JsonValue;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
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
 * One command on its way: check of the daemons where needed, the command, one repetition where that is harmless; all
 * within one deadline.
 */
final class Call<T> {

    private final KeaClient client;
    private final EndpointChannel channel;
    private final Wire wire;
    private final List<DhcpService> services;
    private final KeaCommand<?> command;
    private final Duration timeout;
    private final Function<Map<DhcpService, Reply>, T> reader;
    private final byte[] request;
    private final CompletableFuture<T> result = new CompletableFuture<>();
    private volatile @Nullable Exchange current;
    private boolean ended;
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
            List<DhcpService> services,
            KeaCommand<?> command,
            Duration timeout,
            Function<Map<DhcpService, Reply>, T> reader) {
        this.client = client;
        this.channel = channel;
        this.wire = wire;
        this.services = services;
        this.command = command;
        this.timeout = timeout;
        this.reader = reader;
        this.request = request(command, services);
        this.place = client.places().place(channel.host(), this::go);
        this.sent = new KeaClientObserver.Sent(channel.address(), services, command.name(), request.length);
    }

    private static byte[] request(KeaCommand<?> command, List<DhcpService> services) {
        return KeaText.encode(command.request(services.toArray(DhcpService[]::new)));
    }

    CompletableFuture<T> result() {
        return result;
    }

    /**
     * Ends it: nothing is handed over from then on.
     *
     * @return whether the command itself, not only the check before it, may have reached the daemon
     */
    boolean end() {
        Exchange exchange;
        synchronized (this) {
            ended = true;
            exchange = current;
        }
        boolean handedOver = exchange != null && exchange.end();
        return earlierMayHaveRun || sending && handedOver;
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
                end();
            }
            place.leave();
        });
        place.enter();
    }

    private void setDeadline() {
        deadline = System.nanoTime() + timeout.toNanos();
        time.orTimeout(timeout.toNanos(), TimeUnit.NANOSECONDS).exceptionally(late -> {
            // first what may keep the executor's threads
            end();
            client.execute(this::expire);
            return null;
        });
    }

    /** Its turn has come. */
    private void go() {
        if (result.isDone()) {
            // it ended before it got in
            place.leave();
            return;
        }
        waited = System.nanoTime() - began;
        hasTurn = true;
        if (deadline == 0) {
            setDeadline();
        }
        checkAll()
                .thenCompose(missing -> missing.size() == services.size() ? completed(missing) : command(missing))
                .thenApply(replies -> {
                    code = code(replies.values());
                    return reader.apply(replies);
                })
                .whenComplete((answer, problem) -> {
                    if (problem != null && hasEnded()) {
                        // whoever ended it says why
                        return;
                    } else if (problem != null) {
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

    private void fail(Throwable found) {
        Throwable problem = advised(found);
        report(problem);
        // before whoever waits goes on, who may need it
        place.leave();
        result.completeExceptionally(problem);
    }

    /** Who does not know whether a change was made is told how to find out. */
    private Throwable advised(Throwable problem) {
        KeaCommand<?> readBack = command.readBack();
        return readBack != null && problem instanceof KeaTransportException unknown && unknown.mayHaveRun()
                ? new KeaTransportException(
                        unknown.failure(),
                        unknown.address(),
                        true,
                        unknown.detail() + " Whether " + command.name() + " ran, " + readBack.name() + " tells.",
                        unknown.getCause())
                : problem;
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
        return new Failure(TransportFailure.CANCELLED, end(), detail).at(channel.address());
    }

    /** The time is over. */
    void expire() {
        boolean mayHaveRun = end();
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
        fail(new Failure(late.kind(), mayHaveRun, late.detail()).at(channel.address()));
    }

    private static <V> CompletableFuture<V> completed(V value) {
        return CompletableFuture.completedFuture(value);
    }

    /** The first code that is no success, so that a refusal shows. */
    private static @Nullable ResultCode code(Collection<Reply> replies) {
        ResultCode code = null;
        for (Reply reply : replies) {
            if (reply instanceof Reply.Answered answered && (code == null || code.isDone())) {
                code = answered.answer().result();
            }
        }
        return code;
    }

    /** Which of the daemons are not there, and why. */
    private CompletableFuture<Map<DhcpService, Reply>> checkAll() {
        Map<DhcpService, Reply> missing = new EnumMap<>(DhcpService.class);
        CompletableFuture<Void> checked = completed(null);
        for (DhcpService service : services) {
            checked = checked.thenCompose(before ->
                            channel.needsCheck(service, command) ? check(service) : completed(Optional.empty()))
                    .thenAccept(failure -> failure.ifPresent(found -> missing.put(service, new Reply.Missing(found))));
        }
        return checked.thenApply(done -> missing);
    }

    /**
     * Whether the daemon is the right one. Each family counts its own packets. Where that counter is missing, which an
     * administrator can also do to the right daemon, the configuration decides. Two daemons that are both right are behind
     * a Control Agent, since no daemon is both.
     */
    private CompletableFuture<Optional<KeaTransportException>> check(DhcpService service) {
        String counter = service == DhcpService.DHCP4 ? "pkt4-received" : "pkt6-received";
        return question(service, "statistic-get", Json.object("name", counter)).thenCompose(reply -> {
            Optional<KeaAnswer> answer = done(reply);
            if (reply instanceof Reply.Missing || answer.isEmpty()) {
                return completed(missing(reply));
            } else if (!answer.get().object().has(counter)) {
                return question(service, "config-get", null).thenApply(configuration -> root(service, configuration));
            }
            channel.verified(service);
            return completed(Optional.empty());
        });
    }

    private Optional<KeaTransportException> root(DhcpService service, Reply reply) {
        Optional<KeaAnswer> configuration = done(reply);
        if (configuration.isEmpty()) {
            return missing(reply);
        }
        JsonObject found = configuration.get().object();
        if (!found.has(service.root())) {
            channel.failed();
            return Optional.of(DaemonAnswer.wrongDaemon(
                            service,
                            "its configuration is "
                                    + String.join(", ", found.without("hash").names()))
                    .at(channel.address()));
        }
        channel.verified(service);
        return Optional.empty();
    }

    private static Optional<KeaAnswer> done(Reply reply) {
        return reply instanceof Reply.Answered answered
                        && answered.answer().result().equals(ResultCode.SUCCESS)
                ? Optional.of(answered.answer())
                : Optional.empty();
    }

    /** Why there is no answer; the command itself was not sent. A question can be refused where the command is not. */
    private static Optional<KeaTransportException> missing(Reply reply) {
        return reply instanceof Reply.Missing missing && missing.failure().failure() != TransportFailure.FORBIDDEN
                ? Optional.of(notRun(missing.failure()))
                : Optional.empty();
    }

    private static KeaTransportException notRun(KeaTransportException failure) {
        return new KeaTransportException(
                failure.failure(), failure.address(), false, failure.detail(), failure.getCause());
    }

    /** Asks something before the command. */
    private CompletableFuture<Reply> question(DhcpService service, String name, @Nullable JsonObject arguments) {
        byte[] question = request(KeaCommands.generic(name, arguments, false, true), List.of(service));
        return ask(question, true).handle((reply, problem) -> {
            if (problem == null) {
                return reply(reply, service);
            }
            Throwable cause = problem instanceof CompletionException ? problem.getCause() : problem;
            if (!(cause instanceof KeaTransportException failure)) {
                throw new CompletionException(cause);
            } else if (failure.failure() == TransportFailure.FORBIDDEN) {
                return new Reply.Missing(failure);
            }
            throw notRun(failure);
        });
    }

    private Reply reply(JsonValue reply, DhcpService service) {
        try {
            return new Reply.Answered(DaemonAnswer.read(reply, service, channel.address()));
        } catch (KeaTransportException e) {
            channel.failed();
            return new Reply.Missing(e);
        }
    }

    /** The command, to those that are there. */
    private CompletableFuture<Map<DhcpService, Reply>> command(Map<DhcpService, Reply> missing) {
        List<DhcpService> there = services.stream()
                .filter(service -> !missing.containsKey(service))
                .toList();
        beginSending();
        byte[] bytes = missing.isEmpty() ? request : request(command, there);
        return ask(bytes, command.repeatable())
                .thenCompose(reply ->
                        there.size() == 1 ? untilTaken(reply, bytes, there.get(0)) : completed(each(reply, there)))
                .thenApply(replies -> {
                    Map<DhcpService, Reply> all = new EnumMap<>(DhcpService.class);
                    all.putAll(missing);
                    all.putAll(replies);
                    return all;
                });
    }

    private Map<DhcpService, Reply> each(JsonValue reply, List<DhcpService> there) {
        if (!(reply instanceof JsonArray answers) || answers.size() != there.size()) {
            channel.failed();
            throw Failure.mayHaveRun(
                            TransportFailure.NOT_KEA,
                            "Expected a list of " + there.size()
                                    + " answers, one for each daemon, and found something else. Check that this is a"
                                    + " Control Agent's address.")
                    .at(channel.address());
        }
        Map<DhcpService, Reply> each = new EnumMap<>(DhcpService.class);
        for (int i = 0; i < there.size(); i++) {
            each.put(there.get(i), reply(answers.get(i), there.get(i)));
        }
        return each;
    }

    /** Again and again where the refusal passes. */
    private CompletableFuture<Map<DhcpService, Reply>> untilTaken(JsonValue came, byte[] bytes, DhcpService service) {
        Reply reply = reply(came, service);
        if (!(reply instanceof Reply.Answered answered)
                || !Retries.passes(answered.answer())
                || retries >= client.retries().most()) {
            return completed(Map.of(service, reply));
        }
        Duration pause = client.retries().pauseAfter(retries);
        if (pause.toNanos() >= deadline - System.nanoTime()) {
            return completed(Map.of(service, reply));
        }
        retries++;
        client.tell(observer -> observer.repeated(sent, answered.answer().text(), pause));
        return CompletableFuture.runAsync(
                        () -> {},
                        CompletableFuture.delayedExecutor(pause.toNanos(), TimeUnit.NANOSECONDS, client::execute))
                .thenCompose(waited -> ask(bytes, command.repeatable()))
                .thenCompose(next -> untilTaken(next, bytes, service));
    }

    private CompletableFuture<JsonValue> ask(byte[] question, boolean mayRepeat) {
        Exchange exchange = wire.exchange(question);
        if (!isNext(exchange)) {
            return CompletableFuture.failedFuture(cancelled("It ended meanwhile."));
        }
        exchanges.incrementAndGet();
        CompletableFuture<JsonValue> answer = exchange.reply()
                .handleAsync((reply, problem) -> came(exchange, question, mayRepeat, reply, problem), client::execute)
                .thenCompose(Function.identity());
        exchange.begin();
        return answer;
    }

    private synchronized boolean hasEnded() {
        return ended;
    }

    /** Checks are over: what is handed over from now on is the command. */
    private synchronized void beginSending() {
        if (!ended) {
            sending = true;
            current = null;
        }
    }

    private synchronized boolean isNext(Exchange exchange) {
        if (!ended) {
            current = exchange;
        }
        return !ended;
    }

    private CompletableFuture<JsonValue> came(
            Exchange exchange,
            byte[] question,
            boolean mayRepeat,
            @Nullable JsonValue reply,
            @Nullable Throwable problem) {
        if (problem == null) {
            channel.answered();
            return completed(Objects.requireNonNull(reply));
        }
        exchange.end();
        KeaTransportException failure = failure(problem, exchange);
        if (mayRepeat && !result.isDone() && isWorthRepeating(failure, exchange)) {
            earlierMayHaveRun |= sending && failure.mayHaveRun();
            client.tell(observer -> observer.repeated(sent, failure.detail(), Duration.ZERO));
            return ask(question, false);
        }
        channel.failed();
        return CompletableFuture.failedFuture(failure);
    }

    private KeaTransportException failure(Throwable problem, Exchange exchange) {
        Throwable cause =
                problem instanceof CompletionException && problem.getCause() != null ? problem.getCause() : problem;
        return cause instanceof KeaTransportException known
                ? known
                : wire.explain(cause, exchange.stage()).at(channel.address(), cause);
    }

    /** A connection kept from last time that turns out dead, or a 408 that Kea had sent for it before. */
    private static boolean isWorthRepeating(KeaTransportException e, Exchange exchange) {
        return e.failure() == TransportFailure.CONNECTION_LOST && exchange.stage() != Exchange.Stage.READING
                || e.failure() == TransportFailure.TIMED_OUT;
    }
}
