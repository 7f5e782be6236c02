package dev.keaha.controller;

import dev.keaha.client.KeaEndpoint;
import dev.keaha.ha.HaPeer;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where a peer's management channel may be when nobody said. A peer's {@code url} in the HA configuration is where its
 * partners reach it, which is the management address only sometimes (a Control Agent in Kea 2.2), so it comes last.
 */
final class AddressGuess {

    private AddressGuess() {}

    /**
     * The addresses to try, best first: the port of the endpoint that is known, on the peer's host; the port of the
     * preferences there; the peer's own URL.
     */
    static List<PeerAddress> forPeer(HaPeer peer, KeaEndpoint known, Preferences preferences) {
        Optional<URI> url = uri(peer.url());
        if (url.isEmpty() || url.get().getHost() == null) {
            return List.of();
        }
        String host = url.get().getHost();
        List<PeerAddress> guesses = new ArrayList<>();
        if (known.uri().getHost() != null) {
            String scheme = known.uri().getScheme();
            add(guesses, known, scheme + "://" + host + ":" + port(known.uri()) + "/");
            add(
                    guesses,
                    known,
                    scheme + "://" + host + ":" + preferences.controlAgentPort().orElse(Preferences.DEFAULT_PORT)
                            + "/");
        } else {
            add(
                    guesses,
                    known,
                    "http://" + host + ":" + preferences.controlAgentPort().orElse(Preferences.DEFAULT_PORT) + "/");
        }
        add(guesses, known, peer.url());
        return guesses;
    }

    private static void add(List<PeerAddress> guesses, KeaEndpoint like, String uri) {
        PeerAddress guess = new PeerAddress(like.guessedAt(URI.create(uri)), PeerAddress.Origin.GUESSED);
        if (guesses.stream()
                .noneMatch(g -> g.endpoint().uri().equals(guess.endpoint().uri()))) {
            guesses.add(guess);
        }
    }

    private static int port(URI uri) {
        if (uri.getPort() >= 0) {
            return uri.getPort();
        }
        return "https".equals(uri.getScheme()) ? 443 : 80;
    }

    private static Optional<URI> uri(String text) {
        try {
            return Optional.of(URI.create(text));
        } catch (IllegalArgumentException notAUri) {
            return Optional.empty();
        }
    }
}
