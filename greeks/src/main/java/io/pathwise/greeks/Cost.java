package io.pathwise.greeks;

import io.pathwise.engine.lower.Cell;
import io.pathwise.engine.lower.LoweredProgram;
import io.pathwise.engine.lower.LoweredProgram.LoweredStage;
import io.pathwise.engine.lower.Lowering;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.random.NoiseCode;
import io.pathwise.engine.random.NoiseKind;

/** Predicts what a program costs, in primitive operations per path; for comparing programs on the same noise. */
public final class Cost {

  /** A kept value is written and read, through memory. */
  private static final int OPERATIONS_PER_KEPT_VALUE = 2;
  /** A sum over a block for every step. */
  private static final int OPERATIONS_PER_SINK = 2;

  /** A noise; only those that later sweeps draw again are counted, since the others all programs share. */
  private static final double OPERATIONS_PER_NOISE = NoiseCode.build(NoiseKind.NORMAL, NoiseKind.NORMAL, false)
      .operationCount() / 2.0;

  private Cost() {}

  static double of(Program program, Inputs inputs) {
    return of(Lowering.lower(program), inputs);
  }

  /** The primitive operations of a path, without its first sweep's noise; data count by their pattern only. */
  public static double of(LoweredProgram lowered, Inputs inputs) {
    double total = lowered.finish().code().operationCount();
    for (int s = 0; s < lowered.sweeps().size(); s++) {
      for (LoweredStage stage : lowered.sweeps().get(s).stages()) {
        double operations = stage.code().code().operationCount();
        if (s > 0) {
          operations += OPERATIONS_PER_NOISE
              * stage.code().reads().stream().filter(Cell.NoiseCell.class::isInstance).count();
        }
        total += operations * runs(lowered, stage, inputs);
      }
    }
    return total + (double) inputs.steps()
        * (lowered.tapeSize() * OPERATIONS_PER_KEPT_VALUE + lowered.sinkCount() * OPERATIONS_PER_SINK);
  }

  private static int runs(LoweredProgram program, LoweredStage stage, Inputs inputs) {
    if (stage.schedule() < 0) {
      return inputs.steps();
    }
    int count = 0;
    for (boolean flag : inputs.schedule(program.schedules().get(stage.schedule()))) {
      count += flag ? 1 : 0;
    }
    return count;
  }
}
