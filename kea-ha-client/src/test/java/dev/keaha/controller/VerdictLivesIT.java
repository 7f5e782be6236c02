package dev.keaha.controller;

import static org.assertj.core.api.Assertions.fail;

import dev.keaha.client.KeaClient;
import dev.keaha.client.KeaEndpoint;
import dev.keaha.command.DhcpOrigin;
import dev.keaha.command.HaCommands;
import dev.keaha.command.KeaCommand;
import dev.keaha.command.KeaCommands;
import dev.keaha.config.DhcpService;
import dev.keaha.ha.HaMode;
import dev.keaha.health.Effect;
import dev.keaha.health.Reason;
import dev.keaha.health.ReasonCode;
import dev.keaha.health.Verdict;
import dev.keaha.json.Json;
import dev.keaha.testkit.real.RealKea;
import dev.keaha.testkit.real.RealKea.Generation;
import dev.keaha.testkit.real.RealServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is said of real servers while everything happens to them that happens to servers. The timers are short: a
 * heartbeat each second, and a partner counts as lost after three.
 *
 * <p>A look is what one survey says, in short: health, source, replication, and the reasons, each with the number of its
 * server; those that impair nothing with a tilde. An event has one last look, which must come in time, and looks on the
 * way there, which may come in this order and no others. They are regular expressions.
 */
@Execution(ExecutionMode.CONCURRENT)
class VerdictLivesIT {

    /** What takes a start and a few heartbeats; a loaded machine has its share in it. */
    private static final Duration SOON = Duration.ofSeconds(15);
    /** Kea waits 10 s for an answer that does not come before it takes its partner for unavailable. */
    private static final Duration AFTER_SILENCE = Duration.ofSeconds(30);

    /** Two that find each other again: Kea 2.2 may lose 10 s more than once, since both wait for each other. */
    private static final Duration TOGETHER = Duration.ofSeconds(60);

    private static final String NORMAL = "OK server1 on";

    @TempDir
    private Path directory;

