package dev.keaha.command;

import dev.keaha.json.Json;
import dev.keaha.json.JsonNumber;
import dev.keaha.json.JsonObject;
import dev.keaha.json.JsonString;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes {@code reservation-*} of the hook {@code host_cmds} (free from Kea 3.0 on). They leave the HA state machine
 * alone. What goes to {@link ReservationTarget#MEMORY} changes the configuration in memory, and {@code config-write}
 * makes it last.
 *
 * <p>Where the hook is not loaded, the answer is {@link ResultCode#UNSUPPORTED}. Reservations are given and answered as
 * they stand in the configuration, with {@code subnet-id} (0 for a global one) beside.
 */
public final class ReservationCommands {

    private ReservationCommands() {}

    /**
     * {@code reservation-get}: one reservation.
     *
     * @param key which
     * @param target where to look
     * @return the command; it answers nothing where there is no such reservation
     */
    public static KeaCommand<Optional<JsonObject>> reservationGet(ReservationKey key, ReservationTarget target) {
        return KeaCommand.reading(
                "reservation-get",
                at(key.arguments(), target),
                answer -> answer.arguments() instanceof JsonObject found && found.size() > 0
                        ? Optional.of(found)
                        : Optional.empty());
    }

    /**
     * {@code reservation-get-all}: all reservations of a subnet. The answer can be large; see
     * {@link #reservationGetPage}.
     *
     * @param subnet the subnet's id, 0 for the global ones
     * @param target where to look
     * @return the command
     */
    public static KeaCommand<List<JsonObject>> reservationGetAll(long subnet, ReservationTarget target) {
        return KeaCommand.reading(
                "reservation-get-all",
                at(Json.object("subnet-id", subnet), target),
                answer -> hosts("reservation-get-all", answer));
    }

    /**
     * {@code reservation-get-page}: some of the reservations. An empty page is the last one.
     *
     * @param subnet the subnet's id, 0 for the global ones; null for all
     * @param from where to go on: {@link ReservationPage#next} of the page before; null to begin
     * @param limit how many, above zero
     * @return the command
     * @throws IllegalArgumentException when the limit is not above zero
     */
    public static KeaCommand<ReservationPage> reservationGetPage(
            @Nullable Long subnet, ReservationPage.@Nullable Next from, int limit) {
        JsonObject arguments = Json.object("limit", KeaCommand.aboveZero("A page's limit", limit));
        if (subnet != null) {
            arguments = arguments.with("subnet-id", JsonNumber.of(subnet));
        }
        if (from != null) {
            arguments = arguments
                    .with("source-index", JsonNumber.of(from.source()))
                    .with("from", JsonNumber.of(from.from()));
        }
        return KeaCommand.reading("reservation-get-page", arguments, answer -> {
            List<JsonObject> hosts = hosts("reservation-get-page", answer);
            return new ReservationPage(
                    hosts,
                    answer.object()
                            .object("next")
                            .filter(next -> !hosts.isEmpty())
                            .map(next -> new ReservationPage.Next(
                                    next.integer("source-index").orElse(0),
                                    next.integer("from").orElse(0))));
        });
    }

    /**
     * {@code reservation-add}. Sent again it is refused, since the client has one already: not repeatable.
     *
     * @param reservation a reservation with {@code subnet-id}
     * @param target where it goes
     * @return the command
     */
    public static KeaCommand<Change> reservationAdd(JsonObject reservation, ReservationTarget target) {
        return KeaCommand.changingOnce(
                "reservation-add",
                at(Json.object("reservation", reservation), target),
                reservationGetAll(reservation.integer("subnet-id").orElse(0), target));
    }

    /**
     * {@code reservation-update}: replaces the reservation of a client whole; Kea 2.3.7 and newer. It is refused where the
     * client has none.
     *
     * @param reservation a reservation with {@code subnet-id} and the client's identifier
     * @param target where it is
     * @return the command
     */
    public static KeaCommand<Change> reservationUpdate(JsonObject reservation, ReservationTarget target) {
        return KeaCommand.changing("reservation-update", at(Json.object("reservation", reservation), target));
    }

    /**
     * {@code reservation-del}.
     *
     * @param key which
     * @param target where it is
     * @return the command
     */
    public static KeaCommand<Change> reservationDel(ReservationKey key, ReservationTarget target) {
        return KeaCommand.changing("reservation-del", at(key.arguments(), target));
    }

    private static JsonObject at(JsonObject arguments, ReservationTarget target) {
        // left out, older versions are not asked for what they don't know
        return target == ReservationTarget.DEFAULT
                ? arguments
                : arguments.with("operation-target", new JsonString(target.word()));
    }

    private static List<JsonObject> hosts(String command, KeaAnswer answer) {
        return KeaCommand.objects(command, answer, "hosts").toList();
    }
}
