package dev.keaha.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keaha.ha.HaMode;
import dev.keaha.ha.HaState;
import dev.keaha.json.Json;
import dev.keaha.json.JsonArray;
import dev.keaha.json.JsonObject;
import dev.keaha.testkit.FakeKea;
import dev.keaha.testkit.FakeRelationship;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command line against fake servers on loopback; against real ones in {@link MainJobIT}. */
class KeahaTest {

    private static final String SECRET = "Very-Secret-Word-2";

    @TempDir
    private Path directory;

    private FakeRelationship kea;

    @BeforeEach
    void start() {
        kea = builder().start();
        kea.awaitNormal();
    }

    @AfterEach
    void stop() {
        kea.close();
    }

    private static FakeRelationship.Builder builder() {
        return FakeRelationship.builder()
                .mode(HaMode.HOT_STANDBY)
                .backups(1)
                .heartbeatDelay(Duration.ofSeconds(1))
                .maxResponseDelay(Duration.ofSeconds(3))
                .maxUnackedClients(0)
                .configuration(dhcp ->
                        dhcp.withObject("lease-database", database -> database.with("password", Json.value(SECRET))))
                .onLoopback()
                .realTime(4);
    }

    private CommandLineRun keaha(String command, String... more) {
        return at("server1", command, more);
    }

    private CommandLineRun at(String peer, String command, String... more) {
        List<String> arguments = new ArrayList<>(List.of(command, endpoint(peer)));
        arguments.addAll(List.of("--store", directory.resolve("store").toString(), "--timeout", "5s"));
        for (FakeKea server : kea.servers()) {
            if (!server.name().equals(peer)) {
                arguments.addAll(List.of("--peer", server.name() + "=" + endpoint(server.name())));
            }
        }
        arguments.addAll(List.of(more));
        CommandLineRun run = CommandLineRun.of(arguments.toArray(String[]::new));
        assertThat(run.out() + run.err()).doesNotContain(SECRET);
        return run;
    }

    private String endpoint(String peer) {
        return kea.endpoint(peer).toString();
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }

    private String patch() throws IOException {
        return file("patch.json", "{\"option-data\": [{\"name\": \"domain-name-servers\", \"data\": \"192.0.2.53\"}]}")
                .toString();
    }

    @Test
    void showsAHealthyService() {
        CommandLineRun run = keaha("status", "--json");
        assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
        JsonObject page = run.json();
        assertThat(page.names()).containsExactly("service", "health", "relationships");
        assertThat(page.text("service")).contains("dhcp4");
        assertThat(page.text("health")).contains("ok");
        assertThat(run.relationship().names())
                .containsExactly("id", "mode", "health", "source", "replication", "peers", "reasons");
        JsonObject peer = run.relationship()
                .array("peers")
                .orElseThrow()
                .objects()
                .findFirst()
                .orElseThrow();
        assertThat(peer.names())
                .containsExactly(
                        "name",
                        "role",
                        "endpoint",
                        "condition",
                        "state",
                        "scopes",
                        "version",
                        "clockSkewSeconds",
                        "config");
        assertThat(peer.text("config")).contains("source");
        assertThat(keaha("status").out()).startsWith("OK  (dhcp4, hot-standby)");
    }

    @Test
    void tellsOfASplitBrainAndWhatToDo() {
        kea.partition("server1", "server2");
        kea.await("server1", HaState.PARTNER_DOWN, Duration.ofMinutes(2));
        kea.await("server2", HaState.PARTNER_DOWN, Duration.ofMinutes(2));
        CommandLineRun run = keaha("status");
        assertThat(run.exitCode()).isEqualTo(ExitCode.PART);
        assertThat(run.out())
                .startsWith("Impaired  (dhcp4, hot-standby)")
                .contains("Source of truth: server1   Replication: held")
                .contains("why: Split brain: server1 and server2 take each other for lost, and both answer the clients"
                        + " of server1: an address may be given twice.")
                .contains("      Make the network between the two work again");
        CommandLineRun json = keaha("status", "--json");
        assertThat(json.exitCode()).isEqualTo(ExitCode.PART);
        assertThat(json.json().text("health")).contains("impaired");
        assertThat(json.relationship().text("replication")).contains("held");
        assertThat(json.out()).contains("\"code\":\"split-brain\",\"effect\":\"impairs\"");
    }

