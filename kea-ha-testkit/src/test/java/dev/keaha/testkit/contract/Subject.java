package dev.keaha.testkit.contract;

import dev.keaha.config.DhcpService;
import dev.keaha.config.KeaVersion;
import dev.keaha.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

/** A relationship that the contract is held against, be it fake or real; {@code server1} is the primary. */
interface Subject extends AutoCloseable {

    KeaVersion version();

    DhcpService service();

    List<String> servers();

    /** Where a server is managed. */
    URI endpoint(String server);

    /** What stands under {@code Dhcp4} or {@code Dhcp6} in a server's configuration file. */
    JsonObject file(String server);

    /** A text with everything that belongs to this subject alone replaced by a word. */
    String normal(String text);

    void kill(String server);

    void restart(String server);

    /** Restarts a server with another clock. */
    void restart(String server, Duration clockAhead);

    void pause(String server);

    void resume(String server);

    /** Lets time pass until something is so; fails the test when it is not so in time. */
    void await(String what, BooleanSupplier so, Duration atMost);

    /** Lets time pass. */
    void pass(Duration time);

    /** Milliseconds on the clock by which transitions are told. */
    long now();

    /** What the HA machines of all servers did since the start. */
    List<Transition> transitions();

    @Override
    void close();

    /** A server entered a state. */
    record Transition(long at, String server, String state) {}
}
