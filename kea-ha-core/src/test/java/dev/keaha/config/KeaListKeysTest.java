package dev.keaha.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keaha.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeaListKeysTest {

    private static final KeaListKeys KEYS = KeaListKeys.of(DhcpService.DHCP4);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "subnet4         | {'id':7,'subnet':'192.0.2.0/24'}                    | id=7",
                "subnet6         | {'subnet':'2001:db8::/64'}                          | subnet=2001:db8::/64",
                "shared-networks | {'name':'floor'}                                    | floor",
                "client-classes  | {'name':'HA_server1'}                               | HA_server1",
                "loggers         | {'name':'kea-dhcp4'}                                | kea-dhcp4",
                "peers           | {'name':'server1','role':'primary'}                 | server1",
                "pools           | {'pool':'192.0.2.1 - 192.0.2.9'}                    | 192.0.2.1-192.0.2.9",
                "pd-pools        | {'prefix':'2001:db8::','prefix-len':48}             | 2001:db8::/48",
                "reservations    | {'hw-address':'AA:bb:cc:dd:ee:ff'}                  | hw-address=aa:bb:cc:dd:ee:ff",
                "reservations    | {'duid':'01:02','hostname':'x'}                     | duid=01:02",
                "option-data     | {'code':3,'name':'routers','space':'dhcp4'}         | code=3",
                "option-data     | {'name':'routers'}                                | code=3",
                "option-data     | {'name':'my-own'}                                 | name=my-own",
                "option-data     | {'code':222}                                        | code=222",
                "option-data     | {'code':2,'space':'vendor-4491'}                    | space=vendor-4491,code=2",
                "option-def      | {'code':222,'space':'dhcp6'}                        | space=dhcp6,code=222",
                "hooks-libraries | {'library':'/usr/lib/kea/hooks/libdhcp_ha.so'}      | libdhcp_ha.so",
                "hooks-libraries | {'library':'libdhcp_ha.so'}                         | libdhcp_ha.so",
                "states          | {'state':'waiting','pause':'always'}                | waiting"
            })
    void identifiesElements(String list, String element, String key) {
        assertThat(KEYS.key(list, Json.parseObject(element.replace('\'', '"')))).isEqualTo(key);
    }

    @ParameterizedTest
    @CsvSource({
        "subnet4",
        "shared-networks",
        "pools",
        "pd-pools",
        "reservations",
        "option-data",
        "hooks-libraries",
        "states",
        "high-availability",
        "output-options"
    })
    void saysWhereThereIsNoKey(String list) {
        assertThat(KEYS.key(list, Json.object("comment", "nothing to go by"))).isNull();
    }

    @Test
    void theOptionSpaceThatGoesWithoutSayingIsTheServices() {
        assertThat(KeaListKeys.of(DhcpService.DHCP6).key("option-data", Json.object("code", 23, "space", "dhcp6")))
                .isEqualTo("code=23");
    }

    @Test
    void onlyClassesAndHooksHaveAnOrder() {
        assertThat(KEYS.ordered("client-classes")).isTrue();
        assertThat(KEYS.ordered("hooks-libraries")).isTrue();
        assertThat(KEYS.ordered("subnet4")).isFalse();
        assertThat(KEYS.ordered("pools")).isFalse();
    }
}
