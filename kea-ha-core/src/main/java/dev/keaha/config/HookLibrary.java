package dev.keaha.config;

import dev.keaha.json.JsonObject;

/**
 * One entry of {@code hooks-libraries}.
 *
 * @param library the library as written: a full path, or a bare file name (Kea 3.0)
 * @param parameters its parameters, empty where it has none
 */
public record HookLibrary(String library, JsonObject parameters) {

    /** The file name of the HA hook. */
    public static final String HA = "libdhcp_ha.so";

    /** The file name of the lease commands hook, which HA needs on every peer. */
    public static final String LEASE_CMDS = "libdhcp_lease_cmds.so";

    static HookLibrary of(JsonObject entry) {
        return new HookLibrary(
                entry.text("library").orElseThrow(), entry.object("parameters").orElse(JsonObject.empty()));
    }

    /**
     * The library without its directory, which differs between distributions.
     *
     * @return for example {@code libdhcp_ha.so}
     */
    public String fileName() {
        return fileName(library);
    }

    /**
     * The file name of the library that an entry of {@code hooks-libraries} loads.
     *
     * @param entry the entry
     * @return the file name, empty where the entry names no library
     */
    public static String fileName(JsonObject entry) {
        return fileName(entry.text("library").orElse(""));
    }

    private static String fileName(String library) {
        return library.substring(library.lastIndexOf('/') + 1);
    }
}
