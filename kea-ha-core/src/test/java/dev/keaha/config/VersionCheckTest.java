package dev.keaha.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keaha.config.Finding.Severity;
import dev.keaha.json.Json;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VersionCheckTest {

    private static final String HTTP = "{'socket-type':'http','socket-address':'127.0.0.1','socket-port':8000";
    private static final String USER = "'authentication':{'clients':[{'user':'u','password':'hunter2'}]}";

    /** The last version before a rule, and the first one with it; which finding, and where. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "2.7.2 | 2.7.1 | 'control-sockets':[]                              | refused-key | .control-sockets",
                "2.5.8 | 2.6.0 | 'subnet4':[{'id':1,'reservation-mode':'off'}]     | refused-key | .subnet4[0].reservation-mode",
                "2.5.1 | 2.2.0 | 'loggers':[{'name':'x','output-options':[]}]      | refused-key | .loggers[0].output-options",
                "2.7.9 | 3.1.0 | 'control-sockets':[{'socket-type':'http'}]        | unsecured-control-socket | .control-sockets[0]",
                "2.7.1 | 2.7.2 | 'control-socket':{'socket-type':'https'}          | https-without-tls | .control-socket",
                "2.7.1 | 2.7.2 | 'control-socket':{'socket-type':'http','key-file':'k','cert-file':''} | incomplete-tls | .control-socket",
                "2.5.8 | 2.6.0 | 'subnet4':[{'subnet':'192.0.2.0/24'}]             | subnet-id-required | .subnet4[0]",
                "2.5.8 | 2.6.0 | 'shared-networks':[{'subnet4':[{'id':7},{'id':0}]}] | subnet-id-required | .shared-networks[0].subnet4[1]",
                "2.5.0 | 2.5.1 | 'loggers':[{'output_options':[],'output-options':[]}] | both-spellings | .loggers[0].output_options",
                "2.7.1 | 2.7.2 | 'control-socket':{},'control-sockets':[]          | both-spellings | .control-socket",
                "2.7.3 | 2.7.4 | 'subnet4':[{'id':1,'require-client-classes':[],'evaluate-additional-classes':[]}] | both-spellings | .subnet4[0].require-client-classes",
                "2.7.3 | 2.7.4 | 'client-classes':[{'only-if-required':true,'only-in-additional-list':true}] | both-spellings | .client-classes[0].only-if-required",
                "2.7.4 | 2.7.5 | 'subnet4':[{'id':1,'pools':[{'client-class':'a','client-classes':[]}]}] | both-spellings | .subnet4[0].pools[0].client-class",
                "2.4.2 | 2.4.1 | 'hooks-libraries':[{'library':'libdhcp_ha.so'}]   | hook-path | .hooks-libraries[0].library",
                "2.6.3 | 2.5.0 | 'hooks-libraries':[{'library':'libdhcp_ha.so'}]   | hook-path | .hooks-libraries[0].library",
                "2.6.3 | 2.6.2 | 'hooks-libraries':[{'library':'libdhcp_ha.so'}]   | hook-path | .hooks-libraries[0].library",
                "2.7.9 | 2.7.0 | 'hooks-libraries':[{'library':'libdhcp_ha.so'}]   | hook-path | .hooks-libraries[0].library",
                "2.7.9 | 2.7.8 | 'hooks-libraries':[{'library':'libdhcp_ha.so'}]   | hook-path | .hooks-libraries[0].library",
                "2.6.2 | 2.6.3 | 'hooks-libraries':[{'library':'./libdhcp_ha.so'}] | hook-path | .hooks-libraries[0].library",
                "2.6.2 | 2.6.3 | 'hooks-libraries':[{'library':'/a/x.so'},{'library':'/b/y.so'}] | hook-directory | .hooks-libraries[1].library",
                "2.5.5 | 2.5.4 | 'option-data':[{'name':'classless-static-route','data':'x'}] | unknown-option | .option-data[0]",
                "2.5.5 | 2.2.0 | 'subnet4':[{'id':1,'option-data':[{'code':3},{'name':'classless-static-route','code':121,'data':'x'}]}] | unknown-option | .subnet4[0].option-data[1]",
                "2.3.6 | 2.3.5 | 'option-data':[{'name':'v4-sztp-redirect','csv-format':false,'data':'0a'}] | unknown-option | .option-data[0]",
                "2.7.3 | 2.7.4 | 'lease-database':{'type':'mysql'}                 | database-hook-missing | .lease-database.type",
                "2.7.3 | 2.7.4 | 'hosts-database':{'type':'postgresql'}            | database-hook-missing | .hosts-database.type",
                "2.7.3 | 2.7.4 | 'hosts-databases':[{'type':'memfile'},{'type':'mysql'}] | database-hook-missing | .hosts-databases[1].type",
                "2.7.3 | 2.7.4 | 'config-control':{'config-databases':[{'type':'mysql'}]} | database-hook-missing | .config-control.config-databases[0].type",
            })
    void rulesBeginWithAVersion(String without, String with, String content, String code, String path) {
        assertThat(problems(content, with)).contains(code + " Dhcp4" + path);
        assertThat(problems(content, without)).noneMatch(problem -> problem.startsWith(code));
    }

    @Test
    void secretsInTheConfigurationAreRefusedFrom31On() {
        String content = "'control-sockets':[" + HTTP + "," + USER + "}]";
        assertThat(problems(content, "3.0.4")).isEmpty();
        assertThat(problems(content, "3.2.0"))
                .containsExactly(
                        "clear-text-secret Dhcp4.control-sockets[0].authentication.clients[0].user",
                        "clear-text-secret Dhcp4.control-sockets[0].authentication.clients[0].password");
        assertThat(config(content).problems(KeaVersion.of(3, 2, 0)).toString()).doesNotContain("hunter2");
        assertThat(problems(content.replace("'user'", "'user-file'").replace("'password'", "'password-file'"), "3.2.0"))
                .isEmpty();
    }

    @Test
    void aSecuredSocketIsWelcome() {
        String tls = ",'trust-anchor':'a','cert-file':'c','key-file':'k'}]";
        for (String version : List.of("2.7.2", "3.0.4", "3.2.0")) {
            assertThat(problems("'control-sockets':[" + HTTP + tls, version)).isEmpty();
            assertThat(problems("'control-sockets':[" + HTTP.replace("http", "https") + tls, version))
                    .isEmpty();
            assertThat(problems("'control-socket':{'socket-type':'unix','socket-name':'/run/kea/s'}", version))
                    .isEmpty();
        }
    }

    @Test
    void idsAreOfOneSubnetOnly() {
        for (String version : List.of("2.2.0", "3.2.0")) {
            assertThat(problems("'subnet4':[{'id':1},{'id':2}],'shared-networks':[{'subnet4':[{'id':2}]}]", version))
                    .containsExactly("duplicate-subnet-id Dhcp4.shared-networks[0].subnet4[0].id");
        }
        Finding many = config("'subnet4':[{'id':0},{},{'id':3}]")
                .problems(KeaVersion.of(2, 6, 3))
                .get(0);
        assertThat(many.path()).isEqualTo("Dhcp4.subnet4[0]");
        assertThat(many.text()).contains("2 subnets");
    }

    @Test
    void librariesInKeasOwnDirectoryAreFine() {
        for (String version : List.of("2.2.0", "2.6.3", "3.2.0")) {
            assertThat(problems("'hooks-libraries':[{'library':'/h/a.so'},{'library':'/h/b.so'}]", version))
                    .isEmpty();
        }
        assertThat(problems("'hooks-libraries':[{'library':'a.so'},{'library':'/h/b.so'}]", "3.0.4"))
                .isEmpty();
    }

    @Test
    void optionsMayBeDefinedOrGivenAsBytes() {
        String option = "'option-data':[{'name':'v4-dnr','data':'0a','code':162,'csv-format':false}]";
        assertThat(problems(option, "2.2.0")).isEmpty();
        assertThat(problems("'option-def':[{'name':'v4-dnr'}],'option-data':[{'name':'v4-dnr','data':'x'}]", "2.2.0"))
                .isEmpty();
    }

    @Test
    void aLoadedDatabaseIsFine() {
        assertThat(problems(
                        "'hooks-libraries':[{'library':'libdhcp_pgsql.so'}],'lease-database':{'type':'postgresql'}",
                        "3.0.4"))
                .isEmpty();
        assertThat(problems("'lease-database':{'type':'memfile'}", "3.0.4")).isEmpty();
    }

    @Test
    void whatIsCarriedIsNotLookedInto() {
        assertThat(problems(
                        "'user-context':{'control-socket':1,'control-sockets':2},'hooks-libraries':[{'library':'/a/b.so',"
                                + "'parameters':{'client-class':1,'client-classes':2}}]",
                        "3.0.4"))
                .isEmpty();
    }

    @Test
    void saysWhatToWriteInstead() {
        assertThat(config("'loggers':[{'output-options':[]}]")
                        .problems(KeaVersion.of(2, 2, 0))
                        .get(0))
                .hasToString("error: Dhcp4.loggers[0].output-options: Kea 2.2.0 does not know this key; 2.5.1 is the"
                        + " first to know it. Sent over the API it is ignored without a word, and nothing is logged."
                        + " Write output_options instead. [refused-key]");
        assertThat(config("'ddns-ttl':5,'zz':1,'a':{}").problems(KeaVersion.of(2, 2, 0)))
                .extracting(Finding::advice)
                .containsExactly(
                        "Remove it, or use a newer Kea.", "Remove it, or correct it.", "Remove it, or correct it.");
    }

    @Test
    void errorsComeFirst() {
        assertThat(config("'hooks-libraries':[{'library':'/a/x.so'},{'library':'/b/y.so'},{'library':'c/z.so'}]")
                        .problems(KeaVersion.of(3, 0, 4)))
                .extracting(Finding::severity)
                .containsExactly(Severity.ERROR, Severity.WARNING);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'http-host':'127.0.0.1'                              | ",
                "'http-host':'::1'                                    | ",
                "'zz':1,'http-host':'::1'                             | refused-key Control-agent.zz",
                "'http-host':'localhost','cert-file':'','key-file':'' | bad-address Control-agent.http-host",
                "'cert-file':'c','key-file':'k'                       | incomplete-tls Control-agent",
                "'http-host':'0.0.0.0'                                | unrestricted-commands Control-agent",
                "'http-host':'0.0.0.0','authentication':{}            | clear-text-credentials Control-agent.authentication",
                "'http-host':'192.0.2.1','trust-anchor':'t','cert-file':'c','key-file':'k' | ",
                "'http-host':'::','authentication':{},'trust-anchor':'t','cert-file':'c','key-file':'k' | ",
                "'authentication':{}                                  | ",
            })
    void agentsAreJudgedToo(String content, String problem) {
        ControlAgentConfig agent = ControlAgentConfig.of(Json.parseObject(json("'Control-agent':{" + content + "}")));
        assertThat(agent.problems(KeaVersion.of(2, 6, 3)).stream()
                        .map(finding -> finding.code() + " " + finding.path()))
                .filteredOn(found -> !found.startsWith("unrestricted") || problem == null || problem.equals(found))
                .isEqualTo(problem == null ? List.of() : List.of(problem));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'socket-address':'kea.test'                             | bad-address Dhcp4.control-socket.socket-address",
                "'socket-port':65536                                     | out-of-range Dhcp4.control-socket.socket-port",
                "'socket-port':-1                                        | out-of-range Dhcp4.control-socket.socket-port",
                "'socket-port':65535                                     | ",
                "'socket-port':0                                         | ",
                "'socket-address':'192.0.2.1','authentication':{}        | clear-text-credentials Dhcp4.control-socket.authentication",
                "'socket-address':'127.0.0.2','authentication':{}        | ",
                "'authentication':{}                                     | ",
                "'socket-address':'192.0.2.1'                            | ",
            })
    void controlSocketsNeedAnAddressAndAPort(String content, String problem) {
        String socket = "'control-socket':{'socket-type':'http'," + content + "}";
        assertThat(problems(socket, "2.7.2")).isEqualTo(problem == null ? List.of() : List.of(problem));
        assertThat(problems(socket.replace("'http'", "'unix'"), "2.7.2")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "2.3.8 | 2.3.7 | 'name':'v4-dnr','code':162",
                "2.3.8 | 2.3.7 | 'name':'x','code':162",
                "2.3.8 | 2.3.7 | 'name':'v4-dnr','code':230",
                "2.7.4 | 2.7.3 | 'name':'x','code':122",
                "2.7.7 | 2.7.6 | 'name':'x','code':148,'space':'dhcp6'",
                "2.2.0 |       | 'name':'x','code':3",
                "2.2.0 |       | 'name':'x','code':213",
                "2.2.0 |       | 'name':'routers','code':230",
                "2.2.0 |       | 'name':'x','code':3,'space':'dhcp6'",
                "      | 3.2.0 | 'name':'x','code':43",
                "      | 3.2.0 | 'name':'vendor-encapsulated-options','code':43",
                "      | 3.2.0 | 'name':'x','code':162,'space':'mine'",
                "      | 3.2.0 | 'name':'x','code':10,'space':'dhcp6'",
                "      | 3.2.0 | 'name':'x','code':224",
                "      | 3.2.0 | 'name':'x','code':0",
                "      | 3.2.0 | 'name':'x'",
            })
    void ownDefinitionsOfStandardOptionsAreRefused(String first, String last, String definition) {
        String content = "'option-def':[{'name':'y','code':250},{" + definition + "}]";
        if (first != null) {
            assertThat(problems(content, first)).containsExactly("standard-option Dhcp4.option-def[1]");
            assertThat(problems(content, "3.2.0")).containsExactly("standard-option Dhcp4.option-def[1]");
        }
        if (last != null) {
            assertThat(problems(content, last)).isEmpty();
        }
    }

    @Test
    void namesOfOptionsBelongToASpace() {
        String option = "'option-data':[{'name':'status-code','data':'x'";
        assertThat(problems(option + "}]", "2.2.0")).containsExactly("unknown-option Dhcp4.option-data[0]");
        assertThat(problems(option + "}]", "2.3.0")).isEmpty();
        assertThat(problems(option + ",'space':'mine'}]", "2.2.0")).isEmpty();
        assertThat(KeaConfig.of(DhcpService.DHCP6, Json.parseObject(json(option + "}]")))
                        .problems(KeaVersion.of(2, 2, 0)))
                .isEmpty();
    }

    @Test
    void agentsEndWith31() {
        ControlAgentConfig agent = ControlAgentConfig.of(
                Json.parseObject(json("'Control-agent':{'zz':1,'hooks-libraries':[{'library':'x.so'}]}")));
        assertThat(agent.problems(KeaVersion.of(3, 1, 7)))
                .extracting(Finding::path)
                .containsExactly("Control-agent.zz");
        assertThat(agent.problems(KeaVersion.of(3, 1, 8)))
                .extracting(Finding::code)
                .containsExactly(FindingCode.NO_CONTROL_AGENT, FindingCode.REFUSED_KEY);
        assertThat(agent.problems(KeaVersion.of(2, 2, 0)))
                .extracting(Finding::code)
                .containsExactly(FindingCode.REFUSED_KEY, FindingCode.HOOK_PATH);
    }

    private static List<String> problems(String content, String version) {
        return config(content).problems(KeaVersion.parse(version)).stream()
                .map(finding -> finding.code() + " " + finding.path())
                .toList();
    }

    private static KeaConfig config(String content) {
        return KeaConfig.of(DhcpService.DHCP4, Json.parseObject(json(content)));
    }

    private static String json(String content) {
        return "{" + content.replace('\'', '"') + "}";
    }
}
