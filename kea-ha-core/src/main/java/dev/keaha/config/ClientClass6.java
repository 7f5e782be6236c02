package dev.keaha.config;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.keaha.binding.KeaStyle;
import dev.keaha.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.immutables.value.Value;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonDeserialize;

/**
 * The definition of a class of DHCPv6 clients (Kea manual, "Client Classification").
 */
@Value.Immutable
@KeaStyle
@JsonDeserialize(builder = ClientClass6.Builder.class)
public sealed interface ClientClass6 extends PreferredLifetimes, Remarks, WithClientClass6
        permits ImmutableClientClass6 {

    /**
     * The class's name.
     *
     * @return the name
     */
    @JsonProperty("name")
    String name();

    /**
     * Who belongs to it.
     *
     * @return an expression; empty where absent
     */
    @JsonProperty("test")
    Optional<String> test();

    /**
     * Makes a class of each value that the expression has.
     *
     * @return an expression; Kea 2.3.2 and newer; empty where absent
     */
    @JsonProperty("template-test")
    Optional<String> templateTest();

    /**
     * Whether it is evaluated only where required; the old spelling of {@code only-in-additional-list}.
     *
     * @return Kea's default is false; empty where absent
     */
    @JsonProperty("only-if-required")
    Optional<Boolean> onlyIfRequired();

    /**
     * Whether it is evaluated only where an additional list names it.
     *
     * @return Kea's default is false; empty where absent
     */
    @JsonProperty("only-in-additional-list")
    Optional<Boolean> onlyInAdditionalList();

    /**
     * The options that its members get.
     *
     * @return the options in order; null where absent
     */
    @JsonProperty("option-data")
    @Nullable
    List<OptionData> optionData();

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
    final class Builder extends ImmutableClientClass6.Builder {
        Builder() {}
    }
}
