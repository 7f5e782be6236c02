package dev.keaha.following;

import dev.keaha.config.KeaConfig;
import dev.keaha.ha.HaDetection;
import dev.keaha.json.JsonArray;
import dev.keaha.json.JsonObject;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Knows a configuration that looks wrong by what it lacks of the one before. */
public final class ConfigGuard {

    private static final List<String> IDENTIFIERS =
            List.of("hw-address", "duid", "client-id", "circuit-id", "flex-id", "ip-address");

    private ConfigGuard() {}

    /**
     * Looks at a configuration.
     *
     * @param before what was good
     * @param after what shall take its place
     * @param policy how much may vanish
     * @return why it looks wrong; empty where it does not
     */
    public static Optional<Hold> check(KeaConfig before, KeaConfig after, FollowPolicy policy) {
        if (HaDetection.in(before) instanceof HaDetection.Found
                && HaDetection.in(after) instanceof HaDetection.Missing missing) {
            return Optional.of(new Hold(
                    Hold.Code.HA_GONE,
                    "The new configuration has no usable high availability: " + missing.text(),
                    "Put the HA section back. A relationship is taken apart server by server, by hand."));
        }
        Set<String> subnetsBefore = new HashSet<>();
        Set<String> reservationsBefore = new HashSet<>();
        collect(before, subnetsBefore, reservationsBefore);
        Set<String> subnetsAfter = new HashSet<>();
        Set<String> reservationsAfter = new HashSet<>();
        collect(after, subnetsAfter, reservationsAfter);
        if (!subnetsBefore.isEmpty() && subnetsAfter.isEmpty()) {
            return Optional.of(new Hold(
                    Hold.Code.EMPTY,
                    "The new configuration has no subnet, the one before had " + subnetsBefore.size() + ".",
                    "If that is meant, consent to it."));
        }
        return vanishing("subnets", subnetsBefore, subnetsAfter, policy)
                .or(() -> vanishing("reservations", reservationsBefore, reservationsAfter, policy));
    }

    private static Optional<Hold> vanishing(String what, Set<String> before, Set<String> after, FollowPolicy policy) {
        int count = before.size();
        before.removeAll(after);
        int gone = before.size();
        if (gone <= policy.vanishingFloor() || gone * 100L <= (long) policy.vanishingPercent() * count) {
            return Optional.empty();
        }
        return Optional.of(new Hold(
                Hold.Code.VANISHING,
                gone + " of " + count + " " + what + " are not in the new configuration; more than "
                        + policy.vanishingPercent() + " % at once look like a mistake.",
                "If that is meant, consent to it."));
    }

    private static void collect(KeaConfig config, Set<String> subnets, Set<String> reservations) {
        JsonObject dhcp = config.dhcp();
        reservations(dhcp, "", reservations);
        subnets(config, dhcp, subnets, reservations);
        for (JsonObject network : list(dhcp, "shared-networks")) {
            subnets(config, network, subnets, reservations);
        }
    }

    private static void subnets(KeaConfig config, JsonObject holder, Set<String> subnets, Set<String> reservations) {
        for (JsonObject subnet : list(holder, config.service().subnets())) {
            String prefix = subnet.text("subnet").orElse("");
            subnets.add(prefix);
            reservations(subnet, prefix, reservations);
        }
    }

    private static void reservations(JsonObject holder, String where, Set<String> reservations) {
        for (JsonObject reservation : list(holder, "reservations")) {
            String who = IDENTIFIERS.stream()
                    .filter(name -> reservation.get(name) != null)
                    .map(name -> name + " " + reservation.get(name))
                    .findFirst()
                    .orElseGet(reservation::toJson);
            reservations.add(where + " " + who);
        }
    }

    private static List<JsonObject> list(JsonObject holder, String name) {
        return holder.array(name).orElse(JsonArray.empty()).objects().toList();
    }
}
