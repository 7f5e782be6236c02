package dev.keaha.health;

import static dev.keaha.health.Scene.NOW;
import static dev.keaha.health.Scene.PRIMARY;
import static dev.keaha.health.Scene.STAND_IN;
import static dev.keaha.health.Scene.gone;
import static dev.keaha.health.Scene.look;

import dev.keaha.command.TransportFailure;
import dev.keaha.ha.HaMode;
import dev.keaha.ha.HaPeer;
import dev.keaha.ha.HaRelationship;
import dev.keaha.ha.HaState;
import dev.keaha.health.HealthMemory.PeerMemory;
import dev.keaha.health.HealthPolicy.EditedStandIn;
import dev.keaha.json.Json;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** For each kind of reason a relationship in which it arises; docs/verdict.md shows what is said then. */
final class Examples {

    static final HaRelationship BALANCING = Scene.relationship(HaMode.LOAD_BALANCING, 1);
    static final HaRelationship STANDBY = Scene.relationship(HaMode.HOT_STANDBY, 0);

    private static final Duration SECOND = Duration.ofSeconds(1);

    private Examples() {}

    /** One step. */
    record Example(
            HealthMemory memory, HaRelationship relationship, List<PeerObservation> observations, HealthPolicy policy) {

        static Example of(HaRelationship relationship, PeerObservation... observations) {
            return new Example(HealthMemory.EMPTY, relationship, List.of(observations), HealthPolicy.DEFAULT);
        }

        Example after(HealthMemory before) {
            return new Example(before, relationship, observations, policy);
        }

        Example with(HealthPolicy other) {
            return new Example(memory, relationship, observations, other);
        }

        HealthStep step() {
            return RelationshipStateMachine.next(memory, relationship, observations, NOW, policy);
        }

        Verdict verdict() {
            return step().verdict();
        }

        Reason reason(ReasonCode code) {
            return Scene.reason(verdict(), code);
        }
    }

    static HealthMemory memory(String source) {
        return new HealthMemory(Optional.of(source), false, Optional.empty(), Optional.empty(), Map.of());
    }

    static HaRelationship with(HaRelationship from, UnaryOperator<HaRelationship.Builder> change) {
        return Scene.relationship(from, change);
    }

    static HaRelationship withoutFailover(HaRelationship from, String name) {
        return with(
                from,
                builder -> builder.peers(from.peers().stream()
                        .map(peer -> peer.name().equals(name) ? noFailover(peer) : peer)
                        .toList()));
    }

    private static HaPeer noFailover(HaPeer peer) {
        HaPeer.Builder builder = HaPeer.builder();
        builder.from(peer);
        return builder.autoFailover(false).build();
    }

    /** The primary as given, everybody else at work. */
    private static Example primary(PeerObservation primary) {
        return Example.of(
                BALANCING,
                primary,
                look(BALANCING, STAND_IN).seen(),
                look(BALANCING, "backup1").seen());
    }

    private static Example failed(TransportFailure failure) {
        return primary(gone(PRIMARY, NOW, failure));
    }

    private static Example both(PeerObservation primary, PeerObservation standIn) {
        return Example.of(
                BALANCING, primary, standIn, look(BALANCING, "backup1").seen());
    }

