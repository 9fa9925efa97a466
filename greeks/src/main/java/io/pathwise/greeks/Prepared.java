package io.pathwise.greeks;

import io.pathwise.engine.lower.LoweredProgram;
import io.pathwise.engine.run.Kernel;

/**
 * A job ready to run.
 *
 * @param job
 *          what
 * @param program
 *          in the form that backends execute
 * @param kernel
 *          compiled
 */
record Prepared(Job job, LoweredProgram program, Kernel kernel) {}
