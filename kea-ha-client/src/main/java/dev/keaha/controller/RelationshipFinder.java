package dev.keaha.controller;

import dev.keaha.client.KeaEndpoint;
import dev.keaha.command.KeaChannel;
import dev.keaha.command.KeaCommandException;
import dev.keaha.command.KeaCommands;
import dev.keaha.command.KeaTransportException;
import dev.keaha.command.TransportFailure;
import dev.keaha.config.DhcpService;
import dev.keaha.config.KeaConfig;
import dev.keaha.ha.HaDetection;
import dev.keaha.ha.HaPeer;
import dev.keaha.ha.HaRelationship;
import dev.keaha.ha.RelationshipId;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Finds a relationship by the addresses given: read from the first daemon that answers, else from the store. */
final class RelationshipFinder {

    private static final Set<TransportFailure> CERTAINLY_DOWN =
            Set.of(TransportFailure.REFUSED, TransportFailure.DAEMON_OFFLINE);

    private final Function<KeaEndpoint, KeaChannel> channels;
    private final RelationshipStore store;
    private final Preferences preferences;
    private final Duration timeout;

    RelationshipFinder(
            Function<KeaEndpoint, KeaChannel> channels,
            RelationshipStore store,
            Preferences preferences,
            Duration timeout) {
        this.channels = channels;
        this.store = store;
        this.preferences = preferences;
        this.timeout = timeout;
    }

    /** What came of it. */
    sealed interface Search {}

    /**
     * The relationship is known.
     *
     * @param relationship as the daemon that answered writes it, or as it was stored
     * @param answered the name of the peer at the endpoint given; empty where it gave no answer
     * @param addresses where each peer may be, best first
     */
    record Known(HaRelationship relationship, Optional<String> answered, Map<String, List<PeerAddress>> addresses)
            implements Search {}

    /**
     * It is not.
     *
     * @param refusal why
     */
    record Unknown(Opening.Refused refusal) implements Search {}

    /** The one relationship that is wanted. */
    Search find(RelationshipAddress wanted) {
        List<Search> found = findAll(wanted);
        if (found.size() == 1) {
            return found.get(0);
        }
        List<HaRelationship> all =
                found.stream().map(search -> ((Known) search).relationship()).toList();
        return new Unknown(new Opening.Refused(
                Opening.Code.SEVERAL_RELATIONSHIPS,
                wanted.endpoint().uri() + " has " + all.size() + " relationships: " + names(all) + ".",
                "Choose one by the name of one of its peers."));
    }

    /** Every relationship of the daemon that is wanted, in the order configured; a single refusal where there is none. */
    List<Search> findAll(RelationshipAddress wanted) {
        Map<String, KeaEndpoint> candidates = new LinkedHashMap<>();
        candidates.put("", wanted.endpoint());
        candidates.putAll(wanted.peers());
        List<KeaTransportException> failures = new ArrayList<>();
        for (Map.Entry<String, KeaEndpoint> candidate : candidates.entrySet()) {
            KeaChannel channel = channels.apply(candidate.getValue());
            KeaConfig config;
            try {
                config = channel.call(wanted.service(), KeaCommands.configGet(), timeout)
                        .config();
            } catch (KeaTransportException e) {
                failures.add(e);
                continue;
            } catch (KeaCommandException e) {
                return List.of(new Unknown(new Opening.Refused(
                        Opening.Code.UNREACHABLE,
                        channel.address() + ": " + e.getMessage(),
                        "Give the management address of a Kea DHCP daemon.")));
            }
            return read(config, wanted, candidate.getKey(), candidate.getValue(), channel.address());
        }
        return fromStore(wanted, failures);
    }

