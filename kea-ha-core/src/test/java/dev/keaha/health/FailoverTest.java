package dev.keaha.health;

import static dev.keaha.health.Scene.NOW;
import static dev.keaha.health.Scene.PRIMARY;
import static dev.keaha.health.Scene.STAND_IN;
import static dev.keaha.health.Scene.gone;
import static dev.keaha.health.Scene.look;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keaha.command.TransportFailure;
import dev.keaha.ha.HaMode;
import dev.keaha.ha.HaRelationship;
import dev.keaha.ha.HaState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** S17: who serves a lost server's clients, when, and why not yet. */
class FailoverTest {

    private static final Duration LONG = Duration.ofSeconds(70);
    private static final String START = "The clients of server1 get no answer: ";

    private final HaRelationship standby = Scene.relationship(HaMode.HOT_STANDBY, 0);
    private final HaRelationship balancing = Scene.relationship(HaMode.LOAD_BALANCING, 0);

    private static Verdict verdict(HaRelationship relationship, PeerObservation... seen) {
        return RelationshipStateMachine.next(
                        Examples.memory(PRIMARY), relationship, List.of(seen), NOW, HealthPolicy.DEFAULT)
                .verdict();
    }

    private static String unserved(HaRelationship relationship, PeerObservation... seen) {
        return Scene.reason(verdict(relationship, seen), ReasonCode.CLIENTS_NOT_SERVED)
                .text();
    }

    private static Optional<String> rule(Verdict verdict, ReasonCode code, String peer) {
        return verdict.reasons().stream()
                .filter(reason -> reason.code() == code && reason.peer().equals(Optional.of(peer)))
                .map(Reason::text)
                .findFirst();
    }

    private static HaRelationship atOnce(HaRelationship relationship) {
        return Scene.relationship(relationship, builder -> builder.maxUnackedClients(0));
    }

    private static Scene.Look silent(HaRelationship relationship, String peer) {
        return look(relationship, peer).partner(HaState.UNAVAILABLE, true, LONG);
    }

    @Test
    void unansweredClientsDecide() {
        assertThat(unserved(
                        standby,
                        gone(PRIMARY),
                        silent(standby, STAND_IN).unackedLeft(7).seen()))
                .isEqualTo(START + "server1 is away, and server2 takes over when 7 more clients have tried in vain for"
                        + " over 10 s (max-unacked-clients).");
    }

    @Test
    void firstTheSilenceMustLast() {
        PeerObservation.Seen early = look(standby, STAND_IN)
                .partner(HaState.UNAVAILABLE, false, Duration.ofSeconds(3))
                .seen();
        assertThat(unserved(standby, gone(PRIMARY), early))
                .isEqualTo(
                        START + "server1 is away, and server2 takes over at the earliest 60 s after it heard the last"
                                + " of it.");
        HaRelationship quick = Scene.relationship(
                standby, builder -> builder.maxUnackedClients(0).maxResponseDelay(5000));
        PeerObservation.Seen earlyToo = look(quick, STAND_IN)
                .partner(HaState.UNAVAILABLE, false, Duration.ofSeconds(3))
                .seen();
        assertThat(unserved(quick, gone(PRIMARY), earlyToo))
                .isEqualTo(START + "server1 is away, and server2 takes over 5 s after it heard the last of it.");
        assertThat(unserved(
                        atOnce(standby),
                        gone(PRIMARY),
                        silent(atOnce(standby), STAND_IN).seen()))
                .endsWith("server2 takes over 60 s after it heard the last of it.");
    }

    @Test
    void theServersOwnParametersCount() {
        HaRelationship own = Scene.relationship(Scene.as(standby, STAND_IN), builder -> builder.maxAckDelay(2000));
        assertThat(unserved(
                        standby,
                        gone(PRIMARY),
                        silent(standby, STAND_IN).configured(own).seen()))
                .contains(" for over 2 s ");
    }

