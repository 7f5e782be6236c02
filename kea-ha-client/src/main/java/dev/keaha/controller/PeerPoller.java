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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
     * Asks a peer. A given address is the peer's, whatever answers there; any other only when the daemon there says that
     * it is this peer. Where the peer was found before, and gives no answer now, it counts as silent and not as lost.
     *
     * @param known the peer's configuration as last read, which is not fetched again while its hash is the same
     */
    Poll poll(
            String peer,
            List<PeerAddress> addresses,
            DhcpService service,
            HaRelationship relationship,
            @Nullable PeerSnapshot known) {
        Map<PeerAddress, Poll> failures = new LinkedHashMap<>();
        for (PeerAddress address : addresses) {
            Poll poll = ask(peer, address, service, relationship, known);
            if (address.given()) {
                return poll;
            } else if (isThisPeer(poll)) {
                PeerAddress found = new PeerAddress(address.endpoint(), PeerAddress.Origin.FOUND);
                return new Poll(poll.observation(), poll.snapshot(), found);
            }
            failures.put(address, poll);
        }
        return failures.entrySet().stream()
                .filter(failure -> failure.getKey().origin() == PeerAddress.Origin.FOUND)
                .map(Map.Entry::getValue)
                .filter(poll -> poll.observation() instanceof PeerObservation.Unreachable)
                .findFirst()
                .orElseGet(() -> new Poll(notFound(peer, List.copyOf(failures.values())), null, null));
    }

    private static boolean isThisPeer(Poll poll) {
        return poll.observation() instanceof PeerObservation.Seen seen
                && seen.configured()
                        .filter(own -> own.thisServerName().strip().equals(seen.peer()))
                        .isPresent();
    }

    /** None of the guesses led to it; what came of each is told in their order, and once where it is the same. */
    private PeerObservation notFound(String peer, List<Poll> failures) {
        List<String> outcomes =
                failures.stream().map(poll -> outcome(poll.observation())).toList();
        String detail = outcomes.stream().distinct().count() <= 1
                ? outcomes.stream().findFirst().orElse("")
                : "in this order: " + String.join("; ", outcomes);
        String tried =
                failures.stream().map(poll -> address(poll.observation())).collect(Collectors.joining(", "));
        return new PeerObservation.Unreachable(peer, clock.instant(), TransportFailure.NOT_FOUND, tried, detail);
    }

    private static String outcome(PeerObservation observation) {
        if (observation instanceof PeerObservation.Seen seen) {
            return seen.configured()
                    .map(own -> "this is the peer " + own.thisServerName())
                    .orElse("this server is not in the relationship");
        }
        return ((PeerObservation.Unreachable) observation).detail();
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
