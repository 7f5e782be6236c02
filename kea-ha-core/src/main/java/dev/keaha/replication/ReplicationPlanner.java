package dev.keaha.replication;

import dev.keaha.command.RunningConfig;
import dev.keaha.config.DhcpService;
import dev.keaha.config.KeaConfig;
import dev.keaha.config.KeaVersion;
import dev.keaha.config.Translation;
import dev.keaha.ha.HaDetection;
import dev.keaha.ha.HaMode;
import dev.keaha.ha.HaParameters;
import dev.keaha.ha.HaPeer;
import dev.keaha.ha.HaRelationship;
import dev.keaha.ha.HaState;
import dev.keaha.ha.PeerRole;
import dev.keaha.health.Effect;
import dev.keaha.health.PeerCondition;
import dev.keaha.health.PeerVerdict;
import dev.keaha.health.PushPermission;
import dev.keaha.health.Reason;
import dev.keaha.health.ReasonCode;
import dev.keaha.health.ReplicationState;
import dev.keaha.health.Verdict;
import dev.keaha.json.JsonArray;
import dev.keaha.json.JsonObject;
import dev.keaha.json.JsonPath;
import dev.keaha.json.JsonValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes plans. An edit is made at the source first, since what the source refuses must reach nobody. Then come the
 * backups, which no client depends on, and the other active server last. In plain replication the source is never
 * touched. A peer that needs nothing gets no step.
 *
 * <p>Safe for use by several threads. The same request gives the same plan.
 */
public final class ReplicationPlanner {

    /** A partner that merely does not let us ask may well be alive. */
    private static final Set<PeerCondition> LOST = EnumSet.of(PeerCondition.UNREACHABLE, PeerCondition.OFFLINE);

    /** Each hand-over has three moments in which commands go to and fro. */
    private static final Duration HANDING = Duration.ofMillis(300);

    private static final Duration SHORT_HEARTBEAT = Duration.ofSeconds(2);
    private static final KeaVersion CANCEL_MENDED = KeaVersion.of(2, 7, 5);
    private static final String NO_PUSH =
            "This change needs a full push, which restarts HA, and full pushes are refused now.";
    private static final String SWITCHED_OFF = "Replication is switched off (keaReplicateConfig is 0).";

    private final PlanRequest request;
    private final Verdict verdict;
    private final List<PlanStep> steps = new ArrayList<>();
    private final List<PeerNote> notes = new ArrayList<>();
    private final List<Refusal> refusals = new ArrayList<>();

    private ReplicationPlanner(PlanRequest request) {
        this.request = request;
        this.verdict = request.verdict();
    }

    /**
     * Makes a plan. What stands against it is in the plan; nothing is thrown for that.
     *
     * @param request what is known and wanted
     * @return the plan
     * @throws IllegalArgumentException when the edit is for another service
     */
    public static ReplicationPlan plan(PlanRequest request) {
        if (request.edit().filter(edit -> edit.service() != request.service()).isPresent()) {
            throw new IllegalArgumentException("The edit is not for " + request.service());
        }
        return new ReplicationPlanner(request).plan();
    }

    private ReplicationPlan plan() {
        @Nullable
        PeerSnapshot source = verdict.source().map(request.snapshots()::get).orElse(null);
        refuse(source);
        Optional<KeaConfig> config = Optional.empty();
        if (source == null) {
            // Without the source's configuration nothing can be said of the others.
            names().forEach(peer -> notes.add(new PeerNote(peer, PeerOutcome.NOT_TRIED, firstRefusal(), List.of())));
        } else {
            KeaConfig wanted = request.edit().orElse(source.running().config());
            config = Optional.of(wanted);
            planSource(source, wanted);
            others(source.peer()).forEach(peer -> planPeer(peer, source, wanted));
        }
        return new ReplicationPlan(
                request.service(),
                verdict.source(),
                config,
                names(),
                pair(),
                steps,
                notes,
                refusals,
                request.localSettings());
    }

    private List<String> names() {
        return request.relationship().peers().stream().map(HaPeer::name).toList();
    }

    private List<String> pair() {
        return request.relationship().peers().stream()
                .filter(peer -> peer.role().isActive())
                .map(HaPeer::name)
                .toList();
    }