    @Test
    void tellsOfClocksTooFarApartAndWhatToDo() {
        kea.skewClock("server2", Duration.ofSeconds(75));
        kea.await("server1", HaState.TERMINATED, Duration.ofMinutes(2));
        kea.await("server2", HaState.TERMINATED, Duration.ofMinutes(2));
        CommandLineRun run = keaha("status");
        assertThat(run.exitCode()).isEqualTo(ExitCode.PART);
        assertThat(run.out())
                .startsWith("Impaired  (dhcp4, hot-standby)")
                .containsPattern("why: The clock of server2 is (about )?7[3-7] s ahead of the clock of server1[.] Above"
                        + " 60 s Kea ends HA on both servers[.]")
                .contains("      Set both clocks right (NTP); then restart Kea on both, the second within 10 minutes of"
                        + " the first.")
                .contains("why: server1 has ended HA (state terminated)")
                .contains("why: server2 has ended HA (state terminated)");
    }

    @Test
    void tellsWhoseConfigurationDiffers() {
        FakeKea other = kea.server("server2");
        other.answer(
                "config-set",
                other.config().tree().withObject("Dhcp4", dhcp -> dhcp.with("renew-timer", Json.value(1234))));
        kea.awaitNormal();
        CommandLineRun run = keaha("status");
        assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
        assertThat(run.out())
                .contains("note: The configuration of server2 is not what the source's would make it: 3 differences.");
    }

    @Test
    void findsTheRelationshipThroughAnyPeer() {
        for (FakeKea server : kea.servers()) {
            CommandLineRun run = at(server.name(), "status", "--json");
            assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
            assertThat(run.relationship().text("source")).contains("server1");
        }
    }

    @Test
    void plansNothingWhereNothingDiffers() {
        CommandLineRun run = keaha("plan", "--json");
        assertThat(run.exitCode()).isZero();
        assertThat(run.json().bool("upToDate")).contains(true);
        assertThat(run.json().array("steps")).contains(JsonArray.empty());
        assertThat(run.json().array("changes")).contains(JsonArray.empty());
    }

    @Test
    void changesTheSourceAndEverybodyElse() throws IOException {
        CommandLineRun run = keaha("change", "--merge", patch(), "--json");
        assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
        for (FakeKea server : kea.servers()) {
            assertThat(run.ofPeer(run.json(), server.name(), "outcome"))
                    .as(run.out())
                    .isEqualTo("replicated");
            assertThat(server.file().dhcp().get("option-data"))
                    .isEqualTo(kea.server("server1").config().dhcp().get("option-data"));
        }
        assertThat(kea.received("server1", "config-set")).hasSize(1);
        CommandLineRun again = keaha("replicate", "--json");
        assertThat(again.exitCode()).isZero();
        assertThat(kea.received("server2", "config-set")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"subnet4\": []}",
                "{\"subnet4\": null}",
                "{\"shared-networks\": null, \"subnet4\": null}",
                "{\"Dhcp4\": {\"subnet4\": []}}",
                "{\"subnet4\": [{\"id\": 1, \"subnet\": \"192.0.2.0/24\", \"pools\": []}]}"
            })
    void refusesAPatchThatDropsElements(String patch) throws IOException {
        CommandLineRun run = keaha("change", "--merge", file("drop.json", patch).toString(), "--json");
        assertThat(run.exitCode()).isEqualTo(ExitCode.ERROR);
        JsonObject error = run.json().object("error").orElseThrow();
        assertThat(error.names()).containsExactly("code", "text", "advice");
        assertThat(error.text("text").orElseThrow()).contains("subnet4");
        assertThat(kea.received("server1", "config-set")).isEmpty();
    }

    @Test
    void standsOnTheStandbyWhenThePrimaryIsLost() throws IOException {
        kea.kill("server1");
        kea.await("server2", HaState.PARTNER_DOWN, Duration.ofMinutes(1));
        CommandLineRun status = keaha("status", "--json");
        assertThat(status.exitCode()).as(status.out()).isEqualTo(ExitCode.PART);
        assertThat(status.relationship().text("source")).contains("server2");

        CommandLineRun change = keaha("change", "--merge", patch(), "--json");
        assertThat(change.exitCode()).as(change.out() + change.err()).isEqualTo(ExitCode.PART);
        assertThat(change.ofPeer(change.json(), "server1", "outcome")).isEqualTo("not-tried");
        assertThat(change.ofPeer(change.json(), "server2", "outcome")).isEqualTo("replicated");
        assertThat(change.ofPeer(change.json(), "server3", "outcome")).isEqualTo("replicated");
    }

    @Test
    void refusesEverythingWhileTheServiceIsDown() throws IOException {
        kea.kill("server1");
        kea.kill("server2");
        assertThat(keaha("status").exitCode()).isEqualTo(ExitCode.DOWN);
        for (String command : List.of("plan", "replicate")) {
            assertThat(keaha(command).exitCode()).as(command).isEqualTo(ExitCode.DOWN);
        }
        assertThat(keaha("change", "--merge", patch()).exitCode()).isEqualTo(ExitCode.DOWN);
        assertThat(kea.received("server3", "config-set")).isEmpty();
    }

