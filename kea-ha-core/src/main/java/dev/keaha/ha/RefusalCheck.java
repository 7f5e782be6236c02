package dev.keaha.ha;

import static dev.keaha.config.FindingCode.BAD_URL;
import static dev.keaha.config.FindingCode.BLANK_NAME;
import static dev.keaha.config.FindingCode.COLON_IN_USER;
import static dev.keaha.config.FindingCode.DUPLICATE_PEER;
import static dev.keaha.config.FindingCode.DUPLICATE_STATE;
import static dev.keaha.config.FindingCode.HTTPS_WITHOUT_TLS;
import static dev.keaha.config.FindingCode.INCOMPLETE_TLS;
import static dev.keaha.config.FindingCode.MISSING;
import static dev.keaha.config.FindingCode.NOT_IN_THIS_MODE;
import static dev.keaha.config.FindingCode.NO_RELATIONSHIP;
import static dev.keaha.config.FindingCode.OUT_OF_RANGE;
import static dev.keaha.config.FindingCode.PASSWORD_TWICE;
import static dev.keaha.config.FindingCode.PEER_IN_TWO_RELATIONSHIPS;
import static dev.keaha.config.FindingCode.ROLE_MISSING;
import static dev.keaha.config.FindingCode.ROLE_NOT_ALLOWED;
import static dev.keaha.config.FindingCode.ROLE_TWICE;
import static dev.keaha.config.FindingCode.SEVERAL_NOT_HOT_STANDBY;
import static dev.keaha.config.FindingCode.SEVERAL_RELATIONSHIPS;
import static dev.keaha.config.FindingCode.UNKNOWN_MODE;
import static dev.keaha.config.FindingCode.UNKNOWN_PAUSE;
import static dev.keaha.config.FindingCode.UNKNOWN_ROLE;
import static dev.keaha.config.FindingCode.UNKNOWN_STATE;
import static dev.keaha.config.FindingCode.UNKNOWN_THIS_SERVER;
import static dev.keaha.config.FindingCode.USER_TWICE;
import static dev.keaha.config.FindingCode.WRONG_TYPE;

import dev.keaha.config.Finding;
import dev.keaha.config.FindingCode;
import dev.keaha.config.KeaVersion;
import dev.keaha.json.JsonArray;
import dev.keaha.json.JsonBoolean;
import dev.keaha.json.JsonNumber;
import dev.keaha.json.JsonObject;
import dev.keaha.json.JsonString;
import dev.keaha.json.JsonValue;
import dev.keaha.json.Secrets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What Kea of a version refuses in the parameters of its HA hook, rule by rule as its parser and {@code
 * HAConfig::validate} have them. Works on the tree, since a view can be read only of what is well-formed.
 */
final class RefusalCheck {

    private static final long UINT32 = 0xFFFFFFFFL;
    private static final Set<String> STATES = Stream.of(
                    HaState.BACKUP,
                    HaState.COMMUNICATION_RECOVERY,
                    HaState.HOT_STANDBY,
                    HaState.LOAD_BALANCING,
                    HaState.IN_MAINTENANCE,
                    HaState.PARTNER_DOWN,
                    HaState.PARTNER_IN_MAINTENANCE,
                    HaState.PASSIVE_BACKUP,
                    HaState.READY,
                    HaState.SYNCING,
                    HaState.TERMINATED,
                    HaState.WAITING,
                    HaState.UNAVAILABLE)
            .map(HaState::word)
            .collect(Collectors.toUnmodifiableSet());
    private static final Map<String, Set<PeerRole>> ROLES = Map.of(
            HaMode.LOAD_BALANCING.word(), Set.of(PeerRole.PRIMARY, PeerRole.SECONDARY),
            HaMode.HOT_STANDBY.word(), Set.of(PeerRole.PRIMARY, PeerRole.STANDBY),
            HaMode.PASSIVE_BACKUP.word(), Set.of(PeerRole.PRIMARY));
    private static final List<PeerRole> SINGLE = List.of(PeerRole.PRIMARY, PeerRole.SECONDARY, PeerRole.STANDBY);
    private static final List<String> TLS = List.of("trust-anchor", "cert-file", "key-file");

