package dev.keaha.health;

import static dev.keaha.health.Scene.NOW;
import static dev.keaha.health.Scene.PRIMARY;
import static dev.keaha.health.Scene.STAND_IN;
import static dev.keaha.health.Scene.look;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keaha.ha.HaMode;
import dev.keaha.ha.HaRelationship;
import dev.keaha.ha.HaState;
import dev.keaha.ha.PeerRole;
import dev.keaha.health.PeerCondition.Standing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** docs/verdict.md says what the code does: its tables and diagrams are made from the code. */
class VerdictDocTest {

    private static final Path DOC = Path.of("..", "docs", "verdict.md");
    private static final HaRelationship PAIR = Scene.relationship(HaMode.LOAD_BALANCING, 0);
    private static final HaRelationship TRIO = Scene.relationship(HaMode.LOAD_BALANCING, 1);
    private static final HaRelationship PASSIVE = Scene.relationship(HaMode.PASSIVE_BACKUP, 1);

    private static final HealthMemory LOST =
            new HealthMemory(Optional.empty(), true, Optional.empty(), Optional.empty(), Map.of());

    @Test
    void theDocumentIsWhatTheCodeDoes() throws IOException {
        String written = Files.readString(DOC);
        String generated = written;
        for (Map.Entry<String, String> part : parts().entrySet()) {
            generated = replaced(generated, part.getKey(), part.getValue());
        }
        if (Boolean.getBoolean("keaha.docs.write")) {
            Files.writeString(DOC, generated);
        } else {
            List<String> before = written.lines().toList();
            List<String> after = generated.lines().toList();
            for (int i = 0; i < Math.max(before.size(), after.size()); i++) {
                assertThat(i < before.size() ? before.get(i) : "(end)")
                        .as(
                                "docs/verdict.md, line %s, is not what the code does. Write it anew with: mvn -pl kea-ha-core"
                                        + " test -Dtest=VerdictDocTest -Dkeaha.docs.write=true",
                                i + 1)
                        .isEqualTo(i < after.size() ? after.get(i) : "(end)");
            }
        }
    }

    private static String replaced(String text, String part, String content) {
        String begin = "<!-- begin " + part + " -->\n";
        String end = "<!-- end " + part + " -->";
        int from = text.indexOf(begin);
        int to = text.indexOf(end);
        assertThat(from).as(begin).isNotNegative();
        assertThat(to).as(end).isGreaterThan(from);
        return text.substring(0, from + begin.length()) + content + text.substring(to);
    }

    private static Map<String, String> parts() {
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put("rules", rules());
        parts.put("source-diagram", pairDiagram());
        parts.put("passive-diagram", passiveDiagram());
        parts.put("conditions", conditions());
        parts.put("states", states());
        parts.put("reasons", reasons());
        parts.put("examples", examples());
        return parts;
    }

    private static String table(List<String> head, List<List<String>> rows) {
        StringBuilder table = new StringBuilder();
        table.append(line(head)).append(line(head.stream().map(cell -> "---").toList()));
        rows.forEach(row -> table.append(line(row)));
        return table.toString();
    }

