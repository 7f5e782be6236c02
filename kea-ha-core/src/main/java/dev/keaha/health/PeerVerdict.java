package dev.keaha.health;

import dev.keaha.config.KeaVersion;
import dev.keaha.ha.HaState;
import dev.keaha.ha.PeerRole;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One peer's part of a verdict.
 *
 * @param name its name in the relationship
 * @param role its role
 * @param address where it was asked
 * @param condition what it is, as far as the service is concerned
 * @param state the state of its HA machine; empty where it did not tell
 * @param scopes the scopes it serves; empty also where it did not tell
 * @param version which Kea it is; empty where it did not tell
 * @param clockSkew how far its clock is ahead of its partner's (of the observer's, where it has no partner); empty where
 *     unknown
 * @param needsSync whether its configuration is not proven to be the source's; false for the source itself
 * @param push what may be sent to it right now to change its configuration
 */
public record PeerVerdict(
        String name,
        PeerRole role,
        String address,
        PeerCondition condition,
        Optional<HaState> state,
        List<String> scopes,
        Optional<KeaVersion> version,
        Optional<Duration> clockSkew,
        boolean needsSync,
        PushPermission push) {

    /** Copies the list. */
    public PeerVerdict {
        scopes = List.copyOf(scopes);
    }
}
