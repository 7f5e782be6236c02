package dev.keaha.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keaha.client.KeaClient;
import dev.keaha.client.KeaEndpoint;
import dev.keaha.command.KeaChannel;
import dev.keaha.command.KeaCommandException;
import dev.keaha.command.KeaCommands;
import dev.keaha.command.KeaTransportException;
import dev.keaha.config.DhcpService;
import dev.keaha.config.HookLibrary;
import dev.keaha.config.KeaConfig;
import dev.keaha.config.KeaConfigFile;
import dev.keaha.ha.HaMode;
import dev.keaha.ha.HaStatus;
import dev.keaha.json.Json;
import dev.keaha.json.JsonArray;
import dev.keaha.json.JsonObject;
import dev.keaha.json.JsonValue;
import dev.keaha.testkit.real.RealKea;
import dev.keaha.testkit.real.RealServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The life of a trio as an operator sees it through the command line, on real Kea. */
@Execution(ExecutionMode.CONCURRENT)
class MainJobIT {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final String SECRET = "Very-Secret-Word-1";

    @TempDir
    private Path directory;

    static Stream<Arguments> trios() {
        List<Arguments> trios = new ArrayList<>();
        for (DhcpService service : DhcpService.values()) {
            for (HaMode mode : List.of(HaMode.HOT_STANDBY, HaMode.LOAD_BALANCING)) {
                for (RealKea.Generation generation : RealKea.Generation.values()) {
                    trios.add(Arguments.of(generation, service, mode));
                }
            }
        }
        return trios.stream();
    }

    @ParameterizedTest
    @MethodSource("trios")
    void runsTheWholeJob(RealKea.Generation generation, DhcpService service, HaMode mode) throws Exception {
        // A password that belongs nowhere near any output; the peers do not ask for it.
        RealKea.of(generation, service, mode)
                .backups(1)
                .relationship(relationship -> relationship.withArray(
                        "peers",
                        peers -> peers.map(peer -> ((JsonObject) peer)
                                .with("basic-auth-user", Json.value("ha"))
                                .with("basic-auth-password", Json.value(SECRET)))))
                .run(kea -> new Life(kea, service, mode).live());
    }

    @ParameterizedTest
    @MethodSource("trios")
    void undoesAPushThatKeaRefusesAtLoad(RealKea.Generation generation, DhcpService service, HaMode mode)
            throws Exception {
        RealKea.of(generation, service, mode).run(kea -> {
            Life life = new Life(kea, service, mode);
            kea.awaitNormal();
            KeaConfig before = life.config("server1");

            CommandLineRun nobody = life.changeHa("this-server-name", Json.value("nobody"));
            assertThat(nobody.ofPeer(nobody.json(), "server1", "outcome"))
                    .as(nobody.out())
                    .isEqualTo("not-tried");
            assertThat(nobody.exitCode()).isEqualTo(ExitCode.ERROR);

            // More than the 16 bits that Kea has for it: config-test lets it pass, the hook does not load.
            CommandLineRun change = life.changeHa("max-response-delay", Json.value(70_000));

            assertThat(change.ofPeer(change.json(), "server1", "outcome"))
                    .as(change.out())
                    .isEqualTo("rolled-back");
            assertThat(change.ofPeer(change.json(), "server2", "outcome")).isEqualTo("not-tried");
            assertThat(change.exitCode()).isEqualTo(ExitCode.ERROR);
            assertThat(life.config("server1")).isEqualTo(before);
            kea.awaitNormal();
            assertThat(life.keaha("status").exitCode()).isEqualTo(ExitCode.DONE);
        });
    }

    @ParameterizedTest
    @EnumSource
    void findsPeersThatNobodyNamed(RealKea.Generation generation) throws Exception {
        RealKea.of(generation, DhcpService.DHCP4, HaMode.HOT_STANDBY)
                .ownAddresses()
                .backups(1)
                .run(kea -> {
                    kea.awaitNormal();
                    CommandLineRun status = CommandLineRun.of(
                            "status",
                            kea.server("server1").endpoint().toString(),
                            "--json",
                            "--store",
                            directory.resolve("guess-" + generation).toString());
                    assertThat(status.exitCode())
                            .as(status.out() + status.err())
                            .isEqualTo(ExitCode.DONE);
                    assertThat(status.ofPeer(status.relationship(), "server2", "endpoint"))
                            .startsWith(kea.server("server2").endpoint().toString());
                });
    }

