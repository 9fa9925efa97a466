package io.pathwise.engine.run;

import io.pathwise.engine.lower.Binding;
import io.pathwise.engine.lower.LoweredProgram;
import io.pathwise.engine.lower.Lowering;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.statistics.BlockMoments;
import io.pathwise.engine.statistics.Estimate;
import io.pathwise.engine.statistics.MomentLayout;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Runs programs on the reference backend, for tests: {@link #blockSums} for exact questions, {@link #estimates} else.
 */
public final class ReferenceRuns {

  private ReferenceRuns() {}

  /** Results of all outputs of a program. */
  public record Results<T>(Map<String, T> byName) {
    /** The result of the output of that name. */
    public T of(String output) {
      return Objects.requireNonNull(byName.get(output), output);
    }
  }

  /** A program with its data as a source of blocks. */
  public static BlockSource source(Program program, Inputs inputs, long seed, Sampling sampling) {
    LoweredProgram lowered = Lowering.lower(program);
    return BlockSource.of(new ReferenceBackend().compile(lowered, sampling), new Binding(lowered, inputs),
        NoiseKey.results(seed));
  }

  /** The outputs of the first block, by name. */
  public static Results<Double> blockSums(Program program, Inputs inputs, long seed) {
    double[] results = new double[program.outputs().size()];
    source(program, inputs, seed, Sampling.INDEPENDENT).compute(0, 1, results);
    Map<String, Double> sums = new LinkedHashMap<>();
    for (int i = 0; i < results.length; i++) {
      sums.put(program.outputNames().get(i), results[i]);
    }
    return new Results<>(sums);
  }

  /** Estimates from the first blocks, by name. */
  public static Results<Estimate> estimates(Program program, Inputs inputs, long seed, int blocks) {
    try (Simulation simulation = new Simulation(2)) {
      BlockMoments moments = simulation.run(source(program, inputs, seed, Sampling.INDEPENDENT),
          MomentLayout.of(program.outputs().size()), 0, blocks);
      Map<String, Estimate> estimates = new LinkedHashMap<>();
      for (int i = 0; i < program.outputs().size(); i++) {
        estimates.put(program.outputNames().get(i), moments.estimate(i));
      }
      return new Results<>(estimates);
    }
  }
}
