package dev.keaha.replication;

import dev.keaha.config.DhcpService;
import dev.keaha.config.KeaConfig;
import dev.keaha.config.KeaListKeys;
import dev.keaha.json.JsonArray;
import dev.keaha.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Expresses a difference by commands of the hooks {@code subnet_cmds}, {@code host_cmds} and {@code class_cmds}, or says
 * that it cannot: the commands are gone through on paper, and only where nothing of the difference is left they will do.
 */
final class DeltaSteps {

    /** So many that a full push is the better way; each is three commands. */
    private static final int MOST = 1_000;

    private final DhcpService service;
    private final List<DeltaStep> removed = new ArrayList<>();
    private final List<DeltaStep> changed = new ArrayList<>();

    private DeltaSteps(DhcpService service) {
        this.service = service;
    }

    /**
     * The steps from one configuration to another.
     *
     * @param from what the server runs
     * @param to what it shall run
     * @param commands what the server can do
     * @return the steps in order; empty where commands cannot express the difference, or are not there
     */
    static Optional<List<DeltaStep>> between(KeaConfig from, KeaConfig to, Set<String> commands) {
        DeltaSteps found = new DeltaSteps(from.service());
        found.compare(from.dhcp(), to.dhcp());
        List<DeltaStep> steps = new ArrayList<>(found.removed);
        steps.addAll(found.changed);
        if (steps.isEmpty() || steps.size() > MOST || !steps.stream().allMatch(step -> found.knows(step, commands))) {
            return Optional.empty();
        }
        KeaConfig after = from;
        for (DeltaStep step : steps) {
            after = step.applyTo(after);
        }
        return LocalSettings.changes(after, to).isEmpty() ? Optional.of(List.copyOf(steps)) : Optional.empty();
    }

    private boolean knows(DeltaStep step, Set<String> commands) {
        return commands.contains(step.command(service)) && commands.contains(step.lookCommand(service));
    }

    private void compare(JsonObject from, JsonObject to) {
        list(from, to, "client-classes", DeltaStep.Kind.CLASS, "", 0);
        Map<String, JsonObject> before = keyed(from, "shared-networks");
        Map<String, JsonObject> after = keyed(to, "shared-networks");
        before.forEach((name, network) -> {
            if (!after.containsKey(name)) {
                removed.add(new DeltaStep(DeltaStep.Kind.NETWORK, "", 0, Optional.of(network), Optional.empty()));
            }
        });
        after.forEach((name, network) -> {
            JsonObject old = before.get(name);
            if (old == null) {
                changed.add(new DeltaStep(DeltaStep.Kind.NETWORK, "", 0, Optional.empty(), Optional.of(network)));
            } else if (!old.equals(network)) {
                subnets(old, network, name);
            }
        });
        subnets(from, to, "");
        list(from, to, "reservations", DeltaStep.Kind.RESERVATION, "", 0);
    }

    private void subnets(JsonObject from, JsonObject to, String network) {
        Map<String, JsonObject> before = keyed(from, service.subnets());
        Map<String, JsonObject> after = keyed(to, service.subnets());
        before.forEach((key, subnet) -> {
            if (!after.containsKey(key)) {
                removed.add(new DeltaStep(DeltaStep.Kind.SUBNET, network, 0, Optional.of(subnet), Optional.empty()));
            }
        });
        after.forEach((key, subnet) -> {
            JsonObject old = before.get(key);
            if (old == null) {
                added(subnet, network);
            } else if (!old.equals(subnet)) {
                if (!old.without("reservations").equals(subnet.without("reservations"))) {
                    changed.add(
                            new DeltaStep(DeltaStep.Kind.SUBNET, network, 0, Optional.of(old), Optional.of(subnet)));
                }
                list(
                        old,
                        subnet,
                        "reservations",
                        DeltaStep.Kind.RESERVATION,
                        "",
                        subnet.integer("id").orElse(0));
            }
        });
    }

    private void added(JsonObject subnet, String network) {
        JsonArray reservations = subnet.array("reservations").orElse(JsonArray.empty());
        JsonObject bare = subnet.has("reservations") ? subnet.with("reservations", JsonArray.empty()) : subnet;
        changed.add(new DeltaStep(DeltaStep.Kind.SUBNET, network, 0, Optional.empty(), Optional.of(bare)));
        if (!network.isEmpty()) {
            changed.add(new DeltaStep(DeltaStep.Kind.MEMBER, network, 0, Optional.empty(), Optional.of(bare)));
        }
        long id = subnet.integer("id").orElse(0);
        reservations
                .objects()
                .forEach(reservation -> changed.add(
                        new DeltaStep(DeltaStep.Kind.RESERVATION, "", id, Optional.empty(), Optional.of(reservation))));
    }

    private void list(JsonObject from, JsonObject to, String list, DeltaStep.Kind kind, String network, long subnet) {
        Map<String, JsonObject> before = keyed(from, list);
        Map<String, JsonObject> after = keyed(to, list);
        before.forEach((key, element) -> {
            if (!after.containsKey(key)) {
                removed.add(new DeltaStep(kind, network, subnet, Optional.of(element), Optional.empty()));
            }
        });
        after.forEach((key, element) -> {
            JsonObject old = before.get(key);
            if (!element.equals(old)) {
                changed.add(new DeltaStep(kind, network, subnet, Optional.ofNullable(old), Optional.of(element)));
            }
        });
    }

    private Map<String, JsonObject> keyed(JsonObject holder, String list) {
        JsonArray array = holder.array(list).orElse(JsonArray.empty());
        return KeaListKeys.of(service).keyed(list, array).orElseGet(LinkedHashMap::new);
    }
}
