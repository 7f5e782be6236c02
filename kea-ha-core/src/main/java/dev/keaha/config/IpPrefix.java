package dev.keaha.config;

import java.util.Optional;

/**
 * An IPv4 or IPv6 prefix.
 *
 * @param address the address as written, bits behind the prefix included
 * @param length how many bits count
 */
public record IpPrefix(IpAddress address, int length) {

    /**
     * Reads a prefix.
     *
     * @param text an address, a slash and a length
     * @return the prefix, or empty where the text is none
     */
    public static Optional<IpPrefix> parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0 || !text.substring(slash + 1).matches("0|[1-9][0-9]{0,2}")) {
            return Optional.empty();
        }
        int length = Integer.parseInt(text.substring(slash + 1));
        return IpAddress.parse(text.substring(0, slash))
                .filter(address -> length <= (address.v6() ? 128 : 32))
                .map(address -> new IpPrefix(address, length));
    }

    /**
     * The first address.
     *
     * @return the address with all bits behind the prefix 0; two prefixes of the same network have the same
     */
    public IpAddress first() {
        return new IpAddress(address.v6(), address.high() & highMask(), address.low() & lowMask());
    }

    /**
     * The last address.
     *
     * @return the address with all bits behind the prefix 1
     */
    public IpAddress last() {
        long low = address.low() | ~lowMask();
        return address.v6()
                ? new IpAddress(true, address.high() | ~highMask(), low)
                : new IpAddress(false, 0, low & 0xFFFFFFFFL);
    }

    /**
     * Whether an address is in it.
     *
     * @param other the address
     * @return true when it is, and of the same family
     */
    public boolean contains(IpAddress other) {
        return other.v6() == address.v6() && first().compareTo(other) <= 0 && other.compareTo(last()) <= 0;
    }

    private long highMask() {
        return !address.v6() ? 0 : ones(Math.min(length, 64));
    }

    private long lowMask() {
        return address.v6() ? ones(Math.max(length - 64, 0)) : ones(length + 32);
    }

    /** As many ones from the left. */
    private static long ones(int count) {
        return count == 0 ? 0 : -1L << (64 - count);
    }

    @Override
    public String toString() {
        return address + "/" + length;
    }
}
