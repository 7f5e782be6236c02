package dev.keaha.testkit.assertions;

import dev.keaha.replication.PeerOutcome;
import dev.keaha.replication.PeerResult;
import dev.keaha.replication.ReplicationReport;
import java.util.Set;
import org.assertj.core.api.AbstractAssert;

/** What a report should say. A failure shows the whole report. */
public final class ReportAssert extends AbstractAssert<ReportAssert, ReplicationReport> {

    private static final Set<PeerOutcome> GOOD = Set.of(PeerOutcome.UP_TO_DATE, PeerOutcome.REPLICATED);

    ReportAssert(ReplicationReport actual) {
        super(actual, ReportAssert.class);
    }

    /**
     * Ended this way for a peer.
     *
     * @param peer its name
     * @param outcome how it ended
     * @return this
     */
    public ReportAssert hasOutcome(String peer, PeerOutcome outcome) {
        return require(
                actual.peer(peer)
                        .map(PeerResult::outcome)
                        .filter(outcome::equals)
                        .isPresent(),
                peer + " " + outcome);
    }

    /**
     * Left every peer up to date.
     *
     * @return this
     */
    public ReportAssert leftAllUpToDate() {
        return require(
                actual.refusals().isEmpty() && actual.peers().stream().allMatch(peer -> GOOD.contains(peer.outcome())),
                "every peer up to date");
    }

    /**
     * Did nothing because the service is down.
     *
     * @return this
     */
    public ReportAssert isServiceDown() {
        return require(actual.serviceDown(), "service down");
    }

    private ReportAssert require(boolean so, String expected) {
        isNotNull();
        if (!so) {
            failWithMessage("Expected %s, but the report is%n%s", expected, actual);
        }
        return this;
    }
}
