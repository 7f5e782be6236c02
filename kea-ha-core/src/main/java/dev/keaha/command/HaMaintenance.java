package dev.keaha.command;

import dev.keaha.ha.HaState;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The answer to {@code ha-maintenance-start}. Kea answers result 0 in two very different cases; only the text tells them
 * apart.
 *
 * @param state what the server that was asked is in now: {@link HaState#PARTNER_IN_MAINTENANCE}, or
 *     {@link HaState#PARTNER_DOWN} when its partner did not answer or refused
 * @param text Kea's sentence
 */
public record HaMaintenance(HaState state, String text) {

    private static final Pattern NOW = Pattern.compile("is now in the ([a-z-]+) state");

    /**
     * Whether the partner agreed, and can be shut down now. If not, and it lives all the same, both serve everybody:
     * look at it at once, and send {@code ha-reset} to the server that was asked.
     *
     * @return true in {@link HaState#PARTNER_IN_MAINTENANCE}
     */
    public boolean partnerAgreed() {
        return state.equals(HaState.PARTNER_IN_MAINTENANCE);
    }

    static HaMaintenance of(KeaAnswer answer) {
        Matcher now = NOW.matcher(answer.text());
        if (!now.find()) {
            throw KeaCommand.malformed(
                    "ha-maintenance-start", "expected the server's new state, found '" + answer.text() + "'");
        }
        return new HaMaintenance(HaState.of(now.group(1)), answer.text());
    }
}
