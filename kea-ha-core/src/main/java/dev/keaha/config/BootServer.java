package dev.keaha.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Optional;

/** Where clients boot from. */
public sealed interface BootServer permits ClientClass4, Network4Parameters, Reservation4 {

    /**
     * The address of the next server to boot from (siaddr).
     *
     * @return an IPv4 address; empty where absent
     */
    @JsonProperty("next-server")
    Optional<String> nextServer();

    /**
     * The name of the next server to boot from (sname).
     *
     * @return at most 63 bytes; empty where absent
     */
    @JsonProperty("server-hostname")
    Optional<String> serverHostname();

    /**
     * The file to boot from.
     *
     * @return at most 127 bytes; empty where absent
     */
    @JsonProperty("boot-file-name")
    Optional<String> bootFileName();
}
