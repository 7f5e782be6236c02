package dev.keaha.ha;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keaha.config.DhcpService;
import dev.keaha.config.Finding;
import dev.keaha.config.Finding.Severity;
import dev.keaha.config.FindingCode;
import dev.keaha.config.KeaConfig;
import dev.keaha.config.KeaVersion;
import dev.keaha.json.Json;
import dev.keaha.json.JsonArray;
import dev.keaha.json.JsonObject;
import dev.keaha.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HaLintTest {

    private static final String LIST = "Dhcp4.hooks-libraries[1].parameters.high-availability";
    private static final String AT = LIST + "[0]";
    private static final String[] VERSIONS = {"2.2.0", "2.6.3", "3.0.4"};

    @ParameterizedTest
    @ValueSource(strings = {"2.2.0", "2.6.3", "3.0.4"})
    void findsNothingInAGoodConfiguration(String version) {
        for (DhcpService service : DhcpService.values()) {
            for (JsonObject relationship : List.of(Configs.TRIO, Configs.PAIR)) {
                JsonObject quiet = relationship.with("restrict-commands", Json.value(true));
                assertThat(HaLint.check(
                                Configs.with(service, "/usr/lib64/kea/hooks/", Json.array(quiet)),
                                KeaVersion.parse(version)))
                        .isEmpty();
            }
        }
    }

    @Test
    void saysNothingOfAServerWithoutHa() {
        assertThat(HaLint.check(KeaConfig.of(DhcpService.DHCP4, Json.object("nonsense", 1)), KeaVersion.of(3, 0, 4)))
                .isEmpty();
    }

    /** One broken rule each; the trio is load-balancing, the pair hot-standby. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "trio | mode                        | (absent)           | missing             | ",
                "trio | mode                        | null               | wrong-type          | .mode",
                "trio | mode                        | \"round-robin\"    | unknown-mode        | .mode",
                "trio | this-server-name            | (absent)           | missing             | ",
                "trio | this-server-name            | \" \\t\"           | blank-name          | .this-server-name",
                "trio | this-server-name            | \"server9\"        | unknown-this-server | .this-server-name",
                "trio | this-server-name            | 7                  | wrong-type          | .this-server-name",
                "trio | peers                       | (absent)           | missing             | ",
                "trio | peers                       | {}                 | wrong-type          | .peers",
                "trio | peers[1]                    | \"server2\"        | wrong-type          | .peers[1]",
                "trio | peers[1].name               | (absent)           | missing             | .peers[1]",
                "trio | peers[1].name               | \"server1\"        | duplicate-peer      | .peers[1].name",
                "trio | peers[1].name               | \"  \"             | blank-name          | .peers[1].name",
                "trio | peers[0].name               | \" server1\"       | unknown-this-server | .this-server-name",
                "trio | peers[1].url                | (absent)           | missing             | .peers[1]",
                "trio | peers[1].url                | \"kea2:8001\"      | bad-url             | .peers[1].url",
                "trio | peers[1].url                | \"http://kea2:8001/\" | bad-url          | .peers[1].url",
                "trio | peers[1].url                | \"http://192.0.2.2:x/\" | bad-url        | .peers[1].url",
                "trio | peers[1].url                | \"https://192.0.2.2/\" | https-without-tls | .peers[1].url",
                "trio | peers[1].role               | (absent)           | missing             | .peers[1]",
                "trio | peers[2].role               | \"spare\"          | unknown-role        | .peers[2].role",
                "trio | peers[2].role               | \"primary\"        | role-twice          | .peers",
                "trio | peers[2].role               | \"secondary\"      | role-twice          | .peers",
                "trio | peers[2].role               | \"standby\"        | role-not-allowed    | .peers",
                "trio | peers[1].role               | \"backup\"         | role-missing        | .peers",
                "trio | peers[1].auto-failover      | \"yes\"            | wrong-type          | .peers[1].auto-failover",
                "trio | peers[1].cert-file          | \"c.pem\"          | incomplete-tls      | .peers[1]",
                "trio | trust-anchor                | 1                  | wrong-type          | .trust-anchor",
                "trio | peers[1].basic-auth-user    | \"a:b\"            | colon-in-user       | .peers[1].basic-auth-user",
                "trio | peers[1].basic-auth-password | 5                 | wrong-type          | .peers[1].basic-auth-password",
                "trio | heartbeat-delay             | \"10\"             | wrong-type          | .heartbeat-delay",
                "trio | heartbeat-delay             | 1e3                | wrong-type          | .heartbeat-delay",
                "trio | heartbeat-delay             | -1                 | out-of-range        | .heartbeat-delay",
                "trio | heartbeat-delay             | 65536              | out-of-range        | .heartbeat-delay",
                "trio | max-response-delay          | 65536              | out-of-range        | .max-response-delay",
                "trio | max-ack-delay               | 65536              | out-of-range        | .max-ack-delay",
                "trio | max-unacked-clients         | 4294967296         | out-of-range        | .max-unacked-clients",
                "trio | delayed-updates-limit       | 99999999999999999999 | out-of-range      | .delayed-updates-limit",
                "trio | sync-timeout                | -5                 | out-of-range        | .sync-timeout",
                "trio | sync-page-limit             | true               | wrong-type          | .sync-page-limit",
                "trio | send-lease-updates          | 1                  | wrong-type          | .send-lease-updates",
                "trio | wait-backup-ack             | true               | not-in-this-mode    | .wait-backup-ack",
                "pair | wait-backup-ack             | true               | not-in-this-mode    | .wait-backup-ack",
                "pair | delayed-updates-limit       | 1                  | not-in-this-mode    | .delayed-updates-limit",
                "pair | peers[1].role               | \"backup\"         | role-missing        | .peers",
                "pair | multi-threading             | []                 | wrong-type          | .multi-threading",
                "pair | multi-threading             | {\"http-listener-threads\":-1} | out-of-range | .multi-threading.http-listener-threads",
                "trio | peers[1].basic-auth-user    | \":b\"            | colon-in-user       | .peers[1].basic-auth-user",
                "trio | peers[1].trust-anchor       | 1                  | wrong-type          | .peers[1].trust-anchor",
                "pair | multi-threading             | {\"enable-multi-threading\":1} | wrong-type | .multi-threading.enable-multi-threading",
                "pair | multi-threading             | {\"http-dedicated-listener\":1} | wrong-type | .multi-threading.http-dedicated-listener",
                "pair | multi-threading             | {\"http-client-threads\":-1} | out-of-range | .multi-threading.http-client-threads",
                "pair | state-machine               | []                 | wrong-type          | .state-machine",
                "pair | state-machine               | {\"states\":{}}    | wrong-type          | .state-machine.states",
                "pair | state-machine               | {\"states\":[1]}   | wrong-type          | .state-machine.states[0]",
                "pair | state-machine               | {\"states\":[{}]}  | missing             | .state-machine.states[0]",
                "pair | state-machine               | {\"states\":[{\"state\":\"asleep\"}]} | unknown-state | .state-machine.states[0].state",
                "pair | state-machine               | {\"states\":[{\"state\":\"ready\"},{\"state\":\"ready\"}]} | duplicate-state | .state-machine.states[1].state",
                "pair | state-machine               | {\"states\":[{\"state\":\"ready\",\"pause\":\"twice\"}]} | unknown-pause | .state-machine.states[0].pause",
            })
    void whatKeaRefusesIsAnError(String base, String path, String value, String code, String at) {
        JsonObject start = base.equals("trio") ? Configs.TRIO : Configs.PAIR;
        KeaConfig config = Configs.with(changed(start, path, value));
        for (String version : VERSIONS) {
            assertThat(errors(config, version))
                    .as("Kea %s", version)
                    .contains(code + " " + AT + (at == null ? "" : at));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "trio | peers                       | []                          | unknown-this-server",
                "trio | heartbeat-delay             | 0                           | ",
                "trio | heartbeat-delay             | 65535                       | ",
                "trio | max-unacked-clients         | 4294967295                  | ",
                "trio | this-server-name            | \" server1\\n\"             | ",
                "trio | this-server-name            | \"server3\"                 | ",
                "trio | peers[1].url                | \"http://[2001:db8::2]:1/x\" | ",
                "trio | peers[1].url                | \"http://192.0.2.1:8001/\"  | ",
                "trio | peers[1].url                | \"http://192.0.2.2\"        | ",
                "trio | peers[1].url                | \"http://192.0.2.2:-1/\"    | ",
                "trio | peers[1].basic-auth-user    | \"\"                        | ",
                "trio | peers[1].cert-file          | \"\"                        | ",
                "trio | state-machine               | {\"states\":[{\"state\":\"unavailable\"}]} | ",
                "trio | nonsense                    | 1                           | ",
                "pair | mode                        | \"passive-backup\"          | role-not-allowed",
                "pair | delayed-updates-limit       | 0                           | ",
            })
    void onlyWhatKeaRefusesIsAnError(String base, String path, String value, String code) {
        JsonObject start = base.equals("trio") ? Configs.TRIO : Configs.PAIR;
        KeaConfig config = Configs.with(changed(start, path, value));
        for (String version : VERSIONS) {
            List<String> codes = HaLint.check(config, KeaVersion.parse(version)).stream()
                    .filter(finding -> finding.severity() == Severity.ERROR)
                    .map(finding -> finding.code().toString())
                    .distinct()
                    .toList();
            if (code == null) {
                assertThat(codes).isEmpty();
            } else {
                assertThat(codes).contains(code);
            }
        }
    }

    @Test
    void versionsRefuseDifferentThings() {
        KeaConfig rejected = Configs.with(Configs.PAIR.with("max-rejected-lease-updates", Json.value(-1)));
        assertThat(errors(rejected, "2.2.0")).isEmpty();
        assertThat(errors(rejected, "2.6.3")).containsExactly("out-of-range " + AT + ".max-rejected-lease-updates");

        KeaConfig large = Configs.with(Configs.PAIR.with("zz", Json.parse("[{\"a\":9223372036854775808}]")));
        assertThat(errors(large, "2.2.0")).containsExactly("out-of-range " + AT + ".zz[0].a");
        assertThat(errors(large, "2.6.3")).isEmpty();

        KeaConfig slow = Configs.with(Configs.PAIR.with("max-response-delay", Json.value(120_000)));
        assertThat(errors(slow, "3.2.0")).containsExactly("out-of-range " + AT + ".max-response-delay");
        assertThat(errors(slow, "3.3.0")).isEmpty();

        JsonObject twice = changed(Configs.PAIR, "peers[1].basic-auth-user", "\"a\"");
        KeaConfig users = Configs.with(changed(twice, "peers[1].basic-auth-user-file", "\"f\""));
        assertThat(errors(users, "3.0.4")).isEmpty();
        assertThat(errors(users, "3.2.0")).containsExactly("user-twice " + AT + ".peers[1]");

        JsonObject other = Json.parseObject(Configs.PAIR.toJson().replace("\"server", "\"other"));
        assertThat(errors(Configs.with(Configs.PAIR, other), "2.2.0")).containsExactly("several-relationships " + LIST);
        assertThat(errors(Configs.with(Configs.PAIR, other), "2.6.3")).isEmpty();
        JsonObject clash = changed(other, "peers[1].name", "\"server2\"");
        assertThat(errors(Configs.with(Configs.PAIR, clash), "2.6.3"))
                .containsExactly("peer-in-two-relationships " + LIST + "[1].peers");
        assertThat(errors(Configs.with(Configs.TRIO, other), "3.0.4"))
                .containsExactly("several-not-hot-standby " + AT + ".mode");
    }

    @Test
    void passwordAndFileAreOneTooMany() {
        JsonObject twice = changed(
                changed(Configs.PAIR, "peers[1].basic-auth-password", "\"x\""),
                "peers[1].basic-auth-password-file",
                "\"f\"");
        for (String version : VERSIONS) {
            assertThat(errors(Configs.with(twice), version)).containsExactly("password-twice " + AT + ".peers[1]");
            assertThat(errors(
                            Configs.with(changed(Configs.PAIR, "peers[1].basic-auth-password-file", "\"f\"")), version))
                    .isEmpty();
        }
    }

    @Test
    void anUnknownServerIsToldWhoThePeersAre() {
        assertThat(HaLint.check(
                        Configs.with(Configs.PAIR.with("this-server-name", Json.value("x"))), KeaVersion.of(3, 0, 4)))
                .filteredOn(finding -> finding.code() == FindingCode.UNKNOWN_THIS_SERVER)
                .extracting(Finding::text)
                .containsExactly("No peer is called 'x'; the peers are server1, server2.");
        assertThat(HaLint.check(Configs.with(Configs.PAIR.with("peers", Json.array())), KeaVersion.of(3, 0, 4)))
                .filteredOn(finding -> finding.code() == FindingCode.UNKNOWN_THIS_SERVER)
                .extracting(Finding::text)
                .containsExactly("No peer is called 'server1'.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "[]                              | wrong-type Dhcp6.hooks-libraries[0].parameters",
                "{\"high-availability\":{}}     | wrong-type Dhcp6.hooks-libraries[0].parameters.high-availability",
                "{\"high-availability\":[7]}    | wrong-type Dhcp6.hooks-libraries[0].parameters.high-availability[0]",
            })
    void relationshipsAreAListOfObjects(String parameters, String error) {
        KeaConfig config = KeaConfig.of(
                DhcpService.DHCP6,
                Json.object(
                        "hooks-libraries",
                        Json.array(Json.object("library", "libdhcp_ha.so", "parameters", Json.parse(parameters)))));
        for (String version : VERSIONS) {
            assertThat(errors(config, version)).containsExactly(error);
        }
    }

    @Test
    void aHookWithoutRelationshipIsAnError() {
        for (String parameters : List.of("{}", "{\"high-availability\":[]}")) {
            KeaConfig config = KeaConfig.of(
                    DhcpService.DHCP6,
                    Json.object(
                            "hooks-libraries",
                            Json.array(Json.object("library", "libdhcp_ha.so", "parameters", Json.parse(parameters)))));
            assertThat(errors(config, "3.0.4"))
                    .containsExactly("no-relationship Dhcp6.hooks-libraries[0].parameters.high-availability");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "heartbeat-dely              | 5                     | unknown-key               | Did you mean heartbeat-delay?",
                "zzzzzzzzzzzzzz              | 5                     | unknown-key               | Remove it",
                "peers[1].auto-fail-over     | true                  | unknown-key               | Did you mean auto-failover?",
                "multi-threading             | {\"http-listener-thread\":1} | unknown-key        | Did you mean http-listener-threads?",
                "state-machine               | {\"stats\":[]}         | unknown-key               | Did you mean states?",
                "state-machine               | {\"states\":[{\"state\":\"ready\",\"puase\":1}]} | unknown-key | Did you mean pause?",
                "peers[1].name               | \"server2 \"          | blanks-around-name        | Remove them",
                "peers[1].url                | \"http://192.0.2.2:0/\" | bad-port              | from 1 to 65535",
                "peers[1].url                | \"http://192.0.2.2:65536/\" | bad-port          | from 1 to 65535",
                "max-response-delay          | 29999                 | response-delay-too-short  | several times heartbeat-delay",
                "max-response-delay          | 10000                 | response-delay-too-short  | several times heartbeat-delay",
                "max-response-delay          | 20000                 | response-delay-too-short  | several times heartbeat-delay",
                "heartbeat-delay             | 0                     | no-heartbeat              | 10000",
                "sync-leases                 | false                 | half-replication          | both to true",
                "peers[1].url                | \"http://192.0.2.1:8001/\" | same-url             | the URL at which its partners reach it",
                "peers[1].url                | \"http://192.0.2.2:70000/\" | bad-port            | from 1 to 65535",
                "peers[1].basic-auth-user    | \"kea\"               | clear-text-credentials    | TLS",
                "peers[0].auto-failover      | false                 | no-auto-failover          | auto-failover",
                "this-server-name            | \" server1\"          | blanks-around-name        | Remove them",
                "restrict-commands           | false                 | unrestricted-commands     | restrict-commands to true",
                "multi-threading             | {\"enable-multi-threading\":false} | multi-threading-mismatch | true here",
            })
    void whatKeaTakesInSilenceIsAWarning(String path, String value, String code, String advice) {
        List<Finding> findings = HaLint.check(Configs.with(changed(Configs.PAIR, path, value)), KeaVersion.of(3, 0, 4));
        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.code()).hasToString(code);
            assertThat(finding.severity()).isEqualTo(Severity.WARNING);
            assertThat(finding.advice()).contains(advice);
            assertThat(finding.path()).startsWith(AT);
            assertThat(finding.toString())
                    .startsWith("warning: " + finding.path())
                    .endsWith("[" + code + "]");
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "max-response-delay       | 30000",
                "peers[1].url             | \"http://192.0.2.2:1/\"",
                "peers[1].url             | \"http://192.0.2.2:65535/\"",
                "peers[1].basic-auth-user | \"\"",
                "peers[1].auto-failover   | false",
            })
    void whatIsFineIsNoWarning(String path, String value) {
        assertThat(codes(Configs.with(changed(Configs.PAIR, path, value)), "3.0.4"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "max-response-delay, 10000, does not exceed, between two heartbeats",
        "max-response-delay, 10001, is not well above, lost heartbeats",
        "send-lease-updates, false, fetches its partner's leases, none are sent",
        "sync-leases,        false, are sent to the partners, does not fetch",
    })
    void warningsSayWhatWillHappen(String name, String value, String text, String more) {
        assertThat(HaLint.check(Configs.with(Configs.PAIR.with(name, Json.parse(value))), KeaVersion.of(3, 0, 4)))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.text()).contains(text).contains(more);
                    assertThat(finding.path()).endsWith("." + name);
                });
    }

    @Test
    void threadsOfServerAndHaGoTogether() {
        KeaConfig server = Configs.with(Configs.PAIR)
                .with(dhcp -> dhcp.with("multi-threading", Json.object("enable-multi-threading", false)));
        assertThat(HaLint.check(server, KeaVersion.of(3, 0, 4))).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo(FindingCode.MULTI_THREADING_MISMATCH);
            assertThat(finding.text()).contains("the server does not");
        });
        assertThat(codes(server, "2.2.0")).isEmpty();
        JsonObject threads = Configs.PAIR.with("multi-threading", Json.object("enable-multi-threading", true));
        assertThat(codes(Configs.with(threads), "2.2.0")).containsExactly("multi-threading-mismatch");
    }

    @Test
    void anOpenListenerMayAskForCertificates() {
        JsonObject open = Configs.PAIR.with("restrict-commands", Json.value(false));
        JsonObject tls = Json.parseObject(open.toJson().replace("http://192.0.2.1", "https://192.0.2.1"))
                .with("trust-anchor", Json.value("t"))
                .with("cert-file", Json.value("c"))
                .with("key-file", Json.value("k"));
        assertThat(listenerText(open)).endsWith("without a password.");
        assertThat(listenerText(tls)).endsWith("any command.");
        assertThat(listenerText(tls.with("require-client-certs", Json.value(false))))
                .endsWith("without a password.");
    }

    private static String listenerText(JsonObject relationship) {
        return HaLint.check(Configs.with(relationship), KeaVersion.of(3, 0, 4)).stream()
                .filter(finding -> finding.code() == FindingCode.UNRESTRICTED_COMMANDS)
                .findFirst()
                .orElseThrow()
                .text();
    }

    @Test
    void aKeyOfANewerKeaIsIgnoredByAnOlderOne() {
        KeaConfig config = Configs.with(Configs.PAIR
                .with("max-rejected-lease-updates", Json.value(5))
                .with("restrict-commands", Json.value(true)));
        assertThat(codes(config, "2.2.0")).containsExactly("key-too-new");
        assertThat(codes(config, "2.6.3")).isEmpty();
    }

    @Test
    void haNeedsLeaseCommandsUnlessNothingIsReplicated() {
        JsonArray list = Json.array(Configs.PAIR);
        KeaConfig without = Configs.with(DhcpService.DHCP4, "", list)
                .with(dhcp -> dhcp.withArray("hooks-libraries", hooks -> Json.array(hooks.get(1))));
        assertThat(codes(without, "3.0.4")).containsExactly("lease-cmds-missing");
        JsonObject shared =
                Configs.PAIR.with("send-lease-updates", Json.value(false)).with("sync-leases", Json.value(false));
        KeaConfig database = Configs.with(DhcpService.DHCP4, "", Json.array(shared))
                .with(dhcp -> dhcp.withArray("hooks-libraries", hooks -> Json.array(hooks.get(1))));
        assertThat(codes(database, "3.0.4")).isEmpty();
    }

    @Test
    void loadBalancingWantsItsPoolsSplit() {
        KeaConfig trio = Configs.with(Configs.TRIO.with("restrict-commands", Json.value(true)));
        JsonObject subnet = Json.parseObject("""
                {"id":1,"subnet":"192.0.2.0/24","pools":[
                  {"pool":"192.0.2.10-192.0.2.19","client-class":"HA_server1"},
                  {"pool":"192.0.2.20-192.0.2.29","client-classes":["HA_server2"]},
                  {"pool":"192.0.2.30-192.0.2.39","client-class":"printers-of-server2"}]}""");
        JsonObject classes = Json.parseObject(
                "{\"name\":\"printers-of-server2\",\"test\":\"member('HA_server2') and member('printers')\"}");
        KeaConfig split =
                trio.with(dhcp -> dhcp.with("subnet4", Json.array(subnet)).with("client-classes", Json.array(classes)));
        assertThat(codes(split, "3.0.4")).isEmpty();

        KeaConfig half = trio.with(dhcp ->
                dhcp.with("shared-networks", Json.array(Json.object("name", "n", "subnet4", Json.array(subnet)))));
        assertThat(HaLint.check(half, KeaVersion.of(3, 0, 4))).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo(FindingCode.POOLS_NOT_SPLIT);
            assertThat(finding.path()).isEqualTo("Dhcp4.shared-networks[0].subnet4[0].pools[2]");
        });
        KeaConfig typo = split.with(dhcp -> dhcp.with(
                "subnet4", Json.array(Json.parse(subnet.toJson().replace("\"HA_server1\"", "\"HA_sever1\"")))));
        assertThat(HaLint.check(typo, KeaVersion.of(3, 0, 4)))
                .extracting(Finding::code)
                .containsExactlyInAnyOrder(FindingCode.UNKNOWN_HA_CLASS, FindingCode.POOLS_NOT_SPLIT);
        KeaConfig standby = Configs.with(Configs.PAIR).with(dhcp -> dhcp.with("subnet4", Json.array(subnet)));
        assertThat(codes(standby, "3.0.4")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 8001, port-taken",
        "0.0.0.0, 8001, port-taken",
        "192.0.2.1, 8000, ",
        "127.0.0.1, 8001, ",
        "'::', 8001, port-taken"
    })
    void theListenerForPartnersAndAControlSocketCannotShareAPort(String address, int port, String code) {
        KeaConfig config = Configs.with(Configs.PAIR)
                .with(dhcp -> dhcp.with(
                        "control-sockets",
                        Json.array(
                                Json.object("socket-type", "unix", "socket-name", "/run/kea/4"),
                                Json.object("socket-type", "http", "socket-address", address, "socket-port", port))));
        assertThat(codes(config, "3.0.4")).isEqualTo(code == null ? List.of() : List.of(code));
    }

    @Test
    void aHubWantsItsSubnetsAndPortsTold() {
        JsonObject other = Json.parseObject(Configs.PAIR.toJson().replace("\"server", "\"other"));
        JsonObject otherPort = Json.parseObject(other.toJson().replace(":8001", ":8002"));
        assertThat(codes(Configs.with(Configs.PAIR, other), "3.0.4")).containsExactly("port-taken");
        JsonArray subnets = (JsonArray) Json.parse("""
                [{"id":1,"subnet":"192.0.2.0/24","user-context":{"ha-server-name":"server2"}},
                 {"id":2,"subnet":"198.51.100.0/24","user-context":{"ha-server-name":"stranger"}},
                 {"id":3,"subnet":"203.0.113.0/24"}]""");
        JsonObject network = Json.parseObject("""
                {"name":"n","user-context":{"ha-server-name":"other1"},"subnet4":[{"id":4,"subnet":"10.0.0.0/24"}]}""");
        KeaConfig hub = Configs.with(Configs.PAIR, otherPort)
                .with(dhcp -> dhcp.with("subnet4", subnets).with("shared-networks", Json.array(network)));
        assertThat(HaLint.check(hub, KeaVersion.of(3, 0, 4))).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo(FindingCode.SUBNET_WITHOUT_RELATIONSHIP);
            assertThat(finding.path()).isEqualTo("Dhcp4.subnet4[1]");
            assertThat(finding.text()).contains("2 subnets");
        });
    }

    @Test
    void subnetsNeedIds() {
        KeaConfig config = Configs.with(Configs.PAIR.with("restrict-commands", Json.value(true)))
                .with(dhcp -> dhcp.with("subnet4", Json.array(Json.object("subnet", "192.0.2.0/24"))));
        assertThat(codes(config, "2.2.0")).containsExactly("subnet-without-id");
        assertThat(codes(config, "2.6.0")).isEmpty();
        assertThat(HaLint.checkAll(config, KeaVersion.of(2, 6, 0)))
                .extracting(Finding::code)
                .containsExactly(FindingCode.SUBNET_ID_REQUIRED);
    }

    @Test
    void everythingIsCheckedAtOnce() {
        JsonObject bad = changed(Configs.PAIR, "heartbeat-dely", "5")
                .with("mode", Json.value("x"))
                .with("restrict-commands", Json.value(true));
        KeaConfig config = withHook(Configs.with(bad), "libdhcp_run_script.so", "{\"nmae\":1}")
                .with(dhcp -> dhcp.with("control-sockets", Json.array()));
        assertThat(HaLint.checkAll(config, KeaVersion.of(2, 6, 3)))
                .extracting(finding -> finding.code() + " " + finding.path())
                .containsExactly(
                        "refused-key Dhcp4.control-sockets",
                        "unknown-mode " + AT + ".mode",
                        "unknown-hook-key Dhcp4.hooks-libraries[2].parameters.nmae",
                        "unknown-key " + AT + ".heartbeat-dely");
    }

    @Test
    void aCleanPairAgrees() {
        Map<String, List<Finding>> findings = together(Configs.with(Configs.TRIO), second(Configs.TRIO));
        assertThat(findings).containsOnlyKeys("one", "two");
        assertThat(findings.values()).allSatisfy(list -> assertThat(list).isEmpty());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "this-server-name   | \"server1\"                | same-this-server  | .this-server-name",
                "mode               | \"hot-standby\"            | mode-differs      | .mode",
                "peers[1].url       | \"http://192.0.2.2:8009/\" | peer-differs      | .peers",
                "peers[2].name      | \"server4\"                | peer-differs      | .peers",
                "heartbeat-delay    | 2000                       | parameter-differs | .heartbeat-delay",
                "send-lease-updates | false                      | parameter-differs | .send-lease-updates",
            })
    void filesOfAPairMayDisagreeOnTheRelationship(String path, String value, String code, String at) {
        KeaConfig two =
                Configs.with(changed(Configs.TRIO.with("this-server-name", Json.value("server2")), path, value));
        assertThat(together(Configs.with(Configs.TRIO), two).get("two"))
                .extracting(finding -> finding.code() + " " + finding.path())
                .contains(code + " " + AT + at);
    }

    @Test
    void filesOfAPairMayDisagreeOnSubnets() {
        KeaConfig one = withSubnets(Configs.with(Configs.PAIR), """
                [{"id":1,"subnet":"192.0.2.0/24","pools":[{"pool":"192.0.2.10 - 192.0.2.20"}]},
                 {"id":2,"subnet":"198.51.100.0/24","option-data":[{"name":"routers","data":"198.51.100.1"}]},
                 {"id":3,"subnet":"203.0.113.0/24"}]""");
        KeaConfig two = withSubnets(second(Configs.PAIR), """
                [{"id":1,"subnet":"192.0.2.0/24","pools":[{"pool":"192.0.2.10-192.0.2.21"}]},
                 {"id":7,"subnet":"198.51.100.0/24","option-data":[{"name":"routers","data":"198.51.100.2"}]},
                 {"id":3,"subnet":"10.0.0.0/8"}]""");
        assertThat(together(one, two).get("two"))
                .extracting(finding -> finding.code() + " " + finding.path())
                .containsExactlyInAnyOrder(
                        "pools-differ Dhcp4.subnet4[0].pools",
                        "subnet-id-differs Dhcp4.subnet4[1].id",
                        "options-differ Dhcp4.subnet4[1].option-data",
                        "subnet-missing Dhcp4.subnet4",
                        "subnet-missing Dhcp4.subnet4[2]",
                        "subnet-id-differs Dhcp4.subnet4[2].id");
        KeaConfig spaced = withSubnets(
                second(Configs.PAIR),
                one.dhcp().array("subnet4").orElseThrow().toJson().replace(" - ", "-"));
        assertThat(together(one, spaced).get("two")).isEmpty();
    }

    @Test
    void filesOfAPairMayDisagreeOnWhoUsesAPool() {
        String pools = "[{\"id\":1,\"subnet\":\"192.0.2.0/24\",\"pools\":["
                + "{\"pool\":\"192.0.2.10-192.0.2.20\",\"client-class\":\"HA_server1\"},"
                + "{\"pool\":\"192.0.2.30-192.0.2.40\",\"client-class\":\"HA_server2\"}]}]";
        KeaConfig one = withSubnets(Configs.with(Configs.PAIR), pools);
        assertThat(together(one, withSubnets(second(Configs.PAIR), pools.replace("192.0.2.0/24", "192.0.2.9/24")))
                        .get("two"))
                .isEmpty();
        assertThat(together(one, withSubnets(second(Configs.PAIR), pools.replace("HA_server2", "HA_server1")))
                        .get("two"))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.code()).isEqualTo(FindingCode.POOLS_DIFFER);
                    assertThat(finding.text())
                            .contains("192.0.2.30-192.0.2.40 for HA_server1")
                            .contains("192.0.2.30-192.0.2.40 for HA_server2");
                });
        String option = "\"client-class\":\"HA_server2\",\"option-data\":[{\"name\":\"routers\",\"data\":\"x\"}]";
        assertThat(together(
                                one,
                                withSubnets(
                                        second(Configs.PAIR), pools.replace("\"client-class\":\"HA_server2\"", option)))
                        .get("two"))
                .extracting(finding -> finding.code() + " " + finding.path())
                .containsExactly("options-differ Dhcp4.subnet4[0].pools.option-data");
    }

    @Test
    void filesOfAPairMayDisagreeOnSharedNetworks() {
        JsonObject network = Json.parseObject("{\"name\":\"n\",\"subnet4\":[{\"id\":1,\"subnet\":\"10.0.0.0/8\"}]}");
        KeaConfig one = Configs.with(Configs.PAIR)
                .with(dhcp -> dhcp.with("shared-networks", Json.array(Json.object("name", "m"), network)));
        JsonObject more = network.with("option-data", Json.array(Json.object("code", 3, "data", "x")));
        KeaConfig two = second(Configs.PAIR).with(dhcp -> dhcp.with("shared-networks", Json.array(more)));
        assertThat(together(one, two).get("two"))
                .extracting(finding -> finding.code() + " " + finding.path())
                .containsExactly("options-differ Dhcp4.shared-networks[0].option-data");
    }

    @Test
    void saysWhichFileListsAPeerAndHow() {
        JsonObject two = Configs.TRIO.with("this-server-name", Json.value("server2"));
        assertThat(texts(Configs.with(Configs.TRIO), Configs.with(changed(two, "peers[2].name", "\"server4\""))))
                .containsExactly(
                        "The peer server3 is listed only in one.", "The peer server4 is listed here and not in one.");
        assertThat(texts(Configs.with(Configs.TRIO), Configs.with(changed(two, "peers[2].role", "\"secondary\""))))
                .contains("The peer server3 is secondary here and backup in one.");
    }

    @Test
    void optionsForAllMayDiffer() {
        JsonArray options = (JsonArray) Json.parse("[{\"name\":\"routers\",\"data\":\"192.0.2.1\"}]");
        KeaConfig two = second(Configs.PAIR).with(dhcp -> dhcp.with("option-data", options));
        assertThat(together(Configs.with(Configs.PAIR), two).get("two"))
                .extracting(finding -> finding.code() + " " + finding.path())
                .containsExactly("options-differ Dhcp4.option-data");
        for (String own :
                List.of("{\"name\":\"dhcp-server-identifier\",\"data\":\"x\"}", "{\"code\":54,\"data\":\"x\"}")) {
            KeaConfig itself = second(Configs.PAIR).with(dhcp -> dhcp.with("option-data", Json.array(Json.parse(own))));
            assertThat(together(Configs.with(Configs.PAIR), itself).get("two")).isEmpty();
        }
    }

    @Test
    void delegatedPrefixesAreComparedToo() {
        String subnet =
                "[{\"id\":1,\"subnet\":\"2001:db8::/32\",\"pd-pools\":[{\"prefix\":\"2001:db8:8::\",\"prefix-len\":48}]}]";
        KeaConfig one = six("server1", subnet);
        assertThat(together(one, six("server2", subnet.replace("2001:db8::/32", "2001:DB8:0::/32")))
                        .get("two"))
                .isEmpty();
        assertThat(texts(one, six("server2", subnet.replace("48", "56"))))
                .containsExactly(
                        "The pd-pools of 2001:db8::/32 are [2001:db8:8::/56] here and [2001:db8:8::/48] in one.");
    }

    private static KeaConfig six(String name, String subnets) {
        JsonObject relationship = Configs.PAIR.with("this-server-name", Json.value(name));
        return Configs.with(DhcpService.DHCP6, "", Json.array(relationship))
                .with(dhcp -> dhcp.with("subnet6", Json.parse(subnets)));
    }

    @ParameterizedTest
    @CsvSource({
        "name,     other,     true",
        "host,     localhost, false",
        "host,     127.0.0.1, false",
        "host,     ::1,       false",
        "host,     '',        false",
        "type,     memfile,   false",
        "password, other,     true",
    })
    void aDatabaseOfTheMachineIsNotShared(String member, String value, boolean same) {
        JsonObject database = Json.parseObject("{\"type\":\"mysql\",\"name\":\"kea\",\"host\":\"192.0.2.100\"}");
        JsonObject other = member.equals("name") ? database : database.with(member, Json.value(value));
        JsonObject first = member.equals("password") ? database : other;
        KeaConfig one = withHook(Configs.with(Configs.PAIR), "libdhcp_mysql.so", "{}")
                .with(dhcp -> dhcp.with("lease-database", first));
        KeaConfig two = withHook(second(Configs.PAIR), "libdhcp_mysql.so", "{}")
                .with(dhcp -> dhcp.with("lease-database", other));
        assertThat(together(one, two).get("two")).hasSize(same ? 1 : 0);
        KeaConfig apart = two.with(dhcp -> dhcp.with("lease-database", other.with("name", Json.value("apart"))));
        assertThat(together(one, apart).get("two")).isEmpty();
    }

    @Test
    void aSharedDatabaseWithoutReplicationIsFine() {
        JsonObject database = Json.parseObject("{\"type\":\"mysql\",\"name\":\"kea\",\"host\":\"192.0.2.100\"}");
        JsonObject quiet =
                Configs.PAIR.with("send-lease-updates", Json.value(false)).with("sync-leases", Json.value(false));
        KeaConfig one = withHook(Configs.with(quiet), "libdhcp_mysql.so", "{}")
                .with(dhcp -> dhcp.with("lease-database", database));
        KeaConfig two =
                withHook(second(quiet), "libdhcp_mysql.so", "{}").with(dhcp -> dhcp.with("lease-database", database));
        assertThat(together(one, two).get("two")).isEmpty();
    }

    @Test
    void eachFileIsComparedWithTheFirstThatSharesARelationship() {
        JsonObject stranger = Json.parseObject(Configs.PAIR.toJson().replace("\"server", "\"other"));
        Map<String, KeaConfig> files = new java.util.LinkedHashMap<>();
        files.put("stranger", Configs.with(stranger));
        files.put("one", Configs.with(Configs.PAIR));
        files.put(
                "two", second(Configs.PAIR).with(dhcp -> dhcp.with("option-data", Json.array(Json.object("code", 3)))));
        Map<String, List<Finding>> findings = HaLint.checkTogether(files, KeaVersion.of(3, 0, 4));
        assertThat(findings.get("stranger")).isEmpty();
        assertThat(findings.get("one")).extracting(Finding::code).containsExactly(FindingCode.NOT_TOGETHER);
        assertThat(findings.get("two"))
                .singleElement()
                .extracting(Finding::text)
                .isEqualTo("The options here are others than in one.");
    }

    private static List<String> texts(KeaConfig one, KeaConfig two) {
        return together(one, two).get("two").stream()
                .filter(finding -> finding.severity() == Severity.WARNING)
                .map(Finding::text)
                .toList();
    }

    @Test
    void aHubSharesWithEachOfItsSpokesWhatIsTheirs() {
        JsonObject other = Json.parseObject(
                Configs.PAIR.toJson().replace("\"server", "\"other").replace(":8001", ":8002"));
        KeaConfig hub = withSubnets(Configs.with(other, Configs.PAIR), """
                [{"id":1,"subnet":"192.0.2.0/24","user-context":{"ha-server-name":"server2"}},
                 {"id":2,"subnet":"198.51.100.0/24","user-context":{"ha-server-name":"other1"}},
                 {"id":3,"subnet":"203.0.113.0/24"}]""");
        KeaConfig spoke = withSubnets(second(Configs.PAIR), "[{\"id\":1,\"subnet\":\"192.0.2.0/24\"}]");
        assertThat(together(hub, spoke).get("two")).isEmpty();
        KeaConfig wrong = withSubnets(second(Configs.PAIR), "[{\"id\":2,\"subnet\":\"198.51.100.0/24\"}]");
        assertThat(together(hub, wrong).get("two"))
                .extracting(finding -> finding.code() + " " + finding.path())
                .containsExactly("subnet-missing Dhcp4.subnet4", "subnet-missing Dhcp4.subnet4[0]");
    }

    @Test
    void filesOfAPairMayShareALeaseDatabase() {
        JsonObject database = Json.parseObject(
                "{\"type\":\"postgresql\",\"name\":\"kea\",\"host\":\"192.0.2.100\",\"password\":\"hunter2\"}");
        KeaConfig one = withHook(Configs.with(Configs.PAIR), "libdhcp_pgsql.so", "{}")
                .with(dhcp -> dhcp.with("lease-database", database));
        KeaConfig two = withHook(second(Configs.PAIR), "libdhcp_pgsql.so", "{}")
                .with(dhcp -> dhcp.with("lease-database", database));
        assertThat(together(one, two).get("two"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.toString())
                        .contains("shared-lease-database")
                        .doesNotContain("hunter2"));
    }

    @Test
    void filesMayHaveNothingToDoWithEachOther() {
        JsonObject stranger = Json.parseObject(Configs.PAIR.toJson().replace("\"server", "\"other"));
        assertThat(together(Configs.with(Configs.PAIR), Configs.with(stranger)).get("two"))
                .extracting(Finding::code)
                .containsExactly(FindingCode.NOT_TOGETHER);
        KeaConfig alone = KeaConfig.of(DhcpService.DHCP4, JsonObject.empty());
        assertThat(together(Configs.with(Configs.PAIR), alone).get("two"))
                .extracting(Finding::code)
                .containsExactly(FindingCode.NOT_TOGETHER);
        KeaConfig six = Configs.with(DhcpService.DHCP6, "", Json.array(Configs.PAIR));
        assertThat(together(Configs.with(Configs.PAIR), six).get("two"))
                .extracting(Finding::code)
                .containsExactly(FindingCode.NOT_TOGETHER);
    }

    @Test
    void noFindingShowsASecret() {
        JsonObject bad = changed(Configs.PAIR, "peers[1].basic-auth-password", "\"hunter2\"");
        bad = changed(bad, "peers[1].basic-auth-password-file", "\"f\"");
        bad = changed(bad, "peers[1].basic-auth-pasword", "\"hunter2\"");
        bad = changed(bad, "peers[1].basic-auth-user", "\"kea:hunter2\"");
        bad = changed(bad, "peers[1].url", "\"http://kea:hunter2@192.0.2.2:8001/\"");
        JsonObject number = changed(bad, "peers[0].basic-auth-password", "271828182845904523536");
        for (KeaVersion version : List.of(KeaVersion.of(2, 2, 0), KeaVersion.of(3, 0, 4))) {
            List<Finding> findings = new ArrayList<>(HaLint.check(Configs.with(number), version));
            findings.addAll(
                    together(Configs.with(Configs.PAIR), Configs.with(bad)).get("two"));
            assertThat(findings)
                    .extracting(Finding::code)
                    .contains(
                            FindingCode.WRONG_TYPE,
                            FindingCode.COLON_IN_USER,
                            FindingCode.BAD_URL,
                            FindingCode.PASSWORD_TWICE,
                            FindingCode.PEER_DIFFERS);
            assertThat(findings.toString()).doesNotContain("hunter2", "2718").contains("http://*****@192.0.2.2:8001/");
        }
    }

    private static Map<String, List<Finding>> together(KeaConfig one, KeaConfig two) {
        Map<String, KeaConfig> files = new java.util.LinkedHashMap<>();
        files.put("one", one);
        files.put("two", two);
        return HaLint.checkTogether(files, KeaVersion.of(3, 0, 4));
    }

    private static KeaConfig withHook(KeaConfig config, String library, String parameters) {
        List<JsonValue> hooks = new ArrayList<>(
                config.dhcp().array("hooks-libraries").orElseThrow().elements());
        hooks.add(Json.object(
                "library", "/usr/lib/x86_64-linux-gnu/kea/hooks/" + library, "parameters", Json.parse(parameters)));
        return config.with(dhcp -> dhcp.with("hooks-libraries", JsonArray.of(hooks)));
    }

    private static KeaConfig second(JsonObject relationship) {
        return Configs.with(relationship.with("this-server-name", Json.value("server2")));
    }

    private static KeaConfig withSubnets(KeaConfig config, String subnets) {
        return config.with(dhcp -> dhcp.with("subnet4", Json.parse(subnets)));
    }

    private static List<String> codes(KeaConfig config, String version) {
        return HaLint.check(config, KeaVersion.parse(version)).stream()
                .map(finding -> finding.code().toString())
                .toList();
    }

    private static List<String> errors(KeaConfig config, String version) {
        return HaLint.check(config, KeaVersion.parse(version)).stream()
                .filter(finding -> finding.severity() == Severity.ERROR)
                .map(finding -> finding.code() + " " + finding.path())
                .toList();
    }

    /** A relationship with one value changed; the path is {@code member}, {@code peers[n]} or {@code peers[n].member}. */
    private static JsonObject changed(JsonObject relationship, String path, String value) {
        if (!path.startsWith("peers[")) {
            return value.equals("(absent)") ? relationship.without(path) : relationship.with(path, Json.parse(value));
        }
        int index = Integer.parseInt(path.substring(6, 7));
        List<JsonValue> peers = new java.util.ArrayList<>(
                relationship.array("peers").orElseThrow().elements());
        JsonObject peer = (JsonObject) peers.get(index);
        String member = path.length() > 9 ? path.substring(9) : "";
        peers.set(
                index,
                member.isEmpty()
                        ? Json.parse(value)
                        : value.equals("(absent)") ? peer.without(member) : peer.with(member, Json.parse(value)));
        return relationship.with("peers", JsonArray.of(peers));
    }
}
