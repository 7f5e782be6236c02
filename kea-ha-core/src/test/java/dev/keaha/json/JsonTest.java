package dev.keaha.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"b\":1,\"a\":[1.50,null,18446744073709551615],\"zz\":{\"y\":1e3,\"x\":-0,\"w\":1E+2}}",
                "[]",
                "{}",
                "null",
                "true",
                "\"\"",
                "\"\\\"\\\\/\\n\\u0001 é\uD83D\uDE00\"",
                "[[[]],{\"\":{}}]",
                "1e2147483647",
                "-1e-2147483647"
            })
    void printsWhatItRead(String text) {
        assertThat(Json.parse(text).toJson()).isEqualTo(text);
        assertThat(Json.parse(Json.parse(text).toPrettyJson()).toJson()).isEqualTo(text);
    }

    @Test
    void prettyPrintIsForPeople() {
        assertThat(Json.object("a", Json.array(1, Json.object()), "b", Json.array())
                        .toPrettyJson())
                .isEqualTo("{\n  \"a\": [\n    1,\n    {}\n  ],\n  \"b\": []\n}\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"a\":1,\"a\":2}              | 1 | 8  | a       | the member a stands here twice",
                "{\"a\":                        | 1 | 6  | a       | end-of-input",
                "{\"a\":[1,2                    | 1 | 10 | a[1]    | end-of-input",
                "{\"a\":[1,{\"b\":x}]}          | 1 | 14 | a[1].b  | Unrecognized token 'x'",
                "{} {}                          | 1 | 4  | ~~      | expected the end, found more",
                "~~                             | 1 | 1  | ~~      | found nothing",
                "[1,]                           | 1 | 4  | [1]     | expected a valid value",
                "{\"a\":1e99999999999}          | 1 | 6  | a       | the exponent of this number is out of range",
                "NaN                            | 1 | 4  | ~~      | NaN",
                "{'a':1}                        | 1 | 2  | ~~      | Unexpected character",
                "01                             | 1 | 2  | ~~      | Leading zeroes",
            })
    void refusesWhatIsNoJson(String text, int line, int column, String path, String problem) {
        assertThatExceptionOfType(JsonSyntaxException.class)
                .isThrownBy(() -> Json.parse(text))
                .satisfies(e -> {
                    assertThat(e.getMessage()).contains(problem).doesNotContain("Source:");
                    assertThat(e.path()).isEqualTo(path);
                    assertThat(List.of(e.line(), e.column())).isEqualTo(List.of(line, column));
                });
    }

    @Test
    void errorsNameLineColumnAndPath() {
        assertThatThrownBy(() -> Json.parse("{\n  \"a\": [\n    {\"b\": tru}\n  ]\n}"))
                .isInstanceOf(JsonSyntaxException.class)
                .hasMessageStartingWith("line 3, column 11, at a[0].b: ");
        assertThatThrownBy(() -> Json.parse("{\n  \"a\": ["))
                .hasMessage("line 2, column 9, at a[0]: Unexpected end-of-input: expected close marker for Array");
        assertThatThrownBy(() -> Json.parseObject("[]"))
                .hasMessage("line 1, column 1: expected an object, found a list");
    }

    @Test
    void refusesWhatWouldExhaustTheStackInOurOwnWords() {
        assertThatThrownBy(() -> Json.parse("[".repeat(100_000))).isInstanceOf(JsonSyntaxException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"password\": hunter2}",
                "{\"password\": 'hunter2'}",
                "{\"password\": truehunter2}",
                "{\"password\": 12hunter2}",
                "{\"password\": \"\\hunter2\"}",
                "{\"password\": \"hunter2\u0001\"}",
                "{\"password\": \"\\u12hunter2\"}",
                "{\"password\": \"a\" hunter2}",
                "{\"password\": \"hunter2}",
                "{\"password\": -hunter2}",
                "{\"password\": [{\"a\": hunter2}]}",
                "{\"a\": 1, \"password: \"hunter2\"}",
                "{\"password\": NaN}",
                "{\"password\": +1}"
            })
    void errorsQuoteNoSecret(String text) {
        for (Function<String, JsonValue> reading :
                List.<Function<String, JsonValue>>of(Json::parse, Json::parseRelaxed)) {
            assertThatThrownBy(() -> reading.apply(text))
                    .isInstanceOf(JsonSyntaxException.class)
                    .message()
                    .doesNotContain("hunter", "'h'", "NaN", "JsonReadFeature");
        }
    }

    @Test
    void relaxedTakesCommentsAndTrailingCommas() {
        String text = "// one\n{ # two\n \"a\": [1, /* three\n */ 2,], \"b\": \"// no # comment /* here */\",\n}";
        assertThat(Json.parseRelaxed(text))
                .isEqualTo(Json.object("a", Json.array(1, 2), "b", "// no # comment /* here */"));
    }

    @Test
    void seesAMemberThatStandsTwiceAlsoAmongMany() {
        StringBuilder many = new StringBuilder("{");
        for (int i = 0; i < 100; i++) {
            many.append("\"m").append(i).append("\":1,");
        }
        assertThat(Json.parseObject(many + "\"m100\":1}").size()).isEqualTo(101);
        for (int twice : new int[] {0, 23, 24, 25, 99}) {
            assertThatThrownBy(() -> Json.parse(many + "\"m" + twice + "\":1}"))
                    .hasMessageContaining("at m" + twice + ": the member m" + twice + " stands here twice");
        }
    }

    @Test
    void relaxedTakesNumbersWithALonePoint() {
        assertThat(Json.parseRelaxed("[.5, -.5, 5., -5.e3, 1.50]").toJson()).isEqualTo("[0.5,-0.5,5.0,-5.0e3,1.50]");
        for (String strict : new String[] {".5", "-.5", "5."}) {
            assertThatThrownBy(() -> Json.parse(strict)).isInstanceOf(JsonSyntaxException.class);
        }
        assertThatThrownBy(() -> Json.parseRelaxed(".")).isInstanceOf(JsonSyntaxException.class);
    }

    @Test
    void makesValuesFromJava() {
        assertThat(Json.value(null)).isSameAs(JsonNull.NULL);
        assertThat(Json.value(
                        Map.of("a", List.of(1, 2L, (short) 3, 4.5, new BigInteger("18446744073709551615"), true))))
                .isEqualTo(Json.parse("{\"a\":[1,2,3,4.5,18446744073709551615,true]}"));
        assertThatThrownBy(() -> Json.value(Map.of(1, 2))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Json.value(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Json.value(new Object())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Json.object("a")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Json.object("a", 1, "a", 2)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Json.object(1, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void absentNullAndEmptyAreThreeThings() {
        JsonObject object = Json.object("null", null, "empty", "");
        assertThat(object.get("absent")).isNull();
        assertThat(object.get("null")).isEqualTo(JsonNull.NULL);
        assertThat(object.has("null")).isTrue();
        assertThat(object.text("empty")).hasValue("");
        assertThat(object.text("null")).isEmpty();
        assertThat(object).isNotEqualTo(object.without("null"));
    }

    @Test
    void largeIntegersStayExact() {
        JsonObject object =
                Json.parseObject("{\"a\":9223372036854775807,\"b\":9223372036854775808,\"c\":1.0,\"d\":1.5}");
        assertThat(object.integer("a")).hasValue(Long.MAX_VALUE);
        assertThat(object.integer("b")).isEmpty();
        assertThat(object.integer("c")).hasValue(1);
        assertThat(object.integer("d")).isEmpty();
        assertThat(object.toJson()).contains("9223372036854775808");
    }

    @Test
    void changesLeaveOrderAndTheRestAlone() {
        JsonObject object = Json.parseObject("{\"c\":1,\"a\":{\"x\":1.0},\"b\":[3]}");
        assertThat(object.with("a", Json.value(2)).toJson()).isEqualTo("{\"c\":1,\"a\":2,\"b\":[3]}");
        assertThat(object.without("c").toJson()).isEqualTo("{\"a\":{\"x\":1.0},\"b\":[3]}");
        assertThat(object.without("no")).isSameAs(object);
        assertThat(object.withObject("a", a -> a.with("y", Json.value(1))).toJson())
                .isEqualTo("{\"c\":1,\"a\":{\"x\":1.0,\"y\":1},\"b\":[3]}");
        assertThat(object.withArray("new", a -> a.with(Json.value(1))).toJson())
                .isEqualTo("{\"c\":1,\"a\":{\"x\":1.0},\"b\":[3],\"new\":[1]}");
        assertThat(object.toJson()).isEqualTo("{\"c\":1,\"a\":{\"x\":1.0},\"b\":[3]}");
    }
}
