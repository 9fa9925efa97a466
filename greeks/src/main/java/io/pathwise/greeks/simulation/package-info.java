/**
 * Jobs: programs that yield numbers by estimators, compiled, and run on the data of a trade up to some block. A
 * {@link io.pathwise.greeks.simulation.Job} says what, a {@link io.pathwise.greeks.simulation.CompiledJob} has the
 * kernel, a {@link io.pathwise.greeks.simulation.JobRun} the moments so far;
 * {@link io.pathwise.greeks.simulation.JobPlanner} makes the first. Start with
 * {@link io.pathwise.greeks.simulation.ProgramTemplate}, which structurally identical trades share.
 */
@NullMarked
package io.pathwise.greeks.simulation;

import org.jspecify.annotations.NullMarked;
