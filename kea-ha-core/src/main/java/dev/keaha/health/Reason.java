package dev.keaha.health;

import java.util.Optional;

/**
 * One fact that led to a verdict.
 *
 * @param code which kind of fact; stable, for programs
 * @param effect what it does to the health
 * @param peer the peer it is about; empty where it is about the relationship
 * @param text a sentence for people: what was seen
 * @param advice a sentence for people: what to do; empty where nothing is to be done
 */
public record Reason(ReasonCode code, Effect effect, Optional<String> peer, String text, String advice) {}
