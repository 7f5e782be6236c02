package dev.keaha.testkit;

import dev.keaha.config.DhcpService;
import dev.keaha.config.KeaVersion;
import dev.keaha.json.JsonArray;
import dev.keaha.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What a daemon refuses of host reservations. */
final class ReservationRules {

    private static final Set<String> KNOWN = Set.of(
            "hw-address",
            "duid",
            "circuit-id",
            "client-id",
            "flex-id",
            "ip-address",
            "ip-addresses",
            "prefixes",
            "excluded-prefixes",
            "hostname",
            "option-data",
            "next-server",
            "server-hostname",
            "boot-file-name",
            "client-classes",
            "user-context",
            "comment");

    private final boolean v4;
    private final KeaVersion version;
    private final String position;

    /**
     * Rules of a daemon.
     *
     * @param position what stands behind a complaint, for example {@code  (<wire>:0:62)}
     */
    ReservationRules(DhcpService service, KeaVersion version, String position) {
        this.v4 = service == DhcpService.DHCP4;
        this.version = version;
        this.position = position;
    }

    TreeSet<String> identifiers() {
        return new TreeSet<>(
                v4
                        ? List.of("circuit-id", "client-id", "duid", "flex-id", "hw-address")
                        : List.of("duid", "flex-id", "hw-address"));
    }

    /** One reservation by itself. */
    void check(JsonObject reservation) {
        for (String name : reservation.names()) {
            if (!KNOWN.contains(name) || !v4 && name.equals("ip-address") || v4 && name.equals("ip-addresses")) {
                throw new Refused("unsupported configuration parameter '" + name + "'" + position);
            }
        }
        List<String> given = identifiers().stream().filter(reservation::has).toList();
        if (given.isEmpty()) {
            throw new Refused("one of the supported identifiers must be specified for host reservation: "
                    + String.join(", ", identifiers()) + position);
        } else if (given.size() > 1) {
            throw new Refused(
                    "the '" + given.get(1) + "' and '" + given.get(0) + "' are mutually exclusive" + position);
        }
        boolean reserves = reservation.has("hostname")
                || !addresses(reservation).isEmpty()
                || reservation.has("prefixes")
                || reservation.has("option-data");
        if (!reserves && !version.atLeast(2, 3, 0)) {
            throw new Refused("specified reservation for DUID: hwtype=1 "
                    + reservation.text(given.get(0)).orElse("")
                    + " must include at least one resource, i.e. hostname, IPv4 address, IPv6 address/prefix, options");
        }
    }

    /** The reservations of a subnet, together. */
    void checkAll(JsonObject subnet, List<JsonObject> reservations) {
        String family = v4 ? "IPv4" : "IPv6";
        String prefix = subnet.text("subnet").orElse("");
        long id = subnet.integer("id").orElse(0);
        List<String> hosts = new ArrayList<>();
        List<String> taken = new ArrayList<>();
        for (JsonObject reservation : reservations) {
            check(reservation);
            for (String address : addresses(reservation)) {
                if (Ip.parse(address).filter(ip -> ip.isIn(prefix)).isEmpty()) {
                    throw new Refused("specified reservation '" + shown(address) + "' is not within the " + family
                            + " subnet '" + prefix + "'");
                }
            }
            String host = identity(reservation);
            if (hosts.contains(host)) {
                throw alreadyAdded(reservation, id);
            }
            hosts.add(host);
            for (String address : addresses(reservation)) {
                if (taken.contains(shown(address))) {
                    throw new Refused((v4 ? "failed to add new host" : "failed to add address reservation for host")
                            + " using the HW address '" + hardware(reservation) + " and DUID '(null)' to the "
                            + family + " subnet id '" + id + "' for "
                            + (v4 ? "the address " : "address/prefix ") + shown(address) + ": There's already "
                            + (v4 ? "a reservation for this address" : "reservation for this address/prefix"));
                }
                taken.add(shown(address));
            }
        }
    }

    Refused alreadyAdded(JsonObject reservation, long subnet) {
        return new Refused("failed to add new host using the " + identity(reservation) + " to the "
                + (v4 ? "IPv4" : "IPv6") + " subnet id '" + subnet + "' as this host has already been added");
    }

    private String hardware(JsonObject reservation) {
        return reservation.text("hw-address").orElse("(null)");
    }

    private String identity(JsonObject reservation) {
        String kind =
                identifiers().stream().filter(reservation::has).findFirst().orElse("hw-address");
        String word = kind.equals("hw-address") ? "HW address" : kind.equals("duid") ? "DUID" : kind;
        return word + " '" + reservation.text(kind).orElse("") + "'";
    }

    private static String shown(String address) {
        return Ip.parse(address).map(Ip::toString).orElse(address);
    }

    private List<String> addresses(JsonObject reservation) {
        return v4
                ? reservation.text("ip-address").stream().toList()
                : reservation
                        .array("ip-addresses")
                        .orElse(JsonArray.empty())
                        .texts()
                        .toList();
    }
}
