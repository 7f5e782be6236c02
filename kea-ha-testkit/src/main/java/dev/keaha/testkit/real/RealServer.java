package dev.keaha.testkit.real;

import dev.keaha.config.DhcpService;
import dev.keaha.ha.HaState;
import dev.keaha.ha.PeerRole;
import dev.keaha.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One server of a {@link RealKea}: a daemon, its files, and its Control Agent where it has one.
 *
 * <p>What breaks or mends it returns when that is done. Safe for use by several threads.
 */
public final class RealServer {

    private static final Duration ANSWER = Duration.ofSeconds(30);
    private static final int TAIL = 25;

    private final Installation installation;
    private final DhcpService service;
    private final PeerLayout layout;
    private final List<String> network;
    private final @Nullable Credentials credentials;

    private volatile @Nullable GuardedProcess daemon;
    private volatile @Nullable GuardedProcess agent;
    private volatile Duration clockSkew;
    private volatile long startsBefore;

    /**
     * A server that is not running yet.
     *
     * @param network the command that puts another into its network; empty for this machine's
     */
    RealServer(
            Installation installation,
            DhcpService service,
            PeerLayout layout,
            List<String> network,
            @Nullable Credentials credentials,
            Duration clockSkew) {
        this.installation = installation;
        this.service = service;
        this.layout = layout;
        this.network = network;
        this.credentials = credentials;
        this.clockSkew = clockSkew;
    }

    /**
     * Its name in the relationship.
     *
     * @return for example {@code server1}
     */
    public String name() {
        return layout.name();
    }

    /**
     * Its role in the relationship.
     *
     * @return the role
     */
    public PeerRole role() {
        return layout.role();
    }

    /**
     * Where it is managed: its Control Agent up to 2.6, its own HTTP control socket from 3.0 on.
     *
     * @return an {@code http} URL, the same as long as this server exists
     */
    public URI endpoint() {
        return layout.endpoint();
    }

    /**
     * Where its Control Agent is.
     *
     * @return the same as {@link #endpoint} up to 2.6; empty on 3.0 unless {@link RealKea.Builder#controlAgents} asked
     *     for one
     */
    public Optional<URI> agentEndpoint() {
        return Optional.ofNullable(layout.agent());
    }

    /**
     * Its {@code url} in the relationship: the Control Agent on 2.2, the dedicated listener later.
     *
     * @return an {@code http} URL
     */
    public URI peerUrl() {
        return layout.peerUrl();
    }

    /**
     * Its Unix control socket.
     *
     * @return a path on this machine
     */
    public Path controlSocket() {
        return layout.directory().resolve(PeerLayout.SOCKET);
    }

    /**
     * Its configuration file, with the {@code Dhcp4} or {@code Dhcp6} object. The daemon reads it at start, and
     * {@code config-write} writes it.
     *
     * @return a path on this machine
     */
    public Path configurationFile() {
        return layout.directory().resolve(PeerLayout.DAEMON_FILE);
    }

    /**
     * The configuration file of its Control Agent.
     *
     * @return a path on this machine; empty when it has no Control Agent
     */
    public Optional<Path> agentConfigurationFile() {
        return agentEndpoint().map(url -> layout.directory().resolve(PeerLayout.AGENT_FILE));
    }

    /**
     * What the daemon, and its Control Agent, wrote: logs, and what they printed before they had one.
     *
     * @return those files that exist
     */
    public List<Path> logFiles() {
        return Stream.of(PeerLayout.DAEMON_OUTPUT, PeerLayout.DAEMON_LOG, PeerLayout.AGENT_OUTPUT, PeerLayout.AGENT_LOG)
                .map(layout.directory()::resolve)
                .filter(Files::exists)
                .toList();
    }

