/** The shell around the pure core of kea-ha: network, clock, threads and files live here. */
@org.jspecify.annotations.NullMarked
module dev.keaha.client {
    requires transitive dev.keaha.core;
    requires transitive java.net.http;
    requires static transitive org.jspecify;

    exports dev.keaha.client;
    exports dev.keaha.controller;
}
