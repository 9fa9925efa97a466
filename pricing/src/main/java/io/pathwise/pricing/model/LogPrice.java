package io.pathwise.pricing.model;

import io.pathwise.engine.graph.Expr;

/**
 * The logarithm of a price that is drawn.
 *
 * @param state
 *          at the start of the step
 * @param initial
 *          today
 */
record LogPrice(Expr.State state, Expr initial) {}