    static Map<ReasonCode, Example> all() {
        HaRelationship atOnce = with(STANDBY, builder -> builder.maxUnackedClients(0));
        HaRelationship oneBackupLess =
                with(BALANCING, builder -> builder.peers(BALANCING.peers().subList(0, 2)));
        HealthMemory edited =
                new HealthMemory(Optional.of(STAND_IN), false, Optional.empty(), Optional.of(STAND_IN), Map.of());
        HealthMemory locked = new HealthMemory(
                Optional.of(PRIMARY),
                false,
                Optional.empty(),
                Optional.empty(),
                Map.of(
                        PRIMARY,
                        new PeerMemory(
                                Scene.RELOADED,
                                Optional.empty(),
                                Optional.of(NOW.minusSeconds(75)),
                                true,
                                Optional.empty())));
        Map<ReasonCode, Example> all = new EnumMap<>(ReasonCode.class);
        all.put(ReasonCode.NO_SOURCE, both(gone(PRIMARY), gone(STAND_IN)));
        all.put(ReasonCode.PEER_UNREACHABLE, failed(TransportFailure.REFUSED));
        all.put(ReasonCode.PEER_OFFLINE, failed(TransportFailure.DAEMON_OFFLINE));
        all.put(ReasonCode.LOGIN_REFUSED, failed(TransportFailure.UNAUTHORIZED));
        all.put(ReasonCode.FORBIDDEN, failed(TransportFailure.FORBIDDEN));
        all.put(ReasonCode.TLS_FAILED, failed(TransportFailure.TLS));
        all.put(ReasonCode.NOT_KEA, failed(TransportFailure.NOT_KEA));
        all.put(ReasonCode.NO_PROPER_ANSWER, failed(TransportFailure.SERVER_ERROR));
        all.put(ReasonCode.WRONG_SERVICE, failed(TransportFailure.WRONG_SERVICE));
        all.put(
                ReasonCode.WRONG_SERVER,
                primary(look(BALANCING, PRIMARY).localName(STAND_IN).seen()));
        all.put(
                ReasonCode.NOT_OBSERVED,
                primary(look(BALANCING, PRIMARY).at(NOW.minusSeconds(61)).seen()));
        all.put(
                ReasonCode.HA_NOT_LOADED,
                primary(look(BALANCING, PRIMARY).noHook().configured(null).seen()));
        all.put(
                ReasonCode.HA_NOT_RUNNING,
                primary(look(BALANCING, PRIMARY).noHook().seen()));
        all.put(
                ReasonCode.NO_RELATIONSHIP,
                primary(look(BALANCING, PRIMARY).configured(null).seen()));
        all.put(
                ReasonCode.RELATIONSHIP_DIFFERS,
                primary(look(BALANCING, PRIMARY)
                        .configured(with(BALANCING, builder -> builder.mode(HaMode.HOT_STANDBY)))
                        .seen()));
        all.put(
                ReasonCode.DISABLED_BY_USER,
                primary(look(BALANCING, PRIMARY).dhcp(true, false, false, true).seen()));
        all.put(
                ReasonCode.DISABLED_BY_DATABASE,
                primary(look(BALANCING, PRIMARY).dhcp(false, true, false, true).seen()));
        all.put(
                ReasonCode.DISABLED,
                primary(look(BALANCING, PRIMARY).dhcp(false, false, false, true).seen()));
        all.put(
                ReasonCode.PEER_STUCK,
                primary(look(BALANCING, PRIMARY).state(HaState.WAITING).seen()));
        all.put(
                ReasonCode.LOCK_STAYS,
                primary(look(BALANCING, PRIMARY).dhcp(false, false, true, true).seen())
                        .after(locked));
        all.put(
                ReasonCode.UNEXPECTED_STATE,
                primary(look(BALANCING, PRIMARY).state(HaState.HOT_STANDBY).seen()));
        all.put(
                ReasonCode.IN_MAINTENANCE,
                both(
                        look(BALANCING, PRIMARY).state(HaState.IN_MAINTENANCE).seen(),
                        look(BALANCING, STAND_IN)
                                .state(HaState.PARTNER_IN_MAINTENANCE)
                                .seen()));
        all.put(ReasonCode.PARTNER_IN_MAINTENANCE, all.get(ReasonCode.IN_MAINTENANCE));
        all.put(
                ReasonCode.PARTNER_DOWN,
                both(
                        gone(PRIMARY),
                        look(BALANCING, STAND_IN).state(HaState.PARTNER_DOWN).seen()));
        all.put(
                ReasonCode.COMMUNICATION_RECOVERY,
                both(
                        gone(PRIMARY),
                        look(BALANCING, STAND_IN)
                                .state(HaState.COMMUNICATION_RECOVERY)
                                .partner(HaState.UNAVAILABLE, false, SECOND)
                                .seen()));
        all.put(
                ReasonCode.TERMINATED,
                both(
                        look(BALANCING, PRIMARY).state(HaState.TERMINATED).seen(),
                        look(BALANCING, STAND_IN).state(HaState.TERMINATED).seen()));
        all.put(
                ReasonCode.ONE_TERMINATED,
                both(
                        look(BALANCING, PRIMARY).state(HaState.TERMINATED).seen(),
                        look(BALANCING, STAND_IN)
                                .state(HaState.WAITING)
                                .startedAgo(SECOND)
                                .seen()));
        all.put(
                ReasonCode.SPLIT_BRAIN,
                both(
                        look(BALANCING, PRIMARY).state(HaState.PARTNER_DOWN).seen(),
                        look(BALANCING, STAND_IN).state(HaState.PARTNER_DOWN).seen()));
        all.put(
                ReasonCode.PEERS_NOT_IN_TOUCH,
                both(
                        look(BALANCING, PRIMARY)
                                .partner(HaState.UNAVAILABLE, true, Duration.ofSeconds(70))
                                .seen(),
                        look(BALANCING, STAND_IN).seen()));
        all.put(
                ReasonCode.CLIENTS_NOT_SERVED,
                Example.of(
                        STANDBY,
                        gone(PRIMARY),
                        look(STANDBY, STAND_IN)
                                .partner(HaState.UNAVAILABLE, true, Duration.ofSeconds(70))
                                .unackedLeft(4)
                                .seen()));
        all.put(
                ReasonCode.CLOCK_SKEW_TOO_LARGE,
                both(
                        look(BALANCING, PRIMARY).skew(-75).seen(),
                        look(BALANCING, STAND_IN).skew(75).seen()));
        all.put(
                ReasonCode.STAND_IN_IS_SOURCE,
                both(
                        gone(PRIMARY),
                        look(BALANCING, STAND_IN).state(HaState.PARTNER_DOWN).seen()));
        all.put(
                ReasonCode.RETURN_DAMPED,
                primary(look(BALANCING, PRIMARY).seen())
                        .after(memory(STAND_IN))
                        .with(HealthPolicy.DEFAULT.withReturnDelay(Duration.ofSeconds(30))));
        all.put(
                ReasonCode.EDITS_UNDECIDED,
                primary(look(BALANCING, PRIMARY).seen())
                        .after(edited)
                        .with(HealthPolicy.DEFAULT.withEditedStandIn(EditedStandIn.HOLD)));
        all.put(
                ReasonCode.PEER_SETTLING,
                both(
                        look(BALANCING, PRIMARY).seen(),
                        look(BALANCING, STAND_IN)
                                .state(HaState.SYNCING)
                                .startedAgo(SECOND)
                                .seen()));
        all.put(ReasonCode.CLIENTS_WAIT, all.get(ReasonCode.PEER_SETTLING));
        all.put(
                ReasonCode.CLOCK_SKEW,
                both(
                        look(BALANCING, PRIMARY).clockAhead(-2).seen(),
                        look(BALANCING, STAND_IN).clockAhead(43).seen()));
        all.put(ReasonCode.PARTNER_SEES_PEER, failed(TransportFailure.TIMED_OUT));
        all.put(
                ReasonCode.PEERS_DIFFER,
                both(
                        look(BALANCING, PRIMARY).seen(),
                        look(BALANCING, STAND_IN)
                                .configured(Scene.as(oneBackupLess, STAND_IN))
                                .seen()));
        all.put(
                ReasonCode.LOCKED_BY_HA,
                primary(look(BALANCING, PRIMARY).dhcp(false, false, true, true).seen()));
        all.put(
                ReasonCode.DISABLED_NOT_VISIBLE,
                Example.of(
                        STANDBY,
                        look(STANDBY, PRIMARY).version(Scene.KEA_2_2).seen(),
                        look(STANDBY, STAND_IN).version(Scene.KEA_2_2).seen()));
        all.put(
                ReasonCode.FAILOVER_BY_TIME,
                Example.of(
                        atOnce,
                        gone(PRIMARY),
                        look(atOnce, STAND_IN).state(HaState.PARTNER_DOWN).seen()));
        all.put(
                ReasonCode.FAILOVER_BY_CLIENTS,
                Example.of(
                        STANDBY,
                        gone(PRIMARY),
                        look(STANDBY, STAND_IN).state(HaState.PARTNER_DOWN).seen()));
        HaRelationship manual = withoutFailover(STANDBY, STAND_IN);
        all.put(
                ReasonCode.NO_FAILOVER,
                Example.of(
                        manual,
                        gone(PRIMARY),
                        look(manual, STAND_IN)
                                .state(HaState.PARTNER_DOWN)
                                .scopes()
                                .seen()));
        HaRelationship hasty =
                with(STANDBY, builder -> builder.maxResponseDelay(5000).heartbeatDelay(10000));
        all.put(
                ReasonCode.CONFIGURATION_FINDING,
                Example.of(
                        hasty,
                        look(hasty, PRIMARY).seen(),
                        look(hasty, STAND_IN).seen()));
        all.put(
                ReasonCode.CONFIG_BACKEND,
                primary(look(BALANCING, PRIMARY).backend().seen()));
        all.put(
                ReasonCode.REPLICATION_SWITCHED_OFF,
                primary(look(BALANCING, PRIMARY).seen()).with(HealthPolicy.DEFAULT.withReplicate(false)));
        return all;
    }

    /** A configuration that asks HA to pause. */
    static HaRelationship pausing(HaRelationship from) {
        return with(
                from,
                builder -> builder.stateMachine(
                        Json.object("states", Json.array(Json.object("state", "waiting", "pause", "always")))));
    }
}
