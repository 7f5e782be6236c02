package dev.keaha.testkit;

import dev.keaha.command.KeaAnswer;
import dev.keaha.command.KeaChannel;
import dev.keaha.command.KeaCommand;
import dev.keaha.command.KeaTransportException;
import dev.keaha.command.TransportFailure;
import dev.keaha.config.DhcpService;
import java.net.URI;
import java.time.Duration;

/** A way to an address that no host of the world has. */
record NoHost(World world, URI url) implements KeaChannel {

    @Override
    public KeaAnswer send(DhcpService service, KeaCommand<?> command, Duration timeout) {
        synchronized (world.lock()) {
            world.pass(() -> false, timeout);
        }
        throw new KeaTransportException(
                TransportFailure.UNREACHABLE, address(), false, "nobody answered the attempt to connect");
    }

    @Override
    public String address() {
        return url.toString();
    }
}
