package dev.keaha.examples;

import dev.keaha.controller.HaMetrics;
import dev.keaha.ha.RelationshipId;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The metrics of a controller in a Micrometer registry. Names begin with {@code kea.ha.}; each meter has the tag
 * {@code relationship}.
 */
public final class MicrometerMetrics implements HaMetrics {

    private final MeterRegistry registry;
    private final Map<Meter.Id, AtomicReference<Double>> gauges = new ConcurrentHashMap<>();

    /**
     * Takes the metrics to a registry.
     *
     * @param registry the product's
     */
    public MicrometerMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void gauge(Gauge gauge, RelationshipId relationship, Map<String, String> labels, double value) {
        Meter.Id id = new Meter.Id(name(gauge), tags(relationship, labels), null, gauge.help(), Meter.Type.GAUGE);
        gauges.computeIfAbsent(id, key -> {
                    AtomicReference<Double> held = new AtomicReference<>(value);
                    io.micrometer.core.instrument.Gauge.builder(key.getName(), held, AtomicReference::get)
                            .tags(key.getTags())
                            .description(key.getDescription())
                            .register(registry);
                    return held;
                })
                .set(value);
    }

    @Override
    public void count(Counter counter, RelationshipId relationship, Map<String, String> labels, long more) {
        io.micrometer.core.instrument.Counter.builder(name(counter))
                .tags(tags(relationship, labels))
                .description(counter.help())
                .register(registry)
                .increment(more);
    }

    @Override
    public void forget(RelationshipId relationship) {
        gauges.keySet().removeIf(id -> relationship.toString().equals(id.getTag("relationship")));
        registry.getMeters().stream()
                .filter(meter -> relationship.toString().equals(meter.getId().getTag("relationship")))
                .filter(meter -> meter.getId().getName().startsWith("kea.ha."))
                .forEach(registry::remove);
    }

    private static String name(Object metric) {
        return "kea.ha." + metric.toString().replace('_', '.');
    }

    private static Tags tags(RelationshipId relationship, Map<String, String> labels) {
        Tags tags = Tags.of("relationship", relationship.toString());
        for (Map.Entry<String, String> label : labels.entrySet()) {
            tags = tags.and(label.getKey(), label.getValue());
        }
        return tags;
    }
}
