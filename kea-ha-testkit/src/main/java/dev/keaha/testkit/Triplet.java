package dev.keaha.testkit;

import dev.keaha.json.JsonObject;
import java.util.Optional;

/** A lifetime with its bounds. */
record Triplet(long min, long value, long max) {

    /**
     * Reads {@code name} with {@code min-} and {@code max-}.
     *
     * @throws Refused when they contradict each other
     */
    static Optional<Triplet> of(JsonObject scope, String name) {
        boolean hasValue = scope.has(name);
        boolean hasMin = scope.has("min-" + name);
        boolean hasMax = scope.has("max-" + name);
        if (!hasValue && !hasMin && !hasMax) {
            return Optional.empty();
        }
        if (!hasValue && hasMin && hasMax) {
            throw new Refused(
                    "have min-" + name + " and max-" + name + " but no " + name + " (default) in (<wire>:0:62)");
        }
        long given = scope.integer(hasValue ? name : hasMin ? "min-" + name : "max-" + name)
                .orElse(0);
        long min = hasMin ? scope.integer("min-" + name).orElse(0) : given;
        long max = hasMax ? scope.integer("max-" + name).orElse(0) : given;
        String wrong = "the value of ";
        if (min > max && hasMin && hasMax) {
            throw new Refused(wrong + "min-" + name + " (" + min + ") is not less than max-" + name + " (" + max + ")");
        } else if (min > max && hasMin) {
            throw new Refused(
                    wrong + "min-" + name + " (" + min + ") is not less than (default) " + name + " (" + given + ")");
        } else if (min > max) {
            throw new Refused(
                    wrong + "(default) " + name + " (" + given + ") is not less than max-" + name + " (" + max + ")");
        } else if (given < min || given > max) {
            throw new Refused(wrong + "(default) " + name + " (" + given + ") is not between min-" + name + " (" + min
                    + ") and max-" + name + " (" + max + ")");
        }
        return Optional.of(new Triplet(min, given, max));
    }
}
