package dev.keaha.testkit.contract;

import dev.keaha.json.JsonArray;
import java.util.Optional;

/** Shows where two transcripts part. */
final class Difference {

    private static final int SHOWN = 1200;

    private Difference() {}

    static String of(Optional<JsonArray> real, JsonArray fake) {
        if (real.isEmpty()) {
            return "\n  is not recorded";
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < Math.max(real.get().size(), fake.size()); i++) {
            String one = i < real.get().size() ? real.get().get(i).toJson() : "(nothing)";
            String other = i < fake.size() ? fake.get(i).toJson() : "(nothing)";
            boolean same = i < real.get().size()
                    && i < fake.size()
                    && real.get().get(i).equals(fake.get(i));
            if (!same) {
                int at = 0;
                while (at < Math.min(one.length(), other.length()) && one.charAt(at) == other.charAt(at)) {
                    at++;
                }
                int from = Math.max(0, at - 60);
                text.append("\n  step ")
                        .append(i + 1)
                        .append(", from character ")
                        .append(from)
                        .append("\n    real ")
                        .append(cut(one, from))
                        .append("\n    fake ")
                        .append(cut(other, from));
            }
        }
        return text.toString();
    }

    private static String cut(String text, int from) {
        return text.substring(Math.min(from, text.length()), Math.min(text.length(), from + SHOWN));
    }
}
