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
    /** How often a configuration without a hash, and the clock, are asked for in looks. */
    private static final Duration SLOWLY = Duration.ofMinutes(5);

    private static final Duration CLOCK_LIFETIME = Duration.ofMinutes(1);
    /** Half of it is how far the middle of a question may be from the moment of the answer. */
    private static final Duration QUICK = Duration.ofSeconds(1);

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
     * @param known what is now known of the daemon; null where it gave no answer
     * @param address where the peer proved to be; null where it did not
     */
    record Poll(
            PeerObservation observation,
            @Nullable KnownPeer known,
            @Nullable PeerAddress address) {}

    /**
     * Asks a peer. A given address is the peer's, whatever answers there; any other only when the daemon there says that
     * it is this peer. Where the peer was found before, and gives no answer now, it counts as silent and not as lost.
     *
     * @param known what earlier polls found, which is not asked for again while the daemon is the same: its version and
     *     commands, and its configuration while its hash is the same
     * @param cheaply whether a configuration that has no hash may be some minutes old while the daemon's status says
     *     that nobody set it (commands such as {@code subnet4-add} do not show there), and the clock a minute
     */
    Poll poll(
            String peer,
            List<PeerAddress> addresses,
            DhcpService service,
            HaRelationship relationship,
            @Nullable KnownPeer known,
            boolean cheaply) {
        Map<PeerAddress, Poll> failures = new LinkedHashMap<>();
        for (PeerAddress address : addresses) {
            Poll poll = ask(peer, address, service, relationship, known, cheaply);
            if (address.given()) {
                return poll;
            } else if (isThisPeer(poll)) {
                PeerAddress found = new PeerAddress(address.endpoint(), PeerAddress.Origin.FOUND);
                return new Poll(poll.observation(), poll.known(), found);
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
            @Nullable KnownPeer known,
            boolean cheaply) {
        KeaChannel channel = channels.apply(address.endpoint());
        try {
            ServerStatus status = channel.call(service, KeaCommands.statusGet(), timeout);
            Instant at = clock.instant();
            KnownPeer now = known(channel, service, peer, status, at, known, cheaply);
            PeerObservation seen = PeerObservation.Seen.of(
                    relationship,
                    peer,
                    at,
                    channel.address(),
                    now.snapshot().version(),
                    status,
                    now.snapshot().running().config(),
                    now.clockAhead());
            return new Poll(seen, now, address);
        } catch (KeaTransportException e) {
            return failed(peer, e.failure(), channel.address(), firstSentence(e.detail()));
        } catch (KeaCommandException e) {
            return failed(peer, TransportFailure.NOT_KEA, channel.address(), String.valueOf(e.getMessage()));
        }
    }

    private KnownPeer known(
            KeaChannel channel,
            DhcpService service,
            String peer,
            ServerStatus status,
            Instant now,
            @Nullable KnownPeer before,
            boolean cheaply) {
        boolean untouched = before != null && before.isUntouched(status, now);
        KeaVersion version = before != null && untouched
                ? before.snapshot().version()
                : channel.call(service, KeaCommands.versionGet(), timeout);
        Set<String> commands = before != null && untouched
                ? before.snapshot().commands()
                : channel.call(service, KeaCommands.listCommands(), timeout);
        boolean clockKnown = before != null
                && before.clockAhead().isPresent()
                && untouched
                && cheaply
                && KnownPeer.isRecent(before.clockRead(), now, CLOCK_LIFETIME);
        Optional<Duration> clockAhead = before != null && clockKnown
                ? before.clockAhead()
                : status.ha().isEmpty() ? Optional.empty() : clockAhead(channel, service);
        Instant clockRead = before != null && clockKnown ? before.clockRead() : now;
        boolean good = before != null
                && (before.snapshot().running().hash().isPresent() && commands.contains(HASH_GET)
                        ? before.snapshot()
                                .running()
                                .hash()
                                .get()
                                .equals(channel.call(service, KeaCommands.configHashGet(), timeout))
                        : untouched && cheaply && KnownPeer.isRecent(before.read(), now, SLOWLY));
        RunningConfig running = before != null && good
                ? before.snapshot().running()
                : channel.call(service, KeaCommands.configGet(), timeout);
        boolean fetched = !good || running.hash().isPresent();
        return new KnownPeer(
                new PeerSnapshot(peer, version, running, commands),
                status.pid(),
                now.minus(status.uptime()),
                now.minus(status.sinceReload()),
                before == null || fetched ? now : before.read(),
                clockAhead,
                clockRead);
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

    /**
     * The peer's clock shows whole seconds, so half a second is added; the request took its time on both ways, and one that
     * took long says too little. Each of the two is half a second off at most.
     */
    private Optional<Duration> clockAhead(KeaChannel channel, DhcpService service) {
        try {
            Instant before = clock.instant();
            HaHeartbeat heartbeat = channel.call(service, HaCommands.haHeartbeat(null), timeout);
            Instant after = clock.instant();
            Duration took = Duration.between(before, after);
            if (took.compareTo(QUICK) > 0) {
                return Optional.empty();
            }
            Instant middle = before.plus(took.dividedBy(2));
            return Optional.of(Duration.between(middle, heartbeat.time().plusMillis(500)));
        } catch (KeaCommandException noHeartbeatHere) {
            return Optional.empty();
        }
    }
}