    /**
     * What is worth reading first when something went wrong: of each log file, its warnings and errors and its last
     * lines.
     *
     * @return several lines
     */
    public String logs() {
        StringBuilder text = new StringBuilder("---- ")
                .append(name())
                .append(", ")
                .append(role())
                .append(", ")
                .append(service)
                .append(' ')
                .append(installation.version())
                .append(isRunning() ? "" : ", not running")
                .append('\n');
        for (Path file : logFiles()) {
            List<String> lines = lines(file);
            int tail = Math.max(0, lines.size() - TAIL);
            List<String> earlier = lines.subList(0, tail).stream()
                    .filter(line -> line.matches(".*\\b(WARN|ERROR|FATAL)\\b.*"))
                    .toList();
            if (!lines.isEmpty()) {
                text.append("-- ").append(file).append('\n');
                Stream.concat(
                                earlier.stream().skip(Math.max(0, earlier.size() - TAIL)),
                                lines.subList(tail, lines.size()).stream())
                        .forEach(line -> text.append(line).append('\n'));
            }
        }
        return text.toString();
    }

    /**
     * Whether the daemon exists; a paused one does.
     *
     * @return true when it does
     */
    public boolean isRunning() {
        return isAlive(daemon);
    }

    /**
     * Whether its Control Agent exists.
     *
     * @return true when it does
     */
    public boolean isAgentRunning() {
        return isAlive(agent);
    }

    /**
     * The daemon's process.
     *
     * @return its id
     * @throws IllegalStateException when it is not running
     */
    public long pid() {
        return running().pid();
    }

    /**
     * Asks the server for its own HA state.
     *
     * @return empty when it does not answer within some seconds, or runs without the HA hook
     */
    public Optional<HaState> state() {
        try {
            return send(endpoint(), "status-get")
                    .object("arguments")
                    .flatMap(arguments -> arguments.array("high-availability"))
                    .flatMap(relationships -> relationships.objects().findFirst())
                    .flatMap(relationship -> relationship.object("ha-servers"))
                    .flatMap(servers -> servers.object("local"))
                    .flatMap(local -> local.text("state"))
                    .map(HaState::new);
        } catch (IOException noAnswer) {
            return Optional.empty();
        }
    }

    /** Ends the daemon with SIGKILL; its Control Agent goes on. Without effect when it is not running. */
    public synchronized void kill() {
        end(daemon);
    }

    /** Ends its Control Agent with SIGKILL; the daemon goes on. Without effect when there is none. */
    public synchronized void killAgent() {
        end(agent);
    }

    /** Ends the daemon as an administrator does, with SIGTERM; its Control Agent goes on. */
    public synchronized void stop() {
        GuardedProcess process = daemon;
        if (process != null && process.isAlive()) {
            process.signal("CONT");
            process.terminate();
        }
    }

    /**
     * Stops the daemon in the middle of what it does (SIGSTOP): it takes connections, and answers nothing.
     *
     * @throws IllegalStateException when it is not running
     */
    public synchronized void pause() {
        running().signal("STOP");
    }

    /**
     * Lets a paused daemon go on (SIGCONT).
     *
     * @throws IllegalStateException when it is not running
     */
    public synchronized void resume() {
        running().signal("CONT");
    }

    /**
     * Starts the daemon from its file, and its Control Agent, whichever is not running, and waits until the server
     * answers.
     *
     * @throws IllegalStateException when it does not; the message holds the logs
     */
    public synchronized void start() {
        launch();
        awaitAnswer();
    }

    /**
     * {@link #stop} and {@link #start}.
     *
     * @throws IllegalStateException when it does not answer again; the message holds the logs
     */
    public synchronized void restart() {
        stop();
        start();
    }

    /**
     * {@link #restart} with another clock, which it keeps for later starts. Its Control Agent's clock stays right.
     *
     * @param clockSkew how far it is ahead of this machine's clock, in whole seconds; negative when behind
     * @throws IllegalStateException when it does not answer again; the message holds the logs
     */
    public synchronized void restart(Duration clockSkew) {
        this.clockSkew = clockSkew;
        restart();
    }

    /** Its name. */
    @Override
    public String toString() {
        return name();
    }

