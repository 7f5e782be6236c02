package dev.keaha.controller;

import dev.keaha.client.KeaEndpoint;
import dev.keaha.command.KeaAnswer;
import dev.keaha.command.KeaChannel;
import dev.keaha.command.KeaCommand;
import dev.keaha.command.KeaTransportException;
import dev.keaha.config.DhcpService;
import dev.keaha.testkit.FakeKea;
import dev.keaha.testkit.FakeRelationship;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Many relationships of fakes, each with a virtual time of its own, and one virtual time around them all. A controller on
 * top of it runs on the calling thread, and each relationship's time goes on while it is worked on, as if all were worked
 * on at once.
 */
final class Fleet implements AutoCloseable {

    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    /** Sees each command on its way. */
    interface Wire {
        KeaAnswer pass(Member member, FakeKea server, KeaCommand<?> command, Sending sending);
    }

    /** Sends what is on its way. */
    interface Sending {
        KeaAnswer send() throws KeaTransportException;
    }

    /** One relationship. */
    final class Member {
        final int number;
        final FakeRelationship kea;

        Member(int number, FakeRelationship kea) {
            this.number = number;
            this.kea = kea;
        }

        /** Works on it from now on: its time catches up, and it is the time that clocks show. */
        void enter() {
            Duration behind = Duration.between(kea.now(), now);
            if (behind.toMillis() > 0) {
                kea.advance(behind);
            }
            entered = this;
        }
    }

    private final List<Member> members = new ArrayList<>();
    private final Map<URI, Member> byAddress = new HashMap<>();
    private final Map<URI, FakeKea> servers = new HashMap<>();
    private Instant now = START;
    private @Nullable Member entered;
    Wire wire = (member, server, command, sending) -> sending.send();

    Member add(UnaryOperator<FakeRelationship.Builder> shape) {
        int number = members.size();
        FakeRelationship kea = shape.apply(FakeRelationship.builder()
                        .network("10." + (1 + number / 250) + "." + number % 250 + ".")
                        .seed(number)
                        .keeping(200))
                .start();
        Member member = new Member(number, kea);
        members.add(member);
        for (FakeKea server : kea.servers()) {
            byAddress.put(server.managementUrl(), member);
            servers.put(server.managementUrl(), server);
        }
        return member;
    }

    List<Member> members() {
        return members;
    }

    Instant now() {
        return now;
    }

    /** The moment for whoever asks: of the relationship that is worked on, else of all. */
    private Instant instant() {
        return entered == null || entered.kea.now().isBefore(now) ? now : entered.kea.now();
    }

    Clock clock() {
        return new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return Fleet.this.instant();
            }
        };
    }

    void pause(Duration time) {
        if (entered == null) {
            now = now.plus(time);
        } else {
            entered.kea.advance(time);
        }
    }

    KeaChannel channel(KeaEndpoint endpoint) {
        Member member = Optional.ofNullable(byAddress.get(endpoint.uri()))
                .orElseThrow(() -> new IllegalArgumentException("nobody of the fleet is at " + endpoint.uri()));
        FakeKea server = servers.get(endpoint.uri());
        member.enter();
        return new KeaChannel() {
            @Override
            public KeaAnswer send(DhcpService service, KeaCommand<?> command, Duration timeout) {
                return wire.pass(member, server, command, () -> server.channel().send(service, command, timeout));
            }

            @Override
            public String address() {
                return endpoint.uri().toString();
            }
        };
    }

    /** The time around them all is that of the one that is furthest on. */
    void catchUp() {
        leave();
        members.forEach(member -> now = member.kea.now().isAfter(now) ? member.kea.now() : now);
    }

    /** Nobody is worked on any more. */
    void leave() {
        entered = null;
    }

    HaController.Builder controller(RelationshipStore store) {
        return HaController.builder(store)
                .channels(this::channel)
                .clock(clock())
                .pause(this::pause)
                .threads(Runnable::run);
    }

    RelationshipAddress address(Member member) {
        Map<String, KeaEndpoint> peers = new HashMap<>();
        for (FakeKea server : member.kea.servers()) {
            if (!server.name().equals("server1")) {
                peers.put(
                        server.name(),
                        KeaEndpoint.builder(server.managementUrl()).build());
            }
        }
        return new RelationshipAddress(
                member.kea.servers().get(0).service(),
                KeaEndpoint.builder(member.kea.endpoint("server1")).build(),
                peers,
                Optional.empty());
    }

    /** Lets the controller do what is due until then. */
    void run(HaController controller, Instant until) {
        while (true) {
            leave();
            Optional<Instant> due = controller.runDue();
            leave();
            if (due.isEmpty() || !due.get().isBefore(until)) {
                now = until;
                return;
            }
            now = due.get().isAfter(now) ? due.get() : now;
        }
    }

    void run(HaController controller, Duration time) {
        run(controller, now.plus(time));
    }

    @Override
    public void close() {
        members.forEach(member -> member.kea.close());
    }
}
