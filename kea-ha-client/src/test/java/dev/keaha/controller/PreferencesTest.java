package dev.keaha.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keaha.config.ControlAgentConfig;
import dev.keaha.config.KeaConfigException;
import dev.keaha.json.Json;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PreferencesTest {

    @Test
    void nothingSaidIsTheSpecificationsDefaults() {
        assertThat(Preferences.parse("", "preferences.cfg"))
                .isEqualTo(new Preferences(true, Optional.empty(), OptionalInt.empty()));
    }

    @Test
    void readsAllThree() {
        String text = "# ours\n<keaReplicateConfig value=\"0\"/>\n\n<keaControlAgentHost value=\"192.0.2.7\" />\n"
                + "  <keaControlAgentPort value=\"8001\"/>  \n<somethingElse value=\"x\"/>\n";
        assertThat(Preferences.parse(text, "preferences.cfg"))
                .isEqualTo(new Preferences(false, Optional.of("192.0.2.7"), OptionalInt.of(8001)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<keaReplicateConfig value=\u201c0\u201d/>",
                "<keaReplicateConfig value=\u201d0\u201d/>",
                "<keaReplicateConfig value=\u201e0\u201c/>",
                "<keaReplicateConfig value='0'/>",
                "<KEAREPLICATECONFIG value = \"0\">",
                "<keaReplicateConfig value=\"0\"></keaReplicateConfig>"
            })
    void acceptsTheQuotesAndFormsThatPeopleWrite(String line) {
        assertThat(Preferences.parse(line, "preferences.cfg").replicateConfig()).isFalse();
    }

    @Test
    void winsOverTheAgentsFileWhereItSaysSomething() {
        ControlAgentConfig agent = ControlAgentConfig.of(
                Json.parseObject("{\"Control-agent\": {\"http-host\": \"0.0.0.0\", \"http-port\": 8055}}"));
        assertThat(Preferences.DEFAULTS.orElse(agent))
                .isEqualTo(new Preferences(true, Optional.of("127.0.0.1"), OptionalInt.of(8055)));
        assertThat(new Preferences(true, Optional.of("192.0.2.9"), OptionalInt.empty()).orElse(agent))
                .isEqualTo(new Preferences(true, Optional.of("192.0.2.9"), OptionalInt.of(8055)));
        assertThat(new Preferences(true, Optional.empty(), OptionalInt.of(8044)).orElse(agent))
                .isEqualTo(new Preferences(true, Optional.of("127.0.0.1"), OptionalInt.of(8044)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<keaReplicateConfig value=\"no\"/>",
                "<keaReplicateConfig value=\"2\"/>",
                "<keaControlAgentPort value=\"0\"/>",
                "<keaControlAgentPort value=\"65536\"/>",
                "<keaControlAgentPort value=\"eight\"/>",
                "keaReplicateConfig=0",
                "<keaReplicateConfig>0</keaReplicateConfig>"
            })
    void saysWhereAndWhatIsWrong(String line) {
        String found = line.contains("value") ? line.replaceAll(".*value=\"(.*)\".*", "$1") : line;
        assertThatThrownBy(() -> Preferences.parse("\n" + line, "preferences.cfg"))
                .isInstanceOf(KeaConfigException.class)
                .hasMessageStartingWith("preferences.cfg, line 2: ")
                .hasMessageContaining("expected")
                .hasMessageContaining("found '" + found + "'");
    }
}
