package dev.keaha.testkit;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An address.
 *
 * @param value the address as a number
 * @param bits 32 or 128
 */
record Ip(BigInteger value, int bits) implements Comparable<Ip> {

    private static final Pattern V4 = Pattern.compile("(\\d{1,3}\\.){3}\\d{1,3}");
    private static final Pattern V6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    static Optional<Ip> parse(String text) {
        boolean v4 = V4.matcher(text).matches();
        if (!v4 && !V6.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            // a literal is never looked up
            byte[] bytes = InetAddress.getByName(text).getAddress();
            return Optional.of(new Ip(new BigInteger(1, bytes), bytes.length * 8));
        } catch (UnknownHostException notAnAddress) {
            return Optional.empty();
        }
    }

    Ip plus(long more) {
        return new Ip(value.add(BigInteger.valueOf(more)), bits);
    }

    boolean isIn(String prefix) {
        int slash = prefix.indexOf('/');
        if (slash < 0) {
            return false;
        }
        int free = bits - Integer.parseInt(prefix.substring(slash + 1));
        return parse(prefix.substring(0, slash))
                .filter(net -> net.bits == bits && net.value.shiftRight(free).equals(value.shiftRight(free)))
                .isPresent();
    }

    @Override
    public int compareTo(Ip other) {
        return value.compareTo(other.value);
    }

    /** As Kea writes it: v6 with its longest run of zeros left out. */
    @Override
    public String toString() {
        byte[] bytes = new byte[bits / 8];
        byte[] raw = value.toByteArray();
        for (int i = 0; i < Math.min(bytes.length, raw.length); i++) {
            bytes[bytes.length - 1 - i] = raw[raw.length - 1 - i];
        }
        return bits == 32 ? v4(bytes) : v6(bytes);
    }

    private static String v4(byte[] bytes) {
        return (bytes[0] & 255) + "." + (bytes[1] & 255) + "." + (bytes[2] & 255) + "." + (bytes[3] & 255);
    }

    private static String v6(byte[] bytes) {
        int[] groups = new int[8];
        for (int i = 0; i < 8; i++) {
            groups[i] = (bytes[2 * i] & 255) << 8 | bytes[2 * i + 1] & 255;
        }
        int from = -1;
        int length = 1;
        for (int i = 0; i < 8; i++) {
            int end = i;
            while (end < 8 && groups[end] == 0) {
                end++;
            }
            if (end - i > length) {
                from = i;
                length = end - i;
            }
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            if (i == from) {
                text.append("::");
                i += length - 1;
            } else {
                if (i > 0 && text.charAt(text.length() - 1) != ':') {
                    text.append(':');
                }
                text.append(Integer.toHexString(groups[i]));
            }
        }
        return text.toString();
    }
}
