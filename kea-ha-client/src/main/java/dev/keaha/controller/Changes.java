package dev.keaha.controller;

import dev.keaha.config.KeaConfig;
import dev.keaha.following.ConfigGuard;
import dev.keaha.following.FollowPolicy;
import dev.keaha.following.Hold;
import dev.keaha.health.Health;
import dev.keaha.json.Fingerprint;
import dev.keaha.replication.PeerOutcome;
import dev.keaha.replication.Refusal;
import dev.keaha.replication.ReplicationReport;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/** Makes changes of one relationship, each under its key once, onto whatever the source has at that moment. */
final class Changes {

    /** How long a change is made anew where somebody else changed the source between look and change, and restarted it. */
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(5);
    /** A verdict of down that is not older than this is believed without asking again. */
    private static final Duration FRESH = Duration.ofSeconds(30);

    private final Watched watched;
    private final ManagedRelationship relationship;
    private final ChangeLedger ledger;
    private final FollowPolicy policy;
    private final Clock clock;
    private final Pause pause;

    Changes(Watched watched, RelationshipStore store, FollowPolicy policy, Clock clock, Pause pause) {
        this.watched = watched;
        this.relationship = watched.relationship();
        this.ledger = new ChangeLedger(store, relationship.id());
        this.policy = policy;
        this.clock = clock;
        this.pause = pause;
    }

    /** The edit made something that looks wrong. */
    private static final class LooksWrong extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final transient Hold hold;

        LooksWrong(Hold hold) {
            super(hold.text());
            this.hold = hold;
        }
    }

    ChangeResult make(ChangeRequest request, Consumer<String> progress) {
        Optional<ChangeResult> down = watched.latest().flatMap(this::ifDown);
        if (down.isPresent()) {
            return down.get();
        }
        ChangeResult result = relationship.exclusively(() -> makeAlone(request, progress));
        if (result instanceof ChangeResult.Tried tried) {
            watched.ended(tried.report());
        }
        return result;
    }

    /** Nobody is asked where the last look says enough: the operation fails at once (spec row S12). */
    private Optional<ChangeResult> ifDown(Sight sight) {
        boolean recent = sight.survey().at().isAfter(clock.instant().minus(FRESH));
        return recent && sight.survey().verdict().health() == Health.SERVICE_DOWN
                ? Optional.of(new ChangeResult.Refused(
                        ChangeResult.Code.SERVICE_DOWN,
                        sight.plan().refusals().isEmpty()
                                ? "The service is down."
                                : sight.plan().refusals().get(0).text(),
                        "Bring the primary or its stand-in back, then try again."))
                : Optional.empty();
    }

    private ChangeResult makeAlone(ChangeRequest request, Consumer<String> progress) {
        if (request.key().isPresent()) {
            relationship.finish(progress);
            Optional<ChangeResult> before = ledger.find(request.key().get()).flatMap(this::again);
            if (before.isPresent()) {
                return before.get();
            }
        }
        try {
            Instant until = clock.instant().plus(PATIENCE);
            boolean moved = false;
            while (true) {
                ReplicationReport report = relationship.change(config -> edited(request, config), progress);
                moved = moved || movedMeanwhile(report);
                boolean again = movedMeanwhile(report) || moved && isHeld(report);
                if (!again || clock.instant().isAfter(until)) {
                    return result(report);
                }
                pause.await(BETWEEN_TRIES);
            }
        } catch (LooksWrong wrong) {
            return new ChangeResult.Refused(
                    ChangeResult.Code.LOOKS_WRONG,
                    wrong.hold.text(),
                    "If that is meant, make the change with consent.");
        }
    }

    private static ChangeResult result(ReplicationReport report) {
        if (report.refusals().isEmpty()) {
            return new ChangeResult.Tried(report);
        }
        Refusal refusal = report.refusals().get(0);
        return new ChangeResult.Refused(
                refusal.code() == Refusal.Code.SERVICE_DOWN
                        ? ChangeResult.Code.SERVICE_DOWN
                        : ChangeResult.Code.NOT_NOW,
                refusal.text(),
                refusal.advice());
    }

    /** What to say to a key that was used before; empty where it may be tried (again). */
    private Optional<ChangeResult> again(ChangeLedger.Entry entry) {
        return switch (entry.state()) {
            case MADE -> Optional.of(new ChangeResult.MadeBefore(entry.text()));
            // it is open and no run is cut off any more: nothing was sent
            case OPEN -> Optional.empty();
            case UNCERTAIN -> uncertain(entry);
        };
    }

    private Optional<ChangeResult> uncertain(ChangeLedger.Entry entry) {
        Survey survey = relationship.survey();
        Optional<Fingerprint> now = survey.verdict()
                .source()
                .map(survey.snapshots()::get)
                .map(snapshot -> snapshot.running().config().fingerprint());
        if (now.filter(entry.before()::equals).isPresent()) {
            return Optional.empty();
        } else if (now.filter(entry.after()::equals).isPresent()) {
            ledger.made(entry, clock.instant());
            return Optional.of(new ChangeResult.MadeBefore("The source has it."));
        }
        return Optional.of(new ChangeResult.Refused(
                ChangeResult.Code.UNCERTAIN,
                "An earlier try ended without anybody knowing how (" + entry.text()
                        + "), and the source has another configuration now.",
                "Look whether the source has the change; if not, make it under another key."));
    }

    private KeaConfig edited(ChangeRequest request, KeaConfig before) {
        KeaConfig after = request.edit().apply(before);
        if (!request.consent()) {
            Optional<Hold> wrong = ConfigGuard.check(before, after, policy);
            if (wrong.isPresent()) {
                throw new LooksWrong(wrong.get());
            }
        }
        request.key().ifPresent(key -> ledger.open(key, clock.instant(), before, after));
        return after;
    }

    private static boolean isHeld(ReplicationReport report) {
        return report.refusals().stream().anyMatch(refusal -> refusal.code() == Refusal.Code.HELD);
    }

    /** Whether the source was not touched since it is another one than the edit was made from. */
    private static boolean movedMeanwhile(ReplicationReport report) {
        return report.peers().stream()
                .anyMatch(peer -> peer.source()
                        && peer.outcome() == PeerOutcome.NOT_TRIED
                        && peer.text().contains("Make a new plan."));
    }
}
