package io.pathwise.greeks.simulation;

import io.pathwise.engine.range.OutputRanges;
import io.pathwise.greeks.estimator.RewrittenProgram;

/**
 * A program that was made for one number alone, to be followed without being simulated: derivatives are tangents there,
 * in which what cancels cancels in view.
 *
 * @param program
 *          of the number, to be run with ranges
 * @param output
 *          the output that is the number
 * @param rewritten
 *          knows its data
 */
public record SingleNumber(OutputRanges program, String output, RewrittenProgram rewritten) {}
