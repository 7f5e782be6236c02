package dev.keaha.client;

import dev.keaha.command.TransportFailure;
import dev.keaha.json.JsonObject;
import dev.keaha.json.JsonValue;
import java.net.http.HttpHeaders;
import java.util.Objects;

/** What an HTTP answer means: Kea's answer to the command, or why it is none (kea-reference 4.4). */
final class HttpAnswer {

    private HttpAnswer() {}

    /**
     * Kea's answer to a command.
     *
     * @throws dev.keaha.command.KeaTransportException when it is none
     */
    static JsonValue read(int status, HttpHeaders headers, AnswerBody body, KeaEndpoint endpoint) {
        String address = endpoint.uri().toString();
        if (status != 200) {
            throw explain(status, headers, body, endpoint).at(address);
        }
        String encoding = headers.firstValue("Content-Encoding").orElse("identity");
        if (!encoding.equalsIgnoreCase("identity")) {
            throw notKea("The answer is compressed (" + shown(encoding)
                            + "), which was not asked for and which Kea never"
                            + " does. Check what stands between this machine and Kea.")
                    .at(address);
        }
        return value(body, address);
    }

    /** Kea's answer, where nothing but its body comes. */
    static JsonValue value(AnswerBody body, String address) {
        if (body.bytes() == 0) {
            throw notKea("The answer is empty. Check that this is Kea's management address.")
                    .at(address);
        }
        JsonValue value = body.value();
        if (value == null) {
            String what = body.looksLikeHtml() ? "The answer is a web page" : "The answer is no JSON";
            throw notKea(what + " (" + Objects.requireNonNull(body.problem()).getMessage()
                            + "). Check that this is Kea's management address.")
                    .at(address, body.problem());
        }
        return value;
    }

    /** Whether the answer states no length or one that is a number. */
    static boolean hasReadableLength(HttpHeaders headers) {
        try {
            return headers.firstValueAsLong("Content-Length").orElse(0) >= 0;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static Failure explain(int status, HttpHeaders headers, AnswerBody body, KeaEndpoint endpoint) {
        boolean kea = isKea(status, body);
        String code = "HTTP " + status + ": ";
        switch (status) {
            case 400:
                return Failure.notRun(
                        TransportFailure.BAD_REQUEST,
                        code + "the request did not arrive as Kea takes it. "
                                + (kea
                                        ? "Check what stands between this machine and Kea: it must pass Content-Type,"
                                                + " Content-Length and body unchanged."
                                        : "This does not look like Kea; if the address is one of a TLS port, give it with"
                                                + " https."));
            case 401:
                return Failure.notRun(
                        TransportFailure.UNAUTHORIZED,
                        code
                                + (endpoint.user().isPresent()
                                        ? "user or password are wrong. Check them for user "
                                                + endpoint.user().get() + "."
                                        : "this address asks for user and password. Give them."));
            case 403:
                return Failure.notRun(
                        TransportFailure.FORBIDDEN,
                        !kea
                                ? code
                                        + "and not as Kea says it. Something that stands between this machine and Kea, such"
                                        + " as a proxy, refuses: check its rules, and that this is Kea's management address."
                                : code + "this address does not take the command. "
                                        + "This looks like the HA listener (a peer's url in the HA configuration), which refuses"
                                        + " most commands: the management address is needed, that of the Control Agent or of the"
                                        + " daemon's HTTP control socket. If it is that one, its access rules bar the command for"
                                        + " this user.");
            case 407:
                return Failure.notRun(TransportFailure.UNAUTHORIZED, code + proxyAdvice(endpoint));
            case 408:
                return Failure.notRun(
                        TransportFailure.TIMED_OUT,
                        code + "the request did not reach Kea whole within its 10 s. Check how fast the way to it is.");
            case 500:
                return Failure.mayHaveRun(
                        kea ? TransportFailure.SERVER_ERROR : TransportFailure.NOT_KEA,
                        code
                                + (kea
                                        ? "the daemon took the command and failed in it without an answer. Read back what it"
                                                + " did; its log says why."
                                        : "and not as Kea says it. Check that this is Kea's management address."));
            case 502, 503, 504:
                return endpoint.proxy().isPresent()
                        ? Failure.mayHaveRun(
                                TransportFailure.UNREACHABLE,
                                code + "the proxy could not get an answer from this address.")
                        : Failure.mayHaveRun(
                                TransportFailure.DAEMON_OFFLINE,
                                code + "what answers here is a gateway, and it got no answer from Kea behind it. Check"
                                        + " that Kea runs, and where the gateway leads to.");
            default:
        }
        if (status >= 300 && status < 400) {
            return notKea(code + "a redirection"
                    + headers.firstValue("Location")
                            .map(to -> " to " + shown(to))
                            .orElse("")
                    + ", which Kea never answers and which is not followed. Give Kea's own management address.");
        }
        return new Failure(
                TransportFailure.NOT_KEA,
                status < 400 || status >= 500,
                code + "an answer that Kea never gives. Check that this is Kea's management address.");
    }

    private static String proxyAdvice(KeaEndpoint endpoint) {
        if (endpoint.proxyUser().isEmpty()) {
            return "the proxy asks for user and password. Give them, or let it pass requests from this machine without.";
        }
        return "the proxy does not take user and password. Check them for user "
                + endpoint.proxyUser().get() + "."
                + (endpoint.isHttps()
                        ? " For an https address Java sends them only when it was started with"
                                + " -Djdk.http.auth.tunneling.disabledSchemes= (an empty value)."
                        : "");
    }

    /** Kea's own errors are a map with the status as result. */
    private static boolean isKea(int status, AnswerBody body) {
        return body.value() instanceof JsonObject object
                && object.integer("result").orElse(-1) == status;
    }

    private static Failure notKea(String detail) {
        return Failure.mayHaveRun(TransportFailure.NOT_KEA, detail);
    }

    /** Foreign text on one line and in bounds. A user and password in an address are left out. */
    private static String shown(String foreign) {
        String line = foreign.replaceAll("\\p{Cntrl}", " ").replaceFirst("^(\\w+:/*)?.*@", "$1");
        return line.length() <= 100 ? line : line.substring(0, 100) + "...";
    }
}