    @ParameterizedTest
    @EnumSource
    void givesCredentialsOnlyToAddressesThatWereGiven(RealKea.Generation generation) throws Exception {
        Path password = Files.writeString(directory.resolve("password-" + generation), SECRET);
        RealKea.of(generation, DhcpService.DHCP6, HaMode.HOT_STANDBY)
                .ownAddresses()
                .basicAuthentication("admin", SECRET)
                .run(kea -> {
                    kea.awaitNormal();
                    List<String> arguments = new ArrayList<>(List.of(
                            "status",
                            kea.server("server1").endpoint().toString(),
                            "--service",
                            "dhcp6",
                            "--user",
                            "admin",
                            "--password-file",
                            password.toString(),
                            "--json",
                            "--store",
                            directory.resolve("login-" + generation).toString()));
                    CommandLineRun guessed = CommandLineRun.of(arguments.toArray(String[]::new));
                    assertThat(guessed.out() + guessed.err()).doesNotContain(SECRET);
                    // The listener of 2.6 answers whoever asks; everybody else wants to know who we are.
                    boolean found = generation == RealKea.Generation.V2_6;
                    assertThat(guessed.exitCode())
                            .as(guessed.out() + guessed.err())
                            .isEqualTo(found ? ExitCode.DONE : ExitCode.PART);

                    arguments.addAll(
                            List.of("--peer", "server2=" + kea.server("server2").endpoint()));
                    CommandLineRun given = CommandLineRun.of(arguments.toArray(String[]::new));
                    assertThat(given.out() + given.err()).doesNotContain(SECRET);
                    assertThat(given.exitCode()).as(given.out() + given.err()).isEqualTo(ExitCode.DONE);
                });
    }

    /** One trio and the command line pointed at it. */
    private final class Life {
        private final RealKea kea;
        private final DhcpService service;
        private final HaMode mode;
        private final KeaClient client = KeaClient.create();
        private final Path store;
        private final StringBuilder printed = new StringBuilder();
        private int patches;

        Life(RealKea kea, DhcpService service, HaMode mode) {
            this.kea = kea;
            this.service = service;
            this.mode = mode;
            this.store = directory.resolve("store-" + kea.version() + service + mode);
        }

        void live() throws Exception {
            kea.awaitNormal();
            CommandLineRun status = keaha("status", "--json");
            assertThat(status.exitCode()).as(status.out() + status.err()).isEqualTo(ExitCode.DONE);
            assertThat(status.json().text("health")).contains("ok");
            assertThat(status.relationship().text("mode")).contains(mode.word());
            assertThat(status.relationship().text("source")).contains("server1");

            bringsAChangeToEveryPeer();
            overwritesAnEditOnAnotherPeer();
            refusesToDropSubnets();
            worksOnWithThePrimaryLost();
            refusesWithBothLost();
            returnsToThePrimary();

            assertThat(printed.toString()).doesNotContain(SECRET);
        }

        private void bringsAChangeToEveryPeer() throws IOException {
            Map<String, JsonObject> before = new LinkedHashMap<>();
            kea.servers()
                    .forEach(server ->
                            before.put(server.name(), config(server.name()).dhcp()));

            CommandLineRun change = keaha("change", "--merge", patch("192.0.2.53", "2001:db8::53"), "--json");

            assertThat(change.exitCode()).as(change.out() + change.err()).isEqualTo(ExitCode.DONE);
            for (RealServer server : kea.servers()) {
                assertThat(change.ofPeer(change.json(), server.name(), "outcome"))
                        .as(change.out())
                        .isEqualTo("replicated");
                JsonObject after = config(server.name()).dhcp();
                assertThat(after.get("option-data"))
                        .isEqualTo(config("server1").dhcp().get("option-data"));
                // Names, sockets, paths: all that was not changed is what it was.
                assertThat(after.without("option-data"))
                        .isEqualTo(before.get(server.name()).without("option-data"));
                assertThat(onDisk(server).dhcp().get("option-data")).isEqualTo(after.get("option-data"));
            }
            CommandLineRun status = keaha("status", "--json");
            assertThat(status.exitCode()).as(status.out()).isEqualTo(ExitCode.DONE);
            assertThat(status.ofPeer(status.relationship(), "server2", "config"))
                    .isEqualTo("equal");
            assertThat(status.ofPeer(status.relationship(), "server3", "config"))
                    .isEqualTo("equal");
        }

