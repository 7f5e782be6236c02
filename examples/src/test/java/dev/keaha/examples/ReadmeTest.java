package dev.keaha.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ReadmeTest {

    @Test
    void showsTheQuickStartAsItIsCompiled() throws IOException {
        Matcher code =
                Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(Path.of("../README.md")));
        assertThat(code.find()).isTrue();
        assertThat(code.group(1).lines()).hasSizeLessThanOrEqualTo(20);
        String compiled = Files.readString(Path.of("src/main/java/dev/keaha/examples/QuickStart.java"));
        assertThat(compiled.replaceAll("\\s+", "")).contains(code.group(1).replaceAll("\\s+", ""));
    }
}
