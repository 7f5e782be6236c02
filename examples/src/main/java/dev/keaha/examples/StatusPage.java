package dev.keaha.examples;

import dev.keaha.controller.ManagedRelationship;
import dev.keaha.controller.RelationshipAddress;
import dev.keaha.controller.Survey;
import dev.keaha.health.DaemonVerdict;
import dev.keaha.health.Effect;
import dev.keaha.health.Health;
import dev.keaha.health.PeerVerdict;
import dev.keaha.health.Reason;
import dev.keaha.health.Verdict;
import dev.keaha.json.Json;
import dev.keaha.json.JsonArray;
import dev.keaha.json.JsonNull;
import dev.keaha.json.JsonObject;
import dev.keaha.json.JsonValue;
import dev.keaha.replication.ReplicationPlan;
import java.util.ArrayList;
import java.util.List;

/** What {@code status} and {@code watch} show. */
final class StatusPage {

    private final Health health;
    private final JsonObject json;
    private final String text;

    private StatusPage(Health health, JsonObject json, String text) {
        this.health = health;
        this.json = json;
        this.text = text;
    }

    String text(boolean asJson) {
        return asJson ? json.toJson() : text;
    }

    Health health() {
        return health;
    }

    /** One relationship, and what was seen of it. */
    record Look(ManagedRelationship relationship, Survey survey, ReplicationPlan plan) {

        Verdict verdict() {
            return survey.verdict().with(plan.reasons());
        }
    }

    static StatusPage of(ManagedRelationship relationship, Survey survey, ReplicationPlan plan) {
        Look look = new Look(relationship, survey, plan);
        Health health = look.verdict().health();
        return new StatusPage(
                health,
                page(relationship.service().word(), health, List.of(relationship(look))),
                people(relationship, survey, plan));
    }

    /** The relationships of the daemon at an address. */
    static StatusPage of(RelationshipAddress address, List<Look> looks) {
        if (looks.size() == 1) {
            Look only = looks.get(0);
            return of(only.relationship(), only.survey(), only.plan());
        }
        String service = address.service().word();
        String asked = address.endpoint().uri().toString();
        List<DaemonVerdict.Part> parts = new ArrayList<>();
        for (Look look : looks) {
            look.verdict().peers().stream()
                    .filter(peer -> peer.address().equals(asked))
                    .findFirst()
                    .ifPresent(self -> parts.add(new DaemonVerdict.Part(self.name(), look.verdict())));
        }
        StringBuilder text = new StringBuilder();
        List<JsonValue> relationships = new ArrayList<>();
        for (Look look : looks) {
            relationships.add(relationship(look));
            text.append("\n\n").append(people(look.relationship(), look.survey(), look.plan()));
        }
        if (parts.size() < looks.size()) {
            Health health = Health.worst(
                    looks.stream().map(look -> look.verdict().health()).toList());
            return new StatusPage(health, page(service, health, relationships), head(health, service, looks) + text);
        }
        DaemonVerdict daemon = DaemonVerdict.of(parts);
        JsonObject push = Json.object(
                "level", daemon.push().level().toString(), "why", daemon.push().why());
        return new StatusPage(
                daemon.health(),
                page(service, daemon.health(), relationships).with("push", push),
                head(daemon.health(), service, looks) + "\nIts configuration may be changed: "
                        + daemon.push().level() + ". " + daemon.push().why() + text);
    }

    private static String head(Health health, String service, List<Look> looks) {
        return health + "  (" + service + ", one server in " + looks.size() + " relationships)";
    }

    private static JsonObject relationship(Look look) {
        Verdict verdict = look.verdict();
        List<JsonValue> peers = new ArrayList<>();
        for (PeerVerdict peer : verdict.peers()) {
            peers.add(peer(peer, config(peer, look.survey(), look.plan())));
        }
        return Json.object(
                "id", look.relationship().id().toString(),
                "mode", look.survey().relationship().mode().word(),
                "health", verdict.health().word(),
                "source", verdict.source().orElse(null),
                "replication", verdict.replication().toString(),
                "peers", JsonArray.of(peers),
                "reasons", reasons(verdict.reasons()));
    }