    @Test
    void isDownWhenEveryNamedPeerRefuses() {
        kea.servers().forEach(server -> kea.kill(server.name()));
        CommandLineRun named = keaha("status", "--json");
        assertThat(named.exitCode()).as(named.out()).isEqualTo(ExitCode.DOWN);
        assertThat(named.json().text("health")).contains("service-down");
        CommandLineRun alone =
                CommandLineRun.of("status", endpoint("server1"), "--json", "--store", directory + "/other");
        assertThat(alone.exitCode()).isEqualTo(ExitCode.ERROR);
    }

    @Test
    void remembersThePeersFromAnEarlierLook() {
        keaha("status");
        kea.kill("server1");
        kea.await("server2", HaState.PARTNER_DOWN, Duration.ofMinutes(1));
        CommandLineRun later = CommandLineRun.of(
                "status",
                endpoint("server1"),
                "--json",
                "--store",
                directory.resolve("store").toString());
        assertThat(later.exitCode()).as(later.out() + later.err()).isEqualTo(ExitCode.PART);
        assertThat(later.relationship().text("source")).contains("server2");
    }

    @Test
    void watchesOnlyAPrimary() {
        CommandLineRun primary = keaha("watch", "--for", "1ms", "--json");
        assertThat(primary.exitCode()).as(primary.out() + primary.err()).isZero();
        CommandLineRun standby = at("server2", "watch", "--for", "1ms");
        assertThat(standby.exitCode()).isEqualTo(ExitCode.ERROR);
        assertThat(standby.err())
                .contains("server2, which is standby")
                .contains("The primary is server1")
                .contains(endpoint("server1"));
    }

    @Test
    void watchesAPrimaryThatIsDownOnlyWhereTheStoreKnowsIt() {
        keaha("status");
        kea.kill("server1");
        assertThat(keaha("watch", "--for", "1ms").exitCode()).isZero();
        CommandLineRun unknown = CommandLineRun.of(
                "watch",
                endpoint("server1"),
                "--peer",
                "server2=" + endpoint("server2"),
                "--for",
                "1ms",
                "--store",
                directory + "/other");
        assertThat(unknown.exitCode()).isEqualTo(ExitCode.ERROR);
        assertThat(unknown.err()).contains("does not know it as the address of a primary");

        kea.restart("server1");
        kea.awaitNormal();
        kea.kill("server2");
        CommandLineRun standby = at("server2", "watch", "--for", "1ms");
        assertThat(standby.exitCode()).as(standby.out()).isEqualTo(ExitCode.ERROR);
    }

    @Test
    void holdsWhatDifferedWhenItWasAdded() {
        edit("server2", 77);
        CommandLineRun held = keaha("watch", "--for", "1ms");
        assertThat(held.exitCode()).isZero();
        assertThat(held.out()).contains("Held").contains("valid-lifetime");
        assertThat(kea.received("server2", "config-set")).isEmpty();

        assertThat(keaha("watch", "--for", "1ms", "--overwrite").exitCode()).isZero();
        assertThat(kea.received("server2", "config-set")).hasSize(1);
    }

    private void edit(String server, int lifetime) {
        FakeKea edited = kea.server(server);
        edited.write(edited.config().with(dhcp -> dhcp.with("valid-lifetime", Json.value(lifetime))));
        kea.restart(server);
        kea.awaitNormal();
    }

    @Test
    void replicatesNothingWherePreferencesForbidIt() throws IOException {
        edit("server2", 77);
        String preferences = file("preferences.cfg", "<keaReplicateConfig value=\u201c0\u201d/>")
                .toString();
        CommandLineRun forbidden = keaha("replicate", "--preferences", preferences, "--json");
        assertThat(kea.received("server2", "config-set")).as(forbidden.out()).isEmpty();
        assertThat(forbidden.out()).contains("keaReplicateConfig");
        CommandLineRun allowed = keaha("replicate", "--json");
        assertThat(allowed.exitCode()).as(allowed.out()).isZero();
        assertThat(kea.received("server2", "config-set")).hasSize(1);
    }

