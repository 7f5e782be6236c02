package dev.keaha.examples;

import dev.keaha.replication.PeerOutcome;
import dev.keaha.replication.ReplicationReport;
import java.util.Set;
import picocli.CommandLine;

/** What {@code replicate} and {@code change} show at their end. */
final class ReportPage {

    private static final Set<PeerOutcome> DONE =
            Set.of(PeerOutcome.UP_TO_DATE, PeerOutcome.REPLICATED, PeerOutcome.DIFFERS);

    private ReportPage() {}

    /** Shows it and gives the exit code. */
    static int show(ReplicationReport report, CommandLine command, boolean json) {
        command.getOut().println(json ? report.toJson().toJson() : report.toString());
        if (report.serviceDown()) {
            return ExitCode.DOWN;
        }
        long done = report.peers().stream()
                .filter(peer -> DONE.contains(peer.outcome()))
                .count();
        if (done == report.peers().size()) {
            return ExitCode.DONE;
        }
        boolean sourceFailed =
                report.peers().stream().anyMatch(peer -> peer.source() && !DONE.contains(peer.outcome()));
        return done == 0 || sourceFailed ? ExitCode.ERROR : ExitCode.PART;
    }
}
