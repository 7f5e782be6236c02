package dev.keaha.health;

import java.util.Locale;

/** The kinds of facts that lead to a verdict, weightiest first. docs/verdict.md lists them. */
public enum ReasonCode {
    /** Nobody is the source of truth: neither server of the pair is active. */
    NO_SOURCE(Effect.DOWN, "Service down", "No server of the relationship is at work, so there is no source of truth."),

    /** Two servers serve the same clients. */
    SPLIT_BRAIN(Effect.IMPAIRS, "Split brain", "Both servers serve the same clients, or both believe to be alone."),
    /** The clocks differ by more than 60 s. */
    CLOCK_SKEW_TOO_LARGE(
            Effect.IMPAIRS,
            "Clocks too far apart",
            "The clocks differ by more than 60 s: Kea ends HA on both servers."),
    /** One of two that ended HA was restarted and waits for the other. */
    ONE_TERMINATED(
            Effect.IMPAIRS,
            "Only one restarted",
            "One server waits without serving until the other is restarted as well."),

    /** A peer does not answer. */
    PEER_UNREACHABLE(Effect.IMPAIRS, "Server unreachable", "The server does not answer at its management address."),
    /** A peer's agent says that the daemon does not run. */
    PEER_OFFLINE(
            Effect.IMPAIRS, "Server not running", "The agent answers, but the DHCP daemon behind it does not run."),
    /** 401. */
    LOGIN_REFUSED(Effect.IMPAIRS, "Login refused", "The server wants another user or password."),
    /** 403. */
    FORBIDDEN(Effect.IMPAIRS, "Command not allowed", "The address does not take management commands from us."),
    /** TLS failed. */
    TLS_FAILED(Effect.IMPAIRS, "Encryption failed", "No encrypted connection could be made with the server."),
    /** Something else answers. */
    NOT_KEA(Effect.IMPAIRS, "Not Kea", "Something answers at the address that is not Kea."),
    /** The answer cannot be used. */
    NO_PROPER_ANSWER(Effect.IMPAIRS, "No proper answer", "The server answers, but not in a way that can be used."),
    /** The other DHCP daemon answers. */
    WRONG_SERVICE(
            Effect.IMPAIRS, "Wrong service", "The daemon at the address is not the one asked for (DHCPv4 or DHCPv6)."),
    /** Another peer answers. */
    WRONG_SERVER(Effect.IMPAIRS, "Wrong server", "The daemon at the address calls itself by another name or role."),
    /** A peer was not asked, or too long ago. */
    NOT_OBSERVED(Effect.IMPAIRS, "Not asked", "Nothing recent is known of the server."),
    /** The daemon runs without the HA hook. */
    HA_NOT_LOADED(Effect.IMPAIRS, "HA not loaded", "The daemon runs without the HA hook library."),
    /** HA is configured and does not run. */
    HA_NOT_RUNNING(
            Effect.IMPAIRS, "HA not running", "HA is in the daemon's configuration, but the daemon runs without it."),
    /** The daemon knows nothing of this relationship. */
    NO_RELATIONSHIP(
            Effect.IMPAIRS,
            "Relationship not configured",
            "The daemon runs HA, and its configuration does not have this relationship, or no longer."),
    /** The peer's configuration contradicts the relationship. */
    RELATIONSHIP_DIFFERS(
            Effect.IMPAIRS,
            "Relationship configured differently",
            "The server's own configuration has another mode, role or partner."),
    /** DHCP switched off by an administrator. */
    DISABLED_BY_USER(
            Effect.IMPAIRS, "Switched off by somebody", "Somebody switched the DHCP service off (dhcp-disable)."),
    /** DHCP switched off by a lost database. */
    DISABLED_BY_DATABASE(
            Effect.IMPAIRS,
            "Switched off by a lost database",
            "The server switched its DHCP service off: a database is lost."),
    /** DHCP switched off, nobody knows by whom. */
    DISABLED(Effect.IMPAIRS, "Switched off", "The DHCP service is off for a reason that the server does not tell."),
    /** A settling peer took too long. */
    PEER_STUCK(Effect.IMPAIRS, "Start not finished", "The server has been starting for longer than it should."),
    /** HA itself has the DHCP service switched off for longer than any synchronisation takes. */
    LOCK_STAYS(
            Effect.IMPAIRS,
            "Left switched off by HA",
            "HA switched the DHCP service off for a synchronisation and never switched it on again."),
    /** An HA state that does not belong there. */
    UNEXPECTED_STATE(
            Effect.IMPAIRS, "Unexpected state", "The HA state is unknown, or impossible for this mode and role."),
    /** A peer waits to be shut down. */
    IN_MAINTENANCE(Effect.IMPAIRS, "In maintenance", "The server was taken out of service on purpose."),
    /** A peer serves for a partner in maintenance. */
    PARTNER_IN_MAINTENANCE(
            Effect.IMPAIRS, "Partner in maintenance", "The server serves for both while its partner is maintained."),
    /** A peer serves alone. */
    PARTNER_DOWN(Effect.IMPAIRS, "Serving alone", "The server takes its partner for lost and serves alone."),
    /** A peer keeps lease updates for a silent partner. */
    COMMUNICATION_RECOVERY(
            Effect.IMPAIRS,
            "Partner not heard",
            "The server does not hear its partner and keeps lease updates for it."),
    /** A peer has ended HA. */
    TERMINATED(
            Effect.IMPAIRS, "HA ended", "The server ended HA for good, as a rule for a clock difference above 60 s."),
    /** Both are reachable for us and one does not hear the other. */
    PEERS_NOT_IN_TOUCH(
            Effect.IMPAIRS, "Servers out of touch", "Both servers answer us, but one of them does not hear the other."),
    /** Nobody serves a scope. */
    CLIENTS_NOT_SERVED(Effect.IMPAIRS, "Clients not served", "Nobody answers one server's share of the clients."),
    /** The stand-in is the source. */
    STAND_IN_IS_SOURCE(
            Effect.IMPAIRS,
            "Stand-in is the source",
            "The secondary or standby is the source until the primary is back."),
    /** The primary is back and must prove itself. */
    RETURN_DAMPED(Effect.IMPAIRS, "Primary on probation", "The primary is back, but not yet for long enough."),
    /** A decision is needed before replication goes on. */
    EDITS_UNDECIDED(
            Effect.IMPAIRS,
            "Decision needed",
            "The stand-in's configuration was changed while the primary was away; somebody has to decide."),

