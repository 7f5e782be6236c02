package dev.keaha.command;

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
import dev.keaha.json.JsonValue;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes the commands that every daemon knows; {@link #generic} makes any other. Those of hooks are in {@link HaCommands},
 * {@link LeaseCommands}, {@link SubnetCommands}, {@link NetworkCommands}, {@link ReservationCommands},
 * {@link ClassCommands} and {@link RemoteCommands}, statistics in {@link StatisticCommands}.
 */
public final class KeaCommands {

    private KeaCommands() {}

    private static KeaCommand<String> change(String name, @Nullable JsonObject arguments) {
        return new KeaCommand<>(name, arguments, true, true, KeaAnswer::text, null);
    }

    private static KeaCommand<String> changeOnce(String name, @Nullable JsonObject arguments, KeaCommand<?> readBack) {
        return new KeaCommand<>(name, arguments, true, false, KeaAnswer::text, readBack);
    }

    /**
     * {@code version-get}: which Kea this is.
     *
     * @return the command
     */
    public static KeaCommand<KeaVersion> versionGet() {
        return KeaCommand.reading("version-get", null, answer -> {
            try {
                return KeaVersion.parse(answer.text());
            } catch (IllegalArgumentException e) {
                throw KeaCommand.malformed("version-get", e.getMessage());
            }
        });
    }

    /**
     * {@code list-commands}: what this daemon can do, with the hooks it has loaded.
     *
     * @return the command
     */
    public static KeaCommand<Set<String>> listCommands() {
        return KeaCommand.reading("list-commands", null, answer -> {
            if (answer.arguments() instanceof JsonArray names) {
                return names.texts().collect(Collectors.toUnmodifiableSet());
            }
            throw KeaCommand.malformed("list-commands", "expected a list of names");
        });
    }

    /**
     * {@code status-get}: process, DHCP service and HA as this daemon sees them.
     *
     * @return the command
     */
    public static KeaCommand<ServerStatus> statusGet() {
        return KeaCommand.reading("status-get", null, answer -> serverStatus(answer.object()));
    }

    /**
     * {@code config-get}: the configuration in memory. The answer holds secrets in clear.
     *
     * @return the command
     */
    public static KeaCommand<RunningConfig> configGet() {
        return KeaCommand.reading("config-get", null, answer -> {
            try {
                return new RunningConfig(
                        KeaConfig.of(answer.object()), answer.object().text("hash"));
            } catch (KeaConfigException e) {
                throw KeaCommand.malformed("config-get", e.getMessage());
            }
        });
    }

    /**
     * {@code config-hash-get}: Kea's own hash of the configuration in memory; Kea 2.4 and newer.
     *
     * @return the command
     */
    public static KeaCommand<String> configHashGet() {
        return KeaCommand.reading(
                "config-hash-get",
                null,
                answer -> answer.object()
                        .text("hash")
                        .orElseThrow(() -> KeaCommand.malformed("config-hash-get", "expected a member hash")));
    }

    /**
     * {@code config-test}: whether the daemon would take a configuration. It does not look at hook parameters, so a
     * broken HA section passes.
     *
     * @param config the configuration
     * @return the command; it answers Kea's sentence
     */
    public static KeaCommand<String> configTest(KeaConfig config) {
        return new KeaCommand<>("config-test", config.tree(), false, true, KeaAnswer::text, null);
    }

    /**
     * {@code config-set}: replaces the configuration in memory and restarts the HA state machine, even with an unchanged
     * configuration; so it is not repeatable.
     *
     * @param config the configuration
     * @return the command; it answers Kea's sentence
     */
    public static KeaCommand<String> configSet(KeaConfig config) {
        return changeOnce("config-set", config.tree(), configGet());
    }

    /**
     * {@code config-write}: writes the configuration in memory to the file that the daemon was started with.
     *
     * @return the command; it answers Kea's sentence
     */
    public static KeaCommand<String> configWrite() {
        return change("config-write", null);
    }

    /**
     * {@code config-reload}: goes back to the configuration in the file; restarts the HA state machine.
     *
     * @return the command; it answers Kea's sentence
     */
    public static KeaCommand<String> configReload() {
        return changeOnce("config-reload", null, statusGet());
    }

    /**
     * {@code dhcp-disable}: no DHCP service until {@link #dhcpEnable} of the same origin, or for a time.
     *
     * @param period how long, in whole seconds above zero; null for without end
     * @param origin on whose behalf
     * @return the command; it answers Kea's sentence
     * @throws IllegalArgumentException when the time is less than a second
     */
    public static KeaCommand<String> dhcpDisable(@Nullable Duration period, DhcpOrigin origin) {
        JsonObject arguments =
                origin.in(period == null ? JsonObject.empty() : Json.object("max-period", KeaCommand.seconds(period)));
        return change("dhcp-disable", arguments.size() == 0 ? null : arguments);
    }

    /**
     * {@code dhcp-enable}: takes back {@link #dhcpDisable} of the same origin. Other locks stay, so it may be done and the
     * service still off: {@link ServerStatus#dhcpState} tells.
     *
     * @param origin on whose behalf
     * @return the command; it answers Kea's sentence
     */
    public static KeaCommand<String> dhcpEnable(DhcpOrigin origin) {
        JsonObject arguments = origin.in(JsonObject.empty());
        return change("dhcp-enable", arguments.size() == 0 ? null : arguments);
    }

    /**
     * {@code shutdown}: the daemon ends, right after its answer. Whatever started it may start it again, so it must not be
     * repeated.
     *
     * @param exitValue what the process ends with, from 0 to 255
     * @return the command; it answers Kea's sentence
     * @throws IllegalArgumentException when the value is out of range
     */
    public static KeaCommand<String> shutdown(int exitValue) {
        if (exitValue < 0 || exitValue > 255) {
            throw new IllegalArgumentException("Expected an exit value from 0 to 255, found " + exitValue);
        }
        return changeOnce("shutdown", exitValue == 0 ? null : Json.object("exit-value", exitValue), statusGet());
    }

    /**
     * {@code config-backend-pull}: fetches what changed in the configuration database at once.
     *
     * @return the command; it answers Kea's sentence, {@code No config backend.} where there is none
     */
    public static KeaCommand<String> configBackendPull() {
        return change("config-backend-pull", null);
    }

    /**
     * {@code server-tag-get}: by which tag the configuration database knows this server.
     *
     * @return the command; it answers the tag, empty where there is none
     */
    public static KeaCommand<String> serverTagGet() {
        return KeaCommand.reading(
                "server-tag-get",
                null,
                answer -> answer.object().text("server-tag").orElse(""));
    }

    /**
     * {@code build-report}: how this Kea was built.
     *
     * @return the command; it answers several lines
     */
    public static KeaCommand<String> buildReport() {
        return KeaCommand.reading("build-report", null, KeaAnswer::text);
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
        return new KeaCommand<>(name, arguments, changes, repeatable, KeaAnswer::arguments, null);
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
}
