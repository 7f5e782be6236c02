package dev.keaha.testkit.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keaha.config.DhcpService;
import dev.keaha.ha.HaMode;
import dev.keaha.ha.HaState;
import dev.keaha.json.Json;
import dev.keaha.json.JsonObject;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every installed generation. All tests run side by side, since they mostly wait for Kea's timers. */
class RealKeaIT {

    private static final int SIDE_BY_SIDE = 8;
    private static final Duration SOON = Duration.ofSeconds(30);

    @TestFactory
    Stream<DynamicTest> everyInstalledGeneration() {
        List<RealKea.Generation> generations =
                RealKea.installed().stream().map(Installation::generation).toList();
        assertThat(generations)
                .as("Installed in %s; kea-ha-testkit/real-kea/install puts them there", Installation.directory())
                .isNotEmpty();
        Map<String, Body> tests = new LinkedHashMap<>();
        // the longest first
        for (RealKea.Generation generation : generations) {
            tests.put("clock and pause, " + generation, () -> pausesStopsAndChangesTheClock(generation));
            tests.put("partition, " + generation, () -> aPartitionPartsTheServersAndNobodyElse(generation));
        }
        for (RealKea.Generation generation : generations) {
            for (HaMode mode : List.of(HaMode.HOT_STANDBY, HaMode.LOAD_BALANCING)) {
                for (DhcpService service : DhcpService.values()) {
                    tests.put(
                            "life of a trio, " + generation + " " + mode + " " + service,
                            () -> lifeOfATrio(generation, service, mode));
                }
            }
            tests.put("JVM killed, " + generation, () -> nothingOutlivesAJvmThatIsKilled(generation));
            tests.put("guard killed, " + generation, () -> aDaemonEndsWithItsGuard(generation));
            tests.put("own addresses, " + generation, () -> eachServerCanHaveAnAddressOfItsOwn(generation));
            tests.put("configuration, " + generation, () -> whatTheTestWantsIsInTheConfiguration(generation));
            tests.put("port taken, " + generation, () -> aPortThatSomebodyTookIsNoObstacle(generation));
            tests.put("logs, " + generation, () -> aFailureShowsTheLogs(generation));
        }
        ExecutorService executor = Executors.newFixedThreadPool(SIDE_BY_SIDE);
        List<DynamicTest> results = new ArrayList<>();
        tests.forEach((name, body) -> {
            Future<?> result = executor.submit(() -> {
                body.run();
                return null;
            });
            results.add(DynamicTest.dynamicTest(name, result::get));
        });
        executor.shutdown();
        return results.stream();
    }

    @FunctionalInterface
    private interface Body {
        void run() throws Exception;
    }

    private static void lifeOfATrio(RealKea.Generation generation, DhcpService service, HaMode mode) throws Exception {
        List<String> directories = new ArrayList<>();
        RealKea.of(generation, service, mode).backups(1).run(kea -> {
            kea.servers().forEach(server -> directories.add(directory(server)));
            kea.awaitNormal();
            RealServer primary = kea.server("server1");
            RealServer partner = kea.server("server2");
            assertThat(kea.server("server3").state()).contains(HaState.BACKUP);

            primary.kill();
            assertThat(primary.isRunning()).isFalse();
            assertThat(primary.isAgentRunning()).isEqualTo(generation != RealKea.Generation.V3_0);
            awaitState(partner, HaState.PARTNER_DOWN);

            primary.start();
            kea.awaitNormal();
            assertThat(kea.logs()).contains("server1, primary", "server2, ", "server3, backup", "HA_");
        });
        assertThat(directories).hasSize(3).allSatisfy(directory -> {
            assertThat(commandsThatMention(directory)).isEmpty();
            assertThat(Path.of(directory)).doesNotExist();
        });
    }

