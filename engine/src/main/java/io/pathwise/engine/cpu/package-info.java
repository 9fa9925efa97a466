/**
 * The backend for any machine: a kernel's straight lines become JVM bytecode, loops over the paths of a block, and what
 * is around them is interpreted, with the bits of {@link io.pathwise.engine.run.ReferenceBackend}. Start with
 * {@link io.pathwise.engine.cpu.CpuBackend}. {@link io.pathwise.engine.cpu.RowPlan} places variables,
 * {@link io.pathwise.engine.cpu.Calls} compiles lines, {@link io.pathwise.engine.cpu.Worker} walks the statements; from
 * a line to bytecode the way is {@link io.pathwise.engine.cpu.Regions} (what is done where),
 * {@link io.pathwise.engine.cpu.Cut} (pieces) and {@link io.pathwise.engine.cpu.PieceEmitter} with
 * {@link io.pathwise.engine.cpu.OperationTable}.
 */
@NullMarked
package io.pathwise.engine.cpu;

import org.jspecify.annotations.NullMarked;
