package dev.keaha.config;

import dev.keaha.config.Finding.Severity;
import java.util.Locale;

/**
 * What lint can find. The errors are what Kea itself refuses; the warnings are what it takes in silence. docs/lint.md has
 * cause and cure of each.
 */
public enum FindingCode {
    /** The hook is loaded without any relationship. */
    NO_RELATIONSHIP(Severity.ERROR),
    /** A value is of the wrong type. */
    WRONG_TYPE(Severity.ERROR),
    /** A required parameter is missing. */
    MISSING(Severity.ERROR),
    /** A number is too small or too large. */
    OUT_OF_RANGE(Severity.ERROR),
    /** There is no such mode. */
    UNKNOWN_MODE(Severity.ERROR),
    /** There is no such role. */
    UNKNOWN_ROLE(Severity.ERROR),
    /** There is no such state. */
    UNKNOWN_STATE(Severity.ERROR),
    /** There is no such way to pause. */
    UNKNOWN_PAUSE(Severity.ERROR),
    /** The same state is configured twice. */
    DUPLICATE_STATE(Severity.ERROR),
    /** A server's name is blank. */
    BLANK_NAME(Severity.ERROR),
    /** Two peers have the same name. */
    DUPLICATE_PEER(Severity.ERROR),
    /** {@code this-server-name} names no peer. */
    UNKNOWN_THIS_SERVER(Severity.ERROR),
    /** A URL cannot be used. */
    BAD_URL(Severity.ERROR),
    /** Some of the three TLS parameters are set, not all. */
    INCOMPLETE_TLS(Severity.ERROR),
    /** A URL says https, and TLS is not configured. */
    HTTPS_WITHOUT_TLS(Severity.ERROR),
    /** Both a password and a file that holds it. */
    PASSWORD_TWICE(Severity.ERROR),
    /** Both a user and a file that holds it. */
    USER_TWICE(Severity.ERROR),
    /** A user with a colon, which Basic authentication cannot carry. */
    COLON_IN_USER(Severity.ERROR),
    /** A mode lacks a role that it needs. */
    ROLE_MISSING(Severity.ERROR),
    /** A role that the mode does not know. */
    ROLE_NOT_ALLOWED(Severity.ERROR),
    /** More than one peer of a role that there can be only one of. */
    ROLE_TWICE(Severity.ERROR),
    /** A parameter that the mode does not allow. */
    NOT_IN_THIS_MODE(Severity.ERROR),
    /** Several relationships, and this version knows only one. */
    SEVERAL_RELATIONSHIPS(Severity.ERROR),
    /** Several relationships, and not all of them hot-standby. */
    SEVERAL_NOT_HOT_STANDBY(Severity.ERROR),
    /** The same peer name in two relationships. */
    PEER_IN_TWO_RELATIONSHIPS(Severity.ERROR),

    /** A key that this version does not know. */
    REFUSED_KEY(Severity.ERROR),
    /** The old and the new spelling of one thing. */
    BOTH_SPELLINGS(Severity.ERROR),
    /** A control socket that lets everybody in. */
    UNSECURED_CONTROL_SOCKET(Severity.ERROR),
    /** A user or password that stands in the configuration itself. */
    CLEAR_TEXT_SECRET(Severity.ERROR),
    /** A subnet without a number, where every subnet needs one. */
    SUBNET_ID_REQUIRED(Severity.ERROR),
    /** Two subnets of one number. */
    DUPLICATE_SUBNET_ID(Severity.ERROR),
    /** A hook library that is named in a way that this version does not take. */
    HOOK_PATH(Severity.ERROR),
    /** A database without the hook library that it is in. */
    DATABASE_HOOK_MISSING(Severity.ERROR),
    /** A Control Agent, and this version has none. */
    NO_CONTROL_AGENT(Severity.ERROR),
    /** A name where Kea wants an address. */
    BAD_ADDRESS(Severity.ERROR),
    /** An option that this version has no definition of. */
    UNKNOWN_OPTION(Severity.ERROR),
    /** A definition of an option that this version defines itself. */
    STANDARD_OPTION(Severity.ERROR),
    /** A file that is not in Kea's dialect of JSON, or not the configuration of one daemon. */
    UNREADABLE(Severity.ERROR),

