package dev.keaha.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JsonMergeTest {

    /** Rows are known by id, steps by name and their order counts. */
    private static final ListKeys KEYS = new ListKeys() {
        @Override
        public @Nullable String key(String list, JsonObject element) {
            String member = list.equals("rows") ? "id" : "name";
            JsonValue key = list.equals("rows") || list.equals("steps") ? element.get(member) : null;
            return key == null ? null : key.toJson().replace("\"", "");
        }

        @Override
        public boolean ordered(String list) {
            return list.equals("steps");
        }
    };

    private static JsonValue json(String text) {
        return Json.parse(text.replace('\'', '"'));
    }

    private static JsonMerge merge(String base, String one, String other, JsonMerge.Side side) {
        return JsonMerge.of(json(base), json(one), json(other), KEYS, side);
    }

    private static JsonValue agreed(String base, String one, String other) {
        JsonMerge merge = merge(base, one, other, JsonMerge.Side.BASE);
        assertThat(merge.conflicts()).isEmpty();
        return merge.merged();
    }

    private static String merged(String base, String one, String other) {
        return agreed(base, one, other).toJson().replace('"', '\'');
    }

    private static List<String> conflicts(String base, String one, String other) {
        return merge(base, one, other, JsonMerge.Side.ONE).conflicts().stream()
                .map(JsonConflict::toString)
                .toList();
    }

    private static String steps(String names) {
        return names.chars()
                .mapToObj(name -> "{'name':'" + (char) name + "'}")
                .collect(Collectors.joining(",", "{'steps':[", "]}"));
    }

    private static String stepsMerged(String base, String one, String other) {
        JsonObject merged = (JsonObject) agreed(steps(base), steps(one), steps(other));
        return merged.array("steps")
                .orElseThrow()
                .objects()
                .map(step -> step.text("name").orElseThrow())
                .collect(Collectors.joining());
    }

    @Test
    void whatOneSideChangedIsTaken() {
        assertThat(merged("{'a':1,'b':1,'c':1,'d':1}", "{'a':2,'c':1,'d':1,'x':1}", "{'a':1,'b':1,'c':3,'y':1}"))
                .isEqualTo("{'a':2,'c':3,'x':1,'y':1}");
        assertThat(merged("{'o':{'a':1,'b':1}}", "{'o':{'a':2,'b':1}}", "{'o':{'a':1,'b':2}}"))
                .isEqualTo("{'o':{'a':2,'b':2}}");
        assertThat(merged("1", "1", "2")).isEqualTo("2");
    }

    @Test
    void theSameChangeOnBothSidesIsOne() {
        assertThat(merged("{'a':1}", "{'a':2,'n':{'x':1}}", "{'a':2,'n':{'x':1}}"))
                .isEqualTo("{'a':2,'n':{'x':1}}");
        assertThat(merged("{'a':1,'b':1}", "{'b':2}", "{'b':2}")).isEqualTo("{'b':2}");
    }

    @Test
    void whatBothChangedDifferentlyIsAConflict() {
        String base = "{'a':1,'b':1,'o':{'x':1}}";
        String one = "{'a':2,'o':{'x':1,'y':1},'n':{'z':1}}";
        String other = "{'a':3,'b':2,'n':{'z':2}}";

        assertThat(conflicts(base, one, other))
                .containsExactly(
                        "a: 1 -> 2, but on the other side a: 1 -> 3",
                        "o: {\"x\":1} -> {\"x\":1,\"y\":1}, but on the other side o: removed {\"x\":1}",
                        "n: added {\"z\":1}, but on the other side n: added {\"z\":2}",
                        "b: removed 1, but on the other side b: 1 -> 2");
        assertThat(merge(base, one, other, JsonMerge.Side.BASE).merged()).isEqualTo(json(base));
        assertThat(merge(base, one, other, JsonMerge.Side.ONE).merged()).isEqualTo(json(one));
        assertThat(merge(base, one, other, JsonMerge.Side.OTHER).merged()).isEqualTo(json(other));
    }

    @Test
    void elementsAreMergedByTheirKeys() {
        assertThat(merged(
                        "{'rows':[{'id':1,'x':1,'y':1},{'id':2},{'id':3}]}",
                        "{'rows':[{'id':3},{'id':1,'x':2,'y':1},{'id':4},{'id':2}]}",
                        "{'rows':[{'id':1,'x':1,'y':2},{'id':5},{'id':2}]}"))
                .isEqualTo("{'rows':[{'id':1,'x':2,'y':2},{'id':4},{'id':5},{'id':2}]}");
        assertThat(conflicts("{'rows':[{'id':1,'x':1}]}", "{'rows':[{'id':1,'x':2}]}", "{'rows':[]}"))
                .containsExactly(
                        "rows[\"1\"]: {\"id\":1,\"x\":1} -> {\"id\":1,\"x\":2}, but on the other side rows[\"1\"]:"
                                + " removed {\"id\":1,\"x\":1}");
        assertThat(merge("{'rows':[{'id':1,'x':1}]}", "{'rows':[{'id':1,'x':2}]}", "{'rows':[]}", JsonMerge.Side.OTHER)
                        .merged())
                .isEqualTo(json("{'rows':[]}"));
    }

    @Test
    void listsWithoutKeysGoByPlaceOrAsAWhole() {
        assertThat(merged("{'l':[{'a':1},{'b':1}]}", "{'l':[{'a':2},{'b':1}]}", "{'l':[{'a':1},{'b':2}]}"))
                .isEqualTo("{'l':[{'a':2},{'b':2}]}");
        assertThat(conflicts("{'l':[{'a':1}]}", "{'l':[{'a':1},{'b':1}]}", "{'l':[{'a':1},{'c':1}]}"))
                .hasSize(1);
        assertThat(conflicts("{'l':[{'a':1}]}", "{'l':[]}", "{'l':[{'a':2}]}")).hasSize(1);
        assertThat(conflicts("{'l':[{'a':1}]}", "{'l':[{'a':2}]}", "{'l':[]}")).hasSize(1);
        assertThat(conflicts("{'l':[1,2]}", "{'l':[1,3]}", "{'l':[4,2]}"))
                .containsExactly("l: [1,2] -> [1,3], but on the other side l: [1,2] -> [4,2]");
        assertThat(conflicts("{'rows':[{'id':1}]}", "{'rows':[{'id':1},{'id':1}]}", "{'rows':[]}"))
                .as("keys that are no keys")
                .hasSize(1);
        assertThat(conflicts("[{'id':1},2]", "[{'id':1},3]", "[{'id':2},2]")).isEmpty();
        assertThat(conflicts("{'l':[]}", "{'l':[1]}", "{'l':{}}")).hasSize(1);
    }

    @Test
    void whoeverMovedSomethingGivesTheOrder() {
        assertThat(stepsMerged("abc", "cab", "abc")).isEqualTo("cab");
        assertThat(stepsMerged("abc", "axbc", "cba")).isEqualTo("cbax");
        assertThat(stepsMerged("abc", "cba", "abyc")).isEqualTo("cbya");
        assertThat(stepsMerged("ab", "xab", "yab")).isEqualTo("xyab");
        assertThat(stepsMerged("ab", "aqpb", "akjb")).isEqualTo("akjqpb");
        assertThat(stepsMerged("abc", "ac", "abxc")).isEqualTo("axc");
        assertThat(stepsMerged("ab", "bax", "bay")).isEqualTo("baxy");
    }

    @Test
    void twoOrdersAreAConflict() {
        assertThat(conflicts(steps("abc"), steps("bac"), steps("cab")))
                .containsExactly("steps: [\"a\",\"b\",\"c\"] -> [\"b\",\"a\",\"c\"], but on the other side steps:"
                        + " [\"a\",\"b\",\"c\"] -> [\"c\",\"a\",\"b\"]");
        assertThat(merge(steps("abc"), steps("bac"), steps("cab"), JsonMerge.Side.BASE)
                        .merged())
                .isEqualTo(json(steps("abc")));
        assertThat(merge(steps("abc"), steps("bac"), steps("cab"), JsonMerge.Side.ONE)
                        .merged())
                .isEqualTo(json(steps("bac")));
        assertThat(merge(steps("abc"), steps("bac"), steps("cab"), JsonMerge.Side.OTHER)
                        .merged())
                .isEqualTo(json(steps("cab")));
        assertThat(conflicts(steps("ab"), steps("xab"), steps("abx"))).hasSize(1);
        assertThat(merge(steps("ab"), steps("xab"), steps("abx"), JsonMerge.Side.BASE)
                        .merged())
                .isEqualTo(merge(steps("ab"), steps("abx"), steps("xab"), JsonMerge.Side.BASE)
                        .merged());
    }

    @Test
    void aConflictIsAValueThatShowsNoSecret() {
        JsonConflict conflict = merge(
                        "{'password':'p1','a':1}", "{'password':'p2','a':1}", "{'a':1}", JsonMerge.Side.ONE)
                .conflicts()
                .get(0);

        assertThat(conflict.toJson().toJson())
                .isEqualTo("{\"path\":\"password\",\"base\":\"*****\",\"one\":\"*****\"}");
        assertThat(conflict.toString()).doesNotContain("p1", "p2");
        assertThat(conflict.change(JsonMerge.Side.OTHER).kind()).isEqualTo(JsonChange.Kind.REMOVED);
        assertThatThrownBy(() -> conflict.change(JsonMerge.Side.BASE)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aKeyThatOneSideUsesTwiceMakesTheListAConflict() {
        assertThat(conflicts(
                        "{'rows':[{'id':1},{'id':2}]}", "{'rows':[{'id':3},{'id':2}]}", "{'rows':[{'id':1},{'id':1}]}"))
                .hasSize(1);
    }
}
