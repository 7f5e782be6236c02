package dev.keaha.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keaha.json.Json;
import dev.keaha.json.JsonArray;
import dev.keaha.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LintCommandTest {

    private static final String HA = """
            {
              // one server of a pair
              "Dhcp4": {
                "control-sockets": [ { "socket-type": "http", "socket-port": 8000 } ],
                "subnet4": [ { "id": 1, "subnet": "192.0.2.0/24" } ],
                "hooks-libraries": [
                  { "library": "libdhcp_lease_cmds.so" },
                  { "library": "libdhcp_ha.so", "parameters": { "high-availability": [ {
                    "this-server-name": "server1", "mode": "hot-standby", "peers": [
                      { "name": "server1", "url": "http://192.0.2.1:8001/", "role": "primary" },
                      { "name": "server2", "url": "http://192.0.2.2:8001/", "role": "standby" } ] } ] } }
                ]
              }
            }
            """;

    @TempDir
    private Path directory;

    LintCommandTest() {}

    @Test
    void saysWhereInTextAndNotInJson() throws IOException {
        Path file = file("kea.conf", HA);
        assertThat(CommandLineRun.of("lint", file.toString())).satisfies(run -> {
            assertThat(run.exitCode()).isZero();
            assertThat(run.out()).isEqualTo(file + ": nothing to say\n");
        });
        CommandLineRun older = CommandLineRun.of("lint", "--kea", "2.6.3", file.toString());
        assertThat(older.exitCode()).isEqualTo(ExitCode.PART);
        assertThat(older.out())
                .contains(file + ", line 4, column 24: error: Dhcp4.control-sockets: Kea 2.6.3 does not know this key")
                .contains("Write control-socket instead.")
                .contains("[refused-key]")
                .contains("warning: Dhcp4.hooks-libraries[1].parameters.high-availability[0].restrict-commands");
        JsonObject entry = findings(CommandLineRun.of("lint", "--kea=3.2.0", "--json", file.toString()), 0);
        assertThat(entry.names()).containsExactly("severity", "code", "path", "text");
        assertThat(entry.text("severity")).hasValue("error");
        assertThat(entry.text("code")).hasValue("unsecured-control-socket");
        assertThat(entry.text("path")).hasValue("Dhcp4.control-sockets[0]");
    }

    @Test
    void comparesTheFilesOfAPair() throws IOException {
        Path one = file("one.conf", HA);
        Path two = file(
                "two.conf",
                HA.replace("\"this-server-name\": \"server1\"", "\"this-server-name\": \"server2\"")
                        .replace("\"id\": 1", "\"id\": 2"));
        CommandLineRun alone = CommandLineRun.of("lint", one.toString(), two.toString());
        assertThat(alone.out()).contains(one + ": nothing to say").contains(two + ": nothing to say");
        CommandLineRun pair = CommandLineRun.of("lint", "--pair", one.toString(), two.toString());
        assertThat(pair.exitCode()).isZero();
        assertThat(pair.out()).contains(one + ": nothing to say").contains("[subnet-id-differs]");
    }

    @Test
    void looksAtAgentsToo() throws IOException {
        Path agent = file("agent.conf", "{ \"Control-agent\": {\n  \"http-prot\": 8000 } }");
        assertThat(CommandLineRun.of("lint", agent.toString()).out())
                .startsWith(agent + ", line 2, column 16: error: Control-agent.http-prot: ");
    }

    @Test
    void brokenFilesNameTheirPlace() throws IOException {
        Path good = file("good.conf", HA);
        Path bad = file("bad.conf", "{\n \"Dhcp4\": {\n  \"subnet4\": [ 1 2 ] } }");
        CommandLineRun run = CommandLineRun.of("lint", good.toString(), bad.toString());
        assertThat(run.exitCode()).isEqualTo(ExitCode.ERROR);
        assertThat(run.err()).contains(bad + ", line 3, column 18, at Dhcp4.subnet4");
        CommandLineRun json = CommandLineRun.of("lint", "--json", bad.toString());
        assertThat(json.exitCode()).isEqualTo(ExitCode.ERROR);
        assertThat(json.json().object("error").orElseThrow().text("code")).hasValue("unreadable");
        assertThat(CommandLineRun.of("lint", directory.resolve("none").toString())
                        .exitCode())
                .isEqualTo(ExitCode.ERROR);
        assertThat(CommandLineRun.of("lint", "--kea", "three", good.toString()).exitCode())
                .isEqualTo(ExitCode.USAGE);
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }

    private static JsonObject findings(CommandLineRun run, int index) {
        List<JsonObject> files =
                ((JsonArray) Json.parse(run.out().strip())).objects().toList();
        assertThat(files)
                .singleElement()
                .satisfies(file -> assertThat(file.names()).containsExactly("file", "findings"));
        return files.get(0).array("findings").orElseThrow().objects().toList().get(index);
    }
}
