package io.pathwise.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pathwise.engine.cpu.CpuBackend;
import io.pathwise.engine.derive.JumpDiffusion;
import io.pathwise.engine.derive.JumpDiffusion.Expectation;
import io.pathwise.engine.derive.Score;
import io.pathwise.engine.derive.Tangent;
import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.lower.Binding;
import io.pathwise.engine.lower.LoweredProgram;
import io.pathwise.engine.lower.Lowering;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.rewrite.Scored;
import io.pathwise.engine.rewrite.Scored.Nodes;
import io.pathwise.engine.rewrite.Scored.Steps;
import io.pathwise.engine.run.LeaveOneOut.Baseline;
import io.pathwise.engine.statistics.BlockMoments;
import io.pathwise.engine.statistics.ControlRegression;
import io.pathwise.engine.statistics.Estimate;
import io.pathwise.engine.statistics.MomentLayout;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * The leave-one-out baseline: its arithmetic, and its estimates beside those with none, a constant and a regressed one.
 */
class LeaveOneOutTest {

  private static final int BLOCKS = 200;

  @Test
  void sumsAreThoseOfTheDefinition() {
    Random random = new Random(1);
    double[] values = random.doubles(Backend.BLOCK, 4, 5).toArray();
    double[] scores = random.doubles(Backend.BLOCK, -1, 1).toArray();
    double[] sums = new double[4];
    double expected = 0.0;
    for (int i = 0; i < Backend.BLOCK; i++) {
      double others = 0.0;
      for (int j = 0; j < Backend.BLOCK; j++) {
        others += j == i ? 0.0 : values[j] / (Backend.BLOCK - 1);
      }
      double pathwise = Math.sin(i);
      expected += pathwise + (values[i] - others) * scores[i];
      sums[0] += values[i];
      sums[1] += scores[i];
      sums[2] += values[i] * scores[i];
      sums[3] += pathwise + values[i] * scores[i];
    }
    BlockSource source = new BlockSource() {
      @Override
      public int outputs() {
        return sums.length;
      }

      @Override
      public void compute(long firstBlock, int blocks, double[] results) {
        for (int block = 0; block < blocks; block++) {
          System.arraycopy(sums, 0, results, block * sums.length, sums.length);
        }
      }
    };
    double[] results = new double[8];
    new LeaveOneOut(source, List.of(new Baseline(3, 0, 1, 2))).compute(0, 2, results);
    double adjusted = results[3];
    assertThat(adjusted).isCloseTo(expected, within(1e-10));
    assertThat(results[7]).isEqualTo(adjusted);
    assertThat(results[2]).isEqualTo(sums[2]);
    // Where there is no pathwise part the derivative is the product.
    new LeaveOneOut(source, List.of(new Baseline(2, 0, 1, 2))).compute(0, 1, results);
    assertThat(results[2]).isCloseTo(adjusted - (sums[3] - sums[2]), within(1e-10));
  }

  @Test
  void digitalWithEverythingScored() {
    for (String parameter : List.of("spot", "intensity")) {
      compare(JumpDiffusion.digital(), Nodes.ALL, parameter, JumpDiffusion.DIGITAL, 0.9);
    }
  }

  @Test
  void callWithScoredCountsAndPathwiseReturns() {
    compare(JumpDiffusion.call(), Nodes.DISCRETE, "intensity", JumpDiffusion.CALL, 0.98);
  }

  private static void compare(JumpDiffusion model, Nodes nodes, String parameter, Expectation expectation,
      double most) {
    Inputs inputs = JumpDiffusion.inputs(2);
    Scored scored = new Scored(Steps.ALL, nodes, Optional.of("time"));
    Expr.Parameter by = model.parameter(parameter);
    Program tangent = Tangent.differentiate(scored.program(model.program, inputs),
        Map.of("value", List.of(by), Score.LIKELIHOOD, List.of(by)));
    Program program = Score.withProduct(tangent, "value", by);
    int derivative = program.outputIndex(Tangent.name("value", by));
    int score = program.outputIndex(Tangent.name(Score.LIKELIHOOD, by));
    Baseline baseline = new Baseline(derivative, program.outputIndex("value"), score,
        program.outputIndex(Score.product("value", by)));
    LoweredProgram lowered = Lowering.lower(program);
    BlockSource source = BlockSource.of(new CpuBackend().compile(lowered, Sampling.INDEPENDENT),
        new Binding(lowered, scored.inputs(model.program, inputs)), NoiseKey.results(8));
    MomentLayout layout = MomentLayout.of(program.outputs().size()).withControls(derivative, score);
    try (Simulation simulation = new Simulation(1)) {
      BlockMoments moments = simulation.run(source, layout, 0, BLOCKS);
      Estimate plain = moments.estimate(derivative);
      Estimate regressed = ControlRegression.fit(moments, derivative, score).adjusted();
      Estimate leftOut = simulation.run(new LeaveOneOut(source, List.of(baseline)), layout, 0, BLOCKS)
          .estimate(derivative);
      ConstantBaseline.Baseline constant = new ConstantBaseline.Baseline(derivative, score, expectation.derivative());
      Estimate centred = simulation.run(new ConstantBaseline(source, List.of(constant)), layout, 0, BLOCKS)
          .estimate(derivative);
      for (Estimate estimate : List.of(plain, centred, regressed, leftOut)) {
        assertThat((estimate.mean() - expectation.derivative(parameter)) / estimate.standardError()).as(parameter)
            .isBetween(-4.5, 4.5);
      }
      assertThat(leftOut.standardError()).isLessThan(most * plain.standardError());
      // The mean of the other paths is nearly the mean.
      assertThat(leftOut.standardError()).isCloseTo(centred.standardError(), within(0.05 * centred.standardError()));
      assertThat(leftOut.standardError()).isCloseTo(regressed.standardError(),
          within(0.2 * regressed.standardError()));
    }
  }
}
