package dev.keaha.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What can be said of the whole server, a shared network and a subnet alike. What is absent is inherited from what is
 * around.
 */
public sealed interface NetworkParameters extends ValidLifetimes, DnsUpdates, Remarks
        permits Network4Parameters, Network6Parameters {

    /**
     * When clients begin to renew (T1).
     *
     * @return seconds; not sent where absent, unless T1 is calculated; empty where absent
     */
    @JsonProperty("renew-timer")
    OptionalLong renewTimer();

    /**
     * When clients begin to rebind (T2).
     *
     * @return seconds; not sent where absent, unless T2 is calculated; empty where absent
     */
    @JsonProperty("rebind-timer")
    OptionalLong rebindTimer();

    /**
     * Whether T1 and T2 are calculated from the lifetime where they are not given.
     *
     * @return Kea's default is false for DHCPv4, true for DHCPv6; empty where absent
     */
    @JsonProperty("calculate-tee-times")
    Optional<Boolean> calculateTeeTimes();

    /**
     * T1 as a part of the lifetime.
     *
     * @return above 0 and below 1; Kea's default is 0.5; empty where absent
     */
    @JsonProperty("t1-percent")
    Optional<BigDecimal> t1Percent();

    /**
     * T2 as a part of the lifetime.
     *
     * @return above {@code t1-percent} and below 1; Kea's default is 0.875 for DHCPv4, 0.8 for DHCPv6; empty where
     *     absent
     */
    @JsonProperty("t2-percent")
    Optional<BigDecimal> t2Percent();

    /**
     * Leases younger than this part of their lifetime are given out again as they are.
     *
     * @return between 0 and 1; Kea's default is 0.25; empty where absent
     */
    @JsonProperty("cache-threshold")
    Optional<BigDecimal> cacheThreshold();

    /**
     * Leases younger than this are given out again as they are.
     *
     * @return seconds; no limit where absent; empty where absent
     */
    @JsonProperty("cache-max-age")
    OptionalLong cacheMaxAge();

    /**
     * From which part of used addresses on lifetimes shrink to the minimum.
     *
     * @return between 0 and 1; Kea 3.1.1 and newer; empty where absent
     */
    @JsonProperty("adaptive-lease-time-threshold")
    Optional<BigDecimal> adaptiveLeaseTimeThreshold();

    /**
     * How a free address is chosen.
     *
     * @return {@code iterative}, {@code random} or {@code flq}; Kea's default is iterative; empty where absent
     */
    @JsonProperty("allocator")
    Optional<String> allocator();

    /**
     * Whether relay information is kept with a lease, for lease queries.
     *
     * @return Kea's default is false; empty where absent
     */
    @JsonProperty("store-extended-info")
    Optional<Boolean> storeExtendedInfo();

    /**
     * Which reservations are looked up; the old spelling of three parameters, gone in Kea 2.6.
     *
     * @return {@code disabled}, {@code off}, {@code out-of-pool}, {@code global} or {@code all}; empty where absent
     */
    @JsonProperty("reservation-mode")
    Optional<String> reservationMode();

    /**
     * Whether global reservations are looked up.
     *
     * @return Kea's default is false; empty where absent
     */
    @JsonProperty("reservations-global")
    Optional<Boolean> reservationsGlobal();

    /**
     * Whether the subnet's reservations are looked up.
     *
     * @return Kea's default is true; empty where absent
     */
    @JsonProperty("reservations-in-subnet")
    Optional<Boolean> reservationsInSubnet();

    /**
     * Whether all reserved addresses are outside of pools, which spares looking.
     *
     * @return Kea's default is false; empty where absent
     */
    @JsonProperty("reservations-out-of-pool")
    Optional<Boolean> reservationsOutOfPool();

    /**
     * Whether DNS updates check for conflicts; the old spelling of {@code ddns-conflict-resolution-mode}.
     *
     * @return Kea's default is true; empty where absent
     */
    @JsonProperty("ddns-use-conflict-resolution")
    Optional<Boolean> ddnsUseConflictResolution();

    /**
     * The options that clients get.
     *
     * @return the options in order; null where absent
     */
    @JsonProperty("option-data")
    @Nullable
    List<OptionData> optionData();
}
