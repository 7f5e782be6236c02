package dev.keaha.config;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A configuration cannot be what it claims to be. The message begins with the place in its file, where it came from
 * one,
 * and the JSON path, and says what was found and what was expected. It shows no secret. Reading the same configuration
 * again gives the same error.
 */
public final class KeaConfigException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String path;
    private final String problem;
    private final transient @Nullable Place place;

    /**
     * A problem at a path.
     *
     * @param path the JSON path, empty for the whole document
     * @param problem what was found and expected there
     */
    public KeaConfigException(String path, String problem) {
        super((path.isEmpty() ? "the configuration" : path) + ": " + problem);
        this.path = path;
        this.problem = problem;
        this.place = null;
    }

    /**
     * A problem at a place of a file.
     *
     * @param place the file, line and column
     * @param path the JSON path, empty for the whole document
     * @param problem what was found and expected there
     */
    public KeaConfigException(Place place, String path, String problem) {
        super(place + (path.isEmpty() ? "" : ", at " + path) + ": " + problem);
        this.path = path;
        this.problem = problem;
        this.place = place;
    }

    /**
     * Where it is.
     *
     * @return the JSON path, empty for the whole document
     */
    public String path() {
        return path;
    }

    /**
     * What is wrong.
     *
     * @return the message without place and path
     */
    public String problem() {
        return problem;
    }

    /**
     * Where it is in its file.
     *
     * @return the place, empty for a configuration that came from no file
     */
    public Optional<Place> place() {
        return Optional.ofNullable(place);
    }
}
