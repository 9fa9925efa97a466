package io.pathwise.engine.importance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pathwise.engine.derive.RandomExpressions;
import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.program.ProgramBuilder;
import io.pathwise.engine.program.Rewriter;
import io.pathwise.engine.program.TestProgramRunner;
import io.pathwise.engine.rewrite.Lognormal;
import io.pathwise.engine.sample.Normal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Values of paths and their gradients by the noise, against what they are by hand and by differences. */
class PathGradientTest {

  private static final double STEP = 1e-6;

  private static PathGradient path(Lognormal model, Inputs inputs) {
    Program own = model.program.withOutputs(List.of(model.program.outputs().getFirst()));
    return new PathGradient(Rewriter.drawn(own), inputs);
  }

  @Test
  void aCallOnAPath() {
    PathGradient path = path(Lognormal.call(), RarePayoffs.inputs(4, 80));
    double[] noise = {0.3, -0.2, 0.5, 0.1};
    double[] gradient = new double[4];
    double price = 100 * Math.exp(RarePayoffs.VOL * 0.5 * 0.7 - 0.5 * 0.04);
    assertThat(path.dimension()).isEqualTo(4);
    assertThat(path.at(noise, gradient)).isCloseTo(price - 80, within(1e-10));
    assertThat(gradient).containsExactly(new double[]{0.1 * price, 0.1 * price, 0.1 * price, 0.1 * price},
        within(1e-10));
    noise[0] = -9;
    assertThat(path.at(noise, gradient)).isZero();
    assertThat(gradient).containsOnly(0);
  }

  /** Every operation, against an evaluator that shares no code, and differences. */
  @ParameterizedTest
  @EnumSource
  void randomPrograms(RandomExpressions.Kind kind) {
    for (int i = 0; i < 200; i++) {
      SplittableRandom random = new SplittableRandom(i);
      ProgramBuilder builder = new ProgramBuilder();
      Graph g = builder.graph();
      Expr.Parameter p = builder.parameter("p");
      Expr.State x = builder.state("x", p);
      RandomExpressions grown = new RandomExpressions(g, random, kind);
      builder.stage("step");
      Expr drawn = builder.sample(new Normal(), g.literal(0.2), g.stepValue("s"));
      builder.update("step", x, grown.squash(grown.grow(List.of(x, drawn), 8).getLast()));
      builder.output("value", grown.grow(List.of(x, p), 12).getLast());
      Program program = builder.build();
      Inputs inputs = new Inputs(2, Map.of("p", random.nextDouble(-1, 1)), Map.of("s", new double[]{0.5, 1.25}),
          Map.of());
      PathGradient path = new PathGradient(Rewriter.drawn(program), inputs);
      double[] noise = random.doubles(2, -2, 2).toArray();
      double[] gradient = new double[2];
      double value = path.at(noise, gradient);
      assertThat(value).isCloseTo(value(program, inputs, noise), within(1e-10));
      if (kind == RandomExpressions.Kind.CONTINUOUS) {
        for (int k = 0; k < 2; k++) {
          double difference = (value(program, inputs, moved(noise, k, STEP))
              - value(program, inputs, moved(noise, k, -STEP))) / (2 * STEP);
          assertThat(gradient[k]).as("seed %d", i).isCloseTo(difference, within(1e-6 * (1 + Math.abs(difference))));
        }
      }
    }
  }

  private static double value(Program program, Inputs inputs, double[] noise) {
    return Objects.requireNonNull(TestProgramRunner.run(program, inputs, (step, number) -> noise[step]).get("value"));
  }

  private static double[] moved(double[] noise, int place, double by) {
    double[] moved = noise.clone();
    moved[place] += by;
    return moved;
  }

  @Test
  void gradientsAreThoseOfDifferences() {
    PathGradient path = path(RarePayoffs.callAndRebate(), RarePayoffs.inputs(3, 90));
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < 50; i++) {
      double[] noise = random.doubles(3, -2, 2).toArray();
      double[] gradient = new double[3];
      double value = path.at(noise, gradient);
      for (int k = 0; k < 3; k++) {
        assertThat((path.at(moved(noise, k, STEP)) - value) / STEP).isCloseTo(gradient[k], within(1e-3));
      }
      assertThat(path.at(noise)).isEqualTo(value);
    }
  }
}
