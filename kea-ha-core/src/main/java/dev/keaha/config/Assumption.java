package dev.keaha.config;

import java.util.Locale;

/**
 * What Kea would refuse as well, and only the server's own machine can know. It is listed apart from the findings: a
 * configuration without errors is taken by Kea where all its assumptions hold.
 *
 * @param kind what has to hold
 * @param path the value that it is about, as a JSON path
 * @param subject the file, library or address that it is about; never a secret
 */
public record Assumption(Kind kind, String path, String subject) {

    /** What has to hold; docs/lint.md has more on each. */
    public enum Kind {
        /** A file is there, readable by Kea, and holds what it should. */
        READABLE_FILE,
        /** An address is one of the machine's, and no other program has the port. */
        FREE_PORT,
        /** A hook library is installed, and fits the server. */
        HOOK_LIBRARY,
        /** The machine has a network interface of this name. */
        NETWORK_INTERFACE,
        /** A path is in the directory that this build of Kea, or its environment, allows. */
        ALLOWED_DIRECTORY;

        /** The word for documents and programs, such as {@code free-port}. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** For people: kind, path and subject on one line. */
    @Override
    public String toString() {
        return kind + ": " + path + ": " + subject;
    }
}
