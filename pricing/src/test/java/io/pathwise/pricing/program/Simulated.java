package io.pathwise.pricing.program;

import io.pathwise.engine.lower.Binding;
import io.pathwise.engine.lower.LoweredProgram;
import io.pathwise.engine.lower.Lowering;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.run.BlockSource;
import io.pathwise.engine.run.NoiseKey;
import io.pathwise.engine.run.ReferenceBackend;
import io.pathwise.engine.run.Sampling;
import io.pathwise.engine.run.Simulation;
import io.pathwise.engine.statistics.Estimate;
import io.pathwise.engine.statistics.MomentLayout;

/** Runs a program on the reference backend with seed 1. */
final class Simulated {

  private Simulated() {}

  /** The value of a program over so many blocks of 256 paths. */
  static Estimate value(Program program, Inputs inputs, int blocks) {
    LoweredProgram lowered = Lowering.lower(program);
    BlockSource source = BlockSource.of(new ReferenceBackend().compile(lowered, Sampling.INDEPENDENT),
        new Binding(lowered, inputs), NoiseKey.results(1));
    try (Simulation simulation = new Simulation(1)) {
      return simulation.run(source, MomentLayout.of(1), 0, blocks).estimate(0);
    }
  }
}
