package dev.keaha.testkit.contract;

import dev.keaha.config.DhcpService;
import dev.keaha.ha.HaMode;
import dev.keaha.json.Json;
import dev.keaha.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The transitions of Kea's HA machine that can be brought about on real daemons without DHCP clients. */
final class HaScenarios {

    private static final JsonObject QUICK = Json.object("max-unacked-clients", 0);
    private static final JsonObject PATIENT = Json.object("max-unacked-clients", 10);

    private final List<Scenario> all = new ArrayList<>();
    private final Family family;

    private HaScenarios(DhcpService service) {
        this.family = new Family(service);
    }

    static List<Scenario> of(DhcpService service) {
        HaScenarios scenarios = new HaScenarios(service);
        for (HaMode mode : List.of(HaMode.LOAD_BALANCING, HaMode.HOT_STANDBY)) {
            scenarios.pair(mode);
        }
        scenarios.loadBalancing();
        scenarios.hotStandby();
        scenarios.passiveBackup();
        return List.copyOf(scenarios.all);
    }

    private void add(HaMode mode, String name, JsonObject parameters, Consumer<Stage> body) {
        all.add(new Scenario(mode + "/" + name, mode, parameters, body));
    }

    private void pair(HaMode mode) {
        add(mode, "start", QUICK, stage -> {
            stage.awaitNormal();
            stage.kill("server1");
            stage.kill("server2");
            stage.mark();
            stage.restart("server1");
            // half a heartbeat between them, so that chance has no say in who asks first
            stage.pass(0.5);
            stage.restart("server2");
            stage.awaitNormal();
            stage.look("server1", "server2");
        });
        for (String lost : List.of("server1", "server2")) {
            String left = lost.equals("server1") ? "server2" : "server1";
            add(mode, lost + " lost and back", QUICK, stage -> {
                stage.awaitNormal();
                stage.pass(1.2);
                stage.mark();
                stage.kill(lost);
                stage.await(left, "partner-down");
                stage.look(left);
                stage.restart(lost);
                stage.awaitNormal();
                stage.pass(1.2);
                stage.look("server1", "server2");
            });
            add(mode, lost + " missed for a moment", QUICK, stage -> {
                stage.awaitNormal();
                stage.mark();
                stage.kill(lost);
                stage.awaitUnavailable(left);
                stage.look(left);
                stage.restart(lost);
                stage.awaitNormal();
                stage.pass(1.2);
                stage.look("server1", "server2");
            });
            add(mode, "config-set on " + lost, QUICK, stage -> {
                stage.awaitNormal();
                stage.pass(0.3);
                stage.mark();
                stage.configSet(lost);
                stage.look(lost);
                stage.awaitNormal();
                stage.pass(1.2);
                stage.look("server1", "server2");
            });
            add(mode, "broken HA section on " + lost, QUICK, stage -> {
                stage.awaitNormal();
                stage.mark();
                stage.configSet(lost, Talk.relationship(one -> one.with("this-server-name", Json.value("nobody"))));
                stage.await(left, "partner-down");
                stage.look(left);
                stage.configSet(lost);
                stage.awaitNormal();
                stage.pass(1.2);
                stage.look("server1", "server2");
            });
            add(mode, "ha-reset of " + lost, QUICK, stage -> {
                stage.awaitNormal();
                stage.pass(1.2);
                stage.mark();
                stage.send(lost, "ha-reset");
                stage.look(lost);
                stage.awaitNormal();
                stage.pass(1.2);
                stage.look("server1", "server2");
            });
            add(mode, "maintenance of " + lost + ", cancelled", QUICK, stage -> {
                stage.awaitNormal();
                stage.pass(1.2);
                stage.mark();
                stage.send(left, "ha-maintenance-start");
                stage.look(left, lost);
                stage.send(left, "ha-maintenance-start");
                stage.send(lost, "ha-maintenance-start");
                stage.send(lost, "ha-maintenance-cancel");
                stage.pass(1.5);
                stage.look(left, lost);
                stage.send(left, "ha-maintenance-cancel");
                stage.awaitNormal();
                stage.pass(2.2);
                stage.look(left, lost);
            });
            add(mode, "maintenance of " + lost, QUICK, stage -> {
                stage.awaitNormal();
                stage.pass(1.2);
                stage.mark();
                stage.send(left, "ha-maintenance-start");
                stage.kill(lost);
                stage.await(left, "partner-down");
                stage.look(left);
                stage.send(left, "ha-maintenance-cancel");
                stage.restart(lost);
                stage.awaitNormal();
                stage.pass(1.2);
                stage.look(left, lost);
            });
            add(mode, "maintenance of " + lost + " that is not there", QUICK, stage -> {
                stage.awaitNormal();
                stage.pass(1.2);
                stage.kill(lost);
                stage.mark();
                stage.send(left, "ha-maintenance-start");
                stage.look(left);
                stage.pass(1.5);
                stage.restart(lost);
                stage.awaitNormal();
            });
            add(mode, "lone survivor " + left + " reconfigured", QUICK, stage -> {
                stage.awaitNormal();
                stage.kill(lost);
                stage.await(left, "partner-down");
                stage.pass(1.2);
                stage.mark();
                stage.configSet(left);
                stage.look(left);
                stage.await(left, "partner-down");
                stage.look(left);
                stage.configSet(left);
                stage.send(left, "ha-maintenance-start");
                stage.look(left);
                stage.pass(1.5);
                stage.restart(lost);
                stage.awaitNormal();
            });
            add(mode, lost + " stops answering", QUICK, stage -> {
                stage.awaitNormal();
                stage.pass(1.2);
                stage.mark();
                stage.pause(lost);
                stage.await(left, "partner-down");
                stage.look(left);
                stage.resume(lost);
                stage.awaitNormal();
            });
            add(mode, lost + " lost, " + left + " patient", PATIENT, stage -> {
                stage.awaitNormal();
                stage.pass(1.2);
                stage.mark();
                stage.kill(lost);
                stage.pass(6.5);
                stage.look(left);
            });
            add(mode, "clock of " + lost + " wrong", QUICK, stage -> {
                stage.awaitNormal();
                stage.kill(lost);
                stage.awaitUnavailable(left);
                stage.mark();
                stage.restart(lost, Duration.ofSeconds(75));
                stage.await(left, "terminated");
                stage.await(lost, "terminated");
                stage.look(left, lost);
                stage.restart(lost, Duration.ZERO);
                stage.pass(5.2);
                stage.look(left, lost);
                stage.send(left, "ha-maintenance-start");
                stage.configSet(left);
                stage.awaitNormal();
            });
            add(mode, "clock of " + lost + " wrong, then right, then ha-reset", QUICK, stage -> {
                stage.awaitNormal();
                stage.restart(lost, Duration.ofSeconds(75));
                stage.await(left, "terminated");
                stage.await(lost, "terminated");
                stage.restart(lost, Duration.ZERO);
                stage.pass(2.2);
                stage.mark();
                // it remembers the clock that it saw, and asks no more
                stage.send(left, "ha-reset");
                stage.pass(5.2);
                stage.look(lost);
                stage.configSet(left);
                stage.awaitNormal();
                stage.look(left, lost);
            });
        }
        add(mode, "config-set on both", QUICK, stage -> {
            stage.awaitNormal();
            stage.pass(0.3);
            stage.mark();
            stage.configSet("server1");
            stage.pass(0.5);
            stage.configSet("server2");
            stage.look("server1", "server2");
            stage.awaitNormal();
        });
        add(mode, "both lost, server2 back first", QUICK, stage -> {
            stage.awaitNormal();
            stage.mark();
            stage.kill("server1");
            stage.kill("server2");
            stage.restart("server2");
            stage.await("server2", "partner-down");
            stage.look("server2");
            stage.restart("server1");
            stage.awaitNormal();
        });
        add(mode, "ha-scopes", QUICK, stage -> {
            stage.awaitNormal();
            stage.pass(1.2);
            stage.mark();
            stage.send("server1", "ha-scopes", Json.object("scopes", Json.array()));
            stage.send("server2", "ha-scopes", Json.object("scopes", Json.array("server1", "server2")));
            stage.pass(2.2);
            stage.look("server1", "server2");
            stage.configSet("server1");
            stage.awaitNormal();
            stage.pass(1.2);
            stage.look("server1", "server2");
        });
        add(mode, "ha-sync", QUICK, stage -> {
            stage.awaitNormal();
            stage.pass(1.2);
            stage.mark();
            stage.send(
                    "server2",
                    family.lease("add"),
                    family.lease(1, 20).with("expire", Json.value(1900000000L)).with("valid-lft", Json.value(100)));
            stage.leases("server1");
            stage.send("server1", "ha-sync", Json.object("server-name", "server2"));
            stage.leases("server1");
            stage.look("server1", "server2");
            stage.send("server1", "ha-sync", Json.object("server-name", "server2", "max-period", 5));
            stage.look("server1", "server2");
            stage.kill("server2");
            stage.send("server1", "ha-sync", Json.object("server-name", "server2"));
        });
        add(mode, "leases are fetched at a restart", QUICK, stage -> {
            stage.awaitNormal();
            stage.send(
                    "server1",
                    family.lease("add"),
                    family.lease(1, 20).with("expire", Json.value(1900000000L)).with("valid-lft", Json.value(100)));
            stage.leases("server2");
            stage.kill("server2");
            stage.awaitUnavailable("server1");
            stage.mark();
            stage.restart("server2");
            stage.awaitNormal();
            stage.leases("server2");
        });
        add(mode, "paused in waiting", QUICK.with("state-machine", states("waiting", "once")), stage -> {
            stage.pass(3.2);
            stage.look("server1", "server2");
            stage.mark();
            stage.send("server1", "ha-continue");
            stage.send("server2", "ha-continue");
            stage.awaitNormal();
            stage.send("server2", "ha-continue");
            stage.configSet("server2");
            stage.pass(3.2);
            stage.look("server1", "server2");
        });
        add(mode, "paused in partner-down", QUICK.with("state-machine", states("partner-down", "always")), stage -> {
            stage.awaitNormal();
            stage.kill("server2");
            stage.await("server1", "partner-down");
            stage.mark();
            stage.restart("server2");
            stage.pass(5.2);
            stage.look("server1", "server2");
            stage.send("server1", "ha-continue");
            stage.awaitNormal();
        });
        add(mode, "without synchronization", QUICK.with("sync-leases", Json.value(false)), stage -> {
            stage.awaitNormal();
            stage.kill("server2");
            stage.awaitUnavailable("server1");
            stage.mark();
            stage.restart("server2");
            stage.awaitNormal();
        });
        add(mode, "dhcp-disable of server1", QUICK, stage -> {
            stage.awaitNormal();
            stage.pass(1.2);
            stage.mark();
            stage.send("server1", "dhcp-disable");
            stage.pass(2.2);
            stage.look("server1", "server2");
            stage.configSet("server1");
            stage.awaitNormal();
            stage.look("server1");
            stage.send("server1", "dhcp-enable");
            stage.look("server1");
        });
        add(mode, "ha-sync-complete-notify out of place", QUICK, stage -> {
            stage.awaitNormal();
            stage.kill("server2");
            stage.await("server1", "partner-down");
            stage.pass(1.2);
            stage.mark();
            stage.send("server1", "ha-sync-complete-notify");
            stage.pass(2.5);
            stage.look("server1");
        });
        add(mode, "ha-maintenance-notify from outside", QUICK, stage -> {
            stage.awaitNormal();
            stage.pass(1.2);
            stage.mark();
            stage.send("server1", "ha-maintenance-notify", Json.object("cancel", false));
            stage.look("server1");
            stage.await("server2", "partner-in-maintenance");
            stage.look("server2");
            stage.send("server1", "ha-maintenance-notify", Json.object("cancel", true));
            stage.pass(3.2);
            stage.look("server1", "server2");
        });
    }

