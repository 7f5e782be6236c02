package dev.keaha.command;

import dev.keaha.json.JsonArray;
import dev.keaha.json.JsonNumber;
import dev.keaha.json.JsonString;
import dev.keaha.json.JsonValue;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A statistic and what was noted of it (Kea manual, "Statistics").
 *
 * @param name its name, for example {@code pkt4-received} or {@code subnet[1].assigned-addresses}
 * @param samples the newest first; Kea keeps 20 of each by default
 */
public record Statistic(String name, List<Sample> samples) {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT);

    /** Copies the list. */
    public Statistic {
        samples = List.copyOf(samples);
    }

    /**
     * One value.
     *
     * @param value a number; text for what Kea counts as text or as a duration
     * @param time when it was noted, in the time zone of the server; empty where Kea gave none
     */
    public record Sample(JsonValue value, Optional<LocalDateTime> time) {}

    /**
     * The newest value.
     *
     * @return the number; empty where there is none, or it is no number
     */
    public Optional<BigDecimal> number() {
        return samples.stream()
                .findFirst()
                .flatMap(sample ->
                        sample.value() instanceof JsonNumber number ? Optional.of(number.decimal()) : Optional.empty());
    }

    static Statistic of(String command, String name, JsonValue value) {
        if (!(value instanceof JsonArray noted)) {
            throw KeaCommand.malformed(command, "expected a list of samples of " + name + ", found " + value.kind());
        }
        List<Sample> samples = new ArrayList<>();
        for (JsonValue sample : noted) {
            if (!(sample instanceof JsonArray pair) || pair.size() < 1) {
                throw KeaCommand.malformed(command, "expected a value and a time of " + name);
            }
            samples.add(new Sample(
                    pair.get(0),
                    pair.size() > 1 && pair.get(1) instanceof JsonString time ? time(time.value()) : Optional.empty()));
        }
        return new Statistic(name, samples);
    }

    private static Optional<LocalDateTime> time(String text) {
        try {
            return Optional.of(LocalDateTime.parse(text, TIME));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
