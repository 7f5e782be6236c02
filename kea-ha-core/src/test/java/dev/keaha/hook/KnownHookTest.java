package dev.keaha.hook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keaha.config.HookLibrary;
import dev.keaha.config.KeaConfigException;
import dev.keaha.json.Json;
import dev.keaha.json.JsonObject;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class KnownHookTest {

    @ParameterizedTest
    @EnumSource(KnownHook.class)
    void isFoundWhereverItIsInstalled(KnownHook hook) {
        assertThat(hook.fileName()).matches("lib(dhcp|ddns|ca)_[a-z_]+\\.so");
        assertThat(KnownHook.of(library("/usr/lib/kea/hooks/" + hook.fileName(), "{}")))
                .contains(hook);
        assertThat(KnownHook.of(library(hook.fileName(), "{}"))).contains(hook);
    }

    @Test
    void othersAreNot() {
        HookLibrary other = library("/opt/libdhcp_ours.so", "{\"any\": {\"thing\": 1}}");
        assertThat(KnownHook.of(other)).isEmpty();
        assertThat(KnownHook.unknownKeys(other)).isEmpty();
    }

    @Test
    void eachHasItsOwnFile() {
        assertThat(Arrays.stream(KnownHook.values()).map(KnownHook::fileName)).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "libdhcp_run_script.so | {\"nmae\":\"x\",\"sync\":true}                       | parameters.nmae",
                "libdhcp_stat_cmds.so  | {\"a\":1}                                           | parameters.a",
                "libdhcp_ha.so         | {\"high-availability\":[{}],\"a\":1}                | ",
                "libdhcp_flex_option.so | {\"options\":[{\"code\":1,\"sub-options\":[{\"coed\":2}]}]} | parameters.options[0].sub-options[0].coed",
                "libdhcp_perfmon.so    | {\"alarms\":[{\"duration-key\":{\"stop\":\"x\"}}]}   | parameters.alarms[0].duration-key.stop",
                "libdhcp_rbac.so       | {\"default-role\":{\"accept-commands\":{\"and\":[]}}} | ",
                "libdhcp_rbac.so       | {\"access-control-lists\":[{\"mine\":{\"not\":\"x\"}}]} | ",
            })
    void namesWhatAHookDoesNotHave(String file, String parameters, String path) {
        assertThat(KnownHook.unknownKeys(library(file, parameters)))
                .isEqualTo(Optional.ofNullable(path).stream().toList());
    }

    @Test
    void readsParametersAndWritesThemBack() {
        String json =
                "{\"zz\":1e3,\"options\":[{\"code\":67,\"supersede\":\"'x'\",\"sub-options\":[{\"container-add\":false}]}]}";
        HookLibrary library = library("libdhcp_flex_option.so", json);
        FlexOption parameters = HookParameters.read(library, FlexOption.class);
        assertThat(parameters.options()).singleElement().satisfies(rule -> {
            assertThat(rule.code()).hasValue(67);
            assertThat(rule.supersede()).hasValue("'x'");
            assertThat(rule.subOptions())
                    .singleElement()
                    .satisfies(sub -> assertThat(sub.containerAdd()).hasValue(false));
        });
        assertThat(parameters.into(library)).isEqualTo(library);
        assertThat(parameters.into(library).parameters().orElseThrow().toJson()).isEqualTo(json);
        HookLibrary script = RunScript.builder().name("/x").build().into(library("libdhcp_run_script.so", "{}"));
        assertThat(script.parameters()).hasValue(Json.object("name", "/x"));
    }

    @Test
    void aLibraryWithoutParametersHasNoneSet() {
        HookLibrary bare =
                HookLibrary.builder().library("libdhcp_ping_check.so").build();
        assertThat(HookParameters.read(bare, PingCheck.class))
                .isEqualTo(PingCheck.builder().build());
        assertThat(PingCheck.builder().build().into(bare)).isEqualTo(bare);
        assertThat(KnownHook.unknownKeys(bare)).isEmpty();
    }

    @Test
    void aWrongTypeIsNamed() {
        HookLibrary library =
                library("libdhcp_radius.so", "{\"access\":{\"servers\":[{\"name\":\"a\",\"port\":\"x\"}]}}");
        assertThatThrownBy(() -> HookParameters.read(library, Radius.class))
                .isInstanceOf(KeaConfigException.class)
                .hasMessage("parameters.access.servers[0].port: expected a whole number, found a string");
    }

    @Test
    void showsNoSecret() {
        HookLibrary library = library("libdhcp_radius.so", "{\"access\":{\"servers\":[{\"secret\":\"hunter2\"}]}}");
        assertThat(HookParameters.read(library, Radius.class).toString()).doesNotContain("hunter2");
        assertThat(library.toString()).doesNotContain("hunter2");
        HookLibrary log = library("libdhcp_legal_log.so", "{\"password\":\"hunter2\"}");
        assertThat(HookParameters.read(log, LegalLog.class).toString()).doesNotContain("hunter2");
    }

    private static HookLibrary library(String file, String parameters) {
        JsonObject json = Json.parseObject(parameters);
        return HookLibrary.builder().library(file).parameters(json).build();
    }
}
