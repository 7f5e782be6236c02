package dev.keaha.controller;

import dev.keaha.client.KeaClient;
import dev.keaha.client.KeaEndpoint;
import dev.keaha.command.KeaAnswer;
import dev.keaha.command.KeaChannel;
import dev.keaha.command.KeaCommand;
import dev.keaha.config.DhcpService;
import dev.keaha.following.FollowMemory;
import dev.keaha.following.FollowPolicy;
import dev.keaha.ha.HaPeer;
import dev.keaha.ha.HaRelationship;
import dev.keaha.ha.RelationshipId;
import dev.keaha.health.HealthPolicy;
import dev.keaha.replication.LocalSettings;
import dev.keaha.replication.MergePolicy;
import dev.keaha.replication.ReplicationPolicy;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The loop around the pure core: observe, decide, plan, execute, report. It holds no rules of its own.
 *
 * <p>Safe for use by several threads. Closing it ends its threads and the client that it made itself.
 */
public final class HaController implements AutoCloseable {

    private static final Duration LAST_WORDS = Duration.ofSeconds(10);

    private final Surroundings surroundings;
    private final RelationshipFinder finder;
    private final @Nullable ExecutorService ownThreads;
    private final Executor threads;
    private final @Nullable KeaClient ownClient;
    private final WatchLoop loop;
    private final FollowPolicy followPolicy;
    private final HaMetrics metrics;
    private final Function<URI, KeaEndpoint> endpoints;
    private volatile boolean closed;
    private final Map<HaListener, EventDelivery> listeners = new ConcurrentHashMap<>();

