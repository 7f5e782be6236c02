package dev.keaha.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.keaha.command.DhcpOrigin;
import dev.keaha.command.HaCommands;
import dev.keaha.command.KeaCommand;
import dev.keaha.command.KeaCommandException;
import dev.keaha.command.KeaCommands;
import dev.keaha.command.KeaTransportException;
import dev.keaha.command.ResultCode;
import dev.keaha.command.RunningConfig;
import dev.keaha.command.TransportFailure;
import dev.keaha.config.DhcpService;
import dev.keaha.config.KeaConfig;
import dev.keaha.config.KeaVersion;
import dev.keaha.ha.HaMode;
import dev.keaha.ha.HaState;
import dev.keaha.ha.PeerRole;
import dev.keaha.json.Json;
import dev.keaha.json.JsonObject;
import dev.keaha.json.JsonValue;
import dev.keaha.testkit.real.Installation;
import dev.keaha.testkit.real.RealKea;
import dev.keaha.testkit.real.RealKea.Generation;
import dev.keaha.testkit.real.RealServer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The client against real Kea: every installed generation, both families, every way in. */
class KeaClientIT {

    private static final Duration LONG = Duration.ofSeconds(20);

    private final KeaClient client = KeaClient.create();

    @BeforeAll
    static void somethingIsInstalled() {
        assertThat(RealKea.installed())
                .as("Installed in %s; kea-ha-testkit/real-kea/install puts them there", Installation.directory())
                .isNotEmpty();
    }

    @AfterEach
    void close() {
        client.close();
    }

    static Stream<Generation> generations() {
        return RealKea.installed().stream().map(Installation::generation);
    }

    static Stream<Arguments> daemons() {
        return generations()
                .flatMap(generation ->
                        Stream.of(DhcpService.values()).map(service -> Arguments.of(generation, service)));
    }

    private static DhcpService other(DhcpService service) {
        return service == DhcpService.DHCP4 ? DhcpService.DHCP6 : DhcpService.DHCP4;
    }

    private EndpointChannel channel(URI uri) {
        return client.channel(KeaEndpoint.builder(uri).build());
    }

