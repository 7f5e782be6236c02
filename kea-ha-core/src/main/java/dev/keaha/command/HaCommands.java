package dev.keaha.command;

import dev.keaha.ha.HaMode;
import dev.keaha.ha.HaState;
import dev.keaha.ha.PeerRole;
import dev.keaha.json.Json;
import dev.keaha.json.JsonArray;
import dev.keaha.json.JsonObject;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes {@code ha-*} of the hook {@code ha} (Kea manual, "HA Control Commands"). Where the hook is not loaded, also after
 * a {@code config-set} that failed in it, the answer is {@link ResultCode#UNSUPPORTED}.
 */
public final class HaCommands {

    private HaCommands() {}

    private static KeaCommand<String> change(String name, @Nullable JsonObject arguments) {
        return new KeaCommand<>(name, arguments, true, true, KeaAnswer::text, null);
    }

    private static KeaCommand<String> changeOnce(String name, @Nullable JsonObject arguments, KeaCommand<?> readBack) {
        return new KeaCommand<>(name, arguments, true, false, KeaAnswer::text, readBack);
    }

    /**
     * {@code ha-heartbeat}: this server's own HA state and clock. It does not contact the partner.
     *
     * @param relationship as for {@link #haScopes}
     * @return the command
     */
    public static KeaCommand<HaHeartbeat> haHeartbeat(@Nullable String relationship) {
        return KeaCommand.reading("ha-heartbeat", inRelationship(JsonObject.empty(), relationship), answer -> {
            JsonObject arguments = answer.object();
            String time = arguments.text("date-time").orElse("");
            try {
                return new HaHeartbeat(
                        HaState.of(arguments.text("state").orElse("")),
                        ZonedDateTime.parse(time, DateTimeFormatter.RFC_1123_DATE_TIME)
                                .toInstant(),
                        arguments
                                .array("scopes")
                                .orElse(JsonArray.empty())
                                .texts()
                                .toList(),
                        arguments.integer("unsent-update-count").orElse(0));
            } catch (DateTimeException e) {
                throw KeaCommand.malformed(
                        "ha-heartbeat", "date-time: expected a date as in RFC 1123, found '" + time + "'");
            }
        });
    }

    /**
     * {@code ha-maintenance-start}: this server goes on alone, in all its relationships. A partner that does not answer is
     * taken as down, and so is one that merely refuses (401, 403, any error): make sure beforehand, and look at
     * {@link HaMaintenance#partnerAgreed}.
     *
     * @param mode the mode of the server's relationship
     * @return the command
     * @throws IllegalArgumentException in passive-backup: there is nobody to go on without, and Kea (2.2 to 3.0) fails in
     *     the command without an answer
     */
    public static KeaCommand<HaMaintenance> haMaintenanceStart(HaMode mode) {
        if (mode.equals(HaMode.PASSIVE_BACKUP)) {
            throw new IllegalArgumentException(
                    "ha-maintenance-start has no meaning in passive-backup: its primary always"
                            + " serves alone. Shut a backup down without it.");
        }
        return new KeaCommand<>("ha-maintenance-start", null, true, false, HaMaintenance::of, haHeartbeat(null));
    }

    /**
     * {@code ha-maintenance-cancel}: ends what {@link #haMaintenanceStart} began. Kea refuses it in any other state than
     * {@code partner-in-maintenance}, so also the second time.
     *
     * @return the command; it answers Kea's sentence
     */
    public static KeaCommand<String> haMaintenanceCancel() {
        return change("ha-maintenance-cancel", null);
    }

    /**
     * {@code ha-maintenance-notify}: what a server sends its partner in {@code ha-maintenance-start} and {@code -cancel}.
     * Into maintenance it serves nobody; out of it, it returns to the state before. Twice into maintenance, and a server
     * before Kea 2.7.5 stays there until {@code ha-reset}.
     *
     * @param cancel whether out of maintenance, not into it
     * @return the command; it answers Kea's sentence
     */
    public static KeaCommand<String> haMaintenanceNotify(boolean cancel) {
        return changeOnce("ha-maintenance-notify", Json.object("cancel", cancel), haHeartbeat(null));
    }

    /**
     * {@code ha-scopes}: serves exactly these scopes until the state machine next enters a state. It does not switch the
     * DHCP service on where the state has it off.
     *
     * @param scopes names of peers; empty to serve none
     * @param relationship the name of any peer of the relationship; null for the first one. Kea 2.2, which has only one,
     *     ignores it
     * @return the command; it answers Kea's sentence
     */
    public static KeaCommand<String> haScopes(List<String> scopes, @Nullable String relationship) {
        return change("ha-scopes", inRelationship(Json.object("scopes", Json.array(scopes.toArray())), relationship));
    }

    /**
     * {@code ha-continue}: lets a state machine go on that its configuration has paused.
     *
     * @param relationship as for {@link #haScopes}
     * @return the command; it answers Kea's sentence
     */
    public static KeaCommand<String> haContinue(@Nullable String relationship) {
        return change("ha-continue", inRelationship(JsonObject.empty(), relationship));
    }

    /**
     * {@code ha-reset}: starts the state machine again from {@code waiting}.
     *
     * @param mode the mode of the relationship
     * @param role the server's role in it
     * @param relationship as for {@link #haScopes}
     * @return the command; it answers Kea's sentence
     * @throws IllegalArgumentException for the primary in passive-backup: it would go on in the same state without serving
     *     anybody, until its configuration is set or reloaded (2.2 to 3.0)
     */
    public static KeaCommand<String> haReset(HaMode mode, PeerRole role, @Nullable String relationship) {
        if (mode.equals(HaMode.PASSIVE_BACKUP) && role.equals(PeerRole.PRIMARY)) {
            throw new IllegalArgumentException("ha-reset would take the primary of a passive-backup relationship out of"
                    + " service. Send config-reload to start its state machine again.");
        }
        return changeOnce("ha-reset", inRelationship(JsonObject.empty(), relationship), haHeartbeat(relationship));
    }

    /**
     * {@code ha-sync}: copies a partner's leases. The daemon answers nobody, neither DHCP clients nor commands, until it
     * is done, and the partner's DHCP service is off meanwhile.
     *
     * @param partner the peer to copy from. Kea 2.2 gives no answer at all where there is no such peer
     * @param partnerOff after which time the partner switches its service on by itself, should the end of the copy never
     *     reach it; whole seconds above zero
     * @return the command; it answers Kea's sentence
     * @throws IllegalArgumentException when the time is less than a second
     */
    public static KeaCommand<String> haSync(String partner, Duration partnerOff) {
        return changeOnce(
                "ha-sync",
                Json.object("server-name", partner, "max-period", KeaCommand.seconds(partnerOff)),
                haHeartbeat(null));
    }

    private static @Nullable JsonObject inRelationship(JsonObject arguments, @Nullable String relationship) {
        JsonObject all = relationship == null ? arguments : arguments.with("server-name", Json.value(relationship));
        return all.size() == 0 ? null : all;
    }
}