    /** Nobody answered, and no relationship is known: the peers are those that were named. */
    static StatusPage down(RelationshipAddress address, Failure failure) {
        List<JsonValue> peers = new ArrayList<>();
        address.peers()
                .forEach((name, endpoint) -> peers.add(Json.object(
                        "name",
                        name,
                        "role",
                        "unknown",
                        "endpoint",
                        endpoint.uri().toString(),
                        "condition",
                        "unreachable",
                        "state",
                        null,
                        "scopes",
                        List.of(),
                        "version",
                        null,
                        "clockSkewSeconds",
                        null,
                        "config",
                        "unknown")));
        JsonObject reason = Json.object(
                "code", failure.code(),
                "effect", Effect.DOWN.toString(),
                "peer", null,
                "text", failure.text(),
                "advice", failure.advice());
        JsonObject json = page(
                address.service().word(),
                Health.SERVICE_DOWN,
                List.of(Json.object(
                        "id",
                        "unknown",
                        "mode",
                        "unknown",
                        "health",
                        Health.SERVICE_DOWN.word(),
                        "source",
                        null,
                        "replication",
                        "off",
                        "peers",
                        JsonArray.of(peers),
                        "reasons",
                        Json.array(reason))));
        return new StatusPage(
                Health.SERVICE_DOWN, json, Health.SERVICE_DOWN + "\n  " + failure.text() + "\n    " + failure.advice());
    }

    private static JsonObject page(String service, Health health, List<JsonValue> relationships) {
        return Json.object("service", service, "health", health.word(), "relationships", JsonArray.of(relationships));
    }

    private static JsonObject peer(PeerVerdict peer, String config) {
        return Json.object(
                "name", peer.name(),
                "role", peer.role().word(),
                "endpoint", peer.address(),
                "condition", peer.condition().toString(),
                "state", peer.state().map(state -> state.word()).orElse(null),
                "scopes", peer.scopes(),
                "version", peer.version().map(Object::toString).orElse(null),
                "clockSkewSeconds",
                        peer.clockSkew().map(skew -> skew.toSeconds()).orElse(null),
                "config", config);
    }

    private static String config(PeerVerdict peer, Survey survey, ReplicationPlan plan) {
        if (survey.verdict().source().filter(peer.name()::equals).isPresent()) {
            return "source";
        }
        return plan.comparison(peer.name()).toString();
    }

    private static JsonArray reasons(List<Reason> reasons) {
        return JsonArray.of(reasons.stream()
                .map(reason -> Json.object(
                        "code", reason.code().toString(),
                        "effect", reason.effect().toString(),
                        "peer", reason.peer().<JsonValue>map(Json::value).orElse(JsonNull.NULL),
                        "text", reason.text(),
                        "advice", reason.advice()))
                .toList());
    }

    private static String people(ManagedRelationship relationship, Survey survey, ReplicationPlan plan) {
        Verdict verdict = new Look(relationship, survey, plan).verdict();
        StringBuilder out = new StringBuilder();
        out.append(verdict.health())
                .append("  (")
                .append(relationship.service())
                .append(", ")
                .append(survey.relationship().mode())
                .append(")\n");
        out.append("Source of truth: ").append(verdict.source().orElse("none"));
        out.append("   Replication: ").append(verdict.replication()).append('\n');
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("peer", "role", "condition", "state", "serves", "config", "Kea", "address"));
        for (PeerVerdict peer : verdict.peers()) {
            rows.add(List.of(
                    peer.name(),
                    peer.role().word(),
                    peer.condition().toString(),
                    peer.state().map(state -> state.word()).orElse("-"),
                    peer.scopes().isEmpty() ? "-" : String.join(",", peer.scopes()),
                    config(peer, survey, plan),
                    peer.version().map(Object::toString).orElse("-"),
                    peer.address()));
        }
        out.append(Table.of(rows));
        for (Reason reason : verdict.reasons()) {
            String mark = reason.effect() == Effect.NONE ? "note" : reason.effect() == Effect.DOWN ? "DOWN" : "why";
            out.append(mark).append(": ").append(reason.text()).append('\n');
            if (!reason.advice().isEmpty()) {
                out.append("      ").append(reason.advice()).append('\n');
            }
        }
        return out.toString().stripTrailing();
    }
}
