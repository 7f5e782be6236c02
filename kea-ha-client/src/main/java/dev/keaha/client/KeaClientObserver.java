package dev.keaha.client;

import dev.keaha.command.KeaTransportException;
import dev.keaha.command.ResultCode;
import dev.keaha.config.DhcpService;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Sees every command that a {@link KeaClient} sends: for metrics, traces and logs of the product around it. It gets names,
 * addresses, sizes and times, never arguments, answers or credentials.
 *
 * <p>It is called by whichever thread is at it, by several at once, and must be quick. What it throws is dropped.
 */
public interface KeaClientObserver {

    /**
     * A command begins its way, or waits for its turn.
     *
     * @param sent what is sent where
     */
    default void started(Sent sent) {}

    /**
     * It is sent again.
     *
     * @param sent the same as in {@link #started}
     * @param reason what came of it before
     * @param pause how long from now, zero for at once
     */
    default void repeated(Sent sent, String reason, Duration pause) {}

    /**
     * It has ended, one way or the other.
     *
     * @param sent the same as in {@link #started}
     * @param outcome how it ended
     */
    default void ended(Sent sent, Outcome outcome) {}

    /**
     * What is sent where.
     *
     * @param address where, without credentials
     * @param services the daemons it is for: one, or several behind a Control Agent
     * @param command the command's name
     * @param bytes the size of the request's body
     */
    record Sent(String address, List<DhcpService> services, String command, long bytes) {

        /** A sent command, whose list of daemons can't be changed. */
        public Sent {
            services = List.copyOf(services);
        }
    }

    /**
     * How a command ended.
     *
     * @param took from the call to its end
     * @param waited how much of it went by before its turn came ({@link KeaClient.Builder#concurrency})
     * @param exchanges how often something was sent: the check of the daemon and a repetition count too
     * @param bytes the size of the last answer's body, 0 where none came
     * @param result the daemon's result code, be it done or refused; empty where there is no proper answer. Of several
     *     daemons, that of the first one that refused, else of the first
     * @param failure why there is none; empty where there is one
     */
    record Outcome(
            Duration took,
            Duration waited,
            int exchanges,
            long bytes,
            Optional<ResultCode> result,
            Optional<KeaTransportException> failure) {}

    /**
     * An observer that sees nothing.
     *
     * @return the default of every client
     */
    static KeaClientObserver none() {
        return new KeaClientObserver() {};
    }

    /**
     * An observer that writes a line for every command that ends: failures as warnings, refusals as information, the rest
     * for debugging.
     *
     * @param logger where to
     * @return the observer
     */
    static KeaClientObserver logging(System.Logger logger) {
        return new LoggingObserver(logger);
    }
}
