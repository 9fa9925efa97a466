package io.pathwise.greeks.simulation;

import io.pathwise.engine.code.Code;
import io.pathwise.engine.lower.Binding;
import io.pathwise.engine.lower.Cell;
import io.pathwise.engine.lower.LoweredProgram;
import io.pathwise.engine.lower.LoweredProgram.LoweredStage;
import io.pathwise.engine.lower.Lowering;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.random.NoiseCode;
import io.pathwise.engine.random.NoiseKind;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Predicts what a program costs, in primitive operations per path, the making of the noise that it reads included. The
 * same on every machine, so that choices which rest on it are reproducible.
 */
public final class Cost {

  /** A kept value is written and read, through memory. */
  private static final int OPERATIONS_PER_KEPT_VALUE = 2;
  /** A sum over a block wherever it is written. */
  private static final int OPERATIONS_PER_SINK = 2;

  private static final int OPERATIONS_PER_NORMAL = perDraw(NoiseKind.NORMAL);
  private static final int OPERATIONS_PER_UNIFORM = perDraw(NoiseKind.UNIFORM);

  private Cost() {}

  /** Draws are made in pairs. */
  private static int perDraw(NoiseKind kind) {
    Code pair = NoiseCode.build(kind, kind, false, NoiseCode.Method.IN_PAIRS);
    return NoiseCode.dependingOnPath(pair).cardinality() / 2;
  }

  /** What a job costs, all terms of a difference quotient counted. */
  public static double of(Job job) {
    return of(Lowering.lower(job.reduced()), job);
  }

  public static double of(LoweredProgram lowered, Job job) {
    return runs(job) * withNoise(lowered, job.rewritten().inputs());
  }

  private static int runs(Job job) {
    return job.combination().map(combination -> combination.terms(job.rewritten().inputs()).size()).orElse(1);
  }

  /** The primitive operations of a path, without its first sweep's noise; data count by their pattern only. */
  public static double of(LoweredProgram lowered, Inputs inputs) {
    return of(lowered, Length.of(lowered, inputs));
  }

  private static double of(LoweredProgram lowered, Length length) {
    double total = lowered.finish().code().operationCount();
    for (int s = 0; s < lowered.sweeps().size(); s++) {
      for (LoweredStage stage : lowered.sweeps().get(s).stages()) {
        double operations = stage.code().code().operationCount();
        if (s > 0) {
          operations += OPERATIONS_PER_NORMAL
              * stage.code().reads().stream().filter(Cell.NoiseCell.class::isInstance).count();
        }
        long sinks = stage.code().writes().stream().filter(Cell.SinkCell.class::isInstance).count();
        total += (operations + sinks * OPERATIONS_PER_SINK) * length.runs(stage);
      }
    }
    return total + (double) length.steps() * lowered.tapeSize() * OPERATIONS_PER_KEPT_VALUE;
  }

  /** The primitive operations of a path, its noise included. */
  private static double withNoise(LoweredProgram lowered, Inputs inputs) {
    Length length = Length.of(lowered, inputs);
    return of(lowered, length) + noise(lowered, length.steps());
  }

  /** The primitive operations of a path, its noise included. */
  public static double withNoise(Binding binding) {
    LoweredProgram lowered = binding.program();
    List<boolean[]> flags = IntStream.range(0, lowered.schedules().size()).mapToObj(binding::schedule).toList();
    return of(lowered, new Length(binding.steps(), flags)) + noise(lowered, binding.steps());
  }

  /** What the noise that a program reads costs. */
  private static double noise(LoweredProgram lowered, int steps) {
    double total = 0.0;
    for (int noise = 0; noise < lowered.noises().size(); noise++) {
      if (lowered.usedNoises().get(noise)) {
        total += (double) steps * switch (lowered.noises().get(noise)) {
          case NORMAL -> OPERATIONS_PER_NORMAL;
          case UNIFORM -> OPERATIONS_PER_UNIFORM;
        };
      }
    }
    return total;
  }

  /** How many steps there are, and which of them each schedule holds at. */
  private record Length(int steps, List<boolean[]> schedules) {
    static Length of(LoweredProgram lowered, Inputs inputs) {
      return new Length(inputs.steps(), lowered.schedules().stream().map(inputs::schedule).toList());
    }

    int runs(LoweredStage stage) {
      if (stage.schedule() < 0) {
        return steps;
      }
      int count = 0;
      for (boolean flag : schedules.get(stage.schedule())) {
        count += flag ? 1 : 0;
      }
      return count;
    }
  }
}
