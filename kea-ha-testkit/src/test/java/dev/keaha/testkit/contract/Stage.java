package dev.keaha.testkit.contract;

import dev.keaha.config.DhcpService;
import dev.keaha.config.KeaConfig;
import dev.keaha.ha.HaMode;
import dev.keaha.json.Json;
import dev.keaha.json.JsonArray;
import dev.keaha.json.JsonNull;
import dev.keaha.json.JsonObject;
import dev.keaha.json.JsonValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/** Where a scenario happens: what is done to the servers, and what they did. */
final class Stage {

    private static final Duration SOON = Duration.ofSeconds(40);

    private final Subject subject;
    private final Setting setting;
    private final Talk talk;
    private final List<Long> actions = new ArrayList<>();
    private final List<Start> starts = new ArrayList<>();
    private JsonArray seen = JsonArray.empty();
    private long zero;
    private int before;

    Stage(Subject subject, Setting setting) {
        this.subject = subject;
        this.setting = setting;
        this.talk = new Talk(subject, subject.file("server1"));
    }

    Subject subject() {
        return subject;
    }

    DhcpService service() {
        return setting.service();
    }

    // ---- doing

    /** When a server was being started. */
    private record Start(String server, long from, long to) {}

    private void start(String server, Runnable action) {
        long from = subject.now();
        act(action);
        starts.add(new Start(server, from, subject.now()));
    }

    private void act(Runnable action) {
        actions.add(subject.now());
        action.run();
        actions.add(subject.now());
    }

    void kill(String server) {
        act(() -> subject.kill(server));
    }

    void restart(String server) {
        start(server, () -> subject.restart(server));
    }

    void restart(String server, Duration clockAhead) {
        start(server, () -> subject.restart(server, clockAhead));
    }

    void pause(String server) {
        act(() -> subject.pause(server));
    }

    void resume(String server) {
        act(() -> subject.resume(server));
    }

    void pass(double seconds) {
        subject.pass(Duration.ofMillis((long) (seconds * 1000)));
    }

    /** Sends a command; its answer is part of what is compared. */
    void send(String server, String command, Object arguments) {
        JsonValue[] answer = {JsonNull.NULL};
        act(() -> answer[0] = talk.normal(talk.ask(server, command, arguments)));
        seen = seen.with(Json.object("server", server, "command", command, "answer", answer[0]));
    }

    void send(String server, String command) {
        send(server, command, null);
    }

    /** Sets the configuration that a server has in its file. */
    void configSet(String server) {
        send(server, "config-set", KeaConfig.of(service(), subject.file(server)).tree());
    }

    void configSet(String server, java.util.function.UnaryOperator<JsonObject> change) {
        send(
                server,
                "config-set",
                KeaConfig.of(service(), subject.file(server)).with(change).tree());
    }

    // ---- looking

    /** A server's status; empty where it does not answer. */
    private JsonObject statusGet(String server) {
        return talk.ask(server, "status-get", null) instanceof JsonObject answer
                ? answer.object("arguments").orElse(JsonObject.empty())
                : JsonObject.empty();
    }

    private static Optional<JsonObject> ha(JsonObject status) {
        return status.array("high-availability")
                .flatMap(list -> list.objects().findFirst())
                .flatMap(one -> one.object("ha-servers"));
    }

    private Optional<JsonObject> status(String server) {
        return ha(statusGet(server));
    }

    private Optional<JsonObject> local(String server) {
        return status(server).flatMap(servers -> servers.object("local"));
    }

    private boolean isIn(String server, List<String> states) {
        return local(server)
                .flatMap(local -> local.text("state"))
                .filter(states::contains)
                .isPresent();
    }

    void await(String server, String... states) {
        subject.await(server + " in " + String.join(" or ", states), () -> isIn(server, List.of(states)), SOON);
    }

