package dev.keaha.health;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What is the matter with a daemon that has several relationships (hub and spoke, spec row B11): its relationships are
 * served, changed and restarted as one.
 *
 * @param health the worst health among its relationships
 * @param push the least permission among its relationships, since a push restarts them all
 * @param reasons those of all relationships, weightiest first, and once where several say the same
 */
public record DaemonVerdict(Health health, PushPermission push, List<Reason> reasons) {

    /**
     * One relationship of the daemon.
     *
     * @param peer what the daemon is called in it
     * @param verdict what is the matter with it
     */
    public record Part(String peer, Verdict verdict) {}

    /** Copies the list. */
    public DaemonVerdict {
        reasons = List.copyOf(reasons);
    }

    /**
     * Puts the verdicts of a daemon's relationships together. A pure function; of one relationship it is that one's
     * verdict.
     *
     * @param parts the daemon's relationships, in the order configured
     * @return the daemon's verdict
     * @throws IllegalArgumentException when there is no relationship, or a verdict knows nothing of the daemon's peer
     */
    public static DaemonVerdict of(List<Part> parts) {
        PushPermission push = parts.stream()
                .map(DaemonVerdict::push)
                .reduce(PushPermission::and)
                .orElseThrow(() -> new IllegalArgumentException("A daemon without a relationship has no verdict"));
        List<Reason> reasons = new ArrayList<>();
        for (Part part : parts) {
            for (Reason reason : part.verdict().reasons()) {
                if (reasons.stream().noneMatch(known -> saysTheSame(known, reason))) {
                    reasons.add(reason);
                }
            }
        }
        reasons.sort(Comparator.comparing(Reason::code));
        return new DaemonVerdict(
                Health.worst(parts.stream().map(part -> part.verdict().health()).toList()), push, reasons);
    }

    private static PushPermission push(Part part) {
        Optional<PeerVerdict> peer = part.verdict().peer(part.peer());
        return peer.map(PeerVerdict::push)
                .orElseThrow(() -> new IllegalArgumentException("The verdict knows no peer " + part.peer()));
    }

    /** However it was seen. */
    private static boolean saysTheSame(Reason one, Reason other) {
        return one.code() == other.code()
                && one.peer().equals(other.peer())
                && one.text().equals(other.text())
                && one.advice().equals(other.advice());
    }
}
