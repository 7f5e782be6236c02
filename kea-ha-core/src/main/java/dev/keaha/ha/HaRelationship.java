package dev.keaha.ha;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.keaha.binding.Binding;
import dev.keaha.binding.KeaStyle;
import dev.keaha.config.KeaConfigException;
import dev.keaha.json.JsonObject;
import dev.keaha.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.immutables.value.Value;
import tools.jackson.databind.annotation.JsonDeserialize;

/**
 * One HA relationship as one server's configuration writes it: an element of {@code high-availability} in the parameters
 * of {@code libdhcp_ha.so} (spec row S2). Absent parameters are empty; what Kea makes of them is in {@link HaParameters}.
 */
@Value.Immutable
@KeaStyle
@JsonDeserialize(builder = HaRelationship.Builder.class)
public sealed interface HaRelationship permits ImmutableHaRelationship {

    /**
     * Reads a relationship.
     *
     * @param entry an element of {@code high-availability}
     * @param path where it stands in its configuration, for errors
     * @return the relationship
     * @throws KeaConfigException when a required member is missing or one has the wrong type, with its path
     */
    static HaRelationship read(JsonObject entry, String path) {
        return Binding.read(entry, HaRelationship.class, path, KeaConfigException::new);
    }

    /**
     * The name of the peer whose configuration this is.
     *
     * @return the name as written
     */
    @JsonProperty("this-server-name")
    String thisServerName();

    /**
     * How the peers share the work.
     *
     * @return the mode
     */
    @JsonProperty("mode")
    HaMode mode();

    /**
     * All peers, this server's own entry included.
     *
     * @return the peers in the order written
     */
    @JsonProperty("peers")
    List<HaPeer> peers();

    /**
     * How often a server that heard nothing from its partner sends a heartbeat.
     *
     * @return milliseconds, 0 to 65535; Kea's default is 10000
     */
    @JsonProperty("heartbeat-delay")
    OptionalLong heartbeatDelay();

    /**
     * How long a partner may be silent before communication counts as interrupted.
     *
     * @return milliseconds, 0 to 65535; Kea's default is 60000
     */
    @JsonProperty("max-response-delay")
    OptionalLong maxResponseDelay();

    /**
     * How long a client may try in vain before it counts as unacked.
     *
     * @return milliseconds, 0 to 65535; Kea's default is 10000
     */
    @JsonProperty("max-ack-delay")
    OptionalLong maxAckDelay();

    /**
     * How many unacked clients a silent partner may have; one more and it is down. 0 is partner-down as soon as communication is interrupted.
     *
     * @return a count; Kea's default is 10
     */
    @JsonProperty("max-unacked-clients")
    OptionalLong maxUnackedClients();

    /**
     * How many lease updates are kept for a silent partner in load-balancing; 0 is no communication-recovery.
     *
     * @return a count; Kea's default is 100 in load-balancing, else 0, and nothing else is allowed there
     */
    @JsonProperty("delayed-updates-limit")
    OptionalLong delayedUpdatesLimit();

    /**
     * How many clients' lease updates the partner may reject before HA terminates; 0 is never. Kea 2.3.1 and newer.
     *
     * @return a count; Kea's default is 10
     */
    @JsonProperty("max-rejected-lease-updates")
    OptionalLong maxRejectedLeaseUpdates();

    /**
     * Whether leases are sent to the partners; false where they share a database.
     *
     * @return as written; Kea's default is true
     */
    @JsonProperty("send-lease-updates")
    Optional<Boolean> sendLeaseUpdates();

    /**
     * Whether a starting server fetches its partner's leases; false where they share a database.
     *
     * @return as written; Kea's default is true
     */
    @JsonProperty("sync-leases")
    Optional<Boolean> syncLeases();

    /**
     * How long one page of leases may take.
     *
     * @return milliseconds; Kea's default is 60000
     */
    @JsonProperty("sync-timeout")
    OptionalLong syncTimeout();

    /**
     * How many leases are fetched at once.
     *
     * @return a count; Kea's default is 10000
     */
    @JsonProperty("sync-page-limit")
    OptionalLong syncPageLimit();

    /**
     * Whether clients wait until backups have their lease; true only in passive-backup.
     *
     * @return as written; Kea's default is false
     */
    @JsonProperty("wait-backup-ack")
    Optional<Boolean> waitBackupAck();

    /**
     * Whether the dedicated listener takes HA commands only.
     *
     * @return as written; Kea's default is true since 3.0.0, else false
     */
    @JsonProperty("restrict-commands")
    Optional<Boolean> restrictCommands();

    /**
     * Whether the dedicated listener asks partners for a certificate.
     *
     * @return as written; Kea's default is true
     */
    @JsonProperty("require-client-certs")
    Optional<Boolean> requireClientCerts();

    /**
     * TLS for all peers: who is trusted.
     *
     * @return a path on the server
     */
    @JsonProperty("trust-anchor")
    Optional<String> trustAnchor();

    /**
     * TLS for all peers: the server's certificate.
     *
     * @return a path on the server
     */
    @JsonProperty("cert-file")
    Optional<String> certFile();

    /**
     * TLS for all peers: the key of the certificate.
     *
     * @return a path on the server
     */
    @JsonProperty("key-file")
    Optional<String> keyFile();

    /**
     * Threads and the dedicated listener.
     *
     * @return as written
     */
    @JsonProperty("multi-threading")
    Optional<HaMultiThreading> multiThreading();

    /**
     * In which states the server pauses until {@code ha-continue}.
     *
     * @return {@code states}, a list of {@code state} and {@code pause}; as written
     */
    @JsonProperty("state-machine")
    Optional<JsonObject> stateMachine();

    /**
     * Everything else that was written, which Kea ignores without a word.
     *
     * @return names and values, in order
     */
    @Value.Redacted
    @JsonAnyGetter
    Map<String, JsonValue> unmodelled();

    /**
     * The peer of a name.
     *
     * @param name the peer's name
     * @return the peer, or empty where none is called that
     */
    default Optional<HaPeer> peer(String name) {
        return peers().stream().filter(peer -> peer.name().equals(name)).findFirst();
    }

    /**
     * The first peer of a role.
     *
     * @param role the role
     * @return the peer, or empty where none has it
     */
    default Optional<HaPeer> peer(PeerRole role) {
        return peers().stream().filter(peer -> peer.role().equals(role)).findFirst();
    }

    /**
     * The peer whose configuration this is.
     *
     * @return the peer that {@code this-server-name} names, or empty where it names none
     */
    @JsonIgnore
    default Optional<HaPeer> thisServer() {
        return peer(thisServerName());
    }

    /**
     * The rightful source of truth.
     *
     * @return the primary, or empty where no peer is one
     */
    @JsonIgnore
    default Optional<HaPeer> primary() {
        return peer(PeerRole.PRIMARY);
    }

    /**
     * Who stands in for the primary.
     *
     * @return the secondary or standby; empty in passive-backup
     */
    @JsonIgnore
    default Optional<HaPeer> standIn() {
        return peer(PeerRole.SECONDARY).or(() -> peer(PeerRole.STANDBY));
    }

    /**
     * This relationship as Kea writes it. It holds the passwords of the peers in clear.
     *
     * @return an element of {@code high-availability}
     */
    default JsonObject toJson() {
        return Binding.write(this);
    }

    /**
     * Starts a relationship.
     *
     * @return a new builder
     */
    static Builder builder() {
        return new Builder();
    }

    /** Builds relationships; not for several threads. */
    final class Builder extends ImmutableHaRelationship.Builder {
        Builder() {}
    }
}
