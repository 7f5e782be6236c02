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
    /** {@code config-set}, of the target or of what is put back. */
    SET(true),
    /** Putting back failed: {@code config-reload}. */
    RELOAD(true),
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
    /** Is it back at work? */
    STATE(true),
    /** Is its partner? */
    PARTNER_STATE(true),
    /** Does it run the target? */
    READ_BACK(true),
    /** {@code config-write}. */
    WRITE(true);

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
