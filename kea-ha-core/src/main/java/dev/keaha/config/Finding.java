package dev.keaha.config;

/**
 * Something that lint found.
 *
 * @param code what sort of thing; each is documented in docs/lint.md
 * @param path where, as a JSON path such as {@code Dhcp4.hooks-libraries[1].parameters.high-availability[0].mode}
 * @param text what was found and what was expected, in one sentence; shows no secret
 * @param advice what to do
 */
public record Finding(FindingCode code, String path, String text, String advice) {

    /** How much a finding weighs. */
    public enum Severity {
        /** Kea of the given version refuses this configuration. */
        ERROR,
        /** Kea takes it without a word; it will not do what is meant. */
        WARNING;

        /** The word for documents and programs. */
        @Override
        public String toString() {
            return this == ERROR ? "error" : "warning";
        }
    }

    /**
     * How much it weighs.
     *
     * @return the severity of its code
     */
    public Severity severity() {
        return code.severity();
    }

    /** For people: severity, path, text and advice on one line. */
    @Override
    public String toString() {
        return severity() + ": " + path + ": " + text + " " + advice + " [" + code + "]";
    }
}
