package dev.keaha.ha;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keaha.config.DhcpService;
import dev.keaha.config.KeaConfig;
import dev.keaha.json.Json;
import dev.keaha.json.JsonNull;
import dev.keaha.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HaDetectionTest {

    private static final String PATH = "Dhcp4.hooks-libraries[1].parameters.high-availability";

    @ParameterizedTest
    @ValueSource(strings = {"/usr/lib/x86_64-linux-gnu/kea/hooks/", "/usr/lib64/kea/hooks/", ""})
    void findsTheSpecificationsTrioWhereverTheHookIs(String directory) {
        for (DhcpService service : DhcpService.values()) {
            HaRelationship trio = only(Configs.with(service, directory, Json.array(Configs.TRIO)));
            assertThat(trio.thisServerName()).isEqualTo("server1");
            assertThat(trio.mode()).isEqualTo(HaMode.LOAD_BALANCING);
            assertThat(trio.heartbeatDelay()).hasValue(1000);
            assertThat(trio.maxResponseDelay()).hasValue(10000);
            assertThat(trio.maxAckDelay()).hasValue(5000);
            assertThat(trio.maxUnackedClients()).hasValue(0);
            assertThat(trio.syncTimeout()).isEmpty();
            assertThat(trio.peers()).extracting(HaPeer::name).containsExactly("server1", "server2", "server3");
            assertThat(trio.peers())
                    .extracting(HaPeer::role)
                    .containsExactly(PeerRole.PRIMARY, PeerRole.SECONDARY, PeerRole.BACKUP);
            assertThat(trio.peer("server3").orElseThrow().autoFailover()).hasValue(false);
            assertThat(trio.primary()).isEqualTo(trio.thisServer()).isEqualTo(trio.peer("server1"));
            assertThat(trio.standIn()).isEqualTo(trio.peer("server2"));
        }
    }

    @Test
    void readsWhatALiveServerAnswers() {
        // config-get fills in every default and writes its hash beside the configuration.
        JsonObject filled = Configs.TRIO
                .with("delayed-updates-limit", Json.value(100))
                .with("max-rejected-lease-updates", Json.value(10))
                .with("multi-threading", Json.parse("""
                        {"enable-multi-threading":true,"http-client-threads":0,
                         "http-dedicated-listener":true,"http-listener-threads":4}"""))
                .with("require-client-certs", Json.value(true))
                .with("restrict-commands", Json.value(true))
                .with("send-lease-updates", Json.value(true))
                .with("sync-leases", Json.value(true))
                .with("sync-page-limit", Json.value(10000))
                .with("sync-timeout", Json.value(60000))
                .with("wait-backup-ack", Json.value(false));
        HaRelationship trio = only(KeaConfig.of(Configs.with(filled).tree().with("hash", Json.value("AB".repeat(32)))));
        assertThat(trio.delayedUpdatesLimit()).hasValue(100);
        assertThat(trio.multiThreading().orElseThrow().listenerThreads()).hasValue(4);
        assertThat(trio.multiThreading().orElseThrow().dedicatedListener()).hasValue(true);
        assertThat(trio.unmodelled()).isEmpty();
        assertThat(trio.peers())
                .allSatisfy(peer -> assertThat(peer.unmodelled()).isEmpty());
    }

    @Test
    void findsEveryRelationshipOfAHubInOrder() {
        JsonObject other = Json.parseObject(Configs.PAIR.toJson().replace("\"server", "\"other"));
        assertThat(HaDetection.in(Configs.with(Configs.PAIR, other)))
                .isInstanceOfSatisfying(
                        HaDetection.Found.class,
                        found -> assertThat(found.relationships())
                                .extracting(HaRelationship::thisServerName)
                                .containsExactly("server1", "other1"));
    }

    @Test
    void keepsWhatItDoesNotKnow() {
        HaRelationship pair = only(Configs.with(Configs.PAIR
                .with("mode", Json.value("round-robin"))
                .with("zz", Json.parse("1e3"))
                .with("aa", JsonNull.NULL)));
        assertThat(pair.mode()).hasToString("round-robin");
        assertThat(pair.unmodelled())
                .containsExactly(Map.entry("zz", Json.parse("1e3")), Map.entry("aa", JsonNull.NULL));
        assertThat(pair.unmodelled().get("zz")).hasToString("1e3");
    }

    @Test
    void saysThatThereIsNoHook() {
        for (String hooks : List.of(
                "{}",
                "{\"hooks-libraries\":[]}",
                "{\"hooks-libraries\":[{\"library\":\"libdhcp_ha.so.old\"}]}",
                "{\"hooks-libraries\":5}")) {
            assertMissing(
                    KeaConfig.of(DhcpService.DHCP4, Json.parseObject(hooks)), HaDetection.Why.NO_HOOK, "libdhcp_ha.so");
        }
    }

    @Test
    void saysThatThereIsNoRelationship() {
        KeaConfig withoutParameters = KeaConfig.of(
                DhcpService.DHCP4,
                Json.object("hooks-libraries", Json.array(Json.object("library", "/x/libdhcp_ha.so"))));
        assertMissing(
                withoutParameters,
                HaDetection.Why.NO_RELATIONSHIP,
                "Dhcp4.hooks-libraries[0].parameters.high-availability");
        assertMissing(Configs.with(), HaDetection.Why.NO_RELATIONSHIP, PATH);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "mode                           | (absent)        | [0]: required member mode is missing",
                "this-server-name               | (absent)        | [0]: required member this-server-name is missing",
                "mode                           | 5               | [0].mode: expected a string, found the number 5",
                "peers                          | {}              | [0].peers: expected a list, found an object",
                "peers                          | ['server1']     | [0].peers[0]: expected an object, found a string",
                "peers                          | [{'name':'a','url':'b'}] | [0].peers[0]: required member role is missing",
                "peers                          | [{'name':5,'url':'b','role':'backup'}] | [0].peers[0].name: expected a string, found the number 5",
                "heartbeat-delay                | 'often'         | [0].heartbeat-delay: expected a whole number, found a string",
                "heartbeat-delay                | 1.5             | [0].heartbeat-delay: expected a whole number, found the number 1.5",
                "heartbeat-delay                | true            | [0].heartbeat-delay: expected a whole number, found true or false",
                "heartbeat-delay                | 99999999999999999999 | [0].heartbeat-delay: expected a whole number, found a number that is too large",
                "send-lease-updates             | 1               | [0].send-lease-updates: expected true or false, found the number 1",
                "send-lease-updates             | 'true'          | [0].send-lease-updates: expected true or false, found a string",
                "multi-threading                | []              | [0].multi-threading: expected an object, found a list",
                "multi-threading                | {'http-client-threads':'x'} | [0].multi-threading.http-client-threads: expected a whole number, found a string",
                "this-server-name               | null            | [0].this-server-name: expected a value other than null, found null",
                "peers                          | null            | [0].peers: expected a value other than null, found null",
                "peers                          | [null]          | [0].peers: expected a value other than null, found a list",
                "heartbeat-delay                | 1000.0          | [0].heartbeat-delay: expected a whole number, found the number 1000.0",
                "heartbeat-delay                | '1000'          | [0].heartbeat-delay: expected a whole number, found a string",
                "state-machine                  | null            | [0].state-machine: expected an object, found null",
                "state-machine                  | 7               | [0].state-machine: expected an object, found the number 7",
            })
    void saysInPlainWordsWhatIsMalformed(String member, String value, String expected) {
        JsonObject broken = value.equals("(absent)")
                ? Configs.PAIR.without(member)
                : Configs.PAIR.with(member, Json.parse(value.replace('\'', '"')));
        assertMissing(Configs.with(broken), HaDetection.Why.MALFORMED, PATH + expected);
    }

    @Test
    void saysThatTheListIsNoList() {
        for (String json : List.of("{}", "null", "\"x\"")) {
            KeaConfig config = KeaConfig.of(
                    DhcpService.DHCP4,
                    Json.object(
                            "hooks-libraries",
                            Json.array(Json.object(
                                    "library",
                                    "libdhcp_ha.so",
                                    "parameters",
                                    Json.object("high-availability", Json.parse(json))))));
            assertMissing(config, HaDetection.Why.MALFORMED, "expected a list of relationships, found ");
        }
        assertMissing(
                Configs.with(DhcpService.DHCP4, "", Json.array("x")),
                HaDetection.Why.MALFORMED,
                PATH + "[0]: expected an object, found a string");
    }

    @Test
    void neverShowsAPassword() {
        String secret = "hunter2";
        JsonObject peer = Json.object("name", "a", "url", "b", "role", "backup", "basic-auth-password", secret);
        JsonObject found = Configs.PAIR.with("peers", Json.array(peer));
        assertThat(HaDetection.in(Configs.with(found)).toString()).doesNotContain(secret);
        JsonObject typo = Configs.PAIR.with("peers", Json.array(peer.with("basic-auth-pass", Json.value(secret))));
        assertThat(HaDetection.in(Configs.with(typo)).toString()).doesNotContain(secret);
        JsonObject broken = Configs.PAIR.with("peers", Json.array(peer.with("role", Json.object("password", secret))));
        assertThat(HaDetection.in(Configs.with(broken)).toString()).doesNotContain(secret);
        JsonObject wrongType = Configs.PAIR.with("heartbeat-delay", Json.value(secret));
        assertThat(HaDetection.in(Configs.with(wrongType)).toString()).doesNotContain(secret);
    }

    private static HaRelationship only(KeaConfig config) {
        HaDetection detection = HaDetection.in(config);
        assertThat(detection).isInstanceOf(HaDetection.Found.class);
        List<HaRelationship> all = ((HaDetection.Found) detection).relationships();
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    private static void assertMissing(KeaConfig config, HaDetection.Why why, String text) {
        assertThat(HaDetection.in(config)).isInstanceOfSatisfying(HaDetection.Missing.class, missing -> {
            assertThat(missing.why()).as(missing.text()).isEqualTo(why);
            assertThat(missing.text()).contains(text).doesNotContain("java.").doesNotContain("dev.keaha");
        });
    }
}
