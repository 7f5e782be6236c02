package dev.keaha.command;

import static dev.keaha.config.DhcpService.DHCP4;
import static dev.keaha.config.DhcpService.DHCP6;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keaha.ha.HaMode;
import dev.keaha.ha.HaState;
import dev.keaha.ha.PeerRole;
import dev.keaha.json.Json;
import dev.keaha.json.JsonObject;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What each command sends, whether it changes something and may be repeated, and how its answers are read. */
class CommandsTest {

    private static final JsonObject SUBNET = Json.object("id", 7, "subnet", "10.7.0.0/24");
    private static final JsonObject HOST = Json.object("subnet-id", 7, "hw-address", "aa:bb:cc:dd:ee:ff");
    private static final JsonObject CLASS = Json.object("name", "gold");
    private static final JsonObject LEASE = Json.object("ip-address", "10.7.0.9", "hw-address", "aa:bb:cc:dd:ee:ff");

    private enum Kind {
        READ,
        CHANGE,
        CHANGE_ONCE
    }

    private static Arguments is(KeaCommand<?> command, Kind kind, String json) {
        return Arguments.of(command, kind, json);
    }

    static Stream<Arguments> commands() {
        ReservationKey address = ReservationKey.ofAddress(7, "10.7.0.9");
        ReservationKey client = new ReservationKey(7, "duid", "01:02:03");
        return Stream.of(
                is(KeaCommands.shutdown(0), Kind.CHANGE_ONCE, "'command':'shutdown'"),
                is(KeaCommands.shutdown(3), Kind.CHANGE_ONCE, "'command':'shutdown','arguments':{'exit-value':3}"),
                is(KeaCommands.dhcpDisable(null, DhcpOrigin.USER), Kind.CHANGE, "'command':'dhcp-disable'"),
                is(
                        KeaCommands.dhcpDisable(Duration.ofSeconds(20), DhcpOrigin.USER),
                        Kind.CHANGE,
                        "'command':'dhcp-disable','arguments':{'max-period':20}"),
                is(KeaCommands.dhcpEnable(DhcpOrigin.USER), Kind.CHANGE, "'command':'dhcp-enable'"),
                is(
                        KeaCommands.dhcpEnable(DhcpOrigin.haPartner(1)),
                        Kind.CHANGE,
                        "'command':'dhcp-enable','arguments':{'origin':'ha-partner','origin-id':2001}"),
                is(HaCommands.haHeartbeat(null), Kind.READ, "'command':'ha-heartbeat'"),
                is(
                        HaCommands.haHeartbeat("s2"),
                        Kind.READ,
                        "'command':'ha-heartbeat','arguments':{'server-name':'s2'}"),
                is(
                        HaCommands.haScopes(List.of("s1"), "s2"),
                        Kind.CHANGE,
                        "'command':'ha-scopes','arguments':{'scopes':['s1'],'server-name':'s2'}"),
                is(HaCommands.haContinue(null), Kind.CHANGE, "'command':'ha-continue'"),
                is(
                        HaCommands.haReset(HaMode.PASSIVE_BACKUP, PeerRole.BACKUP, "s2"),
                        Kind.CHANGE_ONCE,
                        "'command':'ha-reset','arguments':{'server-name':'s2'}"),
                is(
                        HaCommands.haSync("s2", Duration.ofSeconds(60)),
                        Kind.CHANGE_ONCE,
                        "'command':'ha-sync','arguments':{'server-name':'s2','max-period':60}"),
                is(
                        HaCommands.haMaintenanceStart(HaMode.LOAD_BALANCING),
                        Kind.CHANGE_ONCE,
                        "'command':'ha-maintenance-start'"),
                is(HaCommands.haMaintenanceCancel(), Kind.CHANGE, "'command':'ha-maintenance-cancel'"),
                is(
                        StatisticCommands.statisticGet("x"),
                        Kind.READ,
                        "'command':'statistic-get','arguments':{'name':'x'}"),
                is(StatisticCommands.statisticGetAll(), Kind.READ, "'command':'statistic-get-all'"),
                is(
                        StatisticCommands.statisticReset("x"),
                        Kind.CHANGE_ONCE,
                        "'command':'statistic-reset','arguments':{'name':'x'}"),
                is(StatisticCommands.statisticResetAll(), Kind.CHANGE_ONCE, "'command':'statistic-reset-all'"),
                is(SubnetCommands.subnetList(DHCP4), Kind.READ, "'command':'subnet4-list'"),
                is(SubnetCommands.subnetGet(DHCP6, 7), Kind.READ, "'command':'subnet6-get','arguments':{'id':7}"),
                is(
                        SubnetCommands.subnetGet(DHCP4, "10.7.0.0/24"),
                        Kind.READ,
                        "'command':'subnet4-get','arguments':{'subnet':'10.7.0.0/24'}"),
                is(
                        SubnetCommands.subnetAdd(DHCP4, SUBNET),
                        Kind.CHANGE_ONCE,
                        "'command':'subnet4-add','arguments':{'subnet4':[{'id':7,'subnet':'10.7.0.0/24'}]}"),
                is(
                        SubnetCommands.subnetUpdate(DHCP6, SUBNET),
                        Kind.CHANGE,
                        "'command':'subnet6-update','arguments':{'subnet6':[{'id':7,'subnet':'10.7.0.0/24'}]}"),
                is(
                        SubnetCommands.subnetDeltaAdd(DHCP4, SUBNET),
                        Kind.CHANGE,
                        "'command':'subnet4-delta-add','arguments':{'subnet4':[{'id':7,'subnet':'10.7.0.0/24'}]}"),
                is(
                        SubnetCommands.subnetDeltaDel(DHCP4, SUBNET),
                        Kind.CHANGE,
                        "'command':'subnet4-delta-del','arguments':{'subnet4':[{'id':7,'subnet':'10.7.0.0/24'}]}"),
                is(SubnetCommands.subnetDel(DHCP4, 7), Kind.CHANGE, "'command':'subnet4-del','arguments':{'id':7}"),
                is(NetworkCommands.networkList(DHCP6), Kind.READ, "'command':'network6-list'"),
                is(
                        NetworkCommands.networkGet(DHCP4, "n"),
                        Kind.READ,
                        "'command':'network4-get','arguments':{'name':'n'}"),
                is(
                        NetworkCommands.networkAdd(DHCP4, Json.object("name", "n")),
                        Kind.CHANGE_ONCE,
                        "'command':'network4-add','arguments':{'shared-networks':[{'name':'n'}]}"),
                is(
                        NetworkCommands.networkDel(DHCP4, "n", true),
                        Kind.CHANGE,
                        "'command':'network4-del','arguments':{'name':'n','subnets-action':'delete'}"),
                is(
                        NetworkCommands.networkDel(DHCP4, "n", false),
                        Kind.CHANGE,
                        "'command':'network4-del','arguments':{'name':'n','subnets-action':'keep'}"),
                is(
                        NetworkCommands.networkSubnetAdd(DHCP4, "n", 7),
                        Kind.CHANGE_ONCE,
                        "'command':'network4-subnet-add','arguments':{'name':'n','id':7}"),
                is(
                        NetworkCommands.networkSubnetDel(DHCP4, "n", 7),
                        Kind.CHANGE,
                        "'command':'network4-subnet-del','arguments':{'name':'n','id':7}"),
                is(ClassCommands.classList(), Kind.READ, "'command':'class-list'"),
                is(ClassCommands.classGet("gold"), Kind.READ, "'command':'class-get','arguments':{'name':'gold'}"),
                is(
                        ClassCommands.classAdd(CLASS),
                        Kind.CHANGE_ONCE,
                        "'command':'class-add','arguments':{'client-classes':[{'name':'gold'}]}"),
                is(
                        ClassCommands.classUpdate(CLASS),
                        Kind.CHANGE,
                        "'command':'class-update','arguments':{'client-classes':[{'name':'gold'}]}"),
                is(ClassCommands.classDel("gold"), Kind.CHANGE, "'command':'class-del','arguments':{'name':'gold'}"),
                is(
                        ReservationCommands.reservationGet(address, ReservationTarget.DEFAULT),
                        Kind.READ,
                        "'command':'reservation-get','arguments':{'subnet-id':7,'ip-address':'10.7.0.9'}"),
                is(
                        ReservationCommands.reservationGet(client, ReservationTarget.MEMORY),
                        Kind.READ,
                        "'command':'reservation-get','arguments':{'subnet-id':7,'identifier-type':'duid','identifier':'01:02:03','operation-target':'memory'}"),
                is(
                        ReservationCommands.reservationGetAll(7, ReservationTarget.ALL),
                        Kind.READ,
                        "'command':'reservation-get-all','arguments':{'subnet-id':7,'operation-target':'all'}"),
                is(
                        ReservationCommands.reservationGetPage(null, null, 10),
                        Kind.READ,
                        "'command':'reservation-get-page','arguments':{'limit':10}"),
                is(
                        ReservationCommands.reservationGetPage(7L, new ReservationPage.Next(1, 42), 10),
                        Kind.READ,
                        "'command':'reservation-get-page','arguments':{'limit':10,'subnet-id':7,'source-index':1,'from':42}"),
                is(
                        ReservationCommands.reservationAdd(HOST, ReservationTarget.MEMORY),
                        Kind.CHANGE_ONCE,
                        "'command':'reservation-add','arguments':{'reservation':{'subnet-id':7,'hw-address':'aa:bb:cc:dd:ee:ff'},'operation-target':'memory'}"),
                is(
                        ReservationCommands.reservationUpdate(HOST, ReservationTarget.DATABASE),
                        Kind.CHANGE,
                        "'command':'reservation-update','arguments':{'reservation':{'subnet-id':7,'hw-address':'aa:bb:cc:dd:ee:ff'},'operation-target':'database'}"),
                is(
                        ReservationCommands.reservationDel(address, ReservationTarget.MEMORY),
                        Kind.CHANGE,
                        "'command':'reservation-del','arguments':{'subnet-id':7,'ip-address':'10.7.0.9','operation-target':'memory'}"),
                is(
                        LeaseCommands.leaseGet(DHCP4, LeaseKey.ofAddress("10.7.0.9")),
                        Kind.READ,
                        "'command':'lease4-get','arguments':{'ip-address':'10.7.0.9'}"),
                is(
                        LeaseCommands.leaseGet(DHCP6, LeaseKey.ofDuid(7, "01:02", 9)),
                        Kind.READ,
                        "'command':'lease6-get','arguments':{'subnet-id':7,'identifier-type':'duid','identifier':'01:02','iaid':9}"),
                is(
                        LeaseCommands.leaseGet(DHCP4, LeaseKey.ofClient(7, "client-id", "01:02")),
                        Kind.READ,
                        "'command':'lease4-get','arguments':{'subnet-id':7,'identifier-type':'client-id','identifier':'01:02'}"),
                is(LeaseCommands.leaseGetAll(DHCP4, List.of()), Kind.READ, "'command':'lease4-get-all'"),
                is(
                        LeaseCommands.leaseGetAll(DHCP6, List.of(1L, 2L)),
                        Kind.READ,
                        "'command':'lease6-get-all','arguments':{'subnets':[1,2]}"),
                is(
                        LeaseCommands.leaseGetPage(DHCP4, null, 5),
                        Kind.READ,
                        "'command':'lease4-get-page','arguments':{'from':'start','limit':5}"),
                is(
                        LeaseCommands.leaseAdd(DHCP4, LEASE),
                        Kind.CHANGE_ONCE,
                        "'command':'lease4-add','arguments':{'ip-address':'10.7.0.9','hw-address':'aa:bb:cc:dd:ee:ff'}"),
                is(
                        LeaseCommands.leaseUpdate(DHCP4, LEASE, true),
                        Kind.CHANGE,
                        "'command':'lease4-update','arguments':{'ip-address':'10.7.0.9','hw-address':'aa:bb:cc:dd:ee:ff','force-create':true}"),
                is(
                        LeaseCommands.leaseDel(DHCP6, LeaseKey.ofPrefix("2001:db8::")),
                        Kind.CHANGE_ONCE,
                        "'command':'lease6-del','arguments':{'ip-address':'2001:db8::','type':'IA_PD'}"),
                is(
                        LeaseCommands.leaseWipe(DHCP4, 7),
                        Kind.CHANGE_ONCE,
                        "'command':'lease4-wipe','arguments':{'subnet-id':7}"),
                is(RemoteCommands.remote("remote-subnet4-list", null), Kind.READ, "'command':'remote-subnet4-list'"),
                is(
                        RemoteCommands.remote("remote-subnet4-get-by-id", SUBNET),
                        Kind.READ,
                        "'command':'remote-subnet4-get-by-id','arguments':{'id':7,'subnet':'10.7.0.0/24'}"),
                is(RemoteCommands.remote("remote-server4-set", null), Kind.CHANGE, "'command':'remote-server4-set'"),
                is(
                        RemoteCommands.remote("remote-subnet4-del-by-id", null),
                        Kind.CHANGE,
                        "'command':'remote-subnet4-del-by-id'"),
                is(
                        RemoteCommands.remote("remote-subnet4-reset", null),
                        Kind.CHANGE_ONCE,
                        "'command':'remote-subnet4-reset'"));
    }