    private List<HaPeer> others(String source) {
        return request.relationship().peers().stream()
                .filter(peer -> !peer.name().equals(source))
                .sorted(Comparator.comparing(peer -> peer.role().isActive()))
                .toList();
    }

    // What stands against the whole.

    private void refuse(@Nullable PeerSnapshot source) {
        if (verdict.source().isEmpty()) {
            refuse(
                    Refusal.Code.SERVICE_DOWN,
                    "No server that could be the source is at work." + because(),
                    "Bring the primary or its stand-in back; the first of the two becomes the source.");
        } else if (verdict.replication() == ReplicationState.HELD) {
            refuse(Refusal.Code.HELD, "Replication is held." + because(), "See the reasons, then try again.");
        }
        if (has(ReasonCode.CONFIG_BACKEND)
                || request.snapshots().values().stream()
                        .anyMatch(snapshot -> snapshot.running().config().hasConfigBackend())) {
            refuse(
                    Refusal.Code.CONFIG_BACKEND,
                    "The servers share their configuration through a database (config-control.config-databases).",
                    "Change the configuration in the database.");
        }
        if (switchedOff() && request.edit().isEmpty()) {
            refuse(Refusal.Code.SWITCHED_OFF, SWITCHED_OFF, "Set keaReplicateConfig to 1 to replicate.");
        }
        if (source != null) {
            refuseSource(source);
        } else if (verdict.source().isPresent()) {
            refuse(
                    Refusal.Code.SOURCE_NOT_READ,
                    "The configuration of the source " + verdict.source().get() + " could not be read.",
                    "Make its management address answer config-get.");
        }
    }

    private boolean switchedOff() {
        return !request.policy().replicate() || has(ReasonCode.REPLICATION_SWITCHED_OFF);
    }

    private boolean has(ReasonCode code) {
        return verdict.reasons().stream().anyMatch(reason -> reason.code() == code);
    }

    private void refuseSource(PeerSnapshot source) {
        String name = source.peer();
        List<HaRelationship> own = relationships(source.running().config());
        if (own.size() > 1) {
            refuse(
                    Refusal.Code.SEVERAL_RELATIONSHIPS,
                    name + " has " + own.size() + " relationships (hub and spoke): its configuration is not that of one"
                            + " relationship alone, and a full push would overwrite what belongs to the others.",
                    "Change each server of it on its own.");
        } else if (own.isEmpty() || !own.get(0).thisServerName().equals(name)) {
            refuse(
                    Refusal.Code.WRONG_SERVER,
                    "The configuration read from " + name + " is not that of this peer: "
                            + (own.isEmpty()
                                    ? "it has no relationship."
                                    : "its this-server-name is " + own.get(0).thisServerName() + "."),
                    "Check the management address of " + name + " and its configuration.");
        } else {
            request.edit().ifPresent(edit -> {
                refuseEdit(own.get(0), relationships(edit));
                refuseMove(source.running().config(), edit);
            });
        }
    }

    private void refuseEdit(HaRelationship before, List<HaRelationship> after) {
        String problem = null;
        if (after.size() != 1) {
            problem = "it leaves " + (after.isEmpty() ? "no usable relationship" : after.size() + " relationships");
        } else if (!after.get(0).thisServerName().equals(before.thisServerName())) {
            problem = "it gives the server another this-server-name";
        } else if (!after.get(0).mode().equals(before.mode())) {
            problem = "it changes the mode";
        } else if (!activePeers(after.get(0)).equals(activePeers(before))) {
            problem = "it changes who the two servers are";
        }
        if (problem != null) {
            refuse(
                    Refusal.Code.EDIT_NOT_ALLOWED,
                    "The edit would not be a change within the relationship: " + problem + ".",
                    "Set up another relationship by hand on all its servers, then add it.");
        }
    }

    /** What cuts the channel that the change is sent through cannot be read back, and not be undone either. */
    private void refuseMove(KeaConfig before, KeaConfig edit) {
        for (String sockets : List.of("control-socket", "control-sockets")) {
            JsonValue old = before.dhcp().get(sockets);
            JsonValue changed = edit.dhcp().get(sockets);
            if (old != null && !(changed != null && FilledIn.has(changed, old))) {
                refuse(
                        Refusal.Code.EDIT_NOT_ALLOWED,
                        "The edit would change " + sockets + ", the management channel of the server itself.",
                        "Change it in the server's own file, and reload it there.");
            }
        }
    }

