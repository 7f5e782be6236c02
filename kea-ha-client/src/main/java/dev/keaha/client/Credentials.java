package dev.keaha.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What goes into a header such as {@code Authorization}; reads a password file again when it has changed. */
final class Credentials {

    private final @Nullable Login login;
    private volatile @Nullable Content content;

    Credentials(@Nullable Login login) {
        this.login = login;
    }

    /**
     * The header's value.
     *
     * @throws IOException when the password file can't be read; the message names it
     */
    Optional<String> authorization() throws IOException {
        if (login == null) {
            return Optional.empty();
        }
        String secret = login.password() != null ? login.password() : login.file() != null ? read(login.file()) : "";
        return Optional.of("Basic "
                + Base64.getEncoder().encodeToString((login.user() + ":" + secret).getBytes(StandardCharsets.UTF_8)));
    }

    /** It was not taken: a file is read again next time, whether it looks changed or not. */
    void forget() {
        content = null;
    }

    private String read(Path path) throws IOException {
        try {
            BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
            if (!now.isRegularFile()) {
                throw new IOException("it is no regular file");
            }
            Content known = content;
            if (known == null || !known.isOf(now)) {
                String text = Files.readString(path).replaceFirst("[\\r\\n]+$", "");
                known = new Content(text, now.lastModifiedTime(), now.size(), now.fileKey());
                content = known;
            }
            return known.password;
        } catch (IOException e) {
            throw new IOException("The password file " + path + " can't be read: " + FileProblem.of(e), e);
        }
    }

    private record Content(
            String password,
            FileTime modified,
            long size,
            @Nullable Object key) {

        boolean isOf(BasicFileAttributes now) {
            return modified.equals(now.lastModifiedTime())
                    && size == now.size()
                    && java.util.Objects.equals(key, now.fileKey());
        }

        @Override
        public String toString() {
            return "password of " + modified;
        }
    }
}
