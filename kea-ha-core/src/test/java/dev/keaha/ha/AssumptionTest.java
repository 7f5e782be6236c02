package dev.keaha.ha;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keaha.config.Assumption;
import dev.keaha.config.ControlAgentConfig;
import dev.keaha.config.DhcpService;
import dev.keaha.config.KeaConfig;
import dev.keaha.config.KeaVersion;
import dev.keaha.json.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

class AssumptionTest {

    private static final KeaConfig SERVER = KeaConfig.of(DhcpService.DHCP6, Json.parseObject("""
            {"control-socket":{"socket-type":"unix","socket-name":"/run/kea/6"},
             "control-sockets":[
               {"socket-type":"https","socket-address":"192.0.2.1","socket-port":8004,"trust-anchor":"ca","cert-file":"c",
                "key-file":"","authentication":{"directory":"/etc/kea","clients":[
                  {"user":"kea","password":"hunter2"},{"user-file":"u","password-file":"p"}]}},
               {"socket-type":"http","authentication":{"directory":"","clients":[{"user":"x","password-file":"q"}]}}],
             "lease-database":{"type":"memfile","name":"/var/lib/kea/l6"},
             "loggers":[{"name":"a","output_options":[{"output":"/var/log/kea/a"},{"output":"stdout"}]},
                        {"name":"b","output-options":[{"output":"/var/log/kea/b"}]}],
             "hooks-libraries":[
               {"library":"libdhcp_lease_cmds.so"},
               {"library":"libdhcp_ha.so","parameters":{"high-availability":[{
                 "this-server-name":"one","mode":"hot-standby","trust-anchor":"hca","cert-file":"hc","key-file":"hk",
                 "peers":[
                   {"name":"one","url":"https://[2001:db8::1]/","role":"primary","basic-auth-user-file":"bu"},
                   {"name":"two","url":"http://192.0.2.2:1/","role":"standby","trust-anchor":"","cert-file":"pc",
                    "key-file":"pk","basic-auth-password-file":"bp"}]}]}}]}"""));

    @Test
    void listsWhatOnlyTheMachineKnows() {
        String ha = "Dhcp6.hooks-libraries[1].parameters.high-availability[0]";
        List<String> everywhere = List.of(
                "free-port: Dhcp6.control-sockets[0]: 192.0.2.1 port 8004",
                "readable-file: Dhcp6.control-sockets[0].trust-anchor: ca",
                "readable-file: Dhcp6.control-sockets[0].cert-file: c",
                "readable-file: Dhcp6.control-sockets[0].authentication.clients[1].user-file: /etc/kea/u",
                "readable-file: Dhcp6.control-sockets[0].authentication.clients[1].password-file: /etc/kea/p",
                "free-port: Dhcp6.control-sockets[1]: 127.0.0.1 port 8000",
                "readable-file: Dhcp6.control-sockets[1].authentication.clients[0].password-file: q",
                "hook-library: Dhcp6.hooks-libraries[0].library: libdhcp_lease_cmds.so",
                "hook-library: Dhcp6.hooks-libraries[1].library: libdhcp_ha.so",
                "readable-file: " + ha + ".trust-anchor: hca",
                "readable-file: " + ha + ".cert-file: hc",
                "readable-file: " + ha + ".key-file: hk",
                "readable-file: " + ha + ".peers[0].basic-auth-user-file: bu",
                "readable-file: " + ha + ".peers[1].cert-file: pc",
                "readable-file: " + ha + ".peers[1].key-file: pk",
                "readable-file: " + ha + ".peers[1].basic-auth-password-file: bp");
        assertThat(HaLint.assumptions(SERVER, KeaVersion.of(2, 2, 0)))
                .extracting(Assumption::toString)
                .containsExactlyElementsOf(everywhere);
        assertThat(HaLint.assumptions(SERVER, KeaVersion.of(3, 0, 4)))
                .extracting(Assumption::toString)
                .containsAll(everywhere)
                .contains(
                        "allowed-directory: Dhcp6.control-socket.socket-name: /run/kea/6",
                        "allowed-directory: Dhcp6.lease-database.name: /var/lib/kea/l6",
                        "allowed-directory: Dhcp6.loggers[0].output_options[0].output: /var/log/kea/a",
                        "allowed-directory: Dhcp6.loggers[1].output-options[0].output: /var/log/kea/b",
                        "free-port: " + ha + ".peers[0].url: https://[2001:db8::1]/")
                .hasSize(everywhere.size() + 5);
    }

    @Test
    void agentsHaveThemToo() {
        ControlAgentConfig agent = ControlAgentConfig.of(Json.parseObject("""
                {"Control-agent":{"cert-file":"c","authentication":{"directory":"/d","clients":[{"password-file":"p"}]},
                  "control-sockets":{"dhcp4":{"socket-type":"unix","socket-name":"/run/4"}},
                  "hooks-libraries":[{"library":"x.so"}],
                  "loggers":[{"name":"l","output-options":[{"output":"/l"}]}]}}"""));
        assertThat(agent.assumptions(KeaVersion.of(2, 6, 3)))
                .extracting(Assumption::toString)
                .containsExactly(
                        "free-port: Control-agent.http-port: 127.0.0.1 port 8000",
                        "readable-file: Control-agent.cert-file: c",
                        "readable-file: Control-agent.authentication.clients[0].password-file: /d/p",
                        "allowed-directory: Control-agent.control-sockets.dhcp4.socket-name: /run/4",
                        "hook-library: Control-agent.hooks-libraries[0].library: x.so",
                        "allowed-directory: Control-agent.loggers[0].output-options[0].output: /l");
        assertThat(agent.assumptions(KeaVersion.of(2, 6, 2))).hasSize(4);
    }

    @Test
    void interfacesAreTheMachines() {
        KeaConfig config = KeaConfig.of(DhcpService.DHCP4, Json.parseObject("""
                {"interfaces-config":{"interfaces":["*","eth0/192.0.2.1"]},
                 "subnet4":[{"id":1,"interface":""},{"id":2,"interface":"eth1"}],
                 "shared-networks":[{"name":"n","interface":"eth2","subnet4":[{"id":3,"interface":"eth3"}]}]}"""));
        assertThat(HaLint.assumptions(config, KeaVersion.of(3, 0, 4)))
                .extracting(Assumption::toString)
                .containsExactly(
                        "network-interface: Dhcp4.interfaces-config.interfaces[1]: eth0/192.0.2.1",
                        "network-interface: Dhcp4.shared-networks[0].interface: eth2",
                        "network-interface: Dhcp4.subnet4[1].interface: eth1",
                        "network-interface: Dhcp4.shared-networks[0].subnet4[0].interface: eth3");
    }

    @Test
    void aDatabaseIsNoDirectory() {
        KeaConfig config = KeaConfig.of(
                DhcpService.DHCP4, Json.parseObject("{\"lease-database\":{\"type\":\"mysql\",\"name\":\"kea\"}}"));
        assertThat(HaLint.assumptions(config, KeaVersion.of(3, 0, 4))).isEmpty();
    }
}
