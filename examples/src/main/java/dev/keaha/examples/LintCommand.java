package dev.keaha.examples;

import dev.keaha.config.Assumption;
import dev.keaha.config.ControlAgentConfig;
import dev.keaha.config.Finding;
import dev.keaha.config.FindingCode;
import dev.keaha.config.KeaConfig;
import dev.keaha.config.KeaConfigException;
import dev.keaha.config.KeaConfigFile;
import dev.keaha.config.KeaVersion;
import dev.keaha.config.Place;
import dev.keaha.ha.HaLint;
import dev.keaha.json.Json;
import dev.keaha.json.JsonArray;
import dev.keaha.json.JsonObject;
import dev.keaha.json.JsonValue;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "lint",
        description =
                "Checks configuration files, offline: what Kea of a version refuses (errors), and what it takes though it"
                        + " will not do what is meant (warnings). docs/lint.md explains each."
                        + " A Control Agent is checked with the servers whose files are in its directory."
                        + " Exit code 0: no errors, 1: errors, 3: unreadable.",
        mixinStandardHelpOptions = true)
final class LintCommand implements Callable<Integer> {

    /** What stands at the top of the files of Kea's other daemons. */
    private static final List<String> OTHERS = List.of("DhcpDdns", "Netconf");

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description = "Configuration files of Kea DHCP servers and Control Agents.")
    private List<Path> files;

    @Option(names = "--kea", paramLabel = "VERSION", description = "Version of the servers. Default: 3.0.4.")
    private String version = "3.0.4";

    @Option(names = "--pair", description = "Checks also that the files, of peers of one relationship, agree.")
    private boolean pair;

    @Option(
            names = "--management",
            paramLabel = "URL",
            description =
                    "The address at which one of the servers is managed: checked against its listener for partners.")
    private @Nullable URI management;

    @Option(
            names = "--machine",
            description =
                    "Lists also what Kea would refuse and only the server's machine can know: files, ports, libraries.")
    private boolean machine;

    @Option(names = "--json", description = "Prints JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    private final Map<String, List<Finding>> findings = new LinkedHashMap<>();
    private final Map<String, List<Assumption>> assumptions = new LinkedHashMap<>();
    private final Map<String, Place> unreadable = new LinkedHashMap<>();

    LintCommand() {
        files = List.of();
    }

    @Override
    public Integer call() {
        KeaVersion kea = version();
        Map<String, KeaConfigFile> read = new LinkedHashMap<>();
        Map<String, KeaConfig> configs = new LinkedHashMap<>();
        Map<String, ControlAgentConfig> agents = new LinkedHashMap<>();
        for (Path file : files) {
            String name = file.toString();
            findings.put(name, new ArrayList<>());
            try {
                KeaConfigFile parsed = Session.configFile(file);
                read.put(name, parsed);
                if (parsed.isControlAgent()) {
                    agents.put(name, parsed.controlAgent());
                } else if (OTHERS.stream().anyMatch(parsed.tree()::has)) {
                    findings.get(name)
                            .add(new Finding(
                                    FindingCode.NOT_JUDGED,
                                    parsed.tree().names().get(0),
                                    "This is the configuration of another daemon.",
                                    "Give the files of DHCP servers and Control Agents."));
                } else {
                    configs.put(name, parsed.config());
                }
            } catch (KeaConfigException e) {
                e.place().ifPresent(place -> unreadable.put(name, place));
                findings.get(name).add(new Finding(FindingCode.UNREADABLE, e.path(), e.problem(), "Correct the file."));
            }
        }
        agents.forEach((name, agent) -> findings.get(name).addAll(agent.problems(kea)));
        if (pair) {
            HaLint.checkTogether(configs, kea)
                    .forEach((name, found) -> findings.get(name).addAll(found));
        } else {
            configs.forEach((name, config) -> findings.get(name).addAll(HaLint.checkAll(config, kea)));
        }
        configs.forEach((name, config) -> {
            // The files of one machine are in one directory, and it has one agent.
            List<ControlAgentConfig> beside = agents.entrySet().stream()
                    .filter(agent -> Objects.equals(
                            Path.of(agent.getKey()).getParent(), Path.of(name).getParent()))
                    .map(Map.Entry::getValue)
                    .toList();
            if (beside.size() == 1) {
                findings.get(name).addAll(HaLint.checkBeside(config, beside.get(0), kea));
            }
            if (management != null) {
                findings.get(name).addAll(HaLint.checkManagement(config, management, kea));
            }
            if (machine) {
                assumptions.put(name, HaLint.assumptions(config, kea));
            }
        });
        if (machine) {
            agents.forEach((name, agent) -> assumptions.put(name, agent.assumptions(kea)));
        }
        if (json) {
            printJson();
        } else {
            printText(read);
        }
        List<Finding> all = findings.values().stream().flatMap(List::stream).toList();
        if (all.stream().anyMatch(finding -> finding.code() == FindingCode.UNREADABLE)) {
            return ExitCode.ERROR;
        }
        boolean errors = all.stream().anyMatch(finding -> finding.severity() == Finding.Severity.ERROR);
        return errors ? ExitCode.PART : ExitCode.DONE;
    }

    private KeaVersion version() {
        try {
            return KeaVersion.parse(version);
        } catch (IllegalArgumentException e) {
            throw new Failure("wrong-usage", String.valueOf(e.getMessage()), "Give --kea 2.6.3.", ExitCode.USAGE);
        }
    }

    private void printJson() {
        List<JsonValue> documents = new ArrayList<>();
        findings.forEach((file, found) -> {
            JsonObject document = Json.object(
                    "file",
                    file,
                    "findings",
                    JsonArray.of(found.stream()
                            .map(finding -> Json.object(
                                    "severity", finding.severity().toString(),
                                    "code", finding.code().toString(),
                                    "path", finding.path(),
                                    "text", finding.text()))
                            .toList()));
            documents.add(
                    machine
                            ? document.with(
                                    "machine",
                                    JsonArray.of(assumptions.getOrDefault(file, List.of()).stream()
                                            .map(assumption -> Json.object(
                                                    "kind", assumption.kind().toString(),
                                                    "path", assumption.path(),
                                                    "subject", assumption.subject()))
                                            .toList()))
                            : document);
        });
        spec.commandLine().getOut().println(JsonArray.of(documents).toJson());
    }

    private void printText(Map<String, KeaConfigFile> read) {
        PrintWriter out = spec.commandLine().getOut();
        findings.forEach((file, found) -> {
            if (found.isEmpty()) {
                out.println(file + ": nothing to say");
            }
            Map<String, Place> places = read.containsKey(file)
                    ? read.get(file).places(found.stream().map(Finding::path).toList())
                    : Map.of();
            for (Finding finding : found) {
                Place place = unreadable.getOrDefault(file, places.get(finding.path()));
                out.println((place == null ? file : place) + ": " + finding.severity() + ": "
                        + (finding.path().isEmpty() ? "" : finding.path() + ": ") + finding.text() + " ["
                        + finding.code() + "]");
                if (!finding.advice().isEmpty()) {
                    out.println("    " + finding.advice());
                }
            }
            assumptions
                    .getOrDefault(file, List.of())
                    .forEach(assumption -> out.println(file + ": only the machine knows: " + assumption));
        });
    }
}
