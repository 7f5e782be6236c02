package dev.keaha.testkit.real;

import dev.keaha.config.DhcpService;
import dev.keaha.ha.HaMode;

/** A program of its own that starts a pair and holds it until it is killed. */
final class HeldPair {

    private HeldPair() {}

    /** Prints the directory of the first server's files when both servers answer, and waits for ever. */
    public static void main(String[] arguments) throws InterruptedException {
        RealKea.Generation generation = RealKea.Generation.valueOf(arguments[0]);
        RealKea kea = RealKea.of(generation, DhcpService.DHCP4, HaMode.HOT_STANDBY)
                .ownNetworks()
                .start();
        System.out.println(kea.server("server1").configurationFile().getParent());
        Thread.currentThread().join();
    }
}
