package dev.keaha.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class TestkitPageTest {

    private static final int LINES = 40;

    @Test
    void showsTheTestAsItIsRun() throws IOException {
        Matcher code = Pattern.compile("```(?:java|xml)\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("../docs/testkit.md")));
        assertThat(code.find()).isTrue();
        long lines = code.group(1).lines().count();
        assertThat(code.find()).isTrue();
        assertThat(lines + code.group(1).lines().count()).isLessThan(LINES);
        String run = Files.readString(Path.of("src/test/java/dev/keaha/examples/PrimaryLossTest.java"));
        assertThat(run.lines().count()).isLessThan(LINES);
        assertThat(run.replaceAll("\\s+", "")).contains(code.group(1).replaceAll("\\s+", ""));
    }
}
