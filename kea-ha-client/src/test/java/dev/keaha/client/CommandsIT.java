package dev.keaha.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keaha.command.ClassCommands;
import dev.keaha.command.DhcpOrigin;
import dev.keaha.command.HaCommands;
import dev.keaha.command.HaMaintenance;
import dev.keaha.command.KeaCommand;
import dev.keaha.command.KeaCommandException;
import dev.keaha.command.KeaCommands;
import dev.keaha.command.KeaTransportException;
import dev.keaha.command.Lease;
import dev.keaha.command.LeaseCommands;
import dev.keaha.command.LeaseKey;
import dev.keaha.command.LeasePage;
import dev.keaha.command.NetworkCommands;
import dev.keaha.command.RemoteCommands;
import dev.keaha.command.ReservationCommands;
import dev.keaha.command.ReservationKey;
import dev.keaha.command.ReservationTarget;
import dev.keaha.command.ResultCode;
import dev.keaha.command.StatisticCommands;
import dev.keaha.command.SubnetCommands;
import dev.keaha.command.TransportFailure;
import dev.keaha.config.DhcpService;
import dev.keaha.ha.HaMode;
import dev.keaha.ha.HaState;
import dev.keaha.json.Json;
import dev.keaha.json.JsonObject;
import dev.keaha.testkit.real.Installation;
import dev.keaha.testkit.real.RealKea;
import dev.keaha.testkit.real.RealKea.Generation;
import dev.keaha.testkit.real.RealServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The commands of Kea's hooks as values, done and refused, against real Kea: every installed generation, both families. */
class CommandsIT {

    private static final Duration LONG = Duration.ofSeconds(20);

    private final KeaClient client = KeaClient.create();

    @AfterEach
    void close() {
        client.close();
    }

    static Stream<Arguments> daemons() {
        return RealKea.installed().stream()
                .map(Installation::generation)
                .flatMap(generation ->
                        Stream.of(DhcpService.values()).map(service -> Arguments.of(generation, service)));
    }

    /** One daemon, and what it is asked. */
    private record Asked(EndpointChannel channel, DhcpService service, Generation generation) {

        <R> R call(KeaCommand<R> command) {
            return channel.call(service, command, LONG);
        }

        KeaCommandException refusal(KeaCommand<?> command) {
            KeaCommandException refusal =
                    catchThrowableOfType(KeaCommandException.class, () -> channel.call(service, command, LONG));
            assertThat(refusal).as(command + " was not refused").isNotNull();
            return refusal;
        }

        boolean isV4() {
            return service == DhcpService.DHCP4;
        }
    }