        private void overwritesAnEditOnAnotherPeer() {
            KeaConfig edited = config("server2").with(dhcp -> dhcp.with("option-data", Json.array()));
            channel("server2").call(service, KeaCommands.configSet(edited), TIMEOUT);
            kea.awaitNormal();

            CommandLineRun plan = keaha("plan", "--json");
            assertThat(plan.json().bool("upToDate")).as(plan.out()).contains(false);
            assertThat(plan.json().array("steps").orElseThrow().objects().map(step -> step.text("peer")))
                    .allMatch(peer -> peer.filter("server2"::equals).isPresent());
            CommandLineRun replicate = keaha("replicate", "--json");
            assertThat(replicate.exitCode()).as(replicate.out()).isEqualTo(ExitCode.DONE);
            assertThat(replicate.ofPeer(replicate.json(), "server2", "outcome")).isEqualTo("replicated");
            assertThat(replicate.ofPeer(replicate.json(), "server3", "outcome")).isEqualTo("up-to-date");
            assertThat(config("server2").dhcp().get("option-data"))
                    .isEqualTo(config("server1").dhcp().get("option-data"));
            kea.awaitNormal();
        }

        private void refusesToDropSubnets() throws IOException {
            KeaConfig before = config("server1");
            Path patch = directory.resolve("drop-" + kea.version() + service + mode + ".json");
            Files.writeString(
                    patch, Json.object(service.subnets(), Json.array()).toJson());
            CommandLineRun refused = keaha("change", "--merge", patch.toString(), "--json");
            assertThat(refused.exitCode()).isEqualTo(ExitCode.ERROR);
            assertThat(refused.json().object("error").orElseThrow().text("text").orElseThrow())
                    .contains("id=1")
                    .contains("id=2");
            assertThat(config("server1")).isEqualTo(before);
        }

        private void worksOnWithThePrimaryLost() throws Exception {
            kea.server("server1").kill();
            await("server2 serves alone", () -> scopes("server2").contains("server1"));

            CommandLineRun status = keaha("status", "--json");
            assertThat(status.exitCode()).as(status.out()).isEqualTo(ExitCode.PART);
            assertThat(status.json().text("health")).contains("impaired");
            assertThat(status.relationship().text("source")).contains("server2");

            LongestGap gap = new LongestGap("server2");
            CommandLineRun change = keaha("change", "--merge", patch("192.0.2.54", "2001:db8::54"), "--json");
            assertThat(gap.close()).as("longest time without service").isLessThan(Duration.ofSeconds(1));
            assertThat(change.exitCode()).as(change.out() + change.err()).isEqualTo(ExitCode.PART);
            assertThat(change.json().text("source")).contains("server2");
            assertThat(change.ofPeer(change.json(), "server2", "outcome"))
                    .as(change.out())
                    .isEqualTo("replicated");
            assertThat(change.ofPeer(change.json(), "server3", "outcome")).isEqualTo("replicated");
            assertThat(change.ofPeer(change.json(), "server1", "outcome")).isEqualTo("not-tried");
            assertThat(config("server2").dhcp().toString()).contains("54");
        }

        private void refusesWithBothLost() throws IOException {
            kea.server("server2").kill();
            CommandLineRun status = keaha("status", "--json");
            assertThat(status.exitCode()).as(status.out()).isEqualTo(ExitCode.DOWN);
            assertThat(status.json().text("health")).contains("service-down");
            assertThat(status.relationship().get("source")).isEqualTo(Json.value(null));

            KeaConfig backup = config("server3");
            CommandLineRun change = keaha("change", "--merge", patch("192.0.2.55", "2001:db8::55"), "--json");
            assertThat(change.exitCode()).as(change.out()).isEqualTo(ExitCode.DOWN);
            assertThat(config("server3")).isEqualTo(backup);
        }

        private void returnsToThePrimary() {
            kea.server("server1").restart();
            await("server1 serves", () -> scopes("server1").contains("server1"));
            CommandLineRun status = keaha("status", "--json");
            assertThat(status.exitCode()).as(status.out()).isEqualTo(ExitCode.PART);
            assertThat(status.relationship().text("source")).contains("server1");

            kea.server("server2").restart();
            kea.awaitNormal();
            CommandLineRun replicate = keaha("replicate", "--json");
            assertThat(replicate.exitCode()).as(replicate.out()).isEqualTo(ExitCode.DONE);
            assertThat(replicate.json().text("source")).contains("server1");
            JsonValue options = config("server1").dhcp().get("option-data");
            assertThat(String.valueOf(options)).contains("53").doesNotContain("54");
            for (String peer : List.of("server2", "server3")) {
                assertThat(config(peer).dhcp().get("option-data")).as(peer).isEqualTo(options);
            }
            kea.awaitNormal();
            assertThat(keaha("status").exitCode()).isEqualTo(ExitCode.DONE);
        }

