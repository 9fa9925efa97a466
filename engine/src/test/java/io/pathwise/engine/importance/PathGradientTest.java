package io.pathwise.engine.importance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.program.Rewriter;
import io.pathwise.engine.rewrite.Lognormal;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

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

  @Test
  void gradientsAreThoseOfDifferences() {
    PathGradient path = path(RarePayoffs.callAndRebate(), RarePayoffs.inputs(3, 90));
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < 50; i++) {
      double[] noise = random.doubles(3, -2, 2).toArray();
      double[] gradient = new double[3];
      double value = path.at(noise, gradient);
      for (int k = 0; k < 3; k++) {
        double[] moved = noise.clone();
        moved[k] += STEP;
        assertThat((path.at(moved) - value) / STEP).isCloseTo(gradient[k], within(1e-3));
      }
      assertThat(path.at(noise)).isEqualTo(value);
    }
  }
}
