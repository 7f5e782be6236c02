package dev.keaha.testkit;

import dev.keaha.json.Fingerprint;
import dev.keaha.json.Json;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What happened to fake servers, in order: states, commands that came from outside, and what a test did to them. It keeps
 * the latest entries, and a fingerprint of all of them.
 *
 * <p>Safe for use by several threads.
 */
public final class Timeline {

    static final int KEPT = 2000;
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(ZoneOffset.UTC);

    /** What kind of thing happened. */
    public enum Kind {
        /** A server's HA machine entered a state. */
        STATE,
        /** A server answered a command from outside, or failed to. */
        COMMAND,
        /** A daemon started or ended, or a test did something to a server or its wires. */
        FAULT
    }

    /**
     * Something that happened.
     *
     * @param at when, in virtual time
     * @param server to which server
     * @param kind what kind of thing
     * @param text what, in a few words; holds no secrets
     */
    public record Entry(Instant at, String server, Kind kind, String text) {
        @Override
        public String toString() {
            return CLOCK.format(at) + "  " + server + "  " + text;
        }
    }

    private final Deque<Entry> entries = new ArrayDeque<>();
    private Fingerprint fingerprint = Json.value("").fingerprint();
    private long count;

    private final int kept;

    Timeline(int kept) {
        this.kept = kept;
    }

    synchronized void add(Instant at, String server, Kind kind, String text) {
        Entry entry = new Entry(at, server, kind, text);
        entries.add(entry);
        if (entries.size() > kept) {
            entries.remove();
        }
        count++;
        fingerprint = Json.array(fingerprint.toString(), at.toEpochMilli(), server, text)
                .fingerprint();
    }

    /**
     * The latest entries.
     *
     * @return up to 2000 unless {@link FakeRelationship.Builder#keeping} says otherwise, oldest first
     */
    public synchronized List<Entry> entries() {
        return List.copyOf(entries);
    }

    /**
     * How many entries there ever were.
     *
     * @return the count
     */
    public synchronized long count() {
        return count;
    }

    /**
     * All entries there ever were, in one value: two runs went the same way when theirs are equal.
     *
     * @return the fingerprint
     */
    public synchronized Fingerprint fingerprint() {
        return fingerprint;
    }

    /** The latest entries, a line each, oldest first. */
    @Override
    public String toString() {
        return entries().stream().map(Entry::toString).collect(Collectors.joining("\n"));
    }
}
