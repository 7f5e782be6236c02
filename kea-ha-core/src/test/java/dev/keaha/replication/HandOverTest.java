package dev.keaha.replication;

import static dev.keaha.replication.Trio.PARTNER;
import static dev.keaha.replication.Trio.PRIMARY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keaha.config.KeaConfig;
import dev.keaha.config.KeaVersion;
import dev.keaha.ha.HaMode;
import dev.keaha.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Full pushes with Kea's default timers: who serves whom at every moment, also when the run is cut off anywhere. */
@Tag("exhaustive")
class HandOverTest {

    private static final List<String> VERSIONS = List.of("2.2.0", "2.6.3", "3.0.4");

    static Stream<Arguments> pairs() {
        List<Arguments> pairs = new ArrayList<>();
        for (String version : VERSIONS) {
            for (HaMode mode : List.of(HaMode.HOT_STANDBY, HaMode.LOAD_BALANCING)) {
                pairs.add(Arguments.of(version, mode));
            }
        }
        return pairs.stream();
    }

    private static LivePair pair(String version, HaMode mode, long phase) {
        return new LivePair(mode, KeaVersion.parse(version), Duration.ofMillis(phase));
    }

    private static RunJournal change(LivePair pair) {
        KeaConfig edit = pair.server(PRIMARY).running.with(Trio.withSubnet(9));
        return ReplicationRun.begin(ReplicationPlanner.plan(pair.request().withEdit(edit)), pair.now);
    }

    /** Whatever the distance between the two servers' heartbeats. */
    @ParameterizedTest
    @MethodSource("pairs")
    void aFullPushIsHardlyNoticed(String version, HaMode mode) {
        for (long phase = 100; phase < 10_000; phase += 700) {
            LivePair pair = pair(version, mode, phase);

            ReplicationReport report = pair.run(change(pair), (step, next) -> null);

            String when = version + " " + mode + " " + phase + ": " + report + pair.sent;
            assertThat(report.peers()).as(when).extracting(PeerResult::outcome).containsOnly(PeerOutcome.REPLICATED);
            assertThat(pair.isNormal()).as(when).isTrue();
            assertThat(pair.longestGap()).as(when).isLessThan(Duration.ofMillis(500));
            assertThat(pair.unserved()).as(when).isLessThan(Duration.ofMillis(1_500));
            assertThat(pair.server(PARTNER).running.toString()).contains("\"id\":9");
        }
    }

    @Test
    void thePlanSaysSo() {
        LivePair pair = pair("3.0.4", HaMode.LOAD_BALANCING, 5_000);
        KeaConfig edit = pair.server(PRIMARY).running.with(Trio.withSubnet(9));

        ReplicationPlan plan = ReplicationPlanner.plan(pair.request().withEdit(edit));

        assertThat(plan.steps()).extracting(PlanStep::action).containsOnly(StepAction.CONFIG_SET_HANDED_OVER);
        assertThat(plan.toString().toLowerCase(Locale.ROOT)).contains("its partner serves its clients meanwhile");
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void aConfigurationThatTakesHaAwayIsUndoneWhileThePartnerServes(String version, HaMode mode) {
        LivePair pair = pair(version, mode, 4_000);
        pair.server(PRIMARY).chokesOn = config -> config.toString().contains("\"id\":9");

        ReplicationReport report = pair.run(change(pair), (step, next) -> null);

        assertThat(report.peer(PRIMARY).orElseThrow().outcome())
                .as(report.toString())
                .isEqualTo(PeerOutcome.ROLLED_BACK);
        assertThat(pair.isNormal()).isTrue();
        assertThat(pair.longestGap()).isLessThan(Duration.ofSeconds(1));
    }

    /** Cut off before and after each command, with the journal that was stored last. */
    @ParameterizedTest
    @MethodSource("pairs")
    void aRunThatWasCutOffIsFinishedOrUndone(String version, HaMode mode) {
        for (Consumer<LivePair> trouble : List.<Consumer<LivePair>>of(
                pair -> {},
                pair -> pair.server(PRIMARY).chokesOn =
                        config -> config.toString().contains("\"id\":9"))) {
            for (Duration away : List.of(Duration.ZERO, Duration.ofSeconds(45))) {
                cutOffAnywhere(version, mode, trouble, away);
            }
        }
    }

    private static void cutOffAnywhere(String version, HaMode mode, Consumer<LivePair> trouble, Duration away) {
        LivePair whole = pair(version, mode, 4_000);
        trouble.accept(whole);
        for (int at : commands(whole)) {
            for (boolean carriedOut : List.of(false, true)) {
                LivePair pair = pair(version, mode, 4_000);
                trouble.accept(pair);
                RunJournal[] last = {change(pair)};
                ReplicationReport report = pair.run(last[0], (step, next) -> {
                    if (next instanceof RunStep.Send send && send.command().changes()) {
                        last[0] = next.journal();
                    }
                    if (step != at) {
                        return null;
                    }
                    if (carriedOut) {
                        pair.send((RunStep.Send) next);
                    }
                    pair.pass(away);
                    return ReplicationRun.resume(
                            RunJournal.fromJson(
                                    Json.parseObject(last[0].toJson().toJson())),
                            pair.now);
                });
                String when = version + " " + mode + (carriedOut ? " after" : " before") + " step " + at + " away "
                        + away + ": " + report + pair.sent;
                pair.pass(LivePair.HEARTBEAT.multipliedBy(3));
                assertThat(pair.isNormal()).as(when).isTrue();
                for (String name : List.of(PRIMARY, PARTNER)) {
                    boolean isNew = pair.server(name).running.toString().contains("\"id\":9");
                    PeerOutcome outcome = report.peer(name).orElseThrow().outcome();
                    assertThat(outcome)
                            .as(when)
                            .isIn(PeerOutcome.REPLICATED, PeerOutcome.NOT_TRIED, PeerOutcome.ROLLED_BACK);
                    assertThat(isNew).as(when).isEqualTo(outcome == PeerOutcome.REPLICATED);
                }
            }
        }
    }

    /** The steps at which a command is sent, without those that only ask the same again. */
    private static List<Integer> commands(LivePair pair) {
        List<Integer> steps = new ArrayList<>();
        List<String> before = new ArrayList<>(List.of(""));
        pair.run(change(pair), (step, next) -> {
            if (next instanceof RunStep.Send send) {
                String command = send.peer() + " " + send.command().name();
                if (!before.get(0).equals(command)) {
                    steps.add(step);
                }
                before.set(0, command);
            }
            return null;
        });
        return steps;
    }
}
