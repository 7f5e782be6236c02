package dev.keaha.examples;

import dev.keaha.controller.ManagedRelationship;
import dev.keaha.replication.ReplicationPlan;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "plan",
        description = "Shows what a replication would change, on which peer, by which steps. Changes nothing.",
        mixinStandardHelpOptions = true)
final class PlanCommand implements Callable<Integer> {

    @Mixin
    private ConnectionOptions connection;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        try (Session session = new Session(connection)) {
            ManagedRelationship relationship = session.open();
            ReplicationPlan plan = relationship.plan();
            spec.commandLine().getOut().println(connection.json ? plan.toJson().toJson() : plan.toString());
            return plan.serviceDown() ? ExitCode.DOWN : ExitCode.DONE;
        }
    }
}
