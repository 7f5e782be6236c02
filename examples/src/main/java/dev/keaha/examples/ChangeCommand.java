package dev.keaha.examples;

import dev.keaha.config.KeaConfig;
import dev.keaha.json.Json;
import dev.keaha.json.JsonObject;
import dev.keaha.json.JsonPath;
import dev.keaha.json.JsonSyntaxException;
import dev.keaha.json.JsonValue;
import dev.keaha.replication.VanishingElements;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "change",
        description = "Changes the source's configuration (tested, set and written there), then replicates it.",
        mixinStandardHelpOptions = true)
final class ChangeCommand implements Callable<Integer> {

    private static final int SHOWN = 20;

    @Mixin
    private ConnectionOptions connection;

    @Option(
            names = "--merge",
            required = true,
            paramLabel = "FILE",
            description = "A JSON merge patch (RFC 7396) on the Dhcp4 or Dhcp6 object. It replaces lists as a whole.")
    private Path merge;

    @Option(
            names = "--replace-lists",
            description = "Consents to a patch that drops subnets, shared networks, reservations, pools or options.")
    private boolean replaceLists;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        JsonObject patch = patch();
        try (Session session = new Session(connection)) {
            Progress progress = new Progress(spec.commandLine(), connection.json);
            return ReportPage.show(
                    session.open().change(config -> patched(config, patch), progress),
                    spec.commandLine(),
                    connection.json);
        }
    }

    private JsonObject patch() {
        JsonValue patch;
        try {
            patch = Json.parseRelaxed(Session.read(merge));
        } catch (JsonSyntaxException e) {
            throw new Failure("bad-input", merge + ": " + e.getMessage(), "Give a JSON merge patch.");
        }
        String root = connection.server.service.root();
        // A patch on the whole configuration is what many people write first; it means the same.
        if (patch instanceof JsonObject whole && whole.size() == 1 && whole.has(root)) {
            patch = whole.get(root);
        }
        if (patch instanceof JsonObject object) {
            return object;
        }
        throw new Failure(
                "bad-input",
                merge + ": expected a JSON object, found " + (patch == null ? "nothing" : patch.kind()) + ".",
                "Give a JSON merge patch on the " + root + " object.");
    }

    private KeaConfig patched(KeaConfig config, JsonObject patch) {
        KeaConfig edited = config.with(dhcp -> dhcp.patched(patch));
        List<JsonPath> vanishing = VanishingElements.between(config, edited);
        if (!vanishing.isEmpty() && !replaceLists) {
            String shown =
                    vanishing.stream().limit(SHOWN).map(JsonPath::toString).collect(Collectors.joining("\n    "));
            String more = vanishing.size() > SHOWN ? "\n    and " + (vanishing.size() - SHOWN) + " more" : "";
            throw new Failure(
                    "vanishing-elements",
                    "The patch would drop " + vanishing.size() + " element(s), since a merge patch replaces a list as a"
                            + " whole:\n    " + shown + more,
                    "Put the whole list into the patch, or give --replace-lists if they shall go.");
        }
        return edited;
    }
}
