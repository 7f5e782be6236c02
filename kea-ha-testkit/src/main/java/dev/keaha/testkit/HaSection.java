package dev.keaha.testkit;

import dev.keaha.config.KeaConfigException;
import dev.keaha.config.KeaVersion;
import dev.keaha.ha.HaMode;
import dev.keaha.ha.HaPeer;
import dev.keaha.ha.HaRelationship;
import dev.keaha.ha.HaState;
import dev.keaha.ha.PeerRole;
import dev.keaha.json.JsonArray;
import dev.keaha.json.JsonObject;
import dev.keaha.json.JsonValue;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;

/** The parameters of the HA hook, as the hook itself judges them when it is loaded (kea-reference 1.5). */
final class HaSection {

    private static final long UINT16 = 65_535;
    private static final long UINT32 = 4_294_967_295L;
    private static final Set<String> STATES = Set.of(
            "backup",
            "communication-recovery",
            "hot-standby",
            "load-balancing",
            "in-maintenance",
            "partner-down",
            "partner-in-maintenance",
            "passive-backup",
            "ready",
            "syncing",
            "terminated",
            "waiting",
            "unavailable");

    private HaSection() {}

    static boolean isValid(JsonObject parameters, KeaVersion version) {
        try {
            List<HaRelationship> relationships = read(parameters, version);
            boolean several = relationships.size() > 1;
            Set<String> names = new HashSet<>();
            return !relationships.isEmpty()
                    && (!several || version.atLeast(2, 5, 5))
                    && relationships.stream().allMatch(one -> isValid(one, version))
                    && (!several
                            || relationships.stream().allMatch(one -> one.mode().equals(HaMode.HOT_STANDBY)))
                    && relationships.stream()
                            .flatMap(one -> one.peers().stream())
                            .allMatch(peer -> names.add(peer.name()));
        } catch (KeaConfigException malformed) {
            return false;
        }
    }

    /** The relationships, in order. */
    static List<HaRelationship> read(JsonObject parameters, KeaVersion version) {
        JsonValue found = parameters.get("high-availability");
        if (!(found instanceof JsonArray entries)) {
            throw new KeaConfigException("high-availability", "expected a list, found " + found);
        }
        List<HaRelationship> relationships = new ArrayList<>();
        for (JsonValue entry : entries) {
            if (!(entry instanceof JsonObject object)) {
                throw new KeaConfigException("high-availability", "expected objects, found " + entry);
            }
            if (object.has("multi-threading")
                    && object.object("multi-threading").isEmpty()) {
                throw new KeaConfigException("high-availability", "multi-threading: expected an object");
            }
            // before 2.3.1 this is no parameter, and what is no parameter can be anything
            relationships.add(HaRelationship.read(
                    version.atLeast(2, 3, 1) ? object : object.without("max-rejected-lease-updates"),
                    "high-availability"));
        }
        return relationships;
    }

    private static boolean isValid(HaRelationship relationship, KeaVersion version) {
        String self = relationship.thisServerName().strip();
        return !self.isEmpty()
                && relationship.peer(self).isPresent()
                && rolesFit(relationship)
                && numbersFit(relationship, version)
                && statesFit(relationship.stateMachine().orElse(JsonObject.empty()))
                && relationship.peers().stream().allMatch(peer -> isValid(relationship, peer));
    }

    private static boolean rolesFit(HaRelationship relationship) {
        long primaries = count(relationship, PeerRole.PRIMARY);
        long secondaries = count(relationship, PeerRole.SECONDARY);
        long standbys = count(relationship, PeerRole.STANDBY);
        long backups = count(relationship, PeerRole.BACKUP);
        boolean onlyKnown = primaries + secondaries + standbys + backups
                == relationship.peers().size();
        long kept = relationship.delayedUpdatesLimit().orElse(0);
        boolean waits = relationship.waitBackupAck().orElse(false);
        HaMode mode = relationship.mode();
        if (!onlyKnown || primaries != 1) {
            return false;
        } else if (mode.equals(HaMode.LOAD_BALANCING)) {
            return secondaries == 1 && standbys == 0 && !waits;
        } else if (mode.equals(HaMode.HOT_STANDBY)) {
            return secondaries == 0 && standbys == 1 && !waits && kept == 0;
        }
        return mode.equals(HaMode.PASSIVE_BACKUP) && secondaries == 0 && standbys == 0 && kept == 0;
    }

    private static long count(HaRelationship relationship, PeerRole role) {
        return relationship.peers().stream()
                .filter(peer -> peer.role().equals(role))
                .count();
    }

    private static boolean numbersFit(HaRelationship relationship, KeaVersion version) {
        return fits(relationship.heartbeatDelay(), UINT16)
                && fits(relationship.maxResponseDelay(), UINT16)
                && fits(relationship.maxAckDelay(), UINT16)
                && fits(relationship.maxUnackedClients(), UINT32)
                && fits(relationship.delayedUpdatesLimit(), UINT32)
                && (!version.atLeast(2, 3, 1) || fits(relationship.maxRejectedLeaseUpdates(), UINT32))
                && fits(relationship.syncTimeout(), UINT32)
                && fits(relationship.syncPageLimit(), UINT32)
                && relationship
                        .multiThreading()
                        .filter(threads ->
                                !fits(threads.listenerThreads(), UINT32) || !fits(threads.clientThreads(), UINT32))
                        .isEmpty();
    }

    private static boolean fits(OptionalLong value, long max) {
        return value.orElse(0) >= 0 && value.orElse(0) <= max;
    }

    private static boolean statesFit(JsonObject machine) {
        Set<String> seen = new HashSet<>();
        JsonValue states = machine.get("states");
        return states == null
                || states instanceof JsonArray list
                        && list.objects().count() == list.size()
                        && list.objects().allMatch(entry -> {
                            String state = entry.text("state").orElse("");
                            return STATES.contains(HaState.of(state).word())
                                    && seen.add(state)
                                    && Set.of("always", "never", "once")
                                            .contains(entry.text("pause").orElse("never"));
                        });
    }

    private static boolean isValid(HaRelationship relationship, HaPeer peer) {
        boolean anchor = isSet(peer.trustAnchor().or(relationship::trustAnchor).orElse(""));
        boolean certificate = isSet(peer.certFile().or(relationship::certFile).orElse(""));
        boolean key = isSet(peer.keyFile().or(relationship::keyFile).orElse(""));
        boolean tls = anchor && certificate && key;
        return !peer.name().isBlank()
                && isAddress(peer.url(), tls)
                && (tls || !anchor && !certificate && !key)
                && !peer.basicAuthUser().orElse("").contains(":")
                && !(peer.basicAuthPassword().isPresent()
                        && peer.basicAuthPasswordFile().isPresent());
    }

    private static boolean isSet(String path) {
        return !path.isEmpty();
    }

    private static boolean isAddress(String url, boolean tls) {
        try {
            URI uri = new URI(url);
            String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
            String host = uri.getHost() == null ? "" : uri.getHost().replaceAll("[\\[\\]]", "");
            return (scheme.equals("http") || scheme.equals("https") && tls)
                    && Ip.parse(host).isPresent();
        } catch (java.net.URISyntaxException notAUrl) {
            return false;
        }
    }
}