    /** Starts what is not running, without waiting. */
    void launch() {
        if (!isRunning()) {
            removePidFiles("kea-" + service.word());
            startsBefore = starts();
            Map<String, String> environment = environment();
            if (!clockSkew.isZero()) {
                environment.put("LD_PRELOAD", installation.faketime());
                environment.put("FAKETIME", (clockSkew.isNegative() ? "" : "+") + clockSkew.toSeconds());
                // its timers must not jump
                environment.put("FAKETIME_DONT_FAKE_MONOTONIC", "1");
            }
            daemon = launch("kea-" + service.word(), environment, PeerLayout.DAEMON_FILE, PeerLayout.DAEMON_OUTPUT);
        }
        if (layout.agent() != null && !isAgentRunning()) {
            removePidFiles("kea-ctrl-agent");
            agent = launch("kea-ctrl-agent", environment(), PeerLayout.AGENT_FILE, PeerLayout.AGENT_OUTPUT);
        }
    }

    private GuardedProcess launch(
            String program, Map<String, String> environment, String configuration, String output) {
        List<String> command = new ArrayList<>(network);
        command.addAll(installation.command(environment, "/usr/sbin/" + program, "-c", layout.inside(configuration)));
        return GuardedProcess.start(command, layout.directory().resolve(output));
    }

    /** Kea 2.6.3 and later accept paths only below these. */
    private Map<String, String> environment() {
        Map<String, String> environment = new LinkedHashMap<>();
        for (String kind : List.of("PIDFILE", "LOCKFILE", "CONTROL_SOCKET", "LOG_FILE", "DHCP_DATA")) {
            environment.put("KEA_" + kind + "_DIR", layout.inside());
        }
        return environment;
    }

    /** One that a killed daemon left would stop the next start if its number were taken again by then. */
    private void removePidFiles(String program) {
        try (Stream<Path> files = Files.list(layout.directory())) {
            for (Path file : files.filter(f -> f.toString().endsWith("." + program + ".pid"))
                    .toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot clean " + layout.directory(), e);
        }
    }

    /** Waits until the daemon is started, and answers at its management endpoint and through its Control Agent. */
    void awaitAnswer() {
        boolean answers = Await.until(ANSWER, () -> hasEnded() || answers());
        if (!answers || hasEnded()) {
            throw new IllegalStateException(
                    name() + (answers ? " ended while it started" : " does not answer") + "\n" + logs());
        }
    }

    private boolean hasEnded() {
        return !isRunning() || layout.agent() != null && !isAgentRunning();
    }

    /**
     * Kea 3.0 already answers before its hooks are started, so the daemon has to say that it is done; and whoever took
     * our port in the meantime may answer too, so it has to be our daemon that does.
     */
    private boolean answers() {
        return starts() > startsBefore
                && isAnsweredByDaemon(endpoint())
                && agentEndpoint().map(this::isAnsweredByDaemon).orElse(true);
    }

    private long starts() {
        Path log = layout.directory().resolve(PeerLayout.DAEMON_LOG);
        String started = " " + service.root().toUpperCase(Locale.ROOT) + "_STARTED ";
        return Files.exists(log)
                ? lines(log).stream().filter(line -> line.contains(started)).count()
                : 0;
    }

    private boolean isAnsweredByDaemon(URI url) {
        try {
            OptionalLong pid = send(url, "status-get")
                    .object("arguments")
                    .map(arguments -> arguments.integer("pid"))
                    .orElse(OptionalLong.empty());
            GuardedProcess process = daemon;
            return process != null && pid.equals(OptionalLong.of(process.pid()));
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Whether somebody else has a port that this server was given. */
    boolean foundItsPortTaken() {
        return logFiles().stream().flatMap(file -> lines(file).stream()).anyMatch(l -> l.contains("in use"));
    }

    private JsonObject send(URI url, String command) throws IOException {
        return ManagementRequest.send(url, service, command, credentials == null ? null : credentials.authorization());
    }

    /** Ends everything of this server. */
    synchronized void close() {
        end(agent);
        end(daemon);
    }

    private static void end(@Nullable GuardedProcess process) {
        if (process != null && process.isAlive()) {
            process.kill();
        }
    }

    private static boolean isAlive(@Nullable GuardedProcess process) {
        return process != null && process.isAlive();
    }

    private GuardedProcess running() {
        GuardedProcess process = daemon;
        if (process == null || !process.isAlive()) {
            throw new IllegalStateException(name() + " is not running");
        }
        return process;
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return List.of("cannot read " + file + ": " + e);
        }
    }
}
