package dev.keaha.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keaha.config.DhcpService;
import dev.keaha.controller.HaMetrics;
import dev.keaha.ha.RelationshipId;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The two adapters, given the same numbers. */
class MetricsTest {

    private static final RelationshipId ONE = new RelationshipId(DhcpService.DHCP4, List.of("a@http://10.0.0.1/"));
    private static final RelationshipId TWO = new RelationshipId(DhcpService.DHCP6, List.of("a@http://10.0.0.1/"));

    private static void fill(HaMetrics metrics) {
        metrics.gauge(HaMetrics.Gauge.HEALTH, ONE, Map.of(), 2);
        metrics.gauge(HaMetrics.Gauge.HEALTH, ONE, Map.of(), 1);
        metrics.gauge(HaMetrics.Gauge.CLOCK_SKEW, ONE, Map.of("peer", "quoted \"a\\b\""), 0.25);
        metrics.gauge(HaMetrics.Gauge.LAST_REPLICATION, ONE, Map.of(), 1_795_382_400);
        metrics.count(HaMetrics.Counter.REPLICATIONS, ONE, Map.of("peer", "a", "outcome", "replicated"), 2);
        metrics.count(HaMetrics.Counter.REPLICATIONS, ONE, Map.of("peer", "a", "outcome", "replicated"), 1);
        metrics.gauge(HaMetrics.Gauge.HEALTH, TWO, Map.of(), 0);
    }

    @Test
    void openMetricsTextIsWhatPrometheusReads() {
        OpenMetricsText metrics = new OpenMetricsText();
        fill(metrics);
        String text = metrics.text();
        assertThat(text)
                .contains(
                        "# TYPE kea_ha_health gauge\n# HELP kea_ha_health Health of the relationship",
                        "kea_ha_health{relationship=\"" + ONE + "\"} 1.0\n",
                        "kea_ha_clock_skew{relationship=\"" + ONE + "\",peer=\"quoted \\\"a\\\\b\\\"\"} 0.25\n",
                        "kea_ha_last_replication{relationship=\"" + ONE + "\"} 1795382400\n",
                        "# TYPE kea_ha_replications counter\n",
                        "kea_ha_replications_total{relationship=\"" + ONE + "\",outcome=\"replicated\",peer=\"a\"} 3\n")
                .endsWith("# EOF\n");
        metrics.forget(ONE);
        assertThat(metrics.text()).doesNotContain(ONE.toString()).contains(TWO.toString());
    }

    @Test
    void micrometerHasTheSame() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        MicrometerMetrics metrics = new MicrometerMetrics(registry);
        fill(metrics);
        String one = ONE.toString();
        assertThat(registry.get("kea.ha.health")
                        .tag("relationship", one)
                        .gauge()
                        .value())
                .isEqualTo(1);
        assertThat(registry.get("kea.ha.replications")
                        .tag("outcome", "replicated")
                        .counter()
                        .count())
                .isEqualTo(3);
        metrics.forget(ONE);
        assertThat(registry.find("kea.ha.health").tag("relationship", one).gauge())
                .isNull();
        assertThat(registry.getMeters()).hasSize(1);
        metrics.gauge(HaMetrics.Gauge.HEALTH, ONE, Map.of(), 2);
        assertThat(registry.get("kea.ha.health")
                        .tag("relationship", one)
                        .gauge()
                        .value())
                .isEqualTo(2);
    }

    @Test
    void thePageServesThem() throws Exception {
        OpenMetricsText metrics = new OpenMetricsText();
        fill(metrics);
        try (MetricsPage page = new MetricsPage(0, metrics)) {
            HttpResponse<String> answer = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + page.port() + "/metrics"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Content-Type")).contains(OpenMetricsText.MEDIA_TYPE);
            assertThat(answer.body()).isEqualTo(metrics.text());
        }
    }
}
