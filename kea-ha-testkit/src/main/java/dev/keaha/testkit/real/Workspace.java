package dev.keaha.testkit.real;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The work directory of one {@link RealKea} inside an installation. A lock that dies with the JVM marks it as in use, so
 * that the next one to come removes what a dead run left.
 */
final class Workspace implements AutoCloseable {

    private static final String PARENT = "run/keaha";
    private static final String LOCK = ".lock";
    // Closing any channel on a file drops this process's locks on it, so our own must not be tried.
    private static final Set<Path> OURS = new HashSet<>();

    private final Path root;
    private final Path directory;
    private final FileChannel lock;

    private Workspace(Path root, Path directory, FileChannel lock) {
        this.root = root;
        this.directory = directory;
        this.lock = lock;
    }

    static Workspace create(Path root) {
        Path parent = root.resolve(PARENT);
        synchronized (OURS) {
            try {
                Files.createDirectories(parent);
                // held while sweeping and creating, so that nobody removes a directory that is just being made
                try (FileChannel all = open(parent.resolve(LOCK))) {
                    all.lock();
                    sweep(parent);
                    Path directory = Files.createTempDirectory(
                            parent,
                            ProcessHandle.current().pid() + "-",
                            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-x---")));
                    FileChannel lock = open(lockOf(directory));
                    lock.lock();
                    OURS.add(directory);
                    return new Workspace(root, directory, lock);
                }
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot make a work directory in " + parent, e);
            }
        }
    }

    private static FileChannel open(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    private static Path lockOf(Path directory) {
        return directory.resolveSibling(directory.getFileName() + LOCK);
    }

    private static void sweep(Path parent) throws IOException {
        try (DirectoryStream<Path> directories = Files.newDirectoryStream(parent, Files::isDirectory)) {
            for (Path directory : directories) {
                if (!OURS.contains(directory) && isDead(directory)) {
                    OwnNetworks.remove(id(directory));
                    delete(directory);
                    Files.deleteIfExists(lockOf(directory));
                }
            }
        }
    }

    private static boolean isDead(Path directory) throws IOException {
        try (FileChannel channel = open(lockOf(directory))) {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException held) {
            return false;
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (NoSuchFileException | UncheckedIOException gone) {
            // a daemon that was ending removed its own file under our hands; what is left goes with the next sweep
        }
    }

    /** What tells it from every other that lives, whatever the installation. */
    String id() {
        return id(directory);
    }

    private static String id(Path directory) {
        return directory.getFileName().toString();
    }

    /** A directory of its own for one server. */
    Path subdirectory(String name) {
        try {
            return Files.createDirectory(
                    directory.resolve(name),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-x---")));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot make " + directory.resolve(name), e);
        }
    }

    /** A path below the installation as the daemons see it. */
    String inside(Path path) {
        return "/" + root.relativize(path);
    }

    @Override
    public void close() {
        synchronized (OURS) {
            try {
                delete(directory);
                Files.deleteIfExists(lockOf(directory));
                lock.close();
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot remove " + directory, e);
            } finally {
                OURS.remove(directory);
            }
        }
    }
}
