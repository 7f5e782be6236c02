package dev.keaha.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeaVersionTest {

    @ParameterizedTest
    @CsvSource({
        "2.2.0, 2, 2, 0, ''",
        "2.6.3, 2, 6, 3, ''",
        "3.0, 3, 0, 0, ''",
        "3.2.0-git, 3, 2, 0, -git",
        "' 2.4.1\n', 2, 4, 1, ''",
        "2.6.3 (tarball), 2, 6, 3, ' (tarball)'"
    })
    void readsWhatVersionGetAnswers(String text, int major, int minor, int patch, String suffix) {
        assertThat(KeaVersion.parse(text)).isEqualTo(new KeaVersion(major, minor, patch, suffix));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "3", "kea-2.6.3", "2.", "a.b.c", "99999999999.1"})
    void refusesWhatIsNoVersion(String text) {
        assertThatThrownBy(() -> KeaVersion.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected something like 2.6.3, found '" + text + "'");
    }

    @Test
    void ordersByNumbers() {
        List<KeaVersion> ascending = Stream.of("1.9.11", "2.2.0", "2.2.10", "2.10.0", "3.0.0", "3.0.4")
                .map(KeaVersion::parse)
                .toList();
        for (int i = 0; i < ascending.size(); i++) {
            for (int k = 0; k < ascending.size(); k++) {
                KeaVersion a = ascending.get(i);
                KeaVersion b = ascending.get(k);
                assertThat(Integer.signum(a.compareTo(b))).isEqualTo(Integer.compare(i, k));
                assertThat(a.atLeast(b.major(), b.minor(), b.patch())).isEqualTo(i >= k);
            }
        }
        assertThat(KeaVersion.parse("3.2.0-git").atLeast(3, 2, 0)).isTrue();
        assertThat(KeaVersion.of(3, 2, 0)).hasToString("3.2.0");
    }
}
