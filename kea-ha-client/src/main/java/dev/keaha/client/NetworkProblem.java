package dev.keaha.client;

import dev.keaha.command.TransportFailure;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

/** What a failed connection means, in words that say what to do. Java's own are often none at all. */
final class NetworkProblem {

    private NetworkProblem() {}

    static Failure explain(Throwable problem, Exchange.Stage stage, KeaEndpoint endpoint) {
        List<Throwable> chain = chain(problem);
        if (has(chain, AnswerBody.TooLarge.class)) {
            return Failure.mayHaveRun(
                    TransportFailure.TOO_LARGE,
                    find(chain, AnswerBody.TooLarge.class).orElseThrow().getMessage()
                            + ". Raise the client's limit if such a configuration is expected.");
        }
        if (has(chain, SSLException.class)) {
            return new Failure(
                    TransportFailure.TLS,
                    // a failed handshake may show only after the request was handed over, yet nobody has read it
                    stage.mayHaveRun() && !has(chain, SSLHandshakeException.class),
                    tls(chain, endpoint));
        }
        if (has(chain, ProtocolException.class) || !has(chain, IOException.class)) {
            return new Failure(
                    TransportFailure.NOT_KEA,
                    stage.mayHaveRun(),
                    "What answers there does not speak HTTP as Kea does. Check that this is Kea's management address.");
        }
        if (stage == Exchange.Stage.CONNECTING) {
            return connecting(chain, endpoint);
        }
        String reason = "The connection broke"
                + switch (stage) {
                    case CONNECTING, SENDING -> " while the command was being sent.";
                    case WAITING -> " before an answer came.";
                    case READING -> " before the answer was complete.";
                };
        String advice = stage == Exchange.Stage.WAITING && !endpoint.isHttps() && !endpoint.isUnixSocket()
                ? " If this is a TLS port, give the address with https."
                : "";
        return new Failure(TransportFailure.CONNECTION_LOST, stage.mayHaveRun(), reason + advice);
    }

    static Failure timedOut(Exchange.Stage stage, Duration timeout, KeaEndpoint endpoint) {
        String time = words(timeout);
        return switch (stage) {
            case CONNECTING ->
                Failure.notRun(
                        TransportFailure.UNREACHABLE,
                        "No connection" + through(endpoint) + " within " + time
                                + ". Check the address, the way to it and the firewalls on it.");
            case SENDING ->
                Failure.notRun(TransportFailure.TIMED_OUT, "The command could not be sent whole within " + time + ".");
            case WAITING ->
                Failure.mayHaveRun(
                        TransportFailure.TIMED_OUT,
                        "No answer within " + time
                                + ". The daemon may be busy, for example with a large configuration, or hang.");
            case READING ->
                Failure.mayHaveRun(TransportFailure.TIMED_OUT, "The answer was not complete within " + time + ".");
        };
    }

    /** Whether the other side answered something that is no HTTP. */
    static boolean isNoHttp(Throwable problem) {
        return has(chain(problem), ProtocolException.class);
    }

    /** A duration as people write it. */
    static String words(Duration time) {
        if (time.compareTo(Duration.ofSeconds(1)) < 0) {
            return Math.max(1, time.toMillis()) + " ms";
        }
        double seconds = time.toMillis() / 1000.0;
        return seconds == Math.rint(seconds)
                ? Math.round(seconds) + " s"
                : String.format(Locale.ROOT, "%.1f s", seconds);
    }

    private static Failure connecting(List<Throwable> chain, KeaEndpoint endpoint) {
        boolean unknown = has(chain, UnresolvedAddressException.class) || has(chain, UnknownHostException.class);
        if (endpoint.proxy().isPresent() && said(chain, "tunnel failed")) {
            return Failure.notRun(
                    TransportFailure.UNREACHABLE,
                    "No connection" + through(endpoint) + reason(chain)
                            + ". Check that the proxy may lead to this host and port, and that Kea runs there.");
        } else if (endpoint.proxy().isPresent()) {
            return Failure.notRun(
                    TransportFailure.UNREACHABLE,
                    "No connection" + through(endpoint) + (unknown ? " (its name does not resolve)" : reason(chain))
                            + ". Check the proxy and its address.");
        } else if (unknown) {
            return Failure.notRun(
                    TransportFailure.UNKNOWN_HOST, "The host's name does not resolve. Check its spelling and DNS.");
        } else if (endpoint.isUnixSocket() && said(chain, "permission denied")) {
            return Failure.notRun(
                    TransportFailure.FORBIDDEN,
                    "This process may not use the socket. Check owner and rights of the socket and its directory.");
        } else if (endpoint.isUnixSocket() && said(chain, "refused", "no such file")) {
            return Failure.notRun(
                    TransportFailure.REFUSED,
                    "Nobody listens there" + reason(chain) + ". Check that the daemon runs and that this is its control"
                            + " socket.");
        } else if (said(chain, "refused")) {
            return Failure.notRun(
                    TransportFailure.REFUSED,
                    "Connection refused: nobody listens there. Check that Kea's Control Agent (or from Kea 3.0 on the"
                            + " daemon with an HTTP control socket) runs, and listens on this address and port.");
        } else if (has(chain, ClosedChannelException.class) || said(chain, "reset", "eof", "received no bytes")) {
            return Failure.notRun(
                    TransportFailure.CONNECTION_LOST, "The connection was closed before the command was sent.");
        }
        return Failure.notRun(
                TransportFailure.UNREACHABLE,
                "No way to this address" + reason(chain) + ". Check the address, the network and the firewalls.");
    }