    private static KeaTransportException failure(EndpointChannel channel, DhcpService service, KeaCommand<?> command) {
        KeaTransportException failure =
                catchThrowableOfType(KeaTransportException.class, () -> channel.send(service, command, LONG));
        assertThat(failure).isNotNull();
        return failure;
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("daemons")
    void everyCommandByEveryWay(Generation generation, DhcpService service) throws Exception {
        RealKea.of(generation, service, HaMode.HOT_STANDBY).controlAgents().run(kea -> {
            RealServer server = kea.server("server1");
            List<URI> ways = new ArrayList<>(List.of(server.endpoint(), URI.create("unix:" + server.controlSocket())));
            server.agentEndpoint().filter(agent -> !ways.contains(agent)).ifPresent(ways::add);
            for (URI way : ways) {
                everyCommand(kea.version(), service, channel(way));
            }
        });
    }

    private static void everyCommand(KeaVersion version, DhcpService service, EndpointChannel channel) {
        assertThat(channel.call(service, KeaCommands.versionGet(), LONG)).isEqualTo(version);
        boolean hasHash = !version.toString().startsWith("2.2");
        assertThat(channel.call(service, KeaCommands.listCommands(), LONG))
                .contains("config-get", "ha-heartbeat", service == DhcpService.DHCP4 ? "lease4-get" : "lease6-get")
                .satisfies(
                        names -> assertThat(names.contains("config-hash-get")).isEqualTo(hasHash));
        assertThat(channel.call(service, KeaCommands.statusGet(), LONG).ha())
                .singleElement()
                .satisfies(ha -> {
                    assertThat(ha.mode()).isEqualTo(HaMode.HOT_STANDBY);
                    assertThat(ha.local().role()).isEqualTo(PeerRole.PRIMARY);
                });
        assertThat(channel.call(service, HaCommands.haHeartbeat(null), LONG).time())
                .isBetween(Instant.now().minusSeconds(30), Instant.now().plusSeconds(30));

        RunningConfig before = channel.call(service, KeaCommands.configGet(), LONG);
        assertThat(before.config().service()).isEqualTo(service);
        assertThat(before.hash().isPresent()).isEqualTo(hasHash);
        if (hasHash) {
            assertThat(channel.call(service, KeaCommands.configHashGet(), LONG))
                    .isEqualTo(before.hash().get());
        } else {
            assertThat(channel.send(service, KeaCommands.configHashGet(), LONG).result())
                    .isEqualTo(ResultCode.UNSUPPORTED);
        }

        // characters that come back as they were
        String text = "\u00e9\u00ff\u0080 /\"\\\n\u007f " + channel.address();
        KeaConfig changed = KeaConfig.of(before.config()
                .tree()
                .withObject(service.root(), dhcp -> dhcp.with("user-context", Json.object("test", text))));
        channel.call(service, KeaCommands.configTest(changed), LONG);
        channel.call(service, KeaCommands.configSet(changed), LONG);
        KeaConfig after = channel.call(service, KeaCommands.configGet(), LONG).config();
        assertThat(after.tree().object(service.root()).orElseThrow().object("user-context"))
                .contains(Json.object("test", text));
        channel.call(service, KeaCommands.configWrite(), LONG);
        channel.call(service, KeaCommands.configReload(), LONG);
        assertThat(channel.call(service, KeaCommands.configGet(), LONG).config())
                .isEqualTo(after);

        KeaConfig bad = KeaConfig.of(Json.object(service.root(), Json.object("no-such-key", 1)));
        KeaCommandException refusal = catchThrowableOfType(
                KeaCommandException.class, () -> channel.call(service, KeaCommands.configTest(bad), LONG));
        assertThat(refusal.result()).isEqualTo(ResultCode.ERROR);
        assertThat(refusal.text()).contains("no-such-key");
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("daemons")
    void anotherDaemonThanTheOneAskedFor(Generation generation, DhcpService service) throws Exception {
        RealKea.of(generation, service, HaMode.HOT_STANDBY).run(kea -> {
            RealServer server = kea.server("server1");
            DhcpService wrong = other(service);

            KeaTransportException direct =
                    failure(channel(URI.create("unix:" + server.controlSocket())), wrong, KeaCommands.configReload());
            assertThat(direct.failure()).isEqualTo(TransportFailure.WRONG_SERVICE);
            assertThat(direct.mayHaveRun()).isFalse();

            KeaTransportException http = failure(channel(server.endpoint()), wrong, KeaCommands.configReload());
            assertThat(http.failure()).isEqualTo(TransportFailure.WRONG_SERVICE);
            assertThat(http.mayHaveRun()).isFalse();
        });
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("generations")
    void aRightDaemonWhoseStatisticsWereRemoved(Generation generation) throws Exception {
        RealKea.of(generation, DhcpService.DHCP4, HaMode.HOT_STANDBY).run(kea -> {
            EndpointChannel channel = channel(kea.server("server1").endpoint());
            channel.call(
                    DhcpService.DHCP4,
                    KeaCommands.generic("statistic-remove", Json.object("name", "pkt4-received"), true, true),
                    LONG);

            EndpointChannel fresh = channel(kea.server("server1").endpoint());

            assertThat(fresh.call(DhcpService.DHCP4, KeaCommands.versionGet(), LONG))
                    .isEqualTo(kea.version());
        });
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("generations")
    void aDaemonThatIsDown(Generation generation) throws Exception {
        RealKea.of(generation, DhcpService.DHCP4, HaMode.HOT_STANDBY)
                .controlAgents()
                .run(kea -> {
                    RealServer server = kea.server("server1");
                    EndpointChannel agent = channel(server.agentEndpoint().orElseThrow());
                    EndpointChannel managed = channel(server.endpoint());
                    EndpointChannel socket = channel(URI.create("unix:" + server.controlSocket()));
                    for (EndpointChannel channel : List.of(agent, managed, socket)) {
                        channel.call(DhcpService.DHCP4, KeaCommands.versionGet(), LONG);
                    }

                    server.kill();

                    Map.of(
                                    agent, TransportFailure.DAEMON_OFFLINE,
                                    managed,
                                            server.endpoint()
                                                            .equals(server.agentEndpoint()
                                                                    .orElseThrow())
                                                    ? TransportFailure.DAEMON_OFFLINE
                                                    : TransportFailure.REFUSED,
                                    socket, TransportFailure.REFUSED)
                            .forEach((channel, kind) -> {
                                KeaTransportException failure =
                                        failure(channel, DhcpService.DHCP4, KeaCommands.configReload());
                                assertThat(failure.failure())
                                        .as(failure.getMessage())
                                        .isEqualTo(kind);
                                assertThat(failure.mayHaveRun()).isFalse();
                            });

                    server.start();
                    for (EndpointChannel channel : List.of(agent, managed, socket)) {
                        channel.call(DhcpService.DHCP4, KeaCommands.configReload(), LONG);
                    }
                });
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("generations")
    void aDaemonThatHangs(Generation generation) throws Exception {
        RealKea.of(generation, DhcpService.DHCP4, HaMode.HOT_STANDBY).run(kea -> {
            RealServer server = kea.server("server1");
            EndpointChannel channel = channel(server.endpoint());
            channel.call(DhcpService.DHCP4, KeaCommands.versionGet(), LONG);

            server.pause();
            KeaTransportException failure = catchThrowableOfType(
                    KeaTransportException.class,
                    () -> channel.send(DhcpService.DHCP4, KeaCommands.configReload(), Duration.ofSeconds(1)));
            server.resume();

            assertThat(failure.failure()).isEqualTo(TransportFailure.TIMED_OUT);
            assertThat(failure.mayHaveRun()).isTrue();
            channel.call(DhcpService.DHCP4, KeaCommands.versionGet(), LONG);
        });
    }

    /** The daemon lives, and its handler for the command fails: nobody can tell whether it ran. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("generations")
    void aCommandThatKeaFailsIn(Generation generation) throws Exception {
        RealKea.of(generation, DhcpService.DHCP4, HaMode.PASSIVE_BACKUP)
                .backups(1)
                .run(kea -> {
                    EndpointChannel channel = channel(kea.server("server1").endpoint());

                    KeaTransportException failure =
                            failure(channel, DhcpService.DHCP4, HaCommands.haMaintenanceStart(HaMode.HOT_STANDBY));

                    assertThat(failure.failure())
                            .as(failure.getMessage())
                            .isEqualTo(
                                    generation == Generation.V3_0
                                            ? TransportFailure.SERVER_ERROR
                                            : TransportFailure.CONNECTION_LOST);
                    assertThat(failure.mayHaveRun()).isTrue();
                    channel.call(DhcpService.DHCP4, KeaCommands.versionGet(), LONG);
                });
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("daemons")
    void basicAuthentication(Generation generation, DhcpService service) throws Exception {
        RealKea.of(generation, service, HaMode.HOT_STANDBY)
                .controlAgents()
                .basicAuthentication("admin", "correct horse")
                .run(kea -> {
                    RealServer server = kea.server("server1");
                    Set<URI> ways = new LinkedHashSet<>(
                            List.of(server.endpoint(), server.agentEndpoint().orElseThrow()));
                    for (URI way : ways) {
                        authenticates(kea.version(), service, way);
                    }
                });
    }

    private void authenticates(KeaVersion version, DhcpService service, URI uri) {
        EndpointChannel right = client.channel(
                KeaEndpoint.builder(uri).credentials("admin", "correct horse").build());
        EndpointChannel wrong = client.channel(
                KeaEndpoint.builder(uri).credentials("admin", "hunter2").build());

        assertThat(right.call(service, KeaCommands.versionGet(), LONG)).isEqualTo(version);
        KeaTransportException none = failure(channel(uri), service, KeaCommands.configGet());
        assertThat(none.failure()).isEqualTo(TransportFailure.UNAUTHORIZED);
        assertThat(none).hasMessageContaining("asks for user and password");
        KeaTransportException other = failure(wrong, service, KeaCommands.configGet());
        assertThat(other.failure()).isEqualTo(TransportFailure.UNAUTHORIZED);
        assertThat(other).hasMessageContaining("user or password are wrong").hasMessageNotContaining("hunter2");
    }

    /** Kea 3.0 has restrict-commands on; before, the listener takes everything. */
    @Test
    void theHaListener() throws Exception {
        assumeTrue(generations().anyMatch(Generation.V3_0::equals), "Kea 3.0 is not installed");
        RealKea.of(Generation.V3_0, DhcpService.DHCP4, HaMode.HOT_STANDBY).run(kea -> {
            EndpointChannel listener = channel(kea.server("server1").peerUrl());

            KeaTransportException failure = failure(listener, DhcpService.DHCP4, KeaCommands.configGet());

            assertThat(failure.failure()).isEqualTo(TransportFailure.FORBIDDEN);
            assertThat(failure).hasMessageContaining("This looks like the HA listener");
            assertThat(listener.call(DhcpService.DHCP4, KeaCommands.statusGet(), LONG)
                            .ha())
                    .hasSize(1);
        });
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("daemons")
    void everyHaCommand(Generation generation, DhcpService service) throws Exception {
        RealKea.of(generation, service, HaMode.HOT_STANDBY).run(kea -> {
            kea.awaitNormal();
            EndpointChannel primary = channel(kea.server("server1").endpoint());
            EndpointChannel standby = channel(kea.server("server2").endpoint());

            primary.call(service, HaCommands.haScopes(List.of(), "server2"), LONG);
            assertThat(primary.call(service, HaCommands.haHeartbeat(null), LONG).scopes())
                    .isEmpty();
            primary.call(service, HaCommands.haScopes(List.of("server1"), null), LONG);
            assertThat(primary.call(service, HaCommands.haHeartbeat(null), LONG).scopes())
                    .containsExactly("server1");
            primary.call(service, HaCommands.haContinue("server1"), LONG);
            assertThat(standby.call(service, HaCommands.haSync("server1", Duration.ofSeconds(10)), LONG))
                    .isEqualTo("Lease database synchronization complete.");
            primary.call(service, KeaCommands.dhcpDisable(Duration.ofSeconds(60), DhcpOrigin.USER), LONG);
            assertThat(primary.call(service, KeaCommands.statusGet(), LONG)
                            .dhcpState()
                            .map(state -> state.disabledByUser()))
                    .isEqualTo(generation == Generation.V2_2 ? Optional.empty() : Optional.of(true));
            primary.call(service, KeaCommands.dhcpEnable(DhcpOrigin.USER), LONG);
            assertThat(primary.call(service, KeaCommands.configBackendPull(), LONG))
                    .isEqualTo("No config backend.");
            assertThat(primary.call(service, KeaCommands.serverTagGet(), LONG)).isEmpty();
            assertThat(primary.call(service, KeaCommands.buildReport(), LONG)).contains("\n");

            primary.call(service, HaCommands.haMaintenanceStart(HaMode.HOT_STANDBY), LONG);
            assertThat(standby.call(service, HaCommands.haHeartbeat(null), LONG).state())
                    .isEqualTo(HaState.IN_MAINTENANCE);
            primary.call(service, HaCommands.haMaintenanceCancel(), LONG);
            assertThat(primary.send(service, HaCommands.haMaintenanceCancel(), LONG)
                            .result())
                    .isEqualTo(ResultCode.ERROR);
            primary.call(service, HaCommands.haReset(HaMode.HOT_STANDBY, PeerRole.PRIMARY, null), LONG);
            kea.awaitNormal();
        });
    }

    private static Path file(String name) throws Exception {
        return Path.of(Objects.requireNonNull(KeaClientIT.class.getResource("tls/" + name))
                .toURI());
    }

    private static KeaEndpoint secure(int port, KeaTls tls) {
        return KeaEndpoint.builder(URI.create("https://127.0.0.1:" + port))
                .tls(tls)
                .build();
    }

    private static int freePort() throws Exception {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return free.getLocalPort();
        }
    }

    @Test
    void httpsOfADaemon() throws Exception {
        assumeTrue(generations().anyMatch(Generation.V3_0::equals), "Kea 3.0 is not installed");
        Installation installation = Installation.of(Generation.V3_0);
        RealKea.of(Generation.V3_0, DhcpService.DHCP4, HaMode.HOT_STANDBY).run(kea -> {
            RealServer server = kea.server("server1");
            Path directory = server.configurationFile().getParent();
            Path inside = Path.of("/").resolve(installation.root().relativize(directory));
            for (String name : List.of("ca.pem", "server.pem", "server.key")) {
                Files.copy(file(name), directory.resolve(name));
            }
            int open = freePort();
            int guarded = freePort();
            EndpointChannel plain = channel(server.endpoint());
            KeaConfig config =
                    plain.call(DhcpService.DHCP4, KeaCommands.configGet(), LONG).config();
            KeaConfig secured = KeaConfig.of(config.tree()
                    .withObject(
                            "Dhcp4",
                            dhcp -> dhcp.withArray(
                                    "control-sockets",
                                    sockets -> sockets.with(https(open, false, inside))
                                            .with(https(guarded, true, inside)))));
            plain.call(DhcpService.DHCP4, KeaCommands.configSet(secured), LONG);

            KeaTls known = KeaTls.ofCa(file("ca.pem"));
            KeaTls own = KeaTls.ofClient(file("ca.pem"), file("client.pem"), file("client.key"));
            KeaTls stranger = KeaTls.ofClient(file("ca.pem"), file("stranger.pem"), file("stranger.key"));
            assertThat(version(secure(open, known))).contains(kea.version());
            assertThat(version(secure(guarded, own))).contains(kea.version());
            assertThat(tlsFailure(secure(open, KeaTls.ofCa(file("other-ca.pem")))))
                    .contains("is not trusted");
            assertThat(tlsFailure(secure(guarded, known))).contains("asks for a client certificate");
            assertThat(tlsFailure(secure(guarded, stranger))).contains("does not accept the client certificate");
        });
    }

    @ParameterizedTest(name = "{0}, client certificate {1}")
    @MethodSource("agentsWithTls")
    void httpsOfAnAgent(Generation generation, boolean required) throws Exception {
        Installation installation = Installation.of(generation);
        RealKea.of(generation, DhcpService.DHCP4, HaMode.HOT_STANDBY)
                .controlAgents()
                .run(kea -> {
                    RealServer server = kea.server("server1");
                    Path directory =
                            server.agentConfigurationFile().orElseThrow().getParent();
                    Path inside = Path.of("/").resolve(installation.root().relativize(directory));
                    for (String name : List.of("ca.pem", "server.pem", "server.key")) {
                        Files.copy(file(name), directory.resolve(name));
                    }
                    int port = freePort();
                    String agent = server.agentEndpoint().orElseThrow().toString();
                    AgentItself.set(
                            agent,
                            AgentItself.config(agent)
                                    .withObject(
                                            "Control-agent",
                                            all -> all.with("http-port", Json.value(port))
                                                    .with("cert-required", Json.value(required))
                                                    .with("trust-anchor", path(inside, "ca.pem"))
                                                    .with("cert-file", path(inside, "server.pem"))
                                                    .with("key-file", path(inside, "server.key"))));

                    KeaTls known = KeaTls.ofCa(file("ca.pem"));
                    KeaTls own = KeaTls.ofClient(file("ca.pem"), file("client.pem"), file("client.key"));
                    KeaTls stranger = KeaTls.ofClient(file("ca.pem"), file("stranger.pem"), file("stranger.key"));
                    assertThat(version(secure(port, own))).contains(kea.version());
                    assertThat(tlsFailure(secure(port, KeaTls.ofCa(file("other-ca.pem")))))
                            .contains("is not trusted");
                    if (required) {
                        assertThat(tlsFailure(secure(port, known))).contains("asks for a client certificate");
                        assertThat(tlsFailure(secure(port, stranger)))
                                .contains("does not accept the client certificate");
                    } else {
                        assertThat(version(secure(port, known))).contains(kea.version());
                    }
                    // without TLS it hears nothing
                    KeaTransportException plain = failure(
                            channel(URI.create("http://127.0.0.1:" + port)),
                            DhcpService.DHCP4,
                            KeaCommands.configReload());
                    assertThat(plain).hasMessageContaining("If this is a TLS port, give the address with https");
                });
    }

    static Stream<Arguments> agentsWithTls() {
        return generations()
                .flatMap(generation -> Stream.of(false, true).map(required -> Arguments.of(generation, required)));
    }

    private static JsonValue path(Path directory, String name) {
        return Json.value(directory.resolve(name).toString());
    }

    private static JsonObject https(int port, boolean required, Path directory) {
        return Json.object(
                "socket-type",
                "https",
                "socket-address",
                "127.0.0.1",
                "socket-port",
                port,
                "trust-anchor",
                directory.resolve("ca.pem").toString(),
                "cert-file",
                directory.resolve("server.pem").toString(),
                "key-file",
                directory.resolve("server.key").toString(),
                "cert-required",
                required);
    }

    private Optional<KeaVersion> version(KeaEndpoint endpoint) {
        return Optional.of(client.channel(endpoint).call(DhcpService.DHCP4, KeaCommands.versionGet(), LONG));
    }

    private String tlsFailure(KeaEndpoint endpoint) {
        KeaTransportException failure =
                failure(client.channel(endpoint), DhcpService.DHCP4, KeaCommands.configReload());
        assertThat(failure.failure()).as(failure.getMessage()).isEqualTo(TransportFailure.TLS);
        assertThat(failure.mayHaveRun()).isFalse();
        return failure.detail();
    }
}