        CommandLineRun keaha(String command, String... more) {
            List<String> arguments = new ArrayList<>(List.of(command));
            arguments.add(kea.server("server1").endpoint().toString());
            arguments.addAll(List.of("--service", service.word(), "--store", store.toString()));
            for (RealServer server : kea.servers().subList(1, kea.servers().size())) {
                arguments.addAll(List.of("--peer", server.name() + "=" + server.endpoint()));
            }
            arguments.addAll(List.of(more));
            CommandLineRun run = CommandLineRun.of(arguments.toArray(String[]::new));
            printed.append(run.out()).append(run.err());
            return run;
        }

        /** An option with this address for everybody. */
        private String patch(String v4, String v6) throws IOException {
            JsonObject option = service == DhcpService.DHCP4
                    ? Json.object("name", "domain-name-servers", "data", v4)
                    : Json.object("name", "dns-servers", "data", v6);
            Path file = directory.resolve("patch-" + kea.version() + service + mode + ++patches + ".json");
            Files.writeString(
                    file, Json.object("option-data", Json.array(option)).toJson());
            return file.toString();
        }

        private KeaChannel channel(String peer) {
            return client.channel(KeaEndpoint.of(kea.server(peer).endpoint().toString()));
        }

        KeaConfig config(String peer) {
            return channel(peer).call(service, KeaCommands.configGet(), TIMEOUT).config();
        }

        private KeaConfig onDisk(RealServer server) throws IOException {
            return KeaConfigFile.read(
                            server.configurationFile().toString(), Files.readString(server.configurationFile()))
                    .config();
        }

        /** Changes one member of the primary's HA relationship. */
        CommandLineRun changeHa(String member, JsonValue value) throws IOException {
            JsonArray hooks = config("server1").dhcp().array("hooks-libraries").orElseThrow();
            JsonArray changed = hooks.map(hook -> {
                JsonObject entry = (JsonObject) hook;
                return entry.text("library").orElse("").endsWith(HookLibrary.HA)
                        ? entry.withObject(
                                "parameters",
                                parameters -> parameters.withArray(
                                        "high-availability",
                                        list -> list.map(
                                                relationship -> ((JsonObject) relationship).with(member, value))))
                        : entry;
            });
            Path file = directory.resolve("ha-" + kea.version() + service + mode + ++patches + ".json");
            Files.writeString(file, Json.object("hooks-libraries", changed).toJson());
            return keaha("change", "--merge", file.toString(), "--json");
        }

        private List<String> scopes(String peer) {
            try {
                return channel(peer).call(service, KeaCommands.statusGet(), TIMEOUT).ha().stream()
                        .findFirst()
                        .map(HaStatus::local)
                        .map(HaStatus.Local::scopes)
                        .orElse(List.of());
            } catch (KeaTransportException | KeaCommandException notNow) {
                return List.of();
            }
        }

        private void await(String what, BooleanSupplier condition) {
            long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
            while (!condition.getAsBoolean()) {
                if (System.nanoTime() > deadline) {
                    throw new AssertionError("Not within a minute: " + what);
                }
                Thread.onSpinWait();
            }
        }

        /** Watches a server and remembers the longest time in which it served no scope. */
        private final class LongestGap {
            private final AtomicBoolean stop = new AtomicBoolean();
            private final Thread watcher;
            private Duration longest = Duration.ZERO;

            LongestGap(String peer) {
                watcher = new Thread(() -> {
                    @Nullable Long since = null;
                    while (!stop.get()) {
                        boolean serves = !scopes(peer).isEmpty();
                        long now = System.nanoTime();
                        if (serves) {
                            since = null;
                        } else if (since == null) {
                            since = now;
                        } else if (now - since > longest.toNanos()) {
                            longest = Duration.ofNanos(now - since);
                        }
                    }
                });
                watcher.start();
            }

            Duration close() throws InterruptedException {
                stop.set(true);
                watcher.join();
                return longest;
            }
        }
    }
}
