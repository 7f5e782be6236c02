package dev.keaha.controller;

import org.jspecify.annotations.Nullable;

/** The store cannot be read or written, or is damaged. The message says what and where; nothing was changed. */
public final class StoreException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * A failure of the store.
     *
     * @param problem what failed, where, and what to do
     * @param cause why, null where nothing else failed
     */
    public StoreException(String problem, @Nullable Throwable cause) {
        super(problem, cause);
    }
}
