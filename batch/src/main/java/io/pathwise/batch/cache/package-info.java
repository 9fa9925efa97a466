/**
 * The cache: what was computed once is kept in a file that several processes share. Start at
 * {@link io.pathwise.batch.cache.CacheStore}; docs/batch.md tells what operators see of it.
 */
@NullMarked
package io.pathwise.batch.cache;

import org.jspecify.annotations.NullMarked;
