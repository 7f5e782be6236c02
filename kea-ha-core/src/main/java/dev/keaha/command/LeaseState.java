package dev.keaha.command;

/**
 * What a lease is in. A number that a newer Kea adds is carried like the known ones.
 *
 * @param code Kea's number
 */
public record LeaseState(long code) {

    /** A client has it. */
    public static final LeaseState ASSIGNED = new LeaseState(0);

    /** A client said that somebody else uses the address. */
    public static final LeaseState DECLINED = new LeaseState(1);

    /** It has expired and was reclaimed. */
    public static final LeaseState EXPIRED_RECLAIMED = new LeaseState(2);

    /** The client gave it back; Kea 2.7.0 and newer. */
    public static final LeaseState RELEASED = new LeaseState(3);
}
