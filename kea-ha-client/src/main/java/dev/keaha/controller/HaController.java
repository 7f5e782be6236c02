package dev.keaha.controller;

import dev.keaha.client.KeaClient;
import dev.keaha.client.KeaEndpoint;
import dev.keaha.command.KeaChannel;
import dev.keaha.ha.HaPeer;
import dev.keaha.ha.HaRelationship;
import dev.keaha.health.HealthPolicy;
import dev.keaha.replication.LocalSettings;
import dev.keaha.replication.ReplicationPolicy;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The loop around the pure core: observe, decide, plan, execute, report. It holds no rules of its own.
 *
 * <p>Safe for use by several threads. Closing it ends its threads and the client that it made itself.
 */
public final class HaController implements AutoCloseable {

    private final Surroundings surroundings;
    private final RelationshipFinder finder;
    private final ExecutorService threads;
    private final @Nullable KeaClient ownClient;

    private HaController(Builder builder) {
        ownClient = builder.channels == null ? KeaClient.create() : null;
        Function<KeaEndpoint, KeaChannel> channels = builder.channels == null ? ownClient::channel : builder.channels;
        AtomicInteger number = new AtomicInteger();
        threads = Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "kea-ha-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        surroundings = new Surroundings(
                channels,
                builder.store,
                new DaemonLocks(),
                builder.clock,
                builder.pause,
                threads,
                builder.timeout,
                builder.healthPolicy.withReplicate(builder.preferences.replicateConfig()),
                builder.replicationPolicy.withReplicate(
                        builder.replicationPolicy.replicate() && builder.preferences.replicateConfig()),
                builder.localSettings);
        finder = new RelationshipFinder(channels, builder.store, builder.preferences, builder.timeout);
    }

    /**
     * Starts a controller with a store.
     *
     * @param store where it keeps what must outlive it
     * @return a new builder
     */
    public static Builder builder(RelationshipStore store) {
        return new Builder(store);
    }

    /**
     * Finds a relationship by any of its peers, or from the store where none answers. For single looks and operations;
     * what is to be kept an eye on is added by {@link #add}.
     *
     * @param address where to look
     * @return the relationship, or why there is none
     * @throws StoreException when the store cannot be read
     */
    public Opening open(RelationshipAddress address) {
        RelationshipFinder.Search search = finder.find(address);
        if (search instanceof RelationshipFinder.Unknown unknown) {
            return unknown.refusal();
        }
        RelationshipFinder.Known known = (RelationshipFinder.Known) search;
        return new Opening.Opened(
                new ManagedRelationship(address.service(), known.relationship(), known.addresses(), surroundings));
    }

    /**
     * Adds a relationship by its primary (spec row S3): the daemon at the address must name itself as the peer whose role
     * is primary. A primary that is down can be added again where the store knows its relationship (S13, B7).
     *
     * @param address the primary's endpoint, and those of its peers where they are known
     * @return the relationship, or why it was refused
     * @throws StoreException when the store cannot be read
     */
    public Opening add(RelationshipAddress address) {
        RelationshipFinder.Search search = finder.find(address);
        if (search instanceof RelationshipFinder.Unknown unknown) {
            return unknown.refusal();
        }
        RelationshipFinder.Known known = (RelationshipFinder.Known) search;
        HaRelationship relationship = known.relationship();
        Optional<HaPeer> primary = relationship.primary();
        Optional<String> answered = known.answered();
        if (answered.isPresent()
                && !answered.equals(primary.map(peer -> peer.name().strip()))) {
            return notPrimary(answered.get(), relationship, known);
        }
        if (answered.isEmpty() && !finder.isStoredAsPrimary(address, relationship)) {
            return new Opening.Refused(
                    Opening.Code.UNREACHABLE,
                    "Nobody answers at " + address.endpoint().uri()
                            + ", and the store does not know it as the address of a primary.",
                    "Give the management address of the primary, and bring it back once if it is down: from then on the"
                            + " store knows the relationship.");
        }
        return new Opening.Opened(
                new ManagedRelationship(address.service(), relationship, known.addresses(), surroundings));
    }

    private static Opening notPrimary(String answered, HaRelationship relationship, RelationshipFinder.Known known) {
        String role =
                relationship.peer(answered).map(peer -> peer.role().word()).orElse("no peer");
        String where = relationship
                .primary()
                .map(peer -> "The primary is " + peer.name() + " at " + peer.url()
                        + known.addresses().get(peer.name()).stream()
                                .filter(PeerAddress::given)
                                .findFirst()
                                .map(given -> " (management address "
                                        + given.endpoint().uri() + ")")
                                .orElse(" (that is where its partners reach it)")
                        + ".")
                .orElse("Its configuration names no primary.");
        return new Opening.Refused(
                Opening.Code.NOT_PRIMARY,
                "The server there is " + answered + ", which is " + role
                        + " in its relationship; only a primary can be added. " + where,
                "Give the management address of the primary.");
    }

    /** Ends the threads, and the client where none was given. Relationships that were opened cannot be used any more. */
    @Override
    public void close() {
        threads.shutdownNow();
        if (ownClient != null) {
            ownClient.close();
        }
    }

    /** Makes controllers; not for several threads. Each setter says its default. */
    public static final class Builder {
        private final RelationshipStore store;
        private @Nullable Function<KeaEndpoint, KeaChannel> channels;
        private Clock clock = Clock.systemUTC();
        private Pause pause = Pause.SLEEP;
        private Duration timeout = Duration.ofSeconds(10);
        private Preferences preferences = Preferences.DEFAULTS;
        private HealthPolicy healthPolicy = HealthPolicy.DEFAULT;
        private ReplicationPolicy replicationPolicy = ReplicationPolicy.DEFAULT;
        private LocalSettings localSettings = LocalSettings.DEFAULT;

        private Builder(RelationshipStore store) {
            this.store = store;
        }

        /**
         * How peers are talked to: a {@link KeaClient} of yours, or fakes. Default: a client of its own.
         *
         * @param channels gives the channel to an endpoint
         * @return this builder
         */
        public Builder channels(Function<KeaEndpoint, KeaChannel> channels) {
            this.channels = channels;
            return this;
        }

        /**
         * The clock. Default: the system's.
         *
         * @param clock tells the time
         * @return this builder
         */
        public Builder clock(Clock clock) {
            this.clock = clock;
            return this;
        }

        /**
         * How time is let pass between the steps of a replication. Default: {@link Pause#SLEEP}.
         *
         * @param pause lets time pass
         * @return this builder
         */
        public Builder pause(Pause pause) {
            this.pause = pause;
            return this;
        }

        /**
         * How long a peer may take to answer one question. Default: 10 s.
         *
         * @param timeout above zero
         * @return this builder
         */
        public Builder timeout(Duration timeout) {
            this.timeout = timeout;
            return this;
        }

        /**
         * The product's settings (spec row S7). Default: {@link Preferences#DEFAULTS}.
         *
         * @param preferences the settings
         * @return this builder
         */
        public Builder preferences(Preferences preferences) {
            this.preferences = preferences;
            return this;
        }

        /**
         * How observations are judged. Default: {@link HealthPolicy#DEFAULT}.
         *
         * @param policy the policy
         * @return this builder
         */
        public Builder healthPolicy(HealthPolicy policy) {
            this.healthPolicy = policy;
            return this;
        }

        /**
         * What a replication may do. Default: {@link ReplicationPolicy#DEFAULT}.
         *
         * @param policy the policy
         * @return this builder
         */
        public Builder replicationPolicy(ReplicationPolicy policy) {
            this.replicationPolicy = policy;
            return this;
        }

        /**
         * What belongs to each peer and is never replicated (spec row B8). Default: {@link LocalSettings#DEFAULT}.
         *
         * @param settings the settings
         * @return this builder
         */
        public Builder localSettings(LocalSettings settings) {
            this.localSettings = settings;
            return this;
        }

        /**
         * Makes the controller.
         *
         * @return a controller, to be closed
         */
        public HaController build() {
            return new HaController(this);
        }
    }
}
