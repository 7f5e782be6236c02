package dev.keaha.testkit;

import dev.keaha.command.KeaAnswer;
import dev.keaha.command.ResultCode;
import dev.keaha.config.DhcpService;
import dev.keaha.json.Json;
import dev.keaha.json.JsonArray;
import dev.keaha.json.JsonNumber;
import dev.keaha.json.JsonObject;
import dev.keaha.json.JsonString;
import dev.keaha.json.JsonValue;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a daemon tells about itself, and the switch of its DHCP service. */
final class StatusCommands {

    private final Daemon daemon;

    private StatusCommands(Daemon daemon) {
        this.daemon = daemon;
    }

    static void register(Map<String, Daemon.Handler> handlers, Daemon daemon) {
        StatusCommands commands = new StatusCommands(daemon);
        handlers.put("version-get", (arguments, reply) -> reply.accept(commands.version()));
        handlers.put("list-commands", (arguments, reply) -> reply.accept(commands.list()));
        handlers.put("status-get", (arguments, reply) -> reply.accept(commands.status()));
        handlers.put(
                "server-tag-get",
                (arguments, reply) -> reply.accept(new KeaAnswer(
                        ResultCode.SUCCESS,
                        "",
                        Json.object(
                                "server-tag",
                                daemon.config().dhcp().text("server-tag").orElse("")))));
        handlers.put(
                "config-backend-pull",
                (arguments, reply) -> reply.accept(new KeaAnswer(ResultCode.EMPTY, "No config backend.", null)));
        handlers.put("dhcp-disable", (arguments, reply) -> reply.accept(commands.disable(arguments)));
        handlers.put("dhcp-enable", (arguments, reply) -> reply.accept(commands.enable(arguments)));
        handlers.put("statistic-get", (arguments, reply) -> reply.accept(commands.statistic(arguments)));
        handlers.put("shutdown", (arguments, reply) -> {
            reply.accept(KeaAnswer.done("Shutting down."));
            daemon.server().end("shut down");
        });
    }

    private KeaAnswer version() {
        return new KeaAnswer(
                ResultCode.SUCCESS,
                daemon.version().toString(),
                Json.object(
                        "extended",
                        Generation.of(daemon.service(), daemon.version()).text("version-extended")));
    }

    /** Of the counters, the one of packets received: each family has its own. What is not counted is no error. */
    private KeaAnswer statistic(@Nullable JsonValue arguments) {
        JsonValue name = arguments instanceof JsonObject given ? given.get("name") : null;
        if (name == null) {
            throw new Refused("Missing mandatory 'name' parameter.");
        }
        if (!(name instanceof JsonString counter)) {
            throw new Refused("'name' parameter expected to be a string.");
        }
        String received = daemon.service() == DhcpService.DHCP4 ? "pkt4-received" : "pkt6-received";
        JsonObject found = counter.value().equals(received)
                ? Json.object(received, Json.array(Json.array(0, "2026-01-01 00:00:00.000000")))
                : JsonObject.empty();
        return new KeaAnswer(ResultCode.SUCCESS, "", found);
    }

    private KeaAnswer list() {
        return new KeaAnswer(ResultCode.SUCCESS, "", Json.value(daemon.commands()));
    }