    private static String reason(List<Throwable> chain) {
        return chain.stream()
                .map(Throwable::getMessage)
                .filter(message -> message != null && !message.isBlank())
                .reduce((first, last) -> last)
                .map(message -> " (" + message + ")")
                .orElse("");
    }

    private static String through(KeaEndpoint endpoint) {
        return endpoint.proxy()
                .map(proxy -> " through the proxy " + proxy.getHostString() + ":" + proxy.getPort())
                .orElse("");
    }

    private static String tls(List<Throwable> chain, KeaEndpoint endpoint) {
        String host = endpoint.uri().getHost();
        if (has(chain, CertificateExpiredException.class) || said(chain, "certificate_expired", "validity check")) {
            return "TLS: the server's certificate has expired. Renew it.";
        } else if (has(chain, CertificateNotYetValidException.class)) {
            return "TLS: the server's certificate is not valid yet. Check the clocks.";
        } else if (has(chain, CertPathBuilderException.class)
                || said(chain, "path building", "trustanchors", "trust anchor")) {
            return "TLS: the server's certificate is not trusted. Give the CA that issued it.";
        } else if (find(chain, CertificateException.class)
                .filter(e -> said(List.of(e), "no subject alternative", "no name matching"))
                .isPresent()) {
            return "TLS: the server's certificate is not for " + host
                    + ". Use a name or address that stands in it, or have one issued that holds this one.";
        } else if (said(chain, "certificate_required", "bad_certificate")
                || said(chain, "handshake_failure")
                        && !endpoint.tls().filter(KeaTls::mayShowCertificate).isPresent()) {
            return "TLS: the server asks for a client certificate that it accepts. Give certificate and key that were"
                    + " issued for this client.";
        } else if (said(chain, "unknown_ca", "certificate_unknown", "unsupported_certificate", "certificate_revoked")) {
            return "TLS: the server does not accept the client certificate" + alert(chain)
                    + ". It must come from the authority that Kea has as trust-anchor.";
        } else if (said(chain, "unsupported or unrecognized", "plaintext connection")) {
            return "TLS: the server does not speak TLS. Give the address with http.";
        } else if (said(chain, "protocol_version", "no appropriate protocol")) {
            return "TLS: the server and this JVM have no version of TLS in common.";
        } else if (said(chain, "terminated the handshake")) {
            return "TLS: the server closed the connection during the handshake. Check that this is a TLS port.";
        }
        return "TLS: no secure connection" + reason(chain) + ".";
    }

    private static String alert(List<Throwable> chain) {
        for (Throwable problem : chain) {
            String message = String.valueOf(problem.getMessage());
            int at = message.indexOf("alert: ");
            if (at >= 0) {
                return " (" + message.substring(at + "alert: ".length()) + ")";
            }
        }
        return "";
    }

    private static List<Throwable> chain(Throwable problem) {
        List<Throwable> chain = new ArrayList<>();
        for (Throwable next = problem; next != null && chain.size() < 20; next = next.getCause()) {
            chain.add(next);
        }
        return chain;
    }

    private static boolean has(List<Throwable> chain, Class<? extends Throwable> type) {
        return find(chain, type).isPresent();
    }

    private static <T extends Throwable> Optional<T> find(List<Throwable> chain, Class<T> type) {
        return chain.stream().filter(type::isInstance).map(type::cast).findFirst();
    }

    private static boolean said(List<Throwable> chain, String... words) {
        Predicate<String> holds = message -> List.of(words).stream().anyMatch(message::contains);
        return chain.stream()
                .map(problem -> String.valueOf(problem.getMessage()).toLowerCase(Locale.ROOT))
                .anyMatch(holds);
    }
}
