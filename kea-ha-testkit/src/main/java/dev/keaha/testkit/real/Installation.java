package dev.keaha.testkit.real;

import dev.keaha.config.KeaVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One generation of Kea on this machine: a small Debian system of its own, in which the daemons run by {@code chroot}.
 *
 * @param generation which generation
 * @param root the directory that is {@code /} for the daemons
 * @param version what the daemon there says it is
 */
public record Installation(RealKea.Generation generation, Path root, KeaVersion version) {

    private static final String INSTALLER = "kea-ha-testkit/real-kea/install";
    private static final String PATH = "PATH=/usr/sbin:/usr/bin:/sbin:/bin";

    /**
     * The directory that holds the installations: the system property {@code kea.ha.real}, else the environment
     * variable {@code KEA_HA_REAL}, else {@code kea-ha/real} below {@code XDG_CACHE_HOME} or {@code ~/.cache}.
     *
     * @return the directory, which need not exist
     */
    public static Path directory() {
        String given = System.getProperty("kea.ha.real", System.getenv("KEA_HA_REAL"));
        if (given != null && !given.isBlank()) {
            return Path.of(given).toAbsolutePath();
        }
        String cache = System.getenv("XDG_CACHE_HOME");
        return (cache != null && !cache.isBlank() ? Path.of(cache) : Path.of(System.getProperty("user.home"), ".cache"))
                .resolve("kea-ha/real");
    }

    /**
     * Looks for a generation, by asking its daemon for its version.
     *
     * @param generation the generation
     * @return what is installed
     * @throws IllegalStateException when it is not there, is another version, or cannot be run here; the message says
     *     what to do
     */
    public static Installation of(RealKea.Generation generation) {
        Path root = directory().resolve(generation.number());
        if (!Files.isExecutable(root.resolve("usr/sbin/kea-dhcp4"))) {
            throw new IllegalStateException("Kea " + generation + " is not installed in " + root + " (or cannot be seen"
                    + " by this user). Run " + INSTALLER + " as root; KEA_HA_REAL names the directory for both.");
        }
        String answer = version(root);
        KeaVersion version;
        try {
            version = KeaVersion.parse(answer);
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(
                    "Kea " + generation + " in " + root + " does not run. Real Kea needs root, for chroot. It said: "
                            + answer.strip(),
                    e);
        }
        if (!generation.number().equals(version.major() + "." + version.minor())) {
            throw new IllegalStateException("Expected Kea " + generation + " in " + root + ", found " + version
                    + ". Remove that directory and run " + INSTALLER + ".");
        }
        return new Installation(generation, root, version);
    }

    /** Every generation that can be used here and now, oldest first. */
    static List<Installation> all() {
        List<Installation> found = new ArrayList<>();
        for (RealKea.Generation generation : RealKea.Generation.values()) {
            try {
                found.add(of(generation));
            } catch (IllegalStateException absent) {
                // not there is an expected answer here
            }
        }
        return List.copyOf(found);
    }

    /** The path of a hook library, as the daemon sees it. */
    String hook(String name) {
        String library = findInLib("kea/hooks/libdhcp_" + name + ".so");
        if (library == null) {
            throw new IllegalStateException("Kea " + version + " has no hook library libdhcp_" + name + ".so");
        }
        return library;
    }

    /** The path of the library that shifts the clock, as the daemon sees it. */
    String faketime() {
        String library = findInLib("faketime/libfaketimeMT.so.1");
        if (library == null) {
            throw new IllegalStateException("libfaketime is not in " + root + ". Run " + INSTALLER + ".");
        }
        return library;
    }

    /** Debian's library directory is named after the architecture. */
    private @Nullable String findInLib(String name) {
        try (Stream<Path> architectures = Files.list(root.resolve("usr/lib"))) {
            return architectures
                    .map(directory -> directory.resolve(name))
                    .filter(Files::exists)
                    .findFirst()
                    .map(file -> "/" + root.relativize(file))
                    .orElse(null);
        } catch (IOException e) {
            throw new IllegalStateException("Cannot read " + root.resolve("usr/lib"), e);
        }
    }

    /**
     * A command that runs a program inside. Each part replaces itself by the next, so that the process is the program's
     * in the end.
     */
    List<String> command(Map<String, String> environment, String... program) {
        return command(root, environment, program);
    }

    private static List<String> command(Path root, Map<String, String> environment, String... program) {
        List<String> command = new ArrayList<>(
                List.of("/usr/bin/env", "-i", PATH, "LC_ALL=C", "chroot", root.toString(), "/usr/bin/env"));
        environment.forEach((name, value) -> command.add(name + "=" + value));
        command.addAll(List.of(program));
        return command;
    }

    private static String version(Path root) {
        try {
            Process process = new ProcessBuilder(command(root, Map.of(), "/usr/sbin/kea-dhcp4", "-v"))
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
