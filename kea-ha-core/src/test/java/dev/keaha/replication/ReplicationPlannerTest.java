package dev.keaha.replication;

import static dev.keaha.replication.Trio.BACKUP;
import static dev.keaha.replication.Trio.PARTNER;
import static dev.keaha.replication.Trio.PRIMARY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keaha.command.RunningConfig;
import dev.keaha.command.TransportFailure;
import dev.keaha.config.DhcpService;
import dev.keaha.config.KeaConfig;
import dev.keaha.config.KeaVersion;
import dev.keaha.ha.HaMode;
import dev.keaha.ha.HaState;
import dev.keaha.health.Health;
import dev.keaha.health.Reason;
import dev.keaha.health.ReasonCode;
import dev.keaha.health.ReplicationState;
import dev.keaha.health.Verdict;
import dev.keaha.json.Json;
import dev.keaha.json.JsonArray;
import dev.keaha.json.JsonNumber;
import dev.keaha.json.JsonObject;
import dev.keaha.json.JsonString;
import dev.keaha.json.RandomJson;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ReplicationPlannerTest {

    private static final UnaryOperator<JsonObject> CHANGED = Trio.withSubnet(7);

    private static Trio drifted(HaMode mode) {
        Trio trio = new Trio(mode);
        trio.peer(PRIMARY).running = trio.peer(PRIMARY).running.with(CHANGED);
        return trio;
    }

    private static PeerNote note(ReplicationPlan plan, String peer) {
        return plan.notes().stream()
                .filter(note -> note.peer().equals(peer))
                .findFirst()
                .orElseThrow();
    }

    private static PlanRequest edit(Trio trio, String source, UnaryOperator<JsonObject> change) {
        return trio.request(source).withEdit(trio.peer(source).running.with(change));
    }

    private static PlanRequest with(PlanRequest request, Verdict verdict) {
        return new PlanRequest(
                request.service(),
                request.relationship(),
                verdict,
                request.snapshots(),
                request.localSettings(),
                request.policy(),
                request.proven(),
                request.edit());
    }

    private static Verdict verdict(Verdict like, Optional<String> source, ReplicationState state, ReasonCode... codes) {
        List<Reason> reasons = new ArrayList<>();
        for (ReasonCode code : codes) {
            reasons.add(new Reason(code, Optional.empty(), "Because of " + code + ".", "", Optional.empty()));
        }
        return new Verdict(Health.IMPAIRED, source, state, like.peers(), reasons);
    }

    // What is done.

    @Test
    void equalPeersGetNoStep() {
        ReplicationPlan plan = ReplicationPlanner.plan(new Trio(HaMode.LOAD_BALANCING).request(PRIMARY));

        assertThat(plan.upToDate()).isTrue();
        assertThat(plan.steps()).isEmpty();
        assertThat(plan.changes()).isEmpty();
        assertThat(plan.comparison(PRIMARY)).isEqualTo(Comparison.SOURCE);
        assertThat(plan.comparison(PARTNER)).isEqualTo(Comparison.EQUAL);
        assertThat(plan.toString())
                .startsWith("""
                Source: server1
                Everything is up to date.
                -  server1: up-to-date. It is the source.
                -  server3: up-to-date. It has the source's configuration already.
                -  server2: up-to-date. It has the source's configuration already.
                What stays local to each peer:
                   each server has its own way in: control-socket, control-sockets (since 2.7.2)
                   interface names and addresses belong to the host: interfaces-config
                """)
                .contains("libdhcp_ha.so this-server-name")
                .doesNotContain("subnet6");
    }

    @Test
    void equalPeersGetNoStepWhateverTheirConfiguration() {
        long seed = RandomJson.seed();
        RandomConfig random = new RandomConfig(seed);
        Trio trio = new Trio(HaMode.LOAD_BALANCING);
        for (int i = 0; i < RandomJson.cases(Boolean.getBoolean("kea.ha.nightly") ? 100_000 : 20_000); i++) {
            KeaConfig source = random.config(PRIMARY);
            trio.peer(PRIMARY).running = source;
            for (String peer : List.of(PARTNER, BACKUP)) {
                trio.peer(peer).running = LocalSettings.DEFAULT
                        .overlay(source, random.config(peer), peer)
                        .config();
            }

            assertThat(ReplicationPlanner.plan(trio.request(PRIMARY)).upToDate())
                    .as("seed %d, case %d", seed, i)
                    .isTrue();
        }
    }

    @Test
    void aStepTellsWhatItChanges() {
        ReplicationPlan plan =
                ReplicationPlanner.plan(drifted(HaMode.HOT_STANDBY).request(PRIMARY));

        assertThat(plan.upToDate()).isFalse();
        assertThat(plan.steps()).extracting(PlanStep::peer).containsExactly(BACKUP, PARTNER);
        assertThat(plan.steps()).allMatch(PlanStep::disruptive);
        assertThat(plan.comparison(PARTNER)).isEqualTo(Comparison.DIFFERENT);
        assertThat(plan.toJson()
                        .without("notes")
                        .without("refusals")
                        .without("localSettings")
                        .toJson())
                .isEqualTo("{\"source\":\"server1\",\"upToDate\":false,\"steps\":["
                        + "{\"peer\":\"server3\",\"action\":\"config-set\",\"disruptive\":true,\"interruption\":"
                        + "{\"clients\":\"nobody\",\"milliseconds\":0,\"why\":\"No client notices: a backup serves nobody.\"},"
                        + "\"adopted\":[],\"remarks\":[]},"
                        + "{\"peer\":\"server2\",\"action\":\"config-set\",\"disruptive\":true,\"interruption\":"
                        + "{\"clients\":\"late\",\"milliseconds\":30,\"why\":\"Answers may come up to 30 ms late, since the"
                        + " primary waits for the standby to take lease updates.\"},\"adopted\":[],\"remarks\":[]}],"
                        + "\"changes\":["
                        + "{\"peer\":\"server3\",\"path\":\"subnet4[id=7]\",\"from\":null,\"to\":"
                        + Trio.subnet(7).toJson() + ",\"text\":\"subnet 7 (192.0.7.0/24): added\"},"
                        + "{\"peer\":\"server2\",\"path\":\"subnet4[id=7]\",\"from\":null,\"to\":"
                        + Trio.subnet(7).toJson() + ",\"text\":\"subnet 7 (192.0.7.0/24): added\"}]}");
    }

    @Test
    void theSameRequestGivesTheSamePlan() {
        PlanRequest request = drifted(HaMode.LOAD_BALANCING).request(PRIMARY);
        PlanRequest again = drifted(HaMode.LOAD_BALANCING).request(PRIMARY);

        assertThat(ReplicationPlanner.plan(request)).isEqualTo(ReplicationPlanner.plan(again));
        assertThat(ReplicationPlanner.plan(request))
                .hasToString(ReplicationPlanner.plan(again).toString());
    }

    @Test
    void settingsThatHadToBeTakenFromTheSourceAreNamed() {
        Trio trio = new Trio(HaMode.LOAD_BALANCING);
        trio.peer(PRIMARY).running = trio.peer(PRIMARY)
                .running
                .with(dhcp -> dhcp.withArray(
                        "hooks-libraries",
                        hooks -> hooks.with(Json.object("library", "/server1/libdhcp_stat_cmds.so"))));

        assertThat(ReplicationPlanner.plan(trio.request(PRIMARY)).toString())
                .contains(
                        "hooks-libraries[libdhcp_stat_cmds.so].library comes from the source, since server2 has none");
    }

    // What it costs.

    @ParameterizedTest
    @CsvSource({
        "load-balancing, server1, some, 1030, false",
        "hot-standby, server1, all, 1030, false",
        "passive-backup, server1, all, 30, false"
    })
    void anEditOfTheSourceCosts(String mode, String source, String clients, long millis, boolean consent) {
        Trio trio = new Trio(HaMode.of(mode));

        PlanStep step =
                ReplicationPlanner.plan(edit(trio, source, CHANGED)).steps().get(0);

        assertThat(step.source()).isTrue();
        assertThat(step.action()).isEqualTo(StepAction.CONFIG_SET);
        assertThat(step.interruption().clients()).hasToString(clients);
        assertThat(step.interruption().time()).isEqualTo(Duration.ofMillis(millis));
        assertThat(step.needsConsent()).isEqualTo(consent);
    }

    @Test
    void aPrimaryThatIsMissedForLongNeedsConsent() {
        Trio trio = new Trio(HaMode.HOT_STANDBY);
        trio.peers
                .values()
                .forEach(peer -> peer.running =
                        peer.running.with(Trio.ha(entry -> entry.with("heartbeat-delay", JsonNumber.of(10_000)))));
        PlanRequest request = edit(trio, PRIMARY, CHANGED);
        ReplicationPolicy rolling = ReplicationPolicy.DEFAULT.withFullPush(ReplicationPolicy.FullPush.ROLLING);

        ReplicationPlan refused = ReplicationPlanner.plan(request.withPolicy(rolling));
        ReplicationPlan allowed = ReplicationPlanner.plan(request.withPolicy(rolling.withAllowInterruption(true)));

        assertThat(refused.refusals()).extracting(Refusal::code).containsExactly(Refusal.Code.INTERRUPTION);
        assertThat(refused.refusals().get(0).text()).contains("10 s");
        assertThat(refused.steps()).isEmpty();
        assertThat(refused.changes()).containsOnlyKeys(PRIMARY, PARTNER, BACKUP);
        assertThat(allowed.refusals()).isEmpty();
        assertThat(allowed.steps()).hasSize(3);
    }

    @Test
    void timeGrowsWithTheSize() {
        Trio trio = new Trio(HaMode.LOAD_BALANCING);
        JsonArray reservations = JsonArray.of(java.util.stream.IntStream.range(0, 10)
                .mapToObj(i -> Json.object("duid", "0" + i))
                .toList());
        JsonArray subnets = JsonArray.of(java.util.stream.IntStream.range(0, 5_000)
                .mapToObj(i -> Trio.subnet(i).with("reservations", reservations))
                .toList());
        JsonObject network = Json.object("name", "n", "subnet4", subnets);

        PlanStep small =
                ReplicationPlanner.plan(edit(trio, PRIMARY, CHANGED)).steps().get(0);
        PlanStep large = ReplicationPlanner.plan(edit(
                        trio,
                        PRIMARY,
                        dhcp -> dhcp.with("subnet4", subnets).with("shared-networks", Json.array(network))))
                .steps()
                .get(0);

        // 10,000 subnets with 10 reservations each: 7.1 s were measured on 2.6.
        assertThat(large.interruption().time().minus(small.interruption().time()))
                .isBetween(Duration.ofSeconds(6), Duration.ofSeconds(8));
        assertThat(large.answerWithin()).isGreaterThan(Duration.ofSeconds(90));
        assertThat(large.normalWithin()).isGreaterThan(small.normalWithin());
    }

    // The lone survivor.

    @ParameterizedTest
    @EnumSource(TransportFailure.class)
    void onlyAPartnerThatIsLostForSureLetsTheSurvivorGoTheShortWay(TransportFailure failure) {
        Trio trio = new Trio(HaMode.LOAD_BALANCING);
        trio.peer(PRIMARY).die(failure);
        boolean lost = trio.peer(PRIMARY).condition().name().matches("UNREACHABLE|OFFLINE");

        ReplicationPlan plan = ReplicationPlanner.plan(edit(trio, PARTNER, CHANGED));

        if (lost) {
            assertThat(plan.refusals()).isEmpty();
            assertThat(plan.steps()).extracting(PlanStep::peer).containsExactly(PARTNER, BACKUP);
            assertThat(plan.steps().get(0).action()).isEqualTo(StepAction.CONFIG_SET_ALONE);
            assertThat(plan.steps().get(0).needsConsent()).isFalse();
        } else {
            assertThat(plan.refusals()).extracting(Refusal::code).containsExactly(Refusal.Code.INTERRUPTION);
            assertThat(plan.refusals().get(0).text()).contains("20 s");
        }
    }

    @Test
    void aSurvivorThatIsNotInPartnerDownNeedsConsent() {
        Trio trio = new Trio(HaMode.HOT_STANDBY);
        trio.peer(PRIMARY).die(TransportFailure.REFUSED);
        trio.peer(PARTNER).state = HaState.HOT_STANDBY;
        PlanRequest request = edit(trio, PARTNER, CHANGED);

        assertThat(ReplicationPlanner.plan(request).refusals())
                .extracting(Refusal::code)
                .containsExactly(Refusal.Code.INTERRUPTION);
        assertThat(ReplicationPlanner.plan(request.withPolicy(ReplicationPolicy.DEFAULT.withAllowInterruption(true)))
                        .steps()
                        .get(0)
                        .action())
                .isEqualTo(StepAction.CONFIG_SET_INTERRUPTING);
    }

    // Peers without a step.

    @Test
    void aPeerThatDoesNotAnswerIsNotTried() {
        Trio trio = drifted(HaMode.LOAD_BALANCING);
        trio.peer(BACKUP).die(TransportFailure.REFUSED);

        ReplicationPlan plan = ReplicationPlanner.plan(trio.request(PRIMARY));

        assertThat(note(plan, BACKUP).outcome()).isEqualTo(PeerOutcome.NOT_TRIED);
        assertThat(note(plan, BACKUP).text()).contains("server3 does not answer.");
        assertThat(plan.steps()).extracting(PlanStep::peer).containsExactly(PARTNER);
        assertThat(plan.upToDate()).isFalse();
        assertThat(plan.comparison(BACKUP)).isEqualTo(Comparison.UNKNOWN);
    }

    @Test
    void aPeerThatTheVerdictDoesNotLetUsPushToIsNotTried() {
        Trio trio = drifted(HaMode.LOAD_BALANCING);
        trio.peer(BACKUP).state = HaState.WAITING;

        ReplicationPlan plan = ReplicationPlanner.plan(trio.request(PRIMARY));

        assertThat(note(plan, BACKUP).outcome()).isEqualTo(PeerOutcome.NOT_TRIED);
        assertThat(note(plan, BACKUP).text()).isEqualTo("server3 is settling.");
        assertThat(plan.comparison(BACKUP)).isEqualTo(Comparison.DIFFERENT);
    }

    @ParameterizedTest
    @CsvSource({"3.0.4, 3.0.1, 0", "3.0.4, 2.6.3, 1", "2.2.0, 2.6.3, 1", "3.2.0, 3.0.4, 0"})
    void whatAnotherGenerationDoesNotKnowIsNeverSent(String source, String peer, int remarks) {
        Trio trio = drifted(HaMode.LOAD_BALANCING);
        trio.peers.values().forEach(other -> other.version = KeaVersion.parse(source));
        trio.peer(PRIMARY).running = trio.peer(PRIMARY).running.with(dhcp -> dhcp.with("ddns-ttl", Json.value(60)));
        trio.peer(BACKUP).version = KeaVersion.parse(peer);

        ReplicationPlan plan = ReplicationPlanner.plan(trio.request(PRIMARY));

        assertThat(plan.steps()).extracting(PlanStep::peer).containsExactly(BACKUP, PARTNER);
        PlanStep backup = plan.steps().get(0);
        assertThat(backup.remarks()).hasSize(remarks);
        assertThat(backup.target().dhcp().has("ddns-ttl")).isEqualTo(remarks == 0);
        assertThat(plan.toString().contains("ddns-ttl: left out, since Kea 2.6.3 does not know it."))
                .isEqualTo(remarks > 0);
    }

    @Test
    void whatAnotherGenerationCannotHaveIsRefusedBeforehand() {
        Trio trio = drifted(HaMode.LOAD_BALANCING);
        trio.peer(PRIMARY).running = trio.peer(PRIMARY)
                .running
                .with(dhcp -> dhcp.with(
                        "option-data", Json.array(Json.object("code", 3, "client-classes", Json.array("a")))));
        trio.peer(BACKUP).version = KeaVersion.of(2, 6, 3);

        ReplicationPlan plan = ReplicationPlanner.plan(trio.request(PRIMARY));

        assertThat(plan.steps()).extracting(PlanStep::peer).containsExactly(PARTNER);
        assertThat(note(plan, BACKUP).outcome()).isEqualTo(PeerOutcome.REFUSED);
        assertThat(note(plan, BACKUP).text())
                .startsWith(
                        "It runs Kea 2.6.3 and the source 3.0.4, and this cannot be brought there: Kea 2.6.3 has no way");
    }

    @Test
    void anotherGenerationThatIsEqualAsFarAsItCanIsUpToDate() {
        Trio trio = new Trio(HaMode.LOAD_BALANCING);
        trio.peer(PRIMARY).running =
                trio.peer(PRIMARY).running.with(dhcp -> dhcp.with("allocator", Json.value("random")));
        trio.peer(PARTNER).running =
                trio.peer(PARTNER).running.with(dhcp -> dhcp.with("allocator", Json.value("random")));
        trio.peer(BACKUP).version = KeaVersion.of(2, 2, 0);

        ReplicationPlan plan = ReplicationPlanner.plan(trio.request(PRIMARY));

        assertThat(plan.upToDate()).as("%s", plan).isTrue();
        assertThat(note(plan, BACKUP).text())
                .isEqualTo(
                        "It has the source's configuration already, as far as Kea 2.2.0 can have it: allocator: left out,"
                                + " since Kea 2.2.0 does not know it.");
    }

    private static JsonObject relationship(String name, String partner, int host) {
        return Json.object(
                "this-server-name",
                name,
                "mode",
                "hot-standby",
                "peers",
                Json.array(
                        Json.object("name", name, "url", "http://198.51.100." + host + ":1/", "role", "primary"),
                        Json.object("name", partner, "url", "http://198.51.100.9:1/", "role", "standby")));
    }

    private static UnaryOperator<JsonObject> relationships(UnaryOperator<JsonArray> change) {
        return dhcp -> dhcp.withArray(
                "hooks-libraries",
                hooks -> hooks.map(hook -> {
                    JsonObject object = (JsonObject) hook;
                    return object.object("parameters").isPresent()
                            ? object.withObject("parameters", p -> p.withArray("high-availability", change))
                            : object;
                }));
    }

    @Test
    void aHubIsNeverOverwritten() {
        Trio trio = drifted(HaMode.HOT_STANDBY);
        trio.peer(PARTNER).running =
                trio.peer(PARTNER).running.with(relationships(list -> list.with(relationship("other1", "other2", 1))));

        ReplicationPlan plan = ReplicationPlanner.plan(trio.request(PRIMARY));

        assertThat(note(plan, PARTNER).outcome()).isEqualTo(PeerOutcome.REFUSED);
        assertThat(note(plan, PARTNER).text()).contains("2 relationships (hub and spoke)");
        assertThat(plan.comparison(PARTNER)).isEqualTo(Comparison.UNKNOWN);
    }

    @Test
    void aHubIsNeverCopied() {
        Trio trio = drifted(HaMode.HOT_STANDBY);
        trio.peer(PRIMARY).running =
                trio.peer(PRIMARY).running.with(relationships(list -> list.with(relationship("other1", "other2", 1))));

        ReplicationPlan plan = ReplicationPlanner.plan(trio.request(PRIMARY));

        assertThat(plan.refusals()).extracting(Refusal::code).containsExactly(Refusal.Code.SEVERAL_RELATIONSHIPS);
        assertThat(plan.steps()).isEmpty();
    }

    @Test
    void aServerOfAnotherRelationshipIsNotOverwritten() {
        Trio trio = drifted(HaMode.HOT_STANDBY);
        for (JsonObject other : List.of(relationship("x", "y", 1), relationship("server2", "server1", 1))) {
            trio.peer(PARTNER).running = trio.peer(PARTNER).running.with(relationships(list -> Json.array(other)));

            PeerNote note = note(ReplicationPlanner.plan(trio.request(PRIMARY)), PARTNER);

            assertThat(note.outcome()).isEqualTo(PeerOutcome.REFUSED);
            assertThat(note.text()).contains("is another one");
        }
    }

    @Test
    void highAvailabilityIsNeverSetUpUnasked() {
        Trio trio = drifted(HaMode.HOT_STANDBY);
        trio.peer(PARTNER).running = trio.peer(PARTNER).running.with(dhcp -> dhcp.without("hooks-libraries"));

        assertThat(note(ReplicationPlanner.plan(trio.request(PRIMARY)), PARTNER).text())
                .contains("never set up unasked");
    }

    @Test
    void aChangedHaSectionIsReplicated() {
        Trio trio = new Trio(HaMode.LOAD_BALANCING);
        trio.peer(PRIMARY).running =
                trio.peer(PRIMARY).running.with(Trio.ha(entry -> entry.with("max-ack-delay", JsonNumber.of(5000))));

        ReplicationPlan plan = ReplicationPlanner.plan(trio.request(PRIMARY));

        assertThat(plan.steps()).hasSize(2);
        assertThat(plan.changes().get(PARTNER))
                .singleElement()
                .hasToString("hook libdhcp_ha.so: parameters.high-availability[0].max-ack-delay added 5000");
    }

    // What stands against the whole.

    @Test
    void nothingIsDoneWhenTheServiceIsDown() {
        PlanRequest request = drifted(HaMode.LOAD_BALANCING).request(PRIMARY);
        Verdict down = verdict(request.verdict(), Optional.empty(), ReplicationState.OFF, ReasonCode.NO_SOURCE);

        for (PlanRequest asked :
                List.of(with(request, down), with(edit(drifted(HaMode.LOAD_BALANCING), PRIMARY, CHANGED), down))) {
            ReplicationPlan plan = ReplicationPlanner.plan(asked);

            assertThat(plan.serviceDown()).isTrue();
            assertThat(plan.refusals().get(0).text()).contains("Because of no-source.");
            assertThat(plan.steps()).isEmpty();
            assertThat(plan.notes()).hasSize(3).allMatch(note -> note.outcome() == PeerOutcome.NOT_TRIED);
            assertThat(plan.toJson().text("source")).isEmpty();
        }
    }

    @Test
    void nothingIsDoneWhileTheVerdictHolds() {
        PlanRequest request = drifted(HaMode.LOAD_BALANCING).request(PRIMARY);
        ReplicationPlan plan = ReplicationPlanner.plan(with(
                request,
                verdict(request.verdict(), Optional.of(PRIMARY), ReplicationState.HELD, ReasonCode.SPLIT_BRAIN)));

        assertThat(plan.refusals()).extracting(Refusal::code).containsExactly(Refusal.Code.HELD);
        assertThat(plan.refusals().get(0).text()).contains("Because of split-brain.");
        assertThat(plan.steps()).isEmpty();
        assertThat(plan.changes()).as("but what differs is shown").containsOnlyKeys(PARTNER, BACKUP);
        assertThat(plan.comparison(PARTNER)).isEqualTo(Comparison.DIFFERENT);
    }

    @Test
    void nothingIsDoneWithAConfigBackendOnAnyPeer() {
        for (String peer : List.of(PRIMARY, PARTNER, BACKUP)) {
            Trio trio = drifted(HaMode.LOAD_BALANCING);
            trio.peer(peer).running = trio.peer(peer)
                    .running
                    .with(dhcp -> dhcp.with(
                            "config-control",
                            Json.object("config-databases", Json.array(Json.object("type", "mysql")))));

            for (PlanRequest request : List.of(trio.request(PRIMARY), edit(trio, PRIMARY, Trio.withSubnet(8)))) {
                ReplicationPlan plan = ReplicationPlanner.plan(request);
                assertThat(plan.refusals()).extracting(Refusal::code).containsExactly(Refusal.Code.CONFIG_BACKEND);
                assertThat(plan.steps()).isEmpty();
            }
        }
    }

    @Test
    void switchedOffMeansThatOnlyTheSourceIsChanged() {
        Trio trio = drifted(HaMode.LOAD_BALANCING);
        ReplicationPolicy off = ReplicationPolicy.DEFAULT.withReplicate(false);

        ReplicationPlan plain = ReplicationPlanner.plan(trio.request(PRIMARY).withPolicy(off));
        ReplicationPlan edited =
                ReplicationPlanner.plan(edit(trio, PRIMARY, Trio.withSubnet(8)).withPolicy(off));

        assertThat(plain.refusals()).extracting(Refusal::code).containsExactly(Refusal.Code.SWITCHED_OFF);
        assertThat(edited.steps()).extracting(PlanStep::peer).containsExactly(PRIMARY);
        assertThat(note(edited, PARTNER).text()).contains("keaReplicateConfig is 0");

        PlanRequest request = trio.request(PRIMARY);
        Verdict told = verdict(
                request.verdict(), Optional.of(PRIMARY), ReplicationState.OFF, ReasonCode.REPLICATION_SWITCHED_OFF);
        assertThat(ReplicationPlanner.plan(with(request, told)).refusals())
                .extracting(Refusal::code)
                .containsExactly(Refusal.Code.SWITCHED_OFF);
    }

    @Test
    void nothingIsDoneWithoutTheSourcesConfiguration() {
        PlanRequest request = drifted(HaMode.LOAD_BALANCING).request(PRIMARY);
        Map<String, PeerSnapshot> others = new HashMap<>(request.snapshots());
        others.remove(PRIMARY);

        ReplicationPlan plan = ReplicationPlanner.plan(
                PlanRequest.of(request.service(), request.relationship(), request.verdict(), others));

        assertThat(plan.refusals()).extracting(Refusal::code).containsExactly(Refusal.Code.SOURCE_NOT_READ);
        assertThat(plan.notes()).hasSize(3);
    }

    @Test
    void aSourceThatIsSomebodyElseIsNotBelieved() {
        for (UnaryOperator<JsonObject> wrong : List.<UnaryOperator<JsonObject>>of(
                Trio.ha(entry -> entry.with("this-server-name", new JsonString(PARTNER))),
                dhcp -> dhcp.without("hooks-libraries"))) {
            PlanRequest request = drifted(HaMode.LOAD_BALANCING).request(PRIMARY);
            Map<String, PeerSnapshot> snapshots = new HashMap<>(request.snapshots());
            snapshots.computeIfPresent(
                    PRIMARY,
                    (name, old) -> new PeerSnapshot(
                            name,
                            old.version(),
                            new RunningConfig(old.running().config().with(wrong), Optional.empty()),
                            old.commands()));

            ReplicationPlan plan = ReplicationPlanner.plan(
                    PlanRequest.of(request.service(), request.relationship(), request.verdict(), snapshots));

            assertThat(plan.refusals()).extracting(Refusal::code).containsExactly(Refusal.Code.WRONG_SERVER);
            assertThat(plan.steps()).isEmpty();
        }
    }

    @Test
    void anEditStaysWithinTheRelationship() {
        Trio trio = new Trio(HaMode.LOAD_BALANCING);
        for (UnaryOperator<JsonObject> forbidden : List.<UnaryOperator<JsonObject>>of(
                Trio.ha(entry -> entry.with("this-server-name", new JsonString(PARTNER))),
                Trio.ha(entry -> entry.with("mode", new JsonString("hot-standby"))),
                Trio.ha(entry -> entry.withArray(
                        "peers",
                        peers -> peers.map(peer -> ((JsonObject) peer).with("role", new JsonString("backup"))))),
                relationships(list -> list.with(relationship("x", "y", 3))),
                dhcp -> dhcp.without("hooks-libraries"))) {
            ReplicationPlan plan = ReplicationPlanner.plan(edit(trio, PRIMARY, forbidden));

            assertThat(plan.refusals()).extracting(Refusal::code).containsExactly(Refusal.Code.EDIT_NOT_ALLOWED);
            assertThat(plan.steps()).isEmpty();
        }
        ReplicationPlan another = ReplicationPlanner.plan(edit(
                trio,
                PRIMARY,
                Trio.ha(entry -> entry.withArray(
                        "peers",
                        peers -> peers.with(
                                Json.object("name", "server4", "url", "http://192.0.2.4:8001/", "role", "backup"))))));
        assertThat(another.refusals()).as("another backup is fine").isEmpty();
        assertThat(another.steps()).hasSize(3);
    }

    @Test
    void anEditThatChangesNothingIsAPlainReplication() {
        Trio trio = drifted(HaMode.LOAD_BALANCING);

        ReplicationPlan plan = ReplicationPlanner.plan(edit(trio, PRIMARY, dhcp -> dhcp));

        assertThat(plan).isEqualTo(ReplicationPlanner.plan(trio.request(PRIMARY)));
    }

    @Test
    void anEditIsForTheServiceItself() {
        PlanRequest request = new Trio(HaMode.LOAD_BALANCING)
                .request(PRIMARY)
                .withEdit(KeaConfig.of(DhcpService.DHCP6, JsonObject.empty()));

        assertThatThrownBy(() -> ReplicationPlanner.plan(request))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("dhcp4");
    }
}
