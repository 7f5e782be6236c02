package dev.keaha.controller;

import dev.keaha.client.KeaEndpoint;
import dev.keaha.command.HaCommands;
import dev.keaha.command.HaHeartbeat;
import dev.keaha.command.KeaChannel;
import dev.keaha.command.KeaCommandException;
import dev.keaha.command.KeaCommands;
import dev.keaha.command.KeaTransportException;
import dev.keaha.command.RunningConfig;
import dev.keaha.command.ServerStatus;
import dev.keaha.command.TransportFailure;
import dev.keaha.config.DhcpService;
import dev.keaha.config.KeaVersion;
import dev.keaha.ha.HaRelationship;
import dev.keaha.health.PeerObservation;
import dev.keaha.replication.PeerSnapshot;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Asks one peer what it is and what it has, at the addresses where it may be. */
final class PeerPoller {

    private static final String HASH_GET = "config-hash-get";

    private final Function<KeaEndpoint, KeaChannel> channels;
    private final Clock clock;
    private final Duration timeout;

    PeerPoller(Function<KeaEndpoint, KeaChannel> channels, Clock clock, Duration timeout) {
        this.channels = channels;
        this.clock = clock;
        this.timeout = timeout;
    }

    /**
     * What came of it.
     *
     * @param observation what was seen
     * @param snapshot the peer's configuration; null where it gave none
     * @param address where the peer proved to be; null where it did not
     */
    record Poll(
            PeerObservation observation,
            @Nullable PeerSnapshot snapshot,
            @Nullable PeerAddress address) {}

    /**
     * Asks a peer. A given address is the peer's, whatever answers there; a guessed one only when the daemon there says
     * that it is this peer.
     *
     * @param known the peer's configuration as last read, which is not fetched again while its hash is the same
     */
    Poll poll(
            String peer,
            List<PeerAddress> addresses,
            DhcpService service,
            HaRelationship relationship,
            @Nullable PeerSnapshot known) {
        List<Poll> failures = new ArrayList<>();
        for (PeerAddress address : addresses) {
            Poll poll = ask(peer, address, service, relationship, known);
            if (address.given() || isThisPeer(poll)) {
                return poll;
            }
            failures.add(poll);
        }
        return new Poll(notFound(peer, failures), null, null);
    }

    private static boolean isThisPeer(Poll poll) {
        return poll.observation() instanceof PeerObservation.Seen seen
                && seen.configured()
                        .filter(own -> own.thisServerName().strip().equals(seen.peer()))
                        .isPresent();
    }

    /** All guesses failed: the first that failed for want of an answer is the likeliest place, all of them are named. */
    private PeerObservation notFound(String peer, List<Poll> failures) {
        Instant now = clock.instant();
        if (failures.isEmpty()) {
            return new PeerObservation.Unreachable(
                    peer,
                    now,
                    TransportFailure.UNKNOWN_HOST,
                    "no address",
                    "No management address is known for it. Give one.");
        }
        List<String> tried = new ArrayList<>();
        TransportFailure failure = null;
        for (Poll poll : failures) {
            if (poll.observation() instanceof PeerObservation.Unreachable unreachable) {
                tried.add(unreachable.address() + ": " + unreachable.detail());
                // Somebody at one of the addresses tells more than nobody at the others.
                boolean weightier = failure == null || failure == TransportFailure.REFUSED;
                failure = weightier ? unreachable.failure() : failure;
            } else if (poll.observation() instanceof PeerObservation.Seen seen) {
                tried.add(seen.address() + ": is "
                        + seen.configured()
                                .map(own -> "the peer " + own.thisServerName())
                                .orElse("a server outside this relationship"));
            }
        }
        String addresses =
                failures.stream().map(poll -> address(poll.observation())).collect(Collectors.joining(", "));
        return new PeerObservation.Unreachable(
                peer,
                now,
                failure == null ? TransportFailure.WRONG_SERVICE : failure,
                addresses,
                "No management address was given for it, and it was not found where it might be. "
                        + String.join("; ", tried));
    }

    private static String address(PeerObservation observation) {
        return observation instanceof PeerObservation.Seen seen
                ? seen.address()
                : ((PeerObservation.Unreachable) observation).address();
    }

    private Poll ask(
            String peer,
            PeerAddress address,
            DhcpService service,
            HaRelationship relationship,
            @Nullable PeerSnapshot known) {
        KeaChannel channel = channels.apply(address.endpoint());
        try {
            KeaVersion version = channel.call(service, KeaCommands.versionGet(), timeout);
            ServerStatus status = channel.call(service, KeaCommands.statusGet(), timeout);
            Optional<Duration> clockAhead = status.ha().isEmpty() ? Optional.empty() : clockAhead(channel, service);
            PeerSnapshot snapshot = snapshot(channel, service, peer, version, known);
            PeerObservation seen = PeerObservation.Seen.of(
                    relationship,
                    peer,
                    clock.instant(),
                    channel.address(),
                    version,
                    status,
                    snapshot.running().config(),
                    clockAhead);
            return new Poll(seen, snapshot, address);
        } catch (KeaTransportException e) {
            return failed(peer, e.failure(), channel.address(), firstSentence(e.detail()));
        } catch (KeaCommandException e) {
            return failed(peer, TransportFailure.NOT_KEA, channel.address(), String.valueOf(e.getMessage()));
        }
    }

    private Poll failed(String peer, TransportFailure failure, String address, String detail) {
        return new Poll(new PeerObservation.Unreachable(peer, clock.instant(), failure, address, detail), null, null);
    }

    /** What happened; what to do about it is said once, by the verdict. */
    private static String firstSentence(String text) {
        int end = text.indexOf(". ");
        String first = end < 0 ? text : text.substring(0, end);
        return first.endsWith(".") ? first.substring(0, first.length() - 1) : first;
    }

    private PeerSnapshot snapshot(
            KeaChannel channel, DhcpService service, String peer, KeaVersion version, @Nullable PeerSnapshot known) {
        Set<String> commands = channel.call(service, KeaCommands.listCommands(), timeout);
        if (known != null
                && commands.contains(HASH_GET)
                && known.running().hash().isPresent()) {
            String hash = channel.call(service, KeaCommands.configHashGet(), timeout);
            if (known.running().hash().get().equals(hash)) {
                return new PeerSnapshot(peer, version, known.running(), commands);
            }
        }
        RunningConfig running = channel.call(service, KeaCommands.configGet(), timeout);
        return new PeerSnapshot(peer, version, running, commands);
    }

    /** The peer's clock shows whole seconds, so half a second is added; the request took its time on both ways. */
    private Optional<Duration> clockAhead(KeaChannel channel, DhcpService service) {
        try {
            Instant before = clock.instant();
            HaHeartbeat heartbeat = channel.call(service, HaCommands.haHeartbeat(null), timeout);
            Instant after = clock.instant();
            Instant middle = before.plus(Duration.between(before, after).dividedBy(2));
            return Optional.of(Duration.between(middle, heartbeat.time().plusMillis(500)));
        } catch (KeaCommandException noHeartbeatHere) {
            return Optional.empty();
        }
    }
}
