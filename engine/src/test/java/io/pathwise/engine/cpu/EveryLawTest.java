package io.pathwise.engine.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import io.pathwise.engine.derive.Score;
import io.pathwise.engine.derive.Tangent;
import io.pathwise.engine.lower.Binding;
import io.pathwise.engine.lower.LoweredProgram;
import io.pathwise.engine.lower.Lowering;
import io.pathwise.engine.program.ExamplePrograms;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.run.Backend;
import io.pathwise.engine.run.Kernel;
import io.pathwise.engine.run.NoiseKey;
import io.pathwise.engine.run.ReferenceBackend;
import io.pathwise.engine.run.Sampling;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Draws, log-densities and their derivatives of every law have the reference backend's bits. */
class EveryLawTest {

  private static final Inputs INPUTS = new Inputs(3, Map.of("p", 1.3), Map.of(), Map.of());

  @Test
  void drawsHaveTheReferencesBits() {
    assertReferencesBits(ExamplePrograms.everyLaw());
  }

  @Test
  void scoresHaveTheReferencesBits() {
    Program score = Score.transform(ExamplePrograms.everyLaw());
    assertReferencesBits(Tangent.differentiate(score, Map.of(Score.LIKELIHOOD, score.parameters())));
  }

  private static void assertReferencesBits(Program program) {
    double[] expected = run(new ReferenceBackend(), program);
    assertThat(expected).as("a NaN would hide differences").doesNotContain(Double.NaN);
    assertThat(run(new CpuBackend(), program)).isEqualTo(expected);
  }

  private static double[] run(Backend backend, Program program) {
    LoweredProgram lowered = Lowering.lower(program);
    double[] results = new double[program.outputs().size()];
    try (Kernel kernel = backend.compile(lowered, Sampling.INDEPENDENT)) {
      kernel.run(new Binding(lowered, INPUTS), NoiseKey.results(5), 1, 1, results);
    }
    return results;
  }
}
