package dev.keaha.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.keaha.binding.Binding;
import dev.keaha.hook.KnownHook;
import dev.keaha.json.Json;
import dev.keaha.json.JsonArray;
import dev.keaha.json.JsonNull;
import dev.keaha.json.JsonObject;
import dev.keaha.json.JsonValue;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every view reads every key of its own, and writes back what it read. */
class ViewsTest {

    private static final long SEED = 4;

    static List<Class<?>> views() {
        List<Class<?>> found = new ArrayList<>();
        collect(Dhcp4.class, found);
        collect(Dhcp6.class, found);
        collect(ControlAgent.class, found);
        for (KnownHook hook : KnownHook.values()) {
            hook.parameters().ifPresent(view -> collect(view, found));
        }
        return found;
    }

    private static void collect(Class<?> view, List<Class<?>> found) {
        if (!found.contains(view)) {
            found.add(view);
            Binding.members(view).values().forEach(inner -> inner.ifPresent(type -> collect(type, found)));
        }
    }

    @Test
    void reachesAllViews() {
        assertThat(views()).hasSize(61).allSatisfy(view -> assertThat(view).isSealed());
    }

    @ParameterizedTest
    @MethodSource("views")
    void readsEveryKeyAndWritesItBack(Class<?> view) throws ReflectiveOperationException {
        Random random = new Random(SEED);
        for (int i = 0; i < 20; i++) {
            JsonObject json = random.nextInt(4) == 0
                    ? sample(view, random, 3).with("zz-null", JsonNull.NULL)
                    : sample(view, random, 3);
            Object read = Binding.read(json, view, "", KeaConfigException::new);
            assertThat(Binding.write(read, json).toJson())
                    .as("seed %d, round %d", SEED, i)
                    .isEqualTo(json.toJson());
            for (Method accessor : accessors(view)) {
                JsonValue there =
                        json.get(accessor.getAnnotation(JsonProperty.class).value());
                Object value = accessor.invoke(read);
                boolean present =
                        value != null && !value.equals(Optional.empty()) && !value.equals(OptionalLong.empty());
                assertThat(present).as(accessor.getName()).isEqualTo(there != null && there != JsonNull.NULL);
            }
            Object again = Binding.read(Binding.write(read), view, "", KeaConfigException::new);
            assertThat(again).isEqualTo(read).hasSameHashCodeAs(read);
        }
    }

    private static List<Method> accessors(Class<?> view) {
        return Arrays.stream(view.getMethods())
                .filter(method -> method.isAnnotationPresent(JsonProperty.class))
                .filter(method -> Modifier.isAbstract(method.getModifiers()))
                .toList();
    }

    /** A document with most of the view's keys, in any order, and one that nobody knows. */
    private static JsonObject sample(Class<?> view, Random random, int depth) {
        Map<String, JsonValue> members = new LinkedHashMap<>();
        for (Method accessor : accessors(view)) {
            boolean required = accessor.getReturnType() == String.class;
            if (required || random.nextInt(5) > 0) {
                members.put(
                        accessor.getAnnotation(JsonProperty.class).value(),
                        value(accessor.getGenericReturnType(), random, depth));
            }
        }
        members.put("zz-" + random.nextInt(3), Json.parse("[1.50,null,{\"b\":1e3,\"a\":18446744073709551615}]"));
        List<String> names = new ArrayList<>(members.keySet());
        Collections.shuffle(names, random);
        Map<String, JsonValue> shuffled = new LinkedHashMap<>();
        names.forEach(name -> shuffled.put(name, members.get(name)));
        return JsonObject.of(shuffled);
    }

    private static JsonValue value(Type type, Random random, int depth) {
        if (type == String.class) {
            return Json.value(List.of("", "x", "é\"\\").get(random.nextInt(3)));
        } else if (type == OptionalLong.class) {
            return Json.value(random.nextInt(3) == 0 ? 4294967295L : random.nextInt(1000));
        }
        Type inner = ((ParameterizedType) type).getActualTypeArguments()[0];
        if (((ParameterizedType) type).getRawType() == List.class) {
            List<JsonValue> elements = new ArrayList<>();
            for (int n = depth > 0 ? random.nextInt(3) : 0; n > 0; n--) {
                elements.add(single(inner, random, depth - 1));
            }
            return JsonArray.of(elements);
        }
        return single(inner, random, depth - 1);
    }