    private static List<String> activePeers(HaRelationship relationship) {
        return relationship.peers().stream()
                .filter(peer -> peer.role().isActive())
                .map(peer -> peer.role() + " " + peer.name())
                .sorted()
                .toList();
    }

    private void refuse(Refusal.Code code, String text, String advice) {
        refusals.add(new Refusal(code, text, advice));
    }

    private String because() {
        Effect weightiest = verdict.source().isEmpty() ? Effect.DOWN : Effect.IMPAIRS;
        return verdict.reasons().stream()
                .filter(reason -> reason.effect().compareTo(weightiest) >= 0)
                .map(Reason::text)
                .map(text -> " " + text)
                .collect(Collectors.joining());
    }

    private String firstRefusal() {
        return refusals.isEmpty() ? "Nothing was to be done." : refusals.get(0).text();
    }

    private static List<HaRelationship> relationships(KeaConfig config) {
        return HaDetection.in(config) instanceof HaDetection.Found found ? found.relationships() : List.of();
    }

    // The source.

    private void planSource(PeerSnapshot source, KeaConfig wanted) {
        List<ConfigDifference> changes =
                ConfigDiff.between(source.running().config(), wanted).differences();
        if (changes.isEmpty()) {
            note(source.peer(), PeerOutcome.UP_TO_DATE, "It is the source.", List.of());
            return;
        }
        Optional<String> partner = partnerOf(source.peer());
        if (push(source.peer()).level() == PushPermission.Level.NONE && refusals.isEmpty()) {
            refuse(Refusal.Code.HELD, push(source.peer()).why(), "");
        }
        StepAction push = sourcePush(source.peer(), partner);
        Optional<List<DeltaStep>> deltas = DeltaSteps.between(source.running().config(), wanted, source.commands());
        PlanStep full = step(source, true, push, wanted, changes, List.of(), List.of(), partner);
        PlanStep step = deltas.map(steps -> delta(full, steps)).orElse(full);
        if (step.disruptive() && !mayPush()) {
            refuse(Refusal.Code.FULL_PUSH_REFUSED, NO_PUSH, "Wait until full pushes are allowed.");
        }
        if (step.needsConsent() && !request.policy().allowInterruption()) {
            refuse(
                    Refusal.Code.INTERRUPTION,
                    "The change would leave all clients without an answer: "
                            + step.interruption().why(),
                    "Allow the interruption, at a time that suits the clients.");
        }
        if (refusals.isEmpty()) {
            steps.add(step);
        } else {
            note(source.peer(), PeerOutcome.NOT_TRIED, firstRefusal(), changes);
        }
    }

    private boolean mayPush() {
        return request.policy().fullPush() != ReplicationPolicy.FullPush.REFUSED;
    }

    /** The same step by commands, with the full push where they do not do what they should. */
    private PlanStep delta(PlanStep full, List<DeltaStep> deltas) {
        boolean allowed = mayPush() && (!full.needsConsent() || request.policy().allowInterruption());
        return new PlanStep(
                full.peer(),
                full.role(),
                full.version(),
                full.source(),
                StepAction.DELTA,
                deltas,
                allowed ? Optional.of(full.action()) : Optional.empty(),
                full.abilities(),
                full.handOver(),
                new Interruption(
                        Interruption.Clients.NOBODY,
                        Duration.ZERO,
                        "No client notices: " + deltas.size() + (deltas.size() == 1 ? " command" : " commands")
                                + " that leave HA alone."),
                full.madeFrom(),
                full.target(),
                full.changes(),
                full.adopted(),
                full.remarks(),
                full.partner(),
                full.normal(),
                full.answerWithin(),
                full.normalWithin());
    }

    private StepAction sourcePush(String source, Optional<String> partner) {
        if (partner.isEmpty() || push(source).level() == PushPermission.Level.FULL) {
            return fullPush(source, partner);
        }
        boolean servesAlone = verdict.peer(source)
                .flatMap(PeerVerdict::state)
                .filter(HaState.PARTNER_DOWN::equals)
                .isPresent();
        return servesAlone && LOST.contains(condition(partner.get()))
                ? StepAction.CONFIG_SET_ALONE
                : StepAction.CONFIG_SET_INTERRUPTING;
    }

