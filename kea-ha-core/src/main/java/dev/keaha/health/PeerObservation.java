package dev.keaha.health;

import dev.keaha.command.ServerStatus;
import dev.keaha.command.TransportFailure;
import dev.keaha.config.KeaConfig;
import dev.keaha.config.KeaVersion;
import dev.keaha.ha.HaDetection;
import dev.keaha.ha.HaRelationship;
import dev.keaha.ha.HaStatus;
import dev.keaha.json.Fingerprint;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What was seen of one peer at one moment, by asking it directly. */
public sealed interface PeerObservation {

    /**
     * Which peer was asked for.
     *
     * @return its name in the relationship
     */
    String peer();

    /**
     * When the answer, or the lack of one, was known; of several answers the one of {@code status-get}.
     *
     * @return the moment
     */
    Instant at();

    /**
     * The peer gave no proper answer.
     *
     * @param peer its name in the relationship
     * @param at when that was known
     * @param failure what kind of failure
     * @param address the address tried
     * @param detail a sentence: what happened
     */
    record Unreachable(String peer, Instant at, TransportFailure failure, String address, String detail)
            implements PeerObservation {}

    /**
     * A daemon answered at the peer's address.
     *
     * @param peer its name in the relationship
     * @param at when {@code status} came, whose times count back from there
     * @param address where it answered
     * @param version which Kea it is
     * @param status what it says of itself
     * @param configured this relationship as the daemon's own configuration writes it, whose {@code this-server-name}
     *     says who it is; empty where its configuration has no such relationship
     * @param configBackend whether its configuration names a configuration backend (spec row S6)
     * @param clockAhead how far its clock is ahead of the observer's, at most one second off; empty where it was not
     *     measured that well
     * @param configuration which configuration it runs; empty where that is not known
     */
    record Seen(
            String peer,
            Instant at,
            String address,
            KeaVersion version,
            ServerStatus status,
            Optional<HaRelationship> configured,
            boolean configBackend,
            Optional<Duration> clockAhead,
            Optional<Fingerprint> configuration)
            implements PeerObservation {

        /**
         * What was seen of a daemon whose whole configuration is known.
         *
         * @param relationship the relationship, as its source writes it
         * @param peer its name in the relationship
         * @param at when {@code status} came
         * @param address where it answered
         * @param version which Kea it is
         * @param status what it says of itself
         * @param config its own configuration
         * @param clockAhead how far its clock is ahead of the observer's, at most one second off
         * @return the observation; {@code configured} is the one of the daemon's relationships that has most peer names in
         *     common with this one, at least two, and one peer with the same URL too: names alone are everybody's
         */
        public static Seen of(
                HaRelationship relationship,
                String peer,
                Instant at,
                String address,
                KeaVersion version,
                ServerStatus status,
                KeaConfig config,
                Optional<Duration> clockAhead) {
            Optional<HaRelationship> configured = HaDetection.in(config) instanceof HaDetection.Found found
                    ? sameAs(relationship, found.relationships())
                    : Optional.empty();
            return new Seen(
                    peer,
                    at,
                    address,
                    version,
                    status,
                    configured,
                    config.hasConfigBackend(),
                    clockAhead,
                    Optional.of(config.fingerprint()));
        }

        private static Optional<HaRelationship> sameAs(HaRelationship relationship, List<HaRelationship> candidates) {
            int enough = Math.min(2, relationship.peers().size());
            return candidates.stream()
                    .filter(candidate -> common(relationship, candidate, false) >= enough
                            && common(relationship, candidate, true) >= 1)
                    .max(Comparator.comparingLong(candidate -> common(relationship, candidate, false)));
        }

        private static long common(HaRelationship one, HaRelationship other, boolean sameUrl) {
            return one.peers().stream()
                    .filter(peer -> other.peer(peer.name())
                            .filter(same -> !sameUrl || same.url().equals(peer.url()))
                            .isPresent())
                    .count();
        }

        /**
         * What the daemon says of this relationship, among all that it has.
         *
         * @return the entry whose local server has this peer's name; where the daemon does not tell names (before Kea
         *     2.5.5), its only entry; else empty
         */
        public Optional<HaStatus> haStatus() {
            return status.ha().stream()
                    .filter(ha -> ha.local()
                            .name()
                            .map(name -> name.strip().equals(peer.strip()))
                            .orElse(status.ha().size() == 1))
                    .findFirst();
        }
    }
}
