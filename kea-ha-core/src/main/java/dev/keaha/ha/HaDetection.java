package dev.keaha.ha;

import dev.keaha.config.HookLibrary;
import dev.keaha.config.KeaConfig;
import dev.keaha.config.KeaConfigException;
import dev.keaha.json.JsonArray;
import dev.keaha.json.JsonObject;
import dev.keaha.json.JsonValue;
import java.util.ArrayList;
import java.util.List;

/**
 * What a configuration says about HA (spec rows S1 and S4). HA is found, never made: a server without the hook, or
 * without a relationship, is reported as such.
 */
public sealed interface HaDetection {

    /**
     * Relationships were found.
     *
     * @param relationships at least one, in the order written
     */
    record Found(List<HaRelationship> relationships) implements HaDetection {

        /** Copies the list. */
        public Found {
            relationships = List.copyOf(relationships);
        }
    }

    /**
     * There is no usable relationship.
     *
     * @param why what is missing
     * @param text a sentence for people: what was found and what to do
     */
    record Missing(Why why, String text) implements HaDetection {}

    /** Why a configuration has no usable relationship. */
    enum Why {
        /** {@code libdhcp_ha.so} is not among the hook libraries. */
        NO_HOOK,
        /** The hook is there, its {@code high-availability} is absent or empty. */
        NO_RELATIONSHIP,
        /** {@code high-availability} cannot be read. */
        MALFORMED
    }

    /**
     * Where the relationships of a configuration stand, for errors and findings.
     *
     * @param index of the hook library
     * @return the path of its {@code high-availability}
     */
    private static String path(KeaConfig config, int index) {
        return config.service().root() + ".hooks-libraries[" + index + "].parameters.high-availability";
    }

    /**
     * Looks for HA in a configuration, wherever the distribution keeps its hook libraries.
     *
     * @param config from a live {@code config-get} or from a file
     * @return what was found; broken input is an answer too, not an exception
     */
    static HaDetection in(KeaConfig config) {
        JsonArray hooks = config.dhcp().array("hooks-libraries").orElse(JsonArray.empty());
        for (int i = 0; i < hooks.size(); i++) {
            if (hooks.get(i) instanceof JsonObject hook
                    && HookLibrary.fileName(hook).equals(HookLibrary.HA)) {
                return read(hook, path(config, i));
            }
        }
        return new Missing(
                Why.NO_HOOK,
                "The server does not load " + HookLibrary.HA
                        + ", so it has no high availability. Configure the relationship on all its servers first.");
    }

    private static HaDetection read(JsonObject hook, String path) {
        JsonValue found = hook.object("parameters").orElse(JsonObject.empty()).get("high-availability");
        if (found == null || found.equals(JsonArray.empty())) {
            return new Missing(
                    Why.NO_RELATIONSHIP,
                    "The server loads " + HookLibrary.HA + " but " + path
                            + " configures no relationship. Configure it on all its servers first.");
        }
        if (!(found instanceof JsonArray entries)) {
            return new Missing(Why.MALFORMED, path + ": expected a list of relationships, found " + found.kind());
        }
        List<HaRelationship> relationships = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            String at = path + "[" + i + "]";
            if (!(entries.get(i) instanceof JsonObject entry)) {
                return new Missing(
                        Why.MALFORMED,
                        at + ": expected an object, found " + entries.get(i).kind());
            }
            try {
                relationships.add(HaRelationship.read(entry, at));
            } catch (KeaConfigException e) {
                return new Missing(Why.MALFORMED, e.getMessage());
            }
        }
        return new Found(relationships);
    }
}
