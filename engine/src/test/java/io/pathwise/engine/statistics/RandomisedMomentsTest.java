package io.pathwise.engine.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.pathwise.engine.statistics.ControlRegression.Regressor;
import io.pathwise.engine.statistics.ControlRegression.Use;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.StatUtils;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/** {@link BlockMoments} of randomised point sets: the randomisations' means are the samples, not the blocks'. */
class RandomisedMomentsTest {

  private static final int RANDOMISATIONS = 5;
  private static final MomentLayout LAYOUT = MomentLayout.of(3).withControls(2, 0, 1)
      .withRandomisations(RANDOMISATIONS);

  private static double[][] blocks(int count, int outputs) {
    SplittableRandom random = new SplittableRandom(3);
    double[][] blocks = new double[count][];
    Arrays.setAll(blocks, i -> random.doubles(outputs, -1, 2).toArray());
    return blocks;
  }

  private static BlockMoments moments(double[][] blocks, MomentLayout layout) {
    BlockMoments moments = new BlockMoments(layout);
    for (int block = 0; block < blocks.length; block++) {
      moments.add(block, blocks[block], 0);
    }
    return moments;
  }

  @Test
  void theSpreadIsThatOfTheRandomisations() {
    double[][] blocks = blocks(4 * RANDOMISATIONS, 3);
    double[] means = new double[RANDOMISATIONS];
    for (int block = 0; block < blocks.length; block++) {
      means[block % RANDOMISATIONS] += blocks[block][1] / (4 * 256);
    }
    BlockMoments moments = moments(blocks, LAYOUT);
    Estimate estimate = moments.estimate(1);
    assertThat(moments.samples()).isEqualTo(RANDOMISATIONS);
    assertThat(estimate.mean()).isCloseTo(StatUtils.mean(means), Percentage.withPercentage(1e-11));
    assertThat(estimate.standardError()).isCloseTo(Math.sqrt(StatUtils.variance(means) / RANDOMISATIONS),
        Percentage.withPercentage(1e-11));
    assertThat(estimate.paths()).isEqualTo(4 * RANDOMISATIONS * 256);
    assertThat(estimate.degreesOfFreedom()).isEqualTo(4);
    assertThat(estimate.halfWidth(0.95)).isCloseTo(
        new TDistribution(4).inverseCumulativeProbability(0.975) * estimate.standardError(), within(1e-15));
  }

  @Test
  void neitherOrderNorGroupingLeavesATrace() {
    double[][] blocks = blocks(6 * RANDOMISATIONS, 3);
    byte[] expected = moments(blocks, LAYOUT).toBytes();
    List<Integer> order = new ArrayList<>(IntStream.range(0, blocks.length).boxed().toList());
    Collections.shuffle(order, new Random(1));
    BlockMoments one = new BlockMoments(LAYOUT);
    BlockMoments two = new BlockMoments(LAYOUT);
    for (int i = 0; i < blocks.length; i++) {
      (i < 11 ? one : two).add(order.get(i), blocks[order.get(i)], 0);
    }
    BlockMoments united = BlockMoments.fromBytes(two.toBytes());
    united.merge(one);
    assertThat(united.toBytes()).isEqualTo(expected);
    assertThat(united.layout()).isEqualTo(LAYOUT);
  }

  @Test
  void unfinishedRandomisationsHaveNoError() {
    Estimate estimate = moments(blocks(RANDOMISATIONS + 2, 3), LAYOUT).estimate(0);
    assertThat(estimate.mean()).isFinite();
    assertThat(estimate.standardError()).isNaN();
    assertThat(moments(blocks(2, 3), LAYOUT).estimate(0).standardError()).isNaN();
    assertThat(moments(blocks(0, 3), LAYOUT).estimate(0).mean()).isNaN();
  }

  @Test
  void infinitiesAreNoticedInAnyRandomisation() {
    double[][] blocks = blocks(2 * RANDOMISATIONS, 3);
    blocks[3][1] = Double.POSITIVE_INFINITY;
    BlockMoments moments = moments(blocks, LAYOUT);
    assertThat(moments.isFinite(1)).isFalse();
    assertThat(moments.isFinite(0)).isTrue();
    assertThat(moments.estimate(1).mean()).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(moments.estimate(1).standardError()).isNaN();
  }

  /** A regression on as many blocks, each its own randomisation, is the same regression. */
  @Test
  void controlsActOnTheRandomisationsMeans() {
    int randomisations = 64;
    double[][] sums = blocks(randomisations, 5);
    for (double[] sum : sums) {
      sum[0] += 3 * sum[1] - sum[2];
    }
    MomentLayout independent = MomentLayout.of(5).withControls(0, 1, 2, 3, 4);
    ControlRegression expected = ControlRegression.fit(moments(sums, independent), 0, 1, 2, 3, 4);
    ControlRegression actual = ControlRegression
        .fit(moments(sums, independent.withRandomisations(randomisations)), 0, 1, 2, 3, 4);
    assertThat(actual).isEqualTo(expected);
    assertThat(actual.regressors().stream().map(Regressor::use)).containsExactly(Use.USED, Use.USED, Use.USED,
        Use.TOO_FEW_SAMPLES);
    assertThat(actual.adjusted().degreesOfFreedom()).isEqualTo(60);
    ControlRegression unfinished = ControlRegression
        .fit(moments(blocks(randomisations + 1, 5), independent.withRandomisations(randomisations)), 0, 1);
    assertThat(unfinished.regressors().getFirst().use()).isEqualTo(Use.TOO_FEW_SAMPLES);
  }

  @Test
  void refusesWhatItCannotTellApart() {
    BlockMoments moments = new BlockMoments(LAYOUT);
    assertThatIllegalStateException().isThrownBy(() -> moments.add(new double[3], 0));
    assertThatIllegalArgumentException().isThrownBy(() -> LAYOUT.withRandomisations(1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> moments.merge(new BlockMoments(LAYOUT.withRandomisations(0))));
    assertThatIllegalArgumentException().isThrownBy(() -> new Estimate(1, 1, 2, 256).halfWidth(1));
    assertThat(new Estimate(1, 1, 1, 256).halfWidth(0.5)).isNaN();
  }
}
