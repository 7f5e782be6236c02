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
 * Lease queries over TCP.
 */
@Value.Immutable
@KeaStyle
@JsonDeserialize(builder = BulkLeaseQuery.Builder.class)
public sealed interface BulkLeaseQuery extends WithBulkLeaseQuery permits ImmutableBulkLeaseQuery {

    /**
     * Whether bulk queries are answered.
     *
     * @return Kea's default is false; empty where absent
     */
    @JsonProperty("bulk-query-enabled")
    Optional<Boolean> bulkQueryEnabled();

    /**
     * Whether active queries are answered.
     *
     * @return Kea's default is false; not done yet; empty where absent
     */
    @JsonProperty("active-query-enabled")
    Optional<Boolean> activeQueryEnabled();

    /**
     * DHCPv6: whether queries by relay and link are answered.
     *
     * @return Kea's default is that of bulk-query-enabled; empty where absent
     */
    @JsonProperty("extended-info-tables-enabled")
    Optional<Boolean> extendedInfoTablesEnabled();

    /**
     * The address to listen on.
     *
     * @return an address; empty where absent
     */
    @JsonProperty("lease-query-ip")
    Optional<String> leaseQueryIp();

    /**
     * The port to listen on.
     *
     * @return Kea's default is 67 for DHCPv4, 547 for DHCPv6; empty where absent
     */
    @JsonProperty("lease-query-tcp-port")
    OptionalLong leaseQueryTcpPort();

    /**
     * The threads that answer.
     *
     * @return Kea's default is 0, as many as for DHCP; empty where absent
     */
    @JsonProperty("max-bulk-query-threads")
    OptionalLong maxBulkQueryThreads();

    /**
     * How many connections there may be.
     *
     * @return Kea's default is 10; empty where absent
     */
    @JsonProperty("max-requester-connections")
    OptionalLong maxRequesterConnections();

    /**
     * How many queries a connection may carry at once.
     *
     * @return Kea's default is 4; empty where absent
     */
    @JsonProperty("max-concurrent-queries")
    OptionalLong maxConcurrentQueries();

    /**
     * How long a connection may be silent.
     *
     * @return seconds; Kea's default is 300; empty where absent
     */
    @JsonProperty("max-requester-idle-time")
    OptionalLong maxRequesterIdleTime();

    /**
     * How many leases are fetched at once.
     *
     * @return Kea's default is 100; empty where absent
     */
    @JsonProperty("max-leases-per-fetch")
    OptionalLong maxLeasesPerFetch();

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
     * TLS: whether a requester must show a certificate.
     *
     * @return Kea's default is true; empty where absent
     */
    @JsonProperty("cert-required")
    Optional<Boolean> certRequired();

    /**
     * A remark.
     *
     * @return the text; empty where absent
     */
    @JsonProperty("comment")
    Optional<String> comment();

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
    final class Builder extends ImmutableBulkLeaseQuery.Builder {
        Builder() {}
    }
}
