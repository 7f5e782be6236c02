package dev.keaha.testkit.contract;

import dev.keaha.config.DhcpService;
import dev.keaha.config.KeaConfig;
import dev.keaha.config.KeaVersion;
import dev.keaha.json.Json;
import dev.keaha.json.JsonArray;
import dev.keaha.json.JsonNull;
import dev.keaha.json.JsonObject;
import dev.keaha.json.JsonString;
import dev.keaha.json.JsonSyntaxException;
import dev.keaha.json.JsonValue;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What a case says to a subject over HTTP, and what it heard, freed of what differs from run to run. */
final class Talk {

    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    /** Members whose values depend on the moment or the machine. */
    private static final Set<String> MOMENTARY = Set.of(
            "pid",
            "uptime",
            "reload",
            "age",
            "cltt",
            "size",
            "thread-pool-size",
            "packet-queue-statistics",
            "date-time",
            "system-time",
            "extended",
            "clock-skew",
            "disabled-by-local-command",
            "globally-disabled");
    /** Members of an HA status that depend on where its machine is; {@link HaScenarios} looks at those. */
    private static final Set<String> OF_THE_STATE = Set.of(
            "state",
            "scopes",
            "in-touch",
            "last-state",
            "last-scopes",
            "communication-interrupted",
            "unacked-clients-left");
    /** When the leases of the cases were given. */
    private static final JsonValue FIXED_TIME = Json.value(1899999900L);
    /** Members of a configuration that belong to the machine. */
    private static final Set<String> OF_THE_MACHINE = Set.of(
            "control-socket", "control-sockets", "lease-database", "loggers", "data-directory", "interfaces-config");

    private final Subject subject;
    private final JsonObject base;
    private final List<JsonValue> heard = new ArrayList<>();

    /**
     * Begins to talk.
     *
     * @param base the configuration with which server1 was started
     */
    Talk(Subject subject, JsonObject base) {
        this.subject = subject;
        this.base = base;
    }

    Subject subject() {
        return subject;
    }

    DhcpService service() {
        return subject.service();
    }

    KeaVersion version() {
        return subject.version();
    }

    JsonArray heard() {
        return JsonArray.of(heard);
    }

    /** Sends a command to server1. */
    JsonValue send(String command, @Nullable Object arguments) {
        return sendTo("server1", command, arguments);
    }

    JsonValue send(String command) {
        return sendTo("server1", command, null);
    }

    JsonValue sendTo(String server, String command, @Nullable Object arguments) {
        JsonValue answer = normal(ask(server, command, arguments));
        heard.add(answer);
        return answer;
    }

    /** Sends a command without recording what is heard. */
    JsonValue ask(String server, String command, @Nullable Object arguments) {
        JsonObject body =
                Json.object("command", command, "service", List.of(service().word()));
        return post(
                server,
                (arguments == null ? body : body.with("arguments", Json.value(arguments))).toJson(),
                request -> request.header("Content-Type", "application/json"));
    }

    /** Records something that was seen. */
    void note(Object seen) {
        heard.add(normal(Json.value(seen)));
    }

    /** Sends a body to server1 as it stands. */
    void raw(String body) {
        raw(body, request -> request.header("Content-Type", "application/json"));
    }

    void raw(String body, Consumer<HttpRequest.Builder> how) {
        heard.add(normal(post("server1", body, how)));
    }

    /** Whether a request is answered with 400, or not at all. */
    boolean isRefused(Consumer<HttpRequest.Builder> how) {
        JsonValue answer = post("server1", "", how);
        return answer.equals(Json.value("no answer"))
                || answer instanceof JsonObject object
                        && object.integer("status").orElse(0) == 400;
    }

    private JsonValue post(String server, String body, Consumer<HttpRequest.Builder> how) {
        HttpRequest.Builder request = HttpRequest.newBuilder(subject.endpoint(server))
                .timeout(Duration.ofSeconds(70))
                .POST(BodyPublishers.ofByteArray(body.getBytes(StandardCharsets.UTF_8)));
        how.accept(request);
        try {
            HttpResponse<String> response =
                    HTTP.send(request.build(), BodyHandlers.ofString(StandardCharsets.ISO_8859_1));
            JsonValue answer = parse(response.body());
            if (response.statusCode() != 200) {
                return Json.object("status", response.statusCode(), "body", answer);
            }
            return answer instanceof JsonArray list && list.size() == 1 ? list.get(0) : answer;
        } catch (ConnectException e) {
            return Json.value("connection refused");
        } catch (IOException e) {
            return Json.value("no answer");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static JsonValue parse(String body) {
        try {
            return Json.parse(body);
        } catch (JsonSyntaxException e) {
            return Json.value("not JSON: " + body);
        }
    }

    // ---- configurations

    /** The configuration with which server1 was started, changed. */
    JsonObject config(UnaryOperator<JsonObject> change) {
        return KeaConfig.of(service(), base).with(change).tree();
    }

    /** What config-test says of a changed configuration, then config-set, and back to the file. */
    void both(UnaryOperator<JsonObject> change) {
        send("config-test", config(change));
        set(change);
    }

    void set(UnaryOperator<JsonObject> change) {
        send("config-set", config(change));
    }

    void back() {
        ask("server1", "config-set", config(UnaryOperator.identity()));
    }

    /** The one relationship in the HA hook's parameters, changed. */
    static UnaryOperator<JsonObject> relationship(UnaryOperator<JsonObject> change) {
        return highAvailability(list -> list.map(value -> change.apply((JsonObject) value)));
    }

    static UnaryOperator<JsonObject> highAvailability(UnaryOperator<JsonArray> change) {
        return parameters(parameters -> parameters.withArray("high-availability", change));
    }

    static UnaryOperator<JsonObject> parameters(UnaryOperator<JsonObject> change) {
        return dhcp -> dhcp.withArray(
                "hooks-libraries",
                hooks -> hooks.map(value -> {
                    JsonObject hook = (JsonObject) value;
                    return hook.text("library").orElse("").endsWith("libdhcp_ha.so")
                            ? hook.withObject("parameters", change)
                            : hook;
                }));
    }

    // ---- what is heard

    JsonValue normal(JsonValue value) {
        if (value instanceof JsonObject object) {
            TreeMap<String, JsonValue> members = new TreeMap<>();
            object.toMap().forEach((name, member) -> {
                if (!OF_THE_MACHINE.contains(name) || !object.has("hooks-libraries")) {
                    members.put(name, isMomentary(object, name, member) ? Json.value("...") : normal(member));
                }
            });
            return JsonObject.of(members);
        } else if (value instanceof JsonArray array) {
            return array.map(this::normal);
        } else if (value instanceof JsonString text) {
            return new JsonString(normalText(text.value()));
        }
        return value;
    }

    private static boolean isMomentary(JsonObject of, String name, JsonValue value) {
        return value != JsonNull.NULL
                && !value.equals(FIXED_TIME)
                && (MOMENTARY.contains(name) || of.has("role") && OF_THE_STATE.contains(name));
    }

    private String normalText(String text) {
        return subject.normal(text)
                .replaceAll("<(wire|string)>:[01]:\\d+", "<$1>")
                .replaceAll("[0-9A-F]{64}", "HASH");
    }
}
