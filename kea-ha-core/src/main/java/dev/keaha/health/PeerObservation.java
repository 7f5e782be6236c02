package dev.keaha.health;

import dev.keaha.command.ServerStatus;
import dev.keaha.command.TransportFailure;
import dev.keaha.config.KeaVersion;
import dev.keaha.ha.HaRelationship;
import java.time.Duration;
import java.time.Instant;
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
     * When the answer, or the lack of one, was known.
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
     * @param at when the answer came
     * @param address where it answered
     * @param version which Kea it is
     * @param status what it says of itself
     * @param configured this relationship as the daemon's own configuration writes it, whose {@code this-server-name}
     *     says who it is; empty where its configuration has no such relationship
     * @param clockAhead how far its clock is ahead of the observer's, at most one second off; empty where it was not
     *     measured
     */
    record Seen(
            String peer,
            Instant at,
            String address,
            KeaVersion version,
            ServerStatus status,
            Optional<HaRelationship> configured,
            Optional<Duration> clockAhead)
            implements PeerObservation {}
}
