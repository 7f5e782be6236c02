package dev.keaha.testkit.junit;

import static dev.keaha.testkit.assertions.KeaAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder.request;

import dev.keaha.command.KeaCommands;
import dev.keaha.config.DhcpService;
import dev.keaha.ha.HaMode;
import dev.keaha.ha.HaState;
import dev.keaha.testkit.FakeRelationship;
import dev.keaha.testkit.junit.KeaRelationship.Mode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** A relationship as a field or a parameter, and what a failure shows. */
class KeaRelationshipTest {

    private static final Set<FakeRelationship> SHARED = new HashSet<>();
    private static final Set<FakeRelationship> OWN = new HashSet<>();

    @KeaRelationship
    private static FakeRelationship shared;

    @KeaRelationship(mode = Mode.LOAD_BALANCING, backups = 1, version = "2.6", service = DhcpService.DHCP6)
    private FakeRelationship own;

    @Test
    void aFieldIsWhatItAsksFor() {
        assertThat(own.mode()).isEqualTo(HaMode.LOAD_BALANCING);
        assertThat(own.servers()).hasSize(3).allSatisfy(server -> {
            assertThat(server.version()).hasToString("2.6.3");
            assertThat(server.service()).isEqualTo(DhcpService.DHCP6);
        });
        assertThat(own).isNormal();
    }

    @RepeatedTest(2)
    void anInstanceFieldIsNewForEachTestAndAStaticOneStays() {
        SHARED.add(shared);
        assertThat(OWN.add(own)).isTrue();
        assertThat(SHARED).hasSize(1);
    }

    @Test
    void aParameterIsWhatItAsksFor(
            @KeaRelationship(maxUnackedClients = 0, heartbeatDelay = 1000, maxResponseDelay = 4000, normal = false)
                    FakeRelationship quick,
            @KeaRelationship(mode = Mode.PASSIVE_BACKUP, backups = 2, version = "3.2") FakeRelationship passive) {
        assertThat(quick).isIn("server1", HaState.WAITING);
        quick.awaitNormal();
        quick.kill("server1");
        quick.await("server2", HaState.PARTNER_DOWN, Duration.ofSeconds(6));
        assertThat(passive.servers()).hasSize(3);
        assertThat(passive).serves("server1", "server1").serves("server2");
    }

    @Nested
    class Inside {

        @KeaRelationship(hooks = "subnet_cmds")
        private FakeRelationship inner;

        @Test
        void theFieldsAroundAreThereToo() {
            assertThat(inner).isNormal();
            assertThat(own).isNormal();
            assertThat(inner.server("server1")
                            .answer("list-commands")
                            .arguments()
                            .toString())
                    .contains("subnet4-delta-add");
        }
    }

    // ---- what a failure shows

    /** Not run by itself. */
    static final class Failing {

        @KeaRelationship(maxUnackedClients = 0)
        private FakeRelationship kea;

        @Test
        void expectsTooMuch() {
            kea.channel("server1").send(DhcpService.DHCP4, KeaCommands.versionGet(), Duration.ofSeconds(1));
            kea.kill("server1");
            kea.await("server2", HaState.PARTNER_DOWN, Duration.ofMinutes(2));
            throw new AssertionError("as it should");
        }
    }

    /** Not run by itself. */
    static final class Misplaced {

        @KeaRelationship
        private String kea = "";

        @Test
        void neverBegins() {
            throw new AssertionError(kea);
        }
    }

    @Test
    void aFailureShowsStatesAndCommands() {
        Throwable failure = failures(Failing.class).get(0);
        assertThat(failure).hasMessage("as it should");
        assertThat(failure.getSuppressed()).hasSize(1);
        assertThat(failure.getSuppressed()[0].getMessage().lines().toList())
                .anyMatch(line -> line.matches("\\d\\d:\\d\\d:\\d\\d\\.\\d{3}  server1  hot-standby"))
                .anyMatch(line -> line.matches("\\S+  server1  version-get: result 0.*"))
                .anyMatch(line -> line.matches("\\S+  server1  killed"))
                .anyMatch(line -> line.matches("\\S+  server2  partner-down"))
                .first()
                .asString()
                .contains("server1", "not running", "server2", "partner-down");
    }

    @Test
    void whereItDoesNotBelongItSaysSo() {
        assertThat(failures(Misplaced.class))
                .singleElement()
                .satisfies(failure -> assertThat(failure)
                        .hasMessageStartingWith("@KeaRelationship goes on a FakeRelationship, found it on ")
                        .hasMessageContaining("Misplaced.kea"));
    }

    private static List<Throwable> failures(Class<?> test) {
        SummaryGeneratingListener summary = new SummaryGeneratingListener();
        LauncherFactory.create().execute(request().selectors(selectClass(test)).build(), summary);
        List<Throwable> failures = new ArrayList<>();
        summary.getSummary().getFailures().forEach(failure -> failures.add(failure.getException()));
        return failures;
    }
}
