package dev.keaha.testkit.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keaha.config.ControlAgentConfig;
import dev.keaha.config.Finding;
import dev.keaha.config.FindingCode;
import dev.keaha.config.HookLibrary;
import dev.keaha.config.KeaConfig;
import dev.keaha.config.KeaConfigFile;
import dev.keaha.config.KeaVersion;
import dev.keaha.ha.HaLint;
import dev.keaha.hook.HookParameters;
import dev.keaha.hook.KnownHook;
import dev.keaha.json.JsonArray;
import dev.keaha.json.JsonObject;
import dev.keaha.json.JsonValue;
import dev.keaha.testkit.real.Installation;
import dev.keaha.testkit.real.RealKea;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The example configurations that kea-doc installs: read, typed, written back, and nothing found wrong. */
class ExampleFilesIT {

    private static final List<String> DIRECTORIES =
            List.of("kea4", "kea6", "agent", "template-ha-mt-tls", "template-power-user-home");

    /** How lint says that a key has no typed field. */
    private static final Set<FindingCode> UNTYPED =
            Set.of(FindingCode.REFUSED_KEY, FindingCode.UNKNOWN_KEY, FindingCode.UNKNOWN_HOOK_KEY);

    static Stream<Installation> installed() {
        return RealKea.installed().stream();
    }

    @ParameterizedTest
    @MethodSource("installed")
    void everyKeyIsTypedAndNothingIsLost(Installation installation) {
        List<String> problems = new ArrayList<>();
        int keys = 0;
        int hookKeys = 0;
        Set<String> others = new TreeSet<>();
        List<String> untyped = new ArrayList<>();
        List<String> misplaced = new ArrayList<>();
        List<Path> files = examples(installation);
        for (Path path : files) {
            KeaConfigFile file = read(path);
            keys += keys(file.tree());
            JsonObject written;
            List<Finding> findings;
            // Examples of a generation are written for its last version.
            KeaVersion version = installation.version();
            List<HookLibrary> hooks;
            if (file.isControlAgent()) {
                ControlAgentConfig agent = file.controlAgent();
                written = agent.with(agent.view()).tree();
                findings = agent.problems(version);
                hooks = Optional.ofNullable(agent.view().hooksLibraries()).orElse(List.of());
            } else {
                KeaConfig config = file.config();
                written = switch (config.service()) {
                    case DHCP4 -> config.with(config.dhcp4()).tree();
                    case DHCP6 -> config.with(config.dhcp6()).tree();
                };
                hooks = config.hookLibraries();
                findings = HaLint.checkAll(config, version);
            }
            findings.stream()
                    .filter(finding -> UNTYPED.contains(finding.code()))
                    .forEach(finding ->
                            (isFaultOfExample(finding, path) ? misplaced : untyped).add(path + ": " + finding.path()));
            if (!written.toJson().equals(file.tree().toJson())) {
                problems.add(path + " is not the same when written back");
            }
            for (HookLibrary hook : hooks) {
                Optional<KnownHook> known = KnownHook.of(hook);
                if (known.isPresent()) {
                    hookKeys += keys(hook.parameters().orElse(JsonObject.empty()));
                    known.get().parameters().ifPresent(view -> {
                        HookLibrary again = HookParameters.read(hook, view).into(hook);
                        if (!again.parameters().equals(hook.parameters())) {
                            problems.add(path + ": the parameters of " + hook.fileName() + " are not the same");
                        }
                    });
                } else {
                    keys -= keys(hook.parameters().orElse(JsonObject.empty()));
                    others.add(hook.fileName());
                }
            }
            findings.stream()
                    .filter(finding -> finding.severity() == Finding.Severity.ERROR
                            || finding.code() == FindingCode.UNKNOWN_HOOK_KEY
                            || finding.code() == FindingCode.UNKNOWN_KEY)
                    .filter(finding -> !isFaultOfExample(finding, path))
                    .forEach(finding -> problems.add(path + ": " + finding));
        }
        double share = 100.0 * (keys - untyped.size()) / keys;
        System.out.println("Kea " + installation.version() + ": " + files.size() + " example files with " + keys
                + " keys, of which " + hookKeys + " in the parameters of Kea's hooks (what is in user-context apart); "
                + share + " % land in typed fields, all but " + untyped + "; not counted as such, because Kea ignores"
                + " them where they stand: " + misplaced + "; problems: " + problems.size()
                + "; hooks that are not Kea's: " + others);
        assertThat(untyped).isEmpty();
        assertThat(files).hasSizeGreaterThan(50);
        assertThat(problems).isEmpty();
    }

    /**
     * Some examples have a parameter of a relationship in its peers, where Kea ignores it, and the templates of 2.6 and
     * 3.0 have kept subnets without id, for which Kea itself refuses them ("missing parameter 'id'").
     */
    private static boolean isFaultOfExample(Finding finding, Path path) {
        return finding.path().matches(".*\\.peers\\[\\d]\\.require-client-certs")
                || finding.code() == FindingCode.SUBNET_ID_REQUIRED
                        && path.getParent().getFileName().toString().startsWith("template-");
    }

    private static List<Path> examples(Installation installation) {
        Path examples = installation.root().resolve("usr/share/doc/kea/examples");
        return DIRECTORIES.stream()
                .map(examples::resolve)
                .filter(Files::isDirectory)
                .flatMap(ExampleFilesIT::list)
                .filter(path -> path.toString().matches(".*\\.(json|conf)"))
                .sorted()
                .toList();
    }

    private static Stream<Path> list(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static KeaConfigFile read(Path path) {
        try {
            return KeaConfigFile.read(path.toString(), Files.readString(path), (name, including) -> {
                Path included = Path.of(including).resolveSibling(name);
                return Optional.of(new KeaConfigFile.Source(included.toString(), readString(included)));
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String readString(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int keys(JsonValue value) {
        if (value instanceof JsonObject object) {
            return object.size()
                    + object.without("user-context").toMap().values().stream()
                            .mapToInt(ExampleFilesIT::keys)
                            .sum();
        }
        return value instanceof JsonArray array
                ? array.elements().stream().mapToInt(ExampleFilesIT::keys).sum()
                : 0;
    }
}
