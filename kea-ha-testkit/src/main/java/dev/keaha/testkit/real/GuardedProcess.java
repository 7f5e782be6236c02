package dev.keaha.testkit.real;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A process that cannot outlive this JVM. It runs below a small shell, the guard, which reads a pipe whose only writing
 * end is in this JVM: when that end is closed, because the JVM ended in whatever way or because the guard was killed, the
 * reading part kills the process. Java closes all other descriptors in what it starts, so no sibling inherits the pipe,
 * and the guard does not hand it on.
 */
final class GuardedProcess {

    private static final Duration END = Duration.ofSeconds(10);
    private static final String GUARD = """
            exec 3<&0 </dev/null
            output=$1
            shift
            "$@" 3<&- >>"$output" 2>&1 &
            process=$!
            echo $process
            exec >&-
            (read -r nothing <&3; kill -KILL $process) &
            reader=$!
            exec 3<&-
            wait $process
            kill $reader
            """;

    private final Process guard;
    private final ProcessHandle process;

    private GuardedProcess(Process guard, ProcessHandle process) {
        this.guard = guard;
        this.process = process;
    }

    /**
     * Starts a command that replaces itself by the program (so that its process id stays the program's).
     *
     * @param output file that gets what it prints, appended
     */
    static GuardedProcess start(List<String> command, Path output) {
        List<String> guarded = new ArrayList<>(List.of("/bin/sh", "-c", GUARD, "guard", output.toString()));
        guarded.addAll(command);
        try {
            Process guard = new ProcessBuilder(guarded)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String pid;
            try (BufferedReader reader =
                    new BufferedReader(new InputStreamReader(guard.getInputStream(), StandardCharsets.US_ASCII))) {
                pid = reader.readLine();
            }
            if (pid == null) {
                throw new IllegalStateException("Could not start " + command);
            }
            // a process that is already gone leaves its guard alone, which then stands for it
            ProcessHandle process = ProcessHandle.of(Long.parseLong(pid)).orElse(guard.toHandle());
            return new GuardedProcess(guard, process);
        } catch (IOException e) {
            throw new UncheckedIOException("Could not start " + command, e);
        }
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return guard.isAlive();
    }

    /** SIGKILL; returns when the process is gone. Without effect on one that is gone. */
    void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** SIGTERM, and SIGKILL when that does not help; returns when the process is gone. */
    void terminate() {
        process.destroy();
        awaitEnd();
    }

    /** Sends SIGSTOP or SIGCONT. */
    void signal(String name) {
        try {
            Process kill = new ProcessBuilder("/bin/sh", "-c", "kill -s \"$1\" \"$2\"", "kill", name, "" + pid())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectErrorStream(true)
                    .start();
            if (Await.uninterruptibly(kill::waitFor) != 0) {
                throw new IllegalStateException("Could not send SIG" + name + " to process " + pid());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Could not send SIG" + name + " to process " + pid(), e);
        }
    }

    private void awaitEnd() {
        if (!Await.uninterruptibly(() -> guard.waitFor(END.toMillis(), TimeUnit.MILLISECONDS))) {
            process.destroyForcibly();
            Await.uninterruptibly(guard::waitFor);
        }
    }
}
