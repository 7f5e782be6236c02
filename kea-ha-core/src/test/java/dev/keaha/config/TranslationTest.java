package dev.keaha.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keaha.json.Json;
import dev.keaha.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

class TranslationTest {

    private static final KeaVersion V2_2 = KeaVersion.of(2, 2, 0);
    private static final KeaVersion V2_6 = KeaVersion.of(2, 6, 3);
    private static final KeaVersion V3_0 = KeaVersion.of(3, 0, 4);

    private static KeaConfig dhcp4(String json) {
        return KeaConfig.of(DhcpService.DHCP4, Json.parseObject(json.replace('\'', '"')));
    }

    private static Translation translated(String source, KeaVersion from, String own, KeaVersion to) {
        return Translation.of(dhcp4(source), from, dhcp4(own), to);
    }

    private static String text(String source, KeaVersion from, String own, KeaVersion to) {
        return translated(source, from, own, to).config().dhcp().toJson().replace('"', '\'');
    }

    private static List<String> remarks(Translation translation) {
        return translation.remarks().stream().map(Translation.Remark::toString).toList();
    }

    @Test
    void oneThingOfTwoNamesGetsTheOtherOne() {
        String old =
                "{'subnet4':[{'id':1,'require-client-classes':['a'],'client-class':'b','pools':[{'pool':'p','client-class':''}]}],"
                        + "'client-classes':[{'name':'a','only-if-required':true}],'ddns-use-conflict-resolution':false}";
        String now =
                "{'subnet4':[{'id':1,'evaluate-additional-classes':['a'],'client-classes':['b'],'pools':[{'pool':'p',"
                        + "'client-classes':[]}]}],'client-classes':[{'name':'a','only-in-additional-list':true}],"
                        + "'ddns-conflict-resolution-mode':'no-check-with-dhcid'}";

        assertThat(text(old, V2_2, "{}", V3_0)).isEqualTo(now);
        assertThat(text(now, V3_0, "{}", V2_2)).isEqualTo(old.replace(",'client-class':''", ""));
        assertThat(text(old, V2_2, "{}", V2_6))
                .isEqualTo(old.replace(
                        "'ddns-use-conflict-resolution':false",
                        "'ddns-conflict-resolution-mode':'no-check-with-dhcid'"));
        assertThat(text("{'ddns-use-conflict-resolution':true}", V2_2, "{}", V2_6))
                .isEqualTo("{'ddns-conflict-resolution-mode':'check-with-dhcid'}");
        assertThat(text("{'ddns-conflict-resolution-mode':'check-with-dhcid'}", V2_6, "{}", V2_2))
                .isEqualTo("{'ddns-use-conflict-resolution':true}");
        assertThat(text("{'loggers':[{'name':'l','output_options':[{'output':'o'}]}]}", V2_2, "{}", V3_0))
                .isEqualTo("{'loggers':[{'name':'l','output-options':[{'output':'o'}]}]}");
        assertThat(translated(old, V2_2, "{}", V3_0).remarks()).isEmpty();
    }

    @Test
    void whatIsNotKnownIsLeftOutAndSaid() {
        Translation translation = translated(
                "{'allocator':'random','offer-lifetime':60,'ddns-conflict-resolution-mode':'check-exists-with-dhcid',"
                        + "'shared-networks':[{'name':'n','allocator':'flq','subnet4':[{'id':7,'allocator':'random'}]}]}",
                V3_0,
                "{}",
                V2_2);

        assertThat(translation.config().dhcp())
                .isEqualTo(dhcp4("{'shared-networks':[{'name':'n','subnet4':[{'id':7}]}]}")
                        .dhcp());
        assertThat(remarks(translation))
                .containsExactly(
                        "allocator: left out, since Kea 2.2.0 does not know it",
                        "offer-lifetime: left out, since Kea 2.2.0 does not know it",
                        "ddns-conflict-resolution-mode: left out, since Kea 2.2.0 does not know it",
                        "shared-networks[n].allocator: left out, since Kea 2.2.0 does not know it",
                        "shared-networks[n].subnet4[id=7].allocator: left out, since Kea 2.2.0 does not know it");
        assertThat(translation.refusals()).isEmpty();
    }