    private KeaAnswer status() {
        JsonObject status = JsonObject.empty();
        if (daemon.version().atLeast(2, 6, 2)) {
            status = status.with("dhcp-state", daemon.locks().state());
        }
        if (daemon.service() == DhcpService.DHCP6 && daemon.version().atLeast(2, 4, 0)) {
            status = status.with("extended-info-tables", Json.value(false));
        }
        if (!daemon.machines().isEmpty()) {
            String mode = daemon.machines().get(0).relationship().mode().word();
            status = status.with(
                    "high-availability",
                    JsonArray.of(daemon.machines().stream()
                            .map(machine -> Json.object("ha-mode", mode, "ha-servers", machine.status()))
                            .toList()));
        }
        status = status.with("multi-threading-enabled", Json.value(daemon.threads()));
        if (daemon.threads()) {
            JsonObject threading =
                    daemon.config().dhcp().object("multi-threading").orElse(JsonObject.empty());
            long pool = threading.integer("thread-pool-size").orElse(0);
            status = status.with(
                            "packet-queue-size",
                            Json.value(threading.integer("packet-queue-size").orElse(64)))
                    .with("packet-queue-statistics", Json.array(0, 0, 0))
                    .with("thread-pool-size", Json.value(pool == 0 ? 2 : pool));
        }
        status = status.with("pid", Json.value(daemon.server().pid()))
                .with("reload", Json.value(daemon.sinceConfiguredSeconds()))
                .with("sockets", Json.object("status", "ready"))
                .with("uptime", Json.value(daemon.uptimeSeconds()));
        return new KeaAnswer(ResultCode.SUCCESS, "", status);
    }

    /** The lock that a command means, or what is wrong with it. */
    private record Origin(int lock, String problem) {}

    private Origin origin(JsonObject arguments) {
        JsonValue id = arguments.get("origin-id");
        JsonValue origin = arguments.get("origin");
        boolean numbers = daemon.hasOriginIds();
        if (numbers && id != null) {
            return isInteger(id)
                    ? new Origin((int) ((JsonNumber) id).integer().orElse(0), "")
                    : new Origin(0, "'origin-id' argument must be a number");
        } else if (origin == null) {
            return new Origin(DhcpLocks.USER, "");
        } else if (origin instanceof JsonString text) {
            return switch (text.value()) {
                case "user" -> new Origin(DhcpLocks.USER, "");
                case "ha-partner" -> new Origin(numbers ? DhcpLocks.HA_REMOTE : DhcpLocks.HA_LOCAL, "");
                default ->
                    new Origin(
                            0,
                            "invalid value used for 'origin' parameter: "
                                    + (text.value().isEmpty() ? "(empty string)" : text.value()));
            };
        } else if (numbers && isInteger(origin)) {
            return new Origin((int) ((JsonNumber) origin).integer().orElse(0), "");
        }
        return new Origin(0, "'origin' argument must be a string" + (numbers ? " or a number" : ""));
    }

    private static boolean isInteger(JsonValue value) {
        return value instanceof JsonNumber number && number.spelling().matches("-?\\d+");
    }

    private KeaAnswer disable(@Nullable JsonValue given) {
        if (given != null && !(given instanceof JsonObject)) {
            return refusal("arguments for the 'dhcp-disable' command must be a map");
        }
        JsonObject arguments = given instanceof JsonObject object ? object : JsonObject.empty();
        JsonValue period = arguments.get("max-period");
        String problem = period == null || isInteger(period) ? "" : "'max-period' argument must be a number";
        long seconds = arguments.integer("max-period").orElse(0);
        if (problem.isEmpty() && period != null && seconds <= 0) {
            problem = "'max-period' must be positive integer";
        }
        Origin origin = origin(arguments);
        problem += origin.problem();
        if (!problem.isEmpty()) {
            return refusal(problem);
        }
        String text = (daemon.service() == DhcpService.DHCP4 ? "DHCPv4" : "DHCPv6") + " service disabled";
        if (seconds > 0) {
            daemon.locks().disable(origin.lock(), seconds);
            return KeaAnswer.done(text + " for " + seconds + " seconds");
        }
        daemon.locks().disable(origin.lock());
        return KeaAnswer.done(text);
    }

    private KeaAnswer enable(@Nullable JsonValue given) {
        if (given != null && !(given instanceof JsonObject)) {
            return refusal("arguments for the 'dhcp-enable' command must be a map");
        }
        Origin origin = origin(given instanceof JsonObject object ? object : JsonObject.empty());
        if (!origin.problem().isEmpty()) {
            return refusal(origin.problem());
        }
        daemon.locks().enable(origin.lock());
        return KeaAnswer.done("DHCP service successfully enabled");
    }

    private static KeaAnswer refusal(String text) {
        return new KeaAnswer(ResultCode.ERROR, text, null);
    }
}
