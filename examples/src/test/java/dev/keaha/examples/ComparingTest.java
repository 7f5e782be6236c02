package dev.keaha.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keaha.ha.HaMode;
import dev.keaha.json.Json;
import dev.keaha.json.JsonObject;
import dev.keaha.testkit.FakeKea;
import dev.keaha.testkit.FakeRelationship;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that compare and restore configurations, against fake servers on loopback. */
class ComparingTest {

    private static final String SECRET = "Very-Secret-Word-3";

    @TempDir
    private Path directory;

    private final FakeRelationship kea = FakeRelationship.builder()
            .mode(HaMode.HOT_STANDBY)
            .heartbeatDelay(Duration.ofSeconds(1))
            .maxResponseDelay(Duration.ofSeconds(3))
            .maxUnackedClients(0)
            .configuration(dhcp ->
                    dhcp.withObject("lease-database", database -> database.with("password", Json.value(SECRET))))
            .onLoopback()
            .realTime(4)
            .start();

    @BeforeEach
    void start() {
        kea.awaitNormal();
    }

    @AfterEach
    void stop() {
        kea.close();
    }

    private String endpoint(String peer) {
        return kea.endpoint(peer).toString();
    }

    private CommandLineRun keaha(String command, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                command,
                endpoint("server1"),
                "--peer",
                "server2=" + endpoint("server2"),
                "--store",
                directory.resolve("store").toString()));
        arguments.addAll(List.of(more));
        return shown(arguments.toArray(String[]::new));
    }

    private static CommandLineRun shown(String... arguments) {
        CommandLineRun run = CommandLineRun.of(arguments);
        assertThat(run.out() + run.err()).doesNotContain(SECRET);
        return run;
    }

    private String file(String name, JsonObject dhcp) throws IOException {
        return Files.writeString(
                        directory.resolve(name), Json.object("Dhcp4", dhcp).toJson())
                .toString();
    }

    private JsonObject config(String peer) {
        return kea.server(peer).config().dhcp();
    }

    private void set(String peer, JsonObject dhcp) {
        kea.server(peer).answer("config-set", Json.object("Dhcp4", dhcp));
        kea.awaitNormal();
    }

    @Test
    void comparesTwoFiles() throws IOException {
        String one = file(
                "one.json",
                Json.object(
                        "subnet4",
                        Json.array(Json.object(
                                "id",
                                7,
                                "subnet",
                                "192.0.2.0/24",
                                "option-data",
                                Json.array(Json.object("name", "routers", "data", "192.0.2.1"))))));
        String other = file(
                "other.json",
                Json.object(
                        "subnet4",
                        Json.array(Json.object(
                                "id",
                                7,
                                "subnet",
                                "192.0.2.0/24",
                                "option-data",
                                Json.array(Json.object("name", "routers", "data", "192.0.2.2"))))));

        CommandLineRun run = shown("diff", one, other);
        assertThat(run.exitCode()).isEqualTo(ExitCode.PART);
        assertThat(run.out().strip()).isEqualTo("subnet 7 (192.0.2.0/24): option routers 192.0.2.1 -> 192.0.2.2");
        assertThat(shown("diff", one, other, "--json").out())
                .contains("\"path\":\"subnet4[id=7]", "\"kind\":\"changed\"");
        CommandLineRun same = shown("diff", one, one);
        assertThat(same.exitCode()).isZero();
        assertThat(same.out().strip()).isEqualTo("They mean the same.");
    }

    @Test
    void comparesAFileWithAServer() throws IOException {
        String written = file("written.json", config("server1").without("valid-lifetime"));

        assertThat(shown("diff", endpoint("server1"), endpoint("server1")).exitCode())
                .isZero();
        CommandLineRun run = shown("diff", written, endpoint("server1"));
        assertThat(run.exitCode()).as(run.out()).isZero();
        assertThat(run.out()).contains("only the server has", "--all");
        CommandLineRun all = shown("diff", endpoint("server1"), written, "--all");
        assertThat(all.exitCode()).isEqualTo(ExitCode.PART);
        assertThat(all.out()).contains("valid-lifetime removed");
        String less = file("less.json", config("server1").with("subnet4", Json.array()));
        assertThat(shown("diff", less, endpoint("server1")).out()).contains("subnet 1 (192.0.2.0/24): added");
    }

    @Test
    void saysWhatCannotBeRead() throws IOException {
        String six = Files.writeString(directory.resolve("six.json"), "{\"Dhcp6\":{}}")
                .toString();
        String four = file("four.json", JsonObject.empty());

        assertThat(shown("diff", four, directory + "/none.json").exitCode()).isEqualTo(ExitCode.ERROR);
        assertThat(shown("diff", four, six).err()).contains("is of dhcp4", "of dhcp6");
        kea.kill("server2");
        CommandLineRun dead = shown("diff", four, endpoint("server2"), "--timeout", "5s");
        assertThat(dead.exitCode()).isEqualTo(ExitCode.ERROR);
        assertThat(dead.err()).contains(endpoint("server2")).doesNotContain("fault of keaha");
    }

    @Test
    void showsWhereAPeerDrifted() {
        CommandLineRun before = keaha("drift");
        assertThat(before.exitCode()).as(before.out() + before.err()).isZero();
        assertThat(before.out()).contains("Source: server1", "server2: equal");

        set("server2", config("server2").with("valid-lifetime", Json.value(1111)));

        CommandLineRun after = keaha("drift");
        assertThat(after.exitCode()).isEqualTo(ExitCode.PART);
        assertThat(after.out()).contains("server2: different in 1").contains("valid-lifetime 1111 -> ");
        assertThat(keaha("drift", "--json").out()).contains("\"comparison\":\"different\"");
        CommandLineRun local = keaha("drift", "--local", "valid-lifetime");
        assertThat(local.exitCode()).as(local.out()).isZero();
        CommandLineRun wrong = keaha("drift", "--not-local", "nothing.of.it");
        assertThat(wrong.exitCode()).isEqualTo(ExitCode.USAGE);
        kea.servers().forEach(server -> kea.kill(server.name()));
        assertThat(keaha("drift").exitCode()).isEqualTo(ExitCode.DOWN);
    }

    @Test
    void restoresWhatWasOverwritten() {
        assertThat(keaha("restore").out()).contains("Nothing was overwritten yet.");
        set("server2", config("server2").with("valid-lifetime", Json.value(1111)));
        CommandLineRun replicated = keaha("replicate");
        assertThat(replicated.exitCode())
                .as(replicated.out() + replicated.err())
                .isZero();

        String name = keaha("restore").out().strip().split(" ")[0];
        assertThat(name).endsWith("-server2");
        assertThat(keaha("restore", "--json").out()).contains("\"peer\":\"server2\"");
        CommandLineRun shown = keaha("restore", "--entry", name);
        assertThat(shown.out().strip()).startsWith("valid-lifetime ").endsWith(" -> 1111");
        assertThat(config("server1").integer("valid-lifetime").orElse(0))
                .as("only shown")
                .isNotEqualTo(1111);

        CommandLineRun applied = keaha("restore", "--entry", name, "--apply");

        assertThat(applied.exitCode()).as(applied.out() + applied.err()).isZero();
        for (FakeKea server : kea.servers()) {
            assertThat(server.config().dhcp().integer("valid-lifetime")).hasValue(1111);
        }
        assertThat(keaha("restore", "--entry", "none").exitCode()).isEqualTo(ExitCode.ERROR);
        assertThat(keaha("restore", "--apply").exitCode()).isEqualTo(ExitCode.USAGE);
    }
}