    /** Handing over is for a server whose clients would notice, and takes longer than a short heartbeat. */
    private StepAction fullPush(String peer, Optional<String> partner) {
        HaRelationship relationship = request.relationship();
        boolean serves = relationship.mode().equals(HaMode.LOAD_BALANCING)
                || relationship.mode().equals(HaMode.HOT_STANDBY)
                        && relationship
                                .peer(peer)
                                .filter(own -> own.role().equals(PeerRole.PRIMARY))
                                .isPresent();
        boolean bothWell = partner.isPresent()
                && condition(peer) == PeerCondition.ACTIVE
                && condition(partner.get()) == PeerCondition.ACTIVE;
        PeerSnapshot snapshot = request.snapshots().get(peer);
        boolean worthIt = snapshot != null
                && HaParameters.of(relationship, snapshot.version())
                                .heartbeatDelay()
                                .compareTo(SHORT_HEARTBEAT)
                        >= 0;
        return request.policy().fullPush() != ReplicationPolicy.FullPush.ROLLING && serves && bothWell && worthIt
                ? StepAction.CONFIG_SET_HANDED_OVER
                : StepAction.CONFIG_SET;
    }

    private PushPermission push(String peer) {
        return verdict.peer(peer)
                .map(PeerVerdict::push)
                .orElseGet(() -> new PushPermission(PushPermission.Level.NONE, "Nothing is known of " + peer + "."));
    }

    private PeerCondition condition(String peer) {
        return verdict.peer(peer).map(PeerVerdict::condition).orElse(PeerCondition.UNOBSERVED);
    }

    // The others.

    private void planPeer(HaPeer peer, PeerSnapshot source, KeaConfig wanted) {
        String name = peer.name();
        @Nullable PeerSnapshot own = request.snapshots().get(name);
        if (own == null) {
            note(name, PeerOutcome.NOT_TRIED, "Its configuration could not be read." + whyAway(name), List.of());
            return;
        }
        KeaConfig config = own.running().config();
        Optional<String> foreign = foreign(peer, own);
        if (foreign.isPresent()) {
            note(name, PeerOutcome.REFUSED, foreign.get(), List.of());
            return;
        }
        Overlay overlay = request.localSettings().overlay(wanted, source.version(), config, own.version(), name);
        if (!overlay.refusals().isEmpty()) {
            note(
                    name,
                    PeerOutcome.REFUSED,
                    "It runs Kea " + own.version() + " and the source " + source.version()
                            + ", and this cannot be brought there: " + String.join(" ", overlay.refusals()),
                    List.of());
            return;
        }
        List<ConfigDifference> changes =
                ConfigDiff.between(config, overlay.config()).differences();
        Optional<String> held = held(name);
        // A daemon that lost its hooks still shows them in its configuration: setting that again brings them back.
        boolean mends = held.isEmpty() && condition(name) == PeerCondition.NO_HA;
        if (changes.isEmpty() && !mends) {
            String text = overlay.remarks().isEmpty()
                    ? "It has the source's configuration already."
                    : "It has the source's configuration already, as far as Kea " + own.version() + " can have it: "
                            + overlay.remarks().stream()
                                    .map(Translation.Remark::toString)
                                    .collect(Collectors.joining("; "))
                            + ".";
            note(name, PeerOutcome.UP_TO_DATE, text, List.of());
        } else if (!mends && request.proven().isProven(name, wanted, config)) {
            note(
                    name,
                    PeerOutcome.DIFFERS,
                    "It took this configuration before and still differs; pushing again would not help.",
                    changes);
        } else if (held.isPresent()) {
            note(name, PeerOutcome.NOT_TRIED, held.get(), changes);
        } else {
            Optional<String> partner = partnerOf(name);
            PlanStep full = step(
                    own,
                    false,
                    fullPush(name, partner),
                    overlay.config(),
                    changes,
                    overlay.adopted(),
                    overlay.remarks(),
                    partner);
            Optional<List<DeltaStep>> deltas =
                    mends ? Optional.empty() : DeltaSteps.between(config, overlay.config(), own.commands());
            if (deltas.isEmpty() && !mayPush()) {
                note(name, PeerOutcome.NOT_TRIED, NO_PUSH, changes);
            } else {
                steps.add(deltas.map(steps -> delta(full, steps)).orElse(full));
            }
        }
    }