    @Test
    void tellsWrongUsageFromFailure() throws IOException {
        assertThat(CommandLineRun.of().exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(CommandLineRun.of("fly").exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(CommandLineRun.of("status", "--fly").exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(CommandLineRun.of("status", "--timeout", "0s").exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(CommandLineRun.of("status", "--service", "dhcp5").exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(CommandLineRun.of("change", endpoint("server1")).exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(keaha("change", "--merge", directory + "/none.json").exitCode())
                .isEqualTo(ExitCode.ERROR);
        assertThat(keaha("change", "--merge", file("bad.json", "{").toString()).exitCode())
                .isEqualTo(ExitCode.ERROR);
    }

    @Test
    void couldNotTellWhenSomethingElseAnswers() throws IOException {
        try (ServerSocket silent = new ServerSocket(0)) {
            CommandLineRun run = CommandLineRun.of(
                    "status",
                    "127.0.0.1:" + silent.getLocalPort(),
                    "--peer",
                    "server2=127.0.0.1:" + silent.getLocalPort(),
                    "--timeout",
                    "200ms",
                    "--json",
                    "--store",
                    directory + "/other");
            assertThat(run.exitCode()).as(run.out()).isEqualTo(ExitCode.ERROR);
            assertThat(run.json().object("error")).isPresent();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"Dhcp4\": null}", "[]", "7", "{", "{\"control-sockets\": []}", "{\"control-sockets\": null}"})
    void refusesAPatchThatIsNone(String patch) throws IOException {
        CommandLineRun run = keaha("change", "--merge", file("none.json", patch).toString(), "--json");
        assertThat(run.exitCode()).as(run.out()).isEqualTo(ExitCode.ERROR);
        assertThat(kea.received("server1", "config-set")).isEmpty();
    }

    @Test
    void couldNotTellWhereNobodyLetsUsIn() {
        try (FakeRelationship closed = builder().basicAuth("admin", SECRET).start()) {
            List<String> arguments = new ArrayList<>(List.of(
                    "status", closed.endpoint("server1").toString(), "--json", "--store", directory + "/closed"));
            for (String peer : List.of("server2", "server3")) {
                arguments.addAll(List.of("--peer", peer + "=" + closed.endpoint(peer)));
            }
            CommandLineRun run = CommandLineRun.of(arguments.toArray(String[]::new));
            assertThat(run.exitCode()).as(run.out()).isEqualTo(ExitCode.ERROR);
            assertThat(run.json().object("error")).isPresent();
        }
    }

    @Test
    void showsThatReplicationIsSwitchedOff() throws IOException {
        String preferences =
                file("off.cfg", "<keaReplicateConfig value=\"0\"/>").toString();
        CommandLineRun run = keaha("status", "--preferences", preferences, "--json");
        assertThat(run.exitCode()).isZero();
        assertThat(run.relationship().text("replication")).contains("off");
        assertThat(run.out()).contains("replication-switched-off");
    }

    @Test
    void showsNoCredentialsOfAnAddress() {
        CommandLineRun run = CommandLineRun.of("status", "http://admin:" + SECRET + "@127.0.0.1:8/", "--json");
        assertThat(run.exitCode()).isEqualTo(ExitCode.ERROR);
        assertThat(run.out() + run.err()).doesNotContain(SECRET).contains("--password-file");
    }

    @Test
    void saysWrongUsageInJsonToo() {
        CommandLineRun run = CommandLineRun.of("status", "--service", "dhcp5", "--json");
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.json().object("error").orElseThrow().text("text").orElseThrow())
                .contains("dhcp4 or dhcp6");
    }

    @Test
    void lintsFilesOffline() throws IOException {
        Path good = file("good.conf", kea.server("server1").config().tree().toPrettyJson());
        CommandLineRun fine = CommandLineRun.of("lint", good.toString(), "--json");
        assertThat(fine.exitCode()).as(fine.out()).isZero();

        String broken = kea.server("server1").config().tree().toJson().replace("\"standby\"", "\"secondary\"");
        CommandLineRun errors =
                CommandLineRun.of("lint", file("bad.conf", broken).toString(), "--json");
        assertThat(errors.exitCode()).as(errors.out()).isEqualTo(ExitCode.PART);
        assertThat(errors.out()).contains("\"severity\":\"error\"").doesNotContain(SECRET);

        CommandLineRun unreadable =
                CommandLineRun.of("lint", file("no.conf", "{ \"Dhcp4\": {").toString());
        assertThat(unreadable.exitCode()).isEqualTo(ExitCode.ERROR);
        assertThat(unreadable.out()).contains("no.conf, line 1");
    }

    @Test
    void tellsTheDemosStory() {
        CommandLineRun demo = CommandLineRun.of("demo");
        assertThat(demo.exitCode()).as(demo.out() + demo.err()).isZero();
        assertThat(demo.out()).contains("OK  (").contains("Impaired  (").contains("Service down  (");
    }
}
