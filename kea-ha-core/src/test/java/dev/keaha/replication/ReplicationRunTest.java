package dev.keaha.replication;

import static dev.keaha.replication.Trio.BACKUP;
import static dev.keaha.replication.Trio.PARTNER;
import static dev.keaha.replication.Trio.PRIMARY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keaha.command.TransportFailure;
import dev.keaha.config.KeaConfig;
import dev.keaha.config.KeaVersion;
import dev.keaha.ha.HaMode;
import dev.keaha.ha.HaState;
import dev.keaha.json.Json;
import dev.keaha.json.JsonChange;
import dev.keaha.json.JsonNumber;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReplicationRunTest {

    private static final int MANY = 600;

    /** A trio whose primary has a subnet more than the others. */
    private static Trio drifted(HaMode mode) {
        Trio trio = new Trio(mode);
        trio.peer(PRIMARY).running = trio.peer(PRIMARY).running.with(Trio.withSubnet(7));
        return trio;
    }

    private static ReplicationReport replicate(Trio trio) {
        return trio.run(ReplicationPlanner.plan(trio.request(PRIMARY)));
    }

    private static ReplicationReport change(Trio trio, String source) {
        KeaConfig edit = trio.peer(source).running.with(Trio.withSubnet(9));
        return trio.run(ReplicationPlanner.plan(trio.request(source).withEdit(edit)));
    }

    private static PeerOutcome outcome(ReplicationReport report, String peer) {
        return report.peer(peer).orElseThrow().outcome();
    }

    private static String text(ReplicationReport report, String peer) {
        return report.peer(peer).orElseThrow().text();
    }

    private static List<JsonChange> drift(Trio trio, String peer) {
        return LocalSettings.DEFAULT.differences(trio.peer(PRIMARY).running, trio.peer(peer).running, peer);
    }

    // The good way.

    @ParameterizedTest
    @ValueSource(strings = {"load-balancing", "hot-standby", "passive-backup"})
    void everyPeerGetsTheSourcesConfigurationAndKeepsItsOwnSettings(String mode) {
        Trio trio = drifted(HaMode.of(mode));
        KeaConfig source = trio.peer(PRIMARY).running;

        ReplicationReport report = replicate(trio);

        assertThat(outcome(report, PRIMARY)).isEqualTo(PeerOutcome.UP_TO_DATE);
        assertThat(trio.peer(PRIMARY).running).isEqualTo(source);
        assertThat(trio.sent).noneMatch(line -> line.startsWith("server1 config"));
        trio.peers.values().stream().filter(peer -> !peer.name.equals(PRIMARY)).forEach(peer -> {
            assertThat(outcome(report, peer.name)).isEqualTo(PeerOutcome.REPLICATED);
            assertThat(drift(trio, peer.name)).isEmpty();
            assertThat(peer.file).isEqualTo(peer.running);
            assertThat(peer.state).isEqualTo(peer.normal());
            assertThat(peer.running.toString())
                    .contains("/run/" + peer.name + ".sock", "eth-" + peer.name, "/var/log/" + peer.name)
                    .contains("/" + peer.name + "/libdhcp_ha.so");
            assertThat(trio.relationship(peer.name).thisServerName()).isEqualTo(peer.name);
        });
        assertThat(report.common()).contains(source);
    }

    @Test
    void thePlanAfterwardsIsEmpty() {
        Trio trio = drifted(HaMode.LOAD_BALANCING);
        replicate(trio);

        assertThat(ReplicationPlanner.plan(trio.request(PRIMARY)).upToDate()).isTrue();
    }

    @Test
    void backupsComeFirstAndOneAtATime() {
        Trio trio = drifted(HaMode.LOAD_BALANCING);

        replicate(trio);

        assertThat(trio.changesSent())
                .containsExactly(
                        "server3 config-set", "server3 config-write", "server2 config-set", "server2 config-write");
        assertThat(trio.sent.indexOf("server2 config-test")).isGreaterThan(trio.sent.indexOf("server3 config-write"));
        assertThat(trio.unserved()).isZero();
    }

    @Test
    void whatIsAskedBeforeAChangeDependsOnTheVersion() {
        Trio trio = drifted(HaMode.HOT_STANDBY);
        trio.peers.values().forEach(peer -> peer.version = KeaVersion.of(2, 2, 0));

        ReplicationReport report = replicate(trio);

        assertThat(outcome(report, PARTNER)).isEqualTo(PeerOutcome.REPLICATED);
        assertThat(trio.sent).doesNotContain("server2 config-hash-get");
        assertThat(trio.sent.subList(0, 2)).containsExactly("server3 config-test", "server3 config-get");
    }

    @Test
    void anEditIsMadeAtTheSourceFirst() {
        Trio trio = new Trio(HaMode.LOAD_BALANCING);

        ReplicationReport report = change(trio, PRIMARY);

        assertThat(report.peers()).extracting(PeerResult::outcome).containsOnly(PeerOutcome.REPLICATED);
        assertThat(trio.changesSent())
                .startsWith("server1 config-set", "server1 config-write", "server3 config-set", "server3 config-write")
                .endsWith("server2 config-set", "server2 config-write");
        assertThat(trio.peer(PARTNER).running.toString()).contains("\"id\":9");
        assertThat(report.archived()).extracting(ArchivedConfig::peer).containsExactly(PRIMARY, BACKUP, PARTNER);
        assertThat(report.archived().get(0).config()).isEqualTo(Trio.config(HaMode.LOAD_BALANCING, PRIMARY));
    }

    @Test
    void theOthersGetWhatTheSourceMadeOfTheEdit() {
        Trio trio = new Trio(HaMode.HOT_STANDBY);
        trio.peers
                .values()
                .forEach(peer -> peer.fillIn = config -> config.with(dhcp -> dhcp.has("t1-percent")
                        ? dhcp
                        : dhcp.with("t1-percent", JsonNumber.of(peer.name.equals(PRIMARY) ? 50 : 60))));

        ReplicationReport report = change(trio, PRIMARY);

        assertThat(report.peers()).extracting(PeerResult::outcome).containsOnly(PeerOutcome.REPLICATED);
        assertThat(trio.peer(BACKUP).running.dhcp().integer("t1-percent")).hasValue(50);
    }

    @Test
    void nothingIsSentForARefusedPlan() {
        Trio trio = drifted(HaMode.LOAD_BALANCING);
        ReplicationPlan plan = ReplicationPlanner.plan(
                trio.request(PRIMARY).withPolicy(ReplicationPolicy.DEFAULT.withReplicate(false)));

        ReplicationReport report = trio.run(plan);

        assertThat(trio.sent).isEmpty();
        assertThat(outcome(report, PARTNER)).isEqualTo(PeerOutcome.NOT_TRIED);
        assertThat(report.refusals()).extracting(Refusal::code).containsExactly(Refusal.Code.SWITCHED_OFF);
        assertThat(report.common()).isEmpty();
    }

    // Every other outcome.

    @Test
    void aPeerThatRefusesTheTestKeepsWhatItHas() {
        Trio trio = drifted(HaMode.LOAD_BALANCING);
        trio.peer(BACKUP).refuses("config-test", 1, "bad subnet (<wire>:0:7)");

        ReplicationReport report = replicate(trio);

        assertThat(outcome(report, BACKUP)).isEqualTo(PeerOutcome.REFUSED);
        assertThat(text(report, BACKUP)).contains("bad subnet");
        assertThat(outcome(report, PARTNER)).as("others go on").isEqualTo(PeerOutcome.REPLICATED);
        assertThat(trio.sent).doesNotContain("server3 config-set");
    }

    @Test
    void aSetRefusedWhileParsingIsHarmless() {
        Trio trio = drifted(HaMode.LOAD_BALANCING);
        trio.peer(BACKUP).refuses("config-set", 1, "unknown keyword (<wire>:0:7)");

        ReplicationReport report = replicate(trio);

        assertThat(outcome(report, BACKUP)).isEqualTo(PeerOutcome.REFUSED);
        assertThat(outcome(report, PARTNER)).isEqualTo(PeerOutcome.REPLICATED);
        assertThat(trio.sent).filteredOn("server3 config-set"::equals).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.2.0", "2.6.3", "3.0.4"})
    void aPushThatTakesTheHooksAwayIsRolledBack(String version) {
        Trio trio = drifted(HaMode.LOAD_BALANCING);
        trio.peers.values().forEach(peer -> peer.version = KeaVersion.parse(version));
        KeaConfig before = trio.peer(BACKUP).running;
        trio.peer(BACKUP).chokesOn = config -> config.toString().contains("\"id\":7");

        ReplicationReport report = replicate(trio);

        assertThat(outcome(report, BACKUP)).isEqualTo(PeerOutcome.ROLLED_BACK);
        assertThat(text(report, BACKUP)).contains("One or more hook libraries failed to load");
        assertThat(trio.peer(BACKUP).running).isEqualTo(before);
        assertThat(trio.peer(BACKUP).hooks).isTrue();
        assertThat(trio.peer(BACKUP).state).isEqualTo(HaState.BACKUP);
        assertThat(outcome(report, PARTNER))
                .as("the next might end the same way")
                .isEqualTo(PeerOutcome.NOT_TRIED);
        assertThat(trio.sent).doesNotContain("server3 config-write");
    }

    @Test
    void aPeerThatCallsItsConfigurationDamagedGetsItsPreviousOneBack() {
        Trio trio = drifted(HaMode.LOAD_BALANCING);
        trio.peer(BACKUP).refuses("config-set", 5, "rollback impossible");

        ReplicationReport report = replicate(trio);

        assertThat(outcome(report, BACKUP)).isEqualTo(PeerOutcome.ROLLED_BACK);
        assertThat(text(report, BACKUP)).contains("rollback impossible");
        assertThat(trio.changesSent()).containsExactly("server3 config-set", "server3 config-set");
    }

    @Test
    void puttingBackGoesOnWhenOneCommandDoesNotArrive() {
        Trio trio = drifted(HaMode.LOAD_BALANCING);
        Trio.Peer backup = trio.peer(BACKUP);
        backup.chokesOn = config -> config.toString().contains("\"id\":7");
        backup.fault("config-set", backup::obeyed).isNotReached("config-set");

        assertThat(outcome(replicate(trio), BACKUP)).isEqualTo(PeerOutcome.ROLLED_BACK);
        assertThat(trio.changesSent()).endsWith("server3 config-reload");
        assertThat(backup.hooks).isTrue();
    }

    @Test
    void theFileOnDiskHelpsWherePuttingBackFails() {
        Trio trio = drifted(HaMode.LOAD_BALANCING);
        trio.peer(PARTNER).chokesOn = config -> config.toString().contains("\"id\":7");
        trio.peer(PARTNER).fault("config-set", trio.peer(PARTNER)::obeyed);
        trio.peer(PARTNER).refuses("config-set", 1, "not now");

        ReplicationReport report = replicate(trio);

        assertThat(outcome(report, PARTNER)).isEqualTo(PeerOutcome.ROLLED_BACK);
        assertThat(trio.changesSent()).endsWith("server2 config-set", "server2 config-set", "server2 config-reload");
        assertThat(trio.peer(PARTNER).hooks).isTrue();
    }

    @Test
    void aPeerThatNothingHelpsIsBroken() {
        Trio trio = drifted(HaMode.LOAD_BALANCING);
        trio.peer(BACKUP).chokesOn = config -> true;

        ReplicationReport report = replicate(trio);

        assertThat(outcome(report, BACKUP)).isEqualTo(PeerOutcome.BROKEN);
        assertThat(outcome(report, PARTNER)).isEqualTo(PeerOutcome.NOT_TRIED);
        assertThat(text(report, PARTNER)).contains("server3 ended as broken");
        assertThat(report.common()).isEmpty();
    }

    @Test
    void aPeerThatDoesNotReturnToItsNormalStateIsRolledBack() {
        Trio trio = drifted(HaMode.HOT_STANDBY);
        trio.peer(PARTNER).stalledBy = config -> config.toString().contains("\"id\":7");

        ReplicationReport report = replicate(trio);

        assertThat(outcome(report, PARTNER)).isEqualTo(PeerOutcome.ROLLED_BACK);
        assertThat(text(report, PARTNER)).contains("its state was waiting");
        assertThat(trio.peer(PARTNER).state).isEqualTo(HaState.HOT_STANDBY);
        assertThat(drift(trio, PARTNER)).isNotEmpty();
    }

    @Test
    void aPeerThatStaysOutOfItsNormalStateIsBroken() {
        Trio trio = drifted(HaMode.HOT_STANDBY);
        trio.peer(PARTNER).stalledBy = config -> true;

        assertThat(outcome(replicate(trio), PARTNER)).isEqualTo(PeerOutcome.BROKEN);
    }

    @Test
    void aLostAnswerIsSettledByReadingBack() {
        Trio trio = drifted(HaMode.LOAD_BALANCING);
        trio.peer(PARTNER).losesAnswer("config-set");

        ReplicationReport report = replicate(trio);

        assertThat(outcome(report, PARTNER)).isEqualTo(PeerOutcome.REPLICATED);
        assertThat(trio.sent)
                .filteredOn("server2 config-set"::equals)
                .as("never sent again")
                .hasSize(1);
    }

    @Test
    void aLostCommandIsSettledByReadingBack() {
        Trio trio = drifted(HaMode.LOAD_BALANCING);
        trio.peer(BACKUP).losesCommand("config-set");

        ReplicationReport report = replicate(trio);

        assertThat(outcome(report, BACKUP)).isEqualTo(PeerOutcome.NOT_TRIED);
        assertThat(text(report, BACKUP)).contains("had no effect");
        assertThat(outcome(report, PARTNER)).isEqualTo(PeerOutcome.REPLICATED);
        assertThat(trio.sent).filteredOn("server3 config-set"::equals).hasSize(1);
        assertThat(trio.sent)
                .filteredOn("server3 config-get"::equals)
                .as("looked twice")
                .hasSize(2);
    }

    @Test
    void aLostAnswerThatHidesABrokenHaIsRolledBack() {
        Trio trio = drifted(HaMode.LOAD_BALANCING);
        trio.peer(PARTNER).chokesOn = config -> config.toString().contains("\"id\":7");
        trio.peer(PARTNER).losesAnswer("config-set");

        assertThat(outcome(replicate(trio), PARTNER)).isEqualTo(PeerOutcome.ROLLED_BACK);
        assertThat(trio.peer(PARTNER).hooks).isTrue();
    }

    @Test
    void aPeerThatNeverAnswersAgainIsUnknown() {
        Trio trio = drifted(HaMode.LOAD_BALANCING);
        Trio.Peer backup = trio.peer(BACKUP);
        backup.fault("config-set", command -> {
            backup.die(TransportFailure.REFUSED);
            return backup.answer(command) instanceof RunObservation.Failed failed
                    ? new RunObservation.Failed(failed.failure(), true, failed.detail())
                    : new RunObservation.Nothing();
        });

        ReplicationReport report = replicate(trio);

        assertThat(outcome(report, BACKUP)).isEqualTo(PeerOutcome.UNKNOWN);
        assertThat(outcome(report, PARTNER)).isEqualTo(PeerOutcome.NOT_TRIED);
    }

    @Test
    void aCommandThatNeverArrivedChangesNothing() {
        Trio trio = drifted(HaMode.LOAD_BALANCING);
        trio.peer(BACKUP).isNotReached("config-set");

        ReplicationReport report = replicate(trio);

        assertThat(outcome(report, BACKUP)).isEqualTo(PeerOutcome.NOT_TRIED);
        assertThat(outcome(report, PARTNER)).isEqualTo(PeerOutcome.REPLICATED);
    }

    @Test
    void aPeerThatCannotWriteItsFileIsNotPersisted() {
        Trio trio = drifted(HaMode.LOAD_BALANCING);
        for (int i = 0; i < 10; i++) {
            trio.peer(BACKUP).refuses("config-write", 1, "not allowed to write");
        }

        ReplicationReport report = replicate(trio);

        assertThat(outcome(report, BACKUP)).isEqualTo(PeerOutcome.NOT_PERSISTED);
        assertThat(text(report, BACKUP)).contains("not allowed to write");
        assertThat(drift(trio, BACKUP)).isEmpty();
        assertThat(outcome(report, PARTNER)).isEqualTo(PeerOutcome.REPLICATED);
    }

    @Test
    void writingIsTriedAgain() {
        Trio trio = drifted(HaMode.LOAD_BALANCING);
        trio.peer(BACKUP).refuses("config-write", 1, "disk full");
        trio.peer(PARTNER).losesAnswer("config-write");

        ReplicationReport report = replicate(trio);

        assertThat(outcome(report, BACKUP)).isEqualTo(PeerOutcome.REPLICATED);
        assertThat(outcome(report, PARTNER)).isEqualTo(PeerOutcome.REPLICATED);
    }

    @Test
    void aDifferenceThatSurvivesThePushIsNotPushedAgain() {
        Trio trio = drifted(HaMode.LOAD_BALANCING);
        trio.peer(PARTNER).fillIn = config -> config.with(dhcp -> dhcp.with("valid-lifetime", JsonNumber.of(4000)));

        ReplicationReport report = replicate(trio);

        assertThat(outcome(report, PARTNER)).isEqualTo(PeerOutcome.DIFFERS);
        assertThat(text(report, PARTNER)).contains("valid-lifetime");
        ProvenPairs proven =
                ProvenPairs.fromJson(report.proven(ProvenPairs.NONE).toJson());
        ReplicationPlan next = ReplicationPlanner.plan(trio.request(PRIMARY).withProven(proven));
        assertThat(next.steps()).isEmpty();
        assertThat(next.upToDate()).isTrue();
        assertThat(next.changes()).containsOnlyKeys(PARTNER);

        trio.peer(PARTNER).running = trio.peer(PARTNER).running.with(Trio.withSubnet(99));
        assertThat(ReplicationPlanner.plan(trio.request(PRIMARY).withProven(proven))
                        .steps())
                .as("a change there makes it worth pushing again")
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.2.0", "3.0.4"})
    void aPeerThatWasChangedSinceThePlanIsLeftAlone(String version) {
        Trio trio = drifted(HaMode.LOAD_BALANCING);
        trio.peers.values().forEach(peer -> peer.version = KeaVersion.parse(version));
        ReplicationPlan plan = ReplicationPlanner.plan(trio.request(PRIMARY));
        trio.peer(BACKUP).running = trio.peer(BACKUP).running.with(Trio.withSubnet(99));

        ReplicationReport report = trio.run(plan);

        assertThat(outcome(report, BACKUP)).isEqualTo(PeerOutcome.NOT_TRIED);
        assertThat(text(report, BACKUP)).contains("changed after the plan was made");
        assertThat(trio.peer(BACKUP).running.toString()).contains("\"id\":99");
    }

    @Test
    void aServingPeerIsLeftAloneWhileItsPartnerDoesNotServe() {
        for (Consumer<Trio.Peer> trouble : List.<Consumer<Trio.Peer>>of(
                peer -> peer.state = HaState.WAITING,
                peer -> peer.state = HaState.COMMUNICATION_RECOVERY,
                peer -> peer.state = HaState.TERMINATED,
                peer -> peer.hooks = false,
                peer -> peer.failure = TransportFailure.REFUSED)) {
            Trio trio = drifted(HaMode.LOAD_BALANCING);
            ReplicationPlan plan = ReplicationPlanner.plan(trio.request(PRIMARY));
            trouble.accept(trio.peer(PRIMARY));

            ReplicationReport report = trio.run(plan);

            assertThat(outcome(report, PARTNER)).isEqualTo(PeerOutcome.NOT_TRIED);
            assertThat(text(report, PARTNER)).contains("server1 would not serve meanwhile");
            assertThat(trio.changesSent()).noneMatch(line -> line.startsWith(PARTNER));
        }
    }

    @Test
    void aPeerThatDoesNotAnswerBeforehandIsNotTried() {
        for (String question : List.of("config-test", "config-hash-get")) {
            Trio trio = drifted(HaMode.LOAD_BALANCING);
            trio.peer(BACKUP).losesCommand(question);

            ReplicationReport report = replicate(trio);

            assertThat(outcome(report, BACKUP)).isEqualTo(PeerOutcome.NOT_TRIED);
            assertThat(outcome(report, PARTNER)).isEqualTo(PeerOutcome.REPLICATED);
        }
    }

    @Test
    void aLeaseFileCleanupIsWaitedFor() {
        Trio trio = drifted(HaMode.LOAD_BALANCING);
        String text = "Can not update configuration while lease file cleanup process is running.";
        for (int i = 0; i < 3; i++) {
            trio.peer(BACKUP).refuses("config-test", 1, text).refuses("config-set", 1, text);
        }

        ReplicationReport report = replicate(trio);

        assertThat(outcome(report, BACKUP)).isEqualTo(PeerOutcome.REPLICATED);
        assertThat(trio.sent).filteredOn("server3 config-set"::equals).hasSize(4);
    }

    @Test
    void aLeaseFileCleanupIsNotWaitedForForEver() {
        Trio trio = drifted(HaMode.LOAD_BALANCING);
        for (int i = 0; i < MANY; i++) {
            trio.peer(BACKUP).refuses("config-set", 1, "lease file cleanup process is running");
        }

        assertThat(outcome(replicate(trio), BACKUP)).isEqualTo(PeerOutcome.REFUSED);
        assertThat(Duration.between(Trio.START, trio.now)).isLessThan(Duration.ofMinutes(6));
    }

    @Test
    void whenTheSourceRefusesItsEditNobodyGetsIt() {
        for (String command : List.of("config-test", "config-set")) {
            Trio trio = new Trio(HaMode.LOAD_BALANCING);
            trio.peer(PRIMARY).refuses(command, 1, "no (<wire>:0:1)");

            ReplicationReport report = change(trio, PRIMARY);

            assertThat(outcome(report, PRIMARY)).isEqualTo(PeerOutcome.REFUSED);
            assertThat(outcome(report, PARTNER)).isEqualTo(PeerOutcome.NOT_TRIED);
            assertThat(text(report, PARTNER)).contains("The source did not take the change");
            assertThat(outcome(report, BACKUP)).isEqualTo(PeerOutcome.NOT_TRIED);
        }
    }

    @Test
    void aPairThatDoesNotComeTogetherAgainIsNotTouchedFurther() {
        Trio trio = new Trio(HaMode.LOAD_BALANCING);
        Trio.Peer partner = trio.peer(PARTNER);
        trio.peer(PRIMARY).fillIn = config -> {
            partner.state = HaState.TERMINATED;
            return config;
        };

        ReplicationReport report = change(trio, PRIMARY);

        assertThat(outcome(report, PRIMARY)).isEqualTo(PeerOutcome.REPLICATED);
        assertThat(text(report, PRIMARY)).contains("server2 is not at work");
        assertThat(outcome(report, BACKUP)).as("nobody depends on it").isEqualTo(PeerOutcome.REPLICATED);
        assertThat(outcome(report, PARTNER)).isEqualTo(PeerOutcome.NOT_TRIED);
    }

    @Test
    void thePartnerMayLeaveItsNormalStateForAMoment() {
        Trio trio = drifted(HaMode.LOAD_BALANCING);
        Trio.Peer primary = trio.peer(PRIMARY);
        trio.peer(PARTNER).fillIn = config -> {
            primary.state = HaState.COMMUNICATION_RECOVERY;
            return config;
        };
        List<String> seen = new ArrayList<>();

        ReplicationReport report = trio.run(
                ReplicationRun.begin(ReplicationPlanner.plan(trio.request(PRIMARY)), trio.now), (step, next) -> {
                    if (trio.sent.size() > 3
                            && trio.sent.get(trio.sent.size() - 1).equals("server1 status-get")) {
                        seen.add(primary.state.word());
                        if (seen.size() == 5) {
                            primary.state = HaState.LOAD_BALANCING;
                            trio.peer(PARTNER).restartHa();
                        }
                    }
                    if (next instanceof RunStep.Send send
                            && send.command().name().equals("config-write")) {
                        assertThat(trio.peer(send.peer()).state)
                                .isEqualTo(trio.peer(send.peer()).normal());
                    }
                    return null;
                });

        assertThat(outcome(report, PARTNER)).isEqualTo(PeerOutcome.REPLICATED);
        assertThat(text(report, PARTNER)).doesNotContain("not at work");
        assertThat(seen).contains("communication-recovery");
    }

    @Test
    void aPeerWhosePartnerDiesMeanwhileGoesOnAlone() {
        Trio trio = drifted(HaMode.HOT_STANDBY);
        trio.peer(PARTNER).fillIn = config -> {
            trio.peer(PRIMARY).die(TransportFailure.REFUSED);
            return config;
        };

        ReplicationReport report = replicate(trio);

        assertThat(outcome(report, PARTNER)).isEqualTo(PeerOutcome.REPLICATED);
        assertThat(text(report, PARTNER)).contains("server1 is not at work");
        assertThat(trio.peer(PARTNER).state).isEqualTo(HaState.PARTNER_DOWN);
    }

    @Test
    void aPeerWithoutHooksIsMended() {
        Trio trio = new Trio(HaMode.LOAD_BALANCING);
        trio.peer(PARTNER).hooks = false;
        trio.peer(PRIMARY).state = HaState.PARTNER_DOWN;
        ReplicationPlan plan = ReplicationPlanner.plan(trio.request(PRIMARY));
        assertThat(plan.steps()).hasSize(1);
        trio.peer(PARTNER).fillIn = config -> {
            trio.peer(PRIMARY).state = HaState.LOAD_BALANCING;
            return config;
        };

        assertThat(outcome(trio.run(plan), PARTNER)).isEqualTo(PeerOutcome.REPLICATED);
        assertThat(trio.peer(PARTNER).hooks).isTrue();
    }

    // The lone survivor.

    @ParameterizedTest
    @EnumSource(
            value = TransportFailure.class,
            names = {"REFUSED", "UNREACHABLE", "TIMED_OUT", "DAEMON_OFFLINE"})
    void aLoneSurvivorServesAgainAtOnce(TransportFailure how) {
        for (HaMode mode : List.of(HaMode.LOAD_BALANCING, HaMode.HOT_STANDBY)) {
            Trio trio = new Trio(mode);
            trio.peer(PRIMARY).die(how);

            ReplicationReport report = change(trio, PARTNER);

            assertThat(outcome(report, PARTNER)).isEqualTo(PeerOutcome.REPLICATED);
            assertThat(outcome(report, BACKUP)).isEqualTo(PeerOutcome.REPLICATED);
            assertThat(outcome(report, PRIMARY)).isEqualTo(PeerOutcome.NOT_TRIED);
            assertThat(trio.peer(PARTNER).state).isEqualTo(HaState.PARTNER_DOWN);
            assertThat(trio.changesSent())
                    .startsWith("server2 config-set", "server2 ha-maintenance-start", "server2 config-write");
            assertThat(trio.unserved()).isLessThan(Duration.ofSeconds(1));
        }
    }

    @Test
    void aPartnerThatIsBackStopsTheShortWay() {
        Trio trio = new Trio(HaMode.HOT_STANDBY);
        trio.peer(PRIMARY).die(TransportFailure.REFUSED);
        ReplicationPlan plan = ReplicationPlanner.plan(
                trio.request(PARTNER).withEdit(trio.peer(PARTNER).running.with(Trio.withSubnet(9))));
        trio.peer(PRIMARY).failure = null;

        ReplicationReport report = trio.run(plan);

        assertThat(outcome(report, PARTNER)).isEqualTo(PeerOutcome.NOT_TRIED);
        assertThat(text(report, PARTNER)).contains("answers again");
        assertThat(trio.changesSent()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = TransportFailure.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"REFUSED", "UNREACHABLE", "TIMED_OUT", "DAEMON_OFFLINE"})
    void aPartnerThatMerelyDoesNotLetUsAskCountsAsLiving(TransportFailure how) {
        Trio trio = new Trio(HaMode.HOT_STANDBY);
        trio.peer(PRIMARY).die(TransportFailure.REFUSED);
        ReplicationPlan plan = ReplicationPlanner.plan(
                trio.request(PARTNER).withEdit(trio.peer(PARTNER).running.with(Trio.withSubnet(9))));
        trio.peer(PRIMARY).failure = how;

        ReplicationReport report = trio.run(plan);

        assertThat(outcome(report, PARTNER)).isEqualTo(PeerOutcome.NOT_TRIED);
        assertThat(trio.changesSent()).isEmpty();
    }

    @Test
    void aSurvivorThatIsNotAloneAnyMoreIsLeftAlone() {
        Trio trio = new Trio(HaMode.HOT_STANDBY);
        trio.peer(PRIMARY).die(TransportFailure.REFUSED);
        ReplicationPlan plan = ReplicationPlanner.plan(
                trio.request(PARTNER).withEdit(trio.peer(PARTNER).running.with(Trio.withSubnet(9))));
        trio.peer(PRIMARY).alive = true;

        assertThat(outcome(trio.run(plan), PARTNER)).isEqualTo(PeerOutcome.NOT_TRIED);
        assertThat(trio.changesSent()).isEmpty();
    }

    @Test
    void aPartnerThatComesBackDuringTheShortWayIsNotTakenOver() {
        Trio trio = new Trio(HaMode.HOT_STANDBY);
        trio.peer(PRIMARY).die(TransportFailure.REFUSED);
        trio.peer(PARTNER).fillIn = config -> {
            trio.peer(PRIMARY).failure = null;
            trio.peer(PRIMARY).alive = true;
            trio.peer(PRIMARY).state = HaState.HOT_STANDBY;
            return config;
        };

        ReplicationReport report = change(trio, PARTNER);

        assertThat(outcome(report, PARTNER)).isEqualTo(PeerOutcome.REPLICATED);
        assertThat(trio.sent).doesNotContain("server2 ha-maintenance-start");
        assertThat(trio.peer(PARTNER).state).isEqualTo(HaState.HOT_STANDBY);
    }

    @Test
    void aPartnerThatComesBackAndDoesNotLetUsAskIsNotTakenOver() {
        Trio trio = new Trio(HaMode.HOT_STANDBY);
        trio.peer(PRIMARY).die(TransportFailure.REFUSED);
        trio.peer(PARTNER).fillIn = config -> {
            trio.peer(PRIMARY).failure = TransportFailure.UNAUTHORIZED;
            return config;
        };

        ReplicationReport report = change(trio, PARTNER);

        assertThat(outcome(report, PARTNER)).isEqualTo(PeerOutcome.REPLICATED);
        assertThat(trio.sent).doesNotContain("server2 ha-maintenance-start");
    }

    @Test
    void aPartnerThatLivesAfterAllIsGivenItsWorkBack() {
        Trio trio = new Trio(HaMode.LOAD_BALANCING);
        trio.peer(PRIMARY).die(TransportFailure.REFUSED);
        // The daemon is back, only its management address is not.
        trio.peer(PARTNER).fillIn = config -> {
            trio.peer(PRIMARY).alive = true;
            trio.peer(PRIMARY).state = HaState.LOAD_BALANCING;
            return config;
        };

        ReplicationReport report = change(trio, PARTNER);

        assertThat(outcome(report, PARTNER)).isEqualTo(PeerOutcome.REPLICATED);
        assertThat(trio.changesSent())
                .startsWith("server2 config-set", "server2 ha-maintenance-start", "server2 ha-maintenance-cancel");
        assertThat(trio.peer(PRIMARY).state).isEqualTo(HaState.LOAD_BALANCING);
        assertThat(trio.peer(PARTNER).state).isEqualTo(HaState.LOAD_BALANCING);
    }

    @Test
    void aLoneSurvivorIsHelpedAlsoWhenItsPushIsUndone() {
        Trio trio = new Trio(HaMode.HOT_STANDBY);
        trio.peer(PRIMARY).die(TransportFailure.REFUSED);
        trio.peer(PARTNER).chokesOn = config -> config.toString().contains("\"id\":9");

        ReplicationReport report = change(trio, PARTNER);

        assertThat(outcome(report, PARTNER)).isEqualTo(PeerOutcome.ROLLED_BACK);
        assertThat(trio.changesSent())
                .containsExactly("server2 config-set", "server2 config-set", "server2 ha-maintenance-start");
        assertThat(trio.unserved()).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void withConsentAServerMayStopTheService() {
        Trio trio = new Trio(HaMode.HOT_STANDBY);
        trio.peer(PRIMARY).die(TransportFailure.REFUSED);
        trio.peer(PRIMARY).failure = TransportFailure.UNAUTHORIZED;
        KeaConfig edit = trio.peer(PARTNER).running.with(Trio.withSubnet(9));

        ReplicationReport report = trio.run(ReplicationPlanner.plan(trio.request(PARTNER)
                .withEdit(edit)
                .withPolicy(ReplicationPolicy.DEFAULT.withAllowInterruption(true))));

        assertThat(outcome(report, PARTNER)).isEqualTo(PeerOutcome.REPLICATED);
        assertThat(trio.sent).doesNotContain("server2 ha-maintenance-start");
        assertThat(trio.unserved()).isBetween(Trio.MAX_RESPONSE.minusSeconds(2), Trio.MAX_RESPONSE.plusSeconds(2));
    }

    // Cut off and taken up.

    private enum Story {
        GOOD,
        LOST_ANSWER,
        LOST_COMMAND,
        CHOKES,
        STALLS,
        ALONE,
        ALONE_CHOKES;

        Trio trio() {
            Trio trio = new Trio(HaMode.LOAD_BALANCING);
            Trio.Peer partner = trio.peer(PARTNER);
            switch (this) {
                case LOST_ANSWER -> partner.losesAnswer("config-set");
                case LOST_COMMAND -> partner.losesCommand("config-set");
                case CHOKES, ALONE_CHOKES ->
                    partner.chokesOn = config -> config.toString().contains("\"id\":9");
                case STALLS -> partner.stalledBy = config -> config.toString().contains("\"id\":9");
                default -> {}
            }
            if (this == ALONE || this == ALONE_CHOKES) {
                trio.peer(PRIMARY).die(TransportFailure.REFUSED);
            }
            return trio;
        }

        RunJournal begin(Trio trio) {
            String source = this == ALONE || this == ALONE_CHOKES ? PARTNER : PRIMARY;
            return ReplicationRun.begin(
                    ReplicationPlanner.plan(trio.request(source)
                            .withEdit(trio.peer(source).running.with(Trio.withSubnet(9)))),
                    trio.now);
        }
    }

    @ParameterizedTest
    @EnumSource(Story.class)
    void aJournalThatWasStoredTellsTheSameStory(Story story) {
        Trio one = story.trio();
        Trio other = story.trio();

        ReplicationReport report = one.run(story.begin(one), (step, next) -> null);
        ReplicationReport stored =
                other.run(stored(story.begin(other)), (step, next) -> null, ReplicationRunTest::stored);

        assertThat(stored).isEqualTo(report);
        assertThat(other.sent).isEqualTo(one.sent);
    }

    private static RunJournal stored(RunJournal journal) {
        RunJournal stored =
                RunJournal.fromJson(Json.parseObject(journal.toJson().toJson()));
        assertThat(stored).isEqualTo(journal);
        return stored;
    }

    /** Cut off before and after each command, with the journal that was stored last. */
    @ParameterizedTest
    @EnumSource(Story.class)
    void aRunThatWasCutOffIsFinishedOrUndone(Story story) {
        for (int at : commands(story)) {
            for (boolean carriedOut : List.of(false, true)) {
                Trio trio = story.trio();
                RunJournal[] last = {story.begin(trio)};
                ReplicationReport report = trio.run(last[0], (step, next) -> {
                    if (next instanceof RunStep.Send send && send.command().changes()) {
                        last[0] = next.journal();
                    }
                    if (step != at) {
                        return null;
                    }
                    if (carriedOut) {
                        trio.send((RunStep.Send) next);
                    }
                    return ReplicationRun.resume(stored(last[0]), trio.now);
                });
                String when = story + (carriedOut ? " after " : " before ") + "step " + at + ": " + report + trio.sent;
                check(trio, report, when);
            }
        }
    }

    /** The steps at which a command is sent, without those that only ask the same again. */
    private static List<Integer> commands(Story story) {
        Trio trio = story.trio();
        List<Integer> steps = new ArrayList<>();
        List<String> before = new ArrayList<>(List.of(""));
        trio.run(story.begin(trio), (step, next) -> {
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

    private static void check(Trio trio, ReplicationReport report, String when) {
        assertThat(report.peers()).as(when).hasSize(3);
        for (Trio.Peer peer : trio.peers.values()) {
            if (peer.failure != null) {
                continue;
            }
            assertThat(peer.hooks).as(when).isTrue();
            assertThat(peer.serves() || !peer.role.isActive()).as(when).isTrue();
            boolean isNew = peer.running.toString().contains("\"id\":9");
            PeerOutcome outcome = report.peer(peer.name).orElseThrow().outcome();
            switch (outcome) {
                case REPLICATED -> {
                    assertThat(isNew).as(when).isTrue();
                    assertThat(peer.file).as(when).isEqualTo(peer.running);
                }
                case NOT_TRIED, ROLLED_BACK -> assertThat(isNew).as(when).isFalse();
                default -> throw new AssertionError("unexpected " + outcome + ": " + when);
            }
        }
    }

    @Test
    void aResumedRunBeginsNothingNew() {
        Trio trio = drifted(HaMode.LOAD_BALANCING);
        RunJournal begun = ReplicationRun.begin(ReplicationPlanner.plan(trio.request(PRIMARY)), trio.now);

        ReplicationReport report = trio.run(ReplicationRun.resume(begun, trio.now), (step, next) -> null);

        assertThat(trio.sent).isEmpty();
        assertThat(outcome(report, PARTNER)).isEqualTo(PeerOutcome.NOT_TRIED);
        assertThat(text(report, PARTNER)).contains("cut off");
    }

    @Test
    void nothingThatIsShownHoldsASecret() {
        Trio trio = drifted(HaMode.LOAD_BALANCING);
        trio.peer(PARTNER).running = trio.peer(PARTNER)
                .running
                .with(dhcp ->
                        dhcp.withObject("dhcp-queue-control", queue -> Json.object("password", "secret-of-the-queue")));
        StringBuilder shown = new StringBuilder();
        ReplicationPlan plan = ReplicationPlanner.plan(trio.request(PRIMARY));
        shown.append(plan).append(plan.toJson().toJson()).append(plan.steps());

        ReplicationReport report = trio.run(ReplicationRun.begin(plan, trio.now), (step, next) -> {
            shown.append(next).append(next.journal());
            return null;
        });
        shown.append(report).append(report.toJson().toJson()).append(report.archived());

        assertThat(shown.toString()).contains("server2").doesNotContain("secret-of");
    }

    @Test
    void theReportAsJsonHasTheShapeThatTheCommandLineShows() {
        Trio trio = drifted(HaMode.PASSIVE_BACKUP);

        assertThat(replicate(trio).toJson().toJson())
                .isEqualTo("{\"source\":\"server1\",\"peers\":["
                        + "{\"name\":\"server1\",\"source\":true,\"outcome\":\"up-to-date\",\"text\":\"It is the source.\"},"
                        + "{\"name\":\"server3\",\"source\":false,\"outcome\":\"replicated\","
                        + "\"text\":\"It has the source's configuration.\"}]}");
    }
}
