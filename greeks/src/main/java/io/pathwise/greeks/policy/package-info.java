/**
 * The choice of an estimator for every number: settings, policies, pilots. Start with
 * {@link io.pathwise.greeks.policy.Settings} and {@link io.pathwise.greeks.policy.Chooser}.
 */
@NullMarked
package io.pathwise.greeks.policy;

import org.jspecify.annotations.NullMarked;