    @ParameterizedTest(name = "{2}")
    @MethodSource("commands")
    void sendsAndPromises(KeaCommand<?> command, Kind kind, String json) {
        assertThat(command.request(DHCP4).without("service"))
                .isEqualTo(Json.parseObject("{" + json.replace('\'', '"') + "}"));
        assertThat(command.changes()).isEqualTo(kind != Kind.READ);
        assertThat(command.repeatable()).isEqualTo(kind != Kind.CHANGE_ONCE);
        // whoever must not send it again is told what to ask
        if (kind == Kind.CHANGE_ONCE && !command.name().startsWith("remote-")) {
            assertThat(command.readBack()).isNotNull().satisfies(readBack -> {
                assertThat(readBack.changes()).isFalse();
                assertThat(readBack.repeatable()).isTrue();
            });
        } else {
            assertThat(command.readBack()).isNull();
        }
    }

    private static KeaAnswer answer(String json) {
        return KeaAnswer.of(Json.parse(json.replace('\'', '"')));
    }

    private static final String NOTHING = "{'result':3,'text':'nothing'}";

    @Test
    void tellsWhetherThereWasAnythingToChange() {
        assertThat(SubnetCommands.subnetDel(DHCP4, 7)
                        .read(answer("{'result':0,'text':'deleted','arguments':{'subnets':[]}}")))
                .isEqualTo(new Change(true, "deleted"));
        assertThat(ClassCommands.classUpdate(CLASS).read(answer(NOTHING))).isEqualTo(new Change(false, "nothing"));
    }

