package io.pathwise.engine.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.pathwise.engine.statistics.ControlRegression.Use;
import io.pathwise.engine.statistics.Inference.Verdict;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.apache.commons.math3.distribution.PoissonDistribution;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.random.Well19937c;
import org.junit.jupiter.api.Test;

/** {@link Inference}: errors that can be believed, and the regressions that cannot. */
class InferenceTest {

  private static final MomentLayout LAYOUT = MomentLayout.of(3).withControls(0, 1, 2).withBatches();
  private static final int[] BOTH = {1, 2};

  private final SplittableRandom random = new SplittableRandom(21);

  private static BlockMoments moments(double[][] sums) {
    return moments(sums, LAYOUT);
  }

  private static BlockMoments moments(double[][] sums, MomentLayout layout) {
    BlockMoments moments = new BlockMoments(layout);
    for (int block = 0; block < sums.length; block++) {
      moments.add(block, sums[block], 0);
    }
    return moments;
  }

  /** An output that two controls explain but for normal noise. */
  private double[][] everyday(int blocks) {
    double[][] sums = new double[blocks][3];
    for (double[] row : sums) {
      row[1] = 16 * random.nextGaussian();
      row[2] = 16 * random.nextGaussian();
      row[0] = 2560 + 3 * row[1] - row[2] + random.nextGaussian();
    }
    return sums;
  }

  @Test
  void everydayRegressionsStayAsTheyAre() {
    BlockMoments moments = moments(everyday(390));
    Inference inference = Inference.of(moments, 0, BOTH, new double[]{0.5, -0.25}, 0);
    ControlRegression regression = ControlRegression.fit(moments, 0, BOTH);
    assertThat(inference.verdict()).isEqualTo(Verdict.NEAR_NORMAL);
    assertThat(inference.estimate()).isEqualTo(regression.adjustedTo(0.5, -0.25));
    assertThat(inference.regressors()).isEqualTo(regression.regressors());
    double student = new TDistribution(387).inverseCumulativeProbability(0.975) / 1.959963984540054;
    assertThat(inference.standardError() / regression.adjusted().standardError()).isBetween(student, 1.01 * student);
  }

  /** Where residuals are larger at large controls, the error is that of the residuals without their own block. */
  @Test
  void unevenResidualsHaveTheErrorOfTheJackknife() {
    int blocks = 100;
    double[][] sums = new double[blocks][3];
    for (int block = 0; block < blocks; block++) {
      boolean large = block < 12;
      sums[block][1] = large ? (block % 4 < 2 ? 10 : -10) : random.nextGaussian();
      sums[block][0] = 2 * sums[block][1] + (large ? (block % 2 == 0 ? 5 : -5) : 0.1 * random.nextGaussian());
    }
    Inference inference = Inference.of(moments(sums), 0, new int[]{1}, new double[]{0}, 0);
    double slope = inference.regressors().getFirst().coefficient();
    double[] controls = centred(sums, row -> row[1]);
    double[] leftOut = centred(sums, row -> row[0] - slope * row[1]);
    double squares = Arrays.stream(controls).map(control -> control * control).sum();
    Arrays.setAll(leftOut, block -> leftOut[block] / (1 - controls[block] * controls[block] / squares));
    double error = Math.sqrt(Arrays.stream(leftOut).map(residual -> residual * residual).sum() / (blocks - 1) / blocks)
        / 256;
    double[] sizes = new double[blocks];
    Arrays.fill(sizes, 1);
    double student = new TDistribution(blocks - 2).inverseCumulativeProbability(0.975) / 1.959963984540054;
    assertThat(error).isGreaterThan(1.05 * inference.estimate().standardError());
    assertThat(inference.standardError())
        .isCloseTo(error * student * SampleShape.of(leftOut, sizes).widening(), withinPercentage(1e-8));
  }

  private static double[] centred(double[][] rows, ToDoubleFunction<double[]> column) {
    double mean = Arrays.stream(rows).mapToDouble(column).average().orElseThrow();
    return Arrays.stream(rows).mapToDouble(column).map(number -> number - mean).toArray();
  }

