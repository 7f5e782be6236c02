package dev.keaha.command;

import dev.keaha.ha.HaStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a daemon says of itself in {@code status-get} (Kea manual, "The status-get Command").
 *
 * @param pid its process
 * @param uptime how long it runs
 * @param sinceReload how long ago its configuration was set or reloaded ({@code reload})
 * @param ha its relationships, in the order configured; empty where the HA hook is not loaded
 * @param dhcpState who has switched its DHCP service off; empty before Kea 2.6.2, which does not tell
 */
public record ServerStatus(
        long pid, Duration uptime, Duration sinceReload, List<HaStatus> ha, Optional<DhcpState> dhcpState) {

    /** Copies the list. */
    public ServerStatus {
        ha = List.copyOf(ha);
    }

    /**
     * Who has switched the DHCP service off. Each is a lock of its own: the service runs when nobody holds one.
     *
     * @param disabledByUser by {@code dhcp-disable} of an administrator
     * @param disabledByDatabase by lost databases
     * @param disabledByHa by HA itself, here or at the partner
     * @param globallyDisabled whether the service is off for any reason
     */
    public record DhcpState(
            boolean disabledByUser, boolean disabledByDatabase, boolean disabledByHa, boolean globallyDisabled) {}
}