    private Asked asked(RealKea kea, String server, DhcpService service, Generation generation) {
        return new Asked(
                client.channel(
                        KeaEndpoint.builder(kea.server(server).endpoint()).build()),
                service,
                generation);
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("daemons")
    void everyCommandOfTheHooks(Generation generation, DhcpService service) throws Exception {
        boolean free = generation == Generation.V3_0;
        RealKea.Builder builder = RealKea.of(generation, service, HaMode.HOT_STANDBY);
        (free ? builder.hooks("subnet_cmds", "host_cmds", "class_cmds") : builder).run(kea -> {
            kea.awaitNormal();
            Asked asked = asked(kea, "server1", service, generation);
            leases(asked);
            statistics(asked);
            if (free) {
                subnets(asked);
                networks(asked);
                reservations(asked);
                classes(asked);
            } else {
                Stream.of(
                                SubnetCommands.subnetList(service),
                                NetworkCommands.networkList(service),
                                ReservationCommands.reservationGetAll(1, ReservationTarget.DEFAULT),
                                ClassCommands.classList())
                        .forEach(command ->
                                assertThat(asked.refusal(command).result()).isEqualTo(ResultCode.UNSUPPORTED));
            }
            assertThat(asked.refusal(RemoteCommands.remote("remote-server" + service.family() + "-get-all", null))
                            .result())
                    .isEqualTo(ResultCode.UNSUPPORTED);
            // nothing of it has disturbed HA
            assertThat(asked.call(HaCommands.haHeartbeat(null)).state()).isEqualTo(HaState.HOT_STANDBY);
        });
    }

    private static void leases(Asked asked) {
        DhcpService service = asked.service();
        String address = asked.isV4() ? "192.0.2.50" : "2001:db8:1::1:50";
        JsonObject lease = asked.isV4()
                ? Json.object("ip-address", address, "hw-address", "aa:bb:cc:dd:ee:01", "subnet-id", 1)
                : Json.object("ip-address", address, "duid", "01:02:03:04", "iaid", 7, "subnet-id", 1);
        LeaseKey key = LeaseKey.ofAddress(address);

        assertThat(asked.call(LeaseCommands.leaseGet(service, key))).isEmpty();
        assertThat(asked.call(LeaseCommands.leaseGetPage(service, null, 10)).leases())
                .isEmpty();
        assertThat(asked.call(LeaseCommands.leaseDel(service, key)).found()).isFalse();
        assertThat(asked.call(LeaseCommands.leaseAdd(service, lease)).found()).isTrue();
        assertThat(asked.refusal(LeaseCommands.leaseAdd(service, lease)).result())
                .isEqualTo(asked.generation() == Generation.V2_2 ? ResultCode.ERROR : ResultCode.CONFLICT);
        Lease found = asked.call(LeaseCommands.leaseGet(service, key)).orElseThrow();
        assertThat(found.address()).isEqualTo(address);
        assertThat(found.subnet()).isEqualTo(1);
        assertThat(asked.isV4() ? found.hwAddress() : found.duid())
                .contains(asked.isV4() ? "aa:bb:cc:dd:ee:01" : "01:02:03:04");
        assertThat(asked.call(LeaseCommands.leaseGet(
                        service,
                        asked.isV4()
                                ? LeaseKey.ofClient(1, "hw-address", "aa:bb:cc:dd:ee:01")
                                : LeaseKey.ofDuid(1, "01:02:03:04", 7))))
                .contains(found);

        asked.call(LeaseCommands.leaseUpdate(service, lease.with("hostname", Json.value("h.example.")), false));
        assertThat(asked.call(LeaseCommands.leaseGet(service, key))
                        .orElseThrow()
                        .hostname())
                .contains("h.example.");
        String another = address.replaceFirst("50$", "51");
        JsonObject second = lease.with("ip-address", Json.value(another))
                .with(
                        asked.isV4() ? "hw-address" : "duid",
                        Json.value(asked.isV4() ? "aa:bb:cc:dd:ee:02" : "01:02:03:05"));
        assertThat(asked.refusal(LeaseCommands.leaseUpdate(service, second, false))
                        .result())
                .isEqualTo(asked.generation() == Generation.V2_2 ? ResultCode.ERROR : ResultCode.CONFLICT);
        asked.call(LeaseCommands.leaseUpdate(service, second, true));

        LeasePage page = asked.call(LeaseCommands.leaseGetPage(service, null, 1));
        assertThat(page.leases()).extracting(Lease::address).containsExactly(address);
        LeasePage next =
                asked.call(LeaseCommands.leaseGetPage(service, page.next().orElseThrow(), 1));
        assertThat(next.leases()).extracting(Lease::address).containsExactly(another);
        assertThat(asked.call(LeaseCommands.leaseGetPage(service, next.next().orElseThrow(), 1))
                        .next())
                .isEmpty();
        assertThat(asked.call(LeaseCommands.leaseGetAll(service, List.of()))).hasSize(2);
        assertThat(asked.call(LeaseCommands.leaseGetAll(service, List.of(2L)))).isEmpty();

        assertThat(asked.call(LeaseCommands.leaseDel(service, key)).found()).isTrue();
        assertThat(asked.call(LeaseCommands.leaseWipe(service, 1)).found()).isTrue();
        assertThat(asked.call(LeaseCommands.leaseGetAll(service, List.of()))).isEmpty();
    }

    private static void statistics(Asked asked) {
        String counter = asked.isV4() ? "pkt4-received" : "pkt6-received";
        assertThat(asked.call(StatisticCommands.statisticGet(counter))
                        .orElseThrow()
                        .number())
                .isPresent();
        assertThat(asked.call(StatisticCommands.statisticGet("no-such"))).isEmpty();
        assertThat(asked.call(StatisticCommands.statisticGetAll())).containsKey(counter);
        asked.call(StatisticCommands.statisticReset(counter));
        asked.call(StatisticCommands.statisticResetAll());
        assertThat(asked.channel()
                        .send(asked.service(), StatisticCommands.statisticReset("no-such"), LONG)
                        .result())
                .isNotEqualTo(ResultCode.SUCCESS);
    }

    private static void subnets(Asked asked) {
        DhcpService service = asked.service();
        String prefix = asked.isV4() ? "203.0.113.0/24" : "2001:db8:77::/64";
        JsonObject subnet = Json.object("id", 77, "subnet", prefix);

        assertThat(asked.call(SubnetCommands.subnetList(service))).hasSize(2);
        assertThat(asked.call(SubnetCommands.subnetGet(service, 77))).isEmpty();
        assertThat(asked.call(SubnetCommands.subnetDel(service, 77)).found()).isFalse();
        assertThat(asked.call(SubnetCommands.subnetAdd(service, subnet)).found())
                .isTrue();
        assertThat(asked.refusal(SubnetCommands.subnetAdd(service, subnet)).result())
                .isEqualTo(ResultCode.ERROR);
        assertThat(asked.call(SubnetCommands.subnetGet(service, prefix))).isPresent();
        asked.call(SubnetCommands.subnetUpdate(service, subnet.with("valid-lifetime", Json.value(1000))));
        assertThat(lifetime(asked)).hasValue(1000);
        asked.call(SubnetCommands.subnetDeltaAdd(
                service,
                subnet.with("valid-lifetime", Json.value(2000))
                        .with("min-valid-lifetime", Json.value(2000))
                        .with("max-valid-lifetime", Json.value(2000))));
        assertThat(lifetime(asked)).hasValue(2000);
        asked.call(SubnetCommands.subnetDeltaDel(
                service,
                subnet.with("valid-lifetime", Json.value(2000))
                        .with("min-valid-lifetime", Json.value(2000))
                        .with("max-valid-lifetime", Json.value(2000))));
        assertThat(lifetime(asked)).isNotEqualTo(OptionalLong.of(2000));
        assertThat(asked.call(SubnetCommands.subnetDel(service, 77)).found()).isTrue();
    }

    private static OptionalLong lifetime(Asked asked) {
        return asked.call(SubnetCommands.subnetGet(asked.service(), 77))
                .orElseThrow()
                .integer("valid-lifetime");
    }

    private static void networks(Asked asked) {
        DhcpService service = asked.service();
        assertThat(asked.call(NetworkCommands.networkList(service))).isEmpty();
        assertThat(asked.call(NetworkCommands.networkGet(service, "floor1"))).isEmpty();
        asked.call(NetworkCommands.networkAdd(service, Json.object("name", "floor1")));
        assertThat(asked.refusal(NetworkCommands.networkAdd(service, Json.object("name", "floor1")))
                        .result())
                .isEqualTo(ResultCode.ERROR);
        assertThat(asked.call(NetworkCommands.networkList(service))).containsExactly("floor1");
        asked.call(NetworkCommands.networkSubnetAdd(service, "floor1", 2));
        assertThat(asked.refusal(NetworkCommands.networkSubnetAdd(service, "floor1", 2))
                        .result())
                .isEqualTo(ResultCode.ERROR);
        assertThat(asked.call(NetworkCommands.networkGet(service, "floor1"))
                        .orElseThrow()
                        .array(service.subnets())
                        .orElseThrow()
                        .size())
                .isEqualTo(1);
        asked.call(NetworkCommands.networkSubnetDel(service, "floor1", 2));
        assertThat(asked.call(NetworkCommands.networkDel(service, "floor1", false))
                        .found())
                .isTrue();
        assertThat(asked.call(NetworkCommands.networkDel(service, "floor1", false))
                        .found())
                .isFalse();
        assertThat(asked.call(SubnetCommands.subnetList(service))).hasSize(2);
    }

    private static void reservations(Asked asked) {
        String identifier = asked.isV4() ? "aa:bb:cc:dd:ee:05" : "05:06:07:08";
        String type = asked.isV4() ? "hw-address" : "duid";
        JsonObject host = Json.object("subnet-id", 1, type, identifier)
                .with(
                        asked.isV4() ? "ip-address" : "ip-addresses",
                        asked.isV4() ? Json.value("192.0.2.60") : Json.array("2001:db8:1::1:60"));
        ReservationKey key = new ReservationKey(1, type, identifier);
        ReservationTarget memory = ReservationTarget.MEMORY;

        assertThat(asked.call(ReservationCommands.reservationGet(key, memory))).isEmpty();
        asked.call(ReservationCommands.reservationAdd(host, memory));
        assertThat(asked.refusal(ReservationCommands.reservationAdd(host, memory))
                        .result())
                .isIn(ResultCode.ERROR, ResultCode.CONFLICT);
        asked.call(ReservationCommands.reservationUpdate(host.with("hostname", Json.value("h")), memory));
        assertThat(asked.call(ReservationCommands.reservationGet(key, memory)))
                .map(found -> found.text("hostname").orElse(""))
                .contains("h");
        assertThat(asked.call(ReservationCommands.reservationGet(
                        ReservationKey.ofAddress(1, asked.isV4() ? "192.0.2.60" : "2001:db8:1::1:60"), memory)))
                .isPresent();
        assertThat(asked.call(ReservationCommands.reservationGetAll(1, memory))).hasSize(1);
        assertThat(asked.call(ReservationCommands.reservationDel(key, memory)).found())
                .isTrue();
        assertThat(asked.call(ReservationCommands.reservationDel(key, memory)).found())
                .isFalse();
        assertThat(asked.call(ReservationCommands.reservationGetAll(1, memory))).isEmpty();
    }

    private static void classes(Asked asked) {
        assertThat(asked.call(ClassCommands.classGet("gold"))).isEmpty();
        asked.call(ClassCommands.classAdd(Json.object("name", "gold")));
        assertThat(asked.refusal(ClassCommands.classAdd(Json.object("name", "gold")))
                        .result())
                .isEqualTo(ResultCode.ERROR);
        asked.call(ClassCommands.classUpdate(Json.object("name", "gold", "test", "option[61].exists")));
        assertThat(asked.call(ClassCommands.classGet("gold")))
                .map(found -> found.text("test").orElse(""))
                .contains("option[61].exists");
        assertThat(asked.call(ClassCommands.classList())).contains("gold");
        assertThat(asked.call(ClassCommands.classDel("gold")).found()).isTrue();
        assertThat(asked.call(ClassCommands.classDel("gold")).found()).isFalse();
    }

    /** The traps of the HA commands, where they can be shown: each has its value, and none is taken for success. */
    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("daemons")
    void theTrapsOfHa(Generation generation, DhcpService service) throws Exception {
        RealKea.of(generation, service, HaMode.HOT_STANDBY).run(kea -> {
            kea.awaitNormal();
            Asked primary = asked(kea, "server1", service, generation);

            // an HA lock is another lock than the user's, and only its own origin takes it back
            primary.call(KeaCommands.dhcpDisable(Duration.ofSeconds(60), DhcpOrigin.haPartner(0)));
            primary.call(KeaCommands.dhcpEnable(DhcpOrigin.USER));
            if (generation != Generation.V2_2) {
                assertThat(disabledByCommand(primary)).isTrue();
            }
            primary.call(KeaCommands.dhcpEnable(DhcpOrigin.haPartner(0)));
            if (generation != Generation.V2_2) {
                assertThat(disabledByCommand(primary)).isFalse();
            }

            // 2.2 gives no answer at all to a sync from nobody, the others say so
            KeaCommand<String> nobody = HaCommands.haSync("nobody", Duration.ofSeconds(10));
            if (generation == Generation.V2_2) {
                assertThat(catchThrowableOfType(KeaTransportException.class, () -> primary.call(nobody))
                                .failure())
                        .isEqualTo(TransportFailure.CONNECTION_LOST);
            } else {
                assertThat(primary.refusal(nobody).text()).contains("nobody");
            }

            // done, and yet the partner did not agree
            kea.server("server2").kill();
            HaMaintenance alone = primary.call(HaCommands.haMaintenanceStart(HaMode.HOT_STANDBY));
            assertThat(alone.partnerAgreed()).isFalse();
            assertThat(alone.state()).isEqualTo(HaState.PARTNER_DOWN);
            assertThat(primary.call(HaCommands.haHeartbeat(null)).state()).isEqualTo(HaState.PARTNER_DOWN);

            RealServer first = kea.server("server1");
            primary.call(KeaCommands.shutdown(0));
            long deadline = System.nanoTime() + LONG.toNanos();
            while (first.isRunning() && System.nanoTime() < deadline) {
                Thread.onSpinWait();
            }
            assertThat(first.isRunning()).isFalse();
        });
    }

    private static boolean disabledByCommand(Asked asked) {
        return asked.call(KeaCommands.statusGet()).dhcpState().orElseThrow().disabledByHa();
    }

    /** One Control Agent before both daemons: one request, two answers. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("agents")
    void bothDaemonsBehindAnAgent(Generation generation) throws Exception {
        RealKea.of(generation, DhcpService.DHCP6, HaMode.HOT_STANDBY)
                .run(six -> RealKea.of(generation, DhcpService.DHCP4, HaMode.HOT_STANDBY)
                        .controlAgents()
                        .run(four -> {
                            EndpointChannel agent = client.channel(KeaEndpoint.builder(four.server("server1")
                                            .agentEndpoint()
                                            .orElseThrow())
                                    .build());
                            leadTo(generation, agent, four.server("server1"), six.server("server1"));

                            Map<DhcpService, Reply> versions = agent.sendToBoth(KeaCommands.versionGet(), LONG);
                            Map<DhcpService, Reply> running = agent.sendToBoth(KeaCommands.configGet(), LONG);
                            six.server("server1").kill();
                            Map<DhcpService, Reply> left = agent.sendToBoth(KeaCommands.configReload(), LONG);

                            assertThat(versions.values())
                                    .extracting(reply -> reply.orThrow().text())
                                    .containsExactly(
                                            four.version().toString(),
                                            four.version().toString());
                            running.forEach((service, reply) -> assertThat(
                                            reply.orThrow().object().has(service.root()))
                                    .isTrue());
                            assertThat(left.get(DhcpService.DHCP4).orThrow().result())
                                    .isEqualTo(ResultCode.SUCCESS);
                            assertThat(left.get(DhcpService.DHCP6))
                                    .isInstanceOfSatisfying(
                                            Reply.Missing.class,
                                            missing -> assertThat(
                                                            missing.failure().failure())
                                                    .isEqualTo(TransportFailure.DAEMON_OFFLINE));
                        }));
    }

    static Stream<Generation> agents() {
        return RealKea.installed().stream().map(Installation::generation);
    }

    /** Tells a running agent of another daemon; the agent's own commands have no service. */
    private static void leadTo(Generation generation, EndpointChannel agent, RealServer own, RealServer other)
            throws Exception {
        // newer agents take sockets in one directory alone
        Path link = own.controlSocket().resolveSibling("other.sock");
        Files.createSymbolicLink(link, inside(generation, other.controlSocket()));
        JsonObject socket = Json.object(
                "socket-type", "unix", "socket-name", inside(generation, link).toString());
        JsonObject config = AgentItself.config(agent.address());
        JsonObject changed = config.withObject(
                "Control-agent", all -> all.withObject("control-sockets", sockets -> sockets.with("dhcp6", socket)));
        AgentItself.set(agent.address(), changed);
    }

    private static Path inside(Generation generation, Path outside) {
        return Path.of("/").resolve(Installation.of(generation).root().relativize(outside));
    }
}