    private static String line(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |\n";
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    // Rules.

    private static PeerObservation standing(HaRelationship relationship, String peer, Standing standing) {
        return switch (standing) {
            case ACTIVE -> look(relationship, peer).seen();
            case SETTLING ->
                look(relationship, peer)
                        .state(HaState.WAITING)
                        .startedAgo(Duration.ZERO)
                        .seen();
            case AWAY -> Scene.gone(peer);
        };
    }

    private static Verdict verdict(HealthMemory memory, HaRelationship relationship, Standing... standings) {
        List<PeerObservation> observations = new ArrayList<>();
        for (int i = 0; i < standings.length; i++) {
            observations.add(standing(relationship, relationship.peers().get(i).name(), standings[i]));
        }
        return RelationshipStateMachine.next(memory, relationship, observations, NOW, HealthPolicy.DEFAULT)
                .verdict();
    }

    private static String letter(Verdict verdict) {
        return verdict.source().map(name -> name.equals(PRIMARY) ? "P" : "S").orElse("none");
    }

    private static String rules() {
        List<HealthMemory> memories =
                List.of(HealthMemory.EMPTY, Examples.memory(PRIMARY), Examples.memory(STAND_IN), LOST);
        List<List<String>> rows = new ArrayList<>();
        for (Standing primary : Standing.values()) {
            for (Standing other : Standing.values()) {
                for (List<Standing> backups : List.of(List.of(Standing.ACTIVE), List.of(Standing.AWAY))) {
                    List<Verdict> verdicts = memories.stream()
                            .map(memory -> verdict(memory, TRIO, primary, other, backups.get(0)))
                            .toList();
                    List<String> row = new ArrayList<>(List.of(word(primary), word(other), word(backups.get(0))));
                    row.add(distinct(verdicts.stream().map(one -> one.health().toString())));
                    row.add(distinct(
                            verdicts.stream().map(one -> one.replication().toString())));
                    verdicts.forEach(one -> row.add(letter(one)));
                    rows.add(row);
                }
            }
        }
        return table(
                List.of(
                        "primary",
                        "secondary/standby",
                        "backup",
                        "health",
                        "replication",
                        "source, nothing known",
                        "P was",
                        "S was",
                        "none was"),
                rows);
    }

    private static String distinct(java.util.stream.Stream<String> values) {
        return values.distinct().collect(Collectors.joining(" or "));
    }

    // Diagrams.

    private static String pairDiagram() {
        Map<String, HealthMemory> from = new LinkedHashMap<>();
        from.put("Primary", Examples.memory(PRIMARY));
        from.put("StandIn", Examples.memory(STAND_IN));
        from.put("Nobody", LOST);
        StringBuilder lines = new StringBuilder("```mermaid\nstateDiagram-v2\n");
        lines.append("    Primary: the primary is the source\n");
        lines.append("    StandIn: the secondary or standby is the source\n");
        lines.append("    Nobody: nobody is the source (Service down)\n");
        lines.append("    [*] --> Primary: at the start, unless one of the rules for nothing known says else\n");
        from.forEach((name, memory) -> {
            Map<String, Map<Standing, Set<Standing>>> ways = new LinkedHashMap<>();
            for (Standing primary : Standing.values()) {
                for (Standing other : Standing.values()) {
                    String to = switch (letter(verdict(memory, PAIR, primary, other))) {
                        case "P" -> "Primary";
                        case "S" -> "StandIn";
                        default -> "Nobody";
                    };
                    ways.computeIfAbsent(to, one -> new LinkedHashMap<>())
                            .computeIfAbsent(primary, one -> new LinkedHashSet<>())
                            .add(other);
                }
            }
            ways.remove(name);
            ways.forEach((to, when) ->
                    label(when).forEach(label -> lines.append("    " + name + " --> " + to + ": " + label + "\n")));
        });
        return lines.append("```\n").toString();
    }

    /** In words when a way is taken; standings of the primary with the same others are put together. */
    private static List<String> label(Map<Standing, Set<Standing>> when) {
        Map<Set<Standing>, Set<Standing>> byOther = new LinkedHashMap<>();
        when.forEach((primary, others) ->
                byOther.computeIfAbsent(others, one -> new TreeSet<>()).add(primary));
        return byOther.entrySet().stream()
                .map(entry -> "primary " + either(entry.getValue())
                        + (entry.getKey().size() == Standing.values().length
                                ? ""
                                : ", other " + either(entry.getKey())))
                .toList();
    }

    private static String either(Set<Standing> standings) {
        return standings.stream().map(VerdictDocTest::word).collect(Collectors.joining(" or "));
    }

    private static String passiveDiagram() {
        BiFunction<HealthMemory, Standing, String> to =
                (memory, primary) -> verdict(memory, PASSIVE, primary).source().isPresent() ? "Primary" : "Nobody";
        StringBuilder lines = new StringBuilder("```mermaid\nstateDiagram-v2\n");
        lines.append("    Primary: the primary is the source\n");
        lines.append("    Nobody: nobody is the source (Service down)\n");
        Map.of("Primary", Examples.memory(PRIMARY), "Nobody", LOST).entrySet().stream()
                .sorted(Map.Entry.<String, HealthMemory>comparingByKey().reversed())
                .forEach(from -> Arrays.stream(Standing.values())
                        .filter(primary -> !to.apply(from.getValue(), primary).equals(from.getKey()))
                        .forEach(primary -> lines.append("    " + from.getKey() + " --> "
                                + to.apply(from.getValue(), primary) + ": primary " + word(primary) + "\n")));
        return lines.append("```\n").toString();
    }

    // Conditions and states.

    private static String conditions() {
        return table(
                List.of("condition", "counts as", "meaning"),
                Arrays.stream(PeerCondition.values())
                        .map(one -> List.of("`" + one + "`", word(one.standing()), one.meaning()))
                        .toList());
    }

    private static String states() {
        List<List<String>> columns = List.of(
                List.of("load-balancing", "primary, secondary", "primary"),
                List.of("hot-standby", "primary, standby", "primary"),
                List.of("passive-backup", "primary", "primary"),
                List.of("any mode", "backup", "backup"));
        List<String> head = new ArrayList<>(List.of("HA state"));
        columns.forEach(column -> head.add(column.get(0) + ": " + column.get(1)));
        head.add("DHCP service");
        List<List<String>> rows = new ArrayList<>();
        for (StateTable.Row known : StateTable.ROWS) {
            List<String> row = new ArrayList<>(List.of("`" + known.state() + "`"));
            for (List<String> column : columns) {
                String mode = column.get(0).equals("any mode") ? "hot-standby" : column.get(0);
                row.add(StateTable.row(HaMode.of(mode), PeerRole.of(column.get(2)), known.state())
                        .map(found -> "`" + found.condition() + "`")
                        .orElse("."));
            }
            row.add(known.serves() ? "on" : "off");
            rows.add(row);
        }
        return table(head, rows);
    }

    // Reasons.

    private static String reasons() {
        return table(
                List.of("code", "effect", "title", "meaning"),
                Arrays.stream(ReasonCode.values())
                        .map(code -> List.of("`" + code + "`", code.effect().toString(), code.title(), code.meaning()))
                        .toList());
    }

    private static String examples() {
        StringBuilder text = new StringBuilder();
        Examples.all().forEach((code, example) -> {
            Reason reason = example.reason(code);
            text.append("- `" + code + "`: " + reason.text());
            text.append(reason.advice().isEmpty() ? "\n" : " *" + reason.advice() + "*\n");
        });
        return text.toString();
    }
}
