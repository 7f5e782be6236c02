package dev.keaha.testkit.junit;

import dev.keaha.config.DhcpService;
import dev.keaha.testkit.FakeRelationship;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives a test a {@link FakeRelationship}, as a field or a parameter, and closes it when the test is over. A test that
 * fails shows the timeline of states and commands.
 *
 * <pre>{@code
 * @KeaRelationship(mode = Mode.HOT_STANDBY, backups = 1, version = "3.0")
 * FakeRelationship kea;
 * }</pre>
 *
 * <p>An instance field and a parameter get a new relationship for each test, a static field one for all tests of the
 * class. For what is not here, build one with {@link FakeRelationship#builder}.
 */
@Target({ElementType.FIELD, ElementType.PARAMETER})
@Retention(RetentionPolicy.RUNTIME)
@Documented
@ExtendWith(KeaRelationshipExtension.class)
public @interface KeaRelationship {

    /** How the servers share the work. */
    enum Mode {
        /** Primary and secondary both serve. */
        LOAD_BALANCING,
        /** The primary serves, the standby takes over. */
        HOT_STANDBY,
        /** The primary serves alone; backups only receive its leases. */
        PASSIVE_BACKUP
    }

    /**
     * How the servers share the work.
     *
     * @return the mode
     */
    Mode mode() default Mode.HOT_STANDBY;

    /**
     * Which Kea all servers are.
     *
     * @return a version such as {@code 2.6.3}, or a generation such as {@code 2.6} for its release that is modelled
     */
    String version() default "3.0";

    /**
     * DHCPv4 or DHCPv6.
     *
     * @return the service
     */
    DhcpService service() default DhcpService.DHCP4;

    /**
     * How many backups there are.
     *
     * @return the count
     */
    int backups() default 0;

    /**
     * How often partners are asked for their state.
     *
     * @return milliseconds; Kea's default is 10000
     */
    int heartbeatDelay() default 10_000;

    /**
     * How long a partner may be silent.
     *
     * @return milliseconds; Kea's default is 60000
     */
    int maxResponseDelay() default 60_000;

    /**
     * How many clients a silent partner may leave without an answer until it counts as down.
     *
     * @return a count; 0 is down at once; Kea's default is 10
     */
    int maxUnackedClients() default 10;

    /**
     * Hook libraries beside lease_cmds and ha.
     *
     * @return for example {@code subnet_cmds}
     */
    String[] hooks() default {};

    /**
     * Whether the test begins with every server in its normal state.
     *
     * @return false to begin at the servers' start
     */
    boolean normal() default true;

    /**
     * Whether the servers answer HTTP on loopback, with time passing by itself.
     *
     * @return false for servers that are only reached in process, on virtual time
     */
    boolean onLoopback() default false;

    /**
     * What chance begins with.
     *
     * @return the seed
     */
    long seed() default 0;
}