    private HaController(Builder builder) {
        ownClient = builder.channels == null ? KeaClient.create() : null;
        Function<KeaEndpoint, KeaChannel> given = builder.channels == null ? ownClient::channel : builder.channels;
        Function<KeaEndpoint, KeaChannel> channels = endpoint -> untilClosed(given.apply(endpoint));
        AtomicInteger number = new AtomicInteger();
        ownThreads = builder.threads != null
                ? null
                : Executors.newCachedThreadPool(work -> {
                    Thread thread = new Thread(work, "kea-ha-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        threads = ownThreads == null ? Objects.requireNonNull(builder.threads) : ownThreads;
        surroundings = new Surroundings(
                channels,
                builder.store,
                new DaemonLocks(),
                builder.clock,
                builder.pause,
                threads,
                builder.timeout,
                health(builder),
                builder.replicationPolicy.withReplicate(
                        builder.replicationPolicy.replicate() && builder.preferences.replicateConfig()),
                builder.localSettings,
                builder.mergePolicy);
        finder = new RelationshipFinder(channels, builder.store, builder.preferences, builder.timeout);
        loop = new WatchLoop(builder.watch.schedule(), builder.clock, threads);
        followPolicy = builder.followPolicy;
        metrics = builder.metrics;
        endpoints = builder.endpoints;
    }

    /** What the primary's return would overwrite must be held back from it for as long as somebody may want it. */
    private static HealthPolicy health(Builder builder) {
        HealthPolicy policy = builder.healthPolicy.withReplicate(builder.preferences.replicateConfig());
        return builder.mergePolicy == MergePolicy.PRIMARY_WINS
                ? policy
                : policy.withEditedStandIn(HealthPolicy.EditedStandIn.HOLD);
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
        return opening(address, finder.find(address));
    }

    /**
     * Finds every relationship of the daemon at an address, as {@link #open} finds one: a daemon may have several (hub and
     * spoke, spec row B11). {@link dev.keaha.health.DaemonVerdict} puts their verdicts together.
     *
     * @param address where to look; where it names a peer, only relationships with that peer are found
     * @return the relationships in the order configured; a single refusal where there is none
     * @throws StoreException when the store cannot be read
     */
    public List<Opening> openAll(RelationshipAddress address) {
        return finder.findAll(address).stream()
                .map(search -> opening(address, search))
                .toList();
    }

    private Opening opening(RelationshipAddress address, RelationshipFinder.Search search) {
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
        ManagedRelationship added =
                new ManagedRelationship(address.service(), relationship, known.addresses(), surroundings);
        Optional<Watched> before = loop.get(added.id());
        return new Opening.Opened(before.isPresent() ? before.get().relationship() : watch(added));
    }

    private ManagedRelationship watch(ManagedRelationship added) {
        added.keepAll();
        loop.add(new Watched(added, surroundings.store(), followPolicy, surroundings.clock(), this::tell, metrics));
        return added;
    }

    private void tell(HaEvent event) {
        listeners.values().forEach(delivery -> delivery.send(event));
    }

    /**
     * Takes up again what was added in an earlier life and not removed, as the store has it (spec rows S13, B7); no server
     * is asked yet. It goes on through whichever peer answers. What the store has and cannot be read is left alone;
     * {@link RelationshipStore#problems} names it. May be repeated: what is watched already is left out.
     *
     * @return what was taken up
     * @throws StoreException when the store as a whole cannot be read
     */
    public List<ManagedRelationship> reconnect() {
        List<ManagedRelationship> taken = new ArrayList<>();
        for (StoredRelationship stored : surroundings.store().relationships()) {
            if (loop.get(stored.id()).isEmpty()
                    && surroundings.store().following(stored.id()).isPresent()) {
                taken.add(watch(new ManagedRelationship(
                        stored.service(), stored.typed(), finder.places(stored, endpoints), surroundings)));
            }
        }
        return taken;
    }

    /**
     * Stops watching a relationship and forgets it, but for its archive. Nothing is changed on its servers.
     *
     * @param id the relationship; without effect where it is not watched
     * @throws StoreException when the store cannot be changed
     */
    public void remove(RelationshipId id) {
        Optional<Watched> removed = loop.remove(id);
        if (removed.isPresent()) {
            removed.get().forget();
            surroundings.store().remove(id);
            metrics.forget(id);
        }
    }

    /**
     * What is watched.
     *
     * @return the relationships, in a stable order
     */
    public List<ManagedRelationship> watched() {
        return loop.all().stream().map(Watched::relationship).toList();
    }

    /**
     * What the last look at a relationship found; asks nobody.
     *
     * @param id the relationship
     * @return what it found; empty where it is not watched, or was not looked at yet
     */
    public Optional<Sight> latest(RelationshipId id) {
        return loop.get(id).flatMap(Watched::latest);
    }

    /** Begins to watch with a thread of its own, until the controller is closed. Once is enough. */
    public void start() {
        loop.start();
    }

    /**
     * Begins nothing new any more, and waits until what is under way has come to its end and the listeners were told of it, so
     * that no replication is cut off.
     * Close the controller afterwards in any case: a replication that is cut off is finished or undone by the next start.
     *
     * @param atMost how long to wait, for the looks and for each listener
     * @return whether everything has ended
     * @throws InterruptedException when the thread is interrupted while it waits
     */
    public boolean stop(Duration atMost) throws InterruptedException {
        boolean ended = loop.stop(atMost);
        for (EventDelivery delivery : listeners.values()) {
            ended &= delivery.drained(atMost);
        }
        return ended;
    }

    /**
     * Begins the looks that are due, on the controller's threads, and returns at once. {@link #start} does nothing else; for
     * those who have a clock of their own.
     *
     * @return when something will be due again; empty while it waits for looks under way, or nothing is watched
     */
    public Optional<Instant> runDue() {
        return loop.runDue();
    }

    /**
     * Has a relationship looked at now; where it is being looked at, once more after that.
     *
     * @param id the relationship; without effect where it is not watched
     */
    public void refresh(RelationshipId id) {
        loop.refresh(id);
    }

    /**
     * Goes on looking at a relationship, and replicates nothing until {@link #resume}. Survives a restart. What is under way
     * goes on to its end.
     *
     * @param id the relationship; without effect where it is not watched
     * @throws StoreException when it cannot be kept
     */
    public void pause(RelationshipId id) {
        loop.get(id).ifPresent(watched -> watched.remember(memory -> memory.withPaused(true)));
    }

    /**
     * Ends {@link #pause}, beginning with a look at once.
     *
     * @param id the relationship; without effect where it is not watched
     * @throws StoreException when it cannot be kept
     */
    public void resume(RelationshipId id) {
        loop.get(id).ifPresent(watched -> watched.remember(memory -> memory.withPaused(false)));
        refresh(id);
    }

    /**
     * Consents to what was told with {@link HaEvent.DecisionNeeded}: the source's configuration, as it was then, is brought
     * to the others. It does not hold for any later one.
     *
     * @param id the relationship; without effect where it is not watched or nothing is held
     * @throws StoreException when it cannot be kept
     */
    public void consent(RelationshipId id) {
        loop.get(id).ifPresent(watched -> watched.remember(FollowMemory::withConsent));
        refresh(id);
    }

    /**
     * Changes the source's configuration and brings every peer that can be reached onto it (spec rows S8, B6): tested, set
     * and written on the source, then replicated. Changes of relationships that share a daemon wait for each other; each is
     * made onto what the source has when its turn comes. While the service is down it is refused at once (S12). Blocks until
     * it is done.
     *
     * @param id the relationship, which must be watched
     * @param request what to change; with a key it may be repeated until it has an answer
     * @param progress is told each change that is sent, as a sentence
     * @return what came of it
     * @throws InterruptedRunException when the thread is interrupted while it waits
     * @throws StoreException when the store cannot be used; nothing is sent then
     */
    public ChangeResult change(RelationshipId id, ChangeRequest request, Consumer<String> progress) {
        Optional<Watched> watched = loop.get(id);
        if (watched.isEmpty()) {
            return new ChangeResult.Refused(
                    ChangeResult.Code.NOT_WATCHED, id + " is not watched.", "Add the relationship first.");
        }
        ChangeResult result = new Changes(
                        watched.get(), surroundings.store(), followPolicy, surroundings.clock(), surroundings.pause())
                .make(request, progress);
        refresh(id);
        return result;
    }

    /**
     * Whether replication is paused, held for a decision, or neither.
     *
     * @param id the relationship
     * @return what following it remembers; empty where it is not watched
     */
    public Optional<FollowMemory> following(RelationshipId id) {
        return loop.get(id).map(Watched::memory);
    }

    /**
     * Tells a listener of everything from now on.
     *
     * @param listener is told; without effect where it is told already
     */
    public void listen(HaListener listener) {
        listeners.computeIfAbsent(listener, one -> new EventDelivery(one, threads));
    }

    /**
     * Tells a listener nothing more.
     *
     * @param listener was told
     */
    public void unlisten(HaListener listener) {
        listeners.remove(listener);
    }

    /**
     * How many events a listener missed, for throwing at them or for falling too far behind.
     *
     * @param listener is told
     * @return the count since it began to listen
     */
    public long missedEvents(HaListener listener) {
        EventDelivery delivery = listeners.get(listener);
        return delivery == null ? 0 : delivery.missed();
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

    /** A replication of a closed controller sends nothing more, so that it cannot come between those of the next one. */
    private KeaChannel untilClosed(KeaChannel channel) {
        return new KeaChannel() {
            @Override
            public KeaAnswer send(DhcpService service, KeaCommand<?> command, Duration timeout) {
                if (closed) {
                    throw new InterruptedRunException();
                }
                return channel.send(service, command, timeout);
            }

            @Override
            public String address() {
                return channel.address();
            }
        };
    }

    /**
     * Ends the threads, and the client where none was given; nothing is sent any more. A replication under way is cut off,
     * and finished or undone by the next start; {@link #stop} avoids that. Relationships that were opened cannot be used any
     * more. Waits some seconds for what is under way to notice.
     */
    @Override
    public void close() {
        closed = true;
        loop.close();
        if (ownThreads != null) {
            ownThreads.shutdownNow();
            try {
                ownThreads.awaitTermination(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
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
        private FollowPolicy followPolicy = FollowPolicy.DEFAULT;
        private WatchOptions watch = WatchOptions.DEFAULT;
        private HaMetrics metrics = HaMetrics.NONE;
        private Function<URI, KeaEndpoint> endpoints =
                uri -> KeaEndpoint.builder(uri).build();
        private @Nullable Executor threads;
        private MergePolicy mergePolicy = MergePolicy.PRIMARY_WINS;

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
         * What becomes of the changes that a stand-in accepted while it was the source (spec row B4). Anything but the
         * default makes {@link HealthPolicy.EditedStandIn#HOLD} hold. Default: {@link MergePolicy#PRIMARY_WINS}.
         *
         * @param policy the policy
         * @return this builder
         */
        public Builder mergePolicy(MergePolicy policy) {
            this.mergePolicy = policy;
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
         * When the source's configuration is brought to the others without being asked. Default:
         * {@link FollowPolicy#DEFAULT}.
         *
         * @param policy the policy
         * @return this builder
         */
        public Builder followPolicy(FollowPolicy policy) {
            this.followPolicy = policy;
            return this;
        }

        /**
         * How relationships are watched. Default: {@link WatchOptions#DEFAULT}.
         *
         * @param options the options
         * @return this builder
         */
        public Builder watch(WatchOptions options) {
            this.watch = options;
            return this;
        }

        /**
         * Where the numbers go. Default: {@link HaMetrics#NONE}.
         *
         * @param metrics takes them
         * @return this builder
         */
        public Builder metrics(HaMetrics metrics) {
            this.metrics = metrics;
            return this;
        }

        /**
         * How to log in where {@link HaController#reconnect} finds a stored address, since the store holds no credentials.
         * Asked only for addresses that somebody gave. Default: without credentials.
         *
         * @param endpoints makes the endpoint of an address
         * @return this builder
         */
        public Builder endpoints(Function<URI, KeaEndpoint> endpoints) {
            this.endpoints = endpoints;
            return this;
        }

        /**
         * What runs looks, questions to peers and listeners. It must have a thread for whatever comes, since a full pool
         * would let dead servers delay the others; {@code Runnable::run} does everything on the calling thread, for tests
         * on a virtual clock. Default: threads of the controller's own.
         *
         * @param threads runs them
         * @return this builder
         */
        public Builder threads(Executor threads) {
            this.threads = threads;
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
