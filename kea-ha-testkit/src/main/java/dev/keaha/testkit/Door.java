package dev.keaha.testkit;

/** The ways by which a command reaches a daemon. */
enum Door {
    /** Its Unix control socket, by way of the Control Agent of its host. */
    AGENT,
    /** The daemon's own HTTP control socket. */
    SOCKET,
    /** The HA hook's dedicated listener, which has threads of its own. */
    LISTENER
}
