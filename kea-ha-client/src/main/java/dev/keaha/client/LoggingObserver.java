package dev.keaha.client;

import dev.keaha.command.ResultCode;
import dev.keaha.config.DhcpService;
import java.time.Duration;
import java.util.stream.Collectors;

/** One line per command. */
record LoggingObserver(System.Logger logger) implements KeaClientObserver {

    @Override
    public void repeated(Sent sent, String reason, Duration pause) {
        logger.log(
                System.Logger.Level.INFO,
                () -> sent.command() + " to " + services(sent) + " at " + sent.address() + " is sent again"
                        + (pause.isZero() ? "" : " in " + NetworkProblem.words(pause)) + ": " + reason);
    }

    @Override
    public void ended(Sent sent, Outcome outcome) {
        System.Logger.Level level = outcome.failure().isPresent()
                ? System.Logger.Level.WARNING
                : outcome.result().filter(ResultCode::isDone).isPresent()
                        ? System.Logger.Level.DEBUG
                        : System.Logger.Level.INFO;
        logger.log(
                level,
                () -> sent.command() + " to " + services(sent) + " at "
                        + outcome.failure()
                                .map(failure -> failure.getMessage() + " (" + failure.failure() + ")")
                                .orElseGet(() -> sent.address() + ": result "
                                        + outcome.result()
                                                .map(ResultCode::toString)
                                                .orElse("unknown"))
                        + ", " + outcome.took().toMillis() + " ms, " + sent.bytes() + " bytes sent, " + outcome.bytes()
                        + " received" + (outcome.exchanges() > 1 ? ", " + outcome.exchanges() + " exchanges" : ""));
    }

    private static String services(Sent sent) {
        return sent.services().stream().map(DhcpService::word).collect(Collectors.joining(" and "));
    }
}
