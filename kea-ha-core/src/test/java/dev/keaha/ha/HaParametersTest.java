package dev.keaha.ha;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keaha.config.KeaVersion;
import dev.keaha.json.Json;
import dev.keaha.json.JsonObject;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HaParametersTest {

    @ParameterizedTest
    @CsvSource({
        // version, rejected updates, restrict, HA+MT
        "2.2.0,  0, false, false",
        "2.3.0,  0, false, false",
        "2.3.1, 10, false, false",
        "2.3.6, 10, false, false",
        "2.3.7, 10, false, true",
        "2.6.3, 10, false, true",
        "2.7.9, 10, false, true",
        "3.0.0, 10, true,  true",
        "3.0.4, 10, true,  true",
        "3.2.0, 10, true,  true"
    })
    void hasTheDefaultsOfEachVersion(String version, long rejected, boolean restrict, boolean threads) {
        HaParameters parameters = parameters(Configs.PAIR, version);
        assertThat(parameters)
                .isEqualTo(new HaParameters(
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(10),
                        10,
                        0,
                        rejected,
                        true,
                        true,
                        Duration.ofSeconds(60),
                        10_000,
                        false,
                        restrict,
                        true,
                        threads,
                        threads,
                        0,
                        0));
    }

    @ParameterizedTest
    @CsvSource({"load-balancing, 100", "hot-standby, 0", "passive-backup, 0"})
    void keepsUpdatesForAPartnerOnlyInLoadBalancing(String mode, long limit) {
        assertThat(parameters(Configs.PAIR.with("mode", Json.value(mode)), "3.0.4")
                        .delayedUpdatesLimit())
                .isEqualTo(limit);
    }

    @Test
    void whatIsWrittenWins() {
        JsonObject written = Configs.TRIO
                .with("delayed-updates-limit", Json.value(7))
                .with("max-rejected-lease-updates", Json.value(3))
                .with("send-lease-updates", Json.value(false))
                .with("sync-leases", Json.value(false))
                .with("sync-timeout", Json.value(1234))
                .with("sync-page-limit", Json.value(55))
                .with("wait-backup-ack", Json.value(true))
                .with("restrict-commands", Json.value(false))
                .with("require-client-certs", Json.value(false))
                .with("multi-threading", Json.parse("""
                        {"enable-multi-threading":false,"http-dedicated-listener":false,
                         "http-listener-threads":2,"http-client-threads":3}"""));
        assertThat(parameters(written, "3.0.4"))
                .isEqualTo(new HaParameters(
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(5),
                        0,
                        7,
                        3,
                        false,
                        false,
                        Duration.ofMillis(1234),
                        55,
                        true,
                        false,
                        false,
                        false,
                        false,
                        2,
                        3));
    }

    @Test
    void whatIsHalfWrittenIsFilledUp() {
        JsonObject half = Configs.PAIR.with("multi-threading", Json.object("http-dedicated-listener", false));
        HaParameters parameters = parameters(half, "2.6.3");
        assertThat(parameters.multiThreading()).isTrue();
        assertThat(parameters.dedicatedListener()).isFalse();
    }

    private static HaParameters parameters(JsonObject relationship, String version) {
        return HaParameters.of(HaRelationship.read(relationship, "x"), KeaVersion.parse(version));
    }
}
