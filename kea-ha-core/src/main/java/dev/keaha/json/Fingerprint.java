package dev.keaha.json;

/**
 * What a JSON value means, in 128 bits; see {@link JsonValue#fingerprint}. Stable over runs and machines, so that it may
 * be stored.
 *
 * @param high the upper 64 bits
 * @param low the lower 64 bits
 */
public record Fingerprint(long high, long low) {

    private static final long GOLDEN = 0x9E3779B97F4A7C15L;
    private static final long OTHER = 0xC2B2AE3D27D4EB4FL;

    /** Starts a value of a kind; the kinds are numbered so that "1" and 1 differ. */
    static Fingerprint tagged(int kind, long value) {
        return new Fingerprint(mix(value + kind * GOLDEN), mix(value ^ (kind * OTHER)));
    }

    static Fingerprint of(int kind, String text) {
        long h = kind * GOLDEN + text.length();
        long l = kind * OTHER - text.length();
        int i = 0;
        while (i < text.length()) {
            long block = 0;
            for (int n = 0; n < 4 && i < text.length(); n++, i++) {
                block = block << 16 | text.charAt(i);
            }
            h = mix(h ^ block);
            l = Long.rotateLeft(l, 29) * OTHER + mix(block + GOLDEN);
        }
        return new Fingerprint(h, mix(l));
    }

    /** This one followed by another: order matters. */
    Fingerprint then(Fingerprint next) {
        return new Fingerprint(mix(high * OTHER + next.high), mix(Long.rotateLeft(low, 23) ^ (next.low * GOLDEN)));
    }

    /** This one and another: order does not matter. */
    Fingerprint and(Fingerprint other) {
        return new Fingerprint(high + other.high, low + other.low);
    }

    private static long mix(long x) {
        long z = x + GOLDEN;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /**
     * Reads what {@link #toString} wrote.
     *
     * @param text 32 hexadecimal digits
     * @return the fingerprint
     * @throws IllegalArgumentException when the text is anything else
     */
    public static Fingerprint parse(String text) {
        if (!text.matches("[0-9a-f]{32}")) {
            throw new IllegalArgumentException(
                    "Not a fingerprint: expected 32 hexadecimal digits, found '" + text + "'");
        }
        return new Fingerprint(
                Long.parseUnsignedLong(text.substring(0, 16), 16), Long.parseUnsignedLong(text.substring(16), 16));
    }

    /** 32 hexadecimal digits. */
    @Override
    public String toString() {
        return String.format("%016x%016x", high, low);
    }
}