  /** One block carries output and control: ordinary least squares fits it and leaves an error of rounding. */
  @Test
  void aRegressionOnOneBlockIsNotBelieved() {
    double[][] sums = new double[80][3];
    for (double[] row : sums) {
      row[1] = 1e-3 * random.nextGaussian();
    }
    sums[17] = new double[]{7, 50, 0};
    BlockMoments moments = moments(sums);
    assertThat(ControlRegression.fit(moments, 0, 1).adjusted().standardError()).as("negative control")
        .isLessThan(1e-3 * moments.estimate(0).standardError());
    Inference inference = Inference.of(moments, 0, new int[]{1}, new double[]{0}, 0);
    assertThat(inference.estimate()).isEqualTo(moments.estimate(0));
    assertThat(inference.standardError()).isGreaterThan(moments.estimate(0).standardError());
    assertThat(inference.verdict()).isEqualTo(Verdict.FEW_OBSERVATIONS);
    assertThat(inference.effectiveObservations()).isBetween(0.9, 1.1);
  }

  /** Only the second control fits few blocks perfectly: the first one stays. */
  @Test
  void onlyTheControlsThatAreNotBelievedAreLeftOut() {
    double[][] sums = everyday(80);
    for (double[] row : sums) {
      row[2] = 0;
      row[0] = 3 * row[1] + random.nextGaussian();
    }
    sums[40][2] = 1;
    sums[40][0] += 30;
    Inference inference = Inference.of(moments(sums), 0, BOTH, new double[]{0, 0}, 0);
    assertThat(inference.regressors().stream().filter(regressor -> regressor.use() == Use.USED)).isEmpty();
    for (int block = 0; block < sums.length; block++) {
      sums[block][2] = random.nextGaussian() * 1e-9 + (block == 40 ? 1 : 0);
    }
    sums[40][0] -= 30;
    Inference partly = Inference.of(moments(sums), 0, BOTH, new double[]{0, 0}, 0);
    assertThat(partly.regressors().getFirst().use()).isEqualTo(Use.USED);
    assertThat(partly.verdict()).isEqualTo(Verdict.NEAR_NORMAL);
  }

  /** What is left after the regression is rounding: nothing that is rare has been seen, so the control says nothing. */
  @Test
  void residualsOfRoundingAreNoEvidence() {
    double[][] sums = everyday(100);
    for (double[] row : sums) {
      row[0] = 1000 + 2 * row[1] + 1e-13 * random.nextGaussian();
    }
    Inference inference = Inference.of(moments(sums), 0, new int[]{1}, new double[]{0}, 0);
    assertThat(inference.estimate()).isEqualTo(moments(sums).estimate(0));
    assertThat(inference.verdict()).isEqualTo(Verdict.NEAR_NORMAL);
    for (double[] row : sums) {
      row[0] = 0.1;
    }
    Inference constant = Inference.of(moments(sums), 0, new int[]{1}, new double[]{0}, 0);
    assertThat(constant.verdict()).isEqualTo(Verdict.NO_SPREAD);
    assertThat(constant.estimate().mean()).isEqualTo(0.1 / 256);
  }

  /** The paths' deviation is 3.3. */
  @Test
  void aSpreadBelowRoundingIsNone() {
    BlockMoments moments = moments(everyday(100));
    assertThat(Inference.of(moments, 0, new int[0], new double[0], 2).verdict()).isEqualTo(Verdict.NEAR_NORMAL);
    assertThat(Inference.of(moments, 0, new int[0], new double[0], 5).verdict()).isEqualTo(Verdict.NO_SPREAD);
  }

  @Test
  void fewSamplesAreNotBelievedAndWidenedByStudent() {
    Inference few = Inference.of(moments(everyday(5)), 0, new int[0], new double[0], 0);
    assertThat(few.verdict()).isEqualTo(Verdict.FEW_OBSERVATIONS);
    assertThat(few.standardError() / few.estimate().standardError()).isGreaterThan(2.776 / 1.96);
    assertThat(Inference.of(moments(everyday(1)), 0, BOTH, new double[]{0, 0}, 0).standardError()).isNaN();
    Inference two = Inference.of(moments(everyday(2)), 0, new int[0], new double[0], 0);
    assertThat(two.standardError() / two.estimate().standardError()).isCloseTo(12.7062 / 1.959964, within(1e-4));
  }

  @Test
  void whatIsNotFiniteIsNoNumber() {
    double[][] sums = everyday(50);
    sums[3][0] = Double.POSITIVE_INFINITY;
    Inference inference = Inference.of(moments(sums), 0, BOTH, new double[]{0, 0}, 0);
    assertThat(inference.verdict()).isEqualTo(Verdict.NOT_FINITE);
    assertThat(inference.estimate().mean()).isNaN();
  }

