package dev.keaha.ha;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keaha.config.KeaVersion;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HaKeysTest {

    @ParameterizedTest
    @CsvSource({
        "url,                ",
        "mod,                mode",
        "moed,               mode",
        "mode-,              mode",
        "edom,               ",
        "heartbeatdelay,     heartbeat-delay",
        "hearbeat_delay,     heartbeat-delay",
        "max-unacked-client, max-unacked-clients",
        "unacked,            ",
        "'',                 ",
    })
    void findsTheNearestKey(String written, String nearest) {
        assertThat(HaKeys.nearest(written, HaKeys.RELATIONSHIP).orElse(null)).isEqualTo(nearest);
    }

    @Test
    void aThirdOfAKeyMayBeWrong() {
        assertThat(HaKeys.nearest("abc", Set.of("xyc"))).hasValue("xyc");
        assertThat(HaKeys.nearest("abc", Set.of("xyz"))).isEmpty();
        assertThat(HaKeys.nearest("abcdefghi", Set.of("abcdefxyz"))).hasValue("abcdefxyz");
        assertThat(HaKeys.nearest("abcdefghi", Set.of("abcdewxyz"))).isEmpty();
        assertThat(HaKeys.nearest("abcd", Set.of("abxy", "abcx", "axyz"))).hasValue("abcx");
    }

    @Test
    void keysBeginWithAVersion() {
        KeaVersion first = HaKeys.since("max-rejected-lease-updates").orElseThrow();
        assertThat(HaKeys.isKnown("max-rejected-lease-updates", first)).isTrue();
        assertThat(HaKeys.isKnown("max-rejected-lease-updates", KeaVersion.of(2, 2, 0)))
                .isFalse();
        assertThat(HaKeys.isKnown("mode", KeaVersion.of(2, 2, 0))).isTrue();
    }
}
