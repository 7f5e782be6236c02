package dev.keaha.client;

import dev.keaha.command.KeaAnswer;
import dev.keaha.command.ResultCode;
import dev.keaha.command.TransportFailure;
import dev.keaha.config.DhcpService;
import dev.keaha.json.JsonValue;
import java.util.Optional;

/**
 * What came back from Kea: the daemon's answer, or the Control Agent's that there is none (kea-reference 4.1, 4.2). The
 * agent says so with HTTP 200, result 1 and a sentence.
 */
final class DaemonAnswer {

    private static final String UNABLE = "unable to forward command to the ";
    private static final String OFFLINE = ". The server is likely to be offline";

    private DaemonAnswer() {}

    /**
     * The daemon's answer.
     *
     * @throws dev.keaha.command.KeaTransportException when there is none
     */
    static KeaAnswer read(JsonValue reply, DhcpService service, String address) {
        KeaAnswer answer;
        try {
            answer = KeaAnswer.of(reply);
        } catch (IllegalArgumentException e) {
            throw Failure.mayHaveRun(
                            TransportFailure.NOT_KEA,
                            "The answer is JSON, but not Kea's: " + e.getMessage()
                                    + ". Check that this is Kea's management address.")
                    .at(address, e);
        }
        DhcpService other = service == DhcpService.DHCP4 ? DhcpService.DHCP6 : DhcpService.DHCP4;
        if (answer.object().has(other.root()) && !answer.object().has(service.root())) {
            throw wrongDaemon(service, "its configuration is " + other.root()).at(address);
        }
        Optional<Failure> failure =
                answer.result().equals(ResultCode.ERROR) ? missing(answer.text(), service) : Optional.empty();
        if (failure.isPresent()) {
            throw failure.get().at(address);
        }
        return answer;
    }

    private static Optional<Failure> missing(String text, DhcpService service) {
        if (text.startsWith(UNABLE)) {
            return Optional.of(unable(text, service));
        } else if (text.startsWith("forwarding socket is not configured for the server type")) {
            return Optional.of(Failure.notRun(
                    TransportFailure.WRONG_SERVICE,
                    "This Control Agent leads to no " + service + " daemon. Add one to control-sockets in its"
                            + " configuration, or give the address of an agent that leads to it."));
        } else if (text.startsWith("unsupported service '")) {
            return Optional.of(wrongDaemon(service, text));
        } else if (text.startsWith("internal server error: unable to parse server's answer")) {
            return Optional.of(Failure.mayHaveRun(
                    TransportFailure.SERVER_ERROR,
                    "The Control Agent could not read the answer of the " + service
                            + " daemon. Read back what the command" + " did."));
        }
        return Optional.empty();
    }

    private static Failure unable(String text, DhcpService service) {
        int colon = text.indexOf(": ", UNABLE.length());
        String rest = colon < 0 ? text.substring(UNABLE.length()) : text.substring(colon + 2);
        int end = rest.lastIndexOf(OFFLINE);
        String reason = end < 0 ? rest : rest.substring(0, end);
        String says = "The Control Agent has no answer from the " + service + " daemon (" + reason + "). ";
        switch (reason) {
            case "Connection refused", "No such file or directory":
                return Failure.notRun(
                        TransportFailure.DAEMON_OFFLINE,
                        says + "The daemon is not running, or has another control socket than the agent believes. Start"
                                + " it, or correct control-sockets of the agent.");
            case "Permission denied":
                return Failure.notRun(
                        TransportFailure.FORBIDDEN,
                        says
                                + "The agent may not use the daemon's control socket. Check owner and rights of the socket.");
            case "Operation canceled", "Connection timed out":
                // the agent waits 60 s; the daemon goes on all the same
                return Failure.mayHaveRun(
                        TransportFailure.TIMED_OUT,
                        says
                                + "It gave up waiting, and the daemon may still be at it. Read back what the command did.");
            default:
                // "End of file" also means that the command's handler failed in a living daemon
                return Failure.mayHaveRun(
                        TransportFailure.CONNECTION_LOST,
                        says
                                + "The daemon ended, or failed in the command and lives. Read back what the command did; the"
                                + " daemon's log says why.");
        }
    }

    static Failure wrongDaemon(DhcpService service, String evidence) {
        return Failure.notRun(
                TransportFailure.WRONG_SERVICE,
                "Another daemon than " + service + " answers here (" + evidence + "). Give the address of the "
                        + service + " daemon, or choose the other service.");
    }
}