    private static JsonObject states(String state, String pause) {
        return Json.object("states", Json.array(Json.object("state", state, "pause", pause)));
    }

    private void loadBalancing() {
        HaMode mode = HaMode.LOAD_BALANCING;
        add(mode, "without communication-recovery", QUICK.with("delayed-updates-limit", Json.value(0)), stage -> {
            stage.awaitNormal();
            stage.pass(1.2);
            stage.mark();
            stage.kill("server2");
            stage.await("server1", "partner-down");
            stage.restart("server2");
            stage.awaitNormal();
        });
        add(mode, "recovered from a short silence", PATIENT.with("max-response-delay", Json.value(20000)), stage -> {
            stage.awaitNormal();
            stage.pass(1.2);
            stage.mark();
            stage.pause("server2");
            stage.await("server1", "communication-recovery");
            stage.look("server1");
            stage.resume("server2");
            stage.awaitNormal();
        });
    }

    private void hotStandby() {
        HaMode mode = HaMode.HOT_STANDBY;
        add(mode, "standby without auto-failover", QUICK, stage -> {
            stage.awaitNormal();
            stage.configSet(
                    "server2",
                    Talk.relationship(one -> one.withArray(
                            "peers",
                            peers -> peers.map(peer -> ((JsonObject) peer).with("auto-failover", Json.value(false))))));
            stage.awaitNormal();
            stage.pass(1.2);
            stage.mark();
            stage.kill("server1");
            stage.await("server2", "partner-down");
            stage.look("server2");
        });
        add(mode, "modes that differ", QUICK, stage -> {
            stage.awaitNormal();
            stage.mark();
            stage.configSet(
                    "server2",
                    Talk.relationship(one -> one.with("mode", Json.value("load-balancing"))
                            .withArray(
                                    "peers",
                                    peers -> peers.map(value -> {
                                        JsonObject peer = (JsonObject) value;
                                        return peer.text("role").orElse("").equals("standby")
                                                ? peer.with("role", Json.value("secondary"))
                                                : peer;
                                    }))));
            stage.pass(4.2);
            stage.look("server1", "server2");
            stage.configSet("server2");
            stage.awaitNormal();
        });
    }

