package dev.keaha.health;

import dev.keaha.command.ServerStatus;
import dev.keaha.command.TransportFailure;
import dev.keaha.config.KeaVersion;
import dev.keaha.ha.HaMode;
import dev.keaha.ha.HaPeer;
import dev.keaha.ha.HaRelationship;
import dev.keaha.ha.HaState;
import dev.keaha.ha.HaStatus;
import dev.keaha.ha.PeerRole;
import dev.keaha.json.Fingerprint;
import dev.keaha.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A relationship and what can be seen of it, for tests: server1 is the primary, server2 the other, backup1, backup2. */
final class Scene {

    static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    static final Instant STARTED = NOW.minus(Duration.ofDays(3));
    static final Instant RELOADED = NOW.minus(Duration.ofDays(1));
    static final KeaVersion KEA_3_0 = KeaVersion.of(3, 0, 4);
    static final KeaVersion KEA_2_2 = KeaVersion.of(2, 2, 0);
    static final String PRIMARY = "server1";
    static final String STAND_IN = "server2";

    private Scene() {}

    static HaRelationship relationship(HaMode mode, int backups) {
        List<HaPeer> peers = new ArrayList<>();
        peers.add(peer(PRIMARY, PeerRole.PRIMARY, 1));
        if (mode.equals(HaMode.LOAD_BALANCING)) {
            peers.add(peer(STAND_IN, PeerRole.SECONDARY, 2));
        } else if (mode.equals(HaMode.HOT_STANDBY)) {
            peers.add(peer(STAND_IN, PeerRole.STANDBY, 2));
        }
        for (int i = 1; i <= backups; i++) {
            peers.add(peer("backup" + i, PeerRole.BACKUP, 2 + i));
        }
        return HaRelationship.builder()
                .thisServerName(PRIMARY)
                .mode(mode)
                .peers(peers)
                .build();
    }

    static HaPeer peer(String name, PeerRole role, int host) {
        return HaPeer.builder()
                .name(name)
                .url("http://192.0.2." + host + ":8001/")
                .role(role)
                .build();
    }

    static HaRelationship as(HaRelationship relationship, String name) {
        return relationship(relationship, builder -> builder.thisServerName(name));
    }

    static HaRelationship relationship(
            HaRelationship from, java.util.function.UnaryOperator<HaRelationship.Builder> change) {
        HaRelationship.Builder builder = HaRelationship.builder();
        builder.from(from);
        return change.apply(builder).build();
    }

    /** The scopes that a state has by itself. */
    static List<String> scopes(HaRelationship relationship, HaPeer peer, HaState state) {
        boolean balancing = relationship.mode().equals(HaMode.LOAD_BALANCING);
        boolean standby = peer.role().equals(PeerRole.STANDBY);
        if (state.equals(HaState.PARTNER_DOWN) || state.equals(HaState.PARTNER_IN_MAINTENANCE)) {
            return balancing ? List.of(PRIMARY, STAND_IN) : List.of(PRIMARY);
        }
        boolean own = List.of(
                        HaState.LOAD_BALANCING,
                        HaState.HOT_STANDBY,
                        HaState.COMMUNICATION_RECOVERY,
                        HaState.TERMINATED,
                        HaState.PASSIVE_BACKUP)
                .contains(state);
        return own && !standby ? List.of(peer.name()) : List.of();
    }

    static HaState normal(HaRelationship relationship, HaPeer peer) {
        return peer.role().equals(PeerRole.BACKUP)
                ? HaState.BACKUP
                : HaState.of(relationship.mode().word());
    }

    static Look look(HaRelationship relationship, String peer) {
        return new Look(relationship, relationship.peer(peer).orElseThrow());
    }

    static PeerObservation.Unreachable gone(String peer, Instant at, TransportFailure failure) {
        return new PeerObservation.Unreachable(peer, at, failure, "http://192.0.2.9:8000/", "as the network says");
    }

    static PeerObservation.Unreachable gone(String peer) {
        return gone(peer, NOW, TransportFailure.REFUSED);
    }

    /** Every peer in its normal state. */
    static List<PeerObservation> normal(HaRelationship relationship, Instant at) {
        return relationship.peers().stream()
                .<PeerObservation>map(
                        peer -> look(relationship, peer.name()).at(at).seen())
                .toList();
    }

    static Fingerprint fingerprint(int edits) {
        return Json.value(edits).fingerprint();
    }

    static List<ReasonCode> codes(Verdict verdict) {
        return verdict.reasons().stream().map(Reason::code).toList();
    }

    static Reason reason(Verdict verdict, ReasonCode code) {
        return verdict.reasons().stream()
                .filter(reason -> reason.code() == code)
                .findFirst()
                .orElseThrow(() -> new AssertionError(code + " is not among " + verdict.reasons()));
    }

