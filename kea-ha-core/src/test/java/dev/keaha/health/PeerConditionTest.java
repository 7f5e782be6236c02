package dev.keaha.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keaha.command.ServerStatus;
import dev.keaha.command.TransportFailure;
import dev.keaha.ha.HaMode;
import dev.keaha.ha.HaPeer;
import dev.keaha.ha.HaRelationship;
import dev.keaha.ha.HaState;
import dev.keaha.ha.HaStatus;
import dev.keaha.ha.PeerRole;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Every raw observation of one peer, enumerated whole, against an answer that is worked out another way. */
class PeerConditionTest {

    private static final List<HaMode> MODES = List.of(HaMode.LOAD_BALANCING, HaMode.HOT_STANDBY, HaMode.PASSIVE_BACKUP);
    private static final List<PeerRole> ROLES =
            List.of(PeerRole.PRIMARY, PeerRole.SECONDARY, PeerRole.STANDBY, PeerRole.BACKUP);

    /** Kea's twelve states, the one that only partners see, one that nobody knows, and none. */
    private static final List<String> STATES = List.of(
            "backup",
            "communication-recovery",
            "hot-standby",
            "in-maintenance",
            "load-balancing",
            "partner-down",
            "partner-in-maintenance",
            "passive-backup",
            "ready",
            "syncing",
            "terminated",
            "waiting",
            "unavailable",
            "a-newer-state",
            "");

    /**
     * Mode and role against the states above: A active, L alone, R recovering, C covering, T terminated, M in maintenance,
     * s settling, . does not belong there.
     */
    private static final Map<String, String> EXPECTED = Map.ofEntries(
            //                                    b c h i l p P p r s t w u ? -
            Map.entry("load-balancing primary", ".R.MALC.ssTs..."),
            Map.entry("load-balancing secondary", ".R.MALC.ssTs..."),
            Map.entry("load-balancing standby", "...M.LC.ssTs..."),
            Map.entry("load-balancing backup", "A..........s..."),
            Map.entry("hot-standby primary", "..AM.LC.ssTs..."),
            Map.entry("hot-standby secondary", "...M.LC.ssTs..."),
            Map.entry("hot-standby standby", "..AM.LC.ssTs..."),
            Map.entry("hot-standby backup", "A..........s..."),
            Map.entry("passive-backup primary", ".......A...s..."),
            Map.entry("passive-backup secondary", "...........s..."),
            Map.entry("passive-backup standby", "...........s..."),
            Map.entry("passive-backup backup", "A..........s..."));

    private static final Map<Character, PeerCondition> LETTERS = Map.of(
            'A', PeerCondition.ACTIVE,
            'L', PeerCondition.ALONE,
            'R', PeerCondition.RECOVERING,
            'C', PeerCondition.COVERING,
            'T', PeerCondition.TERMINATED,
            'M', PeerCondition.IN_MAINTENANCE,
            's', PeerCondition.SETTLING);

    private static final Set<String> SERVING = Set.of(
            "load-balancing",
            "hot-standby",
            "passive-backup",
            "partner-down",
            "communication-recovery",
            "partner-in-maintenance",
            "terminated");

    /** Whether the hook is loaded. */
    private enum Hook {
        LOADED,
        ABSENT
    }

    /** What the daemon says of its name. */
    private enum Name {
        RIGHT,
        OTHER_IN_CONFIGURATION,
        OTHER_IN_STATUS,
        UNKNOWN,
        UNKNOWN_WITH_OTHER_ROLE
    }

    /** The relationship in the daemon's own configuration. */
    private enum Own {
        SAME,
        ABSENT,
        OTHER_MODE,
        WITHOUT_PRIMARY,
        OTHER_BACKUPS
    }

    /** Every answer to who has switched DHCP off, also those that contradict themselves; and none. */
    private static final List<Optional<ServerStatus.DhcpState>> LOCKS = locks();

    private static List<Optional<ServerStatus.DhcpState>> locks() {
        List<Optional<ServerStatus.DhcpState>> locks = new ArrayList<>();
        locks.add(Optional.empty());
        for (int bits = 0; bits < 16; bits++) {
            locks.add(Optional.of(
                    new ServerStatus.DhcpState((bits & 1) > 0, (bits & 2) > 0, (bits & 4) > 0, (bits & 8) > 0)));
        }
        return locks;
    }

    /** By user or database in any case; off without a lock of HA as well. */
    private static boolean isOff(ServerStatus.DhcpState lock) {
        return lock.disabledByUser() || lock.disabledByDatabase() || lock.globallyDisabled() && !lock.disabledByHa();
    }

