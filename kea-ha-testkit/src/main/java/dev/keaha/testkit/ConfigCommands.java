package dev.keaha.testkit;

import dev.keaha.command.KeaAnswer;
import dev.keaha.command.ResultCode;
import dev.keaha.config.KeaConfig;
import dev.keaha.json.Json;
import dev.keaha.json.JsonObject;
import dev.keaha.json.JsonString;
import dev.keaha.json.JsonValue;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The configuration commands. */
final class ConfigCommands {

    private static final String SANE = "Configuration seems sane. Control-socket, hook-libraries, and D2 configuration"
            + " were sanity checked, but not applied.";

    private final Daemon daemon;

    private ConfigCommands(Daemon daemon) {
        this.daemon = daemon;
    }

    static void register(Map<String, Daemon.Handler> handlers, Daemon daemon) {
        ConfigCommands commands = new ConfigCommands(daemon);
        handlers.put("config-get", (arguments, reply) -> reply.accept(commands.get()));
        handlers.put("config-hash-get", (arguments, reply) -> reply.accept(commands.hash()));
        handlers.put("config-test", (arguments, reply) -> reply.accept(commands.test(arguments)));
        handlers.put("config-set", (arguments, reply) -> reply.accept(commands.set(arguments)));
        handlers.put("config-write", (arguments, reply) -> reply.accept(commands.write(arguments)));
        handlers.put("config-reload", (arguments, reply) -> reply.accept(commands.reload()));
    }

    private KeaAnswer get() {
        JsonObject tree = daemon.config().tree();
        return new KeaAnswer(
                ResultCode.SUCCESS,
                "",
                daemon.hasHash() ? tree.with("hash", Json.value(ShownConfig.hash(daemon.config()))) : tree);
    }

    private KeaAnswer hash() {
        return new KeaAnswer(ResultCode.SUCCESS, "", Json.object("hash", ShownConfig.hash(daemon.config())));
    }

    private KeaAnswer test(@Nullable JsonValue arguments) {
        return ConfigRules.arguments(daemon.service(), arguments)
                .or(() -> ConfigRules.check(config(arguments), daemon.version()))
                .map(ConfigCommands::refusal)
                .orElseGet(() -> KeaAnswer.done(SANE));
    }

    private KeaAnswer set(@Nullable JsonValue arguments) {
        return ConfigRules.arguments(daemon.service(), arguments)
                .or(this::leaseFileCleanup)
                .or(() -> ConfigRules.loggers(config(arguments)))
                .map(ConfigCommands::refusal)
                .orElseGet(() -> daemon.configure(config(arguments)));
    }

    private KeaAnswer reload() {
        return leaseFileCleanup().map(ConfigCommands::refusal).orElseGet(() -> {
            KeaAnswer answer =
                    daemon.configure(FileComments.moved(daemon.server().file()));
            return answer.result().equals(ResultCode.SUCCESS)
                    ? answer
                    : refusal("Config reload failed: configuration error using file '" + FakeKea.CONFIG_FILE + "': "
                            + answer.text());
        });
    }

    private Optional<String> leaseFileCleanup() {
        return daemon.version().atLeast(3, 1, 2) && daemon.server().faults().cleansLeaseFile()
                ? Optional.of("Can not update configuration while lease file cleanup process is running.")
                : Optional.empty();
    }

    private static KeaConfig config(@Nullable JsonValue arguments) {
        return KeaConfig.of((JsonObject) java.util.Objects.requireNonNull(arguments));
    }

    private KeaAnswer write(@Nullable JsonValue given) {
        if (given != null && !(given instanceof JsonObject)) {
            return refusal("Argument must be a map");
        }
        JsonValue name = given instanceof JsonObject object ? object.get("filename") : null;
        if (name != null && !(name instanceof JsonString)) {
            return refusal("passed parameter 'filename' is not a string");
        }
        String wanted = name instanceof JsonString text ? text.value() : "";
        String path = wanted.isEmpty() ? FakeKea.CONFIG_FILE : wanted;
        String directory = FakeKea.CONFIG_FILE.substring(0, FakeKea.CONFIG_FILE.lastIndexOf('/') + 1);
        if (daemon.version().atLeast(2, 6, 3)) {
            if (!path.contains("/")) {
                path = directory + path;
            } else if (!path.startsWith(directory) || path.indexOf('/', directory.length()) >= 0) {
                return refusal("not allowed to write config into " + wanted + ": file " + wanted
                        + " must be in the same directory as the config file (" + FakeKea.CONFIG_FILE + ")");
            }
        } else if (!path.startsWith("/") && path.replaceFirst("^\\.\\./", "").contains("/")) {
            return refusal("Error during write-config:Unable to open file " + path + " for writing");
        }
        String text = daemon.config().tree().toPrettyJson();
        if (path.equals(FakeKea.CONFIG_FILE)) {
            daemon.server().write(daemon.config());
        }
        return new KeaAnswer(
                ResultCode.SUCCESS,
                "Configuration written to " + path + " successful",
                Json.object("filename", path, "size", text.length()));
    }

    private static KeaAnswer refusal(String text) {
        return new KeaAnswer(ResultCode.ERROR, text, null);
    }
}
