package io.pathwise.greeks.degenerate;

import io.pathwise.pricing.market.RiskFactor;
import java.util.function.Predicate;

/**
 * Two numbers that a payoff compares, between which it bends or jumps, and which are equal on all paths, or on all that
 * matter: so the value has one derivative from above and another one from below, or none.
 *
 * @param text
 *          which numbers these are, for people
 * @param parts
 *          whether a factor parts them: only by these is there no derivative
 */
record Tie(String text, Predicate<RiskFactor> parts) {}
