package dev.keaha.controller;

import dev.keaha.replication.ReplicationPlan;

/**
 * What the last look at a relationship found.
 *
 * @param survey what was seen and what it means
 * @param plan what a replication would do about it
 */
public record Sight(Survey survey, ReplicationPlan plan) {}
