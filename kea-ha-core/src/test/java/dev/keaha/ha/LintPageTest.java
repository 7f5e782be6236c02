package dev.keaha.ha;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keaha.config.Assumption;
import dev.keaha.config.Finding.Severity;
import dev.keaha.config.FindingCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/lint.md documents every code, in the order of the code, with cause and cure, and nothing else. */
class LintPageTest {

    @Test
    void pageAndCodeAreEqual() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "lint.md"));
        String errors = page.substring(page.indexOf("## Errors"), page.indexOf("## Warnings about one server"));
        String warnings = page.substring(
                page.indexOf("## Warnings about one server"), page.indexOf("## What only the machine knows"));
        String machine = page.substring(page.indexOf("## What only the machine knows"));
        assertThat(headings(errors)).isEqualTo(codes(Severity.ERROR));
        assertThat(headings(warnings)).isEqualTo(codes(Severity.WARNING));
        assertThat(headings(machine))
                .isEqualTo(Arrays.stream(Assumption.Kind.values())
                        .map(Assumption.Kind::toString)
                        .toList());
        for (String section : (errors + warnings).split("(?m)^### ")) {
            if (!section.startsWith("#")) {
                assertThat(section).containsPattern("(?m)^Cause: ").containsPattern("(?m)(^|\\s)Cure: ");
            }
        }
    }

    private static List<String> headings(String part) {
        return Pattern.compile("(?m)^### (.+)$")
                .matcher(part)
                .results()
                .map(result -> result.group(1))
                .toList();
    }

    private static List<String> codes(Severity severity) {
        return Arrays.stream(FindingCode.values())
                .filter(code -> code.severity() == severity)
                .map(FindingCode::toString)
                .toList();
    }
}
