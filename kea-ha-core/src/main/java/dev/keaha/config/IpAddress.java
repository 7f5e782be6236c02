package dev.keaha.config;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An IPv4 or IPv6 address, read without any name lookup.
 *
 * @param v6 whether it is an IPv6 address
 * @param high the upper 64 bits; 0 for IPv4
 * @param low the lower 64 bits; for IPv4 the address itself
 */
public record IpAddress(boolean v6, long high, long low) implements Comparable<IpAddress> {

    /**
     * Reads an address as {@code inet_pton} does, and so as Kea does: four decimal numbers without leading zeroes, or
     * IPv6 in any of its spellings; what follows a {@code %} in an IPv6 address is ignored.
     *
     * @param text the address
     * @return the address, or empty where the text is none, such as a host name
     */
    public static Optional<IpAddress> parse(String text) {
        if (text.indexOf(':') < 0) {
            long address = v4(text);
            return address < 0 ? Optional.empty() : Optional.of(new IpAddress(false, 0, address));
        }
        int zone = text.indexOf('%');
        return v6(zone < 0 ? text : text.substring(0, zone));
    }

    private static long v4(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            return -1;
        }
        long address = 0;
        for (String part : parts) {
            if (!part.matches("0|[1-9][0-9]{0,2}") || Integer.parseInt(part) > 255) {
                return -1;
            }
            address = address << 8 | Integer.parseInt(part);
        }
        return address;
    }

    private static Optional<IpAddress> v6(String text) {
        int gap = text.indexOf("::");
        if (gap >= 0 && text.indexOf("::", gap + 1) >= 0) {
            return Optional.empty();
        }
        int[] before = groups(gap < 0 ? text : text.substring(0, gap));
        int[] after = groups(gap < 0 ? "" : text.substring(gap + 2));
        if (before == null || after == null) {
            return Optional.empty();
        }
        int count = before.length + after.length;
        boolean embeddedInFront = gap >= 0 && text.lastIndexOf('.', gap) >= 0;
        if (embeddedInFront || (gap < 0 ? count != 8 : count > 7)) {
            return Optional.empty();
        }
        long[] halves = new long[2];
        for (int i = 0; i < before.length; i++) {
            halves[i / 4] |= (long) before[i] << (48 - 16 * (i % 4));
        }
        for (int i = 0; i < after.length; i++) {
            int at = 8 - after.length + i;
            halves[at / 4] |= (long) after[i] << (48 - 16 * (at % 4));
        }
        return Optional.of(new IpAddress(true, halves[0], halves[1]));
    }

    /** The 16 bit groups of one side of a {@code ::}, the last two of them possibly as an IPv4 address. */
    private static int @Nullable [] groups(String text) {
        if (text.isEmpty()) {
            return new int[0];
        }
        String[] parts = text.split(":", -1);
        long embedded = v4(parts[parts.length - 1]);
        int plain = embedded < 0 ? parts.length : parts.length - 1;
        int[] groups = new int[embedded < 0 ? plain : plain + 2];
        for (int i = 0; i < plain; i++) {
            if (!parts[i].matches("[0-9A-Fa-f]{1,4}")) {
                return null;
            }
            groups[i] = Integer.parseInt(parts[i], 16);
        }
        if (embedded >= 0) {
            groups[plain] = (int) (embedded >> 16);
            groups[plain + 1] = (int) (embedded & 0xFFFF);
        }
        return groups;
    }

    /**
     * Whether it stands for all addresses of a machine, as something to listen on.
     *
     * @return true for {@code 0.0.0.0} and {@code ::}
     */
    public boolean isUnspecified() {
        return high == 0 && low == 0;
    }

    /**
     * Whether only the machine itself can reach it.
     *
     * @return true for {@code 127.0.0.0/8} and {@code ::1}
     */
    public boolean isLoopback() {
        return v6 ? high == 0 && low == 1 : low >>> 24 == 127;
    }

    /** IPv4 before IPv6, then by value. */
    @Override
    public int compareTo(IpAddress other) {
        if (v6 != other.v6) {
            return v6 ? 1 : -1;
        }
        int byHigh = Long.compareUnsigned(high, other.high);
        return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
    }

    /** The address in its usual spelling; IPv6 with all groups, none of them shortened. */
    @Override
    public String toString() {
        if (!v6) {
            return (low >> 24) + "." + (low >> 16 & 255) + "." + (low >> 8 & 255) + "." + (low & 255);
        }
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            long half = i < 4 ? high : low;
            out.append(i == 0 ? "" : ":").append(Long.toHexString(half >>> (48 - 16 * (i % 4)) & 0xFFFF));
        }
        return out.toString();
    }
}