    @Test
    void somebodyDoesNotWantFailover() {
        HaRelationship manual = Examples.withoutFailover(balancing, STAND_IN);
        PeerObservation.Seen alone = look(manual, STAND_IN)
                .state(HaState.PARTNER_DOWN)
                .scopes(STAND_IN)
                .seen();
        Verdict verdict = verdict(manual, gone(PRIMARY), alone);
        assertThat(Scene.reason(verdict, ReasonCode.CLIENTS_NOT_SERVED).text())
                .isEqualTo(START + "server1 is away, and server2 is configured not to take over (auto-failover is"
                        + " false).");
        assertThat(rule(verdict, ReasonCode.NO_FAILOVER, STAND_IN))
                .contains(
                        "When server1 is lost, server2 does not take over its clients: auto-failover is false. They get"
                                + " no answer until it is back.");
        assertThat(verdict.health()).isEqualTo(Health.IMPAIRED);
    }

    @Test
    void theServersOwnFailoverCounts() {
        HaRelationship own = Scene.as(Examples.withoutFailover(balancing, STAND_IN), STAND_IN);
        Verdict verdict = verdict(
                balancing,
                look(balancing, PRIMARY).seen(),
                look(balancing, STAND_IN).configured(own).seen());
        assertThat(rule(verdict, ReasonCode.NO_FAILOVER, STAND_IN)).isPresent();
        assertThat(rule(verdict, ReasonCode.NO_FAILOVER, PRIMARY)).isEmpty();
    }

    @Test
    void scopesWereTakenAway() {
        assertThat(unserved(
                        balancing,
                        look(balancing, PRIMARY).scopes().seen(),
                        look(balancing, STAND_IN).seen()))
                .isEqualTo(START + "server1 is at work, but somebody told it not to serve them (ha-scopes).");
        assertThat(unserved(
                        balancing,
                        gone(PRIMARY),
                        look(balancing, STAND_IN)
                                .state(HaState.PARTNER_DOWN)
                                .scopes(STAND_IN)
                                .seen()))
                .isEqualTo(START + "server1 is away, and server2 was told not to serve them (ha-scopes).");
    }

    @Test
    void handedOverScopesAreServed() {
        Verdict verdict = verdict(
                standby,
                look(standby, PRIMARY).scopes().seen(),
                look(standby, STAND_IN).scopes(PRIMARY).seen());
        assertThat(verdict.health()).isEqualTo(Health.OK);
    }

    @Test
    void thePartnerCannot() {
        assertThat(unserved(
                        balancing,
                        gone(PRIMARY),
                        look(balancing, STAND_IN).state(HaState.TERMINATED).seen()))
                .isEqualTo(START + "server1 is away, and server2 has ended HA and serves only its own clients.");
        assertThat(unserved(
                        standby,
                        look(standby, PRIMARY)
                                .state(HaState.WAITING)
                                .startedAgo(Duration.ofSeconds(1))
                                .seen(),
                        gone(STAND_IN)))
                .isEqualTo(START + "server1 is starting, and server2 is away too.");
        HealthMemory standInWas = Examples.memory(STAND_IN);
        PeerObservation.Seen settling = look(standby, STAND_IN)
                .state(HaState.WAITING)
                .partner(HaState.UNAVAILABLE, false, LONG)
                .startedAgo(Duration.ofSeconds(1))
                .seen();
        Verdict verdict = RelationshipStateMachine.next(
                        standInWas, standby, List.of(gone(PRIMARY), settling), NOW, HealthPolicy.DEFAULT)
                .verdict();
        assertThat(Scene.reason(verdict, ReasonCode.CLIENTS_NOT_SERVED).text())
                .isEqualTo(START + "server1 is away, and server2 is starting.");
    }

    @Test
    void maintenanceWithoutCover() {
        assertThat(unserved(
                        standby,
                        look(standby, PRIMARY).state(HaState.IN_MAINTENANCE).seen(),
                        look(standby, STAND_IN).seen()))
                .startsWith(START + "server1 is in maintenance, and server2 takes over ");
    }

