package dev.keaha.config;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A version of Kea, as {@code version-get} answers it in {@code text}. Ordered by its three numbers; a suffix
 * ({@code 3.2.0-git}) is carried, not compared.
 *
 * @param major first number
 * @param minor second number; odd ones are development versions
 * @param patch third number
 * @param suffix what follows the numbers, often empty
 */
public record KeaVersion(int major, int minor, int patch, String suffix) implements Comparable<KeaVersion> {

    private static final Pattern TEXT =
            Pattern.compile("(\\d{1,9})\\.(\\d{1,9})(?:\\.(\\d{1,9}))?(.*)", Pattern.DOTALL);
    private static final Comparator<KeaVersion> ORDER = Comparator.comparingInt(KeaVersion::major)
            .thenComparingInt(KeaVersion::minor)
            .thenComparingInt(KeaVersion::patch);

    /**
     * A release.
     *
     * @param major first number
     * @param minor second number
     * @param patch third number
     * @return the version
     */
    public static KeaVersion of(int major, int minor, int patch) {
        return new KeaVersion(major, minor, patch, "");
    }

    /**
     * Reads a version.
     *
     * @param text for example {@code 2.6.3}; a missing third number is 0
     * @return the version
     * @throws IllegalArgumentException when the text does not begin with two numbers
     */
    public static KeaVersion parse(String text) {
        Matcher matcher = TEXT.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "Not a Kea version: expected something like 2.6.3, found '" + text + "'");
        }
        String patch = matcher.group(3);
        return new KeaVersion(
                Integer.parseInt(matcher.group(1)),
                Integer.parseInt(matcher.group(2)),
                patch == null ? 0 : Integer.parseInt(patch),
                matcher.group(4));
    }

    /**
     * Whether this version is that one or newer.
     *
     * @param major first number
     * @param minor second number
     * @param patch third number
     * @return true when it is
     */
    public boolean atLeast(int major, int minor, int patch) {
        return compareTo(of(major, minor, patch)) >= 0;
    }

    /**
     * Whether Kea of this version takes hook libraries, and reads and writes sockets, leases and logs, in its own
     * directories only. Security fixes brought that to three branches at once.
     *
     * @return true from 2.4.2, 2.6.3 and 2.7.9 on
     */
    public boolean allowsItsOwnDirectoriesOnly() {
        return atLeast(2, 7, 9) || atLeast(2, 6, 3) && !atLeast(2, 7, 0) || atLeast(2, 4, 2) && !atLeast(2, 5, 0);
    }

    @Override
    public int compareTo(KeaVersion other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return major + "." + minor + "." + patch + suffix;
    }
}
