package dev.keaha.testkit;

import dev.keaha.config.DhcpService;
import dev.keaha.json.Json;
import dev.keaha.json.JsonArray;
import dev.keaha.json.JsonObject;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * DHCP clients of a relationship: each asks, asks again 4, 12 and 28 seconds later while nobody answers, and gives up
 * after a minute. In load-balancing each client belongs to one of the two scopes by chance, else to the primary's.
 */
final class Clients {

    private static final List<Duration> ATTEMPTS =
            List.of(Duration.ZERO, Duration.ofSeconds(4), Duration.ofSeconds(12), Duration.ofSeconds(28));
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final World world;
    private final List<FakeKea> servers;
    private final List<String> scopes;
    private double perSecond;
    private VirtualTime.Due next;
    private long count;
    private long served;
    private long lost;

    Clients(World world, List<FakeKea> servers, List<String> scopes) {
        this.world = world;
        this.servers = servers;
        this.scopes = scopes;
        this.next = world.time().in(0, () -> {});
    }

    void rate(double clientsPerSecond) {
        next.cancel();
        perSecond = clientsPerSecond;
        schedule();
    }

    long served() {
        return served;
    }

    long lost() {
        return lost;
    }

    private void schedule() {
        if (perSecond > 0) {
            next = world.time().in(Math.max(1, Math.round(1000 / perSecond)), () -> {
                arrive();
                schedule();
            });
        }
    }

    private void arrive() {
        new Client(count++, scopes.get(world.random().nextInt(scopes.size()))).begin();
    }

    private final class Client {
        private final long number;
        private final String scope;
        private final List<VirtualTime.Due> attempts = new ArrayList<>();
        private boolean ended;

        Client(long number, String scope) {
            this.number = number;
            this.scope = scope;
        }

        void begin() {
            for (Duration after : ATTEMPTS) {
                attempts.add(world.time().in(after, () -> ask(after)));
            }
            attempts.add(world.time().in(PATIENCE, () -> end(false)));
        }

        private void ask(Duration trying) {
            for (FakeKea server : servers) {
                Daemon daemon = server.daemon();
                if (daemon != null && !world.isUnplugged(server.name())) {
                    daemon.packet(name(), number, scope, trying, () -> end(true));
                }
            }
        }

        private void end(boolean answered) {
            if (!ended) {
                ended = true;
                attempts.forEach(VirtualTime.Due::cancel);
                served += answered ? 1 : 0;
                lost += answered ? 0 : 1;
            }
        }

        private String name() {
            return String.format(
                    "02:%02x:%02x:%02x:%02x:%02x",
                    number >> 32 & 255, number >> 24 & 255, number >> 16 & 255, number >> 8 & 255, number & 255);
        }
    }

    /** The lease that a server gives to a client: the same address of the scope's pool on every server. */
    static Optional<JsonObject> lease(Daemon daemon, String client, long number, String scope) {
        for (JsonObject subnet : daemon.config()
                .dhcp()
                .array(daemon.service().subnets())
                .orElse(JsonArray.empty())
                .objects()
                .toList()) {
            for (JsonObject pool :
                    subnet.array("pools").orElse(JsonArray.empty()).objects().toList()) {
                Optional<AddressRange> range =
                        AddressRange.parse(pool.text("pool").orElse("")).filter(all -> isFor(pool, scope));
                if (range.isPresent()) {
                    return Optional.of(lease(daemon, client, number, subnet, range.get()));
                }
            }
        }
        return Optional.empty();
    }

    private static boolean isFor(JsonObject pool, String scope) {
        List<String> classes = new ArrayList<>(
                pool.array("client-classes").orElse(JsonArray.empty()).texts().toList());
        pool.text("client-class").ifPresent(classes::add);
        return classes.isEmpty() || classes.contains("HA_" + scope);
    }

    private static JsonObject lease(Daemon daemon, String client, long number, JsonObject subnet, AddressRange pool) {
        Ip address =
                pool.first().plus(BigInteger.valueOf(number).mod(pool.size()).longValueExact());
        long lifetime = subnet.integer("valid-lifetime").orElse(7200);
        JsonObject lease = Json.object("cltt", daemon.clock().getEpochSecond());
        if (daemon.service() == DhcpService.DHCP6) {
            lease = lease.with("duid", Json.value("00:03:00:01:" + client))
                    .with("iaid", Json.value(1))
                    .with("preferred-lft", Json.value(lifetime))
                    .with("type", Json.value("IA_NA"));
        } else {
            lease = lease.with("hw-address", Json.value(client));
        }
        return lease.with("fqdn-fwd", Json.value(false))
                .with("fqdn-rev", Json.value(false))
                .with("hostname", Json.value(""))
                .with("ip-address", Json.value(address.toString()))
                .with("state", Json.value(0))
                .with("subnet-id", Json.value(subnet.integer("id").orElse(0)))
                .with("valid-lft", Json.value(lifetime));
    }
}
