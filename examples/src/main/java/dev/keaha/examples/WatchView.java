package dev.keaha.examples;

import dev.keaha.controller.HaEvent;
import dev.keaha.controller.Sight;
import dev.keaha.health.Effect;
import dev.keaha.health.PeerVerdict;
import dev.keaha.health.Verdict;
import dev.keaha.replication.PeerResult;
import dev.keaha.replication.ReplicationReport;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What {@code watch} shows: a table that is drawn anew on a terminal, and a line for each event elsewhere. */
final class WatchView {

    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneOffset.UTC);
    private static final String FROM_THE_TOP = "\u001b[H\u001b[2J";
    private static final int LINES = 12;

    private final PrintWriter out;
    private final boolean live;
    private final Deque<String> lines = new ArrayDeque<>();
    private Optional<Instant> lastReplication = Optional.empty();

    WatchView(PrintWriter out, boolean live) {
        this.out = out;
        this.live = live;
    }

    synchronized void on(HaEvent event) {
        if (event instanceof HaEvent.Replicated) {
            lastReplication = Optional.of(event.at());
        }
        line(CLOCK.format(event.at()) + "  " + text(event));
    }

    private void line(String line) {
        if (!live) {
            out.println(line);
            return;
        }
        lines.add(line);
        if (lines.size() > LINES) {
            lines.remove();
        }
    }

    /** Draws the table; without effect where there is no terminal. */
    synchronized void draw(Sight sight) {
        if (!live) {
            return;
        }
        Verdict verdict = sight.survey().verdict();
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("peer", "role", "condition", "state", "serves", "skew", "drift", "Kea"));
        for (PeerVerdict peer : verdict.peers()) {
            int drift =
                    sight.plan().changes().getOrDefault(peer.name(), List.of()).size();
            boolean source = verdict.source().filter(peer.name()::equals).isPresent();
            rows.add(List.of(
                    peer.name(),
                    peer.role().word(),
                    peer.condition().toString(),
                    peer.state().map(state -> state.word()).orElse("-"),
                    peer.scopes().isEmpty() ? "-" : String.join(",", peer.scopes()),
                    peer.clockSkew().map(skew -> skew.toSeconds() + " s").orElse("-"),
                    source ? "source" : drift == 0 ? "-" : drift + " differ",
                    peer.version().map(Object::toString).orElse("-")));
        }
        out.print(FROM_THE_TOP);
        out.println(verdict.health() + "   " + CLOCK.format(sight.survey().at()) + " UTC   replication "
                + verdict.replication() + ", last "
                + lastReplication.map(CLOCK::format).orElse("never"));
        out.print(Table.of(rows));
        verdict.reasons().stream()
                .filter(reason -> reason.effect() != Effect.NONE)
                .forEach(reason -> out.println(reason.text()));
        out.println();
        lines.forEach(out::println);
        out.flush();
    }

    private static String text(HaEvent event) {
        if (event instanceof HaEvent.VerdictChanged changed) {
            return text(changed.verdict());
        } else if (event instanceof HaEvent.PeerChanged changed) {
            PeerVerdict peer = changed.peer();
            return peer.name() + ": "
                    + changed.before()
                            .map(before -> before.condition() + state(before) + " -> ")
                            .orElse("") + peer.condition() + state(peer);
        } else if (event instanceof HaEvent.Reconnected reconnected) {
            return reconnected.peer() + " answers again";
        } else if (event instanceof HaEvent.DriftFound drift) {
            return drift.peer() + " differs" + (drift.stays() ? " after a push, and is left so" : "") + ": "
                    + drift.changes().stream().map(Object::toString).collect(Collectors.joining("; "));
        } else if (event instanceof HaEvent.Replicated replicated) {
            return "replicated: " + text(replicated.report());
        } else if (event instanceof HaEvent.EditArchived archived) {
            return archived.peer() + ": what somebody changed there was overwritten, and is in the archive";
        } else if (event instanceof HaEvent.DecisionNeeded needed) {
            return "Held: " + needed.hold().text() + " " + needed.hold().advice() + " The plan:\n" + needed.plan();
        } else if (event instanceof HaEvent.MergeUndecided undecided) {
            return "Undecided, since the stand-in was changed while the primary was away: " + undecided.merge();
        } else if (event instanceof HaEvent.Written written) {
            return written.peer() + " has on its disk what it runs";
        }
        return "failed: " + ((HaEvent.WatchFailed) event).text();
    }

    private static String state(PeerVerdict peer) {
        return peer.state().map(state -> " (" + state.word() + ")").orElse("");
    }

    private static String text(Verdict verdict) {
        return verdict.health() + ", source " + verdict.source().orElse("none") + ", replication "
                + verdict.replication()
                + verdict.reasons().stream()
                        .filter(reason -> reason.effect() != Effect.NONE)
                        .map(reason -> "\n    " + reason.text() + " " + reason.advice())
                        .collect(Collectors.joining());
    }

    private static String text(ReplicationReport report) {
        return report.peers().stream().map(WatchView::text).collect(Collectors.joining("; "));
    }

    private static String text(PeerResult peer) {
        return peer.name() + " " + peer.outcome() + " (" + peer.text() + ")";
    }
}
