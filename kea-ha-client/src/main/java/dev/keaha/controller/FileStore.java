package dev.keaha.controller;

import dev.keaha.config.KeaConfig;
import dev.keaha.config.KeaConfigException;
import dev.keaha.ha.RelationshipId;
import dev.keaha.json.Json;
import dev.keaha.json.JsonObject;
import dev.keaha.json.JsonSyntaxException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps everything below one directory: a folder for each relationship, with {@code relationship.json},
 * {@code journal.json}, {@code common.json}, {@code following.json}, {@code changes.json} and {@code archive/}. Directories are 0700 and files 0600, since
 * configurations hold passwords. A file is written beside, synchronised and moved into place.
 *
 * <p>Safe for use by several threads of one process. One process at a time changes a relationship.
 */
public final class FileStore implements RelationshipStore {

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final String RELATIONSHIP = "relationship.json";
    private static final String JOURNAL = "journal.json";
    private static final String COMMON = "common.json";
    private static final String FOLLOWING = "following.json";
    private static final String CHANGES = "changes.json";
    private static final String ARCHIVE = "archive";
    private static final String ENDING = ".json";
    private static final Pattern ARCHIVED =
            Pattern.compile("(([0-9]{8}T[0-9]{6}\\.[0-9]{3}Z)(?:\\+[0-9]+)?-(.+))\\.json");

    private final Path directory;

    /**
     * A store below a directory, which is made when something is first kept.
     *
     * @param directory the directory
     */
    public FileStore(Path directory) {
        this.directory = directory;
    }

    @Override
    public synchronized List<StoredRelationship> relationships() {
        List<StoredRelationship> readable = new ArrayList<>();
        for (Path file : relationshipFiles()) {
            Reading reading = reading(file);
            if (reading.relationship() != null) {
                readable.add(reading.relationship());
            }
        }
        return readable;
    }

    @Override
    public synchronized List<StoreProblem> problems() {
        List<StoreProblem> problems = new ArrayList<>();
        for (Path file : relationshipFiles()) {
            Reading reading = reading(file);
            if (reading.problem() != null) {
                problems.add(reading.problem());
            }
        }
        return problems;
    }

