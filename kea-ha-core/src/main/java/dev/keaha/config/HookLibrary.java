package dev.keaha.config;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.keaha.binding.KeaStyle;
import dev.keaha.json.JsonObject;
import dev.keaha.json.JsonValue;
import java.util.Map;
import java.util.Optional;
import org.immutables.value.Value;
import tools.jackson.databind.annotation.JsonDeserialize;

/**
 * One entry of {@code hooks-libraries}.
 */
@Value.Immutable
@KeaStyle
@JsonDeserialize(builder = HookLibrary.Builder.class)
public sealed interface HookLibrary extends WithHookLibrary permits ImmutableHookLibrary {

    /** The file name of the HA hook. */
    String HA = "libdhcp_ha.so";

    /** The file name of the lease commands hook, which HA needs on every peer. */
    String LEASE_CMDS = "libdhcp_lease_cmds.so";

    /**
     * The library.
     *
     * @return a full path, or since Kea 3.0 a bare file name
     */
    @JsonProperty("library")
    String library();

    /**
     * Its parameters.
     *
     * @return whatever the library takes; empty where absent
     */
    @JsonProperty("parameters")
    Optional<JsonObject> parameters();

    /**
     * Everything else that was written.
     *
     * @return names and values, in order
     */
    @Value.Redacted
    @JsonAnyGetter
    Map<String, JsonValue> unmodelled();

    /**
     * The library without its directory, which differs between distributions.
     *
     * @return for example {@code libdhcp_ha.so}
     */
    default String fileName() {
        return library().substring(library().lastIndexOf('/') + 1);
    }

    /**
     * The file name of the library that an entry of {@code hooks-libraries} loads.
     *
     * @param entry the entry
     * @return the file name, empty where the entry names no library
     */
    static String fileName(JsonObject entry) {
        String library = entry.text("library").orElse("");
        return library.substring(library.lastIndexOf('/') + 1);
    }

    /**
     * Starts a value.
     *
     * @return a new builder
     */
    static Builder builder() {
        return new Builder();
    }

    /** Builds values; not for several threads. */
    final class Builder extends ImmutableHookLibrary.Builder {
        Builder() {}
    }
}
