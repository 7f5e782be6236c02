package dev.keaha.health;

/**
 * One step of {@link RelationshipStateMachine}.
 *
 * @param memory what the next step needs; keep it
 * @param verdict what is the matter now
 */
public record HealthStep(HealthMemory memory, Verdict verdict) {}