  @Test
  void batchesAreNeeded() {
    BlockMoments none = moments(everyday(50), MomentLayout.of(3).withControls(0, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> Inference.of(none, 0, new int[]{1}, new double[]{0}, 0));
  }

  @Test
  void randomisationsAreTheSamples() {
    double[][] sums = everyday(64);
    Inference inference = Inference.of(moments(sums, LAYOUT.withRandomisations(64)), 0, BOTH, new double[]{0, 0}, 0);
    assertThat(inference.verdict()).isEqualTo(Verdict.NEAR_NORMAL);
    assertThat(inference.estimate()).isEqualTo(ControlRegression.fit(moments(sums), 0, BOTH).adjusted());
  }

  /** Eight events, which are enough of randomisations only. */
  @Test
  void randomisationsMayBeUneven() {
    double[][] sums = new double[64][3];
    for (int i = 0; i < 8; i++) {
      sums[8 * i][0] = 1;
    }
    assertThat(Inference.of(moments(sums), 0, new int[0], new double[0], 0).verdict())
        .isEqualTo(Verdict.FEW_OBSERVATIONS);
    assertThat(Inference.of(moments(sums, LAYOUT.withRandomisations(64)), 0, new int[0], new double[0], 0).verdict())
        .isEqualTo(Verdict.NEAR_NORMAL);
  }

  /**
   * Rare payoffs with a control that moves with them, from 1 to 1000 expected hits: those numbers that are believed
   * have Student's tails at most. Without the guard, many are a hundred standard errors off.
   */
  @Test
  void believedErrorsHoldForRareEvents() {
    int blocks = 79;
    int repetitions = 60;
    int believed = 0;
    int unguarded = 0;
    int[] beyond = new int[3];
    double[] limits = {2, 3, 5};
    for (int level = 0; level < 40; level++) {
      double hits = Math.pow(1000, level / 39.0);
      for (int i = 0; i < repetitions; i++) {
        BlockMoments moments = moments(rare(hits, blocks, 1000 * level + i));
        double mean = hits / blocks / 256;
        Estimate naive = ControlRegression.fit(moments, 0, 1).adjusted();
        unguarded += Math.abs(naive.mean() - mean) > 10 * naive.standardError() ? 1 : 0;
        Inference inference = Inference.of(moments, 0, new int[]{1}, new double[]{0}, 0);
        if (inference.verdict() == Verdict.NEAR_NORMAL) {
          believed++;
          for (int k = 0; k < limits.length; k++) {
            beyond[k] += Math.abs(inference.estimate().mean() - mean) > limits[k] * inference.standardError() ? 1 : 0;
          }
        }
      }
    }
    assertThat(believed).isGreaterThan(1000);
    for (int k = 0; k < limits.length; k++) {
      double share = 2 * new TDistribution(blocks - 2).cumulativeProbability(-limits[k]);
      assertThat(beyond[k]).as("beyond " + limits[k] + " of " + believed)
          .isLessThanOrEqualTo(new BinomialDistribution(believed, share).inverseCumulativeProbability(0.9999));
    }
    assertThat(unguarded).as("negative control").isGreaterThan(50);
  }

  /** Hits of 1, and a control with mean 0 that is larger where there are hits. */
  private double[][] rare(double hits, int blocks, int seed) {
    PoissonDistribution law = new PoissonDistribution(new Well19937c(seed), hits / blocks,
        PoissonDistribution.DEFAULT_EPSILON, PoissonDistribution.DEFAULT_MAX_ITERATIONS);
    double[][] sums = new double[blocks][3];
    Arrays.setAll(sums, block -> {
      int count = law.sample();
      return new double[]{count, 0.001 * random.nextGaussian() + count - hits / blocks, 0};
    });
    return sums;
  }

  /** The error covers however few randomly chosen blocks there are. */
  @Test
  void statedErrorsCoverWithFewBlocks() {
    int repetitions = 3000;
    int beyond = 0;
    for (int i = 0; i < repetitions; i++) {
      double[][] sums = new double[4][3];
      for (double[] row : sums) {
        row[0] = random.nextGaussian();
      }
      Inference inference = Inference.of(moments(sums), 0, new int[0], new double[0], 0);
      beyond += Math.abs(inference.estimate().mean()) > 1.959963984540054 * inference.standardError() ? 1 : 0;
    }
    double share = (double) beyond / repetitions;
    assertThat(share).isCloseTo(0.045, within(0.012));
  }
}
