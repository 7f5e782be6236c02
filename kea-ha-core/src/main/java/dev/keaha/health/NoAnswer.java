package dev.keaha.health;

import dev.keaha.command.TransportFailure;
import java.util.Optional;

/**
 * What it means that a peer gave no proper answer: the one table over the kinds of failure.
 *
 * @param condition what the peer is
 * @param code the kind of reason
 * @param what what to say after its name and before its address
 * @param advice what to do
 */
record NoAnswer(PeerCondition condition, ReasonCode code, String what, String advice) {

    private static final String NETWORK = "Check that the machine is up and that no firewall is in the way.";

    static NoAnswer of(TransportFailure failure) {
        return switch (failure) {
            case REFUSED ->
                unreachable(
                        " does not answer: nothing listens at ",
                        "Check that Kea runs on that machine, and that address and port are right.");
            case UNREACHABLE -> unreachable(" does not answer: there is no way to ", NETWORK);
            case TIMED_OUT -> unreachable(" did not answer in time at ", NETWORK);
            case CONNECTION_LOST -> unreachable(" did not finish its answer at ", NETWORK);
            case UNKNOWN_HOST ->
                unreachable(
                        " cannot be asked: the host name does not resolve, ",
                        "Give a management address whose name resolves here, or an IP address.");
            case NOT_FOUND ->
                new NoAnswer(
                        PeerCondition.UNOBSERVED,
                        ReasonCode.NOT_OBSERVED,
                        " cannot be asked: no management address is known for it, and it was not found at ",
                        "Give its management address (on the command line: --peer NAME=URL).");
            case DAEMON_OFFLINE ->
                new NoAnswer(
                        PeerCondition.OFFLINE,
                        ReasonCode.PEER_OFFLINE,
                        " does not run: its agent answers, the DHCP daemon does not, at ",
                        "Start the DHCP daemon on that machine, and read its log if it does not stay.");
            case WRONG_SERVICE ->
                new NoAnswer(
                        PeerCondition.WRONG_SERVER,
                        ReasonCode.WRONG_SERVICE,
                        " cannot be asked: the daemon is the wrong one of DHCPv4 and DHCPv6 at ",
                        "Give the management address of the right daemon.");
            case TLS ->
                inaccessible(
                        ReasonCode.TLS_FAILED,
                        " cannot be asked: no encrypted connection with ",
                        "Check the certificates: whom we trust, and whom the server trusts.");
            case UNAUTHORIZED ->
                inaccessible(
                        ReasonCode.LOGIN_REFUSED,
                        " cannot be asked: user or password is missing or wrong for ",
                        "Give the user and the password of the server's management address.");
            case FORBIDDEN ->
                inaccessible(
                        ReasonCode.FORBIDDEN,
                        " cannot be asked: management commands are not allowed at ",
                        "Give the management address. The address that the servers use among themselves takes no"
                                + " management commands.");
            case NOT_KEA ->
                inaccessible(
                        ReasonCode.NOT_KEA,
                        " cannot be asked: something that is not Kea answers at ",
                        "Check address and port.");
            case BAD_REQUEST ->
                inaccessible(
                        ReasonCode.NO_PROPER_ANSWER,
                        " does not take what we send to ",
                        "Check what stands between here and the server, such as a proxy.");
            case SERVER_ERROR ->
                inaccessible(
                        ReasonCode.NO_PROPER_ANSWER,
                        " failed while it answered at ",
                        "Read the log of the server, and ask again.");
            case TOO_LARGE ->
                inaccessible(
                        ReasonCode.NO_PROPER_ANSWER,
                        " gives an answer that is larger than allowed, at ",
                        "Raise the limit for answers.");
            case CANCELLED ->
                new NoAnswer(
                        PeerCondition.UNOBSERVED,
                        ReasonCode.NOT_OBSERVED,
                        " was not asked to the end at ",
                        "Ask again.");
        };
    }

    private static NoAnswer unreachable(String what, String advice) {
        return new NoAnswer(PeerCondition.UNREACHABLE, ReasonCode.PEER_UNREACHABLE, what, advice);
    }

    private static NoAnswer inaccessible(ReasonCode code, String what, String advice) {
        return new NoAnswer(PeerCondition.INACCESSIBLE, code, what, advice);
    }

    /** The reason in one case. */
    Reason reason(PeerObservation.Unreachable seen) {
        if (seen.address().isBlank()) {
            return new Reason(
                    code,
                    Optional.of(seen.peer()),
                    seen.peer() + " cannot be asked: no management address is known for it.",
                    advice,
                    Optional.of(seen));
        }
        String detail = seen.detail().isBlank() ? "." : " (" + seen.detail().strip() + ").";
        return new Reason(
                code,
                Optional.of(seen.peer()),
                seen.peer() + what + seen.address() + detail,
                advice,
                Optional.of(seen));
    }
}
