package dev.keaha.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JsonDiffTest {

    /** Lists called "rows" by id, unordered; lists called "steps" by name, ordered. */
    private static final ListKeys KEYS = new ListKeys() {
        @Override
        public @Nullable String key(String list, JsonObject element) {
            return switch (list) {
                case "rows" -> element.get("id") == null ? null : "id=" + element.get("id");
                case "steps" -> element.text("name").orElse(null);
                default -> null;
            };
        }

        @Override
        public boolean ordered(String list) {
            return list.equals("steps");
        }
    };

    private static List<String> diff(String from, String to) {
        return JsonDiff.between(Json.parse(from), Json.parse(to), KEYS).changes().stream()
                .map(JsonChange::toString)
                .toList();
    }

    @Test
    void absentNullAndEmptyAreThreeThings() {
        assertThat(diff("{}", "{\"a\":null}")).containsExactly("a: added null");
        assertThat(diff("{\"a\":null}", "{\"a\":\"\"}")).containsExactly("a: null -> \"\"");
        assertThat(diff("{\"a\":\"\"}", "{}")).containsExactly("a: removed \"\"");
        assertThat(diff("{\"a\":[]}", "{\"a\":{}}")).containsExactly("a: [] -> {}");
    }

    @Test
    void anElementWithAKeyIsTheSameWhereverItStands() {
        assertThat(diff(
                        "{\"rows\":[{\"id\":1,\"x\":1},{\"id\":2,\"x\":1},{\"id\":3}]}",
                        "{\"rows\":[{\"id\":4},{\"id\":2,\"x\":2},{\"x\":1,\"id\":1}]}"))
                .containsExactly(
                        "rows[id=2].x: 1 -> 2", "rows[id=3]: removed {\"id\":3}", "rows[id=4]: added {\"id\":4}");
    }

    @Test
    void orderCountsOnlyWhereItMeansSomething() {
        assertThat(diff("{\"rows\":[{\"id\":1},{\"id\":2}]}", "{\"rows\":[{\"id\":2},{\"id\":1}]}"))
                .isEmpty();
        assertThat(diff(
                        "{\"steps\":[{\"name\":\"a\"},{\"name\":\"b\"}]}",
                        "{\"steps\":[{\"name\":\"b\"},{\"name\":\"a\"}]}"))
                .containsExactly("steps: order [\"a\",\"b\"] -> [\"b\",\"a\"]");
        assertThat(diff("{\"steps\":[{\"name\":\"a\"}]}", "{\"steps\":[{\"name\":\"a\"},{\"name\":\"b\"}]}"))
                .as("a new one at the end is in its place")
                .containsExactly("steps[b]: added {\"name\":\"b\"}");
    }

    @Test
    void whatHasNoSoundKeysIsComparedByPlace() {
        assertThat(diff("{\"rows\":[{\"id\":1,\"x\":1},{\"id\":1}]}", "{\"rows\":[{\"id\":1,\"x\":2}]}"))
                .as("two elements with one key")
                .containsExactly("rows[0].x: 1 -> 2", "rows[1]: removed {\"id\":1}");
        assertThat(diff("{\"list\":[{\"a\":1}]}", "{\"list\":[{\"a\":1},{\"b\":2}]}"))
                .containsExactly("list[1]: added {\"b\":2}");
    }

    @Test
    void plainListsChangeAsAWhole() {
        assertThat(diff("{\"list\":[\"a\",\"b\"]}", "{\"list\":[\"b\"]}"))
                .containsExactly("list: [\"a\",\"b\"] -> [\"b\"]");
        assertThat(diff("[1]", "[2]")).containsExactly(": [1] -> [2]");
    }

    @Test
    void numbersThatMeanTheSameAreTheSame() {
        assertThat(diff("{\"a\":1,\"b\":[1.0]}", "{\"b\":[1],\"a\":1e0}")).isEmpty();
    }

    @Test
    void secretsAreNotShown() {
        JsonDiff diff = JsonDiff.between(
                Json.parse("{\"password\":\"old-one\",\"db\":{\"user\":\"u\"},\"n\":{}}"),
                Json.parse(
                        "{\"password\":\"new-one\",\"db\":[{\"password\":\"third\"}],\"n\":{\"token\":{\"a\":\"fourth\"}}}"),
                KEYS);

        assertThat(diff.toString()
                        + diff.changes().stream().map(JsonChange::toJson).toList())
                .doesNotContain("old-one", "new-one", "third", "fourth")
                .contains("password: \"*****\" -> \"*****\"");
        assertThat(diff.changes().get(0).to()).isEqualTo(new JsonString("new-one"));
    }

    @Test
    void jsonOfAChangeTellsAbsentFromNull() {
        List<JsonChange> changes = JsonDiff.between(
                        Json.parse("{\"a\":1,\"c\":null}"), Json.parse("{\"b\":null,\"c\":3}"), KEYS)
                .changes();

        assertThat(changes.stream().map(change -> change.toJson().toJson()).toList())
                .containsExactly(
                        "{\"path\":\"a\",\"from\":1}",
                        "{\"path\":\"c\",\"from\":null,\"to\":3}",
                        "{\"path\":\"b\",\"to\":null}");
    }

    @Test
    void longValuesAreCutForPeople() {
        String text = diff("{}", "{\"a\":\"" + "x".repeat(5000) + "\"}").get(0);

        assertThat(text).hasSizeLessThan(200).endsWith("...");
    }

    @Test
    void appliedToTheOneGivesTheOther() {
        long seed = RandomJson.seed();
        RandomJson random = new RandomJson(seed);
        for (int i = 0; i < RandomJson.cases(20_000); i++) {
            JsonValue from = random.value(3);
            JsonValue to = random.below(10) == 0 ? random.rewritten(from) : random.value(3);
            JsonDiff diff = JsonDiff.between(from, to, ListKeys.NONE);

            assertThat(diff.applyTo(from, ListKeys.NONE))
                    .as("seed %d, case %d", seed, i)
                    .isEqualTo(to);
            assertThat(diff.isEmpty()).as("seed %d, case %d", seed, i).isEqualTo(from.equals(to));
        }
    }

    @Test
    void appliedByKeysGivesTheOther() {
        long seed = RandomJson.seed();
        RandomJson random = new RandomJson(seed);
        for (int i = 0; i < RandomJson.cases(20_000); i++) {
            JsonValue from = keyed(random, 3);
            JsonValue to = keyed(random, 3);
            JsonValue result = JsonDiff.between(from, to, KEYS).applyTo(from, KEYS);

            assertThat(JsonDiff.between(result, to, KEYS).changes())
                    .as("seed %d, case %d: %s to %s gave %s", seed, i, from, to, result)
                    .isEmpty();
        }
    }

    /** Objects with keyed lists in them, some of them unsound on purpose. */
    private static JsonObject keyed(RandomJson random, int depth) {
        JsonObject object = Json.object("x", random.below(2));
        if (depth > 0 && random.below(4) > 0) {
            JsonArray rows = JsonArray.empty();
            for (int n = random.below(4); n > 0; n--) {
                JsonObject row = keyed(random, depth - 1);
                rows = rows.with(random.below(12) == 0 ? row : row.with("id", JsonNumber.of(random.below(5))));
            }
            object = object.with("rows", rows);
        }
        if (depth > 0 && random.below(4) > 0) {
            JsonArray steps = JsonArray.empty();
            for (int n = random.below(4); n > 0; n--) {
                steps = steps.with(keyed(random, depth - 1).with("name", new JsonString("n" + random.below(5))));
            }
            object = object.with("steps", steps);
        }
        return object;
    }

    @Test
    void aChangeThatDoesNotFitSaysSo() {
        JsonDiff diff = JsonDiff.between(
                Json.parse("{\"rows\":[{\"id\":1,\"x\":1}]}"), Json.parse("{\"rows\":[{\"id\":1,\"x\":2}]}"), KEYS);

        assertThatThrownBy(() -> diff.applyTo(Json.parse("{\"rows\":[{\"id\":2}]}"), KEYS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("rows[id=1].x")
                .hasMessageContaining("has no [id=1]");
        assertThatThrownBy(() -> diff.applyTo(Json.parse("{}"), KEYS)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> diff.applyTo(Json.parse("[]"), KEYS)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void oneSubnetOfTenThousandIsFoundAtOnce() {
        JsonArray rows = JsonArray.empty();
        java.util.List<JsonValue> elements = new java.util.ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            elements.add(Json.object(
                    "id",
                    i,
                    "subnet",
                    "10." + i / 256 + "." + i % 256 + ".0/24",
                    "list",
                    Json.array(Json.object("a", i))));
        }
        rows = JsonArray.of(elements);
        elements.set(7_000, Json.object("id", 7_000, "subnet", "other"));
        JsonObject from = Json.object("rows", rows);
        JsonObject to = Json.object("rows", JsonArray.of(elements));

        long best = Long.MAX_VALUE;
        for (int i = 0; i < 100; i++) {
            long start = System.nanoTime();
            JsonDiff diff = JsonDiff.between(from, to, KEYS);
            best = Math.min(best, System.nanoTime() - start);
            assertThat(diff.changes()).hasSize(2);
        }

        assertThat(best)
                .as("nanoseconds of the best of 100 runs: others may be using the machine")
                .isLessThan(10_000_000L);
    }
}
