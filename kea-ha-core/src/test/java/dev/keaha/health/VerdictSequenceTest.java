package dev.keaha.health;

import static dev.keaha.health.Scene.NOW;
import static dev.keaha.health.Scene.PRIMARY;
import static dev.keaha.health.Scene.STAND_IN;
import static dev.keaha.health.Scene.look;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keaha.command.TransportFailure;
import dev.keaha.ha.HaMode;
import dev.keaha.ha.HaRelationship;
import dev.keaha.ha.HaState;
import dev.keaha.health.HealthPolicy.EditedStandIn;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What memory makes of a history: all histories up to six steps over a reduced alphabet. */
@Tag("exhaustive")
class VerdictSequenceTest {

    private static final int LENGTH = 6;
    private static final Duration TICK = Duration.ofSeconds(10);
    private static final HaRelationship PAIR = Scene.relationship(HaMode.HOT_STANDBY, 0);

    /** What is seen of primary and standby, or done, in one step. */
    private enum Event {
        BOTH_ACTIVE("AA"),
        STAND_IN_SETTLES("As"),
        STAND_IN_AWAY("Ax"),
        PRIMARY_SETTLES("sA"),
        BOTH_SETTLE("ss"),
        STAND_IN_AWAY_PRIMARY_SETTLES("sx"),
        PRIMARY_AWAY("xA"),
        PRIMARY_AWAY_STAND_IN_SETTLES("xs"),
        BOTH_AWAY("xx"),
        STAND_IN_EDITED("xA"),
        STAND_IN_EDITED_AND_PRIMARY_BACK("AA"),
        DECIDED("AA");

        private final char primary;
        private final char standIn;

        Event(String both) {
            this.primary = both.charAt(0);
            this.standIn = both.charAt(1);
        }

        boolean edits() {
            return this == STAND_IN_EDITED || this == STAND_IN_EDITED_AND_PRIMARY_BACK;
        }
    }

    /** A history and what it led to. */
    private record Walk(List<Event> events, List<HealthStep> steps) {

        @Nullable
        Event last(int back) {
            return events.size() < back ? null : events.get(events.size() - back);
        }

        HealthStep step() {
            return steps.get(steps.size() - 1);
        }

        String source(int back) {
            return steps.size() < back
                    ? "unknown"
                    : steps.get(steps.size() - back).verdict().source().orElse("none");
        }
    }

    private interface Promise {
        void hold(Walk walk);
    }

    private static PeerObservation seen(String peer, char standing, char partner, Instant at, int edits) {
        HaState heard = partner == 'A' ? HaState.HOT_STANDBY : partner == 's' ? HaState.WAITING : HaState.UNAVAILABLE;
        HaState active = partner == 'x' ? HaState.PARTNER_DOWN : HaState.HOT_STANDBY;
        return switch (standing) {
            case 'A' ->
                look(PAIR, peer)
                        .at(at)
                        .state(active)
                        .partner(heard, partner == 'x', TICK)
                        .edited(edits)
                        .seen();
            case 's' ->
                look(PAIR, peer)
                        .at(at)
                        .state(HaState.WAITING)
                        .partner(heard, partner == 'x', TICK)
                        .edited(edits)
                        .seen();
            default -> Scene.gone(peer, at, TransportFailure.REFUSED);
        };
    }

    /** What is seen at each step of a history, by event and by how often the stand-in was edited before. */
    private static final List<List<Map<Event, List<PeerObservation>>>> SEEN = IntStream.range(0, LENGTH)
            .mapToObj(step -> IntStream.rangeClosed(0, LENGTH)
                    .mapToObj(edits -> seen(step, edits))
                    .toList())
            .toList();

    private static Instant time(int step) {
        return NOW.plus(TICK.multipliedBy(step));
    }

    private static Map<Event, List<PeerObservation>> seen(int step, int edits) {
        Map<Event, List<PeerObservation>> all = new EnumMap<>(Event.class);
        for (Event event : Event.values()) {
            all.put(
                    event,
                    List.of(
                            seen(PRIMARY, event.primary, event.standIn, time(step), 0),
                            seen(STAND_IN, event.standIn, event.primary, time(step), edits)));
        }
        return all;
    }

    private static HealthStep take(HealthMemory memory, Event event, int step, int edits, HealthPolicy policy) {
        HealthMemory before = event == Event.DECIDED ? memory.withEditsDecided() : memory;
        return RelationshipStateMachine.next(
                before, PAIR, SEEN.get(step).get(edits).get(event), time(step), policy);
    }

