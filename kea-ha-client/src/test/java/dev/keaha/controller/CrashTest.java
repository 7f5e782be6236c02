package dev.keaha.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keaha.config.KeaConfig;
import dev.keaha.following.FollowPolicy;
import dev.keaha.ha.HaMode;
import dev.keaha.ha.RelationshipId;
import dev.keaha.json.Json;
import dev.keaha.json.JsonObject;
import dev.keaha.replication.ReplicationPolicy;
import dev.keaha.testkit.FakeKea;
import dev.keaha.testkit.FakeRelationship;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The controller ends at each point of a replication and of a change at which the world outside is touched: before and
 * after every command, and before and after everything that is stored. All of them are tried, and another controller takes
 * over each time.
 */
@Tag("exhaustive")
class CrashTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    /** 2.2 has no hash of a configuration; the others take as long again, and are left to the nightly profile. */
    static Stream<Arguments> pairs() {
        Arguments old = Arguments.of("load-balancing", "2.2.0");
        return Boolean.getBoolean("kea.ha.nightly")
                ? Stream.of(
                        old,
                        Arguments.of("hot-standby", "3.0.4"),
                        Arguments.of("hot-standby", "2.2.0"),
                        Arguments.of("load-balancing", "2.6.3"))
                : Stream.of(old, Arguments.of("hot-standby", "3.0.4"));
    }

    /** The controller is gone. */
    private static final class Crash extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** One life and what came of it. */
    private final class Life implements AutoCloseable {
        private final Fleet fleet = new Fleet();
        private final FakeRelationship kea;
        private final MemoryStore memory = new MemoryStore((id, config) -> {});
        private final RelationshipStore store = (RelationshipStore) Proxy.newProxyInstance(
                CrashTest.class.getClassLoader(),
                new Class<?>[] {RelationshipStore.class},
                (proxy, method, arguments) -> {
                    boolean writes = method.getReturnType() == void.class;
                    if (writes) {
                        touch();
                    }
                    Object result;
                    try {
                        result = method.invoke(memory, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                    if (writes) {
                        touch();
                    }
                    return result;
                });
        private final Map<String, Integer> sets = new HashMap<>();
        /** How many touches are left until the controller ends; below zero it has ended or never will. */
        private int left = -1;

        private boolean dead;
        private boolean ended;

        Life(HaMode mode, String version) {
            fleet.add(builder -> builder.mode(mode).version(version).maxUnackedClients(0));
            kea = fleet.members().get(0).kea;
            kea.awaitNormal();
            fleet.catchUp();
            fleet.wire = (member, server, command, sending) -> {
                touch();
                dev.keaha.command.KeaAnswer answer = sending.send();
                if (command.name().equals("config-set") && answer.result().isDone()) {
                    sets.merge(server.name(), 1, Integer::sum);
                }
                touch();
                return answer;
            };
        }

        private void touch() {
            if (left >= 0 && left-- == 0) {
                dead = true;
                ended = true;
            }
            if (dead) {
                throw new Crash();
            }
        }

        HaController controller() {
            return fleet.controller(store)
                    .followPolicy(FollowPolicy.DEFAULT)
                    .watch(WatchOptions.DEFAULT.withInterval(MINUTE))
                    .replicationPolicy(ReplicationPolicy.DEFAULT.withAllowInterruption(true))
                    .build();
        }

        @Override
        public void close() {
            fleet.close();
        }
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void endsWhereverItIsAndTheNextBringsThePeerUpOnce(String mode, String version) {
        int points = everywhere(
                mode,
                version,
                (life, controller) -> {
                    FakeKea source = life.kea.server("server1");
                    source.answer("config-set", counted(source.config()).tree());
                    source.answer("config-write", Json.object());
                    life.kea.advance(Duration.ofSeconds(40));
                    life.fleet.catchUp();
                    return () -> life.fleet.run(controller, MINUTE.multipliedBy(2));
                },
                (life, later) -> {
                    life.fleet.run(later, MINUTE.multipliedBy(6));
                    assertThat(count(life.kea.server("server2").config())).isEqualTo(1);
                    assertThat(count(life.kea.server("server2").file())).isEqualTo(1);
                    assertThat(life.sets).containsOnly(Map.entry("server2", 1));
                });
        assertThat(points).isGreaterThan(30);
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void endsInAChangeAndTheProductAsksAgain(String mode, String version) {
        int points = everywhere(mode, version, (life, controller) -> () -> change(life, controller), (life, later) -> {
            change(life, later);
            life.fleet.run(later, MINUTE.multipliedBy(6));
            for (FakeKea server : life.kea.servers()) {
                assertThat(count(server.config())).as(server.name()).isEqualTo(1);
                assertThat(count(server.file())).as(server.name()).isEqualTo(1);
            }
            assertThat(life.sets).containsOnly(Map.entry("server1", 1), Map.entry("server2", 1));
        });
        assertThat(points).isGreaterThan(40);
    }

    private static void change(Life life, HaController controller) {
        RelationshipId id = controller.watched().get(0).id();
        ChangeResult result =
                controller.change(id, ChangeRequest.of(CrashTest::counted).withKey("once"), line -> {});
        assertThat(result).isNotInstanceOf(ChangeResult.Refused.class);
    }

    private interface Act {
        Runnable begin(Life life, HaController controller);
    }

    /** Tries all points until one is beyond the end; how many there are. */
    private int everywhere(String mode, String version, Act act, BiConsumer<Life, HaController> check) {
        for (int point = 0; ; point++) {
            try (Life life = new Life(HaMode.of(mode), version)) {
                HaController first = life.controller();
                first.add(life.fleet.address(life.fleet.members().get(0)));
                life.fleet.run(first, MINUTE);
                Runnable rest = act.begin(life, first);
                life.left = point;
                try {
                    rest.run();
                } catch (Crash | CompletionException expected) {
                    assertThat(life.ended).isTrue();
                }
                first.close();
                life.left = -1;
                life.dead = false;
                life.fleet.catchUp();
                try (HaController later = life.controller()) {
                    later.reconnect();
                    check.accept(life, later);
                } catch (AssertionError e) {
                    throw new AssertionError(
                            "ended at point " + point + ": " + e.getMessage() + "\n" + story(life.kea), e);
                }
                if (!life.ended) {
                    return point;
                }
            }
        }
    }

    private static String story(FakeRelationship kea) {
        return kea.timeline().entries().stream()
                .map(Object::toString)
                .filter(line -> !line.contains("-get") && !line.contains("ha-heartbeat"))
                .collect(Collectors.joining("\n"));
    }

    private static KeaConfig counted(KeaConfig config) {
        return KeaConfig.of(config.tree()
                .withObject("Dhcp4", dhcp -> dhcp.with("user-context", Json.object("count", count(config) + 1))));
    }

    private static long count(KeaConfig config) {
        return config.dhcp()
                .object("user-context")
                .orElse(JsonObject.empty())
                .integer("count")
                .orElse(0);
    }
}
