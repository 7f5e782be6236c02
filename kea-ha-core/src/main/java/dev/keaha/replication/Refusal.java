package dev.keaha.replication;

import dev.keaha.json.Json;
import dev.keaha.json.JsonObject;
import java.util.Locale;

/**
 * Why nothing at all is done.
 *
 * @param code which kind of reason; stable, for programs
 * @param text a sentence for people: what stands against it
 * @param advice a sentence for people: what to do
 */
public record Refusal(Code code, String text, String advice) {

    JsonObject toJson() {
        return Json.object("code", code.toString(), "text", text, "advice", advice);
    }

    static Refusal fromJson(JsonObject json) {
        return new Refusal(
                Stored.word(Code.class, Stored.text(json, "code")),
                Stored.text(json, "text"),
                Stored.text(json, "advice"));
    }

    /** The kinds of reasons. */
    public enum Code {
        /** Neither server of the pair is at work, so there is no source (spec row S12). */
        SERVICE_DOWN,
        /** The verdict holds replication; its reasons say why. */
        HELD,
        /** The members share their configuration through a database (S6). */
        CONFIG_BACKEND,
        /** The user switched replication off (S7). */
        SWITCHED_OFF,
        /** The source's configuration could not be read. */
        SOURCE_NOT_READ,
        /** The source's daemon is not the peer that it is taken for, or has no relationship. */
        WRONG_SERVER,
        /** The source's daemon has several relationships: its configuration belongs to no single one (B11). */
        SEVERAL_RELATIONSHIPS,
        /** The edit changes what makes the relationship. */
        EDIT_NOT_ALLOWED,
        /** Nobody would be served for longer than a second, and there is no consent to it. */
        INTERRUPTION,
        /** The source would need a full push, which the policy refuses now. */
        FULL_PUSH_REFUSED;

        /** The word in JSON, such as {@code service-down}. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
