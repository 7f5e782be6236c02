package dev.keaha.config;

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
 * A database of leases, reservations or configuration (Kea manual, "Lease Storage" and "Hosts Storage").
 */
@Value.Immutable
@KeaStyle
@JsonDeserialize(builder = Database.Builder.class)
public sealed interface Database extends WithDatabase permits ImmutableDatabase {

    /**
     * The type of database.
     *
     * @return {@code memfile}, {@code mysql} or {@code postgresql}; empty where absent
     */
    @JsonProperty("type")
    Optional<String> type();

    /**
     * The name of the database, or the path of a memfile.
     *
     * @return the name; empty where absent
     */
    @JsonProperty("name")
    Optional<String> name();

    /**
     * Where it runs.
     *
     * @return a host; Kea's default is localhost; empty where absent
     */
    @JsonProperty("host")
    Optional<String> host();

    /**
     * The port it listens on.
     *
     * @return a port; by default that of its type; empty where absent
     */
    @JsonProperty("port")
    OptionalLong port();

    /**
     * The user to log in as.
     *
     * @return the user; empty where absent
     */
    @JsonProperty("user")
    Optional<String> user();

    /**
     * The password to log in with. Never shown.
     *
     * @return the password; empty where absent
     */
    @Value.Redacted
    @JsonProperty("password")
    Optional<String> password();

    /**
     * Memfile: whether leases are written to disk.
     *
     * @return Kea's default is true; empty where absent
     */
    @JsonProperty("persist")
    Optional<Boolean> persist();

    /**
     * Memfile: how often the file is cleaned up.
     *
     * @return seconds; Kea's default is 3600, 0 is never; empty where absent
     */
    @JsonProperty("lfc-interval")
    OptionalLong lfcInterval();

    /**
     * Whether nothing is written to it.
     *
     * @return Kea's default is false; empty where absent
     */
    @JsonProperty("readonly")
    Optional<Boolean> readonly();

    /**
     * What happens when the connection is lost.
     *
     * @return {@code stop-retry-exit}, {@code serve-retry-exit} or {@code serve-retry-continue}; empty where absent
     */
    @JsonProperty("on-fail")
    Optional<String> onFail();

    /**
     * How long connecting may take.
     *
     * @return seconds; empty where absent
     */
    @JsonProperty("connect-timeout")
    OptionalLong connectTimeout();

    /**
     * How long reading may take.
     *
     * @return seconds; 0 is for ever; empty where absent
     */
    @JsonProperty("read-timeout")
    OptionalLong readTimeout();

    /**
     * How long writing may take.
     *
     * @return seconds; 0 is for ever; empty where absent
     */
    @JsonProperty("write-timeout")
    OptionalLong writeTimeout();

    /**
     * PostgreSQL: how long sent data may stay unacknowledged.
     *
     * @return seconds; empty where absent
     */
    @JsonProperty("tcp-user-timeout")
    OptionalLong tcpUserTimeout();

    /**
     * How often connecting is tried again.
     *
     * @return 0 is not at all; empty where absent
     */
    @JsonProperty("max-reconnect-tries")
    OptionalLong maxReconnectTries();

    /**
     * How long to wait between two tries.
     *
     * @return milliseconds; empty where absent
     */
    @JsonProperty("reconnect-wait-time")
    OptionalLong reconnectWaitTime();

    /**
     * Whether connecting is tried again also at startup.
     *
     * @return Kea's default is false; empty where absent
     */
    @JsonProperty("retry-on-startup")
    Optional<Boolean> retryOnStartup();

    /**
     * Memfile: how many bad rows are skipped before loading fails.
     *
     * @return 0 is any number; empty where absent
     */
    @JsonProperty("max-row-errors")
    OptionalLong maxRowErrors();

    /**
     * TLS: who is trusted.
     *
     * @return a path on the server; empty where absent
     */
    @JsonProperty("trust-anchor")
    Optional<String> trustAnchor();

    /**
     * TLS: the server's certificate.
     *
     * @return a path on the server; empty where absent
     */
    @JsonProperty("cert-file")
    Optional<String> certFile();

    /**
     * TLS: the key of the certificate.
     *
     * @return a path on the server; empty where absent
     */
    @JsonProperty("key-file")
    Optional<String> keyFile();

    /**
     * TLS: the ciphers.
     *
     * @return a list in OpenSSL's notation; empty where absent
     */
    @JsonProperty("cipher-list")
    Optional<String> cipherList();

    /**
     * PostgreSQL: how far TLS is insisted on.
     *
     * @return such as {@code verify-full}; Kea 3.1.0 and newer; empty where absent
     */
    @JsonProperty("ssl-mode")
    Optional<String> sslMode();

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
    final class Builder extends ImmutableDatabase.Builder {
        Builder() {}
    }
}
