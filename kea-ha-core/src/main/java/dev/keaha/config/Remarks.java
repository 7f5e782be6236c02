package dev.keaha.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.keaha.json.JsonObject;
import java.util.Optional;

/** What every part of a configuration can carry beside its own parameters. */
public sealed interface Remarks
        permits ClientClass4,
                ClientClass6,
                ControlAgent,
                ControlSocket,
                DhcpDdns,
                DhcpQueueControl,
                HttpAuthentication,
                HttpHeader,
                HttpUser,
                InterfacesConfig,
                LoggerConfig,
                MultiThreading,
                NetworkParameters,
                OptionData,
                OptionDef,
                PdPool,
                Pool4,
                Pool6,
                Reservation4,
                Reservation6,
                ServerId {

    /**
     * Anything that the administrator or a hook keeps with it; Kea carries it along.
     *
     * @return an object; empty where absent
     */
    @JsonProperty("user-context")
    Optional<JsonObject> userContext();

    /**
     * A remark. Kea keeps it as {@code user-context.comment} when it comes from a file, and drops it when it comes
     * over the API.
     *
     * @return the text; empty where absent
     */
    @JsonProperty("comment")
    Optional<String> comment();
}
