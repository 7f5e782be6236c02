package dev.keaha.testkit;

import dev.keaha.config.DhcpService;
import dev.keaha.config.HookLibrary;
import dev.keaha.config.KeaConfig;
import dev.keaha.config.KeaVersion;
import dev.keaha.json.Json;
import dev.keaha.json.JsonArray;
import dev.keaha.json.JsonNull;
import dev.keaha.json.JsonNumber;
import dev.keaha.json.JsonObject;
import dev.keaha.json.JsonString;
import dev.keaha.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** How a daemon shows a configuration that it was given: with its version's defaults filled in, members sorted. */
final class ShownConfig {

    private static final List<String> NESTED = List.of(
            "dhcp-ddns",
            "expired-leases-processing",
            "multi-threading",
            "sanity-checks",
            "dhcp-queue-control",
            "server-id");
    private static final List<String> LIFETIMES = List.of("valid-lifetime", "preferred-lifetime");

    private final Generation generation;
    private final DhcpService service;
    private final boolean hasSocketList;
    private final StandardOptions options;
    private long nextId = 1;

    private ShownConfig(DhcpService service, KeaVersion version, JsonArray definitions) {
        this.generation = Generation.of(service, version);
        this.service = service;
        this.options = new StandardOptions(generation, service.word(), definitions);
        this.hasSocketList = version.atLeast(2, 7, 2);
    }

    static KeaConfig of(KeaConfig given, KeaVersion version) {
        JsonArray definitions = given.dhcp().array("option-def").orElse(JsonArray.empty());
        return KeaConfig.of(
                given.service(), new ShownConfig(given.service(), version, definitions).globals(given.dhcp()));
    }

