package dev.keaha.health;

import static dev.keaha.health.Scene.NOW;
import static dev.keaha.health.Scene.PRIMARY;
import static dev.keaha.health.Scene.STAND_IN;
import static dev.keaha.health.Scene.codes;
import static dev.keaha.health.Scene.gone;
import static dev.keaha.health.Scene.look;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keaha.ha.HaMode;
import dev.keaha.ha.HaRelationship;
import dev.keaha.ha.HaState;
import dev.keaha.ha.PeerRole;
import dev.keaha.health.PushPermission.Level;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** One daemon in several relationships (B11). */
class DaemonVerdictTest {

    private final HaRelationship first = Scene.relationship(HaMode.HOT_STANDBY, 0);
    private final HaRelationship second = HaRelationship.builder()
            .thisServerName("hub")
            .mode(HaMode.HOT_STANDBY)
            .addPeers(Scene.peer("spoke", PeerRole.PRIMARY, 7), Scene.peer("hub", PeerRole.STANDBY, 2))
            .build();

    private static DaemonVerdict.Part part(HaRelationship relationship, String peer, PeerObservation... seen) {
        return new DaemonVerdict.Part(
                peer,
                RelationshipStateMachine.next(
                                HealthMemory.EMPTY, relationship, List.of(seen), NOW, HealthPolicy.DEFAULT)
                        .verdict());
    }

    private DaemonVerdict.Part wellFirst() {
        return part(
                first,
                STAND_IN,
                look(first, PRIMARY).seen(),
                look(first, STAND_IN).seen());
    }

    private Scene.Look hub() {
        return look(second, "hub");
    }

    @Test
    void aHubIsAsWellAsTheWorstOfItsRelationships() {
        DaemonVerdict.Part spokeAway = part(
                second,
                "hub",
                gone("spoke"),
                hub().state(HaState.PARTNER_DOWN).scopes("spoke").seen());
        DaemonVerdict hub = DaemonVerdict.of(List.of(wellFirst(), spokeAway));
        assertThat(wellFirst().verdict().health()).isEqualTo(Health.OK);
        assertThat(wellFirst().verdict().peer(STAND_IN).orElseThrow().push().level())
                .isEqualTo(Level.FULL);
        assertThat(hub.health()).isEqualTo(Health.IMPAIRED);
        assertThat(hub.push().level())
                .as("a push would leave the spoke's clients alone")
                .isEqualTo(Level.ALONE);
        assertThat(hub.push().why()).contains("hub is the source");
        assertThat(hub.reasons()).extracting(Reason::code).startsWith(ReasonCode.PEER_UNREACHABLE);
        assertThat(hub.reasons()).extracting(Reason::code).isSortedAccordingTo(Comparator.naturalOrder());
        assertThat(hub.reasons())
                .hasSize(wellFirst().verdict().reasons().size()
                        + spokeAway.verdict().reasons().size());
    }

    @Test
    void aHubThatIsGoneIsGoneForAll() {
        DaemonVerdict hub = DaemonVerdict.of(List.of(
                part(first, STAND_IN, look(first, PRIMARY).seen(), gone(STAND_IN)),
                part(second, "hub", gone("spoke"), gone("hub"))));
        assertThat(hub.health()).isEqualTo(Health.SERVICE_DOWN);
        assertThat(hub.push().level()).isEqualTo(Level.NONE);
    }

    @Test
    void oneRelationshipIsItsOwnVerdict() {
        Verdict verdict = wellFirst().verdict();
        assertThat(DaemonVerdict.of(List.of(wellFirst())))
                .isEqualTo(new DaemonVerdict(
                        verdict.health(), verdict.peer(STAND_IN).orElseThrow().push(), verdict.reasons()));
    }

    @Test
    void whatSeveralSayIsSaidOnce() {
        Reason seen = new Reason(
                ReasonCode.DISABLED, Optional.of("hub"), "It is off.", "Read its log.", Optional.of(gone("hub")));
        Reason again =
                new Reason(ReasonCode.DISABLED, Optional.of("hub"), "It is off.", "Read its log.", Optional.empty());
        Reason other =
                new Reason(ReasonCode.DISABLED, Optional.of("spoke"), "It is off.", "Read its log.", Optional.empty());
        Reason advice = new Reason(ReasonCode.DISABLED, Optional.of("hub"), "It is off.", "Wait.", Optional.empty());
        Reason text = new Reason(ReasonCode.DISABLED, Optional.of("hub"), "Off.", "Read its log.", Optional.empty());
        Reason code =
                new Reason(ReasonCode.CLOCK_SKEW, Optional.of("hub"), "It is off.", "Read its log.", Optional.empty());
        Verdict one = verdict(Health.OK, Level.FULL, List.of(seen));
        Verdict two = verdict(Health.OK, Level.FULL, List.of(again, other, advice, text, code));
        assertThat(DaemonVerdict.of(List.of(new DaemonVerdict.Part("hub", one), new DaemonVerdict.Part("hub", two)))
                        .reasons())
                .containsExactly(seen, other, advice, text, code);
    }

    private static Verdict verdict(Health health, Level level, List<Reason> reasons) {
        PeerVerdict peer = new PeerVerdict(
                "hub",
                PeerRole.STANDBY,
                "",
                PeerCondition.ACTIVE,
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                false,
                new PushPermission(level, level.toString()));
        return new Verdict(health, Optional.empty(), ReplicationState.ON, List.of(peer), reasons);
    }

    /** Every health with every permission, in one to three relationships. */
    @Test
    void theWorstHealthAndTheLeastPermissionInAnyCompany() {
        List<Verdict> all = new ArrayList<>();
        for (Health health : Health.values()) {
            for (Level level : Level.values()) {
                all.add(verdict(health, level, List.of()));
            }
        }
        long count = 0;
        for (int size = 1; size <= 3; size++) {
            count += companies(all, List.of(), size);
        }
        System.out.println("(d) " + count + " companies of relationships");
        assertThat(count).isEqualTo(819);
    }

    private static long companies(List<Verdict> all, List<Verdict> chosen, int size) {
        if (chosen.size() == size) {
            DaemonVerdict daemon = DaemonVerdict.of(chosen.stream()
                    .map(verdict -> new DaemonVerdict.Part("hub", verdict))
                    .toList());
            int worst = chosen.stream()
                    .mapToInt(one -> one.health().ordinal())
                    .max()
                    .orElseThrow();
            int least = chosen.stream()
                    .mapToInt(one -> one.peers().get(0).push().level().ordinal())
                    .min()
                    .orElseThrow();
            assertThat(daemon.health().ordinal()).isEqualTo(worst);
            assertThat(daemon.push().level().ordinal()).isEqualTo(least);
            return 1;
        }
        long count = 0;
        for (Verdict next : all) {
            List<Verdict> more = new ArrayList<>(chosen);
            more.add(next);
            count += companies(all, more, size);
        }
        return count;
    }

    @Test
    void aDaemonNeedsARelationshipThatKnowsIt() {
        assertThatThrownBy(() -> DaemonVerdict.of(List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A daemon without a relationship has no verdict");
        DaemonVerdict.Part stranger =
                new DaemonVerdict.Part("nobody", wellFirst().verdict());
        assertThatThrownBy(() -> DaemonVerdict.of(List.of(stranger)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The verdict knows no peer nobody");
        assertThat(codes(wellFirst().verdict())).doesNotContain(ReasonCode.NO_SOURCE);
    }
}
