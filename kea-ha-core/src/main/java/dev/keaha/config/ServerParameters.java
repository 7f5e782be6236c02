package dev.keaha.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What can be said of a DHCP server of either family, and only of the whole server. */
public sealed interface ServerParameters permits Dhcp4, Dhcp6 {

    /**
     * Where the server listens for clients.
     *
     * @return the interfaces; empty where absent
     */
    @JsonProperty("interfaces-config")
    Optional<InterfacesConfig> interfacesConfig();

    /**
     * Where the server takes commands; the old spelling of {@code control-sockets}.
     *
     * @return the socket; empty where absent
     */
    @JsonProperty("control-socket")
    Optional<ControlSocket> controlSocket();

    /**
     * Where the server takes commands.
     *
     * @return the sockets; Kea 2.7.2 and newer; null where absent
     */
    @JsonProperty("control-sockets")
    @Nullable
    List<ControlSocket> controlSockets();

    /**
     * Where leases are kept.
     *
     * @return the database; Kea's default is a memfile; empty where absent
     */
    @JsonProperty("lease-database")
    Optional<Database> leaseDatabase();

    /**
     * Where reservations are kept; the old spelling of {@code hosts-databases}.
     *
     * @return the database; empty where absent
     */
    @JsonProperty("hosts-database")
    Optional<Database> hostsDatabase();

    /**
     * Where reservations are kept.
     *
     * @return the databases in order; null where absent
     */
    @JsonProperty("hosts-databases")
    @Nullable
    List<Database> hostsDatabases();

    /**
     * The configuration backend.
     *
     * @return its databases; empty where absent
     */
    @JsonProperty("config-control")
    Optional<ConfigControl> configControl();

    /**
     * The name under which a configuration backend knows this server.
     *
     * @return the tag; empty where absent
     */
    @JsonProperty("server-tag")
    Optional<String> serverTag();

    /**
     * What is checked when leases are loaded.
     *
     * @return the checks; empty where absent
     */
    @JsonProperty("sanity-checks")
    Optional<SanityChecks> sanityChecks();

    /**
     * How long an address that a client declined is left alone.
     *
     * @return seconds; Kea's default is 86400; empty where absent
     */
    @JsonProperty("decline-probation-period")
    OptionalLong declineProbationPeriod();

    /**
     * The port of DHCPv4-over-DHCPv6 between the two daemons; the next one is used too.
     *
     * @return 0 is off; empty where absent
     */
    @JsonProperty("dhcp4o6-port")
    OptionalLong dhcp4o6Port();

    /**
     * How expired leases are reclaimed.
     *
     * @return the timers; empty where absent
     */
    @JsonProperty("expired-leases-processing")
    Optional<ExpiredLeasesProcessing> expiredLeasesProcessing();

    /**
     * The hook libraries, in the order in which they are loaded.
     *
     * @return the libraries; null where absent
     */
    @JsonProperty("hooks-libraries")
    @Nullable
    List<HookLibrary> hooksLibraries();

    /**
     * By what clients with reservations are known, in the order tried.
     *
     * @return identifier types; null where absent
     */
    @JsonProperty("host-reservation-identifiers")
    @Nullable
    List<String> hostReservationIdentifiers();

    /**
     * Whether global reservations are looked up before a subnet is chosen.
     *
     * @return Kea's default is false; empty where absent
     */
    @JsonProperty("early-global-reservations-lookup")
    Optional<Boolean> earlyGlobalReservationsLookup();

    /**
     * Whether an address may be reserved once only.
     *
     * @return Kea's default is true; empty where absent
     */
    @JsonProperty("ip-reservations-unique")
    Optional<Boolean> ipReservationsUnique();

    /**
     * Whether reservations are looked up before leases.
     *
     * @return Kea's default is false; empty where absent
     */
    @JsonProperty("reservations-lookup-first")
    Optional<Boolean> reservationsLookupFirst();

    /**
     * Options that Kea does not know by itself.
     *
     * @return the definitions; null where absent
     */
    @JsonProperty("option-def")
    @Nullable
    List<OptionDef> optionDef();

    /**
     * What is logged where.
     *
     * @return the loggers; null where absent
     */
    @JsonProperty("loggers")
    @Nullable
    List<LoggerConfig> loggers();

    /**
     * The threads that answer clients.
     *
     * @return the settings; empty where absent
     */
    @JsonProperty("multi-threading")
    Optional<MultiThreading> multiThreading();

    /**
     * The connection to the server that updates DNS.
     *
     * @return the connection; empty where absent
     */
    @JsonProperty("dhcp-ddns")
    Optional<DhcpDdns> dhcpDdns();

    /**
     * The queue of received packets.
     *
     * @return the settings; empty where absent
     */
    @JsonProperty("dhcp-queue-control")
    Optional<DhcpQueueControl> dhcpQueueControl();

    /**
     * How many packets may wait for hooks.
     *
     * @return Kea's default is 256; 0 is no limit; empty where absent
     */
    @JsonProperty("parked-packet-limit")
    OptionalLong parkedPacketLimit();

    /**
     * How long samples of a statistic are kept.
     *
     * @return seconds; 0 is no limit by age; empty where absent
     */
    @JsonProperty("statistic-default-sample-age")
    OptionalLong statisticDefaultSampleAge();

    /**
     * How many samples of a statistic are kept.
     *
     * @return Kea's default is 20; empty where absent
     */
    @JsonProperty("statistic-default-sample-count")
    OptionalLong statisticDefaultSampleCount();

    /**
     * Switches for clients and relays that do not follow the standards.
     *
     * @return the switches; empty where absent
     */
    @JsonProperty("compatibility")
    Optional<Compatibility> compatibility();
}
