/**
 * What is kept of what was used last. Start with {@link io.pathwise.greeks.cache.RecentlyUsed}.
 */
@NullMarked
package io.pathwise.greeks.cache;

import org.jspecify.annotations.NullMarked;
