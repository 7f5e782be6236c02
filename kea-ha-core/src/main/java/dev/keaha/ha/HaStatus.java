package dev.keaha.ha;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a server says of one of its relationships in {@code status-get} (Kea manual, "The status-get Command").
 *
 * @param mode how the peers share the work
 * @param local the server's own state
 * @param remote its view of its partner; empty for a backup and in passive-backup
 */
public record HaStatus(HaMode mode, Local local, Optional<Remote> remote) {

    /**
     * A server's own state.
     *
     * @param name the server's name; empty before Kea 2.5.5, which does not tell
     * @param role the server's role
     * @param state the state of its machine
     * @param scopes the scopes it serves right now, as peer names
     */
    public record Local(Optional<String> name, PeerRole role, HaState state, List<String> scopes) {

        /** Copies the list. */
        public Local {
            scopes = List.copyOf(scopes);
        }
    }

    /**
     * A server's view of its partner, as old as {@code age}.
     *
     * @param name the partner's name; empty before Kea 2.5.5
     * @param role the partner's role
     * @param everInTouch whether there was ever contact ({@code in-touch}); stays true when the partner dies
     * @param state the last state heard; {@link HaState#UNAVAILABLE} after a failed contact; empty where never heard
     * @param scopes the last scopes heard; stale when the partner is unavailable
     * @param age time since the last contact, in whole seconds; zero where there was none
     * @param communicationInterrupted whether the silence has exceeded {@code max-response-delay}
     * @param unackedClients clients that the silent partner left without an answer so far
     * @param unackedClientsLeft how many more until the partner counts as down; 0 unless interrupted
     * @param clockSkew the partner's clock minus ours; Kea 2.7.2 and newer, and only after contact
     */
    public record Remote(
            Optional<String> name,
            PeerRole role,
            boolean everInTouch,
            Optional<HaState> state,
            List<String> scopes,
            Duration age,
            boolean communicationInterrupted,
            long unackedClients,
            long unackedClientsLeft,
            Optional<Duration> clockSkew) {

        /** Copies the list. */
        public Remote {
            scopes = List.copyOf(scopes);
        }
    }
}
