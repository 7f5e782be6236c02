package dev.keaha.json;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.OptionalLong;

/**
 * A JSON number of any size, with the spelling it was read in. Equality is numeric: {@code 1}, {@code 1.0} and
 * {@code 1e0} are equal.
 */
public final class JsonNumber implements JsonValue {

    private final String spelling;

    private JsonNumber(String spelling) {
        this.spelling = spelling;
    }

    /**
     * A whole number.
     *
     * @param value the number
     * @return its JSON value
     */
    public static JsonNumber of(long value) {
        return new JsonNumber(Long.toString(value));
    }

    /**
     * A number of any size and precision.
     *
     * @param value the number
     * @return its JSON value
     */
    public static JsonNumber of(BigDecimal value) {
        return new JsonNumber(value.toString());
    }

    /** The number as the parser met it, which has checked that it is one. */
    static JsonNumber spelled(String spelling) {
        return new JsonNumber(spelling);
    }

    /**
     * The number as it was written.
     *
     * @return for example {@code 1e3}
     */
    public String spelling() {
        return spelling;
    }

    /**
     * The exact value.
     *
     * @return the value as a decimal
     */
    public BigDecimal decimal() {
        return new BigDecimal(spelling);
    }

    /**
     * The value as a long.
     *
     * @return the whole number, or empty where it has a fraction or does not fit 64 bits
     */
    public OptionalLong integer() {
        if (isShortWhole()) {
            return OptionalLong.of(Long.parseLong(spelling));
        }
        try {
            return OptionalLong.of(decimal().longValueExact());
        } catch (ArithmeticException notWholeOrTooLarge) {
            return OptionalLong.empty();
        }
    }

    /**
     * Whether the spelling is that of a whole number, without fraction and exponent. Kea's types go by the spelling:
     * where it wants an integer it refuses {@code 1.0} and {@code 1e3}.
     *
     * @return true when there is neither a point nor an exponent
     */
    public boolean isSpelledWhole() {
        return spelling.chars().noneMatch(c -> c == '.' || c == 'e' || c == 'E');
    }

    private boolean isShortWhole() {
        if (spelling.length() > 18) {
            return false;
        }
        for (int i = 0; i < spelling.length(); i++) {
            char c = spelling.charAt(i);
            if ((c < '0' || c > '9') && !(c == '-' && i == 0)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String kind() {
        return "a number";
    }

    @Override
    public Fingerprint fingerprint() {
        if (isShortWhole()) {
            return Fingerprint.tagged(4, Long.parseLong(spelling));
        }
        BigDecimal plain = decimal().stripTrailingZeros();
        if (plain.scale() <= 0 && (long) plain.precision() - plain.scale() <= 19) {
            BigInteger whole = plain.toBigIntegerExact();
            if (whole.bitLength() < 64) {
                return Fingerprint.tagged(4, whole.longValueExact());
            }
        }
        return Fingerprint.of(4, plain.toString());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof JsonNumber that
                && (spelling.equals(that.spelling) || fingerprint().equals(that.fingerprint()));
    }

    @Override
    public int hashCode() {
        return fingerprint().hashCode();
    }

    @Override
    public String toString() {
        return spelling;
    }
}
