package dev.keaha.command;

/** Why a daemon gave no proper answer. */
public enum TransportFailure {
    /** Nobody listens at the address. */
    REFUSED,
    /** The address did not answer the connection attempt, or there is no way to it. */
    UNREACHABLE,
    /** The host name does not resolve. */
    UNKNOWN_HOST,
    /** No address is known for the server, and none of those guessed led to it. */
    NOT_FOUND,
    /** TLS failed: certificate, trust or protocol. */
    TLS,
    /** 401: user or password missing or wrong. */
    UNAUTHORIZED,
    /** 403: this address does not take the command; an HA listener with restrict-commands, or access rules. */
    FORBIDDEN,
    /** Something answers that is not Kea. */
    NOT_KEA,
    /** The agent is there and says that the daemon behind it is not. */
    DAEMON_OFFLINE,
    /** The daemon behind the address is another one than the one asked for. */
    WRONG_SERVICE,
    /** No answer within the time given. */
    TIMED_OUT,
    /** The connection broke before the answer was complete. */
    CONNECTION_LOST,
    /** 400: the request did not arrive as Kea takes it. */
    BAD_REQUEST,
    /** 500: the daemon took the command and failed in it without an answer. */
    SERVER_ERROR,
    /** The answer is larger than the limit that the caller set. */
    TOO_LARGE,
    /** The caller gave up: its thread was interrupted, or its client closed. */
    CANCELLED
}
