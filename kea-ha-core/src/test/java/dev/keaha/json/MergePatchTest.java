package dev.keaha.json;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MergePatchTest {

    /** The cases of RFC 7396, appendix A, whose target and patch are objects. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"a\":\"b\"}             | {\"a\":\"c\"}                    | {\"a\":\"c\"}",
                "{\"a\":\"b\"}             | {\"b\":\"c\"}                    | {\"a\":\"b\",\"b\":\"c\"}",
                "{\"a\":\"b\"}             | {\"a\":null}                     | {}",
                "{\"a\":\"b\",\"b\":\"c\"} | {\"a\":null}                     | {\"b\":\"c\"}",
                "{\"a\":[\"b\"]}           | {\"a\":\"c\"}                    | {\"a\":\"c\"}",
                "{\"a\":\"c\"}             | {\"a\":[\"b\"]}                  | {\"a\":[\"b\"]}",
                "{\"a\":{\"b\":\"c\"}}     | {\"a\":{\"b\":\"d\",\"c\":null}} | {\"a\":{\"b\":\"d\"}}",
                "{\"a\":[{\"b\":\"c\"}]}   | {\"a\":[1]}                      | {\"a\":[1]}",
                "{\"e\":null}              | {\"a\":1}                        | {\"e\":null,\"a\":1}",
                "{}                        | {\"a\":{\"bb\":{\"ccc\":null}}}  | {\"a\":{\"bb\":{}}}",
                "{\"a\":1}                 | {\"a\":{\"b\":null,\"c\":2}}     | {\"a\":{\"c\":2}}",
            })
    void patchesAsTheStandardSays(String target, String patch, String result) {
        assertThat(Json.parseObject(target).patched(Json.parseObject(patch)).toJson())
                .isEqualTo(result);
    }

    @Test
    void anEmptyPatchChangesNothingAndAPatchAppliedTwiceChangesNothingMore() {
        long seed = 7396;
        RandomJson random = new RandomJson(seed);
        for (int i = 0; i < RandomJson.cases(2_000); i++) {
            JsonObject target = random.object(4);
            JsonObject patch = random.object(4);
            JsonObject once = target.patched(patch);
            assertThat(target.patched(JsonObject.empty())).isEqualTo(target);
            assertThat(once.patched(patch)).as("case %d of seed %d", i, seed).isEqualTo(once);
        }
    }
}
