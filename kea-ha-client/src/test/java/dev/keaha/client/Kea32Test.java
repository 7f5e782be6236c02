package dev.keaha.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keaha.command.HaCommands;
import dev.keaha.command.KeaCommand;
import dev.keaha.command.KeaCommands;
import dev.keaha.command.KeaTransportException;
import dev.keaha.command.RunningConfig;
import dev.keaha.command.TransportFailure;
import dev.keaha.config.DhcpService;
import dev.keaha.config.KeaVersion;
import dev.keaha.testkit.FakeControlAgent;
import dev.keaha.testkit.FakeRelationship;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Kea 3.2, of which there is no package yet: what its source says and what was seen on a build of it, on the fake. Its
 * daemons check {@code service}, and there is no Control Agent.
 */
class Kea32Test {

    private static final Duration LONG = Duration.ofSeconds(20);

    private static FakeRelationship kea(DhcpService service) {
        return FakeRelationship.builder()
                .service(service)
                .version("3.2.0")
                .basicAuth("admin", "correct horse")
                .onLoopback()
                .start();
    }

    private static KeaEndpoint endpoint(URI uri) {
        return KeaEndpoint.builder(uri).credentials("admin", "correct horse").build();
    }

    private static KeaTransportException failure(EndpointChannel channel, DhcpService service, KeaCommand<?> command) {
        return catchThrowableOfType(KeaTransportException.class, () -> channel.send(service, command, LONG));
    }

    @ParameterizedTest
    @EnumSource(DhcpService.class)
    void takesWhatWeSend(DhcpService service) {
        try (FakeRelationship kea = kea(service);
                KeaClient client = KeaClient.create()) {
            EndpointChannel channel = client.channel(endpoint(kea.endpoint("server1")));

            assertThat(channel.call(service, KeaCommands.versionGet(), LONG)).isEqualTo(KeaVersion.parse("3.2.0"));
            RunningConfig running = channel.call(service, KeaCommands.configGet(), LONG);
            assertThat(channel.call(service, KeaCommands.configHashGet(), LONG))
                    .isEqualTo(running.hash().orElseThrow());
            channel.call(service, KeaCommands.configTest(running.config()), LONG);
            channel.call(service, KeaCommands.configSet(running.config()), LONG);
            assertThat(channel.call(service, HaCommands.haHeartbeat("server2"), LONG)
                            .scopes())
                    .isNotNull();
        }
    }

    @ParameterizedTest
    @EnumSource(DhcpService.class)
    void anotherServiceIsRefusedBeforeAnythingRuns(DhcpService service) {
        DhcpService other = service == DhcpService.DHCP4 ? DhcpService.DHCP6 : DhcpService.DHCP4;
        try (FakeRelationship kea = kea(service);
                KeaClient client = KeaClient.create()) {
            EndpointChannel channel = client.channel(endpoint(kea.endpoint("server1")));

            KeaTransportException wrong = failure(channel, other, KeaCommands.configReload());
            assertThat(wrong.failure()).isEqualTo(TransportFailure.WRONG_SERVICE);
            assertThat(wrong.mayHaveRun()).isFalse();
            assertThat(wrong)
                    .hasMessageContaining(
                            "unsupported service '" + other.word() + "', expected '" + service.word() + "'");
            assertThat(kea.received("server1", "config-reload")).isEmpty();

            Map<DhcpService, Reply> both = channel.sendToBoth(KeaCommands.versionGet(), LONG);
            assertThat(both.get(service).orThrow().text()).isEqualTo("3.2.0");
            assertThat(both.get(other))
                    .isInstanceOfSatisfying(
                            Reply.Missing.class,
                            missing ->
                                    assertThat(missing.failure().failure()).isEqualTo(TransportFailure.WRONG_SERVICE));
        }
    }

    @ParameterizedTest
    @EnumSource(DhcpService.class)
    void saysWhyItDoesNotLetIn(DhcpService service) {
        try (FakeRelationship kea = kea(service);
                FakeControlAgent listener = FakeControlAgent.builder(kea.server("server1"))
                        .haListener()
                        .start();
                KeaClient client = KeaClient.create()) {
            EndpointChannel nobody =
                    client.channel(KeaEndpoint.of(kea.endpoint("server1").toString()));
            assertThat(failure(nobody, service, KeaCommands.configGet()).failure())
                    .isEqualTo(TransportFailure.UNAUTHORIZED);

            EndpointChannel partners =
                    client.channel(KeaEndpoint.of(listener.uri().toString()));
            KeaTransportException barred = failure(partners, service, KeaCommands.configGet());
            assertThat(barred.failure()).isEqualTo(TransportFailure.FORBIDDEN);
            assertThat(barred).hasMessageContaining("This looks like the HA listener");
            assertThat(partners.call(service, KeaCommands.statusGet(), LONG).ha())
                    .hasSize(1);
        }
    }
}
