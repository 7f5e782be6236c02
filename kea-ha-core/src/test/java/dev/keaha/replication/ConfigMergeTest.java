package dev.keaha.replication;

import static dev.keaha.replication.Trio.PARTNER;
import static dev.keaha.replication.Trio.PRIMARY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keaha.config.KeaConfig;
import dev.keaha.ha.HaMode;
import dev.keaha.json.Json;
import dev.keaha.json.JsonConflict;
import dev.keaha.json.JsonValue;
import org.junit.jupiter.api.Test;

class ConfigMergeTest {

    private static KeaConfig at(String peer, String name, Object value) {
        return Trio.config(HaMode.HOT_STANDBY, peer).with(dhcp -> dhcp.with(name, Json.value(value)));
    }

    private static ConfigMerge merge(KeaConfig common, KeaConfig primary, KeaConfig standIn) {
        return ConfigMerge.of(common, primary, standIn, LocalSettings.DEFAULT, PRIMARY);
    }

    @Test
    void whatOnlyTheStandInChangedIsCarriedOver() {
        KeaConfig common = at(PARTNER, "valid-lifetime", 1);
        KeaConfig primary = at(PRIMARY, "valid-lifetime", 1).with(dhcp -> dhcp.with("a", Json.value(1)));
        KeaConfig standIn = at(PARTNER, "valid-lifetime", 2);

        ConfigMerge merge = merge(common, primary, standIn);

        assertThat(merge.conflicts()).isEmpty();
        assertThat(merge.merged()).isEqualTo(primary.with(dhcp -> dhcp.with("valid-lifetime", Json.value(2))));
        assertThat(merge.merged().toString()).contains("\"this-server-name\":\"server1\"");
        assertThat(merge.accepted()).hasToString("valid-lifetime 1 -> 2");
        assertThat(merge).hasToString("carried over: valid-lifetime 1 -> 2");
        assertThat(merge.decide(MergePolicy.MERGE_OR_HOLD)).contains(merge.merged());
        assertThat(merge.decide(MergePolicy.PRIMARY_WINS)).contains(primary);
        assertThat(merge.decide(MergePolicy.HOLD)).isEmpty();
    }

    @Test
    void whatContradictsIsHeld() {
        ConfigMerge merge = merge(
                at(PRIMARY, "valid-lifetime", 1), at(PRIMARY, "valid-lifetime", 2), at(PARTNER, "valid-lifetime", 3));

        JsonValue one = Json.value(2);
        assertThat(merge.conflicts()).extracting(JsonConflict::one).containsExactly(one);
        assertThat(merge.merged()).as("the primary's prevails").isEqualTo(merge.primary());
        assertThat(merge.decide(MergePolicy.PRIMARY_WINS)).contains(merge.primary());
        assertThat(merge.decide(MergePolicy.MERGE_OR_HOLD)).isEmpty();
        assertThat(merge.decide(MergePolicy.HOLD)).isEmpty();
        assertThat(merge)
                .hasToString("in conflict: valid-lifetime: 1 -> 2, but on the other side valid-lifetime: 1 -> 3");
        assertThat(merge.toJson().toJson())
                .isEqualTo(
                        "{\"carried\":[],\"conflicts\":[{\"path\":\"valid-lifetime\",\"base\":1,\"one\":2,\"other\":3}]}");
    }

    @Test
    void whereTheStandInChangedNothingThereIsNothingToDecide() {
        KeaConfig primary = at(PRIMARY, "valid-lifetime", 2);
        ConfigMerge merge = merge(at(PARTNER, "valid-lifetime", 1), primary, at(PARTNER, "valid-lifetime", 1));

        for (MergePolicy policy : MergePolicy.values()) {
            assertThat(merge.decide(policy)).contains(primary);
        }
        assertThat(merge.toString()).isEmpty();
    }

    @Test
    void whatIsLocalIsNoChange() {
        KeaConfig standIn =
                at(PARTNER, "server-tag", "mine").with(dhcp -> dhcp.with("lease-database", Json.object("type", "x")));

        ConfigMerge merge = merge(at(PARTNER, "server-tag", "old"), at(PRIMARY, "server-tag", "yours"), standIn);

        assertThat(merge.accepted().isEmpty()).isTrue();
        assertThat(merge.merged()).isEqualTo(at(PRIMARY, "server-tag", "yours"));
    }

    @Test
    void everyPolicySaysWhatBecomesOfAChange() {
        assertThat(MergePolicy.PRIMARY_WINS.promise("server2", "server1"))
                .isEqualTo(
                        "server2 stands in for server1. When server1 returns, its own configuration wins: this change will"
                                + " be overwritten, and only be in the archive.");
        assertThat(MergePolicy.MERGE_OR_HOLD.promise("a", "b")).contains("is carried over, unless");
        assertThat(MergePolicy.HOLD.promise("a", "b")).endsWith("this change is held for a decision.");
        assertThat(MergePolicy.MERGE_OR_HOLD).hasToString("merge-or-hold");
    }
}