    /** As 3.0.4 answers. */
    @Test
    void readsSubnets() {
        assertThat(
                        SubnetCommands.subnetList(DHCP4)
                                .read(
                                        answer(
                                                "{'arguments':{'subnets':[{'id':1,'shared-network-name':null,'subnet':'192.0.2.0/24'},"
                                                        + "{'id':7,'shared-network-name':'n','subnet':'10.7.0.0/24','newer':1}]},'result':0}")))
                .satisfiesExactly(
                        first -> {
                            assertThat(first.id()).isEqualTo(1);
                            assertThat(first.network()).isEmpty();
                        },
                        second -> {
                            assertThat(second.prefix()).isEqualTo("10.7.0.0/24");
                            assertThat(second.network()).contains("n");
                            assertThat(second.tree().integer("newer")).hasValue(1);
                        });
        assertThat(SubnetCommands.subnetList(DHCP4).read(answer(NOTHING))).isEmpty();
        assertThat(SubnetCommands.subnetGet(DHCP6, 7)
                        .read(answer("{'result':0,'arguments':{'subnet6':[{'id':7,'subnet':'2001:db8::/64'}]}}")))
                .contains(Json.object("id", 7, "subnet", "2001:db8::/64"));
        assertThat(SubnetCommands.subnetGet(DHCP4, 7).read(answer(NOTHING))).isEmpty();
        assertThat(NetworkCommands.networkList(DHCP4)
                        .read(answer("{'result':0,'arguments':{'shared-networks':[{'name':'n'},{'name':'m'}]}}")))
                .containsExactly("n", "m");
        assertThat(NetworkCommands.networkGet(DHCP4, "n")
                        .read(answer("{'result':0,'arguments':{'shared-networks':[{'name':'n'}]}}")))
                .contains(Json.object("name", "n"));
        assertThat(NetworkCommands.networkGet(DHCP4, "n").read(answer(NOTHING))).isEmpty();
        assertThat(ClassCommands.classList()
                        .read(answer("{'arguments':{'client-classes':[{'name':'gold'}]},'result':0}")))
                .containsExactly("gold");
        assertThat(ClassCommands.classGet("gold").read(answer(NOTHING))).isEmpty();
    }

