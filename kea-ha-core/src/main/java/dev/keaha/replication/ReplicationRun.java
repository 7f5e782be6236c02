package dev.keaha.replication;

import dev.keaha.command.DhcpOrigin;
import dev.keaha.command.HaCommands;
import dev.keaha.command.HaMaintenance;
import dev.keaha.command.KeaAnswer;
import dev.keaha.command.KeaCommand;
import dev.keaha.command.KeaCommandException;
import dev.keaha.command.KeaCommands;
import dev.keaha.command.ResultCode;
import dev.keaha.command.ServerStatus;
import dev.keaha.command.TransportFailure;
import dev.keaha.config.KeaConfig;
import dev.keaha.ha.HaMode;
import dev.keaha.ha.HaState;
import dev.keaha.ha.HaStatus;
import dev.keaha.ha.PeerRole;
import dev.keaha.json.JsonChange;
import dev.keaha.json.JsonObject;
import dev.keaha.json.Secrets;
import dev.keaha.replication.RunPosition.Doubt;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Carries out a plan, as a pure machine: {@link #next} is told what came of the last step and answers with the next one. It
 * sends nothing itself, knows no clock, and keeps everything in the {@link RunJournal}.
 *
 * <p>For each peer: {@code config-test}; does it still run what the plan was made from, and does its partner serve? then
 * {@code config-set}; until HA is loaded and both are back in their normal state; the configuration read back;
 * {@code config-write}. A push that takes HA away or leaves it out of its normal state is undone with the previous
 * configuration ({@code config-set}, else {@code config-reload}). An answer that is lost is never answered by sending again,
 * but by reading back.
 *
 * <p>When a peer fails:
 *
 * <ul>
 *   <li>the source did not take its edit: nothing more is done, since the others would get what the source does not have;
 *   <li>a peer refused, was not tried, or could not write its file: the others go on, each with its own checks;
 *   <li>a peer ended unknown, rolled back or broken: nothing more is done, since the next one might end the same way;
 *   <li>a peer is well and its partner did not return to its normal state: no other server that serves clients is touched.
 * </ul>
 *
 * <p>Safe for use by several threads.
 */
public final class ReplicationRun {

    private static final Duration QUICK = Duration.ofSeconds(10);
    private static final Duration LOST_CHECK = Duration.ofSeconds(2);
    // While this runs nobody is served; Kea itself asks the partner once more, with a longer timeout.
    private static final Duration LOST_RECHECK = Duration.ofMillis(500);
    private static final Duration MAINTENANCE = Duration.ofSeconds(30);
    private static final Duration CLEANUP_PAUSE = Duration.ofSeconds(5);
    private static final int CLEANUP_TRIES = 60;
    private static final Duration SECOND_LOOK = Duration.ofSeconds(2);
    // As long as a server that we switched off and forgot serves nobody, at the most.
    private static final Duration HELD = Duration.ofSeconds(10);
    private static final Duration CLOSELY = Duration.ofMillis(25);
    // So long before its heartbeat a server is handed its clients back: late is worse than early.
    private static final Duration LEAD = Duration.ofMillis(150);
    private static final Duration MISSED = Duration.ofMillis(600);
    private static final int RETURNS = 3;
    private static final Duration WRITE_PAUSE = Duration.ofSeconds(2);
    private static final int WRITE_TRIES = 3;
    private static final int SHOWN_PATHS = 5;

    private static final Set<TransportFailure> LOST = EnumSet.of(
            TransportFailure.REFUSED,
            TransportFailure.UNREACHABLE,
            TransportFailure.TIMED_OUT,
            TransportFailure.DAEMON_OFFLINE);
    /** While these last, a moment earlier or later is a moment with or without service. */
    private static final Set<RunPhase> CLOSELY_WATCHED =
            EnumSet.of(RunPhase.LOADED, RunPhase.RELEASE, RunPhase.SYNCED, RunPhase.BEAT, RunPhase.STATE);

    private static final Set<PeerOutcome> STOPS =
            EnumSet.of(PeerOutcome.UNKNOWN, PeerOutcome.ROLLED_BACK, PeerOutcome.BROKEN);

    private final RunJournal journal;
    private final Instant now;
    private final List<RunTask> tasks;
    private final List<PeerResult> results;
    private final List<ProvenPair> proven;
    private final List<ArchivedConfig> archived;
    private Optional<KeaConfig> sourceConfig;
    private RunPosition at;
    private boolean cutOff;

    private ReplicationRun(RunJournal journal, Instant now) {
        this.journal = journal;
        this.now = now;
        this.tasks = new ArrayList<>(journal.tasks);
        this.results = new ArrayList<>(journal.results);
        this.proven = new ArrayList<>(journal.proven);
        this.archived = new ArrayList<>(journal.archived);
        this.sourceConfig = journal.sourceConfig;
        this.at = journal.at;
        this.cutOff = journal.cutOff;
    }

    /**
     * Begins a run.
     *
     * @param plan what is to be done; a refused one gives a run that is done at once
     * @param now the time
     * @return the journal for the first call of {@link #next}
     */
    public static RunJournal begin(ReplicationPlan plan, Instant now) {
        return new RunJournal(
                plan.service(),
                plan.source(),
                plan.sourceConfig(),
                plan.peers(),
                plan.pair(),
                plan.steps().stream().map(RunTask::of).toList(),
                plan.notes().stream()
                        .map(note -> new PeerResult(
                                note.peer(),
                                plan.source().filter(note.peer()::equals).isPresent(),
                                note.outcome(),
                                note.text()))
                        .toList(),
                plan.refusals(),
                plan.localSettings(),
                RunPosition.at(
                        0,
                        plan.steps().isEmpty()
                                ? RunPhase.TEST
                                : RunTask.of(plan.steps().get(0)).firstPhase(),
                        now),
                List.of(),
                List.of(),
                false);
    }

    /**
     * Takes up a run that was cut off. What it had begun on a peer is finished or undone, beginning with reading back what
     * that peer runs; it begins nothing new, since the plan may be old by now: the peers that it had not come to end as not
     * tried.
     *
     * @param journal the stored journal
     * @param now the time
     * @return the journal for the first call of {@link #next}, with {@link RunObservation.Nothing}
     */
    public static RunJournal resume(RunJournal journal, Instant now) {
        return new ReplicationRun(journal, now).resumed();
    }

    /**
     * Decides what to do next.
     *
     * @param journal the journal of the last step, or from {@link #begin} or {@link #resume}
     * @param observation what came of the last step
     * @param now the time
     * @return the next step, with the new journal
     */
    public static RunStep next(RunJournal journal, RunObservation observation, Instant now) {
        ReplicationRun run = new ReplicationRun(journal, now);
        if (run.isDone()) {
            return run.done();
        }
        @Nullable Pause pause = null;
        if (observation instanceof RunObservation.Answered answered) {
            pause = run.answered(answered.answer());
        } else if (observation instanceof RunObservation.Failed failed) {
            pause = run.failed(failed);
        }
        if (run.isDone()) {
            return run.done();
        }
        return pause == null ? run.send() : new RunStep.Wait(run.frozen(), pause.time(), pause.why());
    }

    /** Instead of going on at once. */
    private record Pause(Duration time, String why) {}

    private RunJournal resumed() {
        if (isDone()) {
            return journal;
        }
        cutOff = true;
        if (task().action() == StepAction.DELTA) {
            if (at.delta() > 0 || at.phase().begun()) {
                go(RunPhase.DELTA_LOOK, QUICK);
                at = at.doubting(Doubt.CUT_OFF, at.why());
            } else {
                finish(PeerOutcome.NOT_TRIED, "The run was cut off before anything was changed here.");
            }
        } else if (at.phase().begun()) {
            resumeBegun();
        } else {
            finish(PeerOutcome.NOT_TRIED, "The run was cut off before anything was changed here.");
        }
        return frozen();
    }

    private void resumeBegun() {
        boolean before = EnumSet.of(
                        RunPhase.HOLD, RunPhase.STAND_IN, RunPhase.STANDS_IN, RunPhase.GIVE_WAY, RunPhase.QUIET)
                .contains(at.phase());
        if (before && !at.restarted() && !at.puttingBack() && at.ending().isEmpty()) {
            at = at.withLock(true)
                    .ending(PeerOutcome.NOT_TRIED, "The run was cut off before its configuration was changed.");
            go(task().isHandedOver() ? RunPhase.STANDS_IN : RunPhase.RELEASE, QUICK);
        } else if (at.ending().isPresent()) {
            // From which state it went into maintenance is not known any more.
            at = at.withBeat(Optional.empty()).withShown(false).withRestarted(false);
            go(at.locked() ? RunPhase.RELEASE : at.handed() ? RunPhase.BEAT : RunPhase.STATE, patience());
        } else {
            at = at.doubting(Doubt.CUT_OFF, at.why()).phase(RunPhase.INSPECT, now, patience());
        }
    }

    private RunJournal frozen() {
        return new RunJournal(
                journal.service,
                journal.source,
                sourceConfig,
                journal.peers,
                journal.pair,
                tasks,
                results,
                journal.refusals,
                journal.localSettings,
                at,
                proven,
                archived,
                cutOff);
    }

    private boolean isDone() {
        return at.task() >= tasks.size();
    }

    private RunTask task() {
        return tasks.get(at.task());
    }

    private String partner() {
        return task().partner().orElseThrow();
    }

    /** How long the peer may be silent while it may be working on a configuration. */
    private Duration patience() {
        return task().answerWithin().plus(task().normalWithin());
    }

    // What is sent.

    private RunStep.Send send() {
        RunTask task = task();
        String partner = task.partner().orElse("");
        return switch (at.phase()) {
            case TEST -> send(task.peer(), KeaCommands.configTest(task.target()), task.answerWithin());
            case COMPARE ->
                task.madeFrom().hash().isPresent()
                        ? send(task.peer(), KeaCommands.configHashGet(), task.answerWithin())
                        : send(task.peer(), KeaCommands.configGet(), task.answerWithin());
            case PARTNER -> send(partner, KeaCommands.statusGet(), isAlone() ? LOST_CHECK : QUICK);
            case SET -> {
                KeaConfig config = at.puttingBack() ? task.previous() : task.target();
                archive(task);
                yield send(task.peer(), KeaCommands.configSet(config), task.answerWithin());
            }
            case RELOAD -> send(task.peer(), KeaCommands.configReload(), task.answerWithin());
            case PARTNER_LOST -> send(partner, KeaCommands.statusGet(), LOST_RECHECK);
            case TAKE_OVER ->
                // the normal state of a server that serves has the name of its mode
                send(
                        task.peer(),
                        HaCommands.haMaintenanceStart(HaMode.of(task.normal().word())),
                        MAINTENANCE);
            case GIVE_BACK -> send(task.peer(), HaCommands.haMaintenanceCancel(), MAINTENANCE);
            case OWN_STATE, INSPECT, STATE -> send(task.peer(), KeaCommands.statusGet(), QUICK);
            case PARTNER_STATE -> send(partner, KeaCommands.statusGet(), QUICK);
            case CALM, STANDS_IN, SHOWN -> send(partner, KeaCommands.statusGet(), QUICK);
            case HOLD -> send(task.peer(), KeaCommands.dhcpDisable(HELD, DhcpOrigin.USER), QUICK);
            case RELEASE -> send(task.peer(), KeaCommands.dhcpEnable(DhcpOrigin.USER), QUICK);
            case QUIET -> send(partner, KeaCommands.dhcpDisable(handOver().quiet(), DhcpOrigin.USER), QUICK);
            case RESUME -> send(partner, KeaCommands.dhcpEnable(DhcpOrigin.USER), QUICK);
            case STAND_IN ->
                send(
                        partner,
                        HaCommands.haMaintenanceStart(HaMode.of(task.normal().word())),
                        MAINTENANCE);
            case GIVE_WAY -> send(task.peer(), HaCommands.haScopes(List.of(), null), QUICK);
            case LOADED, SYNCED, BEAT, RETURN -> send(task.peer(), KeaCommands.statusGet(), QUICK);
            case SHOW -> send(task.peer(), HaCommands.haMaintenanceNotify(true), QUICK);
            case HIDE -> send(task.peer(), HaCommands.haMaintenanceNotify(false), QUICK);
            case RESET -> send(task.peer(), HaCommands.haReset(HaMode.LOAD_BALANCING, PeerRole.SECONDARY, null), QUICK);
            case CANCEL -> send(partner, HaCommands.haMaintenanceCancel(), MAINTENANCE);
            case DELTA_LOOK, DELTA_CHECK -> send(task.peer(), delta().look(journal.service), task.answerWithin());
            case DELTA -> send(task.peer(), delta().change(journal.service), task.answerWithin());
            case INSPECT_CONFIG, READ_BACK -> send(task.peer(), KeaCommands.configGet(), task.answerWithin());
            case WRITE -> send(task.peer(), KeaCommands.configWrite(), task.answerWithin());
        };
    }

    private RunStep.Send send(String peer, KeaCommand<?> command, Duration timeout) {
        return new RunStep.Send(
                frozen(), peer, command, timeout, at.phase() == RunPhase.SET || at.phase() == RunPhase.DELTA);
    }

    private void archive(RunTask task) {
        if (archived.stream().noneMatch(old -> old.peer().equals(task.peer()))) {
            archived.add(new ArchivedConfig(task.peer(), now, task.previous()));
        }
    }

    private boolean isAlone() {
        return task().action() == StepAction.CONFIG_SET_ALONE;
    }

    // What came of it.

    private @Nullable Pause answered(KeaAnswer answer) {
        return switch (at.phase()) {
            case TEST -> tested(answer);
            case COMPARE -> compared(answer);
            case OWN_STATE -> ownState(answer);
            case PARTNER -> partnerAnswered(answer);
            case SET -> set(answer);
            case RELOAD -> reloaded(answer);
            case PARTNER_LOST, TAKE_OVER -> awaitNormal();
            case GIVE_BACK -> gaveBack();
            case CALM -> calm(answer);
            case HOLD -> answer.result().isDone() ? held() : notHeld(answer.text());
            case STAND_IN -> stoodIn(answer);
            case STANDS_IN -> standsIn(answer);
            case GIVE_WAY -> go(RunPhase.RELEASE, QUICK);
            case QUIET -> go(RunPhase.SET);
            case RESUME -> go(RunPhase.LOADED, patience());
            case LOADED -> loaded(answer);
            case RELEASE -> answer.result().isDone() ? released() : patiently(this::released);
            case SYNCED -> synced(answer);
            case BEAT -> beat(answer);
            case SHOW ->
                go(RunPhase.SHOWN, handOver().heartbeat().multipliedBy(2).plus(QUICK));
            case SHOWN -> shown(answer);
            case RETURN -> returning(answer);
            case HIDE -> go(RunPhase.CANCEL);
            case RESET -> reset();
            case CANCEL -> go(RunPhase.STATE, task().normalWithin());
            case DELTA_LOOK -> deltaLooked(answer);
            case DELTA -> deltaSent(answer);
            case DELTA_CHECK -> deltaChecked(answer);
            case INSPECT -> inspected(answer);
            case INSPECT_CONFIG -> configInspected(answer);
            case STATE -> stateSeen(answer);
            case PARTNER_STATE -> partnerStateSeen(answer);
            case READ_BACK -> readBack(answer);
            case WRITE -> written(answer);
        };
    }

    private @Nullable Pause failed(RunObservation.Failed failed) {
        return switch (at.phase()) {
            case TEST, COMPARE, OWN_STATE ->
                finish(
                        PeerOutcome.NOT_TRIED,
                        "It gave no answer to the questions before the change: " + failed.detail());
            case PARTNER -> partnerFailed(failed);
            case SET -> setFailed(failed);
            case RELOAD -> go(RunPhase.INSPECT, patience());
            case PARTNER_LOST -> LOST.contains(failed.failure()) ? go(RunPhase.TAKE_OVER) : awaitNormal();
            case TAKE_OVER -> awaitNormal();
            case GIVE_BACK -> gaveBack();
            case CALM ->
                finish(
                        PeerOutcome.NOT_TRIED,
                        "Its partner " + partner() + " would not serve meanwhile, it gave no answer: "
                                + failed.detail());
            case HOLD -> failed.mayHaveRun() ? held() : notHeld(failed.detail());
            case STAND_IN -> go(RunPhase.STANDS_IN, QUICK);
            case STANDS_IN -> patiently(() -> notStoodIn("its partner gave no answer: " + failed.detail()));
            case GIVE_WAY -> go(RunPhase.RELEASE, QUICK);
            case QUIET -> go(RunPhase.SET);
            // it serves again by itself in a moment
            case RESUME -> go(RunPhase.LOADED, patience());
            case RELEASE -> patiently(this::released);
            case SHOW -> go(RunPhase.BEAT, patience());
            case RESET -> reset();
            case HIDE, CANCEL -> go(RunPhase.STATE, task().normalWithin());
            case SHOWN -> patiently(() -> go(RunPhase.CANCEL));
            case DELTA_LOOK ->
                at.delta() == 0 && !at.undoing()
                        ? finish(
                                PeerOutcome.NOT_TRIED,
                                "It gave no answer to the questions before the change: " + failed.detail())
                        : patiently(() -> lost(failed.detail()));
            case DELTA ->
                failed.mayHaveRun()
                        ? deltaDoubted(failed.detail())
                        : deltaRefused("the command did not reach it: " + failed.detail());
            case DELTA_CHECK -> patiently(() -> lost(failed.detail()));
            case LOADED, SYNCED, BEAT, RETURN -> patiently(() -> lost(failed.detail()));
            case INSPECT, INSPECT_CONFIG, STATE, READ_BACK -> patiently(() -> lost(failed.detail()));
            case PARTNER_STATE -> patiently(this::pairBroken);
            case WRITE -> notWritten(failed.detail());
        };
    }

    private @Nullable Pause go(RunPhase phase) {
        return go(phase, Duration.ZERO);
    }

    private @Nullable Pause go(RunPhase phase, Duration within) {
        at = at.phase(phase, now, within);
        return null;
    }

    /** Asks again after a moment, until the phase's time is over. */
    private @Nullable Pause patiently(java.util.function.Supplier<@Nullable Pause> otherwise) {
        if (!now.isBefore(at.until())) {
            return otherwise.get();
        }
        long waited = Duration.between(at.since(), now).toMillis();
        at = at.tryAgain();
        Duration pause = task().isHandedOver() && CLOSELY_WATCHED.contains(at.phase())
                ? CLOSELY
                : Duration.ofMillis(waited < 2_000 ? 100 : waited < 10_000 ? 250 : 1_000);
        return new Pause(pause, "waiting for " + task().peer() + ": " + at.phase());
    }

    private static boolean isCleanup(KeaAnswer answer) {
        return answer.text().toLowerCase(Locale.ROOT).contains("lease file cleanup");
    }

    private @Nullable Pause afterCleanup(KeaAnswer answer) {
        if (at.cleanups() < CLEANUP_TRIES && !at.handed()) {
            at = at.afterCleanup();
            if (at.locked()) {
                // the lock from before is over by then
                go(RunPhase.HOLD);
            }
            return new Pause(CLEANUP_PAUSE, task().peer() + " cleans up its lease file");
        }
        return at.puttingBack()
                ? reloadOrGiveUp()
                : finish(
                        PeerOutcome.REFUSED,
                        "It refused, its lease file is being cleaned up: " + answer.text() + " Try again later.");
    }

    private @Nullable Pause tested(KeaAnswer answer) {
        if (answer.result().isDone()) {
            return go(RunPhase.COMPARE);
        }
        return isCleanup(answer)
                ? afterCleanup(answer)
                : finish(PeerOutcome.REFUSED, "It refused the configuration when it was tested: " + answer.text());
    }

    private @Nullable Pause compared(KeaAnswer answer) {
        Optional<String> hash = task().madeFrom().hash();
        Optional<Boolean> same = hash.isPresent()
                ? read(KeaCommands.configHashGet(), answer).map(hash.get()::equals)
                : read(KeaCommands.configGet(), answer).map(running -> same(running.config(), task().previous()));
        if (same.isEmpty()) {
            return finish(PeerOutcome.NOT_TRIED, "It did not tell its configuration: " + answer.text());
        }
        if (!same.get() && !at.pushAnyway()) {
            return finish(
                    PeerOutcome.NOT_TRIED, "Its configuration was changed after the plan was made. Make a new plan.");
        }
        if (isAlone()) {
            return go(RunPhase.OWN_STATE);
        }
        return go(task().leansOnPartner() ? RunPhase.PARTNER : RunPhase.SET);
    }

    private @Nullable Pause ownState(KeaAnswer answer) {
        Optional<HaStatus> status = ha(answer);
        boolean alone = status.filter(ha -> ha.local().state().equals(HaState.PARTNER_DOWN))
                .isPresent();
        boolean silent = status.flatMap(HaStatus::remote)
                .flatMap(HaStatus.Remote::state)
                .map(HaState.UNAVAILABLE::equals)
                .orElse(true);
        return alone && silent
                ? go(RunPhase.PARTNER)
                : finish(
                        PeerOutcome.NOT_TRIED,
                        "It does not serve alone any more, its partner is coming back. Make a new plan.");
    }

    private @Nullable Pause partnerAnswered(KeaAnswer answer) {
        if (isAlone()) {
            return finish(PeerOutcome.NOT_TRIED, "Its partner " + partner() + " answers again. Make a new plan.");
        }
        Optional<HaState> state = ha(answer).map(ha -> ha.local().state());
        boolean serves = state.filter(now ->
                        now.equals(task().normal()) || now.equals(HaState.PARTNER_DOWN) && !task().isHandedOver())
                .isPresent();
        return serves
                ? go(task().isHandedOver() ? RunPhase.CALM : RunPhase.HOLD, QUICK)
                : finish(
                        PeerOutcome.NOT_TRIED,
                        "Its partner " + partner() + " would not serve meanwhile, its state is "
                                + state.map(HaState::word).orElse("unknown, it has no HA") + ".");
    }

    private @Nullable Pause partnerFailed(RunObservation.Failed failed) {
        if (!isAlone()) {
            return finish(
                    PeerOutcome.NOT_TRIED,
                    "Its partner " + partner() + " would not serve meanwhile, it gave no answer: " + failed.detail());
        }
        return LOST.contains(failed.failure())
                ? go(RunPhase.SET)
                : finish(
                        PeerOutcome.NOT_TRIED,
                        "Its partner " + partner() + " may be alive, so nobody can take over safely: "
                                + failed.detail());
    }

    private @Nullable Pause set(KeaAnswer answer) {
        if (answer.result().isDone()) {
            return taken();
        }
        if (isCleanup(answer)) {
            return afterCleanup(answer);
        }
        boolean broken = answer.result().equals(ResultCode.FATAL);
        if (!at.puttingBack()) {
            at = at.doubting(broken ? Doubt.BROKEN : Doubt.REFUSED, answer.text());
        }
        return go(RunPhase.INSPECT, patience());
    }

    private @Nullable Pause setFailed(RunObservation.Failed failed) {
        if (failed.mayHaveRun() || at.puttingBack()) {
            at = at.doubting(Doubt.NO_ANSWER, at.puttingBack() ? at.why() : failed.detail());
            return go(RunPhase.INSPECT, patience());
        }
        return finish(PeerOutcome.NOT_TRIED, "The command did not reach it: " + failed.detail());
    }

    /** The peer loads a configuration: a lone survivor is to serve again at once. */
    private @Nullable Pause taken() {
        at = at.withRestarted(true);
        if (at.handed()) {
            return go(RunPhase.RESUME);
        }
        if (at.locked()) {
            return go(RunPhase.LOADED, patience());
        }
        return isAlone() ? go(RunPhase.PARTNER_LOST) : awaitNormal();
    }

    private @Nullable Pause awaitNormal() {
        return go(RunPhase.STATE, task().normalWithin());
    }

    private @Nullable Pause gaveBack() {
        awaitNormal();
        // Once is enough.
        at = at.tryAgain();
        return null;
    }

    private @Nullable Pause reloaded(KeaAnswer answer) {
        return answer.result().isDone() ? taken() : go(RunPhase.INSPECT, patience());
    }

    private @Nullable Pause inspected(KeaAnswer answer) {
        Optional<ServerStatus> status = read(KeaCommands.statusGet(), answer);
        if (status.isEmpty()) {
            return patiently(() -> lost("status-get: " + answer.text()));
        }
        return status.get().ha().isEmpty() ? withoutHa() : go(RunPhase.INSPECT_CONFIG, patience());
    }

    private @Nullable Pause withoutHa() {
        return at.puttingBack()
                ? reloadOrGiveUp()
                : putBack("Its HA was not loaded any more"
                        + (at.why().isEmpty() ? "." : ": " + at.why() + ". Its log tells the reason."));
    }

    private @Nullable Pause putBack(String because) {
        at = at.puttingBack(because.strip());
        return go(at.handed() ? RunPhase.QUIET : RunPhase.SET);
    }

    private @Nullable Pause reloadOrGiveUp() {
        if (at.reloaded()) {
            return broken();
        }
        at = at.reloading();
        return go(RunPhase.RELOAD);
    }

    private @Nullable Pause broken() {
        return finish(
                PeerOutcome.BROKEN,
                at.why()
                        + " Putting back its previous configuration failed too. See its log, and set a good configuration by"
                        + " hand; the previous one is in the archive.");
    }

    private @Nullable Pause configInspected(KeaAnswer answer) {
        Optional<KeaConfig> running = read(KeaCommands.configGet(), answer).map(found -> found.config());
        if (running.isEmpty()) {
            return patiently(() -> lost("config-get: " + answer.text()));
        }
        boolean previous = same(running.get(), task().previous());
        if (at.puttingBack()) {
            return previous || at.reloaded() ? resumeNormal() : reloadOrGiveUp();
        }
        if (at.doubt() == Doubt.BROKEN || at.doubt() == Doubt.REFUSED && !previous) {
            return putBack(at.why());
        }
        if (at.doubt() == Doubt.REFUSED) {
            return finish(PeerOutcome.REFUSED, "It refused the configuration and runs what it ran before: " + at.why());
        }
        if (!previous) {
            return resumeNormal();
        }
        if (now.isBefore(at.since().plus(SECOND_LOOK))) {
            // The command may still be on its way.
            return new Pause(SECOND_LOOK, "looking again whether " + task().peer() + " took the configuration");
        }
        return finish(PeerOutcome.NOT_TRIED, "The command had no effect, it runs what it ran before. " + at.why());
    }

    /** It runs what it should, nobody knows for how long: a lone survivor may still have to be helped. */
    private @Nullable Pause resumeNormal() {
        at = at.doubting(Doubt.NONE, at.why());
        return taken();
    }

    // Handing over and back.

    private HandOver handOver() {
        return task().handOver().orElseThrow();
    }

    private @Nullable Pause calm(KeaAnswer answer) {
        Optional<HaStatus.Remote> view = ha(answer).flatMap(HaStatus::remote);
        boolean well = ha(answer)
                        .filter(ha -> ha.local().state().equals(task().normal()))
                        .isPresent()
                && view.filter(seen ->
                                !seen.communicationInterrupted() && seen.state().equals(Optional.of(task().normal())))
                        .isPresent();
        if (!well) {
            return patiently(() -> finish(
                    PeerOutcome.NOT_TRIED,
                    "Its partner " + partner() + " does not see it at work, so it would not take over as it should."));
        }
        Duration calm = handOver().heartbeat().dividedBy(2);
        Duration age = view.orElseThrow().age();
        // Where the partner must see it ready, the two heartbeats must not meet.
        boolean apart = !handOver().showReady() || age.toSeconds() >= 1 || calm.toSeconds() < 3;
        boolean quietNow = apart && age.plusSeconds(1).compareTo(calm) <= 0;
        // A heartbeat that meets a server at work makes the hand-over dearer, not unsafe.
        return quietNow
                        || Duration.between(at.since(), now)
                                        .compareTo(handOver().heartbeat().multipliedBy(2))
                                > 0
                ? go(RunPhase.HOLD, QUICK)
                : patiently(() -> go(RunPhase.HOLD, QUICK));
    }

    private @Nullable Pause held() {
        at = at.withLock(true);
        return go(!task().isHandedOver() ? RunPhase.SET : at.handed() ? RunPhase.QUIET : RunPhase.STAND_IN);
    }

    private @Nullable Pause notHeld(String detail) {
        return finish(PeerOutcome.NOT_TRIED, "It could not be kept from serving beside its partner: " + detail);
    }

    private @Nullable Pause stoodIn(KeaAnswer answer) {
        boolean agreed = read(
                        HaCommands.haMaintenanceStart(HaMode.of(task().normal().word())), answer)
                .filter(HaMaintenance::partnerAgreed)
                .isPresent();
        return agreed ? standsIn() : go(RunPhase.STANDS_IN, QUICK);
    }

    private @Nullable Pause standsIn() {
        at = at.withHanded(true);
        if (at.ending().isPresent()) {
            return go(RunPhase.RELEASE, QUICK);
        }
        return go(RunPhase.QUIET);
    }

    private @Nullable Pause standsIn(KeaAnswer answer) {
        Optional<HaState> state = ha(answer).map(ha -> ha.local().state());
        if (state.isEmpty()) {
            return patiently(() -> notStoodIn("its partner has no HA"));
        }
        if (state.get().equals(HaState.PARTNER_IN_MAINTENANCE)) {
            return standsIn();
        }
        if (state.get().equals(HaState.PARTNER_DOWN)) {
            at = at.ending(
                            PeerOutcome.NOT_TRIED,
                            "Its partner " + partner() + " could not reach it, took it for lost and serves alone until"
                                    + " the two have found each other again.")
                    .withPairBroken();
            return go(RunPhase.GIVE_WAY);
        }
        return notStoodIn("its partner is " + state.get().word());
    }

    private @Nullable Pause notStoodIn(String why) {
        if (at.ending().isEmpty()) {
            at = at.ending(PeerOutcome.NOT_TRIED, "Its partner " + partner() + " did not take over: " + why + ".");
        }
        return go(RunPhase.RELEASE, QUICK);
    }

    private @Nullable Pause loaded(KeaAnswer answer) {
        Optional<ServerStatus> status = read(KeaCommands.statusGet(), answer);
        if (status.isEmpty()) {
            return patiently(() -> lost("status-get: " + answer.text()));
        }
        return status.get().ha().isEmpty() ? withoutHa() : go(RunPhase.RELEASE, QUICK);
    }

    private @Nullable Pause released() {
        at = at.withLock(false);
        if (at.handed()) {
            // Its state before the restart is still known to HA, and it returns to that at once.
            if (at.restarted()) {
                return go(RunPhase.SYNCED, task().normalWithin());
            }
            return handOver().showReady() ? go(RunPhase.RESET) : go(RunPhase.CANCEL);
        }
        return at.ending().isPresent() ? end() : awaitNormal();
    }

    private @Nullable Pause synced(KeaAnswer answer) {
        Optional<ServerStatus> status = read(KeaCommands.statusGet(), answer);
        if (status.isEmpty()) {
            return patiently(() -> lost("status-get: " + answer.text()));
        }
        if (status.get().ha().isEmpty()) {
            return withoutHa();
        }
        HaState state = status.get().ha().get(0).local().state();
        if (state.equals(HaState.IN_MAINTENANCE)) {
            at = at.withBeat(at.tries() > 0 ? Optional.of(now) : Optional.empty());
            return at.ending().isPresent() ? giveBack() : go(RunPhase.READ_BACK, patience());
        }
        if (state.equals(task().normal())) {
            at = at.withHanded(false);
            return at.ending().isPresent()
                    ? go(RunPhase.PARTNER_STATE, task().normalWithin())
                    : go(RunPhase.READ_BACK, patience());
        }
        return patiently(() -> at.ending().isPresent()
                ? end()
                : at.puttingBack()
                        ? broken()
                        : putBack("Its HA was not back at work in time, its state was " + state.word() + "."));
    }

    /** Its partner serves; it takes its clients back right before its own heartbeat, with which it goes to work. */
    private @Nullable Pause giveBack() {
        if (handOver().showReady() && !at.restarted()) {
            // It would leave maintenance for the state in which it serves, before its partner stops.
            return go(RunPhase.RESET);
        }
        if (at.beat().isEmpty()) {
            return go(RunPhase.BEAT, handOver().heartbeat().multipliedBy(3).plus(QUICK));
        }
        if (handOver().showReady() && !at.shown()) {
            return go(RunPhase.SHOW);
        }
        Duration heartbeat = handOver().heartbeat();
        Instant next = at.beat().get();
        while (next.minus(LEAD).isBefore(now)) {
            next = next.plus(heartbeat);
        }
        go(RunPhase.RETURN, QUICK);
        return new Pause(Duration.between(now, next.minus(LEAD)), "waiting for the heartbeat of " + task().peer());
    }

    private @Nullable Pause reset() {
        at = at.withRestarted(true);
        return go(RunPhase.SYNCED, task().normalWithin());
    }

    private @Nullable Pause beat(KeaAnswer answer) {
        Optional<HaStatus> seen = ha(answer);
        if (seen.isEmpty()) {
            return patiently(() -> lost("it has no HA any more"));
        }
        HaState state = seen.get().local().state();
        if (state.equals(task().normal())) {
            return workingAgain();
        }
        long age = seen.get().remote().map(view -> view.age().toSeconds()).orElse(0L);
        boolean reset = at.age() > age;
        at = at.withAge(age);
        if (state.equals(HaState.IN_MAINTENANCE) && (reset || handOver().showReady() && !at.restarted())) {
            at = at.withBeat(Optional.of(now));
            return giveBack();
        }
        return patiently(() -> go(RunPhase.CANCEL));
    }

    private @Nullable Pause shown(KeaAnswer answer) {
        Optional<HaState> seen = ha(answer).flatMap(HaStatus::remote).flatMap(HaStatus.Remote::state);
        if (seen.filter(HaState.READY::equals).isPresent()) {
            at = at.withShown(true);
            return giveBack();
        }
        return patiently(() -> go(RunPhase.CANCEL));
    }

    private @Nullable Pause returning(KeaAnswer answer) {
        Optional<HaStatus> seen = ha(answer);
        if (seen.isEmpty()) {
            return patiently(() -> lost("it has no HA any more"));
        }
        HaState state = seen.get().local().state();
        if (state.equals(task().normal())) {
            return workingAgain();
        }
        long age = seen.get().remote().map(view -> view.age().toSeconds()).orElse(0L);
        boolean soon = Duration.ofSeconds(age + 2).compareTo(handOver().heartbeat()) >= 0;
        if (handOver().showReady()) {
            if (state.equals(HaState.READY) && soon) {
                return go(RunPhase.HIDE);
            }
            if (at.returns() >= RETURNS && state.equals(HaState.IN_MAINTENANCE)) {
                return go(RunPhase.CANCEL);
            }
            // its heartbeat came first and it is back in maintenance
            at = at.withShown(false).returning();
        } else if (state.equals(HaState.IN_MAINTENANCE) && soon) {
            return go(RunPhase.CANCEL);
        }
        at = at.withBeat(Optional.empty());
        return giveBack();
    }

    private @Nullable Pause workingAgain() {
        at = at.withHanded(false);
        return go(RunPhase.PARTNER_STATE, task().normalWithin());
    }

    /** It was let go of, and has not gone to work with its heartbeat. */
    private @Nullable Pause missed(HaState state) {
        at = at.returning()
                .withBeat(Optional.empty())
                .withShown(false)
                .withRestarted(!state.equals(HaState.IN_MAINTENANCE));
        return go(state.equals(HaState.IN_MAINTENANCE) ? RunPhase.BEAT : RunPhase.STAND_IN, patience());
    }

    private @Nullable Pause stateSeen(KeaAnswer answer) {
        Optional<ServerStatus> status = read(KeaCommands.statusGet(), answer);
        if (status.isEmpty()) {
            return patiently(() -> lost("status-get: " + answer.text()));
        }
        if (status.get().ha().isEmpty()) {
            return withoutHa();
        }
        HaState state = status.get().ha().get(0).local().state();
        if (state.equals(task().normal())) {
            at = at.withHanded(false);
            return go(task().leansOnPartner() ? RunPhase.PARTNER_STATE : RunPhase.READ_BACK, task().normalWithin());
        }
        if (at.handed()
                && at.ending().isPresent()
                && at.returns() < RETURNS
                && Duration.between(at.since(), now).compareTo(LEAD.plus(MISSED)) > 0) {
            return missed(state);
        }
        if (state.equals(HaState.PARTNER_DOWN) && task().partner().isPresent()) {
            at = task().leansOnPartner() ? at.withPairBroken() : at;
            at = at.withHanded(false);
            return at.ending().isPresent() ? end() : go(RunPhase.READ_BACK, patience());
        }
        if (state.equals(HaState.PARTNER_IN_MAINTENANCE) && isAlone() && at.tries() == 0) {
            return go(RunPhase.GIVE_BACK);
        }
        return patiently(() -> at.ending().isPresent()
                ? end()
                : at.puttingBack()
                        ? broken()
                        : putBack("Its HA was not back at work in time, its state was " + state.word() + "."));
    }

    private @Nullable Pause partnerStateSeen(KeaAnswer answer) {
        if (ha(answer).filter(ha -> ha.local().state().equals(task().normal())).isPresent()) {
            if (at.tries() > 0 && !at.lookedAgain()) {
                // What upset the partner may have upset the peer as well.
                at = at.lookingAgain();
                return awaitNormal();
            }
            return at.ending().isPresent() ? end() : go(RunPhase.READ_BACK, patience());
        }
        return patiently(this::pairBroken);
    }

    private @Nullable Pause pairBroken() {
        at = at.withPairBroken();
        return at.ending().isPresent() ? end() : go(RunPhase.READ_BACK, patience());
    }

    private @Nullable Pause readBack(KeaAnswer answer) {
        Optional<KeaConfig> running = read(KeaCommands.configGet(), answer).map(found -> found.config());
        if (running.isEmpty()) {
            return patiently(() -> lost("config-get: " + answer.text()));
        }
        KeaConfig wanted = at.puttingBack() ? task().previous() : task().target();
        // What the edit of the source leaves open is filled in by Kea, keys of list elements included.
        boolean asWritten =
                task().source() && FilledIn.has(wanted.tree(), running.get().tree());
        at = at.withReadBack(
                asWritten
                        ? List.of()
                        : LocalSettings.changes(wanted, running.get()).stream()
                                .filter(change -> !task().source() || change.kind() != JsonChange.Kind.ADDED)
                                .map(change -> change.path().toString())
                                .toList(),
                running.get().fingerprint());
        if (at.puttingBack()) {
            return finish(
                    PeerOutcome.ROLLED_BACK,
                    at.why()
                            + (at.differing().isEmpty()
                                    ? " Its previous configuration was put back"
                                    : " What its own file holds was put back, which differs from what it ran before in "
                                            + shown(at.differing()))
                            + ", and its HA is at work again.");
        }
        if (task().source()) {
            adopt(running.get());
        }
        return go(RunPhase.WRITE);
    }

    /** What the source really runs now is what the others get. */
    private void adopt(KeaConfig config) {
        sourceConfig = Optional.of(config);
        for (int i = at.task() + 1; i < tasks.size(); i++) {
            RunTask later = tasks.get(i);
            tasks.set(
                    i,
                    later.withTarget(journal.localSettings
                            .overlay(config, task().version(), later.previous(), later.version(), later.peer())
                            .config()));
        }
    }

    private @Nullable Pause written(KeaAnswer answer) {
        if (!answer.result().isDone()) {
            return notWritten(answer.text());
        }
        prove();
        return at.differing().isEmpty()
                ? finish(
                        PeerOutcome.REPLICATED,
                        task().source() ? "It was changed." : "It has the source's configuration.")
                : finish(
                        PeerOutcome.DIFFERS,
                        "It took the configuration and still differs in " + shown(at.differing())
                                + ". Pushing again would not help.");
    }

    private @Nullable Pause notWritten(String problem) {
        if (at.tries() + 1 < WRITE_TRIES) {
            at = at.tryAgain();
            return new Pause(WRITE_PAUSE, "trying again to write the file of " + task().peer());
        }
        prove();
        return finish(
                PeerOutcome.NOT_PERSISTED,
                "It runs the configuration, but could not write it to its file, so that a restart brings the old one"
                        + " back: " + problem);
    }

    private void prove() {
        if (!task().source() && sourceConfig.isPresent() && at.own().isPresent()) {
            proven.add(new ProvenPair(
                    task().peer(), sourceConfig.get().fingerprint(), at.own().get()));
        }
    }

    /** It answers no more, or only with errors. */
    private @Nullable Pause lost(String detail) {
        return at.puttingBack()
                ? broken()
                : finish(
                        PeerOutcome.UNKNOWN,
                        "It may run the new configuration or the old one, it could not be asked: " + detail);
    }

    // Deltas.

    private DeltaStep delta() {
        return task().deltas().get(at.delta());
    }

    private @Nullable Pause deltaLooked(KeaAnswer answer) {
        Optional<Optional<JsonObject>> seen = read(delta().look(journal.service), answer);
        if (seen.isEmpty()) {
            return deltaRefused(answer.text());
        }
        if (delta().isUntouched(journal.service, seen.get())) {
            return go(RunPhase.DELTA);
        }
        if (delta().isDone(journal.service, seen.get())) {
            return deltaDone(seen.get());
        }
        return at.delta() == 0 && !at.undoing()
                ? finish(
                        PeerOutcome.NOT_TRIED,
                        "Its configuration was changed after the plan was made, in " + delta() + ". Make a new plan.")
                : otherwise("It was changed by somebody else meanwhile, in " + delta() + ".");
    }

    private @Nullable Pause deltaSent(KeaAnswer answer) {
        if (isCleanup(answer) && at.cleanups() < CLEANUP_TRIES) {
            at = at.afterCleanup();
            return new Pause(CLEANUP_PAUSE, task().peer() + " cleans up its lease file");
        }
        return answer.result().isDone() ? go(RunPhase.DELTA_CHECK, QUICK) : deltaRefused(answer.text());
    }

    private @Nullable Pause deltaDoubted(String detail) {
        at = at.doubting(Doubt.NO_ANSWER, detail);
        return go(RunPhase.DELTA_CHECK, patience());
    }

    private @Nullable Pause deltaChecked(KeaAnswer answer) {
        Optional<Optional<JsonObject>> seen = read(delta().look(journal.service), answer);
        if (seen.isEmpty()) {
            return patiently(() -> lost(answer.text()));
        }
        if (delta().isDone(journal.service, seen.get())) {
            return deltaDone(seen.get());
        }
        if (at.doubt() == Doubt.NO_ANSWER && delta().isUntouched(journal.service, seen.get())) {
            // The command may still be on its way.
            return now.isBefore(at.since().plus(SECOND_LOOK))
                    ? new Pause(SECOND_LOOK, "looking again whether " + task().peer() + " took the change")
                    : deltaRefused("the command had no effect. " + at.why());
        }
        return otherwise("The command for " + delta() + " did not make of it what it should.");
    }

    private @Nullable Pause deltaDone(Optional<JsonObject> seen) {
        DeltaStep made = delta();
        if (task().source() && !at.undoing() && !cutOff) {
            DeltaStep real =
                    seen.isPresent() && made.kind() != DeltaStep.Kind.MEMBER ? made.madeInto(seen.get()) : made;
            List<DeltaStep> steps = new ArrayList<>(task().deltas());
            steps.set(at.delta(), real);
            tasks.set(at.task(), task().withDeltas(steps));
        }
        at = at.withDelta(at.delta() + 1).doubting(at.doubt() == Doubt.NO_ANSWER ? Doubt.NONE : at.doubt(), at.why());
        if (at.delta() < task().deltas().size()) {
            return go(RunPhase.DELTA_LOOK, QUICK);
        }
        if (at.undoing()) {
            return finish(PeerOutcome.REFUSED, at.why() + " What had been changed already was changed back.");
        }
        if (task().source() && !cutOff) {
            KeaConfig config = task().previous();
            for (DeltaStep step : task().deltas()) {
                config = step.applyTo(config);
            }
            adopt(config);
        }
        archive(task());
        return go(RunPhase.WRITE);
    }

    private @Nullable Pause deltaRefused(String detail) {
        String why = "It refused to change " + delta() + ": " + detail.strip();
        if (at.undoing()) {
            return finish(PeerOutcome.DIFFERS, at.why() + " Changing back what had been changed failed too: " + why);
        }
        return undoDeltas(why);
    }

    private @Nullable Pause undoDeltas(String why) {
        if (at.delta() == 0) {
            return finish(PeerOutcome.REFUSED, why);
        }
        List<DeltaStep> back = new ArrayList<>();
        for (int i = at.delta() - 1; i >= 0; i--) {
            task().deltas().get(i).undone().ifPresent(back::add);
        }
        tasks.set(at.task(), task().withDeltas(back));
        at = at.undoing(why);
        return go(RunPhase.DELTA_LOOK, QUICK);
    }

    /** What the command did not bring is brought by a full push. */
    private @Nullable Pause otherwise(String why) {
        Optional<StepAction> push = task().fallback();
        if (push.isEmpty() || at.undoing() || cutOff) {
            return finish(PeerOutcome.DIFFERS, why + " A full push would bring the rest.");
        }
        tasks.set(at.task(), task().withAction(push.get()));
        at = RunPosition.at(at.task(), RunPhase.TEST, now).withPushAnyway();
        return null;
    }

    // How a peer ends.

    private @Nullable Pause finish(PeerOutcome outcome, String text) {
        if (outcome != PeerOutcome.UNKNOWN && outcome != PeerOutcome.BROKEN && (at.handed() || at.locked())) {
            at = at.ending(outcome, text);
            if (at.locked()) {
                return go(at.handed() ? RunPhase.RESUME : RunPhase.RELEASE, QUICK);
            }
            return giveBack();
        }
        at = at.ending(outcome, text);
        return end();
    }

    /** Whatever it took to get here, it ends as was found out before. */
    private @Nullable Pause end() {
        PeerOutcome outcome = at.ending().orElseThrow();
        String text = at.why();
        if (at.locked()) {
            text = text + " Its DHCP service is switched off, so that it serves nobody beside its partner: send it"
                    + " dhcp-enable when its HA is loaded.";
        }
        RunTask task = task();
        boolean broken = at.pairBroken();
        String remark = broken ? " Its partner " + task.partner().orElse("") + " is not at work as it should be." : "";
        // Kea's own words may quote what it was sent.
        String shown = Secrets.removed(
                Secrets.removed(text.strip(), task.target().tree()),
                task.previous().tree());
        results.add(new PeerResult(task.peer(), task.source(), outcome, shown + remark));
        String stop = "";
        if (cutOff) {
            stop = "The run was cut off before its turn. Replicate again.";
        } else if (task.source() && !outcome.applied()) {
            stop = "The source did not take the change, so nobody else gets it.";
        } else if (STOPS.contains(outcome)) {
            stop = task.peer() + " ended as " + outcome + ", so nothing more is changed.";
        }
        List<RunTask> skipped = new ArrayList<>();
        int next = at.task() + 1;
        for (RunTask later : tasks.subList(next, tasks.size())) {
            if (!stop.isEmpty() || broken && later.partner().isPresent()) {
                skipped.add(later);
                results.add(new PeerResult(
                        later.peer(),
                        later.source(),
                        PeerOutcome.NOT_TRIED,
                        stop.isEmpty() ? "Its partner is not at work, so it goes on with what it has." : stop));
            }
        }
        tasks.removeAll(skipped);
        at = RunPosition.at(next, next < tasks.size() ? tasks.get(next).firstPhase() : RunPhase.TEST, now);
        return null;
    }

    private RunStep.Done done() {
        List<PeerResult> ordered = journal.peers.stream()
                .flatMap(name -> results.stream().filter(result -> result.name().equals(name)))
                .toList();
        boolean common = journal.pair.stream()
                .allMatch(name -> ordered.stream()
                        .anyMatch(result -> result.name().equals(name)
                                && (result.outcome().applied() || result.outcome() == PeerOutcome.UP_TO_DATE)));
        return new RunStep.Done(
                frozen(),
                new ReplicationReport(
                        journal.source,
                        ordered,
                        journal.refusals,
                        proven,
                        archived,
                        common ? sourceConfig : Optional.empty()));
    }

    // What answers mean.

    private static <R> Optional<R> read(KeaCommand<R> command, KeaAnswer answer) {
        try {
            return Optional.ofNullable(command.read(answer));
        } catch (KeaCommandException refusedOrMalformed) {
            return Optional.empty();
        }
    }

    private static Optional<HaStatus> ha(KeaAnswer answer) {
        return read(KeaCommands.statusGet(), answer)
                .map(ServerStatus::ha)
                .filter(relationships -> !relationships.isEmpty())
                .map(relationships -> relationships.get(0));
    }

    private static boolean same(KeaConfig one, KeaConfig other) {
        return one.service() == other.service()
                && LocalSettings.changes(one, other).isEmpty();
    }

    private static String shown(List<String> paths) {
        String first = String.join(", ", paths.subList(0, Math.min(SHOWN_PATHS, paths.size())));
        return paths.size() <= SHOWN_PATHS ? first : first + " and " + (paths.size() - SHOWN_PATHS) + " more";
    }
}
