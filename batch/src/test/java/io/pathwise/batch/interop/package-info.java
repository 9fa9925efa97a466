/**
 * Tests that take a market from OpenGamma Strata; start with {@link io.pathwise.batch.interop.StrataInteropTest}.
 */
package io.pathwise.batch.interop;
