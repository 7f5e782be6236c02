package dev.keaha.examples;

import dev.keaha.client.KeaEndpoint;
import dev.keaha.config.DhcpService;
import dev.keaha.controller.FileStore;
import dev.keaha.controller.HaController;
import dev.keaha.controller.ManagedRelationship;
import dev.keaha.controller.Opening;
import dev.keaha.controller.RelationshipAddress;
import dev.keaha.controller.RelationshipStore;
import dev.keaha.controller.Survey;
import java.nio.file.Path;

/** What the README shows: add a relationship by its primary, judge it, replicate. */
public final class QuickStart {

    private QuickStart() {}

    /**
     * Runs it against the address that the README shows.
     *
     * @param arguments none
     */
    public static void main(String[] arguments) {
        RelationshipStore store = new FileStore(Path.of("kea-ha-store"));
        try (HaController controller = HaController.builder(store).build()) {
            Opening opening =
                    controller.add(RelationshipAddress.of(DhcpService.DHCP4, KeaEndpoint.of("http://192.0.2.1:8000/")));
            if (opening instanceof Opening.Refused refused) {
                System.err.println(refused.text() + " " + refused.advice());
                return;
            }
            ManagedRelationship relationship = ((Opening.Opened) opening).relationship();
            Survey survey = relationship.survey();
            System.out.println(survey.verdict().health() + ", source: "
                    + survey.verdict().source().orElse("none"));
            survey.verdict().reasons().forEach(reason -> System.out.println(reason.text() + " " + reason.advice()));
            System.out.println(relationship.plan(survey));
            System.out.println(relationship.replicate(System.out::println));
        }
    }
}