    @Test
    void readsReservations() {
        assertThat(ReservationCommands.reservationGet(ReservationKey.ofAddress(7, "x"), ReservationTarget.ALL)
                        .read(answer("{'result':0,'arguments':{'hostname':'h','subnet-id':7}}")))
                .contains(Json.object("hostname", "h", "subnet-id", 7));
        assertThat(ReservationCommands.reservationGet(ReservationKey.ofAddress(7, "x"), ReservationTarget.ALL)
                        .read(answer(NOTHING)))
                .isEmpty();
        assertThat(ReservationCommands.reservationGetAll(7, ReservationTarget.ALL)
                        .read(answer("{'result':0,'arguments':{'hosts':[{'hostname':'h'}]}}")))
                .containsExactly(Json.object("hostname", "h"));
        KeaCommand<ReservationPage> page = ReservationCommands.reservationGetPage(null, null, 10);
        assertThat(page.read(answer("{'result':0,'arguments':{'count':1,'hosts':[{'hostname':'h'}],"
                        + "'next':{'from':1,'source-index':0}}}")))
                .isEqualTo(new ReservationPage(
                        List.of(Json.object("hostname", "h")), Optional.of(new ReservationPage.Next(0, 1))));
        assertThat(page.read(answer("{'result':3,'arguments':{'count':0,'hosts':[]}}")))
                .isEqualTo(new ReservationPage(List.of(), Optional.empty()));
    }

