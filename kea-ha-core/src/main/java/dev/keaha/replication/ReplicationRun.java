package dev.keaha.replication;

import dev.keaha.command.HaCommands;
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
import dev.keaha.json.JsonChange;
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
    private static final Duration WRITE_PAUSE = Duration.ofSeconds(2);
    private static final int WRITE_TRIES = 3;
    private static final int SHOWN_PATHS = 5;

    private static final Set<TransportFailure> LOST = EnumSet.of(
            TransportFailure.REFUSED,
            TransportFailure.UNREACHABLE,
            TransportFailure.TIMED_OUT,
            TransportFailure.DAEMON_OFFLINE);
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
                RunPosition.at(0, now),
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
        if (at.phase().begun()) {
            at = at.doubting(Doubt.CUT_OFF, at.why()).phase(RunPhase.INSPECT, now, patience());
        } else {
            finish(PeerOutcome.NOT_TRIED, "The run was cut off before anything was changed here.");
        }
        return frozen();
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
            case INSPECT_CONFIG, READ_BACK -> send(task.peer(), KeaCommands.configGet(), task.answerWithin());
            case WRITE -> send(task.peer(), KeaCommands.configWrite(), task.answerWithin());
        };
    }

    private RunStep.Send send(String peer, KeaCommand<?> command, Duration timeout) {
        return new RunStep.Send(frozen(), peer, command, timeout);
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
        Duration pause = Duration.ofMillis(waited < 2_000 ? 100 : waited < 10_000 ? 250 : 1_000);
        return new Pause(pause, "waiting for " + task().peer() + ": " + at.phase());
    }

    private static boolean isCleanup(KeaAnswer answer) {
        return answer.text().toLowerCase(Locale.ROOT).contains("lease file cleanup");
    }

    private @Nullable Pause afterCleanup(KeaAnswer answer) {
        if (at.tries() < CLEANUP_TRIES) {
            at = at.tryAgain();
            return new Pause(CLEANUP_PAUSE, task().peer() + " cleans up its lease file");
        }
        return at.puttingBack()
                ? reloadOrGiveUp()
                : finish(PeerOutcome.REFUSED, "It refused for minutes: " + answer.text() + " Try again later.");
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
        if (!same.get()) {
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
        return state.filter(now -> now.equals(task().normal()) || now.equals(HaState.PARTNER_DOWN))
                        .isPresent()
                ? go(RunPhase.SET)
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
        return go(RunPhase.SET);
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
            return go(task().leansOnPartner() ? RunPhase.PARTNER_STATE : RunPhase.READ_BACK, task().normalWithin());
        }
        if (state.equals(HaState.PARTNER_DOWN) && task().partner().isPresent()) {
            at = task().leansOnPartner() ? at.withPairBroken() : at;
            return go(RunPhase.READ_BACK, patience());
        }
        if (state.equals(HaState.PARTNER_IN_MAINTENANCE) && isAlone() && at.tries() == 0) {
            return go(RunPhase.GIVE_BACK);
        }
        return patiently(() -> at.puttingBack()
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
            return go(RunPhase.READ_BACK, patience());
        }
        return patiently(this::pairBroken);
    }

    private @Nullable Pause pairBroken() {
        at = at.withPairBroken();
        return go(RunPhase.READ_BACK, patience());
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

    // How a peer ends.

    private @Nullable Pause finish(PeerOutcome outcome, String text) {
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
        at = RunPosition.at(next, now);
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
