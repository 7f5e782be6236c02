package dev.keaha.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keaha.testkit.real.Installation;
import dev.keaha.testkit.real.RealKea;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code keaha lint} over the example configurations that come with Kea: no error in any, and in none when broken. */
class LintExamplesIT {

    /** The examples of the daemons, without the templates for whole sites: Kea itself refuses those for their subnets. */
    private static final List<String> DIRECTORIES = List.of("kea4", "kea6", "agent");

    @TempDir
    private Path directory;

    LintExamplesIT() {}

    @Test
    void findsNoErrorInAnyAndAPlaceInTheBrokenOnes() throws IOException {
        int count = 0;
        int places = 0;
        for (Installation installation : RealKea.installed()) {
            List<String> files = examples(installation);
            count += files.size();
            List<String> arguments = new ArrayList<>(
                    List.of("lint", "--kea", installation.version().toString()));
            arguments.addAll(files);
            CommandLineRun run = CommandLineRun.of(arguments.toArray(String[]::new));
            assertThat(run.exitCode()).as(run.out()).isZero();
            assertThat(files).allSatisfy(file -> assertThat(run.out()).contains(file));

            for (String file : files) {
                Path broken = directory.resolve("broken.json");
                String text = Files.readString(Path.of(file));
                int brace = text.lastIndexOf('}', text.lastIndexOf('}') - 1);
                Files.writeString(broken, text.substring(0, brace) + "]" + text.substring(brace + 1));
                long line = 1
                        + text.substring(0, brace)
                                .chars()
                                .filter(c -> c == '\n')
                                .count();
                int column = brace - text.lastIndexOf('\n', brace);
                CommandLineRun ofBroken = CommandLineRun.of("lint", broken.toString());
                assertThat(ofBroken.exitCode()).as(file).isEqualTo(ExitCode.ERROR);
                assertThat(ofBroken.out())
                        .as(file)
                        .startsWith(broken + ", line " + line + ", column " + column + ": error: ");
                places++;
            }
        }
        System.out.println("keaha lint: no error in " + count + " example files; line and column named in " + places
                + " broken ones");
        assertThat(count).isGreaterThan(100);
    }

    private static List<String> examples(Installation installation) throws IOException {
        List<String> examples = new ArrayList<>();
        for (String name : DIRECTORIES) {
            Path path =
                    installation.root().resolve("usr/share/doc/kea/examples").resolve(name);
            try (Stream<Path> files = Files.list(path)) {
                files.map(Path::toString)
                        .filter(file -> file.endsWith(".json"))
                        .sorted()
                        .forEach(examples::add);
            }
        }
        return examples;
    }
}
