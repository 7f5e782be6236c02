package dev.keaha.examples;

import dev.keaha.controller.ManagedRelationship;
import dev.keaha.controller.Survey;
import dev.keaha.json.Json;
import dev.keaha.json.JsonArray;
import dev.keaha.json.JsonObject;
import dev.keaha.replication.Comparison;
import dev.keaha.replication.ConfigDifference;
import dev.keaha.replication.ConfigMerge;
import dev.keaha.replication.ReplicationPlan;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "drift",
        description = "Shows where each peer differs from the source, local settings aside. Exit code 0: nowhere, 1:"
                + " somewhere or not known, 2: service down.",
        mixinStandardHelpOptions = true)
final class DriftCommand implements Callable<Integer> {

    @Mixin
    private ConnectionOptions connection;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        try (Session session = new Session(connection)) {
            ManagedRelationship relationship = session.open();
            Survey survey = relationship.survey();
            ReplicationPlan plan = relationship.plan(survey);
            Optional<ConfigMerge> undecided = relationship.undecided(survey);
            PrintWriter out = spec.commandLine().getOut();
            if (connection.json) {
                out.println(json(plan, undecided).toJson());
            } else {
                print(plan, undecided, out);
            }
            if (plan.serviceDown()) {
                return ExitCode.DOWN;
            }
            boolean same = plan.peers().stream()
                    .allMatch(peer ->
                            plan.comparison(peer) == Comparison.SOURCE || plan.comparison(peer) == Comparison.EQUAL);
            return same ? ExitCode.DONE : ExitCode.PART;
        }
    }

    private static JsonObject json(ReplicationPlan plan, Optional<ConfigMerge> undecided) {
        List<JsonObject> peers = new ArrayList<>();
        for (String peer : plan.peers()) {
            peers.add(Json.object(
                    "peer",
                    peer,
                    "comparison",
                    plan.comparison(peer).toString(),
                    "differences",
                    differences(plan, peer).stream()
                            .map(ConfigDifference::toJson)
                            .toList()));
        }
        JsonObject json = Json.object("source", plan.source().orElse(null), "peers", JsonArray.of(peers));
        return undecided.isEmpty()
                ? json
                : json.with("undecided", undecided.get().toJson());
    }

    private static void print(ReplicationPlan plan, Optional<ConfigMerge> undecided, PrintWriter out) {
        out.println("Source: " + plan.source().orElse("none"));
        for (String peer : plan.peers()) {
            Comparison comparison = plan.comparison(peer);
            if (comparison == Comparison.SOURCE) {
                continue;
            }
            List<ConfigDifference> differences = differences(plan, peer);
            String count = differences.isEmpty() ? "" : " in " + differences.size();
            String what = switch (comparison) {
                case SOURCE, EQUAL ->
                    differences.isEmpty() ? "equal" : "equal, but for what survives every push" + count;
                case DIFFERENT -> "different" + count;
                case UNKNOWN -> "not known";
            };
            out.println(peer + ": " + what);
            differences.forEach(difference -> out.println("   " + difference));
        }
        undecided.ifPresent(merge -> {
            out.println("What was changed while the primary was away, and is undecided:");
            merge.toString().lines().forEach(line -> out.println("   " + line));
        });
    }

    private static List<ConfigDifference> differences(ReplicationPlan plan, String peer) {
        return plan.changes().getOrDefault(peer, List.of());
    }
}
