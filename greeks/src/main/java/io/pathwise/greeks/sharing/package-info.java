/**
 * Jobs on the same paths, simulated by one program. Start with {@link io.pathwise.greeks.sharing.PathSharing}.
 */
@NullMarked
package io.pathwise.greeks.sharing;

import org.jspecify.annotations.NullMarked;
