package dev.keaha.testkit;

import dev.keaha.command.KeaAnswer;
import dev.keaha.command.ResultCode;
import dev.keaha.ha.HaState;
import dev.keaha.json.JsonArray;
import dev.keaha.json.JsonBoolean;
import dev.keaha.json.JsonNumber;
import dev.keaha.json.JsonObject;
import dev.keaha.json.JsonString;
import dev.keaha.json.JsonValue;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The commands of the HA hook: how their arguments are read, and which relationship they mean (kea-reference 3). */
final class HaCommands {

    /** What a dedicated listener with restricted commands takes; {@code lease-} stands for either family. */
    static final Set<String> ON_LISTENER = Set.of(
            "list-commands",
            "status-get",
            "dhcp-disable",
            "dhcp-enable",
            "ha-reset",
            "ha-heartbeat",
            "lease-update",
            "lease-del",
            "lease-get-all",
            "lease-get-page",
            "lease-bulk-apply",
            "ha-maintenance-notify",
            "ha-sync-complete-notify");

    private final Daemon daemon;

    private HaCommands(Daemon daemon) {
        this.daemon = daemon;
    }

    static void register(Map<String, Daemon.Handler> handlers, Daemon daemon) {
        HaCommands commands = new HaCommands(daemon);
        commands.add(
                handlers,
                "ha-heartbeat",
                arguments -> commands.chosen("ha-heartbeat", arguments).heartbeat());
        commands.add(
                handlers,
                "ha-continue",
                arguments -> commands.chosen("ha-continue", arguments).proceed());
        commands.add(
                handlers,
                "ha-reset",
                arguments -> commands.chosen("ha-reset", arguments).reset());
        commands.add(handlers, "ha-scopes", commands::scopes);
        commands.add(handlers, "ha-maintenance-notify", commands::maintenanceNotify);
        commands.add(handlers, "ha-sync-complete-notify", commands::syncCompleteNotify);
        handlers.put("ha-sync", commands::sync);
        handlers.put(
                "ha-maintenance-start",
                (arguments, reply) -> startAll(daemon.machines().iterator(), reply));
        handlers.put(
                "ha-maintenance-cancel",
                (arguments, reply) -> cancelAll(daemon.machines().iterator(), reply));
    }

    private void add(
            Map<String, Daemon.Handler> handlers, String name, Function<@Nullable JsonValue, KeaAnswer> command) {
        handlers.put(name, (arguments, reply) -> reply.accept(command.apply(arguments)));
    }

    private static void startAll(Iterator<HaMachine> machines, Consumer<KeaAnswer> reply) {
        machines.next().startMaintenance(answer -> {
            if (answer.result().equals(ResultCode.SUCCESS) && machines.hasNext()) {
                startAll(machines, reply);
            } else {
                reply.accept(answer);
            }
        });
    }

    private static void cancelAll(Iterator<HaMachine> machines, Consumer<KeaAnswer> reply) {
        machines.next().cancelMaintenance(answer -> {
            if (machines.hasNext()) {
                cancelAll(machines, reply);
            } else {
                reply.accept(answer);
            }
        });
    }

    /** The relationship that {@code server-name} chooses, else the first; 2.2 has only the first. */
    private HaMachine chosen(String command, @Nullable JsonValue arguments) {
        HaMachine first = daemon.machines().get(0);
        if (!daemon.hasServerNames() || arguments == null) {
            return first;
        }
        if (!(arguments instanceof JsonObject object)) {
            throw new Refused("arguments in the '" + command + "' command are not a map");
        }
        JsonValue name = object.get("server-name");
        if (name == null) {
            return first;
        }
        if (!(name instanceof JsonString text)) {
            throw new Refused("'server-name' must be a string in the '" + command + "' command");
        }
        return daemon.machines().stream()
                .filter(machine -> machine.names(text.value()))
                .findFirst()
                .orElseThrow(() -> new Refused(text.value() + " matches no configured 'server-name'"));
    }

