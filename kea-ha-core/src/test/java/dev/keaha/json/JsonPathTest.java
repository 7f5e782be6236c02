package dev.keaha.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonPathTest {

    @Test
    void readsLikeThePathItIs() {
        JsonPath path = JsonPath.root()
                .key("subnet4")
                .element("id=7")
                .key("pools")
                .element("192.0.2.10-192.0.2.20")
                .key("option-data")
                .index(0);

        assertThat(path).hasToString("subnet4[id=7].pools[192.0.2.10-192.0.2.20].option-data[0]");
        assertThat(JsonPath.parse(path.toString())).isEqualTo(path);
        assertThat(path.parent()).contains(JsonPath.parse("subnet4[id=7].pools[192.0.2.10-192.0.2.20].option-data"));
        assertThat(path.last()).contains(new JsonPath.Index(0));
    }

    @Test
    void quotesWhatWouldBeMisread() {
        assertThat(JsonPath.root().key("user-context").key("a.b")).hasToString("user-context.\"a.b\"");
        assertThat(JsonPath.root().key("client-classes").element("7")).hasToString("client-classes[\"7\"]");
        assertThat(JsonPath.root().key("client-classes").element("a]b")).hasToString("client-classes[\"a]b\"]");
        assertThat(JsonPath.root()).hasToString("");
    }

    @Test
    void comesBackFromItsTextWhateverTheNames() {
        long seed = RandomJson.seed();
        RandomJson random = new RandomJson(seed);
        String[] names = {
            "id", "", "a.b", "7", "\"", "\\", "[", "]", "x=1,y=2", " ", "\u0000", "ä", "2001:db8::/48", "*"
        };
        for (int i = 0; i < RandomJson.cases(20_000); i++) {
            JsonPath path = JsonPath.root();
            for (int n = random.below(5); n > 0; n--) {
                String name = names[random.below(names.length)];
                path = switch (random.below(3)) {
                    case 0 -> path.key(name);
                    case 1 -> path.element(name);
                    default -> path.index(random.below(1000));
                };
            }
            assertThat(JsonPath.parse(path.toString()))
                    .as("seed %d: %s", seed, path)
                    .isEqualTo(path)
                    .hasSameHashCodeAs(path);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".",
                "a.",
                "a..b",
                ".a",
                "a[",
                "a[]",
                "a]",
                "a[\"x]",
                "a[\"x\"",
                "a[\"\\",
                "a[x]b",
                "\"a",
                "a[b[c]]",
                "a\"b",
                "a[\"\\q\"]"
            })
    void saysWhatIsNoPath(String text) {
        assertThatThrownBy(() -> JsonPath.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Not a path: '" + text + "'")
                .hasMessageContaining("at character ");
    }

    @Test
    void differentPathsAreDifferent() {
        assertThat(JsonPath.parse("a[0]"))
                .isNotEqualTo(JsonPath.parse("a[\"0\"]"))
                .isNotEqualTo(JsonPath.parse("a.0"));
        assertThat(JsonPath.parse("a.b")).isNotEqualTo(JsonPath.parse("b")).isNotEqualTo(JsonPath.parse("a"));
    }

    @Test
    void knowsSecretsByTheNamesThatLeadToThem() {
        assertThat(JsonPath.parse("lease-database.password").isSecret()).isTrue();
        assertThat(JsonPath.parse("secrets[0].value").isSecret()).isTrue();
        assertThat(JsonPath.parse("lease-database.password-file").isSecret()).isFalse();
        assertThat(JsonPath.root().isSecret()).isFalse();
    }
}
