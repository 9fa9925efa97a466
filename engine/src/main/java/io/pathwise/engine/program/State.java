package io.pathwise.engine.program;

import io.pathwise.engine.graph.Expr;

/**
 * A state of a sweep.
 *
 * @param value
 *          the leaf by which expressions read it
 * @param initial
 *          its value when the sweep starts. In the first sweep an expression of parameters only; in a later sweep it
 *          may also read the final states of the sweeps before.
 */
public record State(Expr.State value, Expr initial) {}
