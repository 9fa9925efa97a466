/**
 * Expressions: what a model and a payoff are written in. Start with {@link io.pathwise.engine.graph.Expr} (the nodes),
 * then {@link io.pathwise.engine.graph.Graph} (how they are made).
 */
@NullMarked
package io.pathwise.engine.graph;

import org.jspecify.annotations.NullMarked;
