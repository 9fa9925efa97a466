/**
 * Tests that take a market from OpenGamma Strata; start with {@link io.pathwise.batch.interop.StrataInteropTest}.
 */
@NullMarked
package io.pathwise.batch.interop;

import org.jspecify.annotations.NullMarked;
