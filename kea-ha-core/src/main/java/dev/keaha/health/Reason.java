package dev.keaha.health;

import java.util.Optional;

/**
 * One fact that led to a verdict (spec row B1).
 *
 * @param code which kind of fact; stable, for programs
 * @param peer the peer it is about; empty where it is about the relationship
 * @param text a sentence for people: what was seen
 * @param advice a sentence for people: what to do; empty where nothing is to be done
 * @param observation what it was seen in; empty where it is about the relationship or the peer was not asked
 */
public record Reason(
        ReasonCode code, Optional<String> peer, String text, String advice, Optional<PeerObservation> observation) {

    /**
     * What it does to the health.
     *
     * @return the effect of its code
     */
    public Effect effect() {
        return code.effect();
    }
}