    @Test
    void everyAnswerHasItsCondition() {
        long count = 0;
        Map<PeerCondition, Long> seen = new EnumMap<>(PeerCondition.class);
        for (HaMode mode : MODES) {
            for (PeerRole role : ROLES) {
                count += answers(mode, role, seen);
            }
        }
        System.out.println("(a) " + count + " answers of one peer: " + seen);
        assertThat(count).isEqualTo(1_836_000L);
        assertThat(seen.keySet())
                .containsExactlyInAnyOrderElementsOf(EnumSet.complementOf(EnumSet.of(
                        PeerCondition.STUCK,
                        PeerCondition.OFFLINE,
                        PeerCondition.INACCESSIBLE,
                        PeerCondition.UNREACHABLE,
                        PeerCondition.UNOBSERVED)));
    }

    private static long answers(HaMode mode, PeerRole role, Map<PeerCondition, Long> seen) {
        long count = 0;
        HaRelationship relationship = relationship(mode, role);
        List<List<String>> scopes = List.of(List.of(), List.of("me"), List.of("server1", "me"));
        for (Own own : Own.values()) {
            for (Name name : Name.values()) {
                Optional<HaRelationship> configured = configured(relationship, own, name);
                for (String state : STATES) {
                    for (List<String> served : scopes) {
                        for (int skew : List.of(0, 20, 45, 75)) {
                            HaStatus status = status(mode, role, name, state, served, skew);
                            for (Hook hook : Hook.values()) {
                                for (Optional<ServerStatus.DhcpState> lock : LOCKS) {
                                    PeerObservation.Seen seenOne = new PeerObservation.Seen(
                                            "me",
                                            Scene.NOW,
                                            "http://192.0.2.1:8000/",
                                            Scene.KEA_3_0,
                                            new ServerStatus(
                                                    1,
                                                    Duration.ofDays(1),
                                                    Duration.ofDays(1),
                                                    hook == Hook.LOADED ? List.of(status) : List.of(),
                                                    lock),
                                            configured,
                                            false,
                                            Optional.of(Duration.ofSeconds(skew)),
                                            Optional.empty());
                                    PeerCondition expected = expected(mode, role, hook, own, name, lock, state, served);
                                    check(relationship, seenOne, expected);
                                    seen.merge(expected, 1L, Long::sum);
                                    count++;
                                }
                            }
                        }
                    }
                }
            }
        }
        return count;
    }

    private static void check(HaRelationship relationship, PeerObservation.Seen seen, PeerCondition expected) {
        Judgement judgement = Judgement.of(relationship, relationship.peer("me").orElseThrow(), seen);
        if (judgement.condition() != expected) {
            throw new AssertionError("expected " + expected + ", found " + judgement.condition() + " for " + seen);
        }
        boolean impaired = judgement.reasons().stream().anyMatch(reason -> reason.effect() != Effect.NONE);
        boolean quiet = expected == PeerCondition.ACTIVE || expected == PeerCondition.SETTLING;
        boolean locked = judgement.reasons().stream().anyMatch(reason -> reason.code() == ReasonCode.LOCKED_BY_HA);
        boolean byHa = seen.status()
                .dhcpState()
                .filter(ServerStatus.DhcpState::disabledByHa)
                .isPresent();
        if (locked && !(byHa && expected.isActive())) {
            throw new AssertionError(expected + " is locked by HA in " + seen);
        }
        boolean odd = judgement.reasons().stream().anyMatch(reason -> reason.code() == ReasonCode.UNEXPECTED_STATE);
        if (impaired == quiet && !odd) {
            throw new AssertionError(expected + " with the reasons " + judgement.reasons());
        }
        if (!judgement.serving().isEmpty() && !expected.isActive() && expected != PeerCondition.MISCONFIGURED) {
            throw new AssertionError(expected + " serves " + judgement.serving());
        }
    }

    private static PeerCondition expected(
            HaMode mode,
            PeerRole role,
            Hook hook,
            Own own,
            Name name,
            Optional<ServerStatus.DhcpState> lock,
            String state,
            List<String> scopes) {
        boolean configured = own != Own.ABSENT;
        boolean stranger = name == Name.OTHER_IN_CONFIGURATION && configured
                || name == Name.OTHER_IN_STATUS && hook == Hook.LOADED && configured
                || name == Name.UNKNOWN_WITH_OTHER_ROLE && hook == Hook.LOADED && !configured;
        if (stranger) {
            return PeerCondition.WRONG_SERVER;
        } else if (hook == Hook.ABSENT || !configured) {
            return PeerCondition.NO_HA;
        } else if (own == Own.OTHER_MODE || own == Own.WITHOUT_PRIMARY || name == Name.UNKNOWN_WITH_OTHER_ROLE) {
            return PeerCondition.MISCONFIGURED;
        } else if (lock.filter(PeerConditionTest::isOff).isPresent()) {
            return PeerCondition.DISABLED;
        }
        char letter = EXPECTED.get(mode + " " + role).charAt(STATES.indexOf(state));
        if (letter == '.') {
            return scopes.isEmpty() ? PeerCondition.SETTLING : PeerCondition.UNEXPECTED;
        }
        PeerCondition condition = LETTERS.get(letter);
        assertThat(condition.isActive() && !state.equals("backup")).isEqualTo(SERVING.contains(state));
        return condition;
    }

