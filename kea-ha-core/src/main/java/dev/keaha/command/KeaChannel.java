package dev.keaha.command;

import dev.keaha.config.DhcpService;
import java.time.Duration;

/**
 * The one seam between those who send commands and those who answer: a network client, or a fake. One channel leads to
 * one management endpoint. Implementations are safe for use by several threads.
 */
public interface KeaChannel {

    /**
     * Sends a command and waits for its answer.
     *
     * @param service the daemon it is for
     * @param command the command
     * @param timeout for all of it: connecting, sending, waiting and reading; above zero
     * @return the answer, be it done or refused
     * @throws KeaTransportException when there is no proper answer
     */
    KeaAnswer send(DhcpService service, KeaCommand<?> command, Duration timeout);

    /**
     * Where this channel leads, for messages.
     *
     * @return the address, without credentials
     */
    String address();

    /**
     * Sends a command and reads its answer.
     *
     * @param service the daemon it is for
     * @param command the command
     * @param timeout for all of it, above zero
     * @param <R> what it answers
     * @return what the answer means
     * @throws KeaCommandException when the daemon refused
     * @throws KeaTransportException when there is no proper answer
     */
    default <R> R call(DhcpService service, KeaCommand<R> command, Duration timeout) {
        return command.read(send(service, command, timeout));
    }
}
