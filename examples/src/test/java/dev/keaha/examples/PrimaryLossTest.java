package dev.keaha.examples;

import static dev.keaha.testkit.assertions.KeaAssertions.assertThat;

import dev.keaha.client.KeaEndpoint;
import dev.keaha.config.DhcpService;
import dev.keaha.controller.FileStore;
import dev.keaha.controller.HaController;
import dev.keaha.controller.Opening;
import dev.keaha.controller.RelationshipAddress;
import dev.keaha.ha.HaState;
import dev.keaha.testkit.FakeRelationship;
import dev.keaha.testkit.junit.KeaRelationship;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrimaryLossTest {

    @KeaRelationship(backups = 1, version = "3.0", maxUnackedClients = 0) // server1, server2 and server3
    FakeRelationship kea;

    @Test
    void myProductSurvivesTheLossOfThePrimary(@TempDir Path directory) {
        var builder = HaController.builder(new FileStore(directory));
        builder.channels(to -> kea.channel(to.uri())).clock(kea.clock()).pause(kea::advance);
        try (HaController myProduct = builder.build()) {
            var primary = KeaEndpoint.builder(kea.endpoint("server1")).build();
            var added = (Opening.Opened) myProduct.add(RelationshipAddress.of(DhcpService.DHCP4, primary));
            assertThat(added.relationship().survey().verdict()).isOk().hasSource("server1");

            kea.kill("server1");
            kea.await("server2", HaState.PARTNER_DOWN, Duration.ofMinutes(2)); // in virtual time
            assertThat(added.relationship().survey().verdict()).isImpaired().hasSource("server2");
        }
    }
}
