package dev.keaha.testkit.assertions;

import dev.keaha.health.Verdict;
import dev.keaha.replication.ReplicationPlan;
import dev.keaha.replication.ReplicationReport;
import dev.keaha.testkit.FakeRelationship;

/** Entry points, to be imported statically. */
public final class KeaAssertions {

    private KeaAssertions() {}

    /**
     * Begins an assertion about a verdict.
     *
     * @param actual the verdict
     * @return the assertion
     */
    public static VerdictAssert assertThat(Verdict actual) {
        return new VerdictAssert(actual);
    }

    /**
     * Begins an assertion about a plan.
     *
     * @param actual the plan
     * @return the assertion
     */
    public static PlanAssert assertThat(ReplicationPlan actual) {
        return new PlanAssert(actual);
    }

    /**
     * Begins an assertion about a report.
     *
     * @param actual the report
     * @return the assertion
     */
    public static ReportAssert assertThat(ReplicationReport actual) {
        return new ReportAssert(actual);
    }

    /**
     * Begins an assertion about fake servers.
     *
     * @param actual the relationship
     * @return the assertion
     */
    public static RelationshipAssert assertThat(FakeRelationship actual) {
        return new RelationshipAssert(actual);
    }
}