    private static HaRelationship relationship(HaMode mode, PeerRole role) {
        List<HaPeer> peers = new ArrayList<>();
        peers.add(Scene.peer("me", role, 1));
        if (!role.equals(PeerRole.PRIMARY)) {
            peers.add(Scene.peer("server1", PeerRole.PRIMARY, 2));
        } else {
            peers.add(Scene.peer("server1", PeerRole.BACKUP, 2));
        }
        peers.add(Scene.peer("other", PeerRole.BACKUP, 3));
        return HaRelationship.builder()
                .thisServerName("server1")
                .mode(mode)
                .peers(peers)
                .build();
    }

    private static Optional<HaRelationship> configured(HaRelationship relationship, Own own, Name name) {
        String called = name == Name.OTHER_IN_CONFIGURATION ? "other" : "me";
        HaRelationship mine = Scene.as(relationship, called);
        return switch (own) {
            case SAME -> Optional.of(mine);
            case ABSENT -> Optional.empty();
            case OTHER_MODE -> Optional.of(Scene.relationship(mine, builder -> builder.mode(HaMode.of("other-mode"))));
            case WITHOUT_PRIMARY ->
                Optional.of(Scene.relationship(
                        mine,
                        builder -> builder.peers(mine.peers().stream()
                                .filter(peer -> !peer.role().equals(PeerRole.PRIMARY))
                                .toList())));
            case OTHER_BACKUPS ->
                Optional.of(Scene.relationship(
                        mine,
                        builder -> builder.peers(mine.peers().stream()
                                .filter(peer -> !peer.name().equals("other"))
                                .toList())));
        };
    }

    private static HaStatus status(HaMode mode, PeerRole role, Name name, String state, List<String> scopes, int skew) {
        Optional<String> told = switch (name) {
            case RIGHT, OTHER_IN_CONFIGURATION -> Optional.of("me");
            case OTHER_IN_STATUS -> Optional.of("other");
            case UNKNOWN, UNKNOWN_WITH_OTHER_ROLE -> Optional.empty();
        };
        PeerRole runs =
                name == Name.UNKNOWN_WITH_OTHER_ROLE ? ROLES.get((ROLES.indexOf(role) + 1) % ROLES.size()) : role;
        return new HaStatus(
                mode,
                new HaStatus.Local(told, runs, HaState.of(state), scopes),
                Optional.of(new HaStatus.Remote(
                        Optional.empty(),
                        PeerRole.PRIMARY,
                        true,
                        Optional.of(HaState.READY),
                        List.of(),
                        Duration.ZERO,
                        false,
                        0,
                        0,
                        Optional.of(Duration.ofSeconds(skew)))));
    }

    @Test
    void everyFailureHasItsCondition() {
        HaRelationship pair = Scene.relationship(HaMode.HOT_STANDBY, 0);
        Map<PeerCondition, Set<TransportFailure>> found = new EnumMap<>(PeerCondition.class);
        for (TransportFailure failure : TransportFailure.values()) {
            Judgement judgement =
                    Judgement.of(pair, pair.peers().get(0), Scene.gone(Scene.PRIMARY, Scene.NOW, failure));
            found.computeIfAbsent(judgement.condition(), one -> EnumSet.noneOf(TransportFailure.class))
                    .add(failure);
            assertThat(judgement.reasons()).hasSize(1).allSatisfy(reason -> {
                assertThat(reason.effect()).isEqualTo(Effect.IMPAIRS);
                assertThat(reason.text())
                        .startsWith("server1 ")
                        .contains("http://192.0.2.9:8000/")
                        .endsWith(" (as the network says).");
                assertThat(reason.advice()).endsWith(".");
            });
        }
        assertThat(found)
                .isEqualTo(Map.of(
                        PeerCondition.UNREACHABLE,
                        EnumSet.of(
                                TransportFailure.REFUSED,
                                TransportFailure.UNREACHABLE,
                                TransportFailure.UNKNOWN_HOST,
                                TransportFailure.TIMED_OUT,
                                TransportFailure.CONNECTION_LOST),
                        PeerCondition.INACCESSIBLE,
                        EnumSet.of(
                                TransportFailure.TLS,
                                TransportFailure.UNAUTHORIZED,
                                TransportFailure.FORBIDDEN,
                                TransportFailure.NOT_KEA,
                                TransportFailure.BAD_REQUEST,
                                TransportFailure.SERVER_ERROR,
                                TransportFailure.TOO_LARGE),
                        PeerCondition.OFFLINE,
                        EnumSet.of(TransportFailure.DAEMON_OFFLINE),
                        PeerCondition.WRONG_SERVER,
                        EnumSet.of(TransportFailure.WRONG_SERVICE),
                        PeerCondition.UNOBSERVED,
                        EnumSet.of(TransportFailure.NOT_FOUND, TransportFailure.CANCELLED)));
    }
}
