package dev.keaha.ha;

import dev.keaha.config.HookLibrary;
import dev.keaha.config.IpAddress;
import dev.keaha.config.KeaConfig;
import dev.keaha.config.KeaConfigException;
import dev.keaha.config.KeaVersion;
import dev.keaha.json.JsonArray;
import dev.keaha.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where a server of a relationship hears its partners by itself: at its own peer's URL. A server without such a listener
 * leaves it to the Control Agent beside it.
 *
 * @param path where that URL stands
 * @param peer the peer that the server is
 * @param url what its URL says
 * @param own whether the server opens the listener itself
 * @param relationship whose it is
 */
record HaListener(String path, HaPeer peer, PeerUrl url, boolean own, HaRelationship relationship) {

    /** The readable relationships of a configuration, each under its path. */
    static Map<String, HaRelationship> relationships(KeaConfig config) {
        Map<String, HaRelationship> readable = new LinkedHashMap<>();
        JsonArray hooks = config.dhcp().array("hooks-libraries").orElse(JsonArray.empty());
        for (int i = 0; i < hooks.size(); i++) {
            if (hooks.get(i) instanceof JsonObject hook
                    && HookLibrary.fileName(hook).equals(HookLibrary.HA)) {
                String path = config.service().root() + ".hooks-libraries[" + i + "].parameters.high-availability";
                hook.object("parameters")
                        .flatMap(parameters -> parameters.array("high-availability"))
                        .ifPresent(list -> readable.putAll(relationships(list, path)));
            }
        }
        return readable;
    }

    static Map<String, HaRelationship> relationships(JsonArray list, String path) {
        Map<String, HaRelationship> readable = new LinkedHashMap<>();
        for (int i = 0; i < list.size(); i++) {
            String at = path + "[" + i + "]";
            if (list.get(i) instanceof JsonObject entry) {
                try {
                    readable.put(at, HaRelationship.read(entry, at));
                } catch (KeaConfigException e) {
                    // Refused by Kea, and reported as such.
                    continue;
                }
            }
        }
        return readable;
    }

    /** The listeners of a server, one for each of its relationships whose own URL can be used. */
    static List<HaListener> of(KeaConfig config, Map<String, HaRelationship> relationships, KeaVersion version) {
        List<HaListener> listeners = new ArrayList<>();
        relationships.forEach((at, relationship) -> {
            HaParameters parameters = HaParameters.of(relationship, version);
            boolean own =
                    parameters.multiThreading() && parameters.dedicatedListener() && serverUsesThreads(config, version);
            for (int i = 0; i < relationship.peers().size(); i++) {
                HaPeer peer = relationship.peers().get(i);
                Optional<PeerUrl> url = peer.name().equals(RefusalCheck.trimmed(relationship.thisServerName()))
                        ? PeerUrl.of(peer.url())
                        : Optional.empty();
                String path = at + ".peers[" + i + "].url";
                url.ifPresent(its -> listeners.add(new HaListener(path, peer, its, own, relationship)));
            }
        });
        return List.copyOf(listeners);
    }

    static boolean serverUsesThreads(KeaConfig config, KeaVersion version) {
        return config.dhcp()
                .object("multi-threading")
                .flatMap(threads -> threads.bool("enable-multi-threading"))
                .orElse(version.atLeast(2, 3, 5));
    }

    /** Whether one who wants this address and port wants the same as this listener. */
    boolean collides(IpAddress address, long port) {
        boolean any = url.address().isUnspecified() || address.isUnspecified();
        return url.port() == port && (any || url.address().equals(address));
    }
}
