package io.pathwise.engine.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** {@link BlockTree} against a recursion written from its definition, and its special cases. */
class BlockTreeTest {
  private final SplittableRandom random = new SplittableRandom(256);

  @Test
  void addsInTheOrderOfTheTree() {
    int differsFromLeftToRight = 0;
    for (int repetition = 0; repetition < 200; repetition++) {
      int offset = random.nextInt(9);
      double[] values = new double[offset + BlockTree.LANES + 3];
      Arrays.setAll(values, i -> random.nextGaussian() * Math.exp(10 * random.nextGaussian()));
      double[] before = values.clone();
      double sum = BlockTree.sum(values, offset);
      assertThat(values).isEqualTo(before);
      assertThat(sum).isEqualTo(recursive(values, offset, 1));
      assertThat(BlockTree.sumInPlace(values, offset)).isEqualTo(sum);
      assertThat(Arrays.copyOf(values, offset)).isEqualTo(Arrays.copyOf(before, offset));

      double leftToRight = 0;
      for (int i = 0; i < BlockTree.LANES; i++) {
        leftToRight += before[offset + i];
      }
      differsFromLeftToRight += leftToRight == sum ? 0 : 1;
    }
    assertThat(differsFromLeftToRight).as("negative control: another order, other bits").isGreaterThan(50);
  }

  @Test
  void specialSumsHaveOneForm() {
    assertBits(filled(-0.0), 0.0);
    assertBits(filled(0.0), 0.0);
    assertBits(filled(Double.longBitsToDouble(0xfff8_0000_0000_0123L)), Double.NaN);
    double[] opposite = filled(1.0);
    opposite[3] = Double.POSITIVE_INFINITY;
    assertBits(opposite, Double.POSITIVE_INFINITY);
    opposite[200] = Double.NEGATIVE_INFINITY;
    assertBits(opposite, Double.NaN);
  }

  /** The lanes first, first + step, first + 2 step, …: each half of the tree's last addition is such a comb. */
  private static double recursive(double[] values, int first, int step) {
    return step == BlockTree.LANES
        ? values[first]
        : recursive(values, first, 2 * step) + recursive(values, first + step, 2 * step);
  }

  private static double[] filled(double value) {
    double[] values = new double[BlockTree.LANES];
    Arrays.fill(values, value);
    return values;
  }

  private static void assertBits(double[] values, double expected) {
    long bits = Double.doubleToRawLongBits(expected);
    assertThat(Double.doubleToRawLongBits(BlockTree.sum(values, 0))).isEqualTo(bits);
    assertThat(Double.doubleToRawLongBits(BlockTree.sumInPlace(values, 0))).isEqualTo(bits);
  }
}
