package dev.keaha.replication;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keaha.json.Json;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilledInTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "{\"a\":1}; {\"a\":1.0,\"b\":2}; true",
                "{\"a\":1}; {\"b\":2}; false",
                "{\"a\":1}; {\"a\":2}; false",
                "{\"o\":[{\"name\":\"x\"}]}; {\"o\":[{\"code\":6,\"name\":\"x\"}]}; true",
                "{\"o\":[{\"code\":6}]}; {\"o\":[{\"code\":6,\"name\":\"x\"}]}; true",
                "{\"o\":[{\"n\":1},{\"n\":2}]}; {\"o\":[{\"n\":2,\"z\":0},{\"n\":1}]}; true",
                "{\"o\":[{\"n\":1},{\"n\":1}]}; {\"o\":[{\"n\":1,\"z\":0},{\"n\":2}]}; false",
                "{\"pool\":\"10.0.0.1 - 10.0.0.9\"}; {\"pool\":\"10.0.0.1-10.0.0.9\"}; true",
                "{\"pool\":\"10.0.0.1 - 10.0.0.9\"}; {\"pool\":\"10.0.0.1-10.0.0.8\"}; false",
                "{\"name\":\"a b\"}; {\"name\":\"ab\"}; false",
                "{\"o\":[]}; {\"o\":[{\"n\":2}]}; false",
                "{\"o\":[1,2]}; {\"o\":[1]}; false",
                "{\"o\":{}}; {\"o\":[]}; false"
            })
    void findsWhatWasWrittenInWhatIsAnswered(String written, String answered, boolean expected) {
        assertThat(FilledIn.has(Json.parse(written), Json.parse(answered))).isEqualTo(expected);
    }
}