    private List<Search> read(
            KeaConfig config, RelationshipAddress wanted, String candidate, KeaEndpoint endpoint, String address) {
        HaDetection detection = HaDetection.in(config);
        if (detection instanceof HaDetection.Missing missing) {
            return List.of(new Unknown(new Opening.Refused(
                    code(missing.why()),
                    address + ": " + missing.text(),
                    "High availability is found, never made. Correct the configuration, then try again.")));
        }
        List<HaRelationship> all = ((HaDetection.Found) detection).relationships();
        List<HaRelationship> chosen = all.stream()
                .filter(relationship -> wanted.relationship().isEmpty()
                        || relationship.peer(wanted.relationship().get()).isPresent())
                .toList();
        if (chosen.isEmpty()) {
            return List.of(new Unknown(new Opening.Refused(
                    Opening.Code.NO_SUCH_RELATIONSHIP,
                    address + " has no relationship with a peer "
                            + wanted.relationship().orElse("") + ", only " + names(all) + ".",
                    "Choose one by the name of one of its peers.")));
        }
        Optional<String> unknown = wanted.peers().keySet().stream()
                .filter(name -> chosen.stream()
                        .allMatch(relationship -> relationship.peer(name).isEmpty()))
                .findFirst();
        if (unknown.isPresent()) {
            return List.of(new Unknown(new Opening.Refused(
                    Opening.Code.NO_SUCH_RELATIONSHIP,
                    "An address was given for the peer " + unknown.get() + ", but the peers at " + address + " are "
                            + names(chosen) + ".",
                    "Name a peer as the HA configuration names it.")));
        }
        return chosen.stream()
                .<Search>map(relationship -> known(relationship, wanted, candidate.isEmpty(), endpoint))
                .toList();
    }

    private Known known(
            HaRelationship relationship, RelationshipAddress wanted, boolean endpointAnswered, KeaEndpoint endpoint) {
        String self = relationship.thisServerName().strip();
        Map<String, KeaEndpoint> given = given(relationship, wanted);
        if (endpointAnswered) {
            given.put(self, endpoint);
        } else {
            owner(relationship, wanted).ifPresent(name -> given.put(name, wanted.endpoint()));
        }
        return new Known(
                relationship,
                endpointAnswered ? Optional.of(self) : Optional.empty(),
                addresses(relationship, given, endpoint, stored(wanted.service(), relationship)));
    }

    private static Map<String, KeaEndpoint> given(HaRelationship relationship, RelationshipAddress wanted) {
        Map<String, KeaEndpoint> given = new LinkedHashMap<>(wanted.peers());
        given.keySet().removeIf(name -> relationship.peer(name).isEmpty());
        return given;
    }

    /** Whose the endpoint is that gave no answer: the primary's where nobody knows better. */
    private static Optional<String> owner(HaRelationship relationship, RelationshipAddress wanted) {
        List<String> open = relationship.peers().stream()
                .filter(peer -> !wanted.peers().containsKey(peer.name()))
                .map(HaPeer::name)
                .toList();
        Optional<String> primary = relationship.primary().map(HaPeer::name).filter(open::contains);
        return primary.or(() -> open.stream().findFirst());
    }

    private Map<String, List<PeerAddress>> addresses(
            HaRelationship relationship,
            Map<String, KeaEndpoint> given,
            KeaEndpoint known,
            Map<String, StoredRelationship.Address> stored) {
        Map<String, List<PeerAddress>> addresses = new LinkedHashMap<>();
        for (HaPeer peer : relationship.peers()) {
            KeaEndpoint endpoint = given.get(peer.name());
            if (endpoint != null) {
                addresses.put(peer.name(), List.of(new PeerAddress(endpoint, PeerAddress.Origin.GIVEN)));
                continue;
            }
            List<PeerAddress> places = new ArrayList<>();
            StoredRelationship.Address last = stored.get(peer.name());
            if (last != null && last.given()) {
                addresses.put(peer.name(), List.of(new PeerAddress(known.at(last.uri()), PeerAddress.Origin.GIVEN)));
                continue;
            } else if (last != null) {
                places.add(new PeerAddress(known.guessedAt(last.uri()), PeerAddress.Origin.FOUND));
            }
            for (PeerAddress guess : AddressGuess.forPeer(peer, known, preferences)) {
                if (last == null || !last.uri().equals(guess.endpoint().uri())) {
                    places.add(guess);
                }
            }
            addresses.put(peer.name(), places);
        }
        return addresses;
    }

