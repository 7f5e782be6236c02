package dev.keaha.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonPiecesTest {

    private static JsonValue read(byte[] text, SplittableRandom cuts) {
        JsonPieces pieces = new JsonPieces();
        for (int from = 0; from < text.length; ) {
            int to = Math.min(text.length, from + cuts.nextInt(7));
            pieces.add(Arrays.copyOfRange(text, from, to));
            from = to;
        }
        return pieces.end();
    }

    @Test
    void readsTheSameWhereverItIsCut() {
        for (long seed = 0; seed < 3000; seed++) {
            JsonValue value = new RandomJson(seed).value(5);
            byte[] text = value.toPrettyJson().getBytes(StandardCharsets.UTF_8);

            assertThat(read(text, new SplittableRandom(seed)).toJson())
                    .as("seed " + seed)
                    .isEqualTo(value.toJson());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{\"a\":1,\"a\":2}",
                "{\"a\":",
                "{} {}",
                "[1,]",
                "[1 2]",
                "{\"a\":1e99999999999}",
                "NaN",
                "{'a':1}",
                "01",
                "// x",
                "]",
                "\u00ff"
            })
    void refusesWhatAWholeTextWouldBeRefusedFor(String text) {
        assertThatThrownBy(() -> Json.parse(text)).isInstanceOf(JsonSyntaxException.class);
        for (long seed = 0; seed < 20; seed++) {
            SplittableRandom cuts = new SplittableRandom(seed);
            assertThatThrownBy(() -> read(text.getBytes(StandardCharsets.UTF_8), cuts))
                    .as("seed " + seed)
                    .isInstanceOf(JsonSyntaxException.class);
        }
    }

    @Test
    void refusesWhatIsNoUtf8() {
        byte[] latin = "\"\u00e9\"".getBytes(StandardCharsets.ISO_8859_1);

        assertThatThrownBy(() -> read(latin, new SplittableRandom(0))).isInstanceOf(JsonSyntaxException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hunter2", "trunter2", "nulhunter2"})
    void saysWhereAndQuotesNoToken(String password) {
        byte[] text = ("[{\"a\":1,\n\"password\":" + password + "}]").getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> read(text, new SplittableRandom(0)))
                .isInstanceOf(JsonSyntaxException.class)
                .hasMessageContaining("line 2, ")
                .hasMessageContaining("at [0].password: ")
                .hasMessageNotContaining("unter2");
    }
}
