package dev.keaha.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonEqualityTest {

    private static final long SEED = 20261122L;

    @Test
    void aPrintedAndReadValueIsTheSame() {
        RandomJson random = new RandomJson(SEED);
        for (int i = 0; i < RandomJson.cases(5_000); i++) {
            JsonValue value = random.value(5);
            assertThat(Json.parse(value.toJson()))
                    .as("value %d of seed %d", i, SEED)
                    .isEqualTo(value)
                    .hasSameHashCodeAs(value)
                    .extracting(JsonValue::toJson)
                    .isEqualTo(value.toJson());
            assertThat(Json.parse(value.toPrettyJson()).toJson()).isEqualTo(value.toJson());
        }
    }

    @Test
    void orderOfMembersAndSpellingOfNumbersDoNotMatter() {
        RandomJson random = new RandomJson(SEED);
        for (int i = 0; i < RandomJson.cases(5_000); i++) {
            JsonValue value = random.value(5);
            JsonValue other = random.rewritten(value);
            assertThat(other)
                    .as("value %d of seed %d: %s", i, SEED, value)
                    .isEqualTo(value)
                    .hasSameHashCodeAs(value);
            assertThat(other.fingerprint()).isEqualTo(value.fingerprint());
        }
    }

    @Test
    void differentValuesHaveDifferentFingerprints() {
        RandomJson random = new RandomJson(SEED);
        Map<Fingerprint, String> seen = new HashMap<>();
        for (int i = 0; i < 20_000; i++) {
            JsonValue value = random.value(4);
            String canonical = canonical(value);
            String before = seen.putIfAbsent(value.fingerprint(), canonical);
            assertThat(before == null || before.equals(canonical))
                    .as("value %d of seed %d: %s and %s", i, SEED, before, canonical)
                    .isTrue();
        }
        assertThat(seen).hasSizeGreaterThan(1_000);
    }

    /** Says the same of equal values and something else of different ones, by another way than the fingerprint. */
    private static String canonical(JsonValue value) {
        if (value instanceof JsonObject object) {
            StringBuilder out = new StringBuilder("{");
            object.names().stream()
                    .sorted()
                    .forEach(name -> out.append(new JsonString(name).toJson())
                            .append(':')
                            .append(canonical(java.util.Objects.requireNonNull(object.get(name))))
                            .append(','));
            return out.append('}').toString();
        } else if (value instanceof JsonArray array) {
            StringBuilder out = new StringBuilder("[");
            array.forEach(element -> out.append(canonical(element)).append(','));
            return out.append(']').toString();
        } else if (value instanceof JsonNumber number) {
            return number.decimal().stripTrailingZeros().toString();
        }
        return value.toJson();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "1            | \"1\"",
                "1            | true",
                "0            | false",
                "null         | \"null\"",
                "null         | {}",
                "[]           | {}",
                "[]           | \"\"",
                "[1,2]        | [2,1]",
                "[[1],2]      | [1,[2]]",
                "[1]          | [1,1]",
                "[[]]         | []",
                "{\"a\":null} | {}",
                "{\"a\":1,\"b\":2} | {\"a\":2,\"b\":1}",
                "{\"a\":{\"b\":1}} | {\"b\":{\"a\":1}}",
                "9223372036854775807 | 9223372036854775808",
                "-9223372036854775808 | 9223372036854775808",
                "18446744073709551616 | 0",
                "1e2147483647 | 1e2147483646",
                "\"ab\"       | \"ba\"",
                "\"\"         | \"\\u0000\"",
                "\"abcd\"     | \"abcde\"",
            })
    void theseDiffer(String one, String other) {
        assertThat(Json.parse(one)).isNotEqualTo(Json.parse(other));
    }

    @Test
    void fingerprintsAreStableOverRuns() {
        // Stored in journals: a change of these values would make every stored one worthless.
        assertThat(Json.parse("{\"a\":[1,1.5,\"x\",true,null,{}]}").fingerprint())
                .hasToString("573c1284353c9c638f7d479f8341405b");
        Fingerprint one = Json.value("one").fingerprint();
        assertThat(Fingerprint.parse(one.toString())).isEqualTo(one);
    }
}
