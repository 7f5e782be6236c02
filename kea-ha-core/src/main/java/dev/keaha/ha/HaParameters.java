package dev.keaha.ha;

import dev.keaha.config.KeaVersion;
import java.time.Duration;

/**
 * The parameters of a relationship as Kea applies them: what is written, and Kea's default for what is not (spec row S2;
 * Kea manual, "Load-Balancing Configuration" and following sections).
 *
 * @param heartbeatDelay how often a silent partner is asked for its state
 * @param maxResponseDelay how long a partner may be silent before communication counts as interrupted
 * @param maxAckDelay how long a client may try in vain before it counts as unacked
 * @param maxUnackedClients how many unacked clients a silent partner may have before it is down; 0 is down at once
 * @param delayedUpdatesLimit lease updates kept for a silent partner; 0 is no communication-recovery
 * @param maxRejectedLeaseUpdates clients whose updates may be rejected before HA terminates; 0 is never
 * @param sendLeaseUpdates whether leases are sent to the partners
 * @param syncLeases whether a starting server fetches its partner's leases
 * @param syncTimeout how long one page of leases may take
 * @param syncPageLimit how many leases are fetched at once
 * @param waitBackupAck whether clients wait until backups have their lease
 * @param restrictCommands whether the dedicated listener takes HA commands only
 * @param requireClientCerts whether the dedicated listener asks partners for a certificate
 * @param multiThreading whether HA uses several threads
 * @param dedicatedListener whether the daemon listens on its own peer URL
 * @param listenerThreads threads of that listener; 0 is as many as for DHCP
 * @param clientThreads threads that send to partners; 0 is as many as for DHCP
 */
public record HaParameters(
        Duration heartbeatDelay,
        Duration maxResponseDelay,
        Duration maxAckDelay,
        long maxUnackedClients,
        long delayedUpdatesLimit,
        long maxRejectedLeaseUpdates,
        boolean sendLeaseUpdates,
        boolean syncLeases,
        Duration syncTimeout,
        long syncPageLimit,
        boolean waitBackupAck,
        boolean restrictCommands,
        boolean requireClientCerts,
        boolean multiThreading,
        boolean dedicatedListener,
        long listenerThreads,
        long clientThreads) {

    /**
     * What a version of Kea makes of a relationship.
     *
     * @param written the relationship as written
     * @param version the version of the server
     * @return all parameters
     */
    public static HaParameters of(HaRelationship written, KeaVersion version) {
        boolean threadsByDefault = version.atLeast(2, 3, 7);
        HaMultiThreading threads = written.multiThreading()
                .orElseGet(() -> HaMultiThreading.builder().build());
        return new HaParameters(
                Duration.ofMillis(written.heartbeatDelay().orElse(10_000)),
                Duration.ofMillis(written.maxResponseDelay().orElse(60_000)),
                Duration.ofMillis(written.maxAckDelay().orElse(10_000)),
                written.maxUnackedClients().orElse(10),
                written.delayedUpdatesLimit().orElse(written.mode().equals(HaMode.LOAD_BALANCING) ? 100 : 0),
                // Before 2.3.1 the parameter was ignored and rejected updates never terminated HA.
                version.atLeast(2, 3, 1) ? written.maxRejectedLeaseUpdates().orElse(10) : 0,
                written.sendLeaseUpdates().orElse(true),
                written.syncLeases().orElse(true),
                Duration.ofMillis(written.syncTimeout().orElse(60_000)),
                written.syncPageLimit().orElse(10_000),
                written.waitBackupAck().orElse(false),
                written.restrictCommands().orElse(version.atLeast(3, 0, 0)),
                written.requireClientCerts().orElse(true),
                threads.enabled().orElse(threadsByDefault),
                threads.dedicatedListener().orElse(threadsByDefault),
                threads.listenerThreads().orElse(0),
                threads.clientThreads().orElse(0));
    }
}
