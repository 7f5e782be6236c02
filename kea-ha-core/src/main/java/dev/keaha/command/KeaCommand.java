package dev.keaha.command;

import dev.keaha.config.DhcpService;
import dev.keaha.json.Json;
import dev.keaha.json.JsonObject;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A command as a value: what is sent, and how the answer is read.
 *
 * @param name the command's name
 * @param arguments its arguments, null where it takes none
 * @param changes whether it changes anything on the server
 * @param repeatable whether sending it again when the first answer was lost does no harm
 * @param reader reads the arguments of an answer that is done
 * @param readBack what to ask instead, when it must not be sent again and nobody knows whether it ran: its answer tells;
 *     null where it may be sent again, or where only the caller knows
 * @param <R> what it answers
 */
public record KeaCommand<R>(
        String name,
        @Nullable JsonObject arguments,
        boolean changes,
        boolean repeatable,
        Function<KeaAnswer, R> reader,
        @Nullable KeaCommand<?> readBack) {

    static <R> KeaCommand<R> reading(String name, @Nullable JsonObject arguments, Function<KeaAnswer, R> reader) {
        return new KeaCommand<>(name, arguments, false, true, reader, null);
    }

    /** Changes something; sending it twice does no harm. */
    static KeaCommand<Change> changing(String name, @Nullable JsonObject arguments) {
        return new KeaCommand<>(name, arguments, true, true, Change::of, null);
    }

    /** Changes something, and must not be sent twice. */
    static KeaCommand<Change> changingOnce(String name, @Nullable JsonObject arguments, KeaCommand<?> readBack) {
        return new KeaCommand<>(name, arguments, true, false, Change::of, readBack);
    }

    /** The daemon said that it is done, and answered something else than this command answers. */
    static KeaCommandException malformed(String command, @Nullable String problem) {
        return new KeaCommandException(
                command, ResultCode.SUCCESS, "but the answer is not what this command answers: " + problem);
    }

    /** The objects of a list that an answer must have, unless it says that there is nothing. */
    static Stream<JsonObject> objects(String command, KeaAnswer answer, String list) {
        if (answer.result().equals(ResultCode.EMPTY)) {
            return Stream.empty();
        }
        return answer.object()
                .array(list)
                .orElseThrow(() -> malformed(command, "expected a list " + list + ", found none"))
                .objects();
    }

    static int aboveZero(String what, int number) {
        if (number < 1) {
            throw new IllegalArgumentException(what + " must be above zero, found " + number);
        }
        return number;
    }

    static long seconds(Duration time) {
        if (time.toSeconds() < 1) {
            throw new IllegalArgumentException("Kea takes whole seconds above zero, found " + time);
        }
        return time.toSeconds();
    }

    /**
     * Reads an answer to this command.
     *
     * @param answer what the daemon answered
     * @return what it means
     * @throws KeaCommandException when the daemon refused, or when its answer lacks what this command must answer
     */
    public R read(KeaAnswer answer) {
        if (!answer.result().isDone()) {
            throw new KeaCommandException(name, answer.result(), answer.text());
        }
        return reader.apply(answer);
    }

    /**
     * What is sent. A Control Agent chooses the daemons by {@code service} and answers a list with one answer for each;
     * Kea 3.0's daemons ignore it, Kea 3.2's check it and take one.
     *
     * @param services the daemons it is for, at least one
     * @return {@code command}, {@code service} and {@code arguments}
     */
    public JsonObject request(DhcpService... services) {
        JsonObject request = Json.object(
                "command",
                name,
                "service",
                Json.array(Arrays.stream(services).map(DhcpService::word).toArray()));
        return arguments == null ? request : request.with("arguments", arguments);
    }

    /** The name alone: arguments can be large and can hold secrets. */
    @Override
    public String toString() {
        return name;
    }
}
