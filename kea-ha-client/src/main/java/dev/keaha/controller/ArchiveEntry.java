package dev.keaha.controller;

import java.time.Instant;

/**
 * A configuration in the archive: one that was overwritten.
 *
 * @param name what it is called in the archive of its relationship, unique there
 * @param peer whose configuration it was
 * @param at when it was overwritten, to the second
 */
public record ArchiveEntry(String name, String peer, Instant at) {}