    private static void nothingOutlivesAJvmThatIsKilled(RealKea.Generation generation) throws Exception {
        String classPath = Stream.of("java.class.path", "jdk.module.path", "surefire.test.class.path")
                .map(System::getProperty)
                .filter(Objects::nonNull)
                .collect(Collectors.joining(File.pathSeparator));
        Process jvm = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        classPath + File.pathSeparator + Path.of("target", "test-classes"),
                        HeldPair.class.getName(),
                        generation.name())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String directory;
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(jvm.getInputStream(), StandardCharsets.UTF_8))) {
            directory = output.readLine();
            assertThat(directory).isNotNull();
            assertThat(commandsThatMention(directory)).isNotEmpty();
            assertThat(networksOf(run(directory))).hasSize(3);
        } finally {
            jvm.destroyForcibly().waitFor();
        }
        assertThat(Await.until(SOON, () -> commandsThatMention(directory).isEmpty()))
                .as("No process of a killed JVM is left: %s", commandsThatMention(directory))
                .isTrue();
        // The tests beside this one sweep too, so what is left may be gone before this one's turn.
        RealKea.of(generation, DhcpService.DHCP4, HaMode.PASSIVE_BACKUP).start().close();
        assertThat(Path.of(directory)).as("swept by the next one").doesNotExist();
        assertThat(networksOf(run(directory))).as("swept by the next one").isEmpty();
    }

    private static String run(String directory) {
        return Path.of(directory).getParent().getFileName().toString();
    }

    private static List<String> networksOf(String run) throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/run/netns"))) {
            return all.map(Path::getFileName)
                    .map(Path::toString)
                    .filter(name -> name.contains(run))
                    .toList();
        }
    }

    private static void aPartitionPartsTheServersAndNobodyElse(RealKea.Generation generation) throws Exception {
        List<String> runs = new ArrayList<>();
        RealKea.of(generation, DhcpService.DHCP4, HaMode.HOT_STANDBY)
                .ownNetworks()
                .run(kea -> {
                    runs.add(run(directory(kea.server("server1"))));
                    assertThat(networksOf(runs.get(0))).hasSize(3);
                    kea.awaitNormal();
                    kea.partition("server1", "server2");
                    awaitState(kea.server("server1"), HaState.PARTNER_DOWN);
                    awaitState(kea.server("server2"), HaState.PARTNER_DOWN);
                    kea.heal();
                    kea.awaitNormal();
                    assertThatThrownBy(() -> kea.partition("server1", "server3"))
                            .isInstanceOf(IllegalArgumentException.class);
                });
        assertThat(networksOf(runs.get(0))).isEmpty();
        RealKea.of(generation, DhcpService.DHCP4, HaMode.HOT_STANDBY)
                .run(kea -> assertThatThrownBy(() -> kea.partition("server1", "server2"))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("ownNetworks()"));
    }

    private static void aDaemonEndsWithItsGuard(RealKea.Generation generation) throws Exception {
        RealKea.of(generation, DhcpService.DHCP4, HaMode.PASSIVE_BACKUP).run(kea -> {
            RealServer server = kea.server("server1");
            for (Consumer<ProcessHandle> end :
                    List.<Consumer<ProcessHandle>>of(ProcessHandle::destroy, ProcessHandle::destroyForcibly)) {
                ProcessHandle daemon = ProcessHandle.of(server.pid()).orElseThrow();
                end.accept(daemon.parent().orElseThrow());
                assertThat(Await.until(SOON, () -> !daemon.isAlive())).isTrue();
                assertThat(Await.until(SOON, () -> !server.isRunning())).isTrue();
                server.start();
            }
        });
    }

    private static void pausesStopsAndChangesTheClock(RealKea.Generation generation) throws Exception {
        RealKea.of(generation, DhcpService.DHCP4, HaMode.HOT_STANDBY).run(kea -> {
            kea.awaitNormal();
            RealServer primary = kea.server("server1");
            RealServer standby = kea.server("server2");
            primary.pause();
            assertThat(primary.isRunning()).isTrue();
            awaitState(standby, HaState.PARTNER_DOWN);
            primary.resume();
            kea.awaitNormal();

            primary.stop();
            assertThat(primary.isRunning()).isFalse();
            assertThat(primary.state()).isEmpty();
            primary.restart(Duration.ofSeconds(75));
            awaitState(primary, HaState.TERMINATED);
            awaitState(standby, HaState.TERMINATED);
        });
    }

    private static void eachServerCanHaveAnAddressOfItsOwn(RealKea.Generation generation) throws Exception {
        RealKea.of(generation, DhcpService.DHCP4, HaMode.PASSIVE_BACKUP)
                .backups(2)
                .ownAddresses()
                .run(kea -> {
                    kea.awaitNormal();
                    assertThat(kea.servers())
                            .extracting(server -> server.endpoint().getHost())
                            .containsExactly("127.0.0.2", "127.0.0.3", "127.0.0.4");
                    assertThat(kea.servers())
                            .extracting(server -> server.endpoint().getPort())
                            .containsOnly(kea.server("server1").endpoint().getPort());
                });
    }

    private static void whatTheTestWantsIsInTheConfiguration(RealKea.Generation generation) throws Exception {
        RealKea.of(generation, DhcpService.DHCP6, HaMode.LOAD_BALANCING)
                .heartbeatDelay(Duration.ofMillis(700))
                .basicAuthentication("tester", "only-for-tests")
                .controlAgents()
                .hooks(
                        generation == RealKea.Generation.V3_0
                                ? new String[] {"subnet_cmds", "host_cmds"}
                                : new String[0])
                .relationship(ha -> ha.with("max-ack-delay", Json.value(4321)))
                .configuration(dhcp -> dhcp.with("renew-timer", Json.value(1234)))
                .configuration("server2", dhcp -> dhcp.with("renew-timer", Json.value(2345)))
                .run(kea -> {
                    kea.awaitNormal();
                    assertThat(renewTimer(kea.server("server1"))).isEqualTo(1234);
                    assertThat(renewTimer(kea.server("server2"))).isEqualTo(2345);
                    assertThat(Files.readString(kea.server("server1").configurationFile()))
                            .contains("\"heartbeat-delay\": 700", "\"max-ack-delay\": 4321");
                    RealServer primary = kea.server("server1");
                    URI agent = primary.agentEndpoint().orElseThrow();
                    assertThatThrownBy(() -> ManagementRequest.send(agent, DhcpService.DHCP6, "version-get", null))
                            .hasMessageContaining("401");
                    primary.killAgent();
                    assertThat(primary.isAgentRunning()).isFalse();
                    assertThat(primary.isRunning()).isTrue();
                    primary.start();
                    kea.awaitNormal();
                });
    }

    private static long renewTimer(RealServer server) throws IOException {
        return Json.parseObject(Files.readString(server.configurationFile()))
                .object("Dhcp6")
                .orElseThrow()
                .integer("renew-timer")
                .orElseThrow();
    }

    private static void aPortThatSomebodyTookIsNoObstacle(RealKea.Generation generation) throws Exception {
        AtomicBoolean first = new AtomicBoolean(true);
        List<ServerSocket> taken = new ArrayList<>();
        try {
            // between the choice of the ports and the start of the daemons
            RealKea.of(generation, DhcpService.DHCP4, HaMode.HOT_STANDBY)
                    .relationship(ha -> {
                        if (first.getAndSet(false)) {
                            taken.add(listenWhere(ha, "server2"));
                        }
                        return ha;
                    })
                    .run(RealKea::awaitNormal);
            assertThat(taken).hasSize(1);
        } finally {
            for (ServerSocket socket : taken) {
                socket.close();
            }
        }
    }

    private static ServerSocket listenWhere(JsonObject relationship, String peer) {
        URI url = relationship
                .array("peers")
                .orElseThrow()
                .objects()
                .filter(entry -> entry.text("name").equals(Optional.of(peer)))
                .map(entry -> URI.create(entry.text("url").orElseThrow()))
                .findFirst()
                .orElseThrow();
        try {
            return new ServerSocket(url.getPort(), 1, InetAddress.getByName(url.getHost()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void aFailureShowsTheLogs(RealKea.Generation generation) {
        assertThatThrownBy(() -> RealKea.of(generation, DhcpService.DHCP4, HaMode.PASSIVE_BACKUP)
                        .run(kea -> {
                            throw new AssertionError("as the test would have it");
                        }))
                .isInstanceOf(AssertionError.class)
                .satisfies(failure -> assertThat(failure.getSuppressed())
                        .singleElement()
                        .asString()
                        .contains("server1, primary", "DHCP4_STARTED"));
        assertThatThrownBy(() -> RealKea.of(generation, DhcpService.DHCP4, HaMode.PASSIVE_BACKUP)
                        .configuration(dhcp -> dhcp.with("no-such-key", Json.value(1)))
                        .start())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no-such-key");
    }

    private static void awaitState(RealServer server, HaState state) {
        assertThat(Await.until(SOON, () -> server.state().filter(state::equals).isPresent()))
                .as("%s is in %s, wanted %s", server, server.state(), state)
                .isTrue();
    }

    private static String directory(RealServer server) {
        return server.configurationFile().getParent().toString();
    }

    /** The command lines of all processes that have this directory, or what the daemons call it, in theirs. */
    private static List<String> commandsThatMention(String directory) {
        String inside = directory.substring(directory.indexOf("/run/keaha/"));
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            return processes
                    .map(process -> process.resolve("cmdline"))
                    .filter(Files::isReadable)
                    .map(RealKeaIT::read)
                    .filter(command -> command.contains(inside))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path commandLine) {
        try {
            return Files.readString(commandLine, StandardCharsets.ISO_8859_1).replace('\0', ' ');
        } catch (IOException gone) {
            return "";
        }
    }
}