    private static long walk(Walk walk, List<Event> alphabet, HealthPolicy policy, Promise promise) {
        if (walk.events.size() == LENGTH) {
            return 1;
        }
        long count = walk.events.isEmpty() ? 0 : 1;
        for (Event event : alphabet) {
            HealthMemory memory =
                    walk.steps.isEmpty() ? HealthMemory.EMPTY : walk.step().memory();
            List<Event> events = new ArrayList<>(walk.events);
            events.add(event);
            List<HealthStep> steps = new ArrayList<>(walk.steps);
            int edits = (int) events.stream().filter(Event::edits).count();
            steps.add(take(memory, event, walk.events.size(), edits, policy));
            Walk longer = new Walk(events, steps);
            try {
                promise.hold(longer);
            } catch (AssertionError e) {
                throw new AssertionError(e.getMessage() + " after " + events, e);
            }
            count += walk(longer, alphabet, policy, promise);
        }
        return count;
    }

    private static long all(List<Event> alphabet, HealthPolicy policy, Promise promise) {
        long count = walk(new Walk(List.of(), List.of()), alphabet, policy, promise);
        System.out.println("(c) " + count + " histories over " + alphabet);
        return count;
    }

    private static void is(boolean promise, String what) {
        if (!promise) {
            throw new AssertionError(what);
        }
    }

    @Test
    void theSourceFollowsTheSpecification() {
        // A settling peer is seen at work before, or from its first sight on; the bound is out of the way.
        HealthPolicy patient = HealthPolicy.DEFAULT.withSettlingBound(Duration.ofDays(9));
        List<Event> alphabet = List.of(Event.values()).subList(0, 9);
        long count = all(alphabet, patient, walk -> {
            Event now = walk.last(1);
            String source = walk.source(1);
            String before = walk.source(2);
            Health health = walk.step().verdict().health();
            is(now.primary != 'A' || source.equals(PRIMARY), "the primary at work is the source");
            is(now.primary != 'x' || !source.equals(PRIMARY), "an absent primary is not");
            is(now.standIn != 'x' || !source.equals(STAND_IN), "an absent stand-in is not");
            is(now.primary == 'A' || now.standIn != 'A' || !source.equals("none"), "whoever is at work counts");
            is(
                    now.primary != 's' || !source.equals(PRIMARY) || !before.equals(STAND_IN) && !before.equals("none"),
                    "a settling primary gains nothing");
            is(
                    now.standIn != 's' || !source.equals(STAND_IN) || before.equals(STAND_IN),
                    "a settling stand-in gains nothing");
            is(
                    now.primary != 's' || !before.equals(PRIMARY) || source.equals(PRIMARY),
                    "a settling primary keeps its role");
            is(
                    now.primary == 'A' || now.standIn != 's' || !before.equals(STAND_IN) || source.equals(STAND_IN),
                    "a settling stand-in keeps its role");
            is(now != walk.last(2) || source.equals(before), "the same again changes nothing");
            is(now != Event.BOTH_ACTIVE || health == Health.OK, "all at work is OK at once");
            is(now != Event.BOTH_AWAY || health == Health.SERVICE_DOWN, "both away is Service down");
        });
        assertThat(count).isEqualTo(597_870);
    }

    @Test
    void settlingExpires() {
        HealthPolicy policy = HealthPolicy.DEFAULT.withSettlingBound(TICK.multipliedBy(2));
        List<Event> alphabet =
                List.of(Event.BOTH_ACTIVE, Event.STAND_IN_SETTLES, Event.STAND_IN_AWAY, Event.BOTH_SETTLE);
        long count = all(alphabet, policy, walk -> {
            // Settling since it was first seen so; a moment without an answer does not end that, being at work does.
            int since = -1;
            for (int i = 0; i < walk.events.size(); i++) {
                char standing = walk.events.get(i).standIn;
                since = standing == 'A' ? -1 : standing == 's' && since < 0 ? i : since;
            }
            boolean settles = walk.last(1).standIn == 's';
            // Seen settling at first sight, with a start of long ago, it is stuck from the beginning.
            boolean atFirstSight =
                    since >= 0 && walk.events.subList(0, since).stream().noneMatch(event -> event.standIn != 'x');
            boolean expired = settles && (atFirstSight || walk.events.size() - 1 - since > 2);
            PeerCondition found =
                    walk.step().verdict().peer(STAND_IN).orElseThrow().condition();
            is((found == PeerCondition.STUCK) == expired, "settling ends after two ticks, found " + found);
            is(!expired || walk.step().verdict().health() != Health.OK, "then it impairs");
        });
        assertThat(count).isEqualTo(5_460);
    }

