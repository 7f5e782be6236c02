package dev.keaha.testkit.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keaha.config.DhcpService;
import dev.keaha.config.Finding;
import dev.keaha.config.KeaConfig;
import dev.keaha.config.KeaConfigFile;
import dev.keaha.ha.HaLint;
import dev.keaha.json.Json;
import dev.keaha.json.JsonObject;
import dev.keaha.testkit.real.Installation;
import dev.keaha.testkit.real.RealKea;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The examples of each generation of Kea, and the things in which the generations differ, judged by each generation and by
 * the lint for it: no disagreement.
 */
class VersionDifferentialIT {

    /** What an example says of the machine that it is for. */
    private static final List<String> OF_THE_MACHINE = List.of(
            "hooks-libraries",
            "interfaces-config",
            "lease-database",
            "hosts-database",
            "hosts-databases",
            "config-control",
            "loggers",
            "control-socket",
            "control-sockets",
            "data-directory",
            "server-tag");

    private static final String HTTP = "{'socket-type':'http','socket-address':'127.0.0.1','socket-port':8055";
    private static final String SUBNET = "'subnet4':[{'id':1,'subnet':'192.0.2.0/24'";
    private static final String HOOK = "libdhcp_lease_cmds.so";

    private static final List<String> DIFFERENCES = List.of(
            SUBNET + ",'reservation-mode':'all'}]",
            "'subnet4':[{'subnet':'192.0.2.0/24'}]",
            "'subnet4':[{'id':0,'subnet':'192.0.2.0/24'}]",
            SUBNET + "},{'id':1,'subnet':'192.0.3.0/24'}]",
            SUBNET + "}],'shared-networks':[{'name':'x','subnet4':[{'id':1,'subnet':'192.0.3.0/24'}]}]",
            SUBNET + ",'require-client-classes':[],'evaluate-additional-classes':[]}]",
            SUBNET + ",'pools':[{'pool':'192.0.2.1-192.0.2.2','client-class':'a','client-classes':['b']}]}]",
            SUBNET + ",'client-classes':['b']}]",
            SUBNET + ",'zz':1}]",
            SUBNET + ",'relay':{'ip-address':'192.0.2.4'}}]",
            "'client-classes':[{'name':'a','only-if-required':true,'only-in-additional-list':true}]",
            "'client-classes':[{'name':'a','only-in-additional-list':true}]",
            "'client-classes':[{'name':'a','only-if-required':true}]",
            "'control-socket':" + HTTP + "}",
            "'control-sockets':[" + HTTP + "}]",
            "'control-sockets':[" + HTTP.replace("127.0.0.1", "localhost") + "}]",
            "'control-sockets':[" + HTTP.replace("8055", "65536") + "}]",
            "'control-sockets':[" + HTTP.replace("8055", "-1") + "}]",
            "'control-sockets':[" + HTTP.replace("http", "https") + "}]",
            "'control-sockets':[" + HTTP + ",'cert-file':'x'}]",
            "'control-sockets':[" + HTTP
                    + ",'authentication':{'type':'basic','realm':'r','clients':[{'user':'a','password':'b'}]}}]",
            "'control-sockets':[]",
            "'control-socket':{},'control-sockets':[]",
            "'loggers':[{'name':'kea-dhcp4','output-options':[{'output':'stdout'}]}]",
            "'loggers':[{'name':'kea-dhcp4','output_options':[{'output':'stdout'}]}]",
            "'loggers':[{'name':'kea-dhcp4','output_options':[],'output-options':[]}]",
            "'option-data':[{'name':'routers','data':'192.0.2.4','client-classes':['a']}]",
            "'option-data':[{'name':'routers','data':'192.0.2.4','never-send':true}]",
            "'option-data':[{'name':'classless-static-route','data':'10.0.0.0/8 - 10.0.0.1'}]",
            "'option-data':[{'name':'classless-static-route','code':121,'csv-format':false,'data':'080a0a000001'}]",
            "'option-data':[{'code':121,'csv-format':false,'data':'080a0a000001'}]",
            "'option-data':[{'name':'v4-sztp-redirect','csv-format':false,'data':'000161'}]",
            "'option-data':[{'name':'base-time','data':'1'}]",
            "'option-def':[{'name':'x','code':3,'type':'string'}]",
            "'option-def':[{'name':'x','code':3,'type':'string','space':'dhcp6'}]",
            "'option-def':[{'name':'x','code':43,'type':'string'}]",
            "'option-def':[{'name':'vendor-encapsulated-options','code':43,'type':'string'}]",
            "'option-def':[{'name':'routers','code':230,'type':'string'}]",
            "'option-def':[{'name':'x','code':122,'type':'string'}]",
            "'option-def':[{'name':'x','code':122,'type':'string','space':'mine'}]",
            "'option-def':[{'name':'x','code':162,'type':'string'}]",
            "'option-def':[{'name':'v4-dnr','code':162,'type':'string'}]",
            "'option-def':[{'name':'v4-dnr','code':230,'type':'string'}]",
            "'option-def':[{'name':'x','code':121,'type':'string'}]",
            "'option-def':[{'name':'x','code':148,'type':'string','space':'dhcp6'}]",
            "'hooks-libraries':[{'library':'" + HOOK + "'}]",
            "'hooks-libraries':[{'library':'/usr/lib/x86_64-linux-gnu/kea/hooks/" + HOOK + "'}]",
            "'dhcp-ddns':{'enable-updates':false,'override-no-update':true}",
            "'dhcp-ddns':{'enable-updates':false,'hostname-char-set':'x'}",
            "'hostname-char-set':'x'",
            "'reservation-mode':'all'",
            "'reservations-global':true",
            "'early-global-reservations-lookup':true",
            "'stash-agent-options':true",
            "'ip-reservations-unique':false",
            "'compatibility':{'lenient-option-parsing':true}",
            "'compatibility':{'ignore-rai-link-selection':true}",
            "'compatibility':{'exclude-first-last-24':true}",
            "'ddns-conflict-resolution-mode':'check-with-dhcid'",
            "'ddns-use-conflict-resolution':true",
            "'ddns-ttl':5",
            "'ddns-ttl-percent':0.5",
            "'allocator':'random'",
            "'user-context':{'zz':1}",
            "'zz':1");

