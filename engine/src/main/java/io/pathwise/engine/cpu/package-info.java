/**
 * The fast backend: path code becomes JVM bytecode, a loop over the lanes of a tile in scalar form and in vector form,
 * with the bits of {@link io.pathwise.engine.run.ReferenceBackend}. Start with
 * {@link io.pathwise.engine.cpu.CpuBackend}; from code to bytecode the way is {@link io.pathwise.engine.cpu.Schedule}
 * (order), {@link io.pathwise.engine.cpu.Grouping} (cuts), {@link io.pathwise.engine.cpu.RoutinePlan} (where values
 * lie), {@link io.pathwise.engine.cpu.GroupEmitter} (bytecode) with {@link io.pathwise.engine.cpu.OperationTable}, and
 * {@link io.pathwise.engine.cpu.TileRunner} runs it.
 */
@NullMarked
package io.pathwise.engine.cpu;

import org.jspecify.annotations.NullMarked;
