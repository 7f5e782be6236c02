package dev.keaha.testkit;

import dev.keaha.json.JsonArray;
import dev.keaha.json.JsonObject;
import java.util.Optional;

/** Which option an entry of {@code option-data} means: by name or code, a standard one or one that is defined. */
final class StandardOptions {

    /** An option. */
    record Option(String name, long code, String type, boolean isArray) {}

    private final JsonObject standard;
    private final JsonArray defined;
    private final String standardSpace;

    StandardOptions(Generation generation, String standardSpace, JsonArray defined) {
        this.standard = generation.object("options");
        this.defined = defined;
        this.standardSpace = standardSpace;
    }

    Optional<Option> find(JsonObject option) {
        String space = option.text("space").orElse(standardSpace);
        Optional<Option> own = defined.objects()
                .filter(definition ->
                        definition.text("space").orElse(standardSpace).equals(space))
                .map(definition -> option(definition.text("name").orElse(""), definition))
                .filter(candidate -> isMeant(candidate, option))
                .findFirst();
        return own.isPresent() || !space.equals(standardSpace)
                ? own
                : standard.names().stream()
                        .map(name -> option(name, standard.object(name).orElseThrow()))
                        .filter(candidate -> isMeant(candidate, option))
                        .findFirst();
    }

    private static Option option(String name, JsonObject definition) {
        return new Option(
                name,
                definition.integer("code").orElse(0),
                definition.text("type").orElse(""),
                definition.bool("array").orElse(false));
    }

    private static boolean isMeant(Option candidate, JsonObject option) {
        return option.text("name").isPresent()
                ? option.text("name").get().equals(candidate.name())
                : option.integer("code").orElse(-1) == candidate.code();
    }

    /** What is wrong with an option's value, in Kea's words without the position; empty when nothing is. */
    Optional<String> problem(JsonObject option) {
        String space = option.text("space").orElse(standardSpace);
        if (!option.has("name") && !option.has("code")) {
            return Optional.of("option data configuration requires one of 'code' or 'name' parameters to be specified");
        }
        Optional<Option> found = find(option);
        if (found.isEmpty()) {
            return option.text("name").isPresent() && option.integer("code").isEmpty()
                    ? Optional.of("definition for the option '" + space + "."
                            + option.text("name").get() + "' having code '0' does not exist")
                    : Optional.empty();
        }
        Option known = found.get();
        String data = option.text("data").orElse("");
        boolean isAddress = known.type().endsWith("-address");
        if (!isAddress || data.isEmpty() || !option.bool("csv-format").orElse(true)) {
            return Optional.empty();
        }
        String wrong =
                "option data does not match option definition (space: " + space + ", code: " + known.code() + "): ";
        int bytes = 0;
        for (String part : data.split(",")) {
            String address = part.strip();
            Optional<Ip> ip = Ip.parse(address);
            if (ip.isEmpty()) {
                return Optional.of(wrong + "Failed to convert string to address '" + address + "': Invalid argument");
            }
            bytes += ip.get().bits() / 8;
        }
        // Kea only looks at the length
        int length = known.type().startsWith("ipv4") ? 4 : 16;
        return bytes % length == 0
                ? Optional.empty()
                : Optional.of(wrong + "Option " + known.code() + " malformed: len=" + bytes + " is not divisible by "
                        + length + ".");
    }
}