    static Stream<Installation> installed() {
        return RealKea.installed().stream();
    }

    @ParameterizedTest
    @MethodSource("installed")
    void lintAndKeaRefuseTheSame(Installation judge) throws Exception {
        Map<String, KeaConfig> cases = cases();
        List<String> disagreements = new ArrayList<>();
        for (Map.Entry<String, KeaConfig> one : cases.entrySet()) {
            List<Finding> errors = HaLint.checkAll(one.getValue(), judge.version()).stream()
                    .filter(finding -> finding.severity() == Finding.Severity.ERROR)
                    .toList();
            String refusal = refusal(judge, one.getValue());
            if (refusal.isEmpty() != errors.isEmpty()) {
                disagreements.add(
                        one.getKey() + ": " + (refusal.isEmpty() ? "only lint: " + errors : "only Kea: " + refusal));
            }
        }
        System.out.println("Lint and Kea " + judge.version() + " compared on " + cases.size()
                + " configurations for all generations: " + disagreements.size() + " disagreements");
        assertThat(disagreements).isEmpty();
    }

    private static Map<String, KeaConfig> cases() throws IOException {
        Map<String, KeaConfig> cases = new LinkedHashMap<>();
        for (Installation installation : RealKea.installed()) {
            for (String directory : List.of("kea4", "kea6")) {
                Path examples = installation
                        .root()
                        .resolve("usr/share/doc/kea/examples")
                        .resolve(directory);
                try (Stream<Path> files = Files.list(examples)) {
                    for (Path file : files.filter(path -> path.toString().endsWith(".json"))
                            .sorted()
                            .toList()) {
                        KeaConfig config = KeaConfigFile.read(file.toString(), Files.readString(file))
                                .config();
                        cases.put(file.toString(), config.with(VersionDifferentialIT::ofAnyMachine));
                    }
                }
            }
        }
        for (String difference : DIFFERENCES) {
            JsonObject dhcp = Json.parseObject("{" + difference.replace('\'', '"') + "}");
            cases.put(difference, KeaConfig.of(DhcpService.DHCP4, dhcp.with("lease-database", memory())));
        }
        return cases;
    }

    private static JsonObject ofAnyMachine(JsonObject dhcp) {
        JsonObject rest = dhcp;
        for (String name : OF_THE_MACHINE) {
            rest = rest.without(name);
        }
        // Interfaces are the machine's too, wherever they stand.
        String text = rest.toJson().replaceAll("\"interface\":\"[^\"]*\",?", "").replace(",}", "}");
        return Json.parseObject(text)
                .with("lease-database", memory())
                .with("dhcp-ddns", Json.object("enable-updates", false));
    }

    private static JsonObject memory() {
        return Json.object("type", "memfile", "persist", false);
    }

    /** What Kea says against a configuration; empty where it takes it. */
    private static String refusal(Installation judge, KeaConfig config) throws Exception {
        Path directory = Files.createTempDirectory(judge.root().resolve("tmp"), "judged");
        Path file =
                Files.writeString(directory.resolve("kea.json"), config.tree().toJson());
        String inside = "/tmp/" + directory.getFileName();
        try {
            Process kea = new ProcessBuilder(
                            "/usr/bin/env",
                            "-i",
                            "PATH=/usr/sbin:/usr/bin:/sbin:/bin",
                            "LC_ALL=C",
                            "KEA_PIDFILE_DIR=" + inside,
                            "KEA_LOCKFILE_DIR=" + inside,
                            "KEA_DHCP_DATA_DIR=" + inside,
                            "chroot",
                            judge.root().toString(),
                            "/usr/sbin/kea-" + config.service().word(),
                            "-t",
                            inside + "/kea.json")
                    .redirectErrorStream(true)
                    .start();
            kea.getOutputStream().close();
            String said = new String(kea.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return kea.waitFor() == 0 ? "" : said.substring(said.strip().lastIndexOf('\n') + 1);
        } finally {
            try (Stream<Path> left = Files.list(directory)) {
                for (Path path : left.toList()) {
                    Files.delete(path);
                }
            }
            Files.delete(directory);
        }
    }
}
