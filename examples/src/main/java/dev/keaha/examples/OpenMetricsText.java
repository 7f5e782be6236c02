package dev.keaha.examples;

import dev.keaha.controller.HaMetrics;
import dev.keaha.ha.RelationshipId;
import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * The metrics of a controller as OpenMetrics text, which Prometheus reads. Names begin with {@code kea_ha_}; each sample
 * has the label {@code relationship}.
 */
public final class OpenMetricsText implements HaMetrics {

    /** What HTTP calls it. */
    public static final String MEDIA_TYPE = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    private final Map<String, Double> gauges = new ConcurrentSkipListMap<>();
    private final Map<String, Long> counters = new ConcurrentSkipListMap<>();

    @Override
    public void gauge(Gauge gauge, RelationshipId relationship, Map<String, String> labels, double value) {
        gauges.put(sample(name(gauge), relationship, labels), value);
    }

    @Override
    public void count(Counter counter, RelationshipId relationship, Map<String, String> labels, long more) {
        counters.merge(sample(name(counter) + "_total", relationship, labels), more, Long::sum);
    }

    @Override
    public void forget(RelationshipId relationship) {
        String label = label("relationship", relationship.toString());
        gauges.keySet().removeIf(sample -> sample.contains(label));
        counters.keySet().removeIf(sample -> sample.contains(label));
    }

    /** All of it, as it is right now. */
    public String text() {
        StringBuilder out = new StringBuilder();
        for (Gauge gauge : Gauge.values()) {
            head(out, name(gauge), "gauge", gauge.help());
            family(gauges, name(gauge) + "{")
                    .forEach((sample, value) -> out.append(sample)
                            .append(' ')
                            .append(BigDecimal.valueOf(value).toPlainString())
                            .append('\n'));
        }
        for (Counter counter : Counter.values()) {
            head(out, name(counter), "counter", counter.help());
            family(counters, name(counter) + "_total{")
                    .forEach((sample, value) ->
                            out.append(sample).append(' ').append(value).append('\n'));
        }
        return out.append("# EOF\n").toString();
    }

    private static String name(Object metric) {
        return "kea_ha_" + metric;
    }

    private static void head(StringBuilder out, String name, String type, String help) {
        out.append("# TYPE ").append(name).append(' ').append(type).append('\n');
        out.append("# HELP ").append(name).append(' ').append(help).append(".\n");
    }

    private static <V> Map<String, V> family(Map<String, V> samples, String begin) {
        Map<String, V> family = new TreeMap<>(samples);
        family.keySet().removeIf(sample -> !sample.startsWith(begin));
        return family;
    }

    private static String sample(String name, RelationshipId relationship, Map<String, String> labels) {
        StringBuilder out = new StringBuilder(name);
        out.append('{').append(label("relationship", relationship.toString()));
        new TreeMap<>(labels).forEach((key, value) -> out.append(',').append(label(key, value)));
        return out.append('}').toString();
    }

    private static String label(String name, String value) {
        return name + "=\"" + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }
}
