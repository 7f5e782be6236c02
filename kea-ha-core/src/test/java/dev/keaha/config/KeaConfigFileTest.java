package dev.keaha.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keaha.config.KeaConfigFile.Includes;
import dev.keaha.config.KeaConfigFile.Source;
import dev.keaha.json.Json;
import dev.keaha.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeaConfigFileTest {

    @Test
    void readsKeasDialect() {
        KeaConfigFile file = KeaConfigFile.read("kea-dhcp4.conf", """
                // The first server
                { # what it does
                  "Dhcp4": { /* nothing
                                much */
                    "valid-lifetime": 4e3, // as written
                    "subnet4": [ { "id": 1, "subnet": "192.0.2.0/24", }, ],
                    "note": "# no comment, // nor this, <?include \\"nor this\\"?>",
                  },
                }
                """);
        assertThat(file.config().tree().toJson())
                .isEqualTo("{\"Dhcp4\":{\"valid-lifetime\":4e3,\"subnet4\":[{\"id\":1,\"subnet\":\"192.0.2.0/24\"}],"
                        + "\"note\":\"# no comment, // nor this, <?include \\\"nor this\\\"?>\"}}");
        assertThat(file.isControlAgent()).isFalse();
        assertThat(file).hasToString("kea-dhcp4.conf");
    }

    @Test
    void includesFilesWhereverATokenMayStand() {
        Includes includes = files(Map.of(
                "subnets.json", "[ <?include \"one.json\"?>,\n {\"id\": 2} ] // ends in a comment",
                "one.json", "{\"id\": 1}",
                "members.json", "\"valid-lifetime\": 60, \"note\": \"x\", # <?include \"none\"?>"));
        KeaConfigFile file = KeaConfigFile.read(
                "main.conf",
                "{\"Dhcp4\": {\n <?include \"members.json\"?>\n \"subnet4\": <? include \"subnets.json\" ?> }\n}",
                includes);
        assertThat(file.config().dhcp())
                .isEqualTo(Json.object(
                        "valid-lifetime",
                        60,
                        "note",
                        "x",
                        "subnet4",
                        Json.array(Json.object("id", 1), Json.object("id", 2))));
        assertThat(file.place("Dhcp4")).isEqualTo(new Place("main.conf", 1, 11));
        assertThat(file.place("Dhcp4.valid-lifetime")).isEqualTo(new Place("members.json", 1, 19));
        assertThat(file.place("Dhcp4.subnet4")).isEqualTo(new Place("subnets.json", 1, 1));
        assertThat(file.place("Dhcp4.subnet4[0].id")).isEqualTo(new Place("one.json", 1, 8));
        assertThat(file.place("Dhcp4.subnet4[1].id")).isEqualTo(new Place("subnets.json", 2, 9));
    }

    @Test
    void includesAreFoundRelativeToWhoeverIncludes() {
        Includes includes = (name, including) -> Optional.of(new Source(
                including.replaceAll("[^/]*$", "") + name, name.equals("b.json") ? "7" : "<?include \"b.json\"?>"));
        KeaConfigFile file = KeaConfigFile.read("/etc/kea/x.conf", "{\"a\": <?include \"sub/a.json\"?>}", includes);
        assertThat(file.place("a").file()).isEqualTo("/etc/kea/sub/b.json");
    }

    @Test
    void refusesIncludesThatCannotBe() {
        Map<String, String> files =
                Map.of("self", "<?include \"self\"?>", "a", "[1,\n <?include \"b\"?>]", "b", "<?include \"a\"?>");
        assertThatThrownBy(() -> KeaConfigFile.read("m", "{\n \"x\": <?include \"none\"?>}", files(files)))
                .isInstanceOf(KeaConfigException.class)
                .hasMessage("m, line 2, column 7: there is no file none to include");
        assertThatThrownBy(() -> KeaConfigFile.read("m", "<?include \"self\"?>", files(files)))
                .hasMessage("self, line 1, column 1: the file self includes itself, directly or through others");
        assertThatThrownBy(() -> KeaConfigFile.read("m", "<?include \"a\"?>", files(files)))
                .hasMessage("b, line 1, column 1: the file a includes itself, directly or through others");
        assertThatThrownBy(() -> KeaConfigFile.read("m", "<?include \"a\"?>"))
                .hasMessage("m, line 1, column 1: there is no file a to include");
        assertThatThrownBy(() -> KeaConfigFile.read("m", "{\"a\": <?exec \"rm\"?>}"))
                .hasMessage("m, line 1, column 7: expected <?include \"file\"?>, found another directive");
        assertThatThrownBy(() -> KeaConfigFile.read(
                        "m",
                        "<?include \"1\"?>",
                        (name, by) ->
                                Optional.of(new Source(name, "<?include \"" + (Integer.parseInt(name) + 1) + "\"?>"))))
                .hasMessage("10, line 1, column 1: includes are nested more than 10 deep");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "~{\n  \"Dhcp4\": {\n    \"subnet4\": [ { \"id\": 1 \"subnet\": \"x\" } ]\n  }\n}~ | 3 | 28 | Dhcp4.subnet4[0].id",
                "~{\r\n  \"Dhcp4\": {\r\n    \"a\": nul\r\n} }~                                  | 3 | 10 | Dhcp4.a",
                "~{\r  \"Dhcp4\": {\r    \"a\": 1, \"a\": 2\r} }~                                  | 3 | 13 | Dhcp4.a",
                "~{ \"Dhcp4\": {~                                                                  | 1 | 13 | Dhcp4",
                "~{ \"Dhcp4\": { /* ~                                                              | 1 | 17 | Dhcp4",
                "~{ \"a\": \"no end~                                                               | 1 | 15 | a",
            })
    void brokenFilesNameLineColumnAndPath(String text, int line, int column, String path) {
        assertThatExceptionOfType(KeaConfigException.class)
                .isThrownBy(() -> KeaConfigFile.read("x.conf", text))
                .satisfies(e -> {
                    assertThat(e.path()).as(e.getMessage()).isEqualTo(path);
                    Place place = e.place().orElseThrow();
                    assertThat(place.file()).isEqualTo("x.conf");
                    assertThat(place.line()).isEqualTo(line);
                    assertThat(place.column()).as(e.getMessage()).isEqualTo(column);
                    assertThat(e).hasMessage(place + ", at " + path + ": " + e.problem());
                });
    }

    @Test
    void anErrorInAnIncludedFileNamesThatFile() {
        assertThatThrownBy(() -> KeaConfigFile.read(
                        "main.conf",
                        "{\"Dhcp4\": {\n \"subnet4\": <?include \"s.json\"?>,\n \"x\": 1 } }",
                        files(Map.of("s.json", "[\n  {\"id\": one}\n]"))))
                .hasMessageStartingWith("s.json, line 2, column 10, at Dhcp4.subnet4[0].id: Unrecognized token 'one'");
        assertThatThrownBy(() -> KeaConfigFile.read(
                        "main.conf",
                        "{\"Dhcp4\": {\n \"subnet4\": <?include \"s.json\"?>,\n \"x\": one } }",
                        files(Map.of("s.json", "[\n\n\n]"))))
                .hasMessageStartingWith("main.conf, line 3, column 7, at Dhcp4.x: ");
    }

    @Test
    void aFileOfTheWrongKindSaysWhere() {
        assertThatThrownBy(() -> KeaConfigFile.read("x.conf", "\n []"))
                .hasMessage("x.conf, line 1, column 1: expected an object, found a list");
        assertThatThrownBy(
                        () -> KeaConfigFile.read("x.conf", "{\"DhcpDdns\": {}}").config())
                .hasMessageStartingWith("x.conf, line 1, column 14, at DhcpDdns: expected Dhcp4 or Dhcp6");
        assertThatThrownBy(() -> KeaConfigFile.read("x.conf", "{}").config())
                .hasMessageStartingWith(
                        "x.conf, line 1, column 1: expected exactly one member, Dhcp4 or Dhcp6; found []");
        assertThatThrownBy(
                        () -> KeaConfigFile.read("x.conf", "{\"Dhcp4\":\n 5}").config())
                .hasMessageStartingWith("x.conf, line 2, column 2, at Dhcp4: expected an object, found a number");
    }

    @Test
    void findsThePlaceOfManyValuesAtOnceAndTheNearestOfWhatIsNotThere() {
        KeaConfigFile file = KeaConfigFile.read("x", "{\n \"a\": [ 1,\n  { \"b\": \"y\",\n    \"c\": [] } ]\n}");
        assertThat(file.places(List.of("a[1].b", "a", "a[1].c[0]", "a[7]", "z", "", "a[1].b.q")))
                .containsEntry("a", new Place("x", 2, 7))
                .containsEntry("a[1].b", new Place("x", 3, 10))
                .containsEntry("a[1].b.q", new Place("x", 3, 10))
                .containsEntry("a[1].c[0]", new Place("x", 4, 10))
                .containsEntry("a[7]", new Place("x", 2, 7))
                .containsEntry("z", new Place("x", 1, 1))
                .containsEntry("", new Place("x", 1, 1))
                .hasSize(7);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"", "{\"a\\", "<?", "/*", "<?include \"a", "#", "\\", "{\"a\":\"\\", ""})
    void anyPrefixOfNonsenseIsAnErrorOfOurs(String text) {
        assertThatThrownBy(() -> KeaConfigFile.read("x", text)).isInstanceOf(KeaConfigException.class);
    }

    @Test
    void whereverAFileIsCutTheErrorIsOurs() {
        String whole = "{ // c\n\"Dhcp4\": { \"a\": [1.5e3, true, null, \"x\\u00e9\"], /* d */ <?include \"i\"?> } }";
        for (int i = 0; i < whole.length(); i++) {
            String cut = whole.substring(0, i);
            assertThatThrownBy(() -> KeaConfigFile.read("x", cut, files(Map.of("i", "\"b\": 1"))))
                    .as(cut)
                    .isInstanceOf(KeaConfigException.class)
                    .hasMessageContaining(", line ");
        }
        assertThat(KeaConfigFile.read("x", whole, files(Map.of("i", "\"b\": 1")))
                        .config()
                        .dhcp()
                        .get("b"))
                .isEqualTo(Json.value(1));
    }

    @Test
    void readsAControlAgentsFile() {
        KeaConfigFile file = KeaConfigFile.read("kea-ctrl-agent.conf", """
                { "Control-agent": {
                    "http-host": "192.0.2.9", "http-port": 8080,
                    "control-sockets": { "dhcp4": { "socket-type": "unix", "socket-name": "/run/kea/4" } } } }""");
        assertThat(file.isControlAgent()).isTrue();
        assertThat(file.controlAgent().httpPort()).isEqualTo(8080);
        assertThatThrownBy(() -> KeaConfigFile.read("a", "{\"Control-agent\": {\n\"http-port\": \"8000\"}}")
                        .controlAgent())
                .hasMessage("a, line 2, column 14, at Control-agent.http-port: "
                        + "expected a whole number from 0 to 65535, found a string");
    }

    private static Includes files(Map<String, String> files) {
        return (name, including) -> Optional.ofNullable(files.get(name)).map(text -> new Source(name, text));
    }

    @Test
    void showsNoSecret() {
        JsonValue secret = Json.object("Dhcp4", Json.object("password", "hunter2"));
        assertThat(new Source("x", secret.toJson())).hasToString("x");
        assertThat(KeaConfigFile.read("x", secret.toJson()).toString()).doesNotContain("hunter2");
    }
}