    /** Where the peers of a stored relationship may be; credentials come for the addresses that somebody gave. */
    Map<String, List<PeerAddress>> places(StoredRelationship stored, Function<URI, KeaEndpoint> endpoints) {
        Map<String, KeaEndpoint> given = new LinkedHashMap<>();
        for (HaPeer peer : stored.typed().peers()) {
            StoredRelationship.Address address = stored.addresses().get(peer.name());
            if (address != null && address.given()) {
                given.put(peer.name(), endpoints.apply(address.uri()));
            }
        }
        KeaEndpoint like = given.values().stream()
                .findFirst()
                .orElseGet(() -> KeaEndpoint.of("http://127.0.0.1:" + Preferences.DEFAULT_PORT + "/"));
        return addresses(stored.typed(), given, like, stored.addresses());
    }

    private Map<String, StoredRelationship.Address> stored(DhcpService service, HaRelationship relationship) {
        return fromStore(service, relationship)
                .map(StoredRelationship::addresses)
                .orElse(Map.of());
    }

    /** Whether the endpoint is where the primary of a known relationship was found before. */
    boolean isStoredAsPrimary(RelationshipAddress address, HaRelationship relationship) {
        return relationship
                .primary()
                .flatMap(primary -> fromStore(address.service(), relationship)
                        .map(known -> known.addresses().get(primary.name())))
                .filter(place -> place.uri().equals(address.endpoint().uri()))
                .isPresent();
    }

    private Optional<StoredRelationship> fromStore(DhcpService service, HaRelationship relationship) {
        return store.relationship(RelationshipId.of(service, relationship));
    }

    /** Nobody answered: a relationship that was found at one of these addresses before is still the same one. */
    private List<Search> fromStore(RelationshipAddress wanted, List<KeaTransportException> failures) {
        Set<URI> tried = wanted.peers().values().stream().map(KeaEndpoint::uri).collect(Collectors.toSet());
        tried.add(wanted.endpoint().uri());
        List<StoredRelationship> matches = store.relationships().stream()
                .filter(known -> known.service() == wanted.service())
                .filter(known -> known.addresses().values().stream().anyMatch(a -> tried.contains(a.uri())))
                .filter(known -> wanted.relationship().isEmpty()
                        || known.typed().peer(wanted.relationship().get()).isPresent())
                .toList();
        if (!matches.isEmpty()) {
            return matches.stream().<Search>map(known -> known(known, wanted)).toList();
        }
        String text = failures.stream().map(Throwable::getMessage).collect(Collectors.joining(" | "));
        boolean down = !wanted.peers().isEmpty()
                && failures.stream().allMatch(failure -> CERTAINLY_DOWN.contains(failure.failure()));
        return List.of(
                down
                        ? new Unknown(new Opening.Refused(
                                Opening.Code.SERVICE_DOWN,
                                "No peer runs. " + text,
                                "Start the Kea servers, the primary first."))
                        : new Unknown(new Opening.Refused(
                                Opening.Code.UNREACHABLE,
                                text,
                                "Give an address at which a peer answers: the management address of the primary, or of"
                                        + " another peer as --peer NAME=URL.")));
    }

    private Known known(StoredRelationship known, RelationshipAddress wanted) {
        HaRelationship relationship = known.typed();
        Map<String, KeaEndpoint> given = given(relationship, wanted);
        known.addresses().forEach((name, address) -> {
            if (address.uri().equals(wanted.endpoint().uri())) {
                given.putIfAbsent(name, wanted.endpoint());
            }
        });
        return new Known(
                relationship, Optional.empty(), addresses(relationship, given, wanted.endpoint(), known.addresses()));
    }

    private static String names(List<HaRelationship> relationships) {
        return relationships.stream()
                .map(relationship ->
                        relationship.peers().stream().map(HaPeer::name).collect(Collectors.joining("/")))
                .collect(Collectors.joining(", "));
    }

    private static Opening.Code code(HaDetection.Why why) {
        return switch (why) {
            case NO_HOOK -> Opening.Code.NO_HA_HOOK;
            case NO_RELATIONSHIP -> Opening.Code.NO_RELATIONSHIP;
            case MALFORMED -> Opening.Code.MALFORMED;
        };
    }
}
