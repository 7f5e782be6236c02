package dev.keaha.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keaha.config.DhcpService;
import dev.keaha.config.KeaConfig;
import dev.keaha.json.Json;
import dev.keaha.json.JsonObject;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ConfigDiffTest {

    private static KeaConfig dhcp4(String json) {
        return KeaConfig.of(DhcpService.DHCP4, Json.parseObject(json.replace('\'', '"')));
    }

    private static ConfigDiff diff(String from, String to) {
        return ConfigDiff.between(dhcp4(from), dhcp4(to));
    }

    private static List<String> texts(String from, String to) {
        return diff(from, to).differences().stream()
                .map(ConfigDifference::toString)
                .toList();
    }

    private static String subnet(String inside) {
        return "{'subnet4':[{'id':7,'subnet':'192.0.2.0/24'" + inside + "}]}";
    }

    @Test
    void anOptionOfASubnetIsToldWithItsSubnet() {
        ConfigDiff diff = diff(
                subnet(",'option-data':[{'name':'routers','code':3,'data':'192.0.2.1'}]"),
                subnet(",'option-data':[{'name':'routers','code':3,'data':'192.0.2.2'}]"));

        assertThat(diff.toString()).isEqualTo("subnet 7 (192.0.2.0/24): option routers 192.0.2.1 -> 192.0.2.2");
        ConfigDifference difference = diff.differences().get(0);
        assertThat(difference.elements())
                .containsExactly(
                        new ConfigElement.Subnet(OptionalLong.of(7), "192.0.2.0/24"),
                        new ConfigElement.Option("dhcp4", OptionalInt.of(3), "routers"));
        assertThat(difference.setting()).isEqualTo("data");
        assertThat(difference.kind()).isEqualTo(ConfigDifference.Kind.CHANGED);
        assertThat(difference.within(ConfigElement.Subnet.class))
                .contains(new ConfigElement.Subnet(OptionalLong.of(7), "192.0.2.0/24"));
        assertThat(difference.within(ConfigElement.Pool.class)).isEmpty();
        assertThat(difference.whole()).isFalse();
        assertThat(difference.destroys()).isEmpty();
    }

    @Test
    void settingsAreToldByTheirPathBelowTheirElement() {
        assertThat(texts("{'valid-lifetime':1,'a':{'b':1}}", "{'valid-lifetime':2,'a':{'b':''},'c':'x y'}"))
                .containsExactly("valid-lifetime 1 -> 2", "a.b 1 -> \"\"", "c added x y");
        assertThat(texts(subnet(",'relay':{'ip-addresses':['1.1.1.1']}"), subnet(",'relay':{}")))
                .containsExactly("subnet 7 (192.0.2.0/24): relay.ip-addresses removed [\"1.1.1.1\"]");
        assertThat(texts(
                        "{'hooks-libraries':[{'library':'/a/x.so','parameters':{'y':[{'z':1}]}}]}",
                        "{'hooks-libraries':[{'library':'/a/x.so','parameters':{'y':[{'z':2}]}}]}"))
                .containsExactly("hook x.so: parameters.y[0].z 1 -> 2");
    }

    @Test
    void wholeElementsAreToldByWhatTheyAre() {
        assertThat(texts(
                        "{'subnet4':[{'id':1,'subnet':'10.0.1.0/24'}],'shared-networks':[{'name':'n'}]}",
                        "{'subnet4':[{'id':2,'subnet':'10.0.2.0/24'},{'subnet':'10.0.3.0/24'}]}"))
                .containsExactly(
                        "subnet 1 (10.0.1.0/24): removed (destructive: its clients are no longer served)",
                        "subnet 2 (10.0.2.0/24): added",
                        "subnet 10.0.3.0/24: added",
                        "shared-networks removed [{\"name\":\"n\"}]");
        assertThat(texts(
                        subnet(",'pools':[{'pool':'192.0.2.1 - 192.0.2.9'}],'reservations':[],'option-data':[]"),
                        subnet(",'pools':[],'reservations':[{'hw-address':'AA:BB','hostname':'h'}],"
                                + "'option-data':[{'code':99,'space':'vendor','data':'d'}]")))
                .containsExactly(
                        "subnet 7 (192.0.2.0/24): pool 192.0.2.1-192.0.2.9: removed",
                        "subnet 7 (192.0.2.0/24): reservation hw-address aa:bb: added",
                        "subnet 7 (192.0.2.0/24): option vendor.99: added, d");
        assertThat(
                        texts(
                                "{'shared-networks':[{'name':'n','subnet4':[]},{'name':'o'}],'client-classes':[{'name':'a'}]}",
                                "{'shared-networks':[{'name':'n','subnet4':[{'id':7}]}],'client-classes':[{'name':'a','test':'t'}]}"))
                .containsExactly(
                        "shared network 'n': subnet 7: added",
                        "shared network 'o': removed (destructive: its clients are no longer served)",
                        "client class 'a': test added t");
    }

    @Test
    void anOptionIsTheSameByNameAndByCode() {
        assertThat(texts(
                        "{'option-data':[{'name':'routers','data':'a'},{'name':'own','data':'x'},"
                                + "{'code':6,'space':'v','data':'a'}]}",
                        "{'option-data':[{'code':3,'name':'routers','data':'b'},{'code':222,'name':'own','data':'x'},"
                                + "{'name':'domain-name-servers','space':'v','data':'a'}]}"))
                .containsExactly(
                        "option routers a -> b",
                        "option routers: code added 3",
                        "option own: removed, x",
                        "option v.6: removed, a",
                        "option own: added, x",
                        "option v.domain-name-servers: added, a");
        assertThat(texts("{'option-def':[{'code':1,'name':'a'}]}", "{'option-def':[{'code':1,'name':'b'}]}"))
                .containsExactly("definition of option a: name a -> b");
    }

    @Test
    void aPoolIsTheSameHoweverItsRangeIsWritten() {
        assertThat(texts(
                        subnet(",'pools':[{'pool':'2001:DB8::1 - 2001:db8::F'}]"),
                        subnet(",'pools':[{'pool':'2001:db8::1-2001:db8::f','x':1}]")))
                .contains("subnet 7 (192.0.2.0/24): pool 2001:db8::1-2001:db8::f: x added 1");
    }

    @Test
    void theOrderOfClassesAndHooksCounts() {
        assertThat(texts(
                        "{'client-classes':[{'name':'a'},{'name':'b'}],'option-data':[{'code':1},{'code':2}]}",
                        "{'client-classes':[{'name':'b'},{'name':'a'}],'option-data':[{'code':2},{'code':1}]}"))
                .containsExactly("client-classes: order a, b -> b, a");
    }

    @Test
    void anotherPrefixIsDestructive() {
        ConfigDiff diff = diff(subnet(""), "{'subnet4':[{'id':7,'subnet':'192.0.3.0/24'}]}");

        assertThat(diff.toString())
                .isEqualTo("subnet 7 (192.0.2.0/24): prefix 192.0.2.0/24 -> 192.0.3.0/24"
                        + " (destructive: the leases of this id are addresses of the old prefix)");
    }

    @Test
    void aRenumberedSubnetIsSeenAsSuch() {
        ConfigDiff diff =
                diff(subnet(",'x':1"), "{'subnet4':[{'id':9,'subnet':'192.0.2.0/24','x':2,'pools':[{'pool':'p'}]}]}");

        assertThat(diff.differences())
                .extracting(ConfigDifference::toString)
                .containsExactly(
                        "subnet 7 (192.0.2.0/24): renumbered to 9 (destructive: its leases stay with the old id, and no"
                                + " server finds them any more)",
                        "subnet 7 (192.0.2.0/24): x 1 -> 2",
                        "subnet 7 (192.0.2.0/24): pools added [{\"pool\":\"p\"}]");
        assertThat(diff.differences().get(0).kind()).isEqualTo(ConfigDifference.Kind.RENUMBERED);
        assertThat(diff.applyTo(dhcp4(subnet(",'x':1"))).dhcp().toJson())
                .isEqualTo(
                        "{\"subnet4\":[{\"id\":9,\"subnet\":\"192.0.2.0/24\",\"x\":2,\"pools\":[{\"pool\":\"p\"}]}]}");
    }

    @Test
    void aMovedSubnetIsSeenAsSuch() {
        String outside = "{'subnet4':[{'id':7,'x':1,'pools':[]}],'shared-networks':[{'name':'n','subnet4':[]}]}";
        String inside =
                "{'subnet4':[],'shared-networks':[{'name':'n','subnet4':[{'id':7,'x':1,'pools':[{'pool':'p'}]}]}]}";

        assertThat(texts(outside, inside))
                .containsExactly(
                        "subnet 7: moved from no shared network to shared network 'n'", "subnet 7: pool p: added");
        assertThat(texts(inside, outside))
                .containsExactly(
                        "shared network 'n': subnet 7: moved from shared network 'n' to no shared network",
                        "shared network 'n': subnet 7: pool p: removed");
        assertThat(diff(outside, inside).differences().get(0).movedTo())
                .hasToString("Optional[shared-networks[n].subnet4[id=7]]");
    }

    @Test
    void secretsAreNeverShown() {
        ConfigDiff diff = diff("{'lease-database':{'password':'old'}}", "{'lease-database':{'password':'new'}}");

        assertThat(diff.toString()).isEqualTo("lease-database.password ***** -> *****");
        assertThat(diff.toJson().toJson()).doesNotContain("old", "new");
    }

    @Test
    void inJsonEveryThingHasItsMember() {
        assertThat(diff(subnet(",'x':1"), "{'subnet4':[{'id':9,'subnet':'192.0.2.0/24','x':1}]}")
                        .toJson()
                        .toJson())
                .startsWith(
                        "[{\"kind\":\"renumbered\",\"elements\":[{\"type\":\"subnet\",\"prefix\":\"192.0.2.0/24\",\"id\":7}],"
                                + "\"path\":\"subnet4[id=7]\"")
                .contains("\"movedTo\":\"subnet4[id=9]\"", "\"destroys\":\"its leases", "\"text\":\"subnet 7 ");
    }

    @Test
    void equalConfigurationsHaveNoDifference() {
        assertThat(diff(subnet(""), subnet("")).isEmpty()).isTrue();
        assertThatThrownBy(() -> ConfigDiff.between(dhcp4("{}"), KeaConfig.of(DhcpService.DHCP6, JsonObject.empty())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("dhcp4 with dhcp6");
    }
}
