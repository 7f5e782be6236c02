package dev.keaha.testkit.real;

import dev.keaha.json.Json;
import dev.keaha.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** A user of the management endpoints, and its password. */
record Credentials(String user, String password) {

    /** Value of the header. */
    String authorization() {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    /** What asks for them, in Kea's configuration. */
    JsonObject authentication() {
        return Json.object(
                "type", "basic",
                "realm", "kea-ha",
                "clients", Json.array(Json.object("user", user, "password", password)));
    }

    /** Without the password. */
    @Override
    public String toString() {
        return user;
    }
}
