package dev.keaha.command;

import java.util.List;
import java.util.Optional;

/**
 * Some of the leases.
 *
 * @param leases the leases
 * @param next where to go on; empty after the last one
 */
public record LeasePage(List<Lease> leases, Optional<String> next) {

    /** Copies the list. */
    public LeasePage {
        leases = List.copyOf(leases);
    }
}
