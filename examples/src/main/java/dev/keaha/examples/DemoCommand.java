package dev.keaha.examples;

import dev.keaha.client.KeaClient;
import dev.keaha.client.KeaEndpoint;
import dev.keaha.config.DhcpService;
import dev.keaha.config.KeaConfig;
import dev.keaha.controller.FileStore;
import dev.keaha.controller.HaController;
import dev.keaha.controller.ManagedRelationship;
import dev.keaha.controller.Opening;
import dev.keaha.controller.RelationshipAddress;
import dev.keaha.controller.Survey;
import dev.keaha.ha.HaMode;
import dev.keaha.health.Health;
import dev.keaha.health.PeerCondition;
import dev.keaha.health.ReplicationState;
import dev.keaha.json.Json;
import dev.keaha.replication.ReplicationPlan;
import dev.keaha.replication.ReplicationReport;
import dev.keaha.testkit.FakeKea;
import dev.keaha.testkit.FakeRelationship;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "demo",
        description = "Shows the main job on an embedded trio of fake Kea servers. Needs no network but loopback.",
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Path store = Files.createTempDirectory("keaha-demo");
        // Three times as fast as real servers, so that nobody has to wait for a heartbeat.
        try (FakeRelationship kea = FakeRelationship.builder()
                        .mode(HaMode.HOT_STANDBY)
                        .backups(1)
                        .heartbeatDelay(Duration.ofSeconds(1))
                        .maxResponseDelay(Duration.ofSeconds(3))
                        .maxUnackedClients(0)
                        .onLoopback()
                        .realTime(3)
                        .start();
                KeaClient client = KeaClient.create();
                HaController controller = HaController.builder(new FileStore(store))
                        .channels(client::channel)
                        .build()) {
            Opening opening = controller.add(address(kea));
            if (opening instanceof Opening.Refused refused) {
                throw new Failure(refused.code().toString(), refused.text(), refused.advice());
            }
            new Story(kea, ((Opening.Opened) opening).relationship()).tell();
            return ExitCode.DONE;
        } finally {
            delete(store);
        }
    }

    private static RelationshipAddress address(FakeRelationship kea) {
        Map<String, KeaEndpoint> peers = new LinkedHashMap<>();
        for (FakeKea server : kea.servers()) {
            peers.put(server.name(), KeaEndpoint.of(kea.endpoint(server.name()).toString()));
        }
        KeaEndpoint primary = peers.remove("server1");
        return new RelationshipAddress(DhcpService.DHCP4, primary, peers, Optional.empty());
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** What is shown, step by step. */
    private final class Story {
        private final FakeRelationship kea;
        private final ManagedRelationship relationship;
        private final PrintWriter out = spec.commandLine().getOut();

        Story(FakeRelationship kea, ManagedRelationship relationship) {
            this.kea = kea;
            this.relationship = relationship;
        }

        void tell() {
            say("Three fake Kea servers start on loopback: a hot-standby pair with a backup. kea-ha finds the"
                    + " relationship in the primary's configuration.");
            show(until(survey -> survey.verdict().health() == Health.OK));

            say("A subnet is added on the source and brought to every peer, one at a time.");
            replicate(withSubnet(70, "203.0.113.0/24"));
            show(until(survey -> survey.verdict().health() == Health.OK));

            say("The primary is lost. Its standby takes over, and its configuration is the source of truth.");
            kea.kill("server1");
            show(until(survey -> is(survey, "server2", PeerCondition.ALONE)));

            say("A change is made meanwhile. It goes to the standby and to the backup.");
            replicate(withSubnet(71, "198.18.0.0/24"));

            say("The standby is lost too. Nobody serves clients, and every further change is refused.");
            kea.kill("server2");
            show(until(survey -> survey.verdict().health() == Health.SERVICE_DOWN));
            replicate(withSubnet(72, "198.18.1.0/24"));

            say("Both come back. The primary is the source again.");
            kea.restart("server1");
            kea.restart("server2");
            show(until(survey ->
                    survey.verdict().health() == Health.OK && survey.verdict().replication() == ReplicationState.ON));

            say(
                    "The peers differ from it: here is the plan, and then everybody is brought onto its configuration. What is"
                            + " overwritten is archived first.");
            ReplicationPlan plan = relationship.plan();
            out.println(indented(plan.toString()));
            out.println();
            out.println(indented(relationship.replicate(this::step).toString()));
            show(until(survey -> survey.verdict().health() == Health.OK));
        }

        private void say(String sentence) {
            out.println();
            out.println("== " + sentence);
        }

        private void step(String sentence) {
            out.println("  " + sentence);
        }

        private void show(Survey survey) {
            String page = StatusPage.of(relationship, survey, relationship.plan(survey))
                    .text(false);
            out.println(indented(page));
        }

        private void replicate(UnaryOperator<KeaConfig> edit) {
            ReplicationReport report = relationship.change(edit, this::step);
            out.println(indented(report.toString()));
        }

        private UnaryOperator<KeaConfig> withSubnet(int id, String prefix) {
            String network = prefix.substring(0, prefix.lastIndexOf('.'));
            return config -> config.with(dhcp -> dhcp.withArray(
                    "subnet4",
                    subnets -> subnets.with(Json.object(
                            "id", id,
                            "subnet", prefix,
                            "pools", Json.array(Json.object("pool", network + ".10 - " + network + ".200"))))));
        }

        private boolean is(Survey survey, String peer, PeerCondition condition) {
            return survey.verdict()
                    .peer(peer)
                    .filter(verdict -> verdict.condition() == condition)
                    .isPresent();
        }

        private Survey until(Predicate<Survey> wanted) {
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (true) {
                Survey survey = relationship.survey();
                if (wanted.test(survey)) {
                    return survey;
                }
                if (System.nanoTime() > deadline) {
                    throw new Failure(
                            "demo",
                            "The fake servers are not where they should be after " + PATIENCE.toSeconds() + " s: "
                                    + survey.verdict(),
                            "This is a fault of keaha. Please report it.");
                }
            }
        }

        private static String indented(String text) {
            return "  " + text.replace("\n", "\n  ");
        }
    }
}
