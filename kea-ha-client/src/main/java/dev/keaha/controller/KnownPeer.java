package dev.keaha.controller;

import dev.keaha.command.ServerStatus;
import dev.keaha.replication.PeerSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What earlier looks at a daemon found, so that the next one need not ask for everything again.
 *
 * @param snapshot its version, configuration and commands
 * @param pid its process
 * @param started when it was started
 * @param configured when its configuration was last set or loaded; Kea says it in whole seconds
 * @param read when its configuration was last fetched, or seen to be the same by its hash
 * @param clockAhead how far its clock is ahead; empty where it does not tell
 * @param clockRead when the clocks were compared
 */
record KnownPeer(
        PeerSnapshot snapshot,
        long pid,
        Instant started,
        Instant configured,
        Instant read,
        Optional<Duration> clockAhead,
        Instant clockRead) {

    /** Whole seconds on both sides, and the time that the answer took. */
    private static final Duration TOLERANCE = Duration.ofSeconds(3);

    /** Whether it neither was started nor got a configuration since, as far as its status tells. */
    boolean isUntouched(ServerStatus status, Instant now) {
        return pid == status.pid()
                && near(started, now.minus(status.uptime()))
                && near(configured, now.minus(status.sinceReload()));
    }

    private static boolean near(Instant one, Instant other) {
        return Duration.between(one, other).abs().compareTo(TOLERANCE) <= 0;
    }

    /** Whether an answer from back then is still good enough. */
    static boolean isRecent(Instant at, Instant now, Duration lifetime) {
        return !at.isAfter(now) && Duration.between(at, now).compareTo(lifetime) < 0;
    }
}
