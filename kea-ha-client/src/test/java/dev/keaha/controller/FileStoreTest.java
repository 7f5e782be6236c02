package dev.keaha.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.keaha.config.DhcpService;
import dev.keaha.config.KeaConfig;
import dev.keaha.ha.RelationshipId;
import dev.keaha.json.Json;
import dev.keaha.json.JsonArray;
import dev.keaha.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileStoreTest {

    private static final JsonObject RELATIONSHIP = Json.object(
            "this-server-name",
            "server1",
            "mode",
            "hot-standby",
            "peers",
            Json.array(
                    Json.object("name", "server1", "url", "http://127.0.0.1:8000/", "role", "primary"),
                    Json.object(
                            "name", "server2",
                            "url", "http://127.0.0.2:8000/",
                            "role", "standby",
                            "basic-auth-password", "geheim")));
    private static final StoredRelationship STORED = new StoredRelationship(
            DhcpService.DHCP4,
            RELATIONSHIP,
            Map.of("server1", new StoredRelationship.Address(URI.create("http://127.0.0.1:8000/"), true)),
            Json.object("source", "server1"),
            JsonArray.empty());
    private static final KeaConfig CONFIG = KeaConfig.of(Json.parseObject("{\"Dhcp4\":{\"valid-lifetime\":1.50}}"));

    @TempDir
    private Path directory;

    private FileStore store() {
        return new FileStore(directory.resolve("deep/store"));
    }

    @Test
    void keepsEverythingOverARestart() {
        FileStore store = store();
        RelationshipId id = STORED.id();
        store.save(STORED);
        store.saveJournal(id, Json.object("step", 3));
        store.saveCommon(id, CONFIG);
        store.saveFollowing(id, Json.object("paused", true));
        store.saveChanges(id, Json.object("entries", "none"));

        assertThat(store().relationships()).containsExactly(STORED);
        assertThat(store().journal(id)).contains(Json.object("step", 3));
        assertThat(store().following(id)).contains(Json.object("paused", true));
        assertThat(store().changes(id)).contains(Json.object("entries", "none"));
        assertThat(store().common(id).orElseThrow().tree().toJson())
                .isEqualTo(CONFIG.tree().toJson());
    }

    @Test
    void anEmptyStoreKnowsNothing() {
        assertThat(store().relationships()).isEmpty();
        assertThat(store().journal(STORED.id())).isEmpty();
        assertThat(store().common(STORED.id())).isEmpty();
    }

    @Test
    void forgetsAJournalThatIsDone() {
        FileStore store = store();
        store.saveJournal(STORED.id(), Json.object("step", 3));
        store.clearJournal(STORED.id());
        store.clearJournal(STORED.id());
        assertThat(store.journal(STORED.id())).isEmpty();
    }

    @Test
    void archivesEachConfigurationOfTheSameMomentApart() throws IOException {
        FileStore store = store();
        Instant at = Instant.parse("2026-11-22T12:00:00Z");
        store.archive(STORED.id(), "server2", at, CONFIG);
        store.archive(STORED.id(), "server2", at, CONFIG);
        assertThat(store.archived(STORED.id()))
                .extracting(ArchiveEntry::peer, ArchiveEntry::at)
                .containsExactly(tuple("server2", at), tuple("server2", at));
        for (ArchiveEntry entry : store.archived(STORED.id())) {
            assertThat(store.archived(STORED.id(), entry.name())).contains(CONFIG);
        }
        assertThat(store.archived(STORED.id(), "other")).isEmpty();
        try (Stream<Path> files = Files.list(directory.resolve("deep/store/" + STORED.id() + "/archive"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "20261122T120000.000Z-server2.json", "20261122T120000.000Z+2-server2.json");
        }
    }

    @Test
    void onlyTheOwnerReadsIt() throws IOException {
        FileStore store = store();
        store.save(STORED);
        store.archive(STORED.id(), "../../evil", Instant.EPOCH, CONFIG);
        try (Stream<Path> all = Files.walk(directory.resolve("deep"))) {
            List<Path> paths = all.toList();
            assertThat(paths).hasSize(6);
            for (Path path : paths) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                        .as(path.toString())
                        .isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------");
            }
        }
    }

    @Test
    void neverResetsWhatItCannotRead() throws IOException {
        store().save(STORED);
        Path file = directory.resolve("deep/store/" + STORED.id() + "/relationship.json");
        String whole = Files.readString(file);
        for (String damaged : List.of("", "{", "{\"format\": 0}", "[]", whole.substring(0, whole.length() / 2))) {
            Files.writeString(file, damaged);
            assertThat(store().problems())
                    .singleElement()
                    .matches(problem -> problem.kind() == StoreProblem.Kind.DAMAGED);
            isLeftAlone(file, damaged);
        }
    }

    @Test
    void leavesToANewerReleaseWhatItWrote() throws IOException {
        store().save(STORED);
        Path file = directory.resolve("deep/store/" + STORED.id() + "/relationship.json");
        String newer = STORED.toJson().with("format", Json.value(2)).toJson();
        Files.writeString(file, newer);
        assertThat(store().problems()).singleElement().satisfies(problem -> {
            assertThat(problem.kind()).isEqualTo(StoreProblem.Kind.NEWER);
            assertThat(problem.where()).isEqualTo(file.toString());
            assertThat(problem.text()).contains("format 2", "Use that release");
        });
        isLeftAlone(file, newer);
    }

    private void isLeftAlone(Path file, String content) {
        assertThat(store().relationships()).isEmpty();
        List<ThrowingCallable> uses = List.of(() -> store().relationship(STORED.id()), () -> store().save(STORED));
        for (ThrowingCallable use : uses) {
            assertThatThrownBy(use)
                    .as(content)
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("relationship.json")
                    .hasMessageContaining("Nothing was changed");
        }
        assertThat(file).hasContent(content);
    }

    @Test
    void oneDamagedRelationshipStopsNoOther() throws IOException {
        StoredRelationship other = new StoredRelationship(
                DhcpService.DHCP6, RELATIONSHIP, STORED.addresses(), STORED.health(), STORED.proven());
        store().save(STORED);
        store().save(other);
        Files.writeString(directory.resolve("deep/store/" + STORED.id() + "/relationship.json"), "{");
        assertThat(store().relationships()).containsExactly(other);
        assertThat(store().relationship(other.id())).contains(other);
        assertThat(store().problems()).hasSize(1);
    }

    @Test
    void forgetsARelationshipAndKeepsItsArchive() throws IOException {
        FileStore store = store();
        store.save(STORED);
        store.saveJournal(STORED.id(), Json.object("step", 3));
        store.archive(STORED.id(), "server2", Instant.EPOCH, CONFIG);
        store.remove(STORED.id());
        store.remove(STORED.id());
        assertThat(store.relationships()).isEmpty();
        assertThat(store.journal(STORED.id())).isEmpty();
        try (Stream<Path> files = Files.list(directory.resolve("deep/store/" + STORED.id() + "/archive"))) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void tellsNoSecret() {
        assertThat(STORED.toString()).doesNotContain("geheim");
    }
}
