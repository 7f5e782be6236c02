package dev.keaha.command;

import dev.keaha.json.Json;
import dev.keaha.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Makes {@code statistic-*}. */
public final class StatisticCommands {

    private StatisticCommands() {}

    /**
     * {@code statistic-get}: one statistic.
     *
     * @param name its name
     * @return the command; it answers nothing where there is no such statistic
     */
    public static KeaCommand<Optional<Statistic>> statisticGet(String name) {
        return KeaCommand.reading(
                "statistic-get",
                Json.object("name", name),
                answer -> Optional.ofNullable(answer.object().get(name))
                        .map(samples -> Statistic.of("statistic-get", name, samples)));
    }

    /**
     * {@code statistic-get-all}: all statistics, several for each subnet and pool: with many of them a large answer.
     *
     * @return the command; it answers them by name, in Kea's order
     */
    public static KeaCommand<Map<String, Statistic>> statisticGetAll() {
        return KeaCommand.reading("statistic-get-all", null, answer -> {
            JsonObject all = answer.object();
            Map<String, Statistic> statistics = new LinkedHashMap<>();
            for (String name : all.names()) {
                statistics.put(name, Statistic.of("statistic-get-all", name, Objects.requireNonNull(all.get(name))));
            }
            return statistics;
        });
    }

    /**
     * {@code statistic-reset}: begins to count anew. It is refused where there is no such statistic. What was counted
     * meanwhile is lost with every repetition: not repeatable.
     *
     * @param name its name
     * @return the command
     */
    public static KeaCommand<Change> statisticReset(String name) {
        return KeaCommand.changingOnce("statistic-reset", Json.object("name", name), statisticGet(name));
    }

    /**
     * {@code statistic-reset-all}: begins to count anew everywhere. Not repeatable, as {@link #statisticReset}.
     *
     * @return the command
     */
    public static KeaCommand<Change> statisticResetAll() {
        return KeaCommand.changingOnce("statistic-reset-all", null, statisticGetAll());
    }
}
