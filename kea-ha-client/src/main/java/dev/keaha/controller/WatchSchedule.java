package dev.keaha.controller;

import dev.keaha.ha.RelationshipId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which relationship is looked at when. It knows no clock and no thread: it is told the time and what began and ended, and
 * the same story with the same seed gives the same schedule.
 *
 * <p>At most so many looks are prompt ones at a time. A look that takes longer than a moment gives its place to the next
 * and goes on as a slow one, so that dead servers, however many, never keep others waiting. Relationships that were slow
 * the last time begin as slow ones, of which there is a bounded number too: they wait for each other only.
 *
 * <p>Not safe for use by several threads.
 */
final class WatchSchedule {

    /**
     * How often, and how many at a time.
     *
     * @param interval the time between two looks at one relationship
     * @param jitter how much of the interval each one is moved by chance, 0 to 1: half of it earlier, half later
     * @param prompt how many looks may be under way, not counting slow ones
     * @param slow how many looks may begin at relationships that were slow the last time, while such are under way
     * @param patience after how long a look is a slow one
     */
    record Settings(Duration interval, double jitter, int prompt, int slow, Duration patience) {}

    private static final class Entry {
        private final RelationshipId id;
        private final long number;
        private Instant due;
        private @Nullable Instant running;
        private boolean slow;
        private boolean again;
        private boolean removed;

        Entry(RelationshipId id, long number, Instant due) {
            this.id = id;
            this.number = number;
            this.due = due;
        }
    }

    private static final Comparator<Entry> BY_TIME =
            Comparator.<Entry, Instant>comparing(entry -> entry.due).thenComparingLong(entry -> entry.number);

    private final Settings settings;
    private final SplittableRandom random;
    private final Map<RelationshipId, Entry> entries = new LinkedHashMap<>();
    private final TreeSet<Entry> promptQueue = new TreeSet<>(BY_TIME);
    private final TreeSet<Entry> slowQueue = new TreeSet<>(BY_TIME);
    private final Map<RelationshipId, Entry> running = new LinkedHashMap<>();
    private long numbers;

    WatchSchedule(Settings settings, long seed) {
        this.settings = settings;
        this.random = new SplittableRandom(seed);
    }

    /** Adds a relationship, due at once; without effect where it is there already. */
    void add(RelationshipId id, Instant now) {
        if (!entries.containsKey(id)) {
            Entry entry = new Entry(id, numbers++, now);
            entries.put(id, entry);
            promptQueue.add(entry);
        }
    }

    void remove(RelationshipId id) {
        Entry entry = entries.remove(id);
        if (entry != null) {
            entry.removed = true;
            dequeue(entry);
        }
    }

    private void dequeue(Entry entry) {
        promptQueue.remove(entry);
        slowQueue.remove(entry);
    }

    private void queue(Entry entry) {
        (entry.slow ? slowQueue : promptQueue).add(entry);
    }

    /** Makes it due at once, and once more where it is being looked at right now. */
    void refresh(RelationshipId id, Instant now) {
        Entry entry = entries.get(id);
        if (entry == null) {
            return;
        }
        if (entry.running != null) {
            entry.again = true;
        } else {
            dequeue(entry);
            entry.due = now;
            queue(entry);
        }
    }

    /** Those that begin now, in their order; each is under way until {@link #ended}. */
    List<RelationshipId> begin(Instant now) {
        List<RelationshipId> begun = new ArrayList<>();
        long prompt =
                running.values().stream().filter(entry -> !isSlow(entry, now)).count();
        long slow = running.size() - prompt;
        prompt = take(promptQueue, settings.prompt() - prompt, now, begun);
        take(slowQueue, settings.slow() - slow, now, begun);
        return begun;
    }

    private long take(TreeSet<Entry> queue, long places, Instant now, List<RelationshipId> begun) {
        long left = places;
        while (left > 0 && !queue.isEmpty() && !queue.first().due.isAfter(now)) {
            Entry entry = queue.pollFirst();
            entry.running = now;
            running.put(entry.id, entry);
            begun.add(entry.id);
            left--;
        }
        return left;
    }

    private boolean isSlow(Entry entry, Instant now) {
        return entry.slow || entry.running != null && !now.isBefore(entry.running.plus(settings.patience()));
    }

    /** A look came to its end. */
    void ended(RelationshipId id, Instant now) {
        Entry entry = running.remove(id);
        if (entry == null || entry.removed) {
            return;
        }
        Instant began = entry.running == null ? now : entry.running;
        entry.slow = !now.isBefore(began.plus(settings.patience()));
        entry.running = null;
        long interval = settings.interval().toMillis();
        long spread = Math.round(interval * settings.jitter());
        entry.due =
                entry.again ? now : now.plusMillis(interval - spread / 2 + (spread > 0 ? random.nextLong(spread) : 0));
        entry.again = false;
        queue(entry);
    }

    /** When {@link #begin} has something new to say; empty while it waits for one that is under way. */
    Optional<Instant> wake(Instant now) {
        Optional<Instant> place = running.values().stream()
                .filter(entry -> !isSlow(entry, now) && entry.running != null)
                .map(entry -> entry.running.plus(settings.patience()))
                .min(Comparator.naturalOrder());
        long prompt =
                running.values().stream().filter(entry -> !isSlow(entry, now)).count();
        long slow = running.size() - prompt;
        Optional<Instant> next = next(promptQueue, prompt < settings.prompt(), place);
        Optional<Instant> nextSlow = next(slowQueue, slow < settings.slow(), Optional.empty());
        return next.isEmpty() ? nextSlow : nextSlow.filter(next.get()::isAfter).or(() -> next);
    }

    private static Optional<Instant> next(TreeSet<Entry> queue, boolean hasPlace, Optional<Instant> place) {
        if (queue.isEmpty()) {
            return Optional.empty();
        }
        Instant due = queue.first().due;
        return hasPlace ? Optional.of(due) : place.map(free -> free.isAfter(due) ? free : due);
    }

    int size() {
        return entries.size();
    }

    int underWay() {
        return running.size();
    }
}
