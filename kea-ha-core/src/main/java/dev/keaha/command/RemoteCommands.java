package dev.keaha.command;

import dev.keaha.json.JsonObject;
import dev.keaha.json.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Makes {@code remote-*} of the hook {@code cb_cmds}, which change the configuration database of several servers at once
 * (Kea manual, "Configuration Backend Commands"). The hook is not part of the free packages; where it is not loaded, the
 * answer is {@link ResultCode#UNSUPPORTED}.
 */
public final class RemoteCommands {

    private static final String PREFIX = "remote-";

    private RemoteCommands() {}

    /**
     * One of the some 80 commands, with arguments and answer as they are. By its verb, {@code get} and {@code list} only
     * read; {@code set} creates or replaces and {@code del} removes, which may both be repeated; of any other it is
     * assumed that it changes something and must not be repeated.
     *
     * @param name for example {@code remote-subnet4-set}
     * @param arguments what it takes, as a rule with {@code server-tags}; null where it takes nothing
     * @return the command; it answers the answer's arguments, null where there are none
     * @throws IllegalArgumentException when the name does not begin with {@code remote-}
     */
    public static KeaCommand<@Nullable JsonValue> remote(String name, @Nullable JsonObject arguments) {
        if (!name.startsWith(PREFIX)) {
            throw new IllegalArgumentException("Expected a command that begins with remote-, found " + name);
        }
        boolean reads = has(name, "get") || has(name, "list");
        boolean settles = has(name, "set") || has(name, "del");
        return KeaCommands.generic(name, arguments, !reads, reads || settles);
    }

    private static boolean has(String name, String verb) {
        return (name + "-").contains("-" + verb + "-");
    }
}
