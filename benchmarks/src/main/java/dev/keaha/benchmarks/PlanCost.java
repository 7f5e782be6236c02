package dev.keaha.benchmarks;

import dev.keaha.client.KeaEndpoint;
import dev.keaha.command.KeaChannel;
import dev.keaha.config.DhcpService;
import dev.keaha.controller.FileStore;
import dev.keaha.controller.HaController;
import dev.keaha.controller.ManagedRelationship;
import dev.keaha.controller.Opening;
import dev.keaha.controller.RelationshipAddress;
import dev.keaha.controller.Survey;
import dev.keaha.ha.HaMode;
import dev.keaha.json.Json;
import dev.keaha.json.JsonArray;
import dev.keaha.json.JsonObject;
import dev.keaha.json.JsonValue;
import dev.keaha.replication.ReplicationPlan;
import dev.keaha.testkit.FakeKea;
import dev.keaha.testkit.FakeRelationship;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * What a plan costs beside the reading of one configuration, which every plan needs of each server: a pair of servers with
 * many subnets, one of which is different. Processor time of the one thread, the best of many runs.
 *
 * @param subnets how many subnets each server has
 * @param characters how long one configuration is as text
 * @param plan what one plan takes
 * @param reading what reading that text takes
 */
public record PlanCost(int subnets, int characters, Duration plan, Duration reading) {

    private static final int PLANS = 200;
    private static final int READINGS = 10;
    private static final int CHANGED = 7_000;

    /**
     * Measures and prints.
     *
     * @param arguments none
     * @throws IOException when no directory can be made for the store
     */
    public static void main(String[] arguments) throws IOException {
        System.out.println(measure(10_000));
    }

    /**
     * Measures.
     *
     * @param subnets how many subnets, above 7,000
     * @return the cost
     * @throws IOException when no directory can be made for the store
     */
    public static PlanCost measure(int subnets) throws IOException {
        JsonArray list = subnets(subnets, "192.0.2.1");
        JsonArray other = JsonArray.of(list.elements().stream()
                .map(each -> each == list.get(CHANGED) ? subnet(CHANGED, "192.0.2.2") : each)
                .toList());
        Path store = Files.createTempDirectory("keaha-benchmark");
        try (FakeRelationship kea = FakeRelationship.builder()
                        .mode(HaMode.HOT_STANDBY)
                        .configuration("server1", dhcp -> dhcp.with("subnet4", list))
                        .configuration("server2", dhcp -> dhcp.with("subnet4", other))
                        .start();
                HaController controller = HaController.builder(new FileStore(store))
                        .channels(endpoint -> channel(kea, endpoint))
                        .clock(kea.clock())
                        .pause(kea::advance)
                        .build()) {
            kea.awaitNormal();
            ManagedRelationship relationship = ((Opening.Opened) controller.open(RelationshipAddress.of(
                            DhcpService.DHCP4,
                            KeaEndpoint.builder(kea.endpoint("server1")).build())))
                    .relationship();
            Survey survey = relationship.survey();
            String text = kea.server("server1").config().tree().toJson();
            Duration reading = best(READINGS, () -> Json.parse(text));
            Duration plan = best(PLANS, () -> planned(relationship, survey));
            return new PlanCost(subnets, text.length(), plan, reading);
        }
    }

    private static ReplicationPlan planned(ManagedRelationship relationship, Survey survey) {
        ReplicationPlan plan = relationship.plan(survey);
        if (plan.steps().size() != 1) {
            throw new IllegalStateException("Expected one step:\n" + plan);
        }
        return plan;
    }

    private static KeaChannel channel(FakeRelationship kea, KeaEndpoint endpoint) {
        for (FakeKea server : kea.servers()) {
            if (server.managementUrl().equals(endpoint.uri())) {
                return server.channel();
            }
        }
        throw new IllegalArgumentException("Nobody is at " + endpoint);
    }

    private static JsonArray subnets(int count, String router) {
        List<JsonValue> subnets = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            subnets.add(subnet(i, router));
        }
        return JsonArray.of(subnets);
    }

    private static JsonObject subnet(int number, String router) {
        String net = "10." + number / 256 + "." + number % 256 + ".";
        List<JsonObject> reservations = new ArrayList<>();
        for (int host = 1; host <= 2; host++) {
            reservations.add(Json.object(
                    "hw-address",
                    String.format("02:00:%02x:%02x:00:%02x", number / 256, number % 256, host),
                    "ip-address",
                    net + host));
        }
        return Json.object(
                "id", number + 1,
                "subnet", net + "0/24",
                "pools", Json.array(Json.object("pool", net + "100-" + net + "199")),
                "option-data", Json.array(Json.object("name", "routers", "code", 3, "data", router)),
                "reservations", JsonArray.of(reservations));
    }

    private static Duration best(int runs, Supplier<?> work) {
        long best = Long.MAX_VALUE;
        for (int i = 0; i < runs; i++) {
            long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            Object result = work.get();
            long took = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before;
            best = result == null ? best : Math.min(best, took);
        }
        return Duration.ofNanos(best);
    }

    /**
     * How the two compare.
     *
     * @return the cost of a plan as a part of the cost of reading one configuration
     */
    public double ratio() {
        return (double) plan.toNanos() / reading.toNanos();
    }

    /** For people, on one line. */
    @Override
    public String toString() {
        return String.format(
                java.util.Locale.ROOT,
                "%,d subnets (%,d characters): a plan takes %.2f ms of processor time, reading one configuration %.1f ms;"
                        + " ratio %.3f",
                subnets,
                characters,
                plan.toNanos() / 1e6,
                reading.toNanos() / 1e6,
                ratio());
    }
}