    private static final String FOUR =
            "{'cltt':1795377822,'fqdn-fwd':false,'fqdn-rev':false,'hostname':'','hw-address':'aa:bb:cc:dd:ee:01',"
                    + "'ip-address':'192.0.2.50','state':0,'subnet-id':1,'valid-lft':7200}";
    private static final String SIX =
            "{'cltt':1795377875,'duid':'01:02:03:04','hostname':'h','iaid':8,'ip-address':'2001:db8:8:1::',"
                    + "'preferred-lft':7200,'prefix-len':64,'state':7,'subnet-id':1,'type':'IA_PD','valid-lft':4294967295}";

    @Test
    void readsLeases() {
        assertThat(LeaseCommands.leaseGet(DHCP4, LeaseKey.ofAddress("x"))
                        .read(answer("{'result':0,'arguments':" + FOUR + "}")))
                .hasValueSatisfying(lease -> {
                    assertThat(lease.address()).isEqualTo("192.0.2.50");
                    assertThat(lease.subnet()).isEqualTo(1);
                    assertThat(lease.state()).isEqualTo(LeaseState.ASSIGNED);
                    assertThat(lease.hwAddress()).contains("aa:bb:cc:dd:ee:01");
                    assertThat(lease.hostname()).isEmpty();
                    assertThat(lease.clientId()).isEmpty();
                    assertThat(lease.duid()).isEmpty();
                    assertThat(lease.prefixLength()).isEmpty();
                    assertThat(lease.lastTransmission()).isEqualTo(Instant.ofEpochSecond(1795377822));
                    assertThat(lease.validLifetime()).isEqualTo(Duration.ofHours(2));
                });
        assertThat(LeaseCommands.leaseGet(DHCP4, LeaseKey.ofAddress("x")).read(answer(NOTHING)))
                .isEmpty();
        assertThat(LeaseCommands.leaseGetAll(DHCP6, List.of())
                        .read(answer("{'result':0,'arguments':{'leases':[" + SIX + "]}}")))
                .singleElement()
                .satisfies(lease -> {
                    assertThat(lease.state()).isEqualTo(new LeaseState(7));
                    assertThat(lease.prefixLength()).hasValue(64);
                    assertThat(lease.duid()).contains("01:02:03:04");
                    assertThat(lease.hostname()).contains("h");
                    assertThat(lease.validLifetime()).isEqualTo(Duration.ofSeconds(4294967295L));
                    assertThat(lease.tree().integer("iaid")).hasValue(8);
                });
        assertThatThrownBy(() -> LeaseCommands.leaseGetAll(DHCP4, List.of())
                        .read(answer("{'result':0,'arguments':{'leases':[{}]}}")))
                .isInstanceOf(KeaCommandException.class)
                .hasMessageContaining("a lease without ip-address");
    }