    /** Why a full push cannot be meant for this daemon; empty where it can. */
    private Optional<String> foreign(HaPeer peer, PeerSnapshot own) {
        String name = peer.name();
        List<HaRelationship> relationships = relationships(own.running().config());
        if (relationships.size() != 1) {
            return Optional.of(
                    relationships.isEmpty()
                            ? "Its configuration has no relationship, and high availability is never set up unasked."
                            : "It has " + relationships.size() + " relationships (hub and spoke): a full push would"
                                    + " overwrite what belongs to the others.");
        }
        HaRelationship relationship = relationships.get(0);
        boolean known = relationship.peers().stream()
                .anyMatch(other -> request.relationship()
                        .peer(other.name())
                        .filter(same -> same.url().equals(other.url()))
                        .isPresent());
        if (relationship.peer(name).isEmpty() || !known) {
            return Optional.of("The relationship in its configuration is another one, with the peers "
                    + relationship.peers().stream()
                            .map(other -> other.name() + " at " + other.url())
                            .collect(Collectors.joining(", "))
                    + ". Check its management address.");
        }
        return Optional.empty();
    }

    /** Why nothing may be sent to this peer now; empty where it may. */
    private Optional<String> held(String peer) {
        if (!refusals.isEmpty()) {
            return Optional.of(firstRefusal());
        }
        if (switchedOff()) {
            return Optional.of(SWITCHED_OFF);
        }
        PushPermission permission = push(peer);
        return permission.level() == PushPermission.Level.FULL ? Optional.empty() : Optional.of(permission.why());
    }

    private String whyAway(String peer) {
        return verdict.reasons().stream()
                .filter(reason -> reason.peer().equals(Optional.of(peer)) && reason.effect() != Effect.NONE)
                .map(reason -> " " + reason.text())
                .collect(Collectors.joining());
    }

    private Optional<String> partnerOf(String peer) {
        HaRelationship relationship = request.relationship();
        boolean active =
                relationship.peer(peer).filter(own -> own.role().isActive()).isPresent();
        return !active
                ? Optional.empty()
                : relationship.peers().stream()
                        .filter(other ->
                                other.role().isActive() && !other.name().equals(peer))
                        .map(HaPeer::name)
                        .findFirst();
    }

    private void note(String peer, PeerOutcome outcome, String text, List<ConfigDifference> changes) {
        notes.add(new PeerNote(peer, outcome, text, changes));
    }

