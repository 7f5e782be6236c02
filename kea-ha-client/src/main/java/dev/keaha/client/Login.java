package dev.keaha.client;

import dev.keaha.json.Secrets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Who the SDK says it is.
 *
 * @param user not empty, without a colon
 * @param password the password, null where it is in a file
 * @param file where the password is, null where it is given
 */
record Login(
        String user, @Nullable String password, @Nullable Path file) {

    Login {
        if (user.isEmpty() || user.contains(":")) {
            throw new IllegalArgumentException("A user's name must not be empty and must hold no colon");
        }
    }

    /** No password. */
    @Override
    public String toString() {
        return user + (file == null ? ", password " + Secrets.MASK : ", password from " + file);
    }
}