    @Test
    void whatSaysNothingIsLeftOutWithoutAWord() {
        Translation translation = translated(
                "{'allocator':'iterative','offer-lifetime':0,'stash-agent-options':false,'sanity-checks':{'lease-checks':'warn',"
                        + "'extended-info-checks':'fix'},'option-data':[{'code':3,'never-send':false,'client-classes':[]}]}",
                V3_0,
                "{}",
                V2_2);

        assertThat(translation.config().dhcp())
                .isEqualTo(dhcp4("{'sanity-checks':{'lease-checks':'warn'},'option-data':[{'code':3}]}")
                        .dhcp());
        assertThat(translation.remarks()).isEmpty();
    }

    @Test
    void whoeverIsGuardedByClassesIsNeverLaidOpen() {
        assertThat(translated("{'subnet4':[{'id':1,'client-classes':['a','b']}]}", V3_0, "{}", V2_6)
                        .refusals())
                .containsExactly(
                        "Kea 2.6.3 has no way to say subnet4[id=1].client-classes, and without it clients would"
                                + " get what is not for them.");
        assertThat(translated("{'option-data':[{'code':3,'client-classes':['a']}]}", V3_0, "{}", V2_6)
                        .refusals())
                .hasSize(1);
        assertThat(translated(
                                "{'subnet4':[{'id':1,'reservations':[{'duid':'aa','client-classes':['a','b']}]}]}",
                                V3_0,
                                "{}",
                                V2_2)
                        .refusals())
                .as("reservations could always have several")
                .isEmpty();
    }

    @Test
    void whatOnlyTheNewerOneKnowsStays() {
        Translation translation = translated(
                "{'valid-lifetime':1,'subnet4':[{'id':1},{'id':2}]}",
                V2_2,
                "{'allocator':'random','stash-agent-options':false,'subnet4':[{'id':2,'allocator':'flq','valid-lifetime':5}],"
                        + "'server-hostname':'mine','evaluate-additional-classes':['x']}",
                V3_0);

        assertThat(translation.config().dhcp())
                .isEqualTo(dhcp4("{'valid-lifetime':1,'subnet4':[{'id':1},{'id':2,'allocator':'flq'}],"
                                + "'allocator':'random','stash-agent-options':false}")
                        .dhcp());
        assertThat(remarks(translation))
                .containsExactly(
                        "allocator: stays as it is, since Kea 2.2.0 does not know it",
                        "subnet4[id=2].allocator: stays as it is, since Kea 2.2.0 does not know it");
    }

    @Test
    void aDefaultThatOnlyOneShowsIsNoDifference() {
        assertThat(text(
                        "{'subnet4':[{'id':1}]}",
                        V2_6,
                        "{'cache-threshold':0.25,'subnet4':[{'id':1,'cache-threshold':0.25}]}",
                        V3_0))
                .isEqualTo("{'subnet4':[{'id':1,'cache-threshold':0.25}],'cache-threshold':0.25}");
        assertThat(text(
                        "{'cache-threshold':0.25,'subnet4':[{'id':1,'cache-threshold':0.25}]}",
                        V3_0,
                        "{'subnet4':[{'id':1}]}",
                        V2_6))
                .isEqualTo("{'subnet4':[{'id':1}]}");
        assertThat(text("{'cache-threshold':0.5}", V3_0, "{}", V2_6)).isEqualTo("{'cache-threshold':0.5}");
        assertThat(text("{}", V2_6, "{'cache-threshold':0.5,'preferred-lifetime':3600}", V3_0))
                .isEqualTo("{}");
    }

    private static String hooks(String... entries) {
        return "{'hooks-libraries':[" + String.join(",", entries) + "]}";
    }

    private static String ha(String inside) {
        return "{'library':'/x/libdhcp_ha.so','parameters':{'high-availability':[{" + inside + "}]}}";
    }

