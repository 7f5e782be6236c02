package dev.keaha.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is kept for one client of either family. */
public sealed interface Reservation permits Reservation4, Reservation6 {

    /**
     * The client's hardware address.
     *
     * @return six octets with colons between them; empty where absent
     */
    @JsonProperty("hw-address")
    Optional<String> hwAddress();

    /**
     * The client's DUID.
     *
     * @return hexadecimal digits; empty where absent
     */
    @JsonProperty("duid")
    Optional<String> duid();

    /**
     * What the flexible identifier hook makes of the client's packet.
     *
     * @return text or hexadecimal digits; empty where absent
     */
    @JsonProperty("flex-id")
    Optional<String> flexId();

    /**
     * The client's name.
     *
     * @return the name; empty where absent
     */
    @JsonProperty("hostname")
    Optional<String> hostname();

    /**
     * The classes that the client belongs to.
     *
     * @return class names; null where absent
     */
    @JsonProperty("client-classes")
    @Nullable
    List<String> clientClasses();

    /**
     * The options that the client gets.
     *
     * @return the options in order; null where absent
     */
    @JsonProperty("option-data")
    @Nullable
    List<OptionData> optionData();
}
