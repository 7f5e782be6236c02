/**
 * The pure core of kea-ha: what Kea's configuration says, what its servers' state means, what to do about it. It has no
 * network, clock, thread, log or file; everything comes in and goes out as a value.
 */
@org.jspecify.annotations.NullMarked
module dev.keaha.core {
    requires com.fasterxml.jackson.annotation;
    requires tools.jackson.core;
    requires tools.jackson.databind;
    requires static transitive org.jspecify;
    requires static org.immutables.value.annotations;

    exports dev.keaha.command;
    exports dev.keaha.config;
    exports dev.keaha.following;
    exports dev.keaha.ha;
    exports dev.keaha.health;
    exports dev.keaha.hook;
    exports dev.keaha.json;
    exports dev.keaha.replication;

    opens dev.keaha.config to
            tools.jackson.databind;
    opens dev.keaha.ha to
            tools.jackson.databind;
    opens dev.keaha.hook to
            tools.jackson.databind;
}
