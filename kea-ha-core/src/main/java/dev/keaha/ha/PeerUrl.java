package dev.keaha.ha;

import dev.keaha.config.IpAddress;
import dev.keaha.json.Secrets;
import java.math.BigInteger;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A peer's {@code url} as Kea takes it apart, which is not how a browser would: any port number passes, and so does any
 * path; the host must be an address.
 *
 * @param https whether the scheme is https
 * @param address the host
 * @param port the port; 80 or 443 where none is written
 */
record PeerUrl(boolean https, IpAddress address, long port) {

    /** A URL, or what is wrong with it; exactly one of the two is there. */
    record Reading(@Nullable PeerUrl url, @Nullable String problem) {}

    static Optional<PeerUrl> of(String text) {
        return Optional.ofNullable(read(text).url());
    }

    /** A URL to be shown: without the user and password that some write in front of the host. */
    static String shown(String text) {
        return text.replaceFirst("(?s)^(.*?//|)(.*)@", "$1" + Secrets.MASK + "@");
    }

    static Reading read(String text) {
        Reading reading = taken(text);
        return reading.problem() != null && text.contains("@")
                ? refused("Kea takes no user and password in it, and no name of a host")
                : reading;
    }

    private static Reading taken(String text) {
        boolean https = text.startsWith("https:");
        String scheme = https ? "https://" : "http://";
        if (!text.startsWith(scheme)) {
            return refused("expected http:// or https:// in front");
        }
        String rest = text.substring(scheme.length());
        int end;
        if (rest.startsWith("[")) {
            end = rest.indexOf(']') + 1;
            if (end < 3) {
                return refused("expected an IPv6 address between [ and ]");
            }
        } else {
            int colon = rest.indexOf(':');
            int slash = rest.indexOf('/');
            end = colon >= 0 ? colon : slash >= 0 ? slash : rest.length();
        }
        String host = rest.startsWith("[") ? rest.substring(1, end - 1) : rest.substring(0, end);
        Optional<IpAddress> address = IpAddress.parse(host);
        if (address.isEmpty()) {
            return refused("expected an IP address, found " + (host.isEmpty() ? "nothing" : "'" + host + "'")
                    + " as the host; Kea looks up no names");
        }
        long port = https ? 443 : 80;
        if (rest.startsWith(":", end)) {
            int slash = rest.indexOf('/', end);
            String digits = rest.substring(end + 1, slash < 0 ? rest.length() : slash);
            port = port(digits);
            if (port < 0) {
                return refused("expected a port number, found '" + digits + "'");
            }
        }
        return new Reading(new PeerUrl(https, address.get(), port), null);
    }

    /** Kea reads the port as an unsigned 32 bit number, with or without a sign. */
    private static long port(String digits) {
        if (!digits.matches("[+-]?[0-9]{1,30}")) {
            return -1;
        }
        BigInteger magnitude = new BigInteger(digits.replaceAll("[+-]", ""));
        if (magnitude.bitLength() > 32) {
            return -1;
        }
        return digits.startsWith("-") ? -magnitude.longValue() & 0xFFFFFFFFL : magnitude.longValue();
    }

    private static Reading refused(String problem) {
        return new Reading(null, problem);
    }
}
