package dev.keaha.client;

import dev.keaha.command.KeaAnswer;
import dev.keaha.command.KeaChannel;
import dev.keaha.command.KeaCommand;
import dev.keaha.command.KeaCommandException;
import dev.keaha.command.KeaTransportException;
import dev.keaha.command.TransportFailure;
import dev.keaha.config.DhcpService;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * The channel to one endpoint, from {@link KeaClient#channel}. Safe for use by several threads; it holds nothing that
 * must be closed.
 *
 * <p>Before the first command to a daemon, and again after a failure, one small read ({@code statistic-get}) checks that
 * the daemon behind the address is the one asked for: Kea 3.0's daemons answer whatever {@code service} is asked for. If
 * that read is refused, the command is sent all the same. A command that may be repeated is repeated once where the
 * connection broke before an answer came or Kea had not read the request; no other is ever sent twice, unless Kea refused
 * it for a reason that passes ({@link KeaClient.Builder#retries}).
 *
 * <p>HTTP connections are kept and shared by all commands. A server that answers once too often after its answer was
 * complete can so be taken to answer the next command on that connection; Kea does not. The check and the command after it
 * need not go over the same connection.
 */
public final class EndpointChannel implements KeaChannel {

    /** Longer than anybody waits, and short enough to count in nanoseconds. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private final KeaClient client;
    private final Wire wire;
    private final String address;
    private final String host;
    private final Set<DhcpService> verified = ConcurrentHashMap.newKeySet();
    private volatile long lastAnswer;

    EndpointChannel(KeaClient client, Wire wire, String address, String host) {
        this.client = client;
        this.wire = wire;
        this.address = address;
        this.host = host;
    }

    @Override
    public String address() {
        return address;
    }

    /** Whose commands are counted together. */
    String host() {
        return host;
    }

    /**
     * {@inheritDoc}
     *
     * <p>The timeout begins at once, also while the command waits for its turn ({@link KeaClient.Builder#concurrency}).
     * When the waiting thread is interrupted, the exchange is ended, the thread stays interrupted, and the failure is
     * {@link TransportFailure#CANCELLED}.
     *
     * @throws IllegalArgumentException when the timeout is not above zero, or an argument holds a character that Kea
     *     can't read (above U+00FF)
     */
    @Override
    public KeaAnswer send(DhcpService service, KeaCommand<?> command, Duration timeout) {
        return waitFor(
                call(
                        List.of(service),
                        command,
                        timeout,
                        replies -> only(replies).orThrow(),
                        true),
                timeout);
    }

    /**
     * Sends a command to both daemons behind a Control Agent (Kea 2.2 to 3.0) in one request. Where one of them is not
     * there, the other gets the command alone; so it does where the endpoint is a daemon and no agent. A refusal that
     * passes is not waited for.
     *
     * @param command a command that means the same for both
     * @param timeout as for {@link #send}
     * @return what came of it, for each of the two
     * @throws KeaTransportException when the endpoint itself gave no proper answer
     * @throws IllegalArgumentException as for {@link #send}
     */
    public Map<DhcpService, Reply> sendToBoth(KeaCommand<?> command, Duration timeout) {
        return waitFor(
                call(List.of(DhcpService.values()), command, timeout, Collections::unmodifiableMap, true), timeout);
    }

    private static Reply only(Map<DhcpService, Reply> replies) {
        return replies.values().iterator().next();
    }

    private <T> T waitFor(Call<T> call, Duration timeout) {
        try {
            return await(call, timeout);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            call.result().cancel(false);
            throw new KeaTransportException(
                    TransportFailure.CANCELLED,
                    address,
                    call.end(),
                    "The thread that waited for the answer was interrupted.",
                    e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof KeaTransportException failure) {
                // a trace of the thread that asked says more than one of ours
                throw new KeaTransportException(
                        failure.failure(), address, failure.mayHaveRun(), failure.detail(), failure.getCause());
            }
            throw new IllegalStateException("A defect in " + EndpointChannel.class, e.getCause());
        }
    }

    private static <T> T await(Call<T> call, Duration timeout) throws InterruptedException, ExecutionException {
        try {
            return call.result().get(bounded(timeout).toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            // the executor may have no thread left to end it
            call.expire();
            return call.result().get();
        }
    }

    /**
     * As {@link #send}, without waiting. The future fails with {@link KeaTransportException} alone; cancelling it ends the
     * exchange. What hangs on it runs on the client's executor and should be short.
     *
     * @param service the daemon it is for
     * @param command the command
     * @param timeout for all of it: connecting, sending, waiting and reading; above zero. It begins when the command's
     *     turn comes ({@link KeaClient.Builder#concurrency})
     * @return the answer to come, be it done or refused
     * @throws IllegalArgumentException as for {@link #send}
     */
    public CompletableFuture<KeaAnswer> sendAsync(DhcpService service, KeaCommand<?> command, Duration timeout) {
        return call(List.of(service), command, timeout, replies -> only(replies).orThrow(), false)
                .result();
    }

    /**
     * As {@link #call}, without waiting. The future fails with {@link KeaTransportException} or
     * {@link KeaCommandException}; cancelling it ends the exchange. What hangs on it runs on the client's executor and
     * should be short.
     *
     * @param service the daemon it is for
     * @param command the command
     * @param timeout as for {@link #sendAsync}
     * @param <R> what it answers
     * @return what the answer means, to come
     * @throws IllegalArgumentException as for {@link #send}
     */
    public <R> CompletableFuture<R> callAsync(DhcpService service, KeaCommand<R> command, Duration timeout) {
        return call(
                        List.of(service),
                        command,
                        timeout,
                        replies -> command.read(only(replies).orThrow()),
                        false)
                .result();
    }

    private <T> Call<T> call(
            List<DhcpService> services,
            KeaCommand<?> command,
            Duration timeout,
            Function<Map<DhcpService, Reply>, T> reader,
            boolean waitsInTime) {
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("A timeout must be above zero, found " + timeout);
        }
        Call<T> call = new Call<>(client, this, wire, services, command, bounded(timeout), reader);
        call.start(waitsInTime);
        return call;
    }

    private static Duration bounded(Duration timeout) {
        return timeout.compareTo(LONGEST) > 0 ? LONGEST : timeout;
    }

    /**
     * Whether the way to the daemon must be tried before a command goes there: when it is not known to be the right
     * daemon, and before a command that must not be sent twice when the connection kept from last time may be dead. Kea
     * drops an idle connection after 30 s, some firewalls do without a word.
     */
    boolean needsCheck(DhcpService service, KeaCommand<?> command) {
        return !verified.contains(service)
                || !command.repeatable() && System.nanoTime() - lastAnswer > KeaClient.IDLE.toNanos();
    }

    void verified(DhcpService service) {
        verified.add(service);
    }

    void answered() {
        lastAnswer = System.nanoTime();
    }

    void failed() {
        verified.clear();
    }

    @Override
    public String toString() {
        return address;
    }
}
