package dev.keaha.config;

/**
 * A configuration cannot be what it claims to be. The message begins with the JSON path and says what was found and what
 * was expected. Reading the same configuration again gives the same error.
 */
public final class KeaConfigException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String path;

    /**
     * A problem at a path.
     *
     * @param path the JSON path, empty for the whole document
     * @param problem what was found and expected there
     */
    public KeaConfigException(String path, String problem) {
        super((path.isEmpty() ? "the configuration" : path) + ": " + problem);
        this.path = path;
    }

    /**
     * Where it is.
     *
     * @return the JSON path, empty for the whole document
     */
    public String path() {
        return path;
    }
}
