package dev.keaha.health;

import dev.keaha.ha.HaMode;
import dev.keaha.ha.HaState;
import dev.keaha.ha.PeerRole;
import java.util.List;
import java.util.Optional;

/**
 * The one table of what an HA state means, by mode and role (Kea manual, "Server States"). What stands in no row does not
 * belong to that mode and role.
 */
final class StateTable {

    /**
     * A row.
     *
     * @param state the HA state
     * @param modes the modes that have it
     * @param roles the roles that have it
     * @param condition what it makes of the peer
     * @param serves whether the DHCP service is on in it
     */
    record Row(HaState state, List<HaMode> modes, List<PeerRole> roles, PeerCondition condition, boolean serves) {}

    private static final List<HaMode> ALL = List.of(HaMode.LOAD_BALANCING, HaMode.HOT_STANDBY, HaMode.PASSIVE_BACKUP);
    private static final List<HaMode> PAIRS = List.of(HaMode.LOAD_BALANCING, HaMode.HOT_STANDBY);
    private static final List<HaMode> LOAD_BALANCING = List.of(HaMode.LOAD_BALANCING);
    private static final List<PeerRole> BALANCERS = List.of(PeerRole.PRIMARY, PeerRole.SECONDARY);
    private static final List<PeerRole> PAIR = List.of(PeerRole.PRIMARY, PeerRole.SECONDARY, PeerRole.STANDBY);

    private static final List<PeerRole> EVERYBODY =
            List.of(PeerRole.PRIMARY, PeerRole.SECONDARY, PeerRole.STANDBY, PeerRole.BACKUP);

    static final List<Row> ROWS = List.of(
            new Row(HaState.LOAD_BALANCING, LOAD_BALANCING, BALANCERS, PeerCondition.ACTIVE, true),
            new Row(
                    HaState.HOT_STANDBY,
                    List.of(HaMode.HOT_STANDBY),
                    List.of(PeerRole.PRIMARY, PeerRole.STANDBY),
                    PeerCondition.ACTIVE,
                    true),
            new Row(
                    HaState.PASSIVE_BACKUP,
                    List.of(HaMode.PASSIVE_BACKUP),
                    List.of(PeerRole.PRIMARY),
                    PeerCondition.ACTIVE,
                    true),
            new Row(HaState.BACKUP, ALL, List.of(PeerRole.BACKUP), PeerCondition.ACTIVE, false),
            new Row(HaState.PARTNER_DOWN, PAIRS, PAIR, PeerCondition.ALONE, true),
            new Row(HaState.COMMUNICATION_RECOVERY, LOAD_BALANCING, BALANCERS, PeerCondition.RECOVERING, true),
            new Row(HaState.PARTNER_IN_MAINTENANCE, PAIRS, PAIR, PeerCondition.COVERING, true),
            new Row(HaState.TERMINATED, PAIRS, PAIR, PeerCondition.TERMINATED, true),
            new Row(HaState.WAITING, ALL, EVERYBODY, PeerCondition.SETTLING, false),
            new Row(HaState.SYNCING, PAIRS, PAIR, PeerCondition.SETTLING, false),
            new Row(HaState.READY, PAIRS, PAIR, PeerCondition.SETTLING, false),
            new Row(HaState.IN_MAINTENANCE, PAIRS, PAIR, PeerCondition.IN_MAINTENANCE, false));

    private StateTable() {}

    /**
     * What a state means.
     *
     * @param mode the peer's mode
     * @param role the peer's role
     * @param state the peer's state
     * @return the row, or empty where the state does not belong to that mode and role
     */
    static Optional<Row> row(HaMode mode, PeerRole role, HaState state) {
        for (Row row : ROWS) {
            if (row.state.equals(state) && row.modes.contains(mode) && row.roles.contains(role)) {
                return Optional.of(row);
            }
        }
        return Optional.empty();
    }
}
