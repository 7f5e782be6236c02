package dev.keaha.controller;

import dev.keaha.client.KeaEndpoint;
import dev.keaha.command.KeaChannel;
import dev.keaha.health.HealthPolicy;
import dev.keaha.replication.LocalSettings;
import dev.keaha.replication.MergePolicy;
import dev.keaha.replication.ReplicationPolicy;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Function;

/** What a controller gives each of its relationships: the outside world, and the policies. */
record Surroundings(
        Function<KeaEndpoint, KeaChannel> channels,
        RelationshipStore store,
        DaemonLocks locks,
        Clock clock,
        Pause pause,
        Executor threads,
        Duration timeout,
        HealthPolicy healthPolicy,
        ReplicationPolicy replicationPolicy,
        LocalSettings localSettings,
        MergePolicy mergePolicy) {}
