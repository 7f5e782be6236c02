package dev.keaha.json;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Makes JSON of any shape from a seed. */
public final class RandomJson {

    private static final String[] NAMES = {
        "id", "subnet", "pools", "password", "user-context", "", "a.b", "naïve", "\u0000", "\uD83D\uDE00", "x\"y\\z"
    };
    private static final String[] NUMBERS = {
        "0",
        "-0",
        "1",
        "1.0",
        "1e0",
        "10E-1",
        "-17",
        "4294967295",
        "18446744073709551615",
        "1.50",
        "1e3",
        "1000",
        "123456789012345678901234567890",
        "-9223372036854775808",
        "9223372036854775807",
        "9223372036854775808",
        "0.1"
    };

    private final SplittableRandom random;

    public RandomJson(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** How many cases to try; profile mutation, which runs a test again and again, gives a small number. */
    public static int cases(int usual) {
        return Integer.getInteger("kea.ha.cases", usual);
    }

    /**
     * The seed of a test: the same in every build, so that a change that did not cause it is not blamed; another one each
     * night. {@code -Dkea.ha.seed} repeats a run.
     */
    public static long seed() {
        return Long.getLong("kea.ha.seed", Boolean.getBoolean("kea.ha.nightly") ? System.nanoTime() : 20_261_122L);
    }

    public int below(int bound) {
        return random.nextInt(bound);
    }

    public JsonValue value(int depth) {
        switch (random.nextInt(depth > 0 ? 8 : 5)) {
            case 0:
                return JsonNull.NULL;
            case 1:
                return JsonBoolean.of(random.nextBoolean());
            case 2:
                return new JsonString(NAMES[random.nextInt(NAMES.length)]);
            case 3:
                return Json.parse(NUMBERS[random.nextInt(NUMBERS.length)]);
            case 4:
                return JsonNumber.of(random.nextLong());
            case 5:
                return array(depth - 1);
            default:
                return object(depth - 1);
        }
    }

    public JsonArray array(int depth) {
        List<JsonValue> elements = new ArrayList<>();
        for (int n = random.nextInt(5); n > 0; n--) {
            elements.add(value(depth));
        }
        return JsonArray.of(elements);
    }

    public JsonObject object(int depth) {
        Map<String, JsonValue> members = new LinkedHashMap<>();
        for (int n = random.nextInt(6); n > 0; n--) {
            members.put(NAMES[random.nextInt(NAMES.length)], value(depth));
        }
        return JsonObject.of(members);
    }

    /** The same value, written differently: members in another order, numbers in another spelling. */
    public JsonValue rewritten(JsonValue value) {
        if (value instanceof JsonObject object) {
            List<String> names = new ArrayList<>(object.names());
            Collections.shuffle(names, new java.util.Random(random.nextLong()));
            Map<String, JsonValue> members = new LinkedHashMap<>();
            names.forEach(name -> members.put(name, rewritten(java.util.Objects.requireNonNull(object.get(name)))));
            return JsonObject.of(members);
        } else if (value instanceof JsonArray array) {
            return array.map(this::rewritten);
        } else if (value instanceof JsonNumber number) {
            switch (random.nextInt(3)) {
                case 0:
                    return JsonNumber.of(number.decimal().stripTrailingZeros());
                case 1:
                    return JsonNumber.of(
                            number.decimal().setScale(number.decimal().scale() + 3));
                default:
                    return number;
            }
        }
        return value;
    }
}