    /** Waits until all are in their normal state, and know it of each other. */
    void awaitNormal() {
        subject.await(
                "normal",
                () -> subject.servers().stream().allMatch(server -> isIn(server, normal(server)) && knows(server)),
                SOON);
    }

    /** Whether what a server last heard of its partner is how the partner is now; true where it does not ask. */
    private boolean knows(String server) {
        Optional<JsonObject> remote = status(server).flatMap(servers -> servers.object("remote"));
        if (remote.isEmpty() || setting.mode().equals(HaMode.PASSIVE_BACKUP)) {
            return true;
        }
        Optional<JsonObject> partner = local(server.equals("server1") ? "server2" : "server1");
        return partner.isPresent()
                && normal(server).contains(remote.get().text("last-state").orElse(""))
                && remote.get().array("last-scopes").equals(partner.get().array("scopes"));
    }

    /** Waits until a server has asked its partner in vain. */
    void awaitUnavailable(String server) {
        subject.await(
                server + " missing its partner",
                () -> status(server)
                        .flatMap(servers -> servers.object("remote"))
                        .flatMap(remote -> remote.text("last-state"))
                        .filter("unavailable"::equals)
                        .isPresent(),
                SOON);
    }

    private List<String> normal(String server) {
        boolean backup = setting.mode().equals(HaMode.PASSIVE_BACKUP) && !server.equals("server1");
        return List.of(backup ? "backup" : setting.mode().word());
    }

    /** From here on transitions are compared. */
    void mark() {
        zero = subject.now();
        before = subject.transitions().size();
    }

    /** Records scopes, the view of the partner and whether DHCP is on. */
    void look(String... servers) {
        for (String server : servers) {
            JsonObject status = statusGet(server);
            JsonObject all = ha(status).orElse(JsonObject.empty());
            JsonObject local = all.object("local").orElse(JsonObject.empty());
            JsonObject remote = all.object("remote").orElse(JsonObject.empty());
            seen = seen.with(Json.object(
                    "look", server,
                    "state", Json.value(local.get("state")),
                    "scopes", Json.value(local.get("scopes")),
                    "partner", Json.value(remote.get("last-state")),
                    "in-touch", Json.value(remote.get("in-touch")),
                    "interrupted", Json.value(remote.get("communication-interrupted")),
                    "partner-scopes", Json.value(remote.get("last-scopes")),
                    "dhcp", status.object("dhcp-state").orElse(JsonObject.empty())));
        }
    }

    /** How many leases a server has. */
    void leases(String server) {
        String command = service() == DhcpService.DHCP4 ? "lease4-get-all" : "lease6-get-all";
        send(server, command);
    }

    /**
     * What is compared. When a server moved is told from the last thing that was done or that moved before, since how long
     * it takes to do things is the machine's affair.
     */
    JsonObject result() {
        List<Subject.Transition> all = subject.transitions();
        List<Subject.Transition> since = all.subList(before, all.size());
        JsonObject states = JsonObject.empty();
        for (String server : subject.servers()) {
            states = states.with(
                    server,
                    JsonArray.of(since.stream()
                            .filter(one -> one.server().equals(server))
                            .map(one -> Json.object(
                                    "state", one.state(), "at", one.at() - zero, "after", one.at() - cause(all, one)))
                            .toList()));
        }
        return Json.object("transitions", states, "seen", seen);
    }

    private long cause(List<Subject.Transition> all, Subject.Transition one) {
        // how long a process takes to start says nothing of Kea
        if (starts.stream()
                .anyMatch(start ->
                        start.server().equals(one.server()) && start.from() <= one.at() && one.at() <= start.to())) {
            return one.at();
        }
        LongStream moves = all.stream().mapToLong(Subject.Transition::at).filter(at -> at < one.at());
        LongStream deeds = actions.stream().mapToLong(at -> at).filter(at -> at <= one.at());
        return LongStream.concat(moves, deeds).max().orElse(one.at());
    }
}
