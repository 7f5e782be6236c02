package dev.keaha.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keaha.json.Json;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EditingTest {

    private static final String JSON = "{\"Dhcp4\":{\"zz\":1e3,"
            + "\"subnet4\":[{\"odd\":null,\"subnet\":\"192.0.2.0/24\",\"id\":1,\"t1-percent\":0.50,"
            + "\"reservations\":[{\"hw-address\":\"1a:1b:1c:1d:1e:1f\",\"ip-address\":\"192.0.2.5\",\"x\":1.0}]}],"
            + "\"shared-networks\":[{\"name\":\"n\",\"subnet4\":["
            + "{\"id\":7,\"subnet\":\"198.51.100.0/24\",\"option-data\":[{\"name\":\"routers\",\"data\":\"198.51.100.1\",\"q\":1e0}]},"
            + "{\"id\":8,\"subnet\":\"203.0.113.0/24\"}]}],\"aa\":[]}}";
    private static final KeaConfig CONFIG = KeaConfig.of(Json.parseObject(JSON));

    @Test
    void findsSubnetsWhereverTheyAre() {
        assertThat(CONFIG.subnets())
                .extracting(Subnet::subnet)
                .containsExactly("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24");
        assertThat(CONFIG.subnet(7)).get().extracting(Subnet::subnet).isEqualTo("198.51.100.0/24");
        assertThat(CONFIG.subnet("203.0.113.0/24"))
                .get()
                .extracting(subnet -> subnet.id().orElse(0))
                .isEqualTo(8L);
        assertThat(CONFIG.subnet("203.0.113.77/24")).isPresent();
        assertThat(CONFIG.subnet(99)).isEmpty();
        assertThat(CONFIG.subnet("10.0.0.0/8")).isEmpty();
        KeaConfig six =
                KeaConfig.of(Json.parseObject("{\"Dhcp6\":{\"subnet6\":[{\"id\":1,\"subnet\":\"2001:db8::/32\"}]}}"));
        assertThat(six.subnet("2001:0DB8:0::/32")).get().isInstanceOf(Subnet6.class);
    }

    @Test
    void changesASubnetWhereItStandsAndNothingElse() {
        Subnet4 subnet = (Subnet4) CONFIG.subnet(7).orElseThrow();
        assertThat(CONFIG.withSubnet(subnet).tree().toJson()).isEqualTo(JSON);
        assertThat(CONFIG.withSubnet(subnet.withValidLifetime(60)).tree().toJson())
                .isEqualTo(JSON.replace("\"q\":1e0}]}", "\"q\":1e0}],\"valid-lifetime\":60}"));
        Subnet4 first = (Subnet4) CONFIG.subnet(1).orElseThrow();
        assertThat(CONFIG.withSubnet(first.withId(1).withInterfaceName("eth0"))
                        .tree()
                        .toJson())
                .isEqualTo(JSON.replace("1.0}]}],", "1.0}],\"interface\":\"eth0\"}],"));
    }

    @Test
    void addsAndRemovesSubnets() {
        Subnet4 added = Subnet4.builder()
                .id(9)
                .subnet("10.0.0.0/8")
                .addPools(Pool4.builder().pool("10.0.0.10 - 10.0.0.20").build())
                .build();
        KeaConfig more = CONFIG.withSubnet(added);
        assertThat(more.subnet(9)).hasValue(added);
        assertThat(more.subnets()).hasSize(4);
        assertThat(more.withoutSubnet(9).tree().toJson()).isEqualTo(JSON);
        assertThat(CONFIG.withoutSubnet(8).tree().toJson())
                .isEqualTo(JSON.replace(",{\"id\":8,\"subnet\":\"203.0.113.0/24\"}", ""));
        assertThat(CONFIG.withoutSubnet(99)).isSameAs(CONFIG);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "5 | 192.0.2.0/24    |                          | Dhcp4.subnet4.subnet: the prefix 192.0.2.0/24 is that of Dhcp4.subnet4[0] already",
                "8 | 192.0.2.1/24    |                          | Dhcp4.shared-networks[0].subnet4[1].subnet: the prefix 192.0.2.1/24 is that of Dhcp4.subnet4[0] already",
                "0 | 10.0.0.0/8      |                          | Dhcp4.subnet4.id: expected 1 to 4294967294, found 0",
                "5 | 10.0.0.0        |                          | Dhcp4.subnet4.subnet: expected a prefix such as 192.0.2.0/24, found '10.0.0.0'",
                "5 | 10.0.0.0/33     |                          | Dhcp4.subnet4.subnet: expected a prefix such as 192.0.2.0/24, found '10.0.0.0/33'",
                "5 | example.org/8   |                          | Dhcp4.subnet4.subnet: expected a prefix such as 192.0.2.0/24, found 'example.org/8'",
                "5 | 2001:db8::/32   |                          | Dhcp4.subnet4.subnet: expected a prefix such as 192.0.2.0/24, found '2001:db8::/32'",
                "5 | 10.0.0.0/8      | 11.0.0.0-11.0.0.9        | Dhcp4.subnet4.pools[0].pool: the pool 11.0.0.0-11.0.0.9 is not within the subnet 10.0.0.0/8",
                "5 | 10.0.0.0/8      | 10.0.0.9-10.0.0.1        | Dhcp4.subnet4.pools[0].pool: expected a first and a last address",
                "5 | 10.0.0.0/8      | 10.0.0.9                 | Dhcp4.subnet4.pools[0].pool: expected a first and a last address",
                "5 | 10.0.0.0/8      | a-b                      | Dhcp4.subnet4.pools[0].pool: expected a first and a last address",
                "5 | 10.0.0.0/8      | 0.0.0.0/0                | Dhcp4.subnet4.pools[0].pool: the pool 0.0.0.0/0 is not within the subnet 10.0.0.0/8",
            })
    void refusesSubnetsThatCannotBe(long id, String prefix, String pool, String message) {
        Subnet4.Builder subnet = Subnet4.builder();
        subnet.id(id).subnet(prefix);
        if (pool != null) {
            subnet.addPools(Pool4.builder().pool(pool).build());
        }
        assertThatThrownBy(() -> CONFIG.withSubnet(subnet.build()))
                .isInstanceOf(KeaConfigException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void refusesTheOtherFamilyAndSubnetsWithoutId() {
        assertThatThrownBy(() -> CONFIG.withSubnet(
                        Subnet6.builder().id(5).subnet("2001:db8::/32").build()))
                .hasMessageContaining("found one of the other family");
        assertThatThrownBy(() ->
                        CONFIG.withSubnet(Subnet4.builder().subnet("10.0.0.0/8").build()))
                .hasMessageContaining("expected a subnet with an id");
        assertThatThrownBy(() -> CONFIG.withReservation(
                        1, Reservation6.builder().duid("01").build()))
                .hasMessageContaining("found one of the other family");
    }

    @Test
    void addsAndReplacesReservations() {
        Reservation4 known = Reservation4.builder()
                .hwAddress("1a:1b:1c:1d:1e:1f")
                .ipAddress("192.0.2.6")
                .build();
        assertThat(CONFIG.withReservation(1, known).dhcp().toJson())
                .contains("\"reservations\":[{\"hw-address\":\"1a:1b:1c:1d:1e:1f\",\"ip-address\":\"192.0.2.6\"}]");
        Reservation4 fresh = Reservation4.builder()
                .duid("0a0b")
                .ipAddress("203.0.113.9")
                .hostname("h")
                .build();
        assertThat(CONFIG.withReservation(8, fresh).tree().toJson())
                .isEqualTo(
                        JSON.replace(
                                "\"subnet\":\"203.0.113.0/24\"}",
                                "\"subnet\":\"203.0.113.0/24\",\"reservations\":[{\"duid\":\"0a0b\",\"hostname\":\"h\",\"ip-address\":\"203.0.113.9\"}]}"));
        Reservation4 same =
                ((Subnet4) CONFIG.subnet(1).orElseThrow()).reservations().get(0);
        assertThat(CONFIG.withReservation(1, same).tree().toJson()).isEqualTo(JSON);
    }

    @Test
    void refusesReservationsThatCannotBe() {
        assertThatThrownBy(() -> CONFIG.withReservation(
                        99, Reservation4.builder().duid("01").build()))
                .hasMessage("Dhcp4.subnet4: there is no subnet with the id 99");
        assertThatThrownBy(() -> CONFIG.withReservation(
                        1, Reservation4.builder().ipAddress("192.0.2.9").build()))
                .hasMessageContaining(
                        "expected exactly one of [hw-address, duid, client-id, circuit-id, flex-id], found []");
        assertThatThrownBy(() -> CONFIG.withReservation(
                        1, Reservation4.builder().duid("01").flexId("02").build()))
                .hasMessageContaining("found [duid, flex-id]");
        assertThatThrownBy(() -> CONFIG.withReservation(
                        1,
                        Reservation4.builder().duid("01").ipAddress("printer").build()))
                .hasMessage("Dhcp4.subnet4[0].reservations: expected an address, found 'printer'");
        assertThatThrownBy(() -> CONFIG.withReservation(
                        1,
                        Reservation4.builder().duid("01").ipAddress("192.0.3.1").build()))
                .hasMessageContaining("the address 192.0.3.1 is not within the subnet 192.0.2.0/24");
        assertThatThrownBy(() -> CONFIG.withReservation(
                        1,
                        Reservation4.builder().duid("01").ipAddress("192.0.2.5").build()))
                .hasMessage("Dhcp4.subnet4[0].reservations[0]: the address 192.0.2.5 is reserved here already");
    }

    @Test
    void addsAndReplacesOptions() {
        OptionData routers =
                OptionData.builder().name("routers").data("198.51.100.2").build();
        assertThat(CONFIG.withOption(7, routers).dhcp().toJson())
                .contains("\"option-data\":[{\"name\":\"routers\",\"data\":\"198.51.100.2\"}]");
        assertThat(CONFIG.withOption(routers).tree().toJson())
                .isEqualTo(JSON.replace(
                        "\"aa\":[]", "\"aa\":[],\"option-data\":[{\"name\":\"routers\",\"data\":\"198.51.100.2\"}]"));
        OptionData other =
                OptionData.builder().name("routers").space("vendor").data("x").build();
        KeaConfig both = CONFIG.withOption(routers.withSpace("dhcp4")).withOption(other);
        assertThat(both.dhcp4().optionData()).hasSize(2);
        assertThat(both.withOption(other.withData("y")).dhcp4().optionData())
                .extracting(option -> option.data().orElse(""))
                .containsExactly("198.51.100.2", "y");
        assertThatThrownBy(
                        () -> CONFIG.withOption(OptionData.builder().data("x").build()))
                .hasMessageContaining("expected an option with a name or a code");
        assertThatThrownBy(() -> CONFIG.withOption(99, routers))
                .hasMessageContaining("there is no subnet with the id 99");
    }

    @Test
    void viewsShareNothingWithTheirMaker() {
        List<String> addresses = new java.util.ArrayList<>(List.of("192.0.2.1"));
        Relay relay = Relay.builder().ipAddresses(addresses).build();
        addresses.add("192.0.2.2");
        assertThat(relay.ipAddresses()).containsExactly("192.0.2.1");
    }
}
