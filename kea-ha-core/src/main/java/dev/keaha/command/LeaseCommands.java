package dev.keaha.command;

import dev.keaha.config.DhcpService;
import dev.keaha.json.Json;
import dev.keaha.json.JsonBoolean;
import dev.keaha.json.JsonObject;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes {@code lease4-*} and {@code lease6-*} of the hook {@code lease_cmds}, which HA itself needs on every peer. What
 * they change is not sent to the HA partner: do it on both.
 */
public final class LeaseCommands {

    private LeaseCommands() {}

    /**
     * {@code lease4-get}: one lease.
     *
     * @param service whose
     * @param key which
     * @return the command; it answers nothing where there is no such lease
     */
    public static KeaCommand<Optional<Lease>> leaseGet(DhcpService service, LeaseKey key) {
        String name = name(service, "get");
        return KeaCommand.reading(
                name,
                key.arguments(),
                answer -> answer.result().equals(ResultCode.EMPTY)
                        ? Optional.empty()
                        : Optional.of(Lease.of(name, answer.object())));
    }

    /**
     * {@code lease4-get-all}: all leases. The daemon answers nobody meanwhile, and the answer can be large; see
     * {@link #leaseGetPage}.
     *
     * @param service whose
     * @param subnets ids of subnets; empty for all
     * @return the command
     */
    public static KeaCommand<List<Lease>> leaseGetAll(DhcpService service, List<Long> subnets) {
        String name = name(service, "get-all");
        return KeaCommand.reading(
                name, subnets.isEmpty() ? null : Json.object("subnets", subnets), answer -> leases(name, answer));
    }

    /**
     * {@code lease4-get-page}: some of the leases, in the order of their addresses.
     *
     * @param service whose
     * @param from where to go on: {@link LeasePage#next} of the page before; null to begin
     * @param limit how many at most, above zero
     * @return the command
     * @throws IllegalArgumentException when the limit is not above zero
     */
    public static KeaCommand<LeasePage> leaseGetPage(DhcpService service, @Nullable String from, int limit) {
        String name = name(service, "get-page");
        return KeaCommand.reading(
                name,
                Json.object(
                        "from", from == null ? "start" : from, "limit", KeaCommand.aboveZero("A page's limit", limit)),
                answer -> {
                    List<Lease> leases = leases(name, answer);
                    return new LeasePage(
                            leases,
                            leases.size() < limit
                                    ? Optional.empty()
                                    : Optional.of(leases.get(leases.size() - 1).address()));
                });
    }

    /**
     * {@code lease4-add}. Sent again it is refused with {@link ResultCode#CONFLICT} (before Kea 2.3.1
     * {@link ResultCode#ERROR}): not repeatable.
     *
     * @param service whose
     * @param lease members as in {@link Lease#tree}; the address, and for DHCPv4 {@code hw-address}, for DHCPv6
     *     {@code duid} and {@code iaid}, are needed
     * @return the command
     */
    public static KeaCommand<Change> leaseAdd(DhcpService service, JsonObject lease) {
        boolean prefix = lease.text("type").filter("IA_PD"::equals).isPresent();
        return new KeaCommand<>(
                name(service, "add"),
                lease,
                true,
                false,
                Change::of,
                lease.text("ip-address")
                        .map(address -> prefix ? LeaseKey.ofPrefix(address) : LeaseKey.ofAddress(address))
                        .map(key -> leaseGet(service, key))
                        .orElse(null));
    }

    /**
     * {@code lease4-update}.
     *
     * @param service whose
     * @param lease as for {@link #leaseAdd}
     * @param create whether a lease that is not there is made; else it is refused
     * @return the command
     */
    public static KeaCommand<Change> leaseUpdate(DhcpService service, JsonObject lease, boolean create) {
        return KeaCommand.changing(
                name(service, "update"), create ? lease.with("force-create", JsonBoolean.of(true)) : lease);
    }

    /**
     * {@code lease4-del}. Meanwhile the address can be another client's: not repeatable.
     *
     * @param service whose
     * @param key which
     * @return the command
     */
    public static KeaCommand<Change> leaseDel(DhcpService service, LeaseKey key) {
        return KeaCommand.changingOnce(name(service, "del"), key.arguments(), leaseGet(service, key));
    }

    /**
     * {@code lease4-wipe}: removes all leases of a subnet, without a word to the clients. New ones can be there
     * meanwhile: not repeatable.
     *
     * @param service whose
     * @param subnet the subnet's id
     * @return the command
     */
    public static KeaCommand<Change> leaseWipe(DhcpService service, long subnet) {
        return KeaCommand.changingOnce(
                name(service, "wipe"), Json.object("subnet-id", subnet), leaseGetAll(service, List.of(subnet)));
    }

    private static List<Lease> leases(String name, KeaAnswer answer) {
        return KeaCommand.objects(name, answer, "leases")
                .map(lease -> Lease.of(name, lease))
                .toList();
    }

    private static String name(DhcpService service, String verb) {
        return "lease" + service.family() + "-" + verb;
    }
}
