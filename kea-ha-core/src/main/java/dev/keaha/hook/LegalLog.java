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
 * The parameters of {@code libdhcp_legal_log.so} (Kea manual, "libdhcp_legal_log.so").
 */
@Value.Immutable
@KeaStyle
@JsonDeserialize(builder = LegalLog.Builder.class)
public sealed interface LegalLog extends HookParameters, WithLegalLog permits ImmutableLegalLog {

    /**
     * Where the log goes.
     *
     * @return {@code logfile}, {@code syslog}, {@code mysql} or {@code postgresql}; Kea's default is logfile; empty where absent
     */
    @JsonProperty("type")
    Optional<String> type();

    /**
     * Files: the directory.
     *
     * @return a path on the server; empty where absent
     */
    @JsonProperty("path")
    Optional<String> path();

    /**
     * Files: how their names begin.
     *
     * @return Kea's default is {@code kea-legal}; empty where absent
     */
    @JsonProperty("base-name")
    Optional<String> baseName();

    /**
     * Files: what the age of a file is counted in.
     *
     * @return {@code second}, {@code day}, {@code month} or {@code year}; Kea's default is day; empty where absent
     */
    @JsonProperty("time-unit")
    Optional<String> timeUnit();

    /**
     * Files: at what age a new one is begun.
     *
     * @return Kea's default is 1; 0 is never; empty where absent
     */
    @JsonProperty("count")
    OptionalLong count();

    /**
     * Files: what is run before one is closed.
     *
     * @return a path on the server; empty where absent
     */
    @JsonProperty("prerotate")
    Optional<String> prerotate();

    /**
     * Files: what is run after one was opened.
     *
     * @return a path on the server; empty where absent
     */
    @JsonProperty("postrotate")
    Optional<String> postrotate();

    /**
     * Files: whether lines that go on are marked.
     *
     * @return Kea's default is true; Kea 3.3.0 and newer; empty where absent
     */
    @JsonProperty("mark-continuation-lines")
    Optional<Boolean> markContinuationLines();

    /**
     * Syslog: how an entry is written.
     *
     * @return as for a logger; empty where absent
     */
    @JsonProperty("pattern")
    Optional<String> pattern();

    /**
     * Syslog: the facility.
     *
     * @return Kea's default is {@code local0}; empty where absent
     */
    @JsonProperty("facility")
    Optional<String> facility();

    /**
     * What is logged of a request.
     *
     * @return an expression over its packet; empty where absent
     */
    @JsonProperty("request-parser-format")
    Optional<String> requestParserFormat();

    /**
     * What is logged of an answer.
     *
     * @return an expression over its packet; empty where absent
     */
    @JsonProperty("response-parser-format")
    Optional<String> responseParserFormat();

    /**
     * How times are written.
     *
     * @return as strftime takes it; empty where absent
     */
    @JsonProperty("timestamp-format")
    Optional<String> timestampFormat();

    /**
     * A database: the user.
     *
     * @return a user; empty where absent
     */
    @JsonProperty("user")
    Optional<String> user();

    /**
     * A database: the password. Never shown.
     *
     * @return the password; empty where absent
     */
    @Value.Redacted
    @JsonProperty("password")
    Optional<String> password();

    /**
     * A database: the file that holds the password.
     *
     * @return a path on the server; newer than Kea 3.3.0; empty where absent
     */
    @JsonProperty("password-file")
    Optional<String> passwordFile();

    /**
     * A database: its server.
     *
     * @return a host name or address; empty where absent
     */
    @JsonProperty("host")
    Optional<String> host();

    /**
     * A database: its name.
     *
     * @return a name; empty where absent
     */
    @JsonProperty("name")
    Optional<String> name();

    /**
     * A database: the port of its server.
     *
     * @return a port; empty where absent
     */
    @JsonProperty("port")
    OptionalLong port();

    /**
     * A database: who is trusted.
     *
     * @return a path on the server; empty where absent
     */
    @JsonProperty("trust-anchor")
    Optional<String> trustAnchor();

    /**
     * A database: the certificate of this client.
     *
     * @return a path on the server; empty where absent
     */
    @JsonProperty("cert-file")
    Optional<String> certFile();

    /**
     * A database: the key of the certificate.
     *
     * @return a path on the server; empty where absent
     */
    @JsonProperty("key-file")
    Optional<String> keyFile();

    /**
     * A database: how strictly PostgreSQL uses TLS.
     *
     * @return Kea 3.1 and newer; empty where absent
     */
    @JsonProperty("ssl-mode")
    Optional<String> sslMode();

    /**
     * A database: the ciphers that MySQL may use.
     *
     * @return a list as OpenSSL writes it; empty where absent
     */
    @JsonProperty("cipher-list")
    Optional<String> cipherList();

    /**
     * A database: how long connecting may take.
     *
     * @return seconds; empty where absent
     */
    @JsonProperty("connect-timeout")
    OptionalLong connectTimeout();

    /**
     * A database: how long to wait between attempts to connect again.
     *
     * @return milliseconds; empty where absent
     */
    @JsonProperty("reconnect-wait-time")
    OptionalLong reconnectWaitTime();

    /**
     * A database: how often to try to connect again.
     *
     * @return a count; empty where absent
     */
    @JsonProperty("max-reconnect-tries")
    OptionalLong maxReconnectTries();

    /**
     * A database: how long MySQL may take to answer.
     *
     * @return seconds; empty where absent
     */
    @JsonProperty("read-timeout")
    OptionalLong readTimeout();

    /**
     * A database: how long sending to MySQL may take.
     *
     * @return seconds; empty where absent
     */
    @JsonProperty("write-timeout")
    OptionalLong writeTimeout();

    /**
     * A database: how long PostgreSQL may leave data unacknowledged.
     *
     * @return seconds; empty where absent
     */
    @JsonProperty("tcp-user-timeout")
    OptionalLong tcpUserTimeout();

    /**
     * A database: what happens when it is lost.
     *
     * @return {@code stop-retry-exit}, {@code serve-retry-exit} or {@code serve-retry-continue}; empty where absent
     */
    @JsonProperty("on-fail")
    Optional<String> onFail();

    /**
     * A database: whether to try again at start.
     *
     * @return Kea's default is false; empty where absent
     */
    @JsonProperty("retry-on-startup")
    Optional<Boolean> retryOnStartup();

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
    final class Builder extends ImmutableLegalLog.Builder {
        Builder() {}
    }
}
