package dev.keaha.testkit.assertions;

import dev.keaha.replication.PlanStep;
import dev.keaha.replication.Refusal;
import dev.keaha.replication.ReplicationPlan;
import java.util.List;
import org.assertj.core.api.AbstractAssert;

/** What a plan should be. A failure shows the whole plan. */
public final class PlanAssert extends AbstractAssert<PlanAssert, ReplicationPlan> {

    PlanAssert(ReplicationPlan actual) {
        super(actual, PlanAssert.class);
    }

    /**
     * Has nothing to do.
     *
     * @return this
     */
    public PlanAssert isUpToDate() {
        return require(actual.upToDate(), "nothing to do");
    }

    /**
     * Has steps for exactly these peers, in this order.
     *
     * @param peers their names
     * @return this
     */
    public PlanAssert hasStepsFor(String... peers) {
        return require(
                actual.steps().stream().map(PlanStep::peer).toList().equals(List.of(peers)),
                "steps for " + List.of(peers));
    }

    /**
     * Restarts no peer's HA state machine.
     *
     * @return this
     */
    public PlanAssert isNotDisruptive() {
        return require(actual.steps().stream().noneMatch(PlanStep::disruptive), "no disruptive step");
    }

    /**
     * Brings this peer's configuration to the others.
     *
     * @param peer its name
     * @return this
     */
    public PlanAssert hasSource(String peer) {
        return require(actual.source().filter(peer::equals).isPresent(), "source " + peer);
    }

    /**
     * Is refused for this reason.
     *
     * @param code the reason
     * @return this
     */
    public PlanAssert isRefused(Refusal.Code code) {
        return require(actual.refusals().stream().anyMatch(refusal -> refusal.code() == code), "refusal " + code);
    }

    private PlanAssert require(boolean so, String expected) {
        isNotNull();
        if (!so) {
            failWithMessage("Expected %s, but the plan is%n%s", expected, actual);
        }
        return this;
    }
}
