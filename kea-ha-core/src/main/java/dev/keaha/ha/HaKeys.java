package dev.keaha.ha;

import dev.keaha.binding.Binding;
import dev.keaha.config.KeaVersion;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The keys that Kea's HA hook knows, and since when. */
final class HaKeys {

    /** What Kea carries everywhere else too, and what people therefore write here; it does no harm. */
    private static final Set<String> REMARKS = Set.of("user-context", "comment");

    static final Set<String> RELATIONSHIP =
            known(Binding.members(HaRelationship.class).keySet());
    static final Set<String> PEER = known(Binding.members(HaPeer.class).keySet());
    static final Set<String> MULTI_THREADING =
            known(Binding.members(HaMultiThreading.class).keySet());
    static final Set<String> STATE_MACHINE = known(Set.of("states"));
    static final Set<String> STATE = known(Set.of("state", "pause"));

    /** Those that came after 2.2, each with its first version. */
    private static final Map<String, KeaVersion> SINCE = Map.of(
            "max-rejected-lease-updates", KeaVersion.of(2, 3, 1), "basic-auth-user-file", KeaVersion.of(3, 1, 2));

    private HaKeys() {}

    private static Set<String> known(Set<String> names) {
        Set<String> all = new TreeSet<>(names);
        all.addAll(REMARKS);
        return all;
    }

    static boolean isKnown(String key, KeaVersion version) {
        return since(key).map(first -> version.compareTo(first) >= 0).orElse(true);
    }

    static Optional<KeaVersion> since(String key) {
        return Optional.ofNullable(SINCE.get(key));
    }

    /** The known key that somebody may have meant. */
    static Optional<String> nearest(String key, Set<String> known) {
        String best = null;
        int least = Math.max(2, key.length() / 3) + 1;
        for (String candidate : known) {
            int distance = distance(key, candidate);
            if (distance < least) {
                least = distance;
                best = candidate;
            }
        }
        return Optional.ofNullable(best);
    }

    /** How many characters to add, drop or change to make the one of the other. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int k = 0; k <= b.length(); k++) {
            row[k] = k;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int k = 1; k <= b.length(); k++) {
                int above = row[k];
                int change = diagonal + (a.charAt(i - 1) == b.charAt(k - 1) ? 0 : 1);
                row[k] = Math.min(change, Math.min(above, row[k - 1]) + 1);
                diagonal = above;
            }
        }
        return row[b.length()];
    }
}
