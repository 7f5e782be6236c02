package dev.keaha.testkit.contract;

import dev.keaha.ha.HaMode;
import dev.keaha.json.JsonObject;
import java.util.function.Consumer;

/**
 * Something that happens to a relationship.
 *
 * @param name what it is; unique among the scenarios of a mode
 * @param mode the mode
 * @param parameters of the relationship, beside the timers
 * @param body what is done; the servers are normal when it begins, unless it begins with their start
 */
record Scenario(String name, HaMode mode, JsonObject parameters, Consumer<Stage> body) {}
