package dev.keaha.command;

import dev.keaha.json.Json;
import dev.keaha.json.JsonObject;
import java.util.List;
import java.util.Optional;

/**
 * Makes {@code class-*} (client classes) of the hook {@code class_cmds} (free from Kea 3.0 on). They change the
 * configuration in memory and leave the HA state machine alone; {@code config-write} makes them last.
 *
 * <p>Where the hook is not loaded, the answer is {@link ResultCode#UNSUPPORTED}. Classes are given and answered as they
 * stand in the configuration.
 */
public final class ClassCommands {

    private static final String LIST = "client-classes";

    private ClassCommands() {}

    /**
     * {@code class-list}: which classes there are.
     *
     * @return the command; it answers their names
     */
    public static KeaCommand<List<String>> classList() {
        return KeaCommand.reading(
                "class-list",
                null,
                answer -> KeaCommand.objects("class-list", answer, LIST)
                        .flatMap(client -> client.text("name").stream())
                        .toList());
    }

    /**
     * {@code class-get}: one class.
     *
     * @param name its name
     * @return the command; it answers nothing where there is no such class
     */
    public static KeaCommand<Optional<JsonObject>> classGet(String name) {
        return KeaCommand.reading(
                "class-get",
                Json.object("name", name),
                answer -> answer.object()
                        .array(LIST)
                        .flatMap(classes -> classes.objects().findFirst()));
    }

    /**
     * {@code class-add}. Sent again it is refused, since the name is taken: not repeatable.
     *
     * @param definition a class with a {@code name}
     * @return the command
     */
    public static KeaCommand<Change> classAdd(JsonObject definition) {
        return KeaCommand.changingOnce(
                "class-add",
                Json.object(LIST, Json.array(definition)),
                classGet(definition.text("name").orElse("")));
    }

    /**
     * {@code class-update}: replaces a class whole. Kea refuses a change by which the class would come to depend on
     * {@code KNOWN} or {@code UNKNOWN}, or no longer would.
     *
     * @param definition a class with a {@code name}
     * @return the command; nothing is found where there is no such class
     */
    public static KeaCommand<Change> classUpdate(JsonObject definition) {
        return KeaCommand.changing("class-update", Json.object(LIST, Json.array(definition)));
    }

    /**
     * {@code class-del}.
     *
     * @param name its name
     * @return the command
     */
    public static KeaCommand<Change> classDel(String name) {
        return KeaCommand.changing("class-del", Json.object("name", name));
    }
}
