package dev.keaha.replication;

import java.util.Locale;

/** Where in its task a run is: which command is sent, or was sent last. */
enum RunPhase {
    /** {@code config-test} of the target. */
    TEST(false),
    /** Does the peer still run what the plan was made from? */
    COMPARE(false),
    /** Lone survivor: is it still in partner-down? */
    OWN_STATE(false),
    /** Does the partner serve? For a lone survivor: is it still lost? */
    PARTNER(false),
    /** Handing over: has the partner's heartbeat just passed, so that the next does not meet a server at work? */
    CALM(false),
    /** {@code dhcp-disable}: whatever becomes of its hooks now, it does not serve beside its partner. */
    HOLD(true),
    /** Handing over: {@code ha-maintenance-start} at the partner. */
    STAND_IN(true),
    /** Does the partner stand in? */
    STANDS_IN(true),
    /** The partner took it for lost: {@code ha-scopes} without any, so that only one serves. */
    GIVE_WAY(true),
    /** Handing over: {@code dhcp-disable} at the partner, whose lease updates would find nobody. */
    QUIET(true),
    /** {@code config-set}, of the target or of what is put back. */
    SET(true),
    /** Putting back failed: {@code config-reload}. */
    RELOAD(true),
    /** Handing over: {@code dhcp-enable} at the partner. */
    RESUME(true),
    /** Has it HA? */
    LOADED(true),
    /** {@code dhcp-enable}: HA decides again whom it serves. */
    RELEASE(true),
    /** Lone survivor, right after {@code config-set}: is the partner still lost? */
    PARTNER_LOST(true),
    /** Lone survivor: {@code ha-maintenance-start}. */
    TAKE_OVER(true),
    /** The partner lives after all: {@code ha-maintenance-cancel}. */
    GIVE_BACK(true),
    /** It is not known what the peer runs: has it HA? */
    INSPECT(true),
    /** And which configuration? */
    INSPECT_CONFIG(true),
    /** Handing over: has it copied the leases, and does it wait in maintenance? */
    SYNCED(true),
    /** Is it back at work? */
    STATE(true),
    /** Is its partner? */
    PARTNER_STATE(true),
    /** Does it run the target? */
    READ_BACK(true),
    /** {@code config-write}. */
    WRITE(true),
    /** Handing back: when does it send its heartbeats? */
    BEAT(true),
    /** Handing back in load-balancing before Kea 2.7.5: it is made ready. */
    SHOW(true),
    /** And its partner sees that with its own heartbeat. */
    SHOWN(true),
    /** Handing back, right before its heartbeat: is it as expected? */
    RETURN(true),
    /** And goes back into maintenance, from which its partner lets it go. */
    HIDE(true),
    /** Handing back in load-balancing before Kea 2.7.5: {@code ha-reset}, where it would leave maintenance serving. */
    RESET(true),
    /** Handing back: {@code ha-maintenance-cancel} at the partner. */
    CANCEL(true),
    /** Delta: what does the element look like? */
    DELTA_LOOK(false),
    /** Delta: the command that changes it. */
    DELTA(true),
    /** Delta: does it look as it shall? */
    DELTA_CHECK(true);

    private final boolean begun;

    RunPhase(boolean begun) {
        this.begun = begun;
    }

    /** Whether something may have been changed on the peer. */
    boolean begun() {
        return begun;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
