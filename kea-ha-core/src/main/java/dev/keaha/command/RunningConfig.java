package dev.keaha.command;

import dev.keaha.config.KeaConfig;
import java.util.Optional;

/**
 * The answer to {@code config-get}.
 *
 * @param config the configuration in the daemon's memory; it holds secrets in clear
 * @param hash Kea's own hash of it; empty before 2.4
 */
public record RunningConfig(KeaConfig config, Optional<String> hash) {}
