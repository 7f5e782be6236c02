package dev.keaha.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The reports of all tests that ran before in this build, with everything that they printed: none of the passwords that
 * they used is in them.
 */
class SecretsInReportsIT {

    private static final List<String> SECRETS = List.of(
            "hunter2",
            "hunter3",
            "correct horse",
            "correct-horse-1",
            "battery-staple-2",
            "troubadour-3",
            "capybara-4",
            "only-for-tests",
            "secret-of-the-queue",
            "geheim");

    /** The files below a directory of every module. */
    private static Stream<Path> files(String within) {
        return list(Path.of(".."), 1)
                .filter(module -> Files.exists(module.resolve("pom.xml")))
                .map(module -> module.resolve(within))
                .filter(Files::isDirectory)
                .flatMap(directory -> list(directory, Integer.MAX_VALUE))
                .filter(Files::isRegularFile);
    }

    private static Stream<Path> list(Path directory, int depth) {
        try (Stream<Path> files = Files.walk(directory, depth)) {
            return files.toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String encoded(String user, String password) {
        return Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void nothingSecretInThem() {
        List<Path> reports = Stream.of(
                        "target/surefire-reports", "target/surefire-reports-jdk25", "target/failsafe-reports")
                .flatMap(SecretsInReportsIT::files)
                .filter(file ->
                        file.toString().endsWith(".txt") || file.toString().endsWith(".xml"))
                .toList();
        assertThat(reports)
                .as("reports of a whole build: mvn verify")
                .extracting(file -> file.getFileName().toString())
                .contains(
                        "TEST-dev.keaha.client.FaultTest.xml",
                        "TEST-dev.keaha.testkit.FakeControlAgentTest.xml",
                        "TEST-dev.keaha.json.JsonTest.xml");
        for (Path report : reports) {
            String text = text(report);
            for (int i = 0; i < SECRETS.size(); i++) {
                String secret = SECRETS.get(i);
                // this test's own report must not hold it either
                assertThat(Stream.of(secret, encoded("admin", secret), encoded("me", secret), encoded("tester", secret))
                                .anyMatch(text::contains))
                        .as("secret " + i + " of the list in " + report)
                        .isFalse();
            }
        }
    }

    /** A secret that no test uses any more would be looked for in vain. */
    @Test
    void theSecretsAreThoseOfTheTests() {
        List<String> tests = files("src/test/java")
                .filter(file -> !file.endsWith(Path.of("SecretsInReportsIT.java")))
                .map(SecretsInReportsIT::text)
                .toList();
        for (String secret : SECRETS) {
            assertThat(tests).as(secret).anySatisfy(test -> assertThat(test).contains(secret));
        }
    }
}
