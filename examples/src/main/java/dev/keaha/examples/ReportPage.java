package dev.keaha.examples;

import dev.keaha.replication.PeerOutcome;
import dev.keaha.replication.PeerResult;
import dev.keaha.replication.ReplicationReport;
import java.util.Set;
import picocli.CommandLine;

/** What {@code replicate} and {@code change} show at their end. */
final class ReportPage {

    private static final Set<PeerOutcome> WORK = Set.of(PeerOutcome.REPLICATED, PeerOutcome.DIFFERS);

    private ReportPage() {}

    /** Shows it and gives the exit code. */
    static int show(ReplicationReport report, CommandLine command, boolean json) {
        command.getOut().println(json ? report.toJson().toJson() : report.toString());
        if (report.serviceDown()) {
            return ExitCode.DOWN;
        }
        boolean changed = false;
        boolean failed = !report.refusals().isEmpty();
        for (PeerResult peer : report.peers()) {
            changed |= WORK.contains(peer.outcome());
            failed |= !WORK.contains(peer.outcome()) && peer.outcome() != PeerOutcome.UP_TO_DATE;
        }
        boolean sourceFailed = report.peers().stream()
                .anyMatch(peer ->
                        peer.source() && !WORK.contains(peer.outcome()) && peer.outcome() != PeerOutcome.UP_TO_DATE);
        if (!failed) {
            return ExitCode.DONE;
        }
        boolean someUpToDate =
                report.peers().stream().anyMatch(peer -> !peer.source() && peer.outcome() == PeerOutcome.UP_TO_DATE);
        return sourceFailed || !changed && !someUpToDate ? ExitCode.ERROR : ExitCode.PART;
    }
}