    private List<Path> relationshipFiles() {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(directory)) {
            return folders.map(folder -> folder.resolve(RELATIONSHIP))
                    .filter(Files::exists)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw failed("cannot be read", directory, e);
        }
    }

    /** One of the two. */
    private record Reading(
            @Nullable StoredRelationship relationship,
            @Nullable StoreProblem problem) {}

    private static Reading reading(Path file) {
        try {
            return new Reading(parsed(file, StoredRelationship::fromJson), null);
        } catch (StoreException e) {
            boolean newer = e.getCause() instanceof StoredRelationship.NewerFormatException;
            return new Reading(
                    null,
                    new StoreProblem(
                            newer ? StoreProblem.Kind.NEWER : StoreProblem.Kind.DAMAGED,
                            file.toString(),
                            String.valueOf(e.getMessage())));
        }
    }

    @Override
    public synchronized Optional<StoredRelationship> relationship(RelationshipId id) {
        return read(folder(id).resolve(RELATIONSHIP), StoredRelationship::fromJson);
    }

    @Override
    public synchronized void save(StoredRelationship relationship) {
        relationship(relationship.id()); // what cannot be read is never written over
        write(folder(relationship.id()).resolve(RELATIONSHIP), relationship.toJson());
    }

    @Override
    public synchronized void remove(RelationshipId id) {
        for (String name : List.of(JOURNAL, COMMON, FOLLOWING, CHANGES, RELATIONSHIP)) {
            delete(folder(id).resolve(name));
        }
    }

    @Override
    public synchronized Optional<JsonObject> journal(RelationshipId id) {
        return read(folder(id).resolve(JOURNAL), json -> json);
    }

    @Override
    public synchronized void saveJournal(RelationshipId id, JsonObject journal) {
        write(folder(id).resolve(JOURNAL), journal);
    }

    @Override
    public synchronized void clearJournal(RelationshipId id) {
        delete(folder(id).resolve(JOURNAL));
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw failed("cannot be removed", file, e);
        }
    }

    @Override
    public synchronized Optional<KeaConfig> common(RelationshipId id) {
        return read(folder(id).resolve(COMMON), KeaConfig::of);
    }

    @Override
    public synchronized void saveCommon(RelationshipId id, KeaConfig config) {
        write(folder(id).resolve(COMMON), config.tree());
    }

    @Override
    public synchronized Optional<JsonObject> following(RelationshipId id) {
        return read(folder(id).resolve(FOLLOWING), json -> json);
    }

    @Override
    public synchronized void saveFollowing(RelationshipId id, JsonObject memory) {
        write(folder(id).resolve(FOLLOWING), memory);
    }

    @Override
    public synchronized Optional<JsonObject> changes(RelationshipId id) {
        return read(folder(id).resolve(CHANGES), json -> json);
    }

    @Override
    public synchronized void saveChanges(RelationshipId id, JsonObject changes) {
        write(folder(id).resolve(CHANGES), changes);
    }

    @Override
    public synchronized void archive(RelationshipId id, String peer, Instant at, KeaConfig config) {
        Path archive = folder(id).resolve(ARCHIVE);
        String name = "-" + peer.replaceAll("[^A-Za-z0-9_.-]", "_") + ENDING;
        Path file = archive.resolve(STAMP.format(at) + name);
        for (int n = 2; Files.exists(file); n++) {
            file = archive.resolve(STAMP.format(at) + "+" + n + name);
        }
        write(file, config.tree());
    }

    @Override
    public synchronized List<ArchiveEntry> archived(RelationshipId id) {
        Path archive = folder(id).resolve(ARCHIVE);
        if (!Files.isDirectory(archive)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(archive)) {
            return files.map(file -> ARCHIVED.matcher(file.getFileName().toString()))
                    .filter(Matcher::matches)
                    .map(name ->
                            new ArchiveEntry(name.group(1), name.group(3), Instant.from(STAMP.parse(name.group(2)))))
                    .sorted(Comparator.comparing(ArchiveEntry::at).thenComparing(ArchiveEntry::name))
                    .toList();
        } catch (IOException e) {
            throw failed("cannot be read", archive, e);
        }
    }

    @Override
    public synchronized Optional<KeaConfig> archived(RelationshipId id, String name) {
        return archived(id).stream()
                .filter(entry -> entry.name().equals(name))
                .findFirst()
                .flatMap(entry -> read(folder(id).resolve(ARCHIVE).resolve(name + ENDING), KeaConfig::of));
    }

    private Path folder(RelationshipId id) {
        return directory.resolve(id.toString());
    }

    private interface Reader<T> {
        T read(JsonObject json);
    }

    private static <T> Optional<T> read(Path file, Reader<T> reader) {
        return Files.exists(file) ? Optional.of(parsed(file, reader)) : Optional.empty();
    }

    private static <T> T parsed(Path file, Reader<T> reader) {
        try {
            return reader.read(Json.parseObject(Files.readString(file)));
        } catch (NoSuchFileException e) {
            throw failed("went away while it was read", file, e);
        } catch (IOException e) {
            throw failed("cannot be read", file, e);
        } catch (StoredRelationship.NewerFormatException e) {
            throw new StoreException(
                    file + " is of a newer release: " + e.getMessage()
                            + ". Nothing was changed. Use that release, or move the file away to start afresh.",
                    e);
        } catch (JsonSyntaxException | KeaConfigException | IllegalArgumentException e) {
            throw new StoreException(
                    file + " is damaged: " + e.getMessage()
                            + ". Nothing was changed. Move the file away to start afresh.",
                    e);
        }
    }

    private static void write(Path file, JsonObject json) {
        Path folder = file.getParent();
        Path beside = folder.resolve(file.getFileName() + ".new");
        try {
            makePrivate(folder);
            Files.deleteIfExists(beside);
            Files.createFile(beside, onlyOwner(beside, "rw-------"));
            try (FileChannel out = FileChannel.open(beside, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(json.toPrettyJson().getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    out.write(bytes);
                }
                out.force(true);
            }
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
            synchronise(folder);
        } catch (IOException e) {
            throw failed("cannot be written", file, e);
        }
    }

    /** The move itself is on disk only when the folder is. Not every system can open a folder; those do it anyway. */
    private static void synchronise(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException notOnThisSystem) {
            return;
        }
    }

    private static void makePrivate(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        Path parent = folder.toAbsolutePath().getParent();
        if (parent != null) {
            makePrivate(parent);
        }
        try {
            Files.createDirectory(folder, onlyOwner(folder, "rwx------"));
        } catch (FileAlreadyExistsException madeMeanwhile) {
            return;
        }
    }

    private static FileAttribute<?>[] onlyOwner(Path path, String permissions) {
        Set<String> views = path.getFileSystem().supportedFileAttributeViews();
        return views.contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    private static StoreException failed(String what, Path path, IOException e) {
        return new StoreException(path + " " + what + ": " + e.getMessage(), e);
    }
}
