package dev.keaha.testkit.assertions;

import dev.keaha.health.Health;
import dev.keaha.health.PeerCondition;
import dev.keaha.health.PeerVerdict;
import dev.keaha.health.Reason;
import dev.keaha.health.ReasonCode;
import dev.keaha.health.ReplicationState;
import dev.keaha.health.Verdict;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.assertj.core.api.AbstractAssert;

/** What a verdict should say. A failure shows the whole verdict with its reasons. */
public final class VerdictAssert extends AbstractAssert<VerdictAssert, Verdict> {

    VerdictAssert(Verdict actual) {
        super(actual, VerdictAssert.class);
    }

    /**
     * Says OK.
     *
     * @return this
     */
    public VerdictAssert isOk() {
        return hasHealth(Health.OK);
    }

    /**
     * Says Impaired.
     *
     * @return this
     */
    public VerdictAssert isImpaired() {
        return hasHealth(Health.IMPAIRED);
    }

    /**
     * Says Service down.
     *
     * @return this
     */
    public VerdictAssert isServiceDown() {
        return hasHealth(Health.SERVICE_DOWN);
    }

    /**
     * Says this health.
     *
     * @param health the health
     * @return this
     */
    public VerdictAssert hasHealth(Health health) {
        return require(actual.health() == health, "health " + health);
    }

    /**
     * Names this peer as the source.
     *
     * @param peer its name
     * @return this
     */
    public VerdictAssert hasSource(String peer) {
        return require(actual.source().filter(peer::equals).isPresent(), "source " + peer);
    }

    /**
     * Names no source.
     *
     * @return this
     */
    public VerdictAssert hasNoSource() {
        return require(actual.source().isEmpty(), "no source");
    }

    /**
     * Says so of replication.
     *
     * @param state on, held or off
     * @return this
     */
    public VerdictAssert hasReplication(ReplicationState state) {
        return require(actual.replication() == state, "replication " + state);
    }

    /**
     * Finds a peer in this condition.
     *
     * @param peer its name
     * @param condition the condition
     * @return this
     */
    public VerdictAssert hasPeer(String peer, PeerCondition condition) {
        return require(
                actual.peer(peer)
                        .map(PeerVerdict::condition)
                        .filter(condition::equals)
                        .isPresent(),
                peer + " " + condition);
    }

    /**
     * Gives this reason, whatever peer it is about.
     *
     * @param code the reason
     * @return this
     */
    public VerdictAssert hasReason(ReasonCode code) {
        return require(codes().contains(code), "reason " + code);
    }

    /**
     * Does not give this reason.
     *
     * @param code the reason
     * @return this
     */
    public VerdictAssert hasNoReason(ReasonCode code) {
        return require(!codes().contains(code), "no reason " + code);
    }

    private List<ReasonCode> codes() {
        isNotNull();
        return actual.reasons().stream().map(Reason::code).toList();
    }

    private VerdictAssert require(boolean so, String expected) {
        isNotNull();
        if (!so) {
            failWithMessage(
                    "Expected %s, but the verdict is %s, source %s, replication %s%n%s%n%s",
                    expected,
                    actual.health(),
                    actual.source().orElse("none"),
                    actual.replication(),
                    actual.peers().stream()
                            .map(peer -> "  " + peer.name() + " " + peer.condition() + " "
                                    + peer.state().map(Objects::toString).orElse(""))
                            .collect(Collectors.joining("\n")),
                    actual.reasons().stream().map(reason -> "  " + reason).collect(Collectors.joining("\n")));
        }
        return this;
    }
}
