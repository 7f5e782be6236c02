package dev.keaha.json;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"password", "basic-auth-password", "secret", "Password", "tls-passphrase", "token", "api-token"})
    void hidesWhateverIsCalledASecret(String name) {
        JsonObject object = Json.object("list", Json.array(Json.object(name, "hunter2", "user", "kea")));
        assertThat(object.toString()).contains("kea").contains("*****").doesNotContain("hunter2");
        assertThat(object.masked().toJson()).doesNotContain("hunter2");
        assertThat(object.toJson()).contains("hunter2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"password-file", "basic-auth-password-file", "user", "key-file", "tokens-per-second"})
    void showsTheRest(String name) {
        assertThat(Json.object(name, "/etc/kea/x")).hasToString("{\"" + name + "\":\"/etc/kea/x\"}");
    }

    @Test
    void hidesSecretsThatAreNoStringsWithTheirStructure() {
        assertThat(Json.object("password", Json.array("a", "b"), "secret", Json.object("x", 1), "token", 7))
                .hasToString("{\"password\":\"*****\",\"secret\":\"*****\",\"token\":\"*****\"}");
    }

    @Test
    void showsThatThereIsNoSecret() {
        assertThat(Json.object("password", "", "secret", null)).hasToString("{\"password\":\"\",\"secret\":null}");
    }

    @Test
    void leavesWhatHoldsNoSecretAsItIs() {
        JsonObject object = Json.parseObject("{\"a\":[1.0,{\"b\":1e3}]}");
        assertThat(object.masked()).isSameAs(object);
    }
}