    private final KeaVersion version;
    private final List<Finding> findings = new ArrayList<>();

    private RefusalCheck(KeaVersion version) {
        this.version = version;
    }

    /** Checks the {@code parameters} of one entry of {@code hooks-libraries}. */
    static List<Finding> check(@Nullable JsonValue parameters, String path, KeaVersion version) {
        RefusalCheck check = new RefusalCheck(version);
        if (parameters != null && !(parameters instanceof JsonObject)) {
            check.wrongType(parameters, "an object", path);
        } else {
            JsonValue list = parameters instanceof JsonObject o ? o.get("high-availability") : null;
            check.relationships(list, path + ".high-availability");
        }
        if (parameters != null && !version.atLeast(2, 3, 8)) {
            check.tooLargeToRead(parameters, path);
        }
        return check.findings;
    }

    /** Before 2.3.8 Kea could not read a whole number beyond 64 bits, wherever it stands. */
    private void tooLargeToRead(JsonValue value, String at) {
        if (value instanceof JsonObject object) {
            object.toMap().forEach((name, member) -> tooLargeToRead(member, at + "." + name));
        } else if (value instanceof JsonArray array) {
            for (int i = 0; i < array.size(); i++) {
                tooLargeToRead(array.get(i), at + "[" + i + "]");
            }
        } else if (value instanceof JsonNumber number
                && number.isSpelledWhole()
                && number.integer().isEmpty()
                && findings.stream().noneMatch(finding -> finding.path().equals(at))) {
            add(
                    OUT_OF_RANGE,
                    at,
                    "Kea " + version + " cannot read a whole number beyond 64 bits.",
                    "Write a smaller number.");
        }
    }

    private void relationships(@Nullable JsonValue list, String path) {
        if (list == null) {
            add(
                    NO_RELATIONSHIP,
                    path,
                    "The HA hook is loaded and configures no relationship.",
                    "Configure a relationship, or do not load the hook.");
            return;
        }
        if (!(list instanceof JsonArray entries)) {
            wrongType(list, "a list of relationships", path);
            return;
        }
        if (entries.size() == 0) {
            add(
                    NO_RELATIONSHIP,
                    path,
                    "The list of relationships is empty.",
                    "Configure a relationship, or do not load the hook.");
        } else if (entries.size() > 1 && !version.atLeast(2, 5, 5)) {
            add(
                    SEVERAL_RELATIONSHIPS,
                    path,
                    "Kea " + version + " takes one relationship, found " + entries.size() + ".",
                    "Give each relationship a server of its own, or use Kea 2.6 or newer.");
        }
        Set<String> names = new HashSet<>();
        for (int i = 0; i < entries.size(); i++) {
            String at = path + "[" + i + "]";
            if (entries.get(i) instanceof JsonObject entry) {
                relationship(entry, at, entries.size() > 1);
                peersElsewhere(entry, at, names);
            } else {
                wrongType(entries.get(i), "an object", at);
            }
        }
    }

    private void peersElsewhere(JsonObject entry, String at, Set<String> names) {
        List<String> own = entry.array("peers")
                .orElse(JsonArray.empty())
                .objects()
                .flatMap(peer -> peer.text("name").stream())
                .distinct()
                .toList();
        for (String name : own) {
            if (!names.add(name) && version.atLeast(2, 5, 5)) {
                add(
                        PEER_IN_TWO_RELATIONSHIPS,
                        at + ".peers",
                        "The peer name '" + name + "' is used in another relationship too.",
                        "Give the peers of all relationships different names.");
            }
        }
    }