    private static JsonObject required(String command, @Nullable JsonValue arguments) {
        if (arguments == null) {
            throw new Refused("arguments not found in the '" + command + "' command");
        }
        if (!(arguments instanceof JsonObject object)) {
            throw new Refused("arguments in the '" + command + "' command are not a map");
        }
        return object;
    }

    private KeaAnswer scopes(@Nullable JsonValue arguments) {
        JsonValue scopes = required("ha-scopes", arguments).get("scopes");
        if (scopes == null) {
            throw new Refused("'scopes' is mandatory for the 'ha-scopes' command");
        }
        if (!(scopes instanceof JsonArray list)) {
            throw new Refused("'scopes' must be a list in the 'ha-scopes' command");
        }
        List<String> names = list.texts().toList();
        if (names.size() != list.size()) {
            throw new Refused("scope name must be a string in the 'scopes' argument");
        }
        return chosen("ha-scopes", arguments).setScopes(names);
    }

    private void sync(@Nullable JsonValue arguments, Consumer<KeaAnswer> reply) {
        JsonObject given = required("ha-sync", arguments);
        JsonValue name = given.get("server-name");
        if (name == null) {
            throw new Refused("'server-name' is mandatory for the 'ha-sync' command");
        }
        if (!(name instanceof JsonString text)) {
            throw new Refused("'server-name' must be a string in the 'ha-sync' command");
        }
        JsonValue period = given.get("max-period");
        long seconds = given.integer("max-period").orElse(0);
        if (period != null
                && (!(period instanceof JsonNumber number) || !number.spelling().matches("-?\\d+") || seconds <= 0)) {
            throw new Refused("'max-period' must be a positive integer in the 'ha-sync' command");
        }
        HaMachine machine = chosen("ha-sync", arguments);
        if (!machine.names(text.value())) {
            // 2.2 does not look before it leaps
            throw new NoAnswer();
        }
        machine.synchronizeWith(text.value(), seconds, reply);
    }

    private KeaAnswer maintenanceNotify(@Nullable JsonValue arguments) {
        String problem = "";
        if (arguments == null) {
            problem = "invalid command 'ha-maintenance-notify': no arguments specified";
        } else if (!(arguments instanceof JsonObject)) {
            problem = "invalid command 'ha-maintenance-notify': expected 'arguments' to be a map, got "
                    + Elements.kind(arguments) + " instead";
        } else if (((JsonObject) arguments).size() == 0) {
            problem = "invalid command 'ha-maintenance-notify': 'arguments' is empty";
        } else if (!((JsonObject) arguments).has("cancel")) {
            problem = "'cancel' is mandatory for the 'ha-maintenance-notify' command";
        } else if (!(((JsonObject) arguments).get("cancel") instanceof JsonBoolean)) {
            problem = "'cancel' must be a boolean in the 'ha-maintenance-notify' command";
        }
        if (!problem.isEmpty()) {
            if (!daemon.hasServerNames()) {
                throw new NoAnswer();
            }
            throw new Refused(problem);
        }
        JsonObject given = (JsonObject) java.util.Objects.requireNonNull(arguments);
        if (daemon.version().atLeast(2, 7, 5) && given.has("state") && !(given.get("state") instanceof JsonString)) {
            throw new Refused("'state' must be a string in the 'ha-maintenance-notify' command");
        }
        return chosen("ha-maintenance-notify", arguments)
                .maintenanceNotified(
                        given.bool("cancel").orElse(false), given.text("state").map(HaState::of));
    }

    private KeaAnswer syncCompleteNotify(@Nullable JsonValue arguments) {
        int origin = daemon.hasServerNames() ? DhcpLocks.HA_REMOTE + 1 : DhcpLocks.HA_LOCAL;
        if (daemon.hasServerNames() && arguments instanceof JsonObject given) {
            for (String name : List.of("origin", "origin-id")) {
                JsonValue value = given.get(name);
                if (value != null && given.integer(name).isEmpty()) {
                    throw new Refused("'" + name + "' must be an integer in the 'ha-sync-complete-notify' command");
                }
                if (value != null) {
                    origin = (int) given.integer(name).orElse(0);
                }
            }
        }
        return chosen("ha-sync-complete-notify", arguments).syncCompleteNotified(origin);
    }
}
