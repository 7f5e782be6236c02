package dev.keaha.hook;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.keaha.binding.KeaStyle;
import dev.keaha.json.JsonValue;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.immutables.value.Value;
import tools.jackson.databind.annotation.JsonDeserialize;

/**
 * A span within the life of a packet.
 */
@Value.Immutable
@KeaStyle
@JsonDeserialize(builder = PerfMonDuration.Builder.class)
public sealed interface PerfMonDuration extends WithPerfMonDuration permits ImmutablePerfMonDuration {

    /**
     * The query.
     *
     * @return such as {@code DHCPDISCOVER}; {@code *} is any; empty where absent
     */
    @JsonProperty("query-type")
    Optional<String> queryType();

    /**
     * The answer.
     *
     * @return such as {@code DHCPOFFER}; {@code *} is any; empty where absent
     */
    @JsonProperty("response-type")
    Optional<String> responseType();

    /**
     * Where it begins.
     *
     * @return such as {@code socket_received}; empty where absent
     */
    @JsonProperty("start-event")
    Optional<String> startEvent();

    /**
     * Where it ends.
     *
     * @return such as {@code buffer_read}; empty where absent
     */
    @JsonProperty("stop-event")
    Optional<String> stopEvent();

    /**
     * The subnet.
     *
     * @return 0 is all; empty where absent
     */
    @JsonProperty("subnet-id")
    OptionalLong subnetId();

    /**
     * Everything else that was written.
     *
     * @return names and values, in order
     */
    @Value.Redacted
    @JsonAnyGetter
    Map<String, JsonValue> unmodelled();

    /**
     * Starts a value.
     *
     * @return a new builder
     */
    static Builder builder() {
        return new Builder();
    }

    /** Builds values; not for several threads. */
    final class Builder extends ImmutablePerfMonDuration.Builder {
        Builder() {}
    }
}
