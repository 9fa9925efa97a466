/**
 * Minimisation of expectations with Monte Carlo gradients: what is minimised is an
 * {@link io.pathwise.engine.optimise.Objective}, between limits of its parameters; SGD, Adam, SVRG and SAGA search, and
 * statistics of the gradient say when to stop and how far the optimum is known. Start with
 * {@link io.pathwise.engine.optimise.Minimisation}.
 */
@NullMarked
package io.pathwise.engine.optimise;

import org.jspecify.annotations.NullMarked;
