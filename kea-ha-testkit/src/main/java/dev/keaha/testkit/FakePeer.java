package dev.keaha.testkit;

import dev.keaha.config.KeaVersion;
import dev.keaha.ha.PeerRole;
import java.net.URI;

/** Where a server of a relationship is, before it exists. */
record FakePeer(String name, PeerRole role, KeaVersion version, String host, int managementPort, int listenerPort) {

    boolean hasAgent() {
        return !version.atLeast(2, 7, 2);
    }

    URI management() {
        return URI.create("http://" + host + ":" + managementPort + "/");
    }

    /** Its {@code url} in the relationship: without a listener of its own partners reach it through its agent. */
    String url() {
        return version.atLeast(2, 4, 0)
                ? "http://" + host + ":" + listenerPort + "/"
                : management().toString();
    }

    String socket() {
        return "/run/kea/" + name + ".socket";
    }
}
