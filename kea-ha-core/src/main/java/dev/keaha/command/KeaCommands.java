package dev.keaha.command;

import dev.keaha.config.DhcpService;
import dev.keaha.config.KeaConfig;
import dev.keaha.config.KeaConfigException;
import dev.keaha.config.KeaVersion;
import dev.keaha.ha.HaMode;
import dev.keaha.ha.HaState;
import dev.keaha.ha.HaStatus;
import dev.keaha.ha.PeerRole;
import dev.keaha.json.Json;
import dev.keaha.json.JsonArray;
import dev.keaha.json.JsonObject;
import dev.keaha.json.JsonString;
import dev.keaha.json.JsonValue;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes the commands that this SDK knows; {@link #generic} makes any other. */
public final class KeaCommands {

    private KeaCommands() {}

    private static <R> KeaCommand<R> read(String name, Function<KeaAnswer, R> reader) {
        return new KeaCommand<>(name, null, false, true, reader);
    }

    private static KeaCommand<String> change(String name, @Nullable JsonObject arguments, boolean repeatable) {
        return new KeaCommand<>(name, arguments, true, repeatable, KeaAnswer::text);
    }

    /**
     * {@code version-get}: which Kea this is.
     *
     * @return the command
     */
    public static KeaCommand<KeaVersion> versionGet() {
        return read("version-get", answer -> {
            try {
                return KeaVersion.parse(answer.text());
            } catch (IllegalArgumentException e) {
                throw malformed("version-get", e.getMessage());
            }
        });
    }

    /**
     * {@code list-commands}: what this daemon can do, with the hooks it has loaded.
     *
     * @return the command
     */
    public static KeaCommand<Set<String>> listCommands() {
        return read("list-commands", answer -> {
            if (answer.arguments() instanceof JsonArray names) {
                return names.texts().collect(Collectors.toUnmodifiableSet());
            }
            throw malformed("list-commands", "expected a list of names");
        });
    }

    /**
     * {@code status-get}: process, DHCP service and HA as this daemon sees them.
     *
     * @return the command
     */
    public static KeaCommand<ServerStatus> statusGet() {
        return read("status-get", answer -> serverStatus(answer.object()));
    }

    /**
     * {@code ha-heartbeat}: this server's own HA state and clock. It does not contact the partner.
     *
     * @return the command
     */
    public static KeaCommand<HaHeartbeat> haHeartbeat() {
        return read("ha-heartbeat", answer -> {
            JsonObject arguments = answer.object();
            String time = arguments.text("date-time").orElse("");
            try {
                return new HaHeartbeat(
                        HaState.of(arguments.text("state").orElse("")),
                        ZonedDateTime.parse(time, DateTimeFormatter.RFC_1123_DATE_TIME)
                                .toInstant(),
                        texts(arguments, "scopes"),
                        arguments.integer("unsent-update-count").orElse(0));
            } catch (DateTimeException e) {
                throw malformed("ha-heartbeat", "date-time: expected a date as in RFC 1123, found '" + time + "'");
            }
        });
    }

    /**
     * {@code config-get}: the configuration in memory. The answer holds secrets in clear.
     *
     * @return the command
     */
    public static KeaCommand<RunningConfig> configGet() {
        return read("config-get", answer -> {
            try {
                return new RunningConfig(
                        KeaConfig.of(answer.object()), answer.object().text("hash"));
            } catch (KeaConfigException e) {
                throw malformed("config-get", e.getMessage());
            }
        });
    }

    /**
     * {@code config-hash-get}: Kea's own hash of the configuration in memory; Kea 2.4 and newer.
     *
     * @return the command
     */
    public static KeaCommand<String> configHashGet() {
        return read(
                "config-hash-get",
                answer -> answer.object()
                        .text("hash")
                        .orElseThrow(() -> malformed("config-hash-get", "expected a member hash")));
    }

    /**
     * {@code config-test}: whether the daemon would take a configuration. It does not look at hook parameters, so a
     * broken HA section passes.
     *
     * @param config the configuration
     * @return the command; it answers Kea's sentence
     */
    public static KeaCommand<String> configTest(KeaConfig config) {
        return new KeaCommand<>("config-test", config.tree(), false, true, KeaAnswer::text);
    }

    /**
     * {@code config-set}: replaces the configuration in memory and restarts the HA state machine, even with an unchanged
     * configuration; so it is not repeatable.
     *
     * @param config the configuration
     * @return the command; it answers Kea's sentence
     */
    public static KeaCommand<String> configSet(KeaConfig config) {
        return change("config-set", config.tree(), false);
    }

    /**
     * {@code config-write}: writes the configuration in memory to the file that the daemon was started with.
     *
     * @return the command; it answers Kea's sentence
     */
    public static KeaCommand<String> configWrite() {
        return change("config-write", null, true);
    }

    /**
     * {@code config-reload}: goes back to the configuration in the file; restarts the HA state machine.
     *
     * @return the command; it answers Kea's sentence
     */
    public static KeaCommand<String> configReload() {
        return change("config-reload", null, false);
    }

    /**
     * {@code ha-maintenance-start}: this server goes on alone. A partner that does not answer is taken as down, and so is
     * one that merely refuses: make sure beforehand.
     *
     * @return the command; it answers Kea's sentence
     */
    public static KeaCommand<String> haMaintenanceStart() {
        return change("ha-maintenance-start", null, false);
    }

    /**
     * {@code ha-maintenance-cancel}: ends what {@link #haMaintenanceStart} began. Kea refuses it in any other state than
     * {@code partner-in-maintenance}, so also the second time.
     *
     * @return the command; it answers Kea's sentence
     */
    public static KeaCommand<String> haMaintenanceCancel() {
        return change("ha-maintenance-cancel", null, true);
    }

    /**
     * {@code ha-scopes}: serves exactly these scopes until the state machine next enters a state. It does not switch the
     * DHCP service on where the state has it off.
     *
     * @param scopes names of peers; empty to serve none
     * @param relationship the name of any peer of the relationship; null for the first one. Kea 2.2, which has only one,
     *     ignores it
     * @return the command; it answers Kea's sentence
     */
    public static KeaCommand<String> haScopes(List<String> scopes, @Nullable String relationship) {
        return change(
                "ha-scopes", inRelationship(Json.object("scopes", Json.array(scopes.toArray())), relationship), true);
    }

    /**
     * {@code ha-continue}: lets a state machine go on that its configuration has paused.
     *
     * @param relationship as for {@link #haScopes}
     * @return the command; it answers Kea's sentence
     */
    public static KeaCommand<String> haContinue(@Nullable String relationship) {
        return change("ha-continue", inRelationship(JsonObject.empty(), relationship), true);
    }

    /**
     * {@code ha-reset}: starts the state machine again from {@code waiting}. Not for the primary of a passive-backup
     * relationship: it goes on without serving anybody until its configuration is set or reloaded.
     *
     * @param relationship as for {@link #haScopes}
     * @return the command; it answers Kea's sentence
     */
    public static KeaCommand<String> haReset(@Nullable String relationship) {
        return change("ha-reset", inRelationship(JsonObject.empty(), relationship), false);
    }

    /**
     * {@code ha-sync}: copies a partner's leases. The daemon answers nobody, neither DHCP clients nor commands, until it
     * is done, and the partner's DHCP service is off meanwhile.
     *
     * @param partner the peer to copy from. Kea 2.2 gives no answer at all where there is no such peer
     * @param partnerOff after which time the partner switches its service on by itself, should the end of the copy never
     *     reach it; whole seconds above zero
     * @return the command; it answers Kea's sentence
     * @throws IllegalArgumentException when the time is less than a second
     */
    public static KeaCommand<String> haSync(String partner, Duration partnerOff) {
        return change("ha-sync", Json.object("server-name", partner, "max-period", seconds(partnerOff)), false);
    }

    /**
     * {@code dhcp-disable}, as a user: no DHCP service until {@link #dhcpEnable}, or for a time.
     *
     * @param period how long, in whole seconds above zero; null for without end
     * @return the command; it answers Kea's sentence
     * @throws IllegalArgumentException when the time is less than a second
     */
    public static KeaCommand<String> dhcpDisable(@Nullable Duration period) {
        return change("dhcp-disable", period == null ? null : Json.object("max-period", seconds(period)), true);
    }

    /**
     * {@code dhcp-enable}, as a user: takes back {@link #dhcpDisable}. Locks of HA and of lost databases stay, so it may
     * be done and the service still off: {@link ServerStatus#dhcpState} tells.
     *
     * @return the command; it answers Kea's sentence
     */
    public static KeaCommand<String> dhcpEnable() {
        return change("dhcp-enable", null, true);
    }

    /**
     * {@code config-backend-pull}: fetches what changed in the configuration database at once.
     *
     * @return the command; it answers Kea's sentence, {@code No config backend.} where there is none
     */
    public static KeaCommand<String> configBackendPull() {
        return change("config-backend-pull", null, true);
    }

    /**
     * {@code server-tag-get}: by which tag the configuration database knows this server.
     *
     * @return the command; it answers the tag, empty where there is none
     */
    public static KeaCommand<String> serverTagGet() {
        return read(
                "server-tag-get", answer -> answer.object().text("server-tag").orElse(""));
    }

    /**
     * {@code build-report}: how this Kea was built.
     *
     * @return the command; it answers several lines
     */
    public static KeaCommand<String> buildReport() {
        return read("build-report", KeaAnswer::text);
    }

    private static @Nullable JsonObject inRelationship(JsonObject arguments, @Nullable String relationship) {
        JsonObject all = relationship == null ? arguments : arguments.with("server-name", Json.value(relationship));
        return all.size() == 0 ? null : all;
    }

    private static long seconds(Duration time) {
        if (time.toSeconds() < 1) {
            throw new IllegalArgumentException("Kea takes whole seconds above zero, found " + time);
        }
        return time.toSeconds();
    }

    /**
     * Any other command.
     *
     * @param name the command's name
     * @param arguments its arguments, null where it takes none
     * @param changes whether it changes anything
     * @param repeatable whether sending it twice does no harm
     * @return the command; it answers the arguments of the answer, null where there are none
     */
    public static KeaCommand<@Nullable JsonValue> generic(
            String name, @Nullable JsonObject arguments, boolean changes, boolean repeatable) {
        return new KeaCommand<>(name, arguments, changes, repeatable, KeaAnswer::arguments);
    }

    private static KeaCommandException malformed(String command, @Nullable String problem) {
        return new KeaCommandException(
                command, ResultCode.SUCCESS, "but the answer is not what this command answers: " + problem);
    }

    private static ServerStatus serverStatus(JsonObject arguments) {
        return new ServerStatus(
                arguments.integer("pid").orElse(0),
                Duration.ofSeconds(arguments.integer("uptime").orElse(0)),
                Duration.ofSeconds(arguments.integer("reload").orElse(0)),
                arguments
                        .array("high-availability")
                        .orElse(JsonArray.empty())
                        .objects()
                        .map(KeaCommands::haStatus)
                        .toList(),
                arguments.object("dhcp-state").map(KeaCommands::dhcpState));
    }

    private static ServerStatus.DhcpState dhcpState(JsonObject state) {
        return new ServerStatus.DhcpState(
                state.bool("disabled-by-user").orElse(false),
                state.array("disabled-by-db-connection")
                                .orElse(JsonArray.empty())
                                .size()
                        > 0,
                state.array("disabled-by-local-command")
                                        .orElse(JsonArray.empty())
                                        .size()
                                > 0
                        || state.array("disabled-by-remote-command")
                                        .orElse(JsonArray.empty())
                                        .size()
                                > 0,
                state.bool("globally-disabled").orElse(false));
    }

    private static HaStatus haStatus(JsonObject relationship) {
        JsonObject servers = relationship.object("ha-servers").orElse(JsonObject.empty());
        JsonObject local = servers.object("local").orElse(JsonObject.empty());
        return new HaStatus(
                HaMode.of(relationship.text("ha-mode").orElse("")),
                new HaStatus.Local(
                        local.text("server-name"),
                        PeerRole.of(local.text("role").orElse("")),
                        HaState.of(local.text("state").orElse("")),
                        texts(local, "scopes")),
                servers.object("remote").filter(remote -> remote.size() > 0).map(KeaCommands::remote));
    }

    private static HaStatus.Remote remote(JsonObject remote) {
        return new HaStatus.Remote(
                remote.text("server-name"),
                PeerRole.of(remote.text("role").orElse("")),
                remote.bool("in-touch").orElse(false),
                remote.text("last-state").filter(state -> !state.isEmpty()).map(HaState::of),
                texts(remote, "last-scopes"),
                Duration.ofSeconds(remote.integer("age").orElse(0)),
                remote.bool("communication-interrupted").orElse(false),
                remote.integer("unacked-clients").orElse(0),
                remote.integer("unacked-clients-left").orElse(0),
                remote.integer("clock-skew").isPresent()
                        ? Optional.of(
                                Duration.ofSeconds(remote.integer("clock-skew").getAsLong()))
                        : Optional.empty());
    }

    private static List<String> texts(JsonObject object, String name) {
        return object.array(name).orElse(JsonArray.empty()).texts().toList();
    }

    /**
     * {@code ha-scopes}: which scopes this server serves from now on. It changes no state; the next state entry
     * overwrites it.
     *
     * @param scopes peer names; empty is nobody
     * @return the command; it answers Kea's sentence
     */
    public static KeaCommand<String> haScopes(List<String> scopes) {
        return change(
                "ha-scopes",
                Json.object("scopes", scopes.stream().map(JsonString::new).toList()),
                true);
    }

    /**
     * The envelope in which a command travels, the same through the Control Agent and to a daemon.
     *
     * @param service the daemon it is for
     * @param command the command
     * @return the JSON to send
     */
    public static JsonObject envelope(DhcpService service, KeaCommand<?> command) {
        JsonObject envelope = Json.object("command", command.name(), "service", List.of(service.word()));
        return command.arguments() == null ? envelope : envelope.with("arguments", command.arguments());
    }
}