    private void relationship(JsonObject entry, String at, boolean oneOfSeveral) {
        String mode = text(entry, "mode", at, true);
        Set<PeerRole> needed = mode == null ? null : ROLES.get(mode);
        if (mode != null && needed == null) {
            add(
                    UNKNOWN_MODE,
                    at + ".mode",
                    "There is no mode '" + mode + "'.",
                    "Write load-balancing, hot-standby or passive-backup.");
        }
        if (oneOfSeveral && version.atLeast(2, 5, 5) && needed != null && !mode.equals(HaMode.HOT_STANDBY.word())) {
            add(
                    SEVERAL_NOT_HOT_STANDBY,
                    at + ".mode",
                    "Where there are several relationships, each must be hot-standby; found " + mode + ".",
                    "Make it hot-standby, or configure one relationship only.");
        }
        numbers(entry, at);
        for (String flag : List.of(
                "send-lease-updates", "sync-leases", "wait-backup-ack", "require-client-certs", "restrict-commands")) {
            bool(entry, flag, at);
        }
        if (needed != null) {
            notInThisMode(entry, mode, at);
        }
        multiThreading(entry.get("multi-threading"), at + ".multi-threading");
        stateMachine(entry.get("state-machine"), at + ".state-machine");
        TLS.forEach(name -> text(entry, name, at, false));
        peers(entry, mode, needed, at);
    }

    private void numbers(JsonObject entry, String at) {
        long timer = version.atLeast(3, 3, 0) ? UINT32 : 0xFFFF;
        whole(entry, "heartbeat-delay", timer, at);
        whole(entry, "max-response-delay", timer, at);
        whole(entry, "max-ack-delay", timer, at);
        whole(entry, "max-unacked-clients", UINT32, at);
        whole(entry, "delayed-updates-limit", UINT32, at);
        whole(entry, "sync-timeout", UINT32, at);
        whole(entry, "sync-page-limit", UINT32, at);
        if (HaKeys.isKnown("max-rejected-lease-updates", version)) {
            whole(entry, "max-rejected-lease-updates", UINT32, at);
        }
    }

    private void notInThisMode(JsonObject entry, String mode, String at) {
        boolean passive = mode.equals(HaMode.PASSIVE_BACKUP.word());
        boolean balancing = mode.equals(HaMode.LOAD_BALANCING.word());
        if (!passive && entry.bool("wait-backup-ack").orElse(false)) {
            add(
                    NOT_IN_THIS_MODE,
                    at + ".wait-backup-ack",
                    "wait-backup-ack must be false in " + mode + ".",
                    "Remove it: only passive-backup can wait for backups.");
        }
        if (!balancing && entry.integer("delayed-updates-limit").orElse(0) > 0) {
            add(
                    NOT_IN_THIS_MODE,
                    at + ".delayed-updates-limit",
                    "delayed-updates-limit must be 0 in " + mode + ".",
                    "Remove it: only load-balancing keeps updates for a silent partner.");
        }
    }

    private void multiThreading(@Nullable JsonValue value, String at) {
        if (value instanceof JsonObject threads) {
            bool(threads, "enable-multi-threading", at);
            bool(threads, "http-dedicated-listener", at);
            whole(threads, "http-listener-threads", UINT32, at);
            whole(threads, "http-client-threads", UINT32, at);
        } else if (value != null) {
            wrongType(value, "an object", at);
        }
    }

