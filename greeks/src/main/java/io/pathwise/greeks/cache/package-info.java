/**
 * A bounded map that drops what was not used for longest. Start with {@link io.pathwise.greeks.cache.RecentlyUsed}.
 */
@NullMarked
package io.pathwise.greeks.cache;

import org.jspecify.annotations.NullMarked;