    @Test
    void pagesEndWithOneThatIsNotFull() {
        String leases = "{'result':0,'arguments':{'count':1,'leases':[" + FOUR + "]}}";
        assertThat(LeaseCommands.leaseGetPage(DHCP4, null, 1)
                        .read(answer(leases))
                        .next())
                .contains("192.0.2.50");
        assertThat(LeaseCommands.leaseGetPage(DHCP4, null, 2)
                        .read(answer(leases))
                        .next())
                .isEmpty();
        assertThat(LeaseCommands.leaseGetPage(DHCP4, "192.0.2.50", 1)
                        .read(answer("{'result':3,'arguments':{'count':0,'leases':[]}}")))
                .isEqualTo(new LeasePage(List.of(), Optional.empty()));
        assertThatIllegalArgumentException().isThrownBy(() -> LeaseCommands.leaseGetPage(DHCP4, null, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> ReservationCommands.reservationGetPage(null, null, 0));
    }

    @Test
    void readsStatistics() {
        KeaCommand<Optional<Statistic>> get = StatisticCommands.statisticGet("a");
        assertThat(get.read(answer("{'result':0,'arguments':{'a':[[12,'2026-11-22 20:03:40.273177'],[11,'bad']]}}")))
                .hasValueSatisfying(statistic -> {
                    assertThat(statistic.number()).contains(BigDecimal.valueOf(12));
                    assertThat(statistic.samples().get(0).time())
                            .contains(LocalDateTime.of(2026, 11, 22, 20, 3, 40, 273_177_000));
                    assertThat(statistic.samples().get(1).time()).isEmpty();
                });
        assertThat(get.read(answer("{'result':0,'arguments':{}}"))).isEmpty();
        assertThat(StatisticCommands.statisticGetAll()
                        .read(answer("{'result':0,'arguments':{'b':[[1.5,'x']],'a':[['text','x']],'c':[]}}")))
                .satisfies(all -> {
                    assertThat(all.keySet()).containsExactly("b", "a", "c");
                    assertThat(all.get("b").number()).contains(new BigDecimal("1.5"));
                    assertThat(all.get("a").number()).isEmpty();
                    assertThat(all.get("c").number()).isEmpty();
                });
        assertThatThrownBy(() -> get.read(answer("{'result':0,'arguments':{'a':3}}")))
                .isInstanceOf(KeaCommandException.class)
                .hasMessageContaining("expected a list of samples of a");
    }

    @Test
    void tellsTheTwoGoodAnswersToMaintenanceApart() {
        KeaCommand<HaMaintenance> start = HaCommands.haMaintenanceStart(HaMode.HOT_STANDBY);
        HaMaintenance good =
                start.read(answer("{'result':0,'text':'Server is now in the partner-in-maintenance state and its"
                        + " partner is in-maintenance state. The partner can be now safely shut down.'}"));
        assertThat(good.partnerAgreed()).isTrue();
        HaMaintenance alone =
                start.read(answer("{'result':0,'text':'Server is now in the partner-down state as its partner"
                        + " appears to be offline for maintenance.'}"));
        assertThat(alone.partnerAgreed()).isFalse();
        assertThat(alone.state()).isEqualTo(HaState.PARTNER_DOWN);
        assertThatThrownBy(() -> start.read(answer("{'result':0,'text':'Fine.'}")))
                .isInstanceOf(KeaCommandException.class);
    }

    @Test
    void refusesBeforeSendingWhatBreaksTheService() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HaCommands.haMaintenanceStart(HaMode.PASSIVE_BACKUP))
                .withMessageContaining("Shut a backup down without it");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HaCommands.haReset(HaMode.PASSIVE_BACKUP, PeerRole.PRIMARY, null))
                .withMessageContaining("Send config-reload");
        assertThatIllegalArgumentException().isThrownBy(() -> KeaCommands.shutdown(256));
        assertThatIllegalArgumentException().isThrownBy(() -> DhcpOrigin.haPartner(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> RemoteCommands.remote("config-set", null));
        assertThatIllegalArgumentException().isThrownBy(() -> HaCommands.haSync("s2", Duration.ofMillis(999)));
    }

    /** Done without what it must answer is not the same as done with nothing. */
    static Stream<KeaCommand<?>> answersThatCannotBeEmpty() {
        return Stream.of(
                LeaseCommands.leaseGet(DHCP4, LeaseKey.ofAddress("10.7.0.9")),
                LeaseCommands.leaseGetAll(DHCP4, List.of()),
                NetworkCommands.networkList(DHCP4),
                SubnetCommands.subnetList(DHCP4),
                ClassCommands.classList(),
                ReservationCommands.reservationGetAll(7, ReservationTarget.DEFAULT));
    }

    @ParameterizedTest
    @MethodSource("answersThatCannotBeEmpty")
    void doneWithoutAnAnswerIsMalformed(KeaCommand<?> command) {
        assertThatThrownBy(() -> command.read(KeaAnswer.done(""))).isInstanceOf(KeaCommandException.class);
        command.read(new KeaAnswer(ResultCode.EMPTY, "", null));
    }

    @Test
    void readsBackAPrefixAsOne() {
        assertThat(LeaseCommands.leaseAdd(DHCP6, Json.object("ip-address", "2001:db8::", "type", "IA_PD"))
                        .readBack()
                        .arguments())
                .isEqualTo(Json.object("ip-address", "2001:db8::", "type", "IA_PD"));
        assertThat(LeaseCommands.leaseAdd(DHCP6, Json.object("type", "IA_NA")).readBack())
                .isNull();
    }
}
