package dev.keaha.client;

import static dev.keaha.config.DhcpService.DHCP4;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keaha.command.KeaCommand;
import dev.keaha.command.KeaCommands;
import dev.keaha.command.ReservationCommands;
import dev.keaha.command.ReservationTarget;
import dev.keaha.config.KeaConfig;
import dev.keaha.json.Json;
import dev.keaha.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.ResourceBundle;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.Arguments;

/**
 * Every fault, and good answers too, with secrets in the credentials, the command and the answer: none of them is in
 * anything that is printed, logged, thrown or made a string.
 */
class SecretsInOutputTest {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(100);
    private static final String PASSWORD = "correct-horse-1";
    private static final String FROM_FILE = "battery-staple-2";
    private static final String SENT = "troubadour-3";
    private static final String ANSWERED = "capybara-4";
    private static final List<String> SECRETS = List.of(
            PASSWORD,
            FROM_FILE,
            SENT,
            ANSWERED,
            Base64.getEncoder().encodeToString(("admin:" + PASSWORD).getBytes(StandardCharsets.UTF_8)),
            Base64.getEncoder().encodeToString(("admin:" + FROM_FILE).getBytes(StandardCharsets.UTF_8)));

    private final ByteArrayOutputStream captured = new ByteArrayOutputStream();
    private final PrintStream all = new PrintStream(captured, true, StandardCharsets.UTF_8);
    private final PrintStream out = System.out;
    private final PrintStream err = System.err;
    private final System.Logger logger = new System.Logger() {
        @Override
        public String getName() {
            return "test";
        }

        @Override
        public boolean isLoggable(Level level) {
            return true;
        }

        @Override
        public void log(
                Level level, @Nullable ResourceBundle bundle, @Nullable String message, @Nullable Throwable thrown) {
            note(level + " " + message);
            note(String.valueOf(thrown));
        }

        @Override
        public void log(
                Level level, @Nullable ResourceBundle bundle, @Nullable String format, @Nullable Object... values) {
            note(level + " " + format + " " + Arrays.toString(values));
        }
    };

    @TempDir
    private Path directory;

    @BeforeEach
    void capture() {
        System.setOut(all);
        System.setErr(all);
    }

    @AfterEach
    void release() {
        System.setOut(out);
        System.setErr(err);
    }

    private static JsonObject withPassword(String password) {
        return Json.object(
                "Dhcp4",
                Json.object(
                        "lease-database",
                        Json.object("type", "mysql", "password", password),
                        "control-socket",
                        Json.object(
                                "authentication",
                                Json.object("clients", Json.array(Json.object("password", password))))));
    }

    private void note(Object anything) {
        all.println(anything);
        if (anything instanceof Throwable thrown) {
            StringWriter trace = new StringWriter();
            thrown.printStackTrace(new PrintWriter(trace, true));
            all.println(trace);
        }
    }

    private void send(KeaClient client, KeaEndpoint endpoint, KeaCommand<?> command, Duration time) {
        EndpointChannel channel = client.channel(endpoint);
        note(endpoint);
        note(channel);
        note(command);
        try {
            note(channel.send(DHCP4, command, time));
            note(Objects.requireNonNull(channel.call(DHCP4, command, time)));
        } catch (RuntimeException e) {
            note(e);
        }
        note(channel.callAsync(DHCP4, command, time)
                .handle((answer, problem) -> {
                    note(problem == null ? answer : problem);
                    return "noted";
                })
                .join());
    }

    private List<KeaEndpoint> endpoints(int port) throws Exception {
        Path file = Files.writeString(directory.resolve("password"), FROM_FILE + "\n");
        URI uri = URI.create("http://127.0.0.1:" + port);
        return List.of(
                KeaEndpoint.builder(uri).credentials("admin", PASSWORD).build(),
                KeaEndpoint.builder(uri).credentials("admin", file).build());
    }

    @Test
    void nothingSecretInAnyOutput() throws Exception {
        List<KeaCommand<?>> commands = List.of(
                KeaCommands.configSet(KeaConfig.of(withPassword(SENT))),
                KeaCommands.configGet(),
                KeaCommands.generic("x", Json.object("secret", SENT), true, false),
                ReservationCommands.reservationAdd(
                        Json.object("subnet-id", 1, "user-context", Json.object("password", SENT)),
                        ReservationTarget.MEMORY));
        FaultyServer.Fault good = connection -> connection.answer("[{\"result\":0,\"text\":\"done\",\"arguments\":"
                + withPassword(ANSWERED).toJson() + "}]");
        FaultyServer.Fault refusal = connection ->
                connection.answer("[{\"result\":1,\"text\":\"no\",\"arguments\":{\"password\":\"" + ANSWERED + "\"}}]");
        FaultyServer.Fault broken =
                connection -> connection.answer("[{\"result\":0,\"arguments\":{\"password\":\"" + ANSWERED + "\"");
        FaultyServer.Fault elsewhere =
                connection -> connection.answer("302 Found", "", "Location: http://admin:" + ANSWERED + "@localhost/x");
        List<FaultyServer.Fault> faults = new ArrayList<>(List.of(good, refusal, broken, elsewhere));
        Stream.concat(FaultTest.faults(), FaultTest.stalls())
                .map(Arguments::get)
                .forEach(fault -> faults.add((FaultyServer.Fault) fault[4]));
        for (FaultyServer.Fault fault : faults) {
            Duration time = faults.indexOf(fault) < faults.size() - 4 ? LONG : SHORT;
            try (FaultyServer server = new FaultyServer(fault);
                    KeaClient client = KeaClient.builder()
                            .answerLimit(1 << 20)
                            .observer(KeaClientObserver.logging(logger))
                            .build()) {
                for (KeaEndpoint endpoint : endpoints(server.port())) {
                    for (KeaCommand<?> command : fault == good ? commands : commands.subList(0, 1)) {
                        send(client, endpoint, command, time);
                    }
                }
                // they did go over the wire, so that there was something to leak
                assertThat(String.join("", server.requests())).contains(SENT);
            }
        }

        String text = captured.toString(StandardCharsets.UTF_8);
        assertThat(text).contains("admin", "config-set", "HTTP 302", "*****", "DEBUG", "INFO", "WARNING");
        for (String secret : SECRETS) {
            assertThat(text.contains(secret)).as(around(text, secret)).isFalse();
        }
    }

    private static String around(String text, String secret) {
        int at = text.indexOf(secret);
        return at < 0 ? secret : text.substring(Math.max(0, at - 300), at + secret.length());
    }
}