    private void passiveBackup() {
        HaMode mode = HaMode.PASSIVE_BACKUP;
        add(mode, "start", JsonObject.empty(), stage -> {
            stage.awaitNormal();
            stage.kill("server1");
            stage.kill("server2");
            stage.mark();
            stage.restart("server1");
            stage.restart("server2");
            stage.awaitNormal();
            stage.look("server1", "server2");
        });
        add(mode, "backup lost", JsonObject.empty(), stage -> {
            stage.awaitNormal();
            stage.mark();
            stage.kill("server2");
            stage.pass(2.2);
            stage.look("server1");
            stage.restart("server2");
            stage.awaitNormal();
        });
        add(mode, "primary lost", JsonObject.empty(), stage -> {
            stage.awaitNormal();
            stage.mark();
            stage.kill("server1");
            stage.pass(2.2);
            stage.look("server2");
            stage.restart("server1");
            stage.awaitNormal();
            stage.look("server1");
        });
        add(mode, "commands", JsonObject.empty(), stage -> {
            stage.awaitNormal();
            stage.mark();
            for (String server : List.of("server1", "server2")) {
                stage.send(server, "ha-maintenance-start");
                stage.send(server, "ha-maintenance-cancel");
                stage.send(server, "ha-continue");
                stage.send(server, "ha-heartbeat");
                stage.send(server, "status-get");
                stage.look(server);
            }
            stage.send("server2", "ha-maintenance-notify", Json.object("cancel", false));
            stage.send("server2", "ha-reset");
            stage.look("server2");
            stage.send("server1", "ha-sync", Json.object("server-name", "server2"));
            stage.send("server1", "ha-reset");
            stage.look("server1");
            stage.configSet("server1");
            stage.look("server1");
        });
        add(mode, "clock wrong", JsonObject.empty(), stage -> {
            stage.awaitNormal();
            stage.mark();
            stage.restart("server2", Duration.ofSeconds(75));
            stage.pass(3.2);
            stage.look("server1", "server2");
        });
        add(mode, "ha-maintenance-notify to the primary", JsonObject.empty(), stage -> {
            stage.awaitNormal();
            stage.mark();
            stage.send("server1", "ha-maintenance-notify", Json.object("cancel", false));
            stage.look("server1");
            stage.send("server1", "ha-maintenance-notify", Json.object("cancel", true));
            stage.look("server1");
        });
    }
}