    private void stateMachine(@Nullable JsonValue value, String at) {
        if (value == null) {
            return;
        }
        if (!(value instanceof JsonObject machine)) {
            wrongType(value, "an object", at);
            return;
        }
        JsonValue list = machine.get("states");
        if (list != null && !(list instanceof JsonArray)) {
            wrongType(list, "a list", at + ".states");
        }
        JsonArray states = machine.array("states").orElse(JsonArray.empty());
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < states.size(); i++) {
            String here = at + ".states[" + i + "]";
            if (!(states.get(i) instanceof JsonObject entry)) {
                wrongType(states.get(i), "an object", here);
                continue;
            }
            String state = text(entry, "state", here, true);
            if (state != null && !STATES.contains(state)) {
                add(
                        UNKNOWN_STATE,
                        here + ".state",
                        "There is no HA state '" + state + "'.",
                        "Write one of "
                                + String.join(", ", STATES.stream().sorted().toList()) + ".");
            } else if (state != null && !seen.add(state)) {
                add(
                        DUPLICATE_STATE,
                        here + ".state",
                        "The state '" + state + "' is configured twice.",
                        "Keep one of the entries.");
            }
            String pause = text(entry, "pause", here, false);
            if (pause != null && !List.of("always", "never", "once").contains(pause)) {
                add(
                        UNKNOWN_PAUSE,
                        here + ".pause",
                        "There is no way to pause called '" + pause + "'.",
                        "Write never, once or always.");
            }
        }
    }

    private void peers(JsonObject entry, @Nullable String mode, @Nullable Set<PeerRole> needed, String at) {
        String own = text(entry, "this-server-name", at, true);
        if (own != null && trimmed(own).isEmpty()) {
            add(
                    BLANK_NAME,
                    at + ".this-server-name",
                    "The name of this server is blank.",
                    "Write the name of the peer that this server is.");
            own = null;
        }
        JsonValue list = entry.get("peers");
        if (list == null) {
            missing("peers", at);
            return;
        }
        if (!(list instanceof JsonArray peers)) {
            wrongType(list, "a list", at + ".peers");
            return;
        }
        Set<String> names = new HashSet<>();
        List<PeerRole> roles = new ArrayList<>();
        for (int i = 0; i < peers.size(); i++) {
            String here = at + ".peers[" + i + "]";
            if (peers.get(i) instanceof JsonObject peer) {
                String name = peer(peer, entry, here);
                if (name != null && !names.add(name)) {
                    add(
                            DUPLICATE_PEER,
                            here + ".name",
                            "There are two peers called '" + name + "'.",
                            "Give each peer a name of its own.");
                }
                peer.text("role").map(PeerRole::of).ifPresent(roles::add);
            } else {
                wrongType(peers.get(i), "an object", here);
            }
        }
        // Kea trims the one and not the others.
        if (own != null && !names.contains(trimmed(own))) {
            add(
                    UNKNOWN_THIS_SERVER,
                    at + ".this-server-name",
                    "No peer is called '" + trimmed(own) + "'"
                            + (names.isEmpty()
                                    ? ""
                                    : "; the peers are "
                                            + String.join(
                                                    ", ",
                                                    names.stream().sorted().toList()))
                            + ".",
                    "Write the name of the peer that this server is.");
        }
        roles(mode, needed, roles, at + ".peers");
    }

    private @Nullable String peer(JsonObject peer, JsonObject relationship, String at) {
        String name = text(peer, "name", at, true);
        if (name != null && trimmed(name).isEmpty()) {
            add(BLANK_NAME, at + ".name", "The name of this peer is blank.", "Give it a name.");
        }
        String url = text(peer, "url", at, true);
        PeerUrl.Reading reading = url == null ? null : PeerUrl.read(url);
        if (reading != null && reading.problem() != null) {
            add(
                    BAD_URL,
                    at + ".url",
                    "The URL '" + PeerUrl.shown(url) + "' cannot be used: " + reading.problem() + ".",
                    "Write it like http://192.0.2.1:8001/ or http://[2001:db8::1]:8001/.");
        }
        String role = text(peer, "role", at, true);
        if (role != null
                && !SINGLE.contains(PeerRole.of(role))
                && !PeerRole.BACKUP.word().equals(role)) {
            add(
                    UNKNOWN_ROLE,
                    at + ".role",
                    "There is no role '" + role + "'.",
                    "Write primary, secondary, standby or backup.");
        }
        bool(peer, "auto-failover", at);
        TLS.forEach(file -> text(peer, file, at, false));
        tls(peer, relationship, reading == null ? null : reading.url(), at);
        credentials(peer, at);
        return name;
    }

    private void tls(JsonObject peer, JsonObject relationship, @Nullable PeerUrl url, String at) {
        List<String> unset = TLS.stream()
                .filter(file -> (peer.has(file) ? peer : relationship)
                        .text(file)
                        .orElse("")
                        .isEmpty())
                .toList();
        if (unset.size() == TLS.size()) {
            if (url != null && url.https()) {
                add(
                        HTTPS_WITHOUT_TLS,
                        at + ".url",
                        "The URL says https, and TLS is not configured for this peer.",
                        "Set trust-anchor, cert-file and key-file, or write http.");
            }
        } else if (!unset.isEmpty()) {
            add(
                    INCOMPLETE_TLS,
                    at,
                    "TLS is half configured for this peer: " + String.join(" and ", unset) + " missing or empty.",
                    "Set trust-anchor, cert-file and key-file, or none of them.");
        }
    }

    private void credentials(JsonObject peer, String at) {
        text(peer, "basic-auth-password", at, false);
        text(peer, "basic-auth-password-file", at, false);
        String user = text(peer, "basic-auth-user", at, false);
        if (peer.has("basic-auth-password") && peer.has("basic-auth-password-file")) {
            add(PASSWORD_TWICE, at, "Both basic-auth-password and basic-auth-password-file are set.", "Keep the file.");
        }
        if (user != null && user.indexOf(':') >= 0) {
            add(
                    COLON_IN_USER,
                    at + ".basic-auth-user",
                    "The user holds a colon.",
                    "Take another user, and write the password into basic-auth-password-file: Basic authentication"
                            + " separates the two by a colon.");
        }
        if (HaKeys.isKnown("basic-auth-user-file", version)) {
            text(peer, "basic-auth-user-file", at, false);
            if (peer.has("basic-auth-user") && peer.has("basic-auth-user-file")) {
                add(USER_TWICE, at, "Both basic-auth-user and basic-auth-user-file are set.", "Keep one of them.");
            }
        }
    }

    private void roles(@Nullable String mode, @Nullable Set<PeerRole> needed, List<PeerRole> roles, String at) {
        for (PeerRole role : SINGLE) {
            long count = roles.stream().filter(role::equals).count();
            if (count > 1) {
                add(
                        ROLE_TWICE,
                        at,
                        "There are " + count + " peers of the role " + role + ".",
                        "Leave one of them: make the others backup, or remove them.");
            }
            if (needed != null && needed.contains(role) && count == 0) {
                add(
                        ROLE_MISSING,
                        at,
                        "There is no " + role + ", and " + mode + " needs one.",
                        "Make one of the peers the " + role + ".");
            }
            if (needed != null && !needed.contains(role) && count > 0) {
                add(
                        ROLE_NOT_ALLOWED,
                        at,
                        "There is a " + role + ", and " + mode + " knows none.",
                        "Change the peer's role, or the mode.");
            }
        }
    }

    /** As Kea trims: blanks, tabs and line feeds, nothing else. */
    static String trimmed(String name) {
        return name.replaceAll("^[ \t\n]+|[ \t\n]+$", "");
    }

    private @Nullable String text(JsonObject object, String name, String at, boolean required) {
        JsonValue value = object.get(name);
        if (value instanceof JsonString text) {
            return text.value();
        }
        if (value != null) {
            wrongType(value, "a string", at + "." + name);
        } else if (required) {
            missing(name, at);
        }
        return null;
    }

    private void bool(JsonObject object, String name, String at) {
        JsonValue value = object.get(name);
        if (value != null && !(value instanceof JsonBoolean)) {
            wrongType(value, "true or false", at + "." + name);
        }
    }

    private void whole(JsonObject object, String name, long largest, String at) {
        JsonValue value = object.get(name);
        if (value == null) {
            return;
        }
        if (!(value instanceof JsonNumber number) || !number.isSpelledWhole()) {
            wrongType(value, "a whole number", at + "." + name);
        } else if (number.integer().isEmpty()
                || number.integer().getAsLong() < 0
                || number.integer().getAsLong() > largest) {
            add(
                    OUT_OF_RANGE,
                    at + "." + name,
                    "Expected 0 to " + largest + ", found " + number + ".",
                    "Write a number in that range.");
        }
    }

    private void missing(String name, String at) {
        add(MISSING, at, "The required parameter " + name + " is missing.", "Add " + name + ".");
    }

    private void wrongType(JsonValue found, String expected, String at) {
        boolean secret = Secrets.isSecret(at.substring(at.lastIndexOf('.') + 1));
        String kind = found instanceof JsonNumber number && !secret ? "the number " + number : found.kind();
        add(WRONG_TYPE, at, "Expected " + expected + ", found " + kind + ".", "Write " + expected + ".");
    }

    private void add(FindingCode code, String path, String text, String advice) {
        findings.add(new Finding(code, path, text, advice));
    }
}
