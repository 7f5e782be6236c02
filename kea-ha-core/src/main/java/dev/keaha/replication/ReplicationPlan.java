package dev.keaha.replication;

import dev.keaha.config.DhcpService;
import dev.keaha.config.KeaConfig;
import dev.keaha.health.Reason;
import dev.keaha.health.ReasonCode;
import dev.keaha.json.Json;
import dev.keaha.json.JsonArray;
import dev.keaha.json.JsonObject;
import dev.keaha.json.JsonString;
import dev.keaha.json.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a replication will do, before anything is sent (spec row B2): the same request gives the same plan. {@link #toString}
 * is for people; it and {@link #toJson} mask secrets, {@link #steps} hold them in clear.
 *
 * @param service the daemons' service
 * @param source the peer whose configuration is brought to the others; empty when there is none
 * @param sourceConfig the source's configuration, as edited where it is; empty when it is not known
 * @param peers the names of all peers, in the order configured
 * @param pair the names of those that serve clients: primary, and secondary or standby
 * @param steps what is done, in order; empty when something stands against the whole
 * @param notes the peers without a step and why, the source included
 * @param refusals what stands against the whole, weightiest first
 * @param localSettings what stays with each peer
 */
public record ReplicationPlan(
        DhcpService service,
        Optional<String> source,
        Optional<KeaConfig> sourceConfig,
        List<String> peers,
        List<String> pair,
        List<PlanStep> steps,
        List<PeerNote> notes,
        List<Refusal> refusals,
        LocalSettings localSettings) {

    // Between generations ten thousand subnets can have one each.
    private static final int REMARKS = 20;

    /** Copies the lists. */
    public ReplicationPlan {
        peers = List.copyOf(peers);
        pair = List.copyOf(pair);
        steps = List.copyOf(steps);
        notes = List.copyOf(notes);
        refusals = List.copyOf(refusals);
    }

    /**
     * Whether there is nothing to do: the source is not edited, and every other peer has its configuration, but for
     * differences that survive every push.
     *
     * @return true when it is so for sure; false also where a peer could not be read
     */
    public boolean upToDate() {
        return refusals.isEmpty()
                && steps.isEmpty()
                && notes.stream()
                        .allMatch(note ->
                                note.outcome() == PeerOutcome.UP_TO_DATE || note.outcome() == PeerOutcome.DIFFERS);
    }

    /**
     * Whether the service is down, so that every operation fails (spec row S12).
     *
     * @return true when it is
     */
    public boolean serviceDown() {
        return refusals.stream().anyMatch(refusal -> refusal.code() == Refusal.Code.SERVICE_DOWN);
    }

    /**
     * What is different at each peer, whether a step does something about it or not.
     *
     * @return the changes by peer, in the order of the steps and then of the notes; peers without any are left out
     */
    public Map<String, List<ConfigDifference>> changes() {
        Map<String, List<ConfigDifference>> changes = new LinkedHashMap<>();
        steps.forEach(step -> changes.put(step.peer(), step.changes()));
        notes.stream()
                .filter(note -> !note.changes().isEmpty())
                .forEach(note -> changes.put(note.peer(), note.changes()));
        return changes;
    }

    /**
     * How a peer's configuration compares to the source's.
     *
     * @param peer the peer's name
     * @return the comparison; {@link Comparison#UNKNOWN} also for a name that no peer has
     */
    public Comparison comparison(String peer) {
        if (source.filter(peer::equals).isPresent()) {
            return Comparison.SOURCE;
        }
        if (steps.stream().anyMatch(step -> step.peer().equals(peer))) {
            return Comparison.DIFFERENT;
        }
        Optional<PeerNote> note =
                notes.stream().filter(other -> other.peer().equals(peer)).findFirst();
        return note.map(ReplicationPlan::comparison).orElse(Comparison.UNKNOWN);
    }

    /**
     * The peers whose configuration is not the source's, as reasons for a verdict; see {@link
     * dev.keaha.health.Verdict#with}.
     *
     * @return one reason for each peer that is {@link Comparison#DIFFERENT}, in the order configured
     */
    public List<Reason> reasons() {
        Map<String, List<ConfigDifference>> changes = changes();
        List<Reason> reasons = new ArrayList<>();
        for (String peer : peers) {
            if (comparison(peer) == Comparison.DIFFERENT) {
                int count = changes.getOrDefault(peer, List.of()).size();
                reasons.add(new Reason(
                        ReasonCode.CONFIGURATION_DIFFERS,
                        Optional.of(peer),
                        "The configuration of " + peer + " is not what the source's would make it"
                                + (count == 0 ? "." : count == 1 ? ": 1 difference." : ": " + count + " differences."),
                        "The plan shows what; a replication puts it right.",
                        Optional.empty()));
            }
        }
        return reasons;
    }

    private static Comparison comparison(PeerNote note) {
        return switch (note.outcome()) {
            case UP_TO_DATE, DIFFERS -> Comparison.EQUAL;
            default -> note.changes().isEmpty() ? Comparison.UNKNOWN : Comparison.DIFFERENT;
        };
    }

    /**
     * This plan as JSON, secrets masked.
     *
     * @return {@code {"source","upToDate","steps","changes","notes","refusals","localSettings"}}
     */
    public JsonObject toJson() {
        List<JsonValue> all = new ArrayList<>();
        changes().forEach((peer, changes) -> changes.forEach(change -> all.add(withPeer(peer, change))));
        return Json.object(
                "source",
                source.orElse(null),
                "upToDate",
                upToDate(),
                "steps",
                steps.stream().map(PlanStep::toJson).toList(),
                "changes",
                JsonArray.of(all),
                "notes",
                notes.stream()
                        .map(note -> Json.object(
                                "peer", note.peer(), "outcome", note.outcome().toString(), "text", note.text()))
                        .toList(),
                "refusals",
                refusals.stream().map(Refusal::toJson).toList(),
                "localSettings",
                localSettings.forService(service).toJson());
    }

    private static JsonObject withPeer(String peer, ConfigDifference difference) {
        Map<String, JsonValue> members = new LinkedHashMap<>();
        members.put("peer", new JsonString(peer));
        members.put("path", new JsonString(difference.path().toString()));
        members.put("from", Json.value(difference.change().shownFrom()));
        members.put("to", Json.value(difference.change().shownTo()));
        members.put("text", new JsonString(difference.toString()));
        return JsonObject.of(members);
    }

    /** For people, over several lines, secrets masked. */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder();
        out.append("Source: ").append(source.orElse("none")).append('\n');
        for (Refusal refusal : refusals) {
            out.append("Nothing will be done: ").append(refusal.text()).append('\n');
            if (!refusal.advice().isEmpty()) {
                out.append("  ").append(refusal.advice()).append('\n');
            }
        }
        if (upToDate()) {
            out.append("Everything is up to date.\n");
        }
        int number = 1;
        for (PlanStep step : steps) {
            out.append(number++)
                    .append(". ")
                    .append(step.peer())
                    .append(" (")
                    .append(step.role())
                    .append("): ");
            out.append(step.action()).append(". ").append(step.interruption()).append('\n');
            step.changes().forEach(change -> out.append("   ").append(change).append('\n'));
            step.adopted()
                    .forEach(path -> out.append("   ")
                            .append(path)
                            .append(" comes from the source, since ")
                            .append(step.peer())
                            .append(" has none of its own.\n"));
            step.remarks().stream()
                    .limit(REMARKS)
                    .forEach(remark -> out.append("   ").append(remark).append(".\n"));
            if (step.remarks().size() > REMARKS) {
                out.append("   and ").append(step.remarks().size() - REMARKS).append(" more of this kind.\n");
            }
        }
        for (PeerNote note : notes) {
            out.append("-  ")
                    .append(note.peer())
                    .append(": ")
                    .append(note.outcome())
                    .append(". ");
            out.append(note.text()).append('\n');
            note.changes().forEach(change -> out.append("   ").append(change).append('\n'));
        }
        if (!localSettings.entries().isEmpty()) {
            out.append("What stays local to each peer:\n");
            localSettings
                    .forService(service)
                    .toString()
                    .lines()
                    .forEach(line -> out.append("   ").append(line).append('\n'));
        }
        return out.toString().stripTrailing();
    }
}
