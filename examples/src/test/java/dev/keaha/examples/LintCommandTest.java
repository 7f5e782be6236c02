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
    void anAgentIsCheckedWithTheServersInItsDirectory() throws IOException {
        Path server = file(
                "kea.conf",
                HA.replace(
                        "\"control-sockets\": [ { \"socket-type\": \"http\", \"socket-port\": 8000 } ]",
                        "\"control-socket\": { \"socket-type\": \"unix\", \"socket-name\": \"/run/4\" }"));
        String agent =
                "{ \"Control-agent\": { \"http-host\": \"192.0.2.1\", \"http-port\": 8001, \"control-sockets\": {"
                        + " \"dhcp4\": { \"socket-type\": \"unix\", \"socket-name\": \"/run/4\" } } } }";
        Path beside = file("agent.conf", agent);
        Path elsewhere = Files.writeString(
                Files.createDirectory(directory.resolve("other")).resolve("agent.conf"), agent);
        assertThat(CommandLineRun.of("lint", server.toString(), beside.toString())
                        .out())
                .contains(server + ", line 10, column 39: warning: ", "peers[0].url: ", "[port-taken]");
        assertThat(CommandLineRun.of("lint", server.toString(), elsewhere.toString())
                        .out())
                .doesNotContain("[port-taken]");
        assertThat(CommandLineRun.of("lint", "--management", "http://192.0.2.1:8001/", server.toString())
                        .out())
                .contains("[managed-over-listener]");
    }

    @Test
    void listsApartWhatOnlyTheMachineKnows() throws IOException {
        Path server = file("kea.conf", HA);
        Path agent = file("agent.conf", "{ \"Control-agent\": { \"http-port\": 8010 } }");
        assertThat(CommandLineRun.of("lint", server.toString()).out()).doesNotContain("only the machine");
        assertThat(CommandLineRun.of("lint", "--machine", server.toString(), agent.toString())
                        .out())
                .contains(server + ": only the machine knows: free-port: Dhcp4.control-sockets[0]: 127.0.0.1 port 8000")
                .contains(agent + ": only the machine knows: free-port: Control-agent.http-port: 127.0.0.1 port 8010");
        JsonObject first = ((JsonArray) Json.parse(CommandLineRun.of("lint", "--json", "--machine", server.toString())
                        .out()
                        .strip()))
                .objects()
                .findFirst()
                .orElseThrow();
        assertThat(first.names()).containsExactly("file", "findings", "machine");
        assertThat(first.array("machine").orElseThrow().get(0).toJson())
                .isEqualTo(
                        "{\"kind\":\"free-port\",\"path\":\"Dhcp4.control-sockets[0]\",\"subject\":\"127.0.0.1 port 8000\"}");
    }

    @Test
    void brokenFilesNameTheirPlaceAndTheOthersAreChecked() throws IOException {
        Path bad = file("bad.conf", "{\n \"Dhcp4\": {\n  \"subnet4\": [ 1 2 ] } }");
        Path port = file("port.conf", "{ \"Control-agent\": {\n  \"http-port\": 65536 } }");
        Path both = file("both.conf", "{ \"Dhcp4\": {}, \"Dhcp6\": {} }");
        Path names = file("ddns.conf", "{ \"DhcpDdns\": {} }");
        Path secret = file("secret.conf", "{ \"Dhcp4\": { \"lease-database\": { \"password\": hunter2 } } }");
        Path good = file("good.conf", HA);
        CommandLineRun run = CommandLineRun.of(
                "lint",
                bad.toString(),
                port.toString(),
                both.toString(),
                names.toString(),
                secret.toString(),
                good.toString());
        assertThat(run.exitCode()).isEqualTo(ExitCode.ERROR);
        assertThat(run.out())
                .contains(bad + ", line 3, column 18: error: Dhcp4.subnet4[1]: ")
                .contains(port + ", line 2, column 16: error: Control-agent.http-port: expected a whole number")
                .contains(both + ", line 1, column 1: error: expected exactly one member, Dhcp4 or Dhcp6")
                .contains(
                        names + ", line 1, column 15: warning: DhcpDdns: This is the configuration of another daemon.")
                .contains(
                        secret
                                + ", line 1, column 46: error: Dhcp4.lease-database.password: Unrecognized token: was expecting")
                .contains(good + ": nothing to say")
                .doesNotContain("hunter2");
        CommandLineRun json = CommandLineRun.of("lint", "--json", bad.toString());
        assertThat(json.exitCode()).isEqualTo(ExitCode.ERROR);
        assertThat(findings(json, 0).text("code")).hasValue("unreadable");
        CommandLineRun none =
                CommandLineRun.of("lint", "--json", directory.resolve("none").toString());
        assertThat(none.exitCode()).isEqualTo(ExitCode.ERROR);
        assertThat(none.json().object("error").orElseThrow().text("code")).hasValue("unreadable");
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
