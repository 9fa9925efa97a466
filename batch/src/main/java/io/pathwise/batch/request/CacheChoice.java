package io.pathwise.batch.request;

import java.nio.file.Path;

/**
 * The choice of a cache.
 *
 * @param file
 *          the cache, made if it is not there
 * @param maximumBytes
 *          what it takes of the disk if it is made
 */
public record CacheChoice(Path file, long maximumBytes) {}