    private PlanStep step(
            PeerSnapshot own,
            boolean source,
            StepAction action,
            KeaConfig target,
            List<ConfigDifference> changes,
            List<JsonPath> adopted,
            List<Translation.Remark> remarks,
            Optional<String> partner) {
        HaParameters timers = HaParameters.of(request.relationship(), own.version());
        PeerRole role =
                request.relationship().peer(own.peer()).map(HaPeer::role).orElse(PeerRole.of(""));
        Duration load = loadTime(target);
        RunningConfig running = own.running();
        return new PlanStep(
                own.peer(),
                role,
                own.version(),
                source,
                action,
                List.of(),
                Optional.empty(),
                own.commands().stream()
                        .filter(ReplicationPlanner::isForElements)
                        .collect(Collectors.toSet()),
                partner.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new HandOver(
                                timers.heartbeatDelay(),
                                Duration.ofSeconds(2 + load.multipliedBy(2).toSeconds()),
                                request.relationship().mode().equals(HaMode.LOAD_BALANCING)
                                        && own.version().compareTo(CANCEL_MENDED) < 0)),
                interruption(role, action, timers, load),
                own.tellsHash() ? running : new RunningConfig(running.config(), Optional.empty()),
                target,
                changes,
                adopted,
                remarks,
                partner,
                normal(role, request.relationship().mode()),
                // Five times the estimate for a slow machine; a busy one may be working on something else first.
                Duration.ofSeconds(60).plus(load.multipliedBy(5)),
                Duration.ofSeconds(15)
                        .plus(timers.heartbeatDelay().multipliedBy(2))
                        .plus(timers.maxResponseDelay())
                        .plus(timers.syncTimeout())
                        .plus(load.multipliedBy(4)));
    }

    private static boolean isForElements(String command) {
        return command.startsWith("subnet")
                || command.startsWith("network")
                || command.startsWith("reservation-")
                || command.startsWith("class-");
    }

    private static HaState normal(PeerRole role, HaMode mode) {
        return role.equals(PeerRole.BACKUP) ? HaState.BACKUP : HaState.of(mode.word());
    }

    /** How long Kea's main thread is busy with a config-set: about what 2.6, the slowest, was measured to take. */
    private static Duration loadTime(KeaConfig config) {
        DhcpService service = config.service();
        JsonObject dhcp = config.dhcp();
        long subnets = subnets(dhcp, service);
        long reservations = reservations(dhcp, service);
        for (JsonObject network : list(dhcp, "shared-networks")) {
            subnets += subnets(network, service);
            reservations += reservations(network, service);
        }
        return Duration.ofMillis(30 + (300 * subnets + 40 * reservations) / 1000);
    }

    private static long subnets(JsonObject holder, DhcpService service) {
        return holder.array(service.subnets()).orElse(JsonArray.empty()).size();
    }

    private static long reservations(JsonObject holder, DhcpService service) {
        long count = holder.array("reservations").orElse(JsonArray.empty()).size();
        for (JsonObject subnet : list(holder, service.subnets())) {
            count += subnet.array("reservations").orElse(JsonArray.empty()).size();
        }
        return count;
    }

    private static List<JsonObject> list(JsonObject holder, String name) {
        return holder.array(name).orElse(JsonArray.empty()).objects().toList();
    }

    private Interruption interruption(PeerRole role, StepAction action, HaParameters timers, Duration load) {
        Duration heartbeat = timers.heartbeatDelay().plus(load);
        if (role.equals(PeerRole.BACKUP)) {
            return new Interruption(
                    Interruption.Clients.NOBODY, Duration.ZERO, "No client notices: a backup serves nobody.");
        }
        return switch (action) {
            case DELTA -> new Interruption(Interruption.Clients.NOBODY, Duration.ZERO, "No client notices.");
            case CONFIG_SET_HANDED_OVER -> {
                Duration gap = load.plus(HANDING);
                yield new Interruption(
                        Interruption.Clients.ALL,
                        gap,
                        "Nobody is served for about " + shown(gap) + " in all, in moments over "
                                + shown(timers.heartbeatDelay().multipliedBy(2).plus(load))
                                + ": its partner serves its clients meanwhile, except while the configuration is loaded"
                                + " and while it copies the leases back, which takes about a second for 10,000 leases.");
            }
            case CONFIG_SET_ALONE ->
                new Interruption(
                        Interruption.Clients.ALL,
                        load,
                        "Nobody is served for about " + shown(load)
                                + ": it serves alone, and goes on alone as soon as the configuration is loaded.");
            case CONFIG_SET_INTERRUPTING ->
                new Interruption(
                        Interruption.Clients.ALL,
                        timers.maxResponseDelay().plus(load),
                        "Nobody is served for about "
                                + shown(timers.maxResponseDelay().plus(load))
                                + ": it has no partner that serves, and after a restart of HA it waits for"
                                + " max-response-delay until it goes on alone.");
            case CONFIG_SET -> {
                if (request.relationship().mode().equals(HaMode.PASSIVE_BACKUP)) {
                    yield new Interruption(
                            Interruption.Clients.ALL,
                            load,
                            "Nobody is served for about " + shown(load) + " while the configuration is loaded.");
                }
                if (request.relationship().mode().equals(HaMode.LOAD_BALANCING)) {
                    yield new Interruption(
                            Interruption.Clients.SOME,
                            heartbeat,
                            "Its half of the clients is not served for about " + shown(heartbeat)
                                    + ": a server that got a new configuration waits for its next heartbeat."
                                    + " Its partner serves the other half.");
                }
                yield role.equals(PeerRole.PRIMARY)
                        ? new Interruption(
                                Interruption.Clients.ALL,
                                heartbeat,
                                "Nobody is served for about " + shown(heartbeat)
                                        + ": a primary that got a new configuration waits for its next heartbeat, and"
                                        + " its standby does not take over meanwhile.")
                        : new Interruption(
                                Interruption.Clients.LATE,
                                load,
                                "Answers may come up to " + shown(load)
                                        + " late, since the primary waits for the standby to take lease updates.");
            }
        };
    }

    private static String shown(Duration time) {
        return time.compareTo(Duration.ofSeconds(1)) < 0
                ? time.toMillis() + " ms"
                : (time.toMillis() + 500) / 1000 + " s";
    }
}
