package dev.keaha.replication;

import dev.keaha.config.DhcpService;
import dev.keaha.config.KeaConfig;
import dev.keaha.json.Json;
import dev.keaha.json.JsonArray;
import dev.keaha.json.JsonObject;
import dev.keaha.json.JsonString;
import dev.keaha.json.JsonValue;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The memory of a {@link ReplicationRun}: what is to be done, what is being done right now, how each peer ended, and the
 * configurations to put back. A value; stored before each change, it lets the next start finish or undo a run that was cut
 * off.
 *
 * <p>{@link #toJson} holds secrets in clear: store it where only the owner can read it.
 */
public final class RunJournal {

    private static final long FORMAT = 2;

    final DhcpService service;
    final Optional<String> source;
    final Optional<KeaConfig> sourceConfig;
    final List<String> peers;
    final List<String> pair;
    final List<RunTask> tasks;
    final List<PeerResult> results;
    final List<Refusal> refusals;
    final LocalSettings localSettings;
    final RunPosition at;
    final List<ProvenPair> proven;
    final List<ArchivedConfig> archived;
    final boolean cutOff;

    RunJournal(
            DhcpService service,
            Optional<String> source,
            Optional<KeaConfig> sourceConfig,
            List<String> peers,
            List<String> pair,
            List<RunTask> tasks,
            List<PeerResult> results,
            List<Refusal> refusals,
            LocalSettings localSettings,
            RunPosition at,
            List<ProvenPair> proven,
            List<ArchivedConfig> archived,
            boolean cutOff) {
        this.service = service;
        this.source = source;
        this.sourceConfig = sourceConfig;
        this.peers = List.copyOf(peers);
        this.pair = List.copyOf(pair);
        this.tasks = List.copyOf(tasks);
        this.results = List.copyOf(results);
        this.refusals = List.copyOf(refusals);
        this.localSettings = localSettings;
        this.at = at;
        this.proven = List.copyOf(proven);
        this.archived = List.copyOf(archived);
        this.cutOff = cutOff;
    }

    /**
     * This journal as JSON, to be stored.
     *
     * @return the whole journal, secrets in clear
     */
    public JsonObject toJson() {
        // A delta is taken up without whole configurations, and storing those would take longer than the delta.
        boolean whole = tasks.stream().anyMatch(task -> task.action() != StepAction.DELTA);
        JsonObject json = Json.object(
                "format", FORMAT,
                "service", service.word(),
                "peers", peers,
                "pair", pair,
                "tasks", list(tasks, RunTask::toJson),
                "results", list(results, PeerResult::toJson),
                "refusals", list(refusals, Refusal::toJson),
                "localSettings", localSettings.toJson(),
                "at", at.toJson(),
                "proven", list(proven, ProvenPair::toJson),
                "archived", list(whole ? archived : List.of(), ArchivedConfig::toJson),
                "cutOff", cutOff);
        json = source.isEmpty() ? json : json.with("source", new JsonString(source.get()));
        return !whole || sourceConfig.isEmpty()
                ? json
                : json.with("sourceConfig", sourceConfig.get().tree());
    }

    private static <T> JsonArray list(List<T> values, Function<T, ? extends JsonValue> toJson) {
        return JsonArray.of(values.stream().map(toJson).toList());
    }

    /**
     * Reads what {@link #toJson} wrote.
     *
     * @param json the whole journal
     * @return the journal
     * @throws IllegalArgumentException when this is no journal, or one of another format
     * @throws dev.keaha.config.KeaConfigException when a configuration in it is damaged
     */
    public static RunJournal fromJson(JsonObject json) {
        if (Stored.number(json, "format") != FORMAT) {
            throw new IllegalArgumentException("A journal of format " + Stored.number(json, "format") + ", expected "
                    + FORMAT + ". Finish the run with the release that began it.");
        }
        DhcpService service = DhcpService.of(Stored.text(json, "service"))
                .orElseThrow(() -> new IllegalArgumentException("A journal of no DHCP service"));
        return new RunJournal(
                service,
                json.text("source"),
                json.object("sourceConfig").map(KeaConfig::of),
                Stored.array(json, "peers").texts().toList(),
                Stored.array(json, "pair").texts().toList(),
                list(json, "tasks", task -> RunTask.fromJson(task, service)),
                list(json, "results", PeerResult::fromJson),
                list(json, "refusals", Refusal::fromJson),
                LocalSettings.fromJson(Stored.array(json, "localSettings")),
                RunPosition.fromJson(Stored.object(json, "at")),
                list(json, "proven", ProvenPair::fromJson),
                list(json, "archived", ArchivedConfig::fromJson),
                Stored.bool(json, "cutOff"));
    }

    private static <T> List<T> list(JsonObject json, String name, Function<JsonObject, T> fromJson) {
        return Stored.array(json, name).objects().map(fromJson).toList();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RunJournal that && toJson().equals(that.toJson());
    }

    @Override
    public int hashCode() {
        return Objects.hash(service, source, at);
    }

    /** Where the run is; no configuration. */
    @Override
    public String toString() {
        return at.task() >= tasks.size()
                ? "done"
                : tasks.get(at.task()).peer() + ": " + at.phase() + " (" + (at.task() + 1) + " of " + tasks.size()
                        + ")";
    }
}