    @Test
    void theSetOfHooksStays() {
        Translation translation = translated(
                hooks(
                        "{'library':'/a/libdhcp_subnet_cmds.so'}",
                        "{'library':'/a/libdhcp_stat_cmds.so','parameters':{'x':1}}",
                        "{'library':'libdhcp_mysql.so'}"),
                V3_0,
                hooks(
                        "{'library':'/b/libdhcp_mysql_cb.so'}",
                        "{'library':'/b/libdhcp_stat_cmds.so'}",
                        "{'library':'/b/libdhcp_legal_log.so'}"),
                V2_6);

        assertThat(translation.config().dhcp())
                .isEqualTo(dhcp4(hooks(
                                "{'library':'/b/libdhcp_mysql_cb.so'}",
                                "{'library':'/a/libdhcp_stat_cmds.so','parameters':{'x':1}}",
                                "{'library':'/b/libdhcp_legal_log.so'}"))
                        .dhcp());
        assertThat(remarks(translation))
                .containsExactly(
                        "hooks-libraries[libdhcp_legal_log.so]: stays loaded, since each generation has its own libraries",
                        "hooks-libraries[libdhcp_subnet_cmds.so]: not loaded there, since each generation has its own"
                                + " libraries");
        assertThat(text("{}", V2_6, "{}", V3_0)).isEqualTo("{}");
    }

    @Test
    void howAServerListensForItsPartnerIsItsOwn() {
        String source = ha(
                "'heartbeat-delay':1,'restrict-commands':true,'max-rejected-lease-updates':10,'multi-threading':{'x':1}");

        assertThat(text(
                        "{'multi-threading':{'y':1},'hooks-libraries':[" + source + "]}",
                        V3_0,
                        hooks(ha("'restrict-commands':false")),
                        V2_2))
                .isEqualTo(hooks(ha("'heartbeat-delay':1,'restrict-commands':false")));
        assertThat(text(
                        hooks(ha("'heartbeat-delay':1")),
                        V2_2,
                        "{'multi-threading':{'z':1},'hooks-libraries':[" + source + "]}",
                        V3_0))
                .isEqualTo("{'hooks-libraries':["
                        + ha(
                                "'heartbeat-delay':1,'multi-threading':{'x':1},'restrict-commands':true,'max-rejected-lease-updates':10")
                        + "],'multi-threading':{'z':1}}");
        assertThat(remarks(translated(hooks(ha("'max-rejected-lease-updates':5")), V3_0, hooks(ha("'x':1")), V2_2)))
                .containsExactly(
                        "hooks-libraries[libdhcp_ha.so].parameters.high-availability[0].max-rejected-lease-updates:"
                                + " left out, since Kea 2.2.0 does not know it");
    }

    @Test
    void theQueueGoesWithTheThreads() {
        assertThat(text(
                        "{'dhcp-queue-control':{'enable-queue':true,'capacity':1}}",
                        V2_2,
                        "{'dhcp-queue-control':{'enable-queue':false}}",
                        V3_0))
                .isEqualTo("{'dhcp-queue-control':{'enable-queue':false,'capacity':1}}");
        assertThat(text("{'dhcp-queue-control':{'enable-queue':true,'capacity':1}}", V2_2, "{}", V3_0))
                .isEqualTo("{'dhcp-queue-control':{'capacity':1}}");
    }

    @Test
    void withinAGenerationNothingIsTouched() {
        KeaConfig source = dhcp4("{'allocator':'random','never-known':1}");

        assertThat(Translation.of(source, V3_0, dhcp4("{'x':1}"), KeaVersion.of(3, 0, 1)))
                .isEqualTo(new Translation(source, List.of(), List.of()));
        assertThat(Translation.sameGeneration(V2_6, KeaVersion.of(2, 7, 3))).isFalse();
        assertThat(Translation.sameGeneration(V3_0, KeaVersion.of(2, 0, 0))).isFalse();
        assertThatThrownBy(
                        () -> Translation.of(source, V3_0, KeaConfig.of(DhcpService.DHCP6, JsonObject.empty()), V2_2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("dhcp4 onto dhcp6");
    }
}
