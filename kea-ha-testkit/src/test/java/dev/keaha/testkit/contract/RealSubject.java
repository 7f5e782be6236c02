package dev.keaha.testkit.contract;

import dev.keaha.config.DhcpService;
import dev.keaha.config.KeaVersion;
import dev.keaha.ha.HaMode;
import dev.keaha.json.Json;
import dev.keaha.json.JsonObject;
import dev.keaha.testkit.real.Installation;
import dev.keaha.testkit.real.RealKea;
import dev.keaha.testkit.real.RealServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Real servers, their transitions read from their logs. */
final class RealSubject implements Subject {

    private static final DateTimeFormatter LOG_TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS");
    private static final Pattern TRANSITION = Pattern.compile(
            "^(\\S+ \\S+) .*HA_STATE_TRANSITION(?:_PASSIVE_BACKUP)? .*transitions? from (\\S+) to (\\S+) state.*");

    private final RealKea kea;
    private final DhcpService service;
    /** By server, from which line of its log on its clock was how far ahead. */
    private final Map<String, TreeMap<Integer, Duration>> skews = new HashMap<>();

    private RealSubject(RealKea kea, DhcpService service) {
        this.kea = kea;
        this.service = service;
    }

    static RealSubject start(RealKea.Generation generation, Setting setting) {
        RealKea kea = RealKea.of(generation, setting.service(), setting.mode())
                .backups(setting.mode().equals(HaMode.PASSIVE_BACKUP) ? 1 : 0)
                .heartbeatDelay(Setting.HEARTBEAT)
                .maxResponseDelay(Setting.MAX_RESPONSE)
                .hooks(setting.hooks(Installation.of(generation).version()).toArray(String[]::new))
                .relationship(relationship ->
                        relationship.without("max-unacked-clients").patched(setting.parameters()))
                .configuration(setting::configuration)
                .start();
        return new RealSubject(kea, setting.service());
    }

    @Override
    public KeaVersion version() {
        return kea.version();
    }

    @Override
    public DhcpService service() {
        return service;
    }

    @Override
    public List<String> servers() {
        return kea.servers().stream().map(RealServer::name).toList();
    }

    @Override
    public URI endpoint(String server) {
        return kea.server(server).endpoint();
    }

    @Override
    public JsonObject file(String server) {
        try {
            return Json.parseObject(Files.readString(kea.server(server).configurationFile()))
                    .object(service.root())
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String normal(String text) {
        String result = text;
        for (RealServer server : kea.servers()) {
            result = result.replace(server.peerUrl().toString(), "http://" + server.name() + "/");
        }
        return result.replaceAll("/\\S*/kea\\.json", "CONFIG").replaceAll("/run/\\S*?/server\\d(?=[/' )]|$)", "DIR");
    }

    @Override
    public void kill(String server) {
        kea.server(server).kill();
    }

    @Override
    public void restart(String server) {
        kea.server(server).restart();
    }

    @Override
    public void restart(String server, Duration clockAhead) {
        // what it says while it ends is little, and of no interest
        kea.server(server).stop();
        int lines = kea.server(server).logFiles().stream()
                .filter(RealSubject::isLog)
                .mapToInt(log -> lines(log).size())
                .sum();
        skews.computeIfAbsent(server, name -> new TreeMap<>()).put(lines, clockAhead);
        kea.server(server).restart(clockAhead);
    }

    @Override
    public void pause(String server) {
        kea.server(server).pause();
    }

    @Override
    public void resume(String server) {
        kea.server(server).resume();
    }

    @Override
    public void await(String what, BooleanSupplier so, Duration atMost) {
        long until = System.nanoTime() + atMost.toNanos();
        while (!so.getAsBoolean()) {
            if (System.nanoTime() > until) {
                throw kea.withLogs(new AssertionError("Real: not " + what + " within " + atMost));
            }
            pass(Duration.ofMillis(50));
        }
    }

    @Override
    public void pass(Duration time) {
        long until = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0; left = until - System.nanoTime()) {
            java.util.concurrent.locks.LockSupport.parkNanos(left);
        }
    }

    @Override
    public long now() {
        return System.currentTimeMillis();
    }

    @Override
    public List<Transition> transitions() {
        List<Transition> all = new ArrayList<>();
        for (RealServer server : kea.servers()) {
            server.logFiles().stream()
                    .filter(RealSubject::isLog)
                    .forEach(log -> all.addAll(transitions(server.name(), lines(log))));
        }
        all.sort(Comparator.comparingLong(Transition::at));
        return all;
    }

    private static boolean isLog(Path file) {
        return file.getFileName().toString().equals("kea.log");
    }

    private static List<String> lines(Path log) {
        try {
            return Files.readAllLines(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Transition> transitions(String server, List<String> lines) {
        List<Transition> found = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            Matcher matcher = TRANSITION.matcher(line);
            boolean started = line.contains(" HA_SERVICE_STARTED ");
            if (matcher.matches() || started) {
                long at = LocalDateTime.parse(line.substring(0, 23), LOG_TIME)
                        .atZone(ZoneId.systemDefault())
                        .toInstant()
                        .toEpochMilli();
                String state = started ? "waiting" : matcher.group(3).toLowerCase(Locale.ROOT);
                // a backup is through with waiting before the start is told
                at -= skewAt(server, i);
                Transition before = found.isEmpty() ? null : found.get(found.size() - 1);
                if (started
                        && before != null
                        && List.of("backup", "passive-backup").contains(before.state())
                        && at - before.at() < 500) {
                    found.add(found.size() - 1, new Transition(before.at(), server, state));
                } else {
                    found.add(new Transition(at, server, state));
                }
            }
        }
        return found;
    }

    private long skewAt(String server, int line) {
        Map.Entry<Integer, Duration> since =
                skews.getOrDefault(server, new TreeMap<>()).floorEntry(line);
        return since == null ? 0 : since.getValue().toMillis();
    }

    @Override
    public void close() {
        kea.close();
    }

    /** Adds the logs to a failure. */
    AssertionError withLogs(AssertionError failure) {
        return kea.withLogs(failure);
    }
}