    /** A key that Kea does not know and ignores. */
    UNKNOWN_KEY(Severity.WARNING),
    /** A key that only a newer Kea knows. */
    KEY_TOO_NEW(Severity.WARNING),
    /** {@code max-response-delay} is not well above {@code heartbeat-delay}. */
    RESPONSE_DELAY_TOO_SHORT(Severity.WARNING),
    /** {@code heartbeat-delay} 0 sends no heartbeats. */
    NO_HEARTBEAT(Severity.WARNING),
    /** The hook that HA needs to exchange leases is not loaded. */
    LEASE_CMDS_MISSING(Severity.WARNING),
    /** Load-balancing over pools that both servers give addresses from. */
    POOLS_NOT_SPLIT(Severity.WARNING),
    /** A class {@code HA_...} of no peer. */
    UNKNOWN_HA_CLASS(Severity.WARNING),
    /** The listener for partners and something else want the same port. */
    PORT_TAKEN(Severity.WARNING),
    /** Two peers at the same URL. */
    SAME_URL(Severity.WARNING),
    /** A port that is none. */
    BAD_PORT(Severity.WARNING),
    /** The listener takes every command from anybody. */
    UNRESTRICTED_COMMANDS(Severity.WARNING),
    /** HA's threads and the server's do not go together. */
    MULTI_THREADING_MISMATCH(Severity.WARNING),
    /** Leases are sent but not fetched, or the other way round. */
    HALF_REPLICATION(Severity.WARNING),
    /** A password or user over plain http. */
    CLEAR_TEXT_CREDENTIALS(Severity.WARNING),
    /** Takeover is switched off. */
    NO_AUTO_FAILOVER(Severity.WARNING),
    /** Blanks around a name. */
    BLANKS_AROUND_NAME(Severity.WARNING),
    /** A subnet of a server with several relationships that belongs to none. */
    SUBNET_WITHOUT_RELATIONSHIP(Severity.WARNING),
    /** A subnet without an id of its own. */
    SUBNET_WITHOUT_ID(Severity.WARNING),
    /** A parameter that a hook library does not have. */
    UNKNOWN_HOOK_KEY(Severity.WARNING),
    /** Hook libraries in several directories, of which this version takes one. */
    HOOK_DIRECTORY(Severity.WARNING),
    /** The server and the Control Agent beside it do not meet. */
    AGENT_SOCKET_DIFFERS(Severity.WARNING),
    /** Neither the server nor the Control Agent beside it listens where partners call. */
    NOBODY_LISTENS(Severity.WARNING),
    /** The management address is the listener for partners. */
    MANAGED_OVER_LISTENER(Severity.WARNING),
    /** A configuration of another daemon. */
    NOT_JUDGED(Severity.WARNING),

    /** The files are not of one relationship. */
    NOT_TOGETHER(Severity.WARNING),
    /** Two files claim to be the same server. */
    SAME_THIS_SERVER(Severity.WARNING),
    /** The files disagree on the mode. */
    MODE_DIFFERS(Severity.WARNING),
    /** The files disagree on a peer. */
    PEER_DIFFERS(Severity.WARNING),
    /** The files disagree on a parameter. */
    PARAMETER_DIFFERS(Severity.WARNING),
    /** A subnet is in one file only. */
    SUBNET_MISSING(Severity.WARNING),
    /** The same prefix under another id, or the other way round. */
    SUBNET_ID_DIFFERS(Severity.WARNING),
    /** A subnet with other pools. */
    POOLS_DIFFER(Severity.WARNING),
    /** Other options. */
    OPTIONS_DIFFER(Severity.WARNING),
    /** Both servers use one lease database, and still send each other leases. */
    SHARED_LEASE_DATABASE(Severity.WARNING);

    private final Severity severity;

    FindingCode(Severity severity) {
        this.severity = severity;
    }

    /**
     * How much such a finding weighs.
     *
     * @return error where Kea refuses, else warning
     */
    public Severity severity() {
        return severity;
    }

    /** The word for documents and programs, such as {@code unknown-key}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