    /** One look at a peer, in its normal state unless told otherwise. */
    static final class Look {
        private final HaRelationship relationship;
        private final HaPeer peer;
        private Instant at = NOW;
        private KeaVersion version = KEA_3_0;
        private HaState state;
        private @Nullable List<String> scopes;
        private @Nullable Duration uptime;
        private @Nullable Duration sinceReload;
        private Optional<HaRelationship> configured;
        private boolean backend;
        private Optional<Duration> clockAhead = Optional.empty();
        private ServerStatus.DhcpState dhcp = new ServerStatus.DhcpState(false, false, false, false);
        private boolean hook = true;
        private Optional<Fingerprint> configuration = Optional.of(fingerprint(0));
        private Optional<String> localName;
        private @Nullable PeerRole localRole;
        private HaState partnerState;
        private boolean interrupted;
        private Duration age = Duration.ofSeconds(1);
        private long unackedLeft;
        private Optional<Duration> skew = Optional.empty();

        private Look(HaRelationship relationship, HaPeer peer) {
            this.relationship = relationship;
            this.peer = peer;
            this.state = normal(relationship, peer);
            this.configured = Optional.of(as(relationship, peer.name()));
            this.localName = Optional.of(peer.name());
            this.partnerState = HaState.of(relationship.mode().word());
        }

        Look at(Instant when) {
            this.at = when;
            return this;
        }

        Look version(KeaVersion which) {
            this.version = which;
            if (!which.atLeast(2, 5, 5)) {
                this.localName = Optional.empty();
            }
            return this;
        }

        Look state(HaState is) {
            this.state = is;
            return is.equals(HaState.PARTNER_DOWN) ? partner(HaState.UNAVAILABLE, true, Duration.ofSeconds(70)) : this;
        }

        Look scopes(String... names) {
            this.scopes = List.of(names);
            return this;
        }

        /** Both uptime and reload. */
        Look startedAgo(Duration ago) {
            this.uptime = ago;
            this.sinceReload = ago;
            return this;
        }

        Look upFor(Duration ago) {
            this.uptime = ago;
            return this;
        }

        Look reloadedAgo(Duration ago) {
            this.sinceReload = ago;
            return this;
        }

        Look configured(@Nullable HaRelationship own) {
            this.configured = Optional.ofNullable(own);
            return this;
        }

        Look backend() {
            this.backend = true;
            return this;
        }

        Look clockAhead(long seconds) {
            this.clockAhead = Optional.of(Duration.ofSeconds(seconds));
            return this;
        }

        Look dhcp(boolean user, boolean database, boolean ha, boolean off) {
            this.dhcp = new ServerStatus.DhcpState(user, database, ha, off);
            return this;
        }

        /** The configuration after so many edits. */
        Look edited(int edits) {
            this.configuration = Optional.of(fingerprint(edits));
            return this;
        }

        Look noHook() {
            this.hook = false;
            return this;
        }

        Look localName(@Nullable String name) {
            this.localName = Optional.ofNullable(name);
            return this;
        }

        Look localRole(PeerRole role) {
            this.localRole = role;
            return this;
        }

        Look partner(HaState heard, boolean silent, Duration since) {
            this.partnerState = heard;
            this.interrupted = silent;
            this.age = since;
            return this;
        }

        Look unackedLeft(long left) {
            this.unackedLeft = left;
            return this;
        }

        Look skew(long seconds) {
            this.skew = Optional.of(Duration.ofSeconds(seconds));
            return this;
        }

        private HaPeer partner() {
            return relationship.peers().stream()
                    .filter(other -> !other.equals(peer) && other.role().isActive())
                    .findFirst()
                    .orElseThrow();
        }

        HaStatus haStatus() {
            boolean pair = peer.role().isActive() && !relationship.mode().equals(HaMode.PASSIVE_BACKUP);
            List<String> serves = scopes == null ? Scene.scopes(relationship, peer, state) : scopes;
            return new HaStatus(
                    relationship.mode(),
                    new HaStatus.Local(localName, localRole == null ? peer.role() : localRole, state, serves),
                    pair
                            ? Optional.of(new HaStatus.Remote(
                                    Optional.of("the other"),
                                    PeerRole.PRIMARY,
                                    true,
                                    Optional.of(partnerState),
                                    Scene.scopes(relationship, partner(), partnerState),
                                    age,
                                    interrupted,
                                    0,
                                    unackedLeft,
                                    skew))
                            : Optional.empty());
        }

        PeerObservation.Seen seen() {
            return seen(hook ? List.of(haStatus()) : List.of());
        }

        PeerObservation.Seen seen(List<HaStatus> relationships) {
            ServerStatus status = new ServerStatus(
                    4711,
                    uptime == null ? Duration.between(STARTED, at) : uptime,
                    sinceReload == null ? Duration.between(RELOADED, at) : sinceReload,
                    relationships,
                    version.atLeast(2, 6, 2) ? Optional.of(dhcp) : Optional.empty());
            return new PeerObservation.Seen(
                    peer.name(),
                    at,
                    "http://192.0.2.1:8000/",
                    version,
                    status,
                    configured,
                    backend,
                    clockAhead,
                    configuration);
        }
    }
}
