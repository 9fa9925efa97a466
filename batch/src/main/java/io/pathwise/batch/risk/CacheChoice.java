package io.pathwise.batch.risk;

import java.nio.file.Path;

/**
 * Where results are kept.
 *
 * @param file
 *          the cache, made if it is not there
 * @param maximumBytes
 *          what it may grow to if it is made
 */
public record CacheChoice(Path file, long maximumBytes) {}
