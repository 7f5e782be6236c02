package dev.keaha.replication;

import static dev.keaha.replication.Trio.PRIMARY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keaha.config.DhcpService;
import dev.keaha.config.KeaConfig;
import dev.keaha.config.KeaListKeys;
import dev.keaha.json.JsonChange;
import dev.keaha.json.JsonConflict;
import dev.keaha.json.JsonDiff;
import dev.keaha.json.JsonMerge;
import dev.keaha.json.JsonObject;
import dev.keaha.json.JsonPath;
import dev.keaha.json.JsonValue;
import dev.keaha.json.RandomJson;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What holds for all configurations, tried on many random ones. */
@Tag("exhaustive")
class ReplicationPropertiesTest {

    private static final int CASES = RandomJson.cases(100_000);
    private static final KeaListKeys KEYS = KeaListKeys.of(DhcpService.DHCP4);

    @FunctionalInterface
    private interface Property {
        /** Whether it holds for the next configurations. */
        boolean holds(RandomConfig random);
    }

    /** A failed case is repeated by its own seed, which is printed. */
    private static void always(Property property) {
        long seed = RandomJson.seed();
        for (int i = 0; i < CASES; i++) {
            assertThat(property.holds(new RandomConfig(seed + i)))
                    .as("seed %d, case %d", seed, i)
                    .isTrue();
        }
    }

    private static JsonMerge merge(KeaConfig base, KeaConfig one, KeaConfig other, JsonMerge.Side prevails) {
        return JsonMerge.of(base.dhcp(), one.dhcp(), other.dhcp(), KEYS, prevails);
    }

    private static boolean same(JsonValue one, JsonValue other) {
        return JsonDiff.between(one, other, KEYS).isEmpty();
    }

    @Test
    void aDiffAppliedToTheOneGivesTheOtherAndTellsEveryChange() {
        always(random -> {
            KeaConfig one = random.config(PRIMARY);
            KeaConfig other = random.below(4) == 0 ? random.config(PRIMARY) : random.edited(one);
            ConfigDiff diff = ConfigDiff.between(one, other);
            Set<JsonPath> told = new HashSet<>();
            for (ConfigDifference difference : diff.differences()) {
                told.add(difference.path());
                difference.movedTo().ifPresent(told::add);
            }
            return same(diff.applyTo(one).dhcp(), other.dhcp())
                    && diff.json().changes().stream().map(JsonChange::path).allMatch(told::contains);
        });
    }

    @Test
    void aMergeWithOneSideUnchangedIsTheOtherSide() {
        always(random -> {
            KeaConfig base = random.config(PRIMARY);
            KeaConfig changed = random.edited(base);
            JsonMerge expected = new JsonMerge(changed.dhcp(), List.of());
            return merge(base, base, changed, JsonMerge.Side.BASE).equals(expected)
                    && merge(base, changed, base, JsonMerge.Side.BASE).equals(expected);
        });
    }

    @Test
    void aMergeIsTheSameFromBothSides() {
        always(random -> {
            KeaConfig base = random.config(PRIMARY);
            KeaConfig one = random.edited(base);
            KeaConfig other = random.edited(base);
            JsonMerge left = merge(base, one, other, JsonMerge.Side.ONE);
            JsonMerge right = merge(base, other, one, JsonMerge.Side.OTHER);
            JsonMerge neither = merge(base, one, other, JsonMerge.Side.BASE);
            Set<JsonConflict> turned = right.conflicts().stream()
                    .map(conflict ->
                            new JsonConflict(conflict.path(), conflict.base(), conflict.other(), conflict.one()))
                    .collect(Collectors.toSet());
            KeaConfig merged = KeaConfig.of(DhcpService.DHCP4, (JsonObject) left.merged());
            return turned.equals(Set.copyOf(left.conflicts()))
                    && left.conflicts().equals(neither.conflicts())
                    && same(left.merged(), right.merged())
                    && same(
                            neither.merged(),
                            merge(base, other, one, JsonMerge.Side.BASE).merged())
                    // What it prevailed with is in it: merging that side once more changes nothing.
                    && same(merge(base, merged, one, JsonMerge.Side.ONE).merged(), left.merged());
        });
    }
}