    @Test
    void theSecondaryHasClientsOfItsOwn() {
        Verdict verdict = verdict(
                balancing,
                look(balancing, PRIMARY)
                        .state(HaState.COMMUNICATION_RECOVERY)
                        .partner(HaState.UNAVAILABLE, false, Duration.ofSeconds(2))
                        .seen(),
                gone(STAND_IN));
        assertThat(Scene.reason(verdict, ReasonCode.CLIENTS_NOT_SERVED).peer()).contains(STAND_IN);
        Verdict hotStandby = verdict(
                standby,
                look(standby, PRIMARY)
                        .partner(HaState.UNAVAILABLE, false, Duration.ofSeconds(2))
                        .seen(),
                gone(STAND_IN));
        assertThat(Scene.codes(hotStandby)).doesNotContain(ReasonCode.CLIENTS_NOT_SERVED);
    }

    @Test
    void whoHasLostHaMayServe() {
        assertThat(Scene.codes(verdict(
                        balancing,
                        look(balancing, PRIMARY).noHook().seen(),
                        look(balancing, STAND_IN)
                                .partner(HaState.UNAVAILABLE, false, Duration.ofSeconds(2))
                                .seen())))
                .doesNotContain(ReasonCode.CLIENTS_NOT_SERVED);
        assertThat(Scene.codes(verdict(
                        balancing,
                        look(balancing, PRIMARY).scopes().seen(),
                        look(balancing, STAND_IN).noHook().seen())))
                .doesNotContain(ReasonCode.CLIENTS_NOT_SERVED);
    }

    @Test
    void aStarterIsWaitedForWhileItsPartnerWorks() {
        Verdict verdict = verdict(
                standby,
                look(standby, PRIMARY)
                        .state(HaState.READY)
                        .startedAgo(Duration.ofSeconds(1))
                        .seen(),
                look(standby, STAND_IN).seen());
        assertThat(Scene.reason(verdict, ReasonCode.CLIENTS_WAIT).text())
                .isEqualTo("The clients of server1 get no answer for the moment: server1 is starting.");
        assertThat(verdict.health()).isEqualTo(Health.OK);
    }

    // The rule of each server, always said.

    @Test
    void hotStandby() {
        Verdict verdict = verdict(
                standby, look(standby, PRIMARY).seen(), look(standby, STAND_IN).seen());
        assertThat(rule(verdict, ReasonCode.FAILOVER_BY_TIME, PRIMARY))
                .contains("When server2 is silent for 60 s, server1 goes on alone; it serves all clients anyway. Its"
                        + " max-unacked-clients has no effect.");
        assertThat(rule(verdict, ReasonCode.FAILOVER_BY_CLIENTS, STAND_IN))
                .contains("When server1 is silent for 60 s, server2 takes over once more than 10 clients have tried in"
                        + " vain for over 10 s. Until then the clients of server1 get no answer; in a quiet network that"
                        + " may be long.");
    }

    @Test
    void loadBalancing() {
        Verdict verdict = verdict(
                balancing,
                look(balancing, PRIMARY).seen(),
                look(balancing, STAND_IN)
                        .configured(Scene.as(atOnce(balancing), STAND_IN))
                        .seen());
        assertThat(rule(verdict, ReasonCode.FAILOVER_BY_CLIENTS, PRIMARY)).isPresent();
        assertThat(rule(verdict, ReasonCode.FAILOVER_BY_TIME, STAND_IN))
                .contains("When server1 is silent for 60 s, server2 takes over its clients at once (max-unacked-clients"
                        + " is 0).");
    }

    @Test
    void whoIsAwayHasNoRule() {
        Verdict verdict =
                verdict(standby, look(standby, PRIMARY).seen(), gone(STAND_IN, NOW, TransportFailure.TIMED_OUT));
        assertThat(verdict.reasons().stream()
                        .filter(reason -> reason.code().toString().contains("failover"))
                        .map(Reason::peer))
                .containsExactly(Optional.of(PRIMARY));
        HaRelationship passive = Scene.relationship(HaMode.PASSIVE_BACKUP, 1);
        assertThat(verdict(passive, Scene.normal(passive, NOW).toArray(PeerObservation[]::new))
                        .reasons())
                .isEmpty();
    }
}