    static Stream<Arguments> pairs() {
        List<Arguments> pairs = new ArrayList<>();
        for (Generation generation : Generation.values()) {
            for (HaMode mode : List.of(HaMode.LOAD_BALANCING, HaMode.HOT_STANDBY)) {
                for (DhcpService service : DhcpService.values()) {
                    pairs.add(Arguments.of(generation, mode, service));
                }
            }
        }
        return pairs.stream();
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource("pairs")
    void lifeOfAPair(Generation generation, HaMode mode, DhcpService service) throws Exception {
        builder(generation, mode, service).run(kea -> {
            try (Life life = new Life(kea, service)) {
                live(life, generation, mode.equals(HaMode.LOAD_BALANCING));
            }
        });
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(DhcpService.class)
    void lifeWithoutAPartner(DhcpService service) throws Exception {
        builder(Generation.V3_0, HaMode.PASSIVE_BACKUP, service).backups(1).run(kea -> {
            try (Life life = new Life(kea, service)) {
                liveAlone(life);
            }
        });
    }

    /** A synchronisation that dies leaves its lock on the partner, for good where it gave no time. */
    @ParameterizedTest(name = "{0}")
    @EnumSource(value = Generation.class, names = "V2_2", mode = EnumSource.Mode.EXCLUDE)
    void aLockThatNobodyLifts(Generation generation) throws Exception {
        builder(generation, HaMode.HOT_STANDBY, DhcpService.DHCP4)
                .relationship(entry -> entry.with("sync-timeout", Json.value(3000)))
                .run(kea -> {
                    try (Life life = new Life(kea, DhcpService.DHCP4)) {
                        RealServer one = kea.server("server1");
                        life.then("both started", SOON, NORMAL, "(OK|Impaired) server1 held.*", "OK server1 held.*");
                        life.send(one, KeaCommands.dhcpDisable(null, DhcpOrigin.haPartner(0)));
                        life.then(
                                "a lock of the partner's that stays",
                                SOON,
                                "Impaired server1 held lock-stays/1 clients-not-served/1",
                                NORMAL);
                        life.send(one, KeaCommands.dhcpEnable(DhcpOrigin.haPartner(0)));
                        life.then("the lock lifted", SOON, NORMAL);
                        life.send(one, KeaCommands.dhcpDisable(null, DhcpOrigin.haPartner(0)));
                        life.then(
                                "the lock again",
                                SOON,
                                "Impaired server1 held lock-stays/1 clients-not-served/1",
                                NORMAL);
                        one.restart();
                        life.then("restarted", SOON, NORMAL, "(OK|Impaired|Service down) .*");
                    }
                });
    }

    /** DHCPv4 is managed through Control Agents, DHCPv6 on Kea 3.0 by the daemons' own sockets. */
    private static RealKea.Builder builder(Generation generation, HaMode mode, DhcpService service) {
        RealKea.Builder builder = RealKea.of(generation, service, mode)
                .ownNetworks()
                .heartbeatDelay(Duration.ofSeconds(1))
                .maxResponseDelay(Duration.ofSeconds(3));
        return service == DhcpService.DHCP4 ? builder.controlAgents() : builder;
    }

    private static void live(Life life, Generation generation, boolean balancing) {
        RealServer one = life.kea.server("server1");
        RealServer two = life.kea.server("server2");
        boolean agents = one.agentEndpoint().isPresent();
        String gone1 = agents ? "peer-offline/1" : "peer-unreachable/1";
        String gone2 = agents ? "peer-offline/2" : "peer-unreachable/2";
        String starting2 = " ~peer-settling/2" + (balancing ? " ~clients-wait/2" : "");
        String bothStart = "Impaired server1 held clients-not-served/1" + (balancing ? " clients-not-served/2" : "")
                + " ~peer-settling/1 ~peer-settling/2";
        // what two servers do that find each other alone: they wait, synchronise and go on together
        String apart = "Impaired server[12] held( split-brain)?( partner-down/[12])*( communication-recovery/[12])*"
                + "( peers-not-in-touch/[12])*( clients-not-served/[12])*( stand-in-is-source/2)?"
                + "( ~peer-settling/[12])*( ~clients-wait/[12])*";
        String together = "OK server1 held( ~peer-settling/[12])+( ~clients-wait/[12])*";
        // Kea 2.2 answers nobody while it synchronises: two that do it at once wait for each other in vain
        String[] findTogether = generation == Generation.V2_2
                ? new String[] {
                    apart, "(Service down|Impaired) (server[12]|-) (held|on|off)( [~a-z-]+(/[12])?)+", together
                }
                : new String[] {apart, together};

        life.then("both started", SOON, NORMAL, bothStart, together);

        one.stop();
        two.stop();
        life.then("both stopped", SOON, "Service down - off no-source " + gone1 + " " + gone2);
        one.start();
        life.then(
                "the primary started",
                SOON,
                "Impaired server1 on " + gone2 + " partner-down/1",
                "Service down - off no-source " + gone2 + " ~peer-settling/1");
        two.start();
        life.then(
                "the other started",
                SOON,
                NORMAL,
                "Impaired server1 held partner-down/1 ~peer-settling/2",
                "OK server1 held" + starting2);

        one.kill();
        life.then(
                "the primary killed",
                SOON,
                "Impaired server2 on " + gone1 + " partner-down/2 stand-in-is-source/2",
                "Impaired server2 on " + gone1 + " stand-in-is-source/2 ~partner-sees-peer/1",
                "Impaired server2 on " + gone1
                        + "( communication-recovery/2)? clients-not-served/1 stand-in-is-source/2");
        one.start();
        life.then(
                "the primary back",
                SOON,
                NORMAL,
                "Impaired server2 held partner-down/2 stand-in-is-source/2 ~peer-settling/1",
                "Impaired server2 held stand-in-is-source/2 ~peer-settling/1 ~clients-wait/1");

        two.pause();
        life.then(
                "the other hangs",
                AFTER_SILENCE,
                "Impaired server1 on peer-unreachable/2 partner-down/1",
                "Impaired server1 on peer-unreachable/2 ~partner-sees-peer/2",
                "Impaired server1 on peer-unreachable/2( communication-recovery/1)?( clients-not-served/2)?");
        two.resume();
        life.then("the other goes on", TOGETHER, NORMAL, findTogether);

        life.send(one, KeaCommands.dhcpDisable(null, DhcpOrigin.USER));
        life.then(
                "the primary switched off",
                Duration.ofSeconds(3),
                generation == Generation.V2_2
                        ? NORMAL
                        : "Impaired server2 on disabled-by-user/1 clients-not-served/1 stand-in-is-source/2");
        life.send(one, KeaCommands.dhcpEnable(DhcpOrigin.USER));
        life.then("the primary switched on", Duration.ofSeconds(3), NORMAL);

        if (agents) {
            String seen = "Impaired server2 on peer-unreachable/1 stand-in-is-source/2 ~partner-sees-peer/1";
            boolean peersUseIt = generation == Generation.V2_2;
            one.killAgent();
            life.then(
                    "the primary's agent killed",
                    SOON,
                    peersUseIt ? "Impaired server2 on peer-unreachable/1 partner-down/2 stand-in-is-source/2" : seen,
                    seen,
                    "Impaired server2 on peer-unreachable/1( communication-recovery/2)? clients-not-served/1"
                            + " stand-in-is-source/2");
            one.start();
            life.then("the primary's agent back", TOGETHER, NORMAL, peersUseIt ? findTogether : new String[0]);
        }

        life.send(two, HaCommands.haMaintenanceStart(balancing ? HaMode.LOAD_BALANCING : HaMode.HOT_STANDBY));
        life.then(
                "maintenance of the primary",
                Duration.ofSeconds(3),
                "Impaired server2 on in-maintenance/1 partner-in-maintenance/2 stand-in-is-source/2");
        life.send(two, HaCommands.haMaintenanceCancel());
        life.then("maintenance cancelled", Duration.ofSeconds(3), NORMAL);

        String missed = "( partner-down/1)?( communication-recovery/1)?";
        String starts = "( ~peer-settling/2( ~clients-wait/2)?)?";
        two.restart(Duration.ofSeconds(45));
        life.then(
                "a clock 45 s ahead",
                SOON,
                "OK server1 on ~clock-skew",
                "(OK|Impaired) server1 held" + missed + starts + "( ~clock-skew)?");
        two.restart(Duration.ofSeconds(75));
        life.then(
                "a clock 75 s ahead",
                SOON,
                "Impaired server1 held clock-skew-too-large terminated/1 terminated/2",
                "(OK|Impaired) server1 held( clock-skew-too-large)?" + missed + starts + "( ~clock-skew)?",
                "Impaired server1 held clock-skew-too-large( one-terminated/[12])? terminated/[12]"
                        + "( clients-not-served/2)?( ~peer-settling/2)?");
        String onlyOne =
                " one-terminated/2 terminated/1" + (balancing ? " clients-not-served/2" : "") + " ~peer-settling/2";
        two.restart(Duration.ZERO);
        life.then(
                "only one restarted",
                SOON,
                "Impaired server1 held" + onlyOne,
                "Impaired server1 held clock-skew-too-large" + onlyOne);
        one.restart();
        life.then("both restarted", SOON, NORMAL, bothStart, "OK server1 held" + starting2);

        life.kea.partition("server1", "server2");
        life.then(
                "a partition",
                AFTER_SILENCE,
                "Impaired server1 held split-brain partner-down/1 partner-down/2",
                NORMAL,
                "Impaired server1 held( split-brain)?( partner-down/[12])?( communication-recovery/[12])*"
                        + "( peers-not-in-touch/[12])*( clients-not-served/[12])*");
        life.kea.heal();
        life.then("the partition healed", TOGETHER, NORMAL, findTogether);
    }

    private static void liveAlone(Life life) {
        RealServer primary = life.kea.server("server1");
        RealServer backup = life.kea.server("server2");
        boolean agents = primary.agentEndpoint().isPresent();
        String gone = agents ? "peer-offline/" : "peer-unreachable/";
        String starting = "Service down - off no-source ~peer-settling/1";

        life.then(
                "both started",
                SOON,
                NORMAL,
                "(OK|Impaired) server1 (on|held)( clients-not-served/1)?( ~peer-settling/[12])+");
        backup.kill();
        life.then("the backup killed", SOON, "Impaired server1 on " + gone + "2");
        backup.start();
        life.then("the backup back", SOON, NORMAL, "OK server1 on ~peer-settling/2");
        primary.kill();
        life.then("the primary killed", SOON, "Service down - off no-source " + gone + "1");
        primary.start();
        life.then("the primary back", SOON, NORMAL, starting);
        primary.pause();
        life.then("the primary hangs", SOON, "Service down - off no-source peer-unreachable/1");
        primary.resume();
        life.then("the primary goes on", SOON, NORMAL);
        life.send(primary, KeaCommands.dhcpDisable(null, DhcpOrigin.USER));
        life.then("the primary switched off", SOON, "Service down - off no-source disabled-by-user/1");
        life.send(primary, KeaCommands.dhcpEnable(DhcpOrigin.USER));
        life.then("the primary switched on", SOON, NORMAL);
        if (agents) {
            primary.killAgent();
            life.then("the primary's agent killed", SOON, "Service down - off no-source peer-unreachable/1");
            primary.start();
            life.then("the primary's agent back", TOGETHER, NORMAL);
        }
        // Kea compares no clocks and sends no heartbeats here
        backup.restart(Duration.ofSeconds(75));
        life.then("a clock 75 s ahead", SOON, NORMAL, "OK server1 on ~peer-settling/2");
        life.kea.partition("server1", "server2");
        life.then("a partition", SOON, NORMAL);
    }

    /** A relationship, and everything that was said of it. */
    private final class Life implements AutoCloseable {

        /** What stays the same, or what Kea does for a moment in every synchronisation. */
        private static final Set<ReasonCode> LEFT_OUT =
                Set.of(ReasonCode.FAILOVER_BY_TIME, ReasonCode.DISABLED_NOT_VISIBLE, ReasonCode.LOCKED_BY_HA);

        private final RealKea kea;
        private final DhcpService service;
        private final KeaClient client = KeaClient.create();
        private final HaController controller;
        private final ManagedRelationship relationship;
        private final List<String> said = new ArrayList<>();

        Life(RealKea kea, DhcpService service) {
            this.kea = kea;
            this.service = service;
            this.controller = HaController.builder(new FileStore(directory))
                    .channels(client::channel)
                    .timeout(Duration.ofMillis(1500))
                    .build();
            Map<String, KeaEndpoint> peers = new HashMap<>();
            kea.servers().forEach(server -> peers.put(server.name(), endpoint(server)));
            this.relationship = ((Opening.Opened) controller.open(
                            new RelationshipAddress(service, endpoint(kea.server("server1")), peers, Optional.empty())))
                    .relationship();
        }

        private static KeaEndpoint endpoint(RealServer server) {
            return KeaEndpoint.builder(server.agentEndpoint().orElse(server.endpoint()))
                    .build();
        }

        void send(RealServer server, KeaCommand<?> command) {
            client.channel(endpoint(server)).call(service, command, SOON);
        }

        /** Looks until the last look is seen; every other look on the way must be one of those given, in their order. */
        void then(String event, Duration within, String last, String... onTheWay) {
            said.add("- " + event);
            long start = System.nanoTime();
            int reached = 0;
            String before = "";
            while (true) {
                String look = look(relationship.survey().verdict());
                Duration passed = Duration.ofNanos(System.nanoTime() - start);
                if (!look.equals(before)) {
                    said.add(passed.toMillis() + " ms: " + look);
                    before = look;
                }
                if (look.equals(last)) {
                    return;
                }
                while (reached < onTheWay.length && !look.matches(onTheWay[reached])) {
                    reached++;
                }
                if (reached == onTheWay.length) {
                    fail("%s, after '%s': unexpected look%n%s", kea, event, story());
                } else if (passed.compareTo(within) > 0) {
                    fail("%s, after '%s': '%s' did not come within %s%n%s", kea, event, last, within, story());
                }
                Pause.SLEEP.await(Duration.ofMillis(100));
            }
        }

        private String story() {
            return String.join(System.lineSeparator(), said);
        }

        private static String look(Verdict verdict) {
            return verdict.health() + " " + verdict.source().orElse("-") + " " + verdict.replication()
                    + verdict.reasons().stream()
                            .filter(reason -> !LEFT_OUT.contains(reason.code()))
                            .map(Life::word)
                            .collect(Collectors.joining());
        }

        private static String word(Reason reason) {
            return (reason.effect() == Effect.NONE ? " ~" : " ")
                    + reason.code()
                    + reason.peer().map(peer -> peer.replace("server", "/")).orElse("");
        }

        @Override
        public void close() {
            controller.close();
            client.close();
        }
    }
}
