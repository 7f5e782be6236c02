package dev.keaha.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keaha.config.DhcpService;
import dev.keaha.ha.RelationshipId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class WatchScheduleTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration INTERVAL = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private static WatchSchedule schedule(int prompt, int slow) {
        return new WatchSchedule(new WatchSchedule.Settings(INTERVAL, 0.2, prompt, slow, PATIENCE), 7);
    }

    private static RelationshipId id(int number) {
        return new RelationshipId(DhcpService.DHCP4, List.of("server1@http://10.0.0." + number + "/"));
    }

    @Test
    void looksAtEachOnceAnIntervalMoreOrLess() {
        WatchSchedule schedule = schedule(1, 1);
        schedule.add(id(1), START);
        schedule.add(id(1), START);
        Instant now = START;
        Set<Long> gaps = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            assertThat(schedule.begin(now)).containsExactly(id(1));
            assertThat(schedule.begin(now)).isEmpty();
            schedule.ended(id(1), now);
            Instant next = schedule.wake(now).orElseThrow();
            long gap = Duration.between(now, next).toMillis();
            assertThat(gap).isBetween(9_000L, 11_000L);
            assertThat(schedule.begin(next.minusMillis(1))).isEmpty();
            gaps.add(gap);
            now = next;
        }
        assertThat(gaps).hasSizeGreaterThan(500);
    }

    @Test
    void neverHasMorePromptLooksUnderWayThanAllowed() {
        WatchSchedule schedule = schedule(3, 2);
        for (int i = 0; i < 10; i++) {
            schedule.add(id(i), START);
        }
        assertThat(schedule.begin(START)).containsExactly(id(0), id(1), id(2));
        assertThat(schedule.begin(START)).isEmpty();
        schedule.ended(id(1), START);
        assertThat(schedule.begin(START)).containsExactly(id(3));
    }

    @Test
    void aSlowLookGivesItsPlaceToTheNext() {
        WatchSchedule schedule = schedule(1, 1);
        schedule.add(id(1), START);
        schedule.add(id(2), START);
        assertThat(schedule.begin(START)).containsExactly(id(1));
        assertThat(schedule.wake(START)).contains(START.plus(PATIENCE));
        assertThat(schedule.begin(START.plus(PATIENCE))).containsExactly(id(2));
    }

    @Test
    void whatWasSlowWaitsForWhatIsSlowOnly() {
        WatchSchedule schedule = schedule(10, 1);
        for (int i = 0; i < 3; i++) {
            schedule.add(id(i), START);
        }
        schedule.begin(START);
        Instant late = START.plus(INTERVAL);
        schedule.ended(id(0), late);
        schedule.ended(id(1), late);
        schedule.ended(id(2), START);
        Instant now = late.plusSeconds(20);
        assertThat(schedule.begin(now)).containsExactlyInAnyOrder(id(2), id(0));
        assertThat(schedule.begin(now.plusSeconds(5))).isEmpty();
        schedule.ended(id(0), now.plusMillis(100));
        assertThat(schedule.begin(now.plusMillis(100))).containsExactly(id(1));
    }

    @Test
    void isDueAtOnceWhenAskedFor() {
        WatchSchedule schedule = schedule(1, 1);
        schedule.add(id(1), START);
        schedule.begin(START);
        schedule.refresh(id(1), START);
        schedule.ended(id(1), START);
        assertThat(schedule.begin(START)).as("asked for while it was looked at").containsExactly(id(1));
        schedule.ended(id(1), START);
        assertThat(schedule.begin(START.plusSeconds(1))).isEmpty();
        schedule.refresh(id(1), START.plusSeconds(1));
        assertThat(schedule.begin(START.plusSeconds(1))).containsExactly(id(1));
    }

    @Test
    void whatIsRemovedDoesNotComeBack() {
        WatchSchedule schedule = schedule(1, 1);
        schedule.add(id(1), START);
        schedule.begin(START);
        schedule.remove(id(1));
        schedule.ended(id(1), START);
        schedule.refresh(id(1), START);
        assertThat(schedule.wake(START)).isEmpty();
        assertThat(schedule.begin(START.plusSeconds(100))).isEmpty();
        assertThat(schedule.size()).isZero();
        assertThat(schedule.underWay()).isZero();
    }

    /** A simulation: 2,000 relationships, of which 500 die together and take 30 s to say so. */
    @Test
    void deadOnesNeverDelayTheOthers() {
        long seed = 11;
        SplittableRandom random = new SplittableRandom(seed);
        WatchSchedule schedule = schedule(32, 64);
        int all = 2000;
        for (int i = 0; i < all; i++) {
            schedule.add(new RelationshipId(DhcpService.DHCP4, List.of("a@" + i)), START);
        }
        record End(Instant at, RelationshipId id) {}
        PriorityQueue<End> ends = new PriorityQueue<>((one, other) -> one.at().compareTo(other.at()));
        Map<RelationshipId, Instant> lastLook = new HashMap<>();
        List<Long> gaps = new ArrayList<>();
        Instant now = START;
        Instant deadFrom = START.plusSeconds(120);
        Instant end = START.plus(Duration.ofMinutes(20));
        while (now.isBefore(end)) {
            for (RelationshipId id : schedule.begin(now)) {
                boolean dead = !now.isBefore(deadFrom)
                        && Integer.parseInt(id.peers().get(0).substring(2)) < 500;
                Instant last = lastLook.put(id, now);
                if (last != null && !dead) {
                    gaps.add(Duration.between(last, now).toMillis());
                }
                ends.add(new End(now.plusMillis(dead ? 30_000 : 5 + random.nextInt(50)), id));
            }
            Instant wake = schedule.wake(now).orElse(end);
            if (!ends.isEmpty() && ends.peek().at().isBefore(wake)) {
                now = ends.peek().at().isAfter(now) ? ends.peek().at() : now;
                while (!ends.isEmpty() && !ends.peek().at().isAfter(now)) {
                    schedule.ended(ends.poll().id(), now);
                }
            } else {
                now = wake.isAfter(now) ? wake : now.plusMillis(1);
            }
        }
        gaps.sort(Long::compare);
        assertThat(gaps).hasSizeGreaterThan(100_000);
        assertThat(gaps.get(gaps.size() - 1))
                .as("longest gap between two looks at a living one, seed " + seed)
                .isLessThan(30_000L);
        assertThat(gaps.get(gaps.size() * 99 / 100)).as("99 of 100").isLessThan(13_000L);
    }

    @Test
    void theSameStoryWithTheSameSeedIsTheSameSchedule() {
        assertThat(story()).isEqualTo(story());
    }

    private static List<String> story() {
        WatchSchedule schedule = schedule(4, 4);
        for (int i = 0; i < 20; i++) {
            schedule.add(id(i), START);
        }
        List<String> story = new ArrayList<>();
        Instant now = START;
        for (int i = 0; i < 200; i++) {
            for (RelationshipId id : schedule.begin(now)) {
                story.add(now + " " + id);
                schedule.ended(id, now);
            }
            now = schedule.wake(now).orElseThrow();
        }
        return story;
    }
}
