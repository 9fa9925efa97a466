package io.pathwise.engine.lower;

import io.pathwise.engine.code.Code;
import io.pathwise.engine.code.CodeBuilder;
import java.util.List;

/**
 * Straight-line code that the host evaluates once per run, or once per step.
 *
 * @param code
 *          real inputs and outputs only
 * @param reads
 *          where each input of the code comes from
 */
public record HostCode(Code code, List<Source> reads) {

  /** Copies the list. */
  public HostCode {
    reads = List.copyOf(reads);
    if (reads.size() != code.inputs().size()) {
      throw new IllegalArgumentException("as many sources as inputs are needed");
    }
  }

  /** Stands for so many numbers that are given and not computed; evaluated, it yields zeros. */
  public static HostCode given(int count) {
    CodeBuilder code = new CodeBuilder();
    for (int i = 0; i < count; i++) {
      code.output(code.constant(0.0));
    }
    return new HostCode(code.build(), List.of());
  }

  /** Where host code reads. */
  public sealed interface Source {
  }

  /** A parameter, by its number in {@link LoweredProgram#parameters()}. */
  public record ParameterSource(int index) implements Source {}

  /** A per-step value at the current step, by its number in {@link LoweredProgram#stepValues()}. */
  public record StepSource(int index) implements Source {}

  /** A state that is the same on all paths, by its number among those. */
  public record HostStateSource(int index) implements Source {}
}
