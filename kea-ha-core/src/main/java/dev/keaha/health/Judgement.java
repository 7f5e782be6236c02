package dev.keaha.health;

import dev.keaha.command.ServerStatus;
import dev.keaha.ha.HaPeer;
import dev.keaha.ha.HaRelationship;
import dev.keaha.ha.HaState;
import dev.keaha.ha.HaStatus;
import dev.keaha.ha.PeerRole;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What one observation says of one peer, on its own.
 *
 * @param condition what the peer is; never {@link PeerCondition#STUCK}, which takes a memory
 * @param status what the daemon says of the relationship; empty where it said nothing of it
 * @param serving the scopes it serves right now
 * @param reasons why
 */
record Judgement(PeerCondition condition, Optional<HaStatus> status, List<String> serving, List<Reason> reasons) {

    static Judgement of(HaRelationship relationship, HaPeer peer, @Nullable PeerObservation observation) {
        if (observation instanceof PeerObservation.Seen seen) {
            return new Judge(relationship, peer, seen).judge();
        } else if (observation instanceof PeerObservation.Unreachable unreachable) {
            NoAnswer answer = NoAnswer.of(unreachable.failure());
            return away(answer.condition(), answer.reason(unreachable));
        }
        return unobserved(peer, peer.name() + " was not asked.", null);
    }

    /** Nothing recent is known of a peer. */
    static Judgement unobserved(HaPeer peer, String text, @Nullable PeerObservation last) {
        return away(
                PeerCondition.UNOBSERVED,
                new Reason(
                        ReasonCode.NOT_OBSERVED,
                        Optional.of(peer.name()),
                        text,
                        "Give its management address, and ask again.",
                        Optional.ofNullable(last)));
    }

    private static Judgement away(PeerCondition condition, Reason reason) {
        return new Judgement(condition, Optional.empty(), List.of(), List.of(reason));
    }

    /** Judges a daemon that answered. */
    private record Judge(HaRelationship relationship, HaPeer peer, PeerObservation.Seen seen) {

        Judgement judge() {
            List<Reason> reasons = new ArrayList<>();
            Optional<HaStatus> status = seen.haStatus();
            PeerCondition condition = identity(status, reasons);
            List<String> serving = condition == PeerCondition.MISCONFIGURED ? servesByItsOwnIdea(status) : List.of();
            if (condition == null) {
                condition = disabled(reasons);
            }
            if (condition == null) {
                HaStatus.Local local = status.orElseThrow().local();
                Optional<StateTable.Row> row = StateTable.row(relationship.mode(), peer.role(), local.state());
                boolean serves =
                        row.map(StateTable.Row::serves).orElse(!local.scopes().isEmpty());
                serving = serves ? local.scopes() : List.of();
                condition = row.map(StateTable.Row::condition)
                        .orElse(serves ? PeerCondition.UNEXPECTED : PeerCondition.SETTLING);
                if (row.isEmpty()) {
                    reasons.add(unexpected(local));
                } else {
                    stateReason(condition, local.state(), serving).ifPresent(reasons::add);
                }
                boolean locked = seen.status()
                        .dhcpState()
                        .map(ServerStatus.DhcpState::disabledByHa)
                        .orElse(false);
                if (serves && locked) {
                    reasons.add(reason(
                            ReasonCode.LOCKED_BY_HA,
                            "HA has switched off the DHCP service of " + peer.name() + " for the moment.",
                            "This is normal for about a minute while the servers synchronise. If it stays, restart "
                                    + peer.name() + "."));
                }
            }
            // What somebody else says, or says of something else, is not said of this peer.
            boolean about = condition != PeerCondition.WRONG_SERVER && condition != PeerCondition.NO_HA;
            return new Judgement(condition, about ? status : Optional.empty(), serving, List.copyOf(reasons));
        }

        /** What a server serves that runs HA in another way than the relationship has it. */
        private List<String> servesByItsOwnIdea(Optional<HaStatus> status) {
            HaStatus.Local local = status.orElseThrow().local();
            boolean serves = StateTable.row(seen.configured().orElseThrow().mode(), local.role(), local.state())
                    .map(StateTable.Row::serves)
                    .orElse(true);
            return serves ? local.scopes() : List.of();
        }

        private Reason reason(ReasonCode code, String text, String advice) {
            return new Reason(code, Optional.of(peer.name()), text, advice, Optional.of(seen));
        }

        /** Whether it is this peer of this relationship; null where it is. */
        private @Nullable PeerCondition identity(Optional<HaStatus> status, List<Reason> reasons) {
            Optional<String> stranger = stranger(status);
            if (stranger.isPresent()) {
                reasons.add(reason(
                        ReasonCode.WRONG_SERVER,
                        "The server at " + seen.address() + " is not " + peer.name() + ": it is " + stranger.get()
                                + ".",
                        "Give the management address of " + peer.name()
                                + ", or set this-server-name right in its configuration."));
                return PeerCondition.WRONG_SERVER;
            }
            if (seen.status().ha().isEmpty()) {
                reasons.add(
                        seen.configured().isPresent()
                                ? reason(
                                        ReasonCode.HA_NOT_RUNNING,
                                        peer.name() + " has HA in its configuration but runs without it. It may answer"
                                                + " every client by itself.",
                                        "Look for HA in its log, mend its configuration, and load it again"
                                                + " (config-reload, or restart the daemon).")
                                : reason(
                                        ReasonCode.HA_NOT_LOADED,
                                        peer.name() + " runs without HA: the hook library libdhcp_ha.so is not loaded.",
                                        "Configure the relationship on " + peer.name() + "."));
                return PeerCondition.NO_HA;
            }
            if (seen.configured().isEmpty() || status.isEmpty()) {
                String others = otherNames();
                reasons.add(
                        status.isPresent() || others.isEmpty()
                                ? reason(
                                        ReasonCode.NO_RELATIONSHIP,
                                        "The configuration of " + peer.name()
                                                + " does not have this relationship: it no longer names the others, or"
                                                + " names them at other addresses.",
                                        "Configure the relationship on " + peer.name() + " as on the other servers.")
                                : reason(
                                        ReasonCode.NO_RELATIONSHIP,
                                        "The server at " + seen.address() + " does not have this relationship: its"
                                                + " configuration does not name the others, or no longer, and only in"
                                                + " other relationships is it called " + others + ".",
                                        "If it is " + peer.name() + ", configure the relationship there as on the other"
                                                + " servers; if not, give the management address of " + peer.name()
                                                + "."));
                return PeerCondition.NO_HA;
            }
            Optional<String> difference = difference(
                    seen.configured().orElseThrow(),
                    status.orElseThrow().local().role());
            if (difference.isPresent()) {
                reasons.add(reason(
                        ReasonCode.RELATIONSHIP_DIFFERS,
                        "The configuration of " + peer.name() + " has another idea of the relationship: "
                                + difference.get() + ".",
                        "Make the relationship the same on all servers."));
                return PeerCondition.MISCONFIGURED;
            }
            if (!sameNames(relationship, seen.configured().orElseThrow())) {
                reasons.add(reason(
                        ReasonCode.PEERS_DIFFER,
                        "The configuration of " + peer.name() + " lists the servers "
                                + names(seen.configured().orElseThrow()) + ", the source lists " + names(relationship)
                                + ".",
                        "Replicate the source's configuration, or mend it by hand."));
            }
            return null;
        }

        private static boolean sameNames(HaRelationship one, HaRelationship other) {
            if (one.peers().size() != other.peers().size()) {
                return false;
            }
            for (HaPeer peer : one.peers()) {
                if (other.peer(peer.name()).isEmpty()) {
                    return false;
                }
            }
            return true;
        }

        private static List<String> names(HaRelationship relationship) {
            return relationship.peers().stream().map(HaPeer::name).sorted().toList();
        }

        /** Who it is when it is somebody else. */
        private Optional<String> stranger(Optional<HaStatus> status) {
            Optional<String> configured = seen.configured().map(HaRelationship::thisServerName);
            if (configured.isPresent()
                    && !configured.get().strip().equals(peer.name().strip())) {
                return configured.map(name -> "called " + name);
            }
            if (status.isEmpty()) {
                // Without the relationship in its configuration, other names are those of other relationships.
                return Optional.of(otherNames())
                        .filter(names -> configured.isPresent() && !names.isEmpty())
                        .map(names -> "called " + names);
            }
            // Before 2.5.5 status-get tells no name; without a configuration that does, only the role is left.
            return configured.isPresent()
                    ? Optional.empty()
                    : status.map(ha -> ha.local().role())
                            .filter(role -> !role.equals(peer.role()))
                            .map(role -> "a " + role + ", not the " + peer.role());
        }

        private String otherNames() {
            return seen.status().ha().stream()
                    .flatMap(ha -> ha.local().name().stream())
                    .collect(Collectors.joining(" and "));
        }

        /** In what its own idea of the relationship cannot work with ours. */
        private Optional<String> difference(HaRelationship own, PeerRole running) {
            if (!own.mode().equals(relationship.mode())) {
                return Optional.of("mode " + own.mode() + " instead of " + relationship.mode());
            }
            if (!running.equals(peer.role())) {
                return Optional.of("it runs as " + running + " instead of " + peer.role());
            }
            for (HaPeer other : relationship.peers()) {
                // A list that lacks a backup is put right by replication; the pair itself must agree.
                boolean needed = other.role().isActive() || other.name().equals(peer.name());
                PeerRole role = own.peer(other.name()).map(HaPeer::role).orElse(null);
                if (role == null ? needed : !role.equals(other.role())) {
                    return Optional.of(
                            role == null
                                    ? "it does not name " + other.name()
                                    : other.name() + " is " + role + " instead of " + other.role());
                }
            }
            return Optional.empty();
        }

        /** Whether its DHCP service is off; HA's own locks are no such thing, the HA state tells about them. */
        private @Nullable PeerCondition disabled(List<Reason> reasons) {
            ServerStatus.DhcpState state = seen.status().dhcpState().orElse(null);
            if (state == null) {
                return null;
            }
            if (state.disabledByUser()) {
                reasons.add(reason(
                        ReasonCode.DISABLED_BY_USER,
                        "Somebody switched off the DHCP service of " + peer.name() + " (dhcp-disable).",
                        "Switch it on again with dhcp-enable when the work is done."));
            }
            if (state.disabledByDatabase()) {
                reasons.add(reason(
                        ReasonCode.DISABLED_BY_DATABASE,
                        peer.name() + " switched its DHCP service off since it lost its database.",
                        "Bring the database back; the server goes on by itself."));
            }
            boolean known = state.disabledByUser() || state.disabledByDatabase();
            boolean unknown = !known && state.globallyDisabled() && !state.disabledByHa();
            if (unknown) {
                reasons.add(reason(
                        ReasonCode.DISABLED,
                        "The DHCP service of " + peer.name() + " is off, and the server does not tell why.",
                        "Read its log; dhcp-enable may switch it on again."));
            }
            return known || unknown ? PeerCondition.DISABLED : null;
        }

        private Reason unexpected(HaStatus.Local local) {
            return reason(
                    ReasonCode.UNEXPECTED_STATE,
                    peer.name() + " is in the state '" + local.state() + "', which a " + peer.role() + " in "
                            + relationship.mode() + " does not have.",
                    "Read its log. A newer Kea may have states that this release does not know: look for an update.");
        }

        private Optional<Reason> stateReason(PeerCondition condition, HaState state, List<String> serving) {
            String name = peer.name();
            return switch (condition) {
                case ALONE ->
                    Optional.of(reason(
                            ReasonCode.PARTNER_DOWN,
                            name + " takes its partner for lost and serves alone (state partner-down).",
                            "Bring its partner back; the two return to normal by themselves."));
                case RECOVERING ->
                    Optional.of(reason(
                            ReasonCode.COMMUNICATION_RECOVERY,
                            name + " does not hear its partner and keeps lease updates for it (state"
                                    + " communication-recovery).",
                            "Check that the partner runs and that the two reach each other."));
                case COVERING ->
                    Optional.of(reason(
                            ReasonCode.PARTNER_IN_MAINTENANCE,
                            name + " serves for both while its partner is in maintenance.",
                            "Finish the maintenance: restart the partner, or cancel with ha-maintenance-cancel on "
                                    + name + "."));
                case IN_MAINTENANCE ->
                    Optional.of(reason(
                            ReasonCode.IN_MAINTENANCE,
                            name + " was taken out of service for maintenance and can be shut down.",
                            "Restart it when the work is done, or cancel with ha-maintenance-cancel on its partner."));
                case TERMINATED ->
                    Optional.of(reason(
                            ReasonCode.TERMINATED,
                            name + " has ended HA (state terminated): it answers "
                                    + (serving.isEmpty() ? "no clients" : "its own clients")
                                    + ", shares no leases with its partner, and does not take over for it.",
                            "Set the clocks of both servers right (NTP), and look in the log for rejected lease updates;"
                                    + " then restart both, the second within 10 minutes of the first."));
                case SETTLING ->
                    Optional.of(reason(
                            ReasonCode.PEER_SETTLING,
                            name + " is starting or took a new configuration a moment ago (state " + state + ").",
                            "Wait; this takes seconds, as a rule."));
                default -> Optional.empty();
            };
        }
    }
}
