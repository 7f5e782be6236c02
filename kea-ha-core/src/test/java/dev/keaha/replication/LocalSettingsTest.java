package dev.keaha.replication;

import static dev.keaha.replication.Trio.PARTNER;
import static dev.keaha.replication.Trio.PRIMARY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keaha.config.DhcpService;
import dev.keaha.config.KeaConfig;
import dev.keaha.config.KeaListKeys;
import dev.keaha.ha.HaMode;
import dev.keaha.json.Json;
import dev.keaha.json.JsonArray;
import dev.keaha.json.JsonChange;
import dev.keaha.json.JsonDiff;
import dev.keaha.json.JsonObject;
import dev.keaha.json.JsonPath;
import dev.keaha.json.JsonValue;
import dev.keaha.json.RandomJson;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class LocalSettingsTest {

    private static final int CASES = RandomJson.cases(Boolean.getBoolean("kea.ha.nightly") ? 100_000 : 20_000);

    private static KeaConfig dhcp4(String json) {
        return KeaConfig.of(DhcpService.DHCP4, Json.parseObject(json.replace('\'', '"')));
    }

    private static String overlaid(String source, String own) {
        return LocalSettings.DEFAULT
                .overlay(dhcp4(source), dhcp4(own), PARTNER)
                .config()
                .dhcp()
                .toJson()
                .replace('"', '\'');
    }

    @Test
    void sharedSettingsComeFromTheSourceLocalOnesFromThePeer() {
        assertThat(
                        overlaid(
                                "{'control-socket':{'socket-name':'a'},'valid-lifetime':1,'server-tag':'x'}",
                                "{'control-socket':{'socket-name':'b'},'valid-lifetime':2,'lease-database':{'type':'memfile'}}"))
                .isEqualTo(
                        "{'control-socket':{'socket-name':'b'},'valid-lifetime':1,'lease-database':{'type':'memfile'}}");
    }

    @Test
    void whatIsLocalInsideSomethingSharedStays() {
        assertThat(overlaid(
                        "{'dhcp-ddns':{'enable-updates':true,'sender-ip':'1.1.1.1','sender-port':1}}",
                        "{'dhcp-ddns':{'enable-updates':false,'sender-ip':'2.2.2.2'}}"))
                .isEqualTo("{'dhcp-ddns':{'enable-updates':true,'sender-ip':'2.2.2.2'}}");
        assertThat(overlaid("{}", "{'multi-threading':{'enable-multi-threading':true,'thread-pool-size':4}}"))
                .as("the source has no such object")
                .isEqualTo("{'multi-threading':{'thread-pool-size':4}}");
        assertThat(overlaid("{'multi-threading':{'thread-pool-size':4}}", "{}")).isEqualTo("{'multi-threading':{}}");
    }

    @Test
    void elementsAreMatchedByWhatTheyAre() {
        assertThat(
                        overlaid(
                                "{'subnet4':[{'id':1,'interface':'a','x':1},{'id':2,'interface':'a'},{'id':3}]}",
                                "{'subnet4':[{'id':3,'interface':'b'},{'id':1,'interface':'b','x':2},{'id':4,'interface':'b'}]}"))
                .isEqualTo(
                        "{'subnet4':[{'id':1,'interface':'b','x':1},{'id':2,'interface':'a'},{'id':3,'interface':'b'}]}");
    }

    @Test
    void whatAPeerHasToTakeOverIsNamed() {
        Overlay overlay = LocalSettings.DEFAULT.overlay(
                dhcp4(
                        "{'subnet4':[{'id':2,'interface':'a','option-data':[{'code':54,'data':'x'},{'code':3}]}],"
                                + "'hooks-libraries':[{'library':'/a/libdhcp_run_script.so','parameters':{'name':'/a/x.sh'}}]}"),
                dhcp4("{'hooks-libraries':[{'library':'/b/libdhcp_stat_cmds.so'}]}"),
                PARTNER);

        assertThat(overlay.adopted())
                .extracting(JsonPath::toString)
                .containsExactlyInAnyOrder(
                        "subnet4[id=2].interface",
                        "subnet4[id=2].option-data[code=54]",
                        "hooks-libraries[libdhcp_run_script.so].library",
                        "hooks-libraries[libdhcp_run_script.so].parameters.name");
    }

    @Test
    void everyPeerKeepsTheDirectoryOfItsHooks() {
        assertThat(overlaid(
                        "{'hooks-libraries':[{'library':'/a/libdhcp_lease_cmds.so'},{'library':'/a/libdhcp_new.so'},"
                                + "{'library':'/a/libdhcp_stat_cmds.so','parameters':{'x':1}}]}",
                        "{'hooks-libraries':[{'library':'libdhcp_stat_cmds.so'},{'library':'/b/libdhcp_lease_cmds.so'},"
                                + "{'library':'/b/libdhcp_gone.so'}]}"))
                .isEqualTo("{'hooks-libraries':[{'library':'/b/libdhcp_lease_cmds.so'},{'library':'/a/libdhcp_new.so'},"
                        + "{'library':'libdhcp_stat_cmds.so','parameters':{'x':1}}]}");
    }

    @Test
    void aHookOfThePeersOwnDatabaseStaysWhereItStood() {
        assertThat(
                        overlaid(
                                "{'hooks-libraries':[{'library':'/a/libdhcp_pgsql.so'},{'library':'/a/one.so'},{'library':'/a/two.so'}]}",
                                "{'hooks-libraries':[{'library':'/b/one.so'},{'library':'/b/libdhcp_mysql.so'},{'library':'/b/two.so'}]}"))
                .isEqualTo("{'hooks-libraries':[{'library':'/b/one.so'},{'library':'/b/libdhcp_mysql.so'},"
                        + "{'library':'/b/two.so'}]}");
    }

    @Test
    void theServerIdentifierIsLocalInDhcp4Only() {
        assertThat(overlaid(
                        "{'option-data':[{'code':54,'data':'a'},{'code':3,'data':'a'}]}",
                        "{'option-data':[{'code':3,'data':'b'},{'code':54,'data':'b'}]}"))
                .isEqualTo("{'option-data':[{'code':3,'data':'a'},{'code':54,'data':'b'}]}");

        JsonObject six = LocalSettings.DEFAULT
                .overlay(
                        KeaConfig.of(
                                DhcpService.DHCP6, Json.object("option-data", Json.array(Json.object("code", 54)))),
                        KeaConfig.of(DhcpService.DHCP6, JsonObject.empty()),
                        PARTNER)
                .config()
                .dhcp();
        assertThat(six.array("option-data").orElseThrow().size()).isEqualTo(1);
    }

    @Test
    void anOptionIsLocalByNameOrByCode() {
        assertThat(overlaid(
                        "{'option-data':[{'name':'dhcp-server-identifier','data':'a'}]}",
                        "{'option-data':[{'code':54,'data':'b'}]}"))
                .isEqualTo("{'option-data':[{'code':54,'data':'b'}]}");
        LocalSettings routers = LocalSettings.NONE.with("option-data[name=routers]", "each has its own");
        assertThat(routers.overlay(
                                dhcp4("{'option-data':[{'code':3,'data':'a'},{'code':6,'data':'a'}]}"),
                                dhcp4("{'option-data':[{'code':3,'name':'routers','data':'b'}]}"),
                                PARTNER)
                        .config())
                .isEqualTo(dhcp4("{'option-data':[{'code':3,'name':'routers','data':'b'},{'code':6,'data':'a'}]}"));
    }

    @Test
    void thisServerNameIsAlwaysThePeersWhateverItsOwnConfigurationSays() {
        KeaConfig source = Trio.config(HaMode.HOT_STANDBY, PRIMARY);
        KeaConfig confused = source;

        KeaConfig result = LocalSettings.NONE.overlay(source, confused, PARTNER).config();

        assertThat(result.toString())
                .contains("\"this-server-name\":\"server2\"")
                .doesNotContain("this-server-name\":\"server1");
    }

    @Test
    void credentialsAndPathsOfTheHaSectionStay() {
        KeaConfig source = Trio.config(HaMode.HOT_STANDBY, PRIMARY)
                .with(Trio.ha(entry -> entry.with("heartbeat-delay", Json.value(3000))
                        .with("cert-file", Json.value("/source/cert"))
                        .withArray(
                                "peers",
                                peers -> peers.map(peer -> ((JsonObject) peer)
                                        .with("basic-auth-password", Json.value("of-the-source"))))));
        KeaConfig own = Trio.config(HaMode.HOT_STANDBY, PARTNER)
                .with(Trio.ha(entry -> entry.with("cert-file", Json.value("/own/cert"))));

        String result = LocalSettings.DEFAULT
                .overlay(source, own, PARTNER)
                .config()
                .tree()
                .toJson();

        assertThat(result)
                .contains("\"heartbeat-delay\":3000", "/own/cert")
                .doesNotContain("of-the-source", "/source/cert");
    }

    @Test
    void usersAddAndRemoveEntries() {
        KeaConfig source = dhcp4("{'valid-lifetime':1,'server-tag':'a'}");
        KeaConfig own = dhcp4("{'valid-lifetime':2,'server-tag':'b'}");
        LocalSettings changed =
                LocalSettings.DEFAULT.with("valid-lifetime", "as we like it").without("server-tag");

        assertThat(changed.overlay(source, own, PARTNER).config().dhcp())
                .isEqualTo(Json.object("valid-lifetime", 2, "server-tag", "a"));
        assertThat(LocalSettings.fromJson(changed.toJson())).isEqualTo(changed);
        assertThatThrownBy(() -> changed.without("server-tag"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("server-tag");
        assertThatThrownBy(() -> changed.with("", "all of it")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> changed.with("a[", "")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aStarStandsForAnyMember() {
        LocalSettings settings = LocalSettings.NONE.with("user-context.*.color", "a matter of taste");

        assertThat(settings.overlay(
                                dhcp4("{'user-context':{'a':{'color':1,'x':1},'b':{'color':1}}}"),
                                dhcp4("{'user-context':{'a':{'color':2,'x':2},'c':{'color':2}}}"),
                                PARTNER)
                        .config()
                        .dhcp())
                .isEqualTo(dhcp4("{'user-context':{'a':{'color':2,'x':1},'b':{},'c':{'color':2}}}")
                        .dhcp());
    }

    @Test
    void everyEntryHasAReason() {
        assertThat(LocalSettings.DEFAULT.entries())
                .allSatisfy(entry -> assertThat(entry.reason()).isNotBlank());
    }

    @Test
    void servicesAreNotMixed() {
        assertThatThrownBy(() -> LocalSettings.DEFAULT.overlay(
                        dhcp4("{}"), KeaConfig.of(DhcpService.DHCP6, JsonObject.empty()), PARTNER))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theOverlayIsTheSourceButForWhatIsLocal() {
        long seed = RandomJson.seed();
        RandomConfig random = new RandomConfig(seed);
        for (int i = 0; i < CASES; i++) {
            KeaConfig source = random.config(PRIMARY);
            KeaConfig own = random.config(PARTNER);
            KeaConfig result =
                    LocalSettings.DEFAULT.overlay(source, own, PARTNER).config();
            int number = i;
            Supplier<String> when =
                    () -> "seed " + seed + ", case " + number + "\n" + source + "\n" + own + "\n" + result;

            for (JsonChange change : changes(source, result)) {
                assertThat(isLocal(change)).as(() -> change + ": " + when.get()).isTrue();
            }
            for (JsonChange change : changes(own, result)) {
                assertThat(isLocalAndKnown(change, own))
                        .as(() -> change + ": " + when.get())
                        .isFalse();
            }
            assertThat(LocalSettings.DEFAULT.differences(source, result, PARTNER))
                    .as(when)
                    .isEmpty();
            assertThat(LocalSettings.DEFAULT.overlay(source, result, PARTNER).config())
                    .as(() -> "brought there twice: " + when.get())
                    .isEqualTo(result);
        }
    }

    private static List<JsonChange> changes(KeaConfig from, KeaConfig to) {
        return JsonDiff.between(from.dhcp(), to.dhcp(), KeaListKeys.of(DhcpService.DHCP4))
                .changes();
    }

    /** The same table, read the slow way: does some entry cover this path, or hold what lies under it? */
    private static boolean isLocal(JsonChange change) {
        if (change.kind() == JsonChange.Kind.REORDERED) {
            return change.path().toString().equals("hooks-libraries");
        }
        return LocalSettings.DEFAULT.entries().stream().anyMatch(entry -> covers(entry.path(), change))
                || change.path().toString().endsWith("this-server-name");
    }

    private static boolean covers(JsonPath pattern, JsonChange change) {
        List<JsonPath.Step> local = pattern.steps();
        List<JsonPath.Step> path = change.path().steps();
        for (int i = 0; i < Math.min(local.size(), path.size()); i++) {
            if (!matches(local.get(i), path.get(i))) {
                return false;
            }
        }
        // An object that holds nothing but local settings comes and goes with them.
        return local.size() <= path.size() || holdsOnlyLocal(change);
    }

    private static boolean holdsOnlyLocal(JsonChange change) {
        JsonValue value = change.to() == null ? change.from() : change.to();
        return change.kind() == JsonChange.Kind.ADDED
                        && value instanceof JsonObject object
                        && object.names().stream().allMatch(List.of("sender-ip", "thread-pool-size")::contains)
                || change.kind() == JsonChange.Kind.ADDED && value instanceof JsonArray;
    }

    private static boolean matches(JsonPath.Step pattern, JsonPath.Step step) {
        return pattern.equals(step)
                || pattern.toString().equals("[*]") && !(step instanceof JsonPath.Key)
                || pattern.toString().equals("*") && step instanceof JsonPath.Key;
    }

    /** A change of something local in an element that the peer has. */
    private static boolean isLocalAndKnown(JsonChange change, KeaConfig own) {
        boolean local = LocalSettings.DEFAULT.entries().stream().anyMatch(entry -> {
            List<JsonPath.Step> pattern = entry.path().steps();
            List<JsonPath.Step> path = change.path().steps();
            if (pattern.size() > path.size()) {
                return false;
            }
            for (int i = 0; i < pattern.size(); i++) {
                if (!matches(pattern.get(i), path.get(i))) {
                    return false;
                }
            }
            return true;
        });
        return local && change.kind() != JsonChange.Kind.REORDERED;
    }

    @Test
    void tenThousandSubnetsAreOverlaidAndComparedAtOnce() {
        List<JsonValue> subnets = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            subnets.add(Json.object(
                    "id", i,
                    "subnet", "10." + i / 256 + "." + i % 256 + ".0/24",
                    "pools", Json.array(Json.object("pool", "x" + i, "option-data", Json.array())),
                    "option-data", Json.array(Json.object("code", 3, "data", "10.0.0." + i)),
                    "reservations", Json.array(Json.object("hw-address", "aa:" + i, "ip-address", "x"))));
        }
        KeaConfig own = Trio.config(HaMode.LOAD_BALANCING, PARTNER).with(d -> d.with("subnet4", JsonArray.of(subnets)));
        subnets.set(7_000, ((JsonObject) subnets.get(7_000)).with("option-data", Json.array()));
        KeaConfig source =
                Trio.config(HaMode.LOAD_BALANCING, PRIMARY).with(d -> d.with("subnet4", JsonArray.of(subnets)));

        long best = Long.MAX_VALUE;
        for (int i = 0; i < 100; i++) {
            long start = System.nanoTime();
            List<JsonChange> changes = LocalSettings.DEFAULT.differences(source, own, PARTNER);
            best = Math.min(best, System.nanoTime() - start);
            assertThat(changes).hasSize(1);
        }

        assertThat(best)
                .as("nanoseconds of the best of 100 runs: others may be using the machine")
                .isLessThan(10_000_000L);
    }
}
