package dev.keaha.testkit;

import java.math.BigInteger;
import java.util.Optional;

/** A pool: two addresses, or a prefix. */
record AddressRange(Ip first, Ip last) {

    static Optional<AddressRange> parse(String text) {
        int slash = text.indexOf('/');
        int dash = text.indexOf('-');
        if (slash >= 0) {
            return prefix(
                    text.substring(0, slash).strip(), text.substring(slash + 1).strip());
        }
        if (dash < 0) {
            return Optional.empty();
        }
        Optional<Ip> first = Ip.parse(text.substring(0, dash).strip());
        Optional<Ip> last = Ip.parse(text.substring(dash + 1).strip());
        return first.isPresent()
                        && last.isPresent()
                        && first.get().bits() == last.get().bits()
                        && first.get().compareTo(last.get()) <= 0
                ? Optional.of(new AddressRange(first.get(), last.get()))
                : Optional.empty();
    }

    private static Optional<AddressRange> prefix(String address, String length) {
        if (!length.matches("\\d{1,3}")) {
            return Optional.empty();
        }
        int bits = Integer.parseInt(length);
        return Ip.parse(address).filter(ip -> bits <= ip.bits()).map(ip -> {
            int free = ip.bits() - bits;
            BigInteger net = ip.value().shiftRight(free).shiftLeft(free);
            BigInteger end = net.add(BigInteger.ONE.shiftLeft(free)).subtract(BigInteger.ONE);
            return new AddressRange(new Ip(net, ip.bits()), new Ip(end, ip.bits()));
        });
    }

    /** Whether a text is two addresses that make no range: in the wrong order, or of two families. */
    static boolean isBackwards(String text) {
        int dash = text.indexOf('-');
        return dash >= 0
                && Ip.parse(text.substring(0, dash).strip()).isPresent()
                && Ip.parse(text.substring(dash + 1).strip()).isPresent();
    }

    BigInteger size() {
        return last.value().subtract(first.value()).add(BigInteger.ONE);
    }

    boolean isIn(String prefix) {
        return first.isIn(prefix) && last.isIn(prefix);
    }

    boolean overlaps(AddressRange other) {
        return first.compareTo(other.last) <= 0 && other.first.compareTo(last) <= 0;
    }

    /** As Kea shows it: a prefix where it is one, else two addresses. */
    @Override
    public String toString() {
        BigInteger size = size();
        boolean isPrefix = size.bitCount() == 1 && first.value().mod(size).signum() == 0;
        return isPrefix ? first + "/" + (first.bits() - size.getLowestSetBit()) : first + "-" + last;
    }
}