    @Test
    void dampingHolds() {
        HealthPolicy policy =
                HealthPolicy.DEFAULT.withReturnDelay(TICK.multipliedBy(2)).withSettlingBound(Duration.ofDays(9));
        List<Event> alphabet = List.of(
                Event.BOTH_ACTIVE, Event.PRIMARY_AWAY, Event.PRIMARY_SETTLES, Event.STAND_IN_AWAY, Event.BOTH_AWAY);
        long count = all(alphabet, policy, walk -> {
            int active = 0;
            while (active < walk.events.size() && walk.last(active + 1).primary == 'A') {
                active++;
            }
            boolean stoodIn = walk.source(active + 1).equals(STAND_IN);
            boolean standInStayed = walk.events.subList(walk.events.size() - active, walk.events.size()).stream()
                    .noneMatch(event -> event.standIn == 'x');
            boolean damped = active >= 1 && active <= 2 && stoodIn && standInStayed;
            is(
                    active == 0 || walk.source(1).equals(damped ? STAND_IN : PRIMARY),
                    "who is the source of " + walk.source(1));
            is(damped == Scene.codes(walk.step().verdict()).contains(ReasonCode.RETURN_DAMPED), "probation is said");
            is(!damped || walk.step().verdict().replication() == ReplicationState.HELD, "and holds replication");
            HealthMemory memory = walk.step().memory();
            is(HealthMemory.fromJson(memory.toJson()).equals(memory), "memory survives the store");
        });
        assertThat(count).isEqualTo(19_530);
    }

    @Test
    void editsOnAStandInAreHeldUntilDecided() {
        HealthPolicy policy =
                HealthPolicy.DEFAULT.withEditedStandIn(EditedStandIn.HOLD).withSettlingBound(Duration.ofDays(9));
        List<Event> alphabet = List.of(
                Event.BOTH_ACTIVE,
                Event.PRIMARY_AWAY,
                Event.STAND_IN_EDITED,
                Event.STAND_IN_EDITED_AND_PRIMARY_BACK,
                Event.STAND_IN_AWAY,
                Event.DECIDED);
        long count = all(alphabet, policy, walk -> {
            boolean undecided = false;
            boolean seenBefore = false;
            for (int i = 0; i < walk.events.size(); i++) {
                Event event = walk.events.get(i);
                // An edit counts when the stand-in was the source at the look before, or is it now.
                boolean stoodIn = i > 0
                        && walk.steps
                                .get(i - 1)
                                .verdict()
                                .source()
                                .filter(STAND_IN::equals)
                                .isPresent();
                boolean edited = seenBefore && event.edits() && (stoodIn || event.primary == 'x');
                undecided = event == Event.DECIDED ? false : undecided || edited;
                seenBefore = seenBefore || event.standIn == 'A';
            }
            boolean primaryActive = walk.last(1).primary == 'A';
            Verdict verdict = walk.step().verdict();
            is(
                    Scene.codes(verdict).contains(ReasonCode.EDITS_UNDECIDED) == (undecided && primaryActive),
                    "an open decision is said");
            is(!undecided || !primaryActive || verdict.replication() == ReplicationState.HELD, "and holds replication");
            boolean stays =
                    undecided && walk.last(1).standIn == 'A' && walk.source(2).equals(STAND_IN);
            is(!primaryActive || walk.source(1).equals(stays ? STAND_IN : PRIMARY), "the stand-in stays the source");
        });
        assertThat(count).isEqualTo(55_986);
    }

    @Test
    void withoutTheHoldThePrimaryWins() {
        List<Event> alphabet = List.of(Event.BOTH_ACTIVE, Event.PRIMARY_AWAY, Event.STAND_IN_EDITED, Event.BOTH_AWAY);
        long count = all(alphabet, HealthPolicy.DEFAULT, walk -> {
            boolean primaryActive = walk.last(1).primary == 'A';
            is(!primaryActive || walk.source(1).equals(PRIMARY), "the primary is the source");
            is(!primaryActive || walk.step().memory().editedStandIn().isEmpty(), "and the edits are forgotten");
            is(
                    primaryActive
                            || walk.last(1) != Event.STAND_IN_EDITED
                            || !walk.source(2).equals(STAND_IN)
                            || walk.step().memory().editedStandIn().isPresent(),
                    "until then they are remembered");
        });
        assertThat(count).isEqualTo(5_460);
    }
}