    /** Kea's own hash of a configuration that it shows. */
    static String hash(KeaConfig shown) {
        StringBuilder text = new StringBuilder();
        write(shown.tree(), text);
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            return HexFormat.of()
                    .withUpperCase()
                    .formatHex(sha.digest(text.toString().getBytes(StandardCharsets.ISO_8859_1)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    private static void write(JsonValue value, StringBuilder out) {
        if (value instanceof JsonObject object) {
            out.append("{ ");
            String separator = "";
            for (Map.Entry<String, JsonValue> member : new TreeMap<>(object.toMap()).entrySet()) {
                out.append(separator)
                        .append(new JsonString(member.getKey()).toJson())
                        .append(": ");
                write(member.getValue(), out);
                separator = ", ";
            }
            out.append(" }");
        } else if (value instanceof JsonArray array) {
            out.append("[ ");
            String separator = "";
            for (JsonValue element : array) {
                out.append(separator);
                write(element, out);
                separator = ", ";
            }
            out.append(" ]");
        } else {
            out.append(value.toJson());
        }
    }

    private JsonObject globals(JsonObject given) {
        JsonObject defaults = generation.object("globals");
        JsonObject shown = over(defaults, commented(given));
        for (String name : NESTED) {
            if (defaults.has(name)) {
                shown = shown.with(name, over(defaults.object(name).orElseThrow(), object(given, name)));
            }
        }
        shown = shown.with(
                        "interfaces-config",
                        over(
                                generation.object("interfaces-config").with("interfaces", JsonArray.empty()),
                                object(given, "interfaces-config")))
                .withArray("hooks-libraries", hooks -> hooks.map(this::hook))
                .withArray("loggers", loggers -> loggers.map(this::logger))
                .withArray("option-data", options -> options.map(this::option))
                .withArray("option-def", this::optionDefinitions);
        if (given.array("client-classes").isPresent()) {
            shown = shown.withArray("client-classes", classes -> classes.map(this::clientClass));
        }
        if (given.array("reservations").isPresent()) {
            shown = shown.withArray("reservations", list -> list.map(this::reservation));
        }
        if (hasSocketList) {
            shown = sockets(shown);
        }
        JsonObject inheritable = inheritable(JsonObject.empty(), shown);
        JsonArray networks = shown.array("shared-networks").orElse(JsonArray.empty());
        // 2.2 numbers subnets that have no id in the order in which it reads them: networks last
        JsonArray subnets = shown.array(service.subnets()).orElse(JsonArray.empty());
        return sorted(shown.with(service.subnets(), subnets.map(each(s -> subnet(s, inheritable, false))))
                .with("shared-networks", networks.map(each(network -> network(network, inheritable)))));
    }

    private static UnaryOperator<JsonValue> each(UnaryOperator<JsonObject> change) {
        return value -> value instanceof JsonObject object ? change.apply(object) : value;
    }

    private static JsonObject object(JsonObject of, String name) {
        return of.object(name).orElse(JsonObject.empty());
    }

    private static JsonObject over(JsonObject defaults, JsonObject given) {
        JsonObject result = defaults;
        for (String name : given.names()) {
            result = result.with(name, java.util.Objects.requireNonNull(given.get(name)));
        }
        return result;
    }

    /** A comment ends as a part of the user context, or nowhere when it comes over the control channel. */
    private static JsonObject commented(JsonObject given) {
        return given.without("comment");
    }

    private JsonObject sockets(JsonObject shown) {
        Optional<JsonObject> single = shown.object("control-socket");
        JsonObject result = shown.without("control-socket");
        if (single.isPresent() && !result.has("control-sockets")) {
            result = result.with("control-sockets", Json.array(single.get()));
        }
        return result;
    }

    private JsonValue hook(JsonValue value) {
        if (!(value instanceof JsonObject hook)
                || !hook.text("library").orElse("").endsWith(HookLibrary.HA)
                || hook.object("parameters").isEmpty()) {
            return value;
        }
        return hook.withObject(
                "parameters",
                parameters -> parameters.withArray("high-availability", list -> list.map(each(this::relationship))));
    }

    private JsonObject relationship(JsonObject given) {
        boolean loadBalancing = given.text("mode").orElse("").equals("load-balancing");
        JsonObject defaults = generation.object("high-availability");
        return over(defaults.with("delayed-updates-limit", Json.value(loadBalancing ? 100 : 0)), given)
                .with("multi-threading", over(object(defaults, "multi-threading"), object(given, "multi-threading")))
                .withArray("peers", peers -> peers.map(each(peer -> over(Json.object("auto-failover", true), peer))));
    }

    private JsonValue logger(JsonValue value) {
        String outputs = generation.text("logger-outputs");
        return each(logger -> {
                    JsonObject shown = over(generation.object("logger"), logger);
                    if (hasSocketList || outputs.equals("output-options")) {
                        Optional<JsonArray> old = shown.array("output_options");
                        if (old.isPresent()) {
                            shown = shown.without("output_options").with(outputs, old.get());
                        }
                    } else {
                        // 2.2 overlooks the new spelling
                        shown = shown.without("output-options");
                    }
                    return shown.withArray(
                            outputs, list -> list.map(each(out -> over(generation.object("logger-output"), out))));
                })
                .apply(value);
    }

    private JsonValue option(JsonValue value) {
        return each(option -> {
                    String space = option.text("space").orElse(service.word());
                    JsonObject shown = over(generation.object("option-data"), commented(option))
                            .with("space", Json.value(space));
                    Optional<StandardOptions.Option> known = options.find(option);
                    if (known.isPresent()) {
                        shown = shown.with("code", Json.value(known.get().code()))
                                .with("name", Json.value(known.get().name()));
                    }
                    return shown;
                })
                .apply(value);
    }

    private JsonArray optionDefinitions(JsonArray given) {
        return given.map(each(definition -> over(generation.object("option-def"), definition)));
    }

    private JsonValue clientClass(JsonValue value) {
        return each(given -> {
                    JsonObject shown = over(generation.object("client-class"), commented(given))
                            .withArray("option-data", options -> options.map(this::option));
                    return shown.has("option-def") ? shown.withArray("option-def", this::optionDefinitions) : shown;
                })
                .apply(value);
    }

    private JsonValue reservation(JsonValue value) {
        return each(given -> {
                    JsonObject shown = over(generation.object("reservation"), commented(given))
                            .withArray("option-data", options -> options.map(this::option));
                    Optional<String> clientId = given.text("client-id");
                    return clientId.isPresent()
                            ? shown.with("client-id", Json.value(clientId.get().replace(":", "")))
                            : shown;
                })
                .apply(value);
    }

    private JsonObject network(JsonObject given, JsonObject from) {
        JsonObject inheritable = inheritable(from, given);
        JsonObject shown = over(over(inheritable, generation.object("shared-network")), commented(given));
        JsonObject relay = object(shown, "relay");
        return with(shown, inheritable)
                .withArray("option-data", options -> options.map(this::option))
                .withArray(
                        service.subnets(),
                        subnets -> subnets.map(each(s -> subnet(
                                relay.array("ip-addresses")
                                                        .filter(a -> a.size() > 0)
                                                        .isPresent()
                                                && !s.has("relay")
                                        ? s.with("relay", relay)
                                        : s,
                                inheritable,
                                true))));
    }

    private JsonObject subnet(JsonObject given, JsonObject from, boolean inNetwork) {
        JsonObject inheritable = inheritable(from, given);
        JsonObject defaults = generation.object("subnet");
        JsonObject shown =
                over(over(inheritable, inNetwork ? defaults.without("rapid-commit") : defaults), commented(given));
        if (given.integer("id").orElse(0) == 0) {
            shown = shown.with("id", Json.value(nextId++));
        }
        shown = with(shown, inheritable)
                .withArray("option-data", options -> options.map(this::option))
                .withArray("reservations", list -> list.map(this::reservation))
                .withArray("pools", pools -> pools.map(each(this::pool)));
        return shown.has("pd-pools")
                ? shown.withArray(
                        "pd-pools",
                        pools -> pools.map(each(pool -> over(generation.object("pd-pool"), commented(pool))
                                .withArray("option-data", options -> options.map(this::option)))))
                : shown;
    }

    private JsonObject pool(JsonObject given) {
        return over(generation.object("pool"), commented(given))
                .with(
                        "pool",
                        Json.value(AddressRange.parse(given.text("pool").orElse(""))
                                .map(AddressRange::toString)
                                .orElse("")))
                .withArray("option-data", options -> options.map(this::option));
    }

    /** What a level hands down to the next: its own word, else that of the level above. */
    private JsonObject inheritable(JsonObject above, JsonObject own) {
        JsonObject result = above;
        for (String name : generation.texts("inherited")) {
            JsonValue value = own.get(name);
            if (value != null && value != JsonNull.NULL) {
                result = result.with(name, value);
            }
        }
        for (String name : LIFETIMES) {
            JsonValue value = own.get(name);
            if (value instanceof JsonNumber) {
                result = result.with(name, value)
                        .with("min-" + name, own.has("min-" + name) ? own.get("min-" + name) : value)
                        .with("max-" + name, own.has("max-" + name) ? own.get("max-" + name) : value);
            }
        }
        return result;
    }

    private static JsonObject with(JsonObject shown, JsonObject inheritable) {
        return over(shown, inheritable);
    }

    private static JsonObject sorted(JsonObject object) {
        Map<String, JsonValue> members = new TreeMap<>();
        object.toMap().forEach((name, value) -> members.put(name, sorted(value)));
        return JsonObject.of(members);
    }

    private static JsonValue sorted(JsonValue value) {
        return value instanceof JsonObject object
                ? sorted(object)
                : value instanceof JsonArray array ? array.map(ShownConfig::sorted) : value;
    }
}
