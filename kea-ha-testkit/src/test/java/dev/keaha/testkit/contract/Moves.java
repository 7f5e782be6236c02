package dev.keaha.testkit.contract;

import dev.keaha.json.JsonArray;
import dev.keaha.json.JsonObject;
import java.util.List;
import java.util.Optional;

/**
 * Compares how two relationships moved: the same states in the same order, each entered at most a heartbeat sooner or
 * later. When in its heartbeat a server is hit is chance, and adds up from state to state; hence the time since the last
 * thing that happened is compared, not the time since the beginning.
 */
final class Moves {

    /** A heartbeat, and what a busy machine adds to it. */
    private static final long APART = Setting.HEARTBEAT.toMillis() + 500;

    private Moves() {}

    static Optional<String> difference(JsonObject one, JsonObject other) {
        StringBuilder text = new StringBuilder();
        JsonObject left = one.object("transitions").orElseThrow();
        JsonObject right = other.object("transitions").orElseThrow();
        for (String server : left.names()) {
            List<JsonObject> first = left.array(server).orElseThrow().objects().toList();
            List<JsonObject> second =
                    right.array(server).orElse(JsonArray.empty()).objects().toList();
            boolean sameStates = first.stream()
                    .map(move -> move.text("state"))
                    .toList()
                    .equals(second.stream().map(move -> move.text("state")).toList());
            boolean sameTimes = true;
            for (int i = 0; sameStates && i < first.size(); i++) {
                sameTimes &= Math.abs(after(first.get(i)) - after(second.get(i))) <= APART;
            }
            if (!sameStates || !sameTimes) {
                text.append("\n  ").append(server).append("\n    real ").append(shown(first));
                text.append("\n    other ").append(shown(second));
            }
        }
        JsonArray seen = one.array("seen").orElseThrow();
        JsonArray seenToo = other.array("seen").orElseThrow();
        if (!seen.equals(seenToo)) {
            text.append(Difference.of(Optional.of(seen), seenToo));
        }
        return text.isEmpty() ? Optional.empty() : Optional.of(text.toString());
    }

    private static long after(JsonObject move) {
        return move.integer("after").orElse(0);
    }

    private static String shown(List<JsonObject> moves) {
        return moves.stream()
                .map(move ->
                        move.text("state").orElse("") + "@" + move.integer("at").orElse(0) + "+" + after(move))
                .toList()
                .toString();
    }
}