    private static JsonValue single(Type type, Random random, int depth) {
        if (type == Boolean.class) {
            return Json.value(random.nextBoolean());
        } else if (type == java.math.BigDecimal.class) {
            return Json.parse(List.of("0.50", "1", "5e-1", "0.875").get(random.nextInt(4)));
        } else if (type == Long.class) {
            return Json.value(random.nextInt(1000));
        } else if (type == JsonObject.class || type == JsonValue.class) {
            return Json.parse("{\"z\":1.0,\"a\":[null]}");
        } else if (type == String.class) {
            return value(type, random, depth);
        }
        return sample((Class<?>) type, random, depth);
    }

    @Test
    void keepsAbsentEmptyAndNullApart() {
        Subnet4 absent =
                Binding.read(Json.object("subnet", "192.0.2.0/24"), Subnet4.class, "", KeaConfigException::new);
        Subnet4 empty = Binding.read(
                Json.object("subnet", "192.0.2.0/24", "pools", Json.array()),
                Subnet4.class,
                "",
                KeaConfigException::new);
        assertThat(absent.pools()).isNull();
        assertThat(empty.pools()).isEmpty();
        assertThat(absent).isNotEqualTo(empty);
        JsonObject withNull = Json.parseObject("{\"subnet\":\"192.0.2.0/24\",\"interface\":null,\"pools\":[]}");
        Subnet4 read = Binding.read(withNull, Subnet4.class, "", KeaConfigException::new);
        assertThat(Binding.write(read, withNull).toJson()).isEqualTo(withNull.toJson());
    }

    @Test
    void saysWhereATypeIsWrong() {
        KeaConfig config = KeaConfig.of(
                Json.parseObject(
                        "{\"Dhcp4\":{\"shared-networks\":[{\"name\":\"n\",\"subnet4\":[{\"id\":\"one\",\"subnet\":\"x\"}]}]}}"));
        assertThatThrownBy(config::dhcp4)
                .isInstanceOf(KeaConfigException.class)
                .hasMessage("Dhcp4.shared-networks[0].subnet4[0].id: expected a whole number, found a string");
        assertThatThrownBy(config::subnets)
                .hasMessage("Dhcp4.shared-networks[0].subnet4[0].id: expected a whole number, found a string");
        assertThatThrownBy(config::dhcp6).hasMessageContaining("expected Dhcp6, found Dhcp4");
    }

    @Test
    void showsNoPassword() {
        JsonObject json = Json.parseObject("""
                {"lease-database":{"type":"mysql","password":"hunter2"},
                 "hooks-libraries":[{"library":"x","parameters":{"password":"hunter2"}}],
                 "control-sockets":[{"authentication":{"clients":[{"user":"u","password":"hunter2"}]}}]}""");
        assertThat(Binding.read(json, Dhcp4.class, "", KeaConfigException::new).toString())
                .contains("mysql")
                .doesNotContain("hunter2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dhcp4", "dhcp6"})
    void aChangedViewLeavesTheRestAsItWasWritten(String word) {
        String json =
                "{\"zz\":1e3,\"subnet4\":[{\"subnet\":\"x\",\"id\":1.0,\"a\":null}],\"subnet6\":[{\"subnet\":\"x\","
                        + "\"id\":1.0,\"a\":null}],\"valid-lifetime\":4e3,\"t1-percent\":0.50,\"renew-timer\":null}";
        String fixed = json.replace("1.0", "1").replace("4e3", "4000");
        KeaConfig config = KeaConfig.of(DhcpService.of(word).orElseThrow(), Json.parseObject(fixed));
        KeaConfig changed = word.equals("dhcp4")
                ? config.with(config.dhcp4().withValidLifetime(60))
                : config.with(config.dhcp6().withValidLifetime(60));
        assertThat(changed.dhcp().toJson()).isEqualTo(fixed.replace("4000", "60"));
    }

    @Test
    void aControlAgentsViewIsWrittenBackToo() {
        ControlAgentConfig agent = ControlAgentConfig.of(
                Json.parseObject(
                        "{\"Control-agent\":{\"zz\":1.0,\"http-port\":8001,\"control-sockets\":{\"dhcp4\":{\"socket-name\":\"s\"}}}}"));
        assertThat(agent.view()
                        .controlSockets()
                        .orElseThrow()
                        .dhcp4()
                        .orElseThrow()
                        .socketName())
                .hasValue("s");
        assertThat(agent.with(agent.view().withHttpPort(8002)).tree().toJson())
                .isEqualTo(agent.tree().toJson().replace("8001", "8002"));
    }
}
