package dev.keaha.examples;

import dev.keaha.config.Finding;
import dev.keaha.config.KeaConfig;
import dev.keaha.config.KeaConfigException;
import dev.keaha.config.KeaConfigFile;
import dev.keaha.config.KeaVersion;
import dev.keaha.config.Place;
import dev.keaha.ha.HaLint;
import dev.keaha.json.Json;
import dev.keaha.json.JsonArray;
import dev.keaha.json.JsonValue;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
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
                        + " Exit code 0: no errors, 1: errors, 3: unreadable.",
        mixinStandardHelpOptions = true)
final class LintCommand implements Callable<Integer> {

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description = "Configuration files of Kea DHCP servers and Control Agents.")
    private List<Path> files;

    @Option(names = "--kea", paramLabel = "VERSION", description = "Version of the servers. Default: 3.0.4.")
    private String version = "3.0.4";

    @Option(names = "--pair", description = "Checks also that the files, of peers of one relationship, agree.")
    private boolean pair;

    @Option(names = "--json", description = "Prints JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    LintCommand() {
        files = List.of();
    }

    @Override
    public Integer call() {
        KeaVersion kea = version();
        Map<String, KeaConfigFile> read = new LinkedHashMap<>();
        Map<String, KeaConfig> configs = new LinkedHashMap<>();
        Map<String, List<Finding>> findings = new LinkedHashMap<>();
        for (Path file : files) {
            try {
                KeaConfigFile parsed = Session.configFile(file);
                read.put(file.toString(), parsed);
                if (parsed.isControlAgent()) {
                    findings.put(file.toString(), parsed.controlAgent().problems(kea));
                } else {
                    configs.put(file.toString(), parsed.config());
                    findings.put(file.toString(), List.of());
                }
            } catch (KeaConfigException e) {
                throw new Failure(
                        "unreadable",
                        String.valueOf(e.getMessage()),
                        "Give the configuration file of a Kea DHCP server or Control Agent.");
            }
        }
        if (pair) {
            findings.putAll(HaLint.checkTogether(configs, kea));
        } else {
            configs.forEach((file, config) -> findings.put(file, HaLint.checkAll(config, kea)));
        }
        if (json) {
            printJson(findings);
        } else {
            printText(read, findings);
        }
        boolean errors = findings.values().stream()
                .flatMap(List::stream)
                .anyMatch(finding -> finding.severity() == Finding.Severity.ERROR);
        return errors ? ExitCode.PART : ExitCode.DONE;
    }

    private KeaVersion version() {
        try {
            return KeaVersion.parse(version);
        } catch (IllegalArgumentException e) {
            throw new Failure("wrong-usage", String.valueOf(e.getMessage()), "Give --kea 2.6.3.", ExitCode.USAGE);
        }
    }

    private void printJson(Map<String, List<Finding>> findings) {
        List<JsonValue> documents = new ArrayList<>();
        findings.forEach((file, found) -> documents.add(Json.object(
                "file",
                file,
                "findings",
                JsonArray.of(found.stream()
                        .map(finding -> Json.object(
                                "severity", finding.severity().toString(),
                                "code", finding.code().toString(),
                                "path", finding.path(),
                                "text", finding.text()))
                        .toList()))));
        spec.commandLine().getOut().println(JsonArray.of(documents).toJson());
    }

    private void printText(Map<String, KeaConfigFile> read, Map<String, List<Finding>> findings) {
        PrintWriter out = spec.commandLine().getOut();
        findings.forEach((file, found) -> {
            if (found.isEmpty()) {
                out.println(file + ": nothing to say");
                return;
            }
            Map<String, Place> places =
                    read.get(file).places(found.stream().map(Finding::path).toList());
            for (Finding finding : found) {
                Place place = places.get(finding.path());
                out.println((place == null ? file : place) + ": " + finding.severity() + ": " + finding.path() + ": "
                        + finding.text() + " [" + finding.code() + "]");
                if (!finding.advice().isEmpty()) {
                    out.println("    " + finding.advice());
                }
            }
        });
    }
}