    /** A peer is settling. */
    PEER_SETTLING(Effect.NONE, "Starting", "The server is starting, or took a new configuration a moment ago."),
    /** Nobody serves a scope for a moment. */
    CLIENTS_WAIT(Effect.NONE, "Clients wait a moment", "A share of the clients waits until a server has started."),
    /** The clocks differ by 30 to 60 s. */
    CLOCK_SKEW(Effect.NONE, "Clocks apart", "The clocks differ by more than 30 s; above 60 s Kea ends HA."),
    /** We cannot reach a peer, its partner can. */
    PARTNER_SEES_PEER(
            Effect.NONE,
            "Only we cannot reach it",
            "The server does not answer us, but its partner is in touch with it."),
    /** The peer lists other backups. */
    PEERS_DIFFER(
            Effect.NONE, "Other list of servers", "The server's configuration lists other backups than the source."),
    /** HA itself has the DHCP service switched off for a moment. */
    LOCKED_BY_HA(Effect.NONE, "Switched off by HA", "HA switched the DHCP service off for a moment, as in a sync."),
    /** This Kea does not tell whether DHCP is switched off. */
    DISABLED_NOT_VISIBLE(
            Effect.NONE,
            "Switched off or not: unknown",
            "This version of Kea does not tell whether DHCP is switched off."),
    /** What happens when the partner is lost: time decides. */
    FAILOVER_BY_TIME(Effect.NONE, "Failover by time", "What the server does when its partner falls silent."),
    /** What happens when the partner is lost: unanswered clients decide. */
    FAILOVER_BY_CLIENTS(
            Effect.NONE, "Failover by unanswered clients", "What the server does when its partner falls silent."),
    /** What happens when the partner is lost: nothing. */
    NO_FAILOVER(Effect.NONE, "No failover", "What the server does when its partner falls silent."),
    /** A peer's configuration is not the source's; for whoever compares configurations. */
    CONFIGURATION_DIFFERS(
            Effect.NONE, "Configuration differs", "The server's configuration is not what the source's would make it."),
    /** A mistake in a configuration that works, such as timers too close to each other. */
    CONFIGURATION_FINDING(Effect.NONE, "Questionable configuration", "The configuration works, and holds a mistake."),
    /** Members share a configuration backend. */
    CONFIG_BACKEND(
            Effect.NONE, "Shared configuration", "The configuration comes from a database, nothing is replicated."),
    /** The user switched replication off. */
    REPLICATION_SWITCHED_OFF(Effect.NONE, "Replication switched off", "keaReplicateConfig is 0.");

    private final Effect effect;
    private final String title;
    private final String meaning;

    ReasonCode(Effect effect, String title, String meaning) {
        this.effect = effect;
        this.title = title;
        this.meaning = meaning;
    }

    /**
     * What such a fact does to the health.
     *
     * @return the effect
     */
    public Effect effect() {
        return effect;
    }

    /**
     * A few words for a list or a heading.
     *
     * @return for example {@code Split brain}
     */
    public String title() {
        return title;
    }

    /**
     * What it means in general; what was seen in one case is in {@link Reason#text}.
     *
     * @return a sentence for people
     */
    public String meaning() {
        return meaning;
    }

    /** The word in JSON, such as {@code peer-unreachable}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
