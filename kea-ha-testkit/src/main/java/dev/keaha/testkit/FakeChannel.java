package dev.keaha.testkit;

import dev.keaha.command.KeaAnswer;
import dev.keaha.command.KeaChannel;
import dev.keaha.command.KeaCommand;
import dev.keaha.command.KeaTransportException;
import dev.keaha.command.TransportFailure;
import dev.keaha.config.DhcpService;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A way to a fake daemon's management address, in process. */
final class FakeChannel implements KeaChannel {

    private static final String UNABLE = "unable to forward command";

    private final FakeKea server;
    private final URI url;

    FakeChannel(FakeKea server, URI url) {
        this.server = server;
        this.url = url;
    }

    @Override
    public String address() {
        return url.toString();
    }

    @Override
    public KeaAnswer send(DhcpService service, KeaCommand<?> command, Duration timeout) {
        World world = server.world();
        synchronized (world.lock()) {
            try {
                KeaAnswer answer = answer(world, service, command, timeout);
                note(command, "result " + answer.result() + (answer.text().isEmpty() ? "" : ", " + answer.text()));
                return answer;
            } catch (KeaTransportException failure) {
                note(command, failure.failure() + "");
                throw failure;
            }
        }
    }

    private void note(KeaCommand<?> command, String outcome) {
        server.world().record(server.name(), command.name(), command.arguments(), outcome);
    }

    private KeaAnswer answer(World world, DhcpService service, KeaCommand<?> command, Duration timeout) {
        if (world.isUnplugged(server.name())) {
            world.pass(() -> false, timeout);
            throw failure(TransportFailure.UNREACHABLE, false, "nobody answered the attempt to connect");
        }
        Optional<Door> door = url.getScheme().equals("unix")
                ? Optional.ofNullable(server.daemon()).map(running -> Door.SOCKET)
                : server.doorAt(World.address(url.toString()));
        if (door.isEmpty()) {
            throw failure(TransportFailure.REFUSED, false, "nobody listens there");
        }
        checkService(door.get(), service);
        List<Reply> replies = new ArrayList<>();
        server.receive(door.get(), command.name(), command.arguments(), replies::add);
        Daemon asked = server.daemon();
        world.pass(() -> !replies.isEmpty() || server.daemon() != asked, timeout);
        if (replies.isEmpty()) {
            throw server.daemon() == asked
                    ? failure(TransportFailure.TIMED_OUT, true, "no answer within " + timeout.toMillis() + " ms")
                    : failure(TransportFailure.CONNECTION_LOST, true, "the daemon ended before it answered");
        }
        return read(replies.get(0));
    }

    private void checkService(Door door, DhcpService service) {
        if (service == server.service()) {
            return;
        }
        if (door == Door.AGENT) {
            throw failure(
                    TransportFailure.WRONG_SERVICE,
                    false,
                    "forwarding socket is not configured for the server type " + service);
        } else if (server.version().atLeast(3, 1, 0)) {
            throw failure(
                    TransportFailure.WRONG_SERVICE,
                    false,
                    "unsupported service '" + service + "', expected '" + server.service() + "'");
        }
    }

    private KeaAnswer read(Reply reply) {
        KeaAnswer answer = reply.answer();
        if (answer != null) {
            return answer;
        }
        throw switch (reply.kind()) {
            case OFFLINE -> failure(TransportFailure.DAEMON_OFFLINE, false, reply.text());
            case FORBIDDEN -> failure(TransportFailure.FORBIDDEN, false, reply.text());
            case NO_ANSWER ->
                failure(
                        !reply.text().startsWith(UNABLE)
                                ? TransportFailure.SERVER_ERROR
                                : reply.text().contains("canceled")
                                        ? TransportFailure.TIMED_OUT
                                        : TransportFailure.CONNECTION_LOST,
                        true,
                        reply.text());
            case ANSWERED, LOST, FAILED -> failure(TransportFailure.CONNECTION_LOST, true, reply.text());
        };
    }

    private KeaTransportException failure(TransportFailure kind, boolean mayHaveRun, String text) {
        return new KeaTransportException(kind, address(), mayHaveRun, text);
    }
}
