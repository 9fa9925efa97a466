package io.pathwise.engine.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** {@link SampleShape}: what rare events do to skewness and kurtosis, and that normal samples pass. */
class SampleShapeTest {

  private final SplittableRandom random = new SplittableRandom(5);

  private static double[] ones(int count) {
    double[] ones = new double[count];
    Arrays.fill(ones, 1);
    return ones;
  }

  private static double[] centred(double[] samples) {
    double mean = Arrays.stream(samples).average().orElseThrow();
    return Arrays.stream(samples).map(sample -> sample - mean).toArray();
  }

  private static SampleShape shape(double[] samples) {
    return SampleShape.of(centred(samples), ones(samples.length));
  }

  @Test
  void ofKRareEventsSkewnessAndKurtosisTellK() {
    for (int events : new int[]{1, 4, 25, 100}) {
      double[] samples = new double[100_000];
      for (int i = 0; i < events; i++) {
        samples[i * 997] = -3;
      }
      SampleShape shape = shape(samples);
      assertThat(shape.skewness()).isCloseTo(-1 / Math.sqrt(events), within(2e-3));
      assertThat(shape.excessKurtosis()).isCloseTo(1.0 / events, within(1e-3));
      assertThat(shape.isNearNormal(25)).isEqualTo(events >= 25);
      assertThat(shape.effectiveObservations()).isCloseTo(events, within(0.01 * events));
    }
  }

  /** Events of both signs: no skewness, but the kurtosis tells that they are few. */
  @Test
  void fewEventsOfBothSignsAreFew() {
    double[] samples = new double[10_000];
    samples[10] = 1;
    samples[2000] = -1;
    SampleShape shape = shape(samples);
    assertThat(shape.skewness()).isCloseTo(0, within(1e-12));
    assertThat(shape.isNearNormal(25)).isFalse();
    // An excess kurtosis of a half, less that of normal samples.
    assertThat(shape.effectiveObservations()).isCloseTo(2 * 3.75, within(0.01));
  }

  @Test
  void batchesChangeTheShapeByNoiseOnly() {
    double[] samples = new double[4096];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = random.nextDouble() < 0.03 ? 1 : 0;
    }
    double[] deviations = centred(samples);
    double[] batched = new double[256];
    double[] sizes = new double[256];
    for (int i = 0; i < deviations.length; i++) {
      batched[i / 16] += deviations[i];
      sizes[i / 16]++;
    }
    SampleShape single = SampleShape.of(deviations, ones(samples.length));
    SampleShape together = SampleShape.of(batched, sizes);
    assertThat(together.skewness()).isCloseTo(single.skewness(), within(4 * together.skewnessError()));
    assertThat(together.excessKurtosis()).isCloseTo(single.excessKurtosis(), within(4 * together.kurtosisError()));
  }

  /** The standard errors are those of equal batches, and not far off with those of a simulation of 392 blocks. */
  @Test
  void errorsOfTheShapeAreRightForNormalSamples() {
    double[] equal = ones(100);
    double[] unequal = new double[226];
    Arrays.setAll(unequal, batch -> batch < 128 ? 1 : batch < 192 ? 2 : 4);
    checkErrors(equal, 1, 1);
    checkErrors(unequal, 1.15, 1.24);
  }

  private void checkErrors(double[] sizes, double ofSkewness, double ofKurtosis) {
    int repetitions = 4000;
    double samples = Arrays.stream(sizes).sum();
    double[] sums = new double[3];
    for (int i = 0; i < repetitions; i++) {
      double[] deviations = Arrays.stream(sizes).map(size -> Math.sqrt(size) * random.nextGaussian()).toArray();
      double mean = Arrays.stream(deviations).sum() / samples;
      Arrays.setAll(deviations, batch -> deviations[batch] - sizes[batch] * mean);
      SampleShape shape = SampleShape.of(deviations, sizes);
      double skewness = shape.skewness() / shape.skewnessError();
      double kurtosis = shape.excessKurtosis() / shape.kurtosisError();
      sums[0] += skewness * skewness / repetitions;
      sums[1] += kurtosis * kurtosis / repetitions;
      sums[2] += kurtosis / repetitions;
    }
    // The asymptotic errors are 5 and 10 % too large for so few.
    assertThat(Math.sqrt(sums[0])).isBetween(0.93 * ofSkewness, 1.02 * ofSkewness);
    assertThat(Math.sqrt(sums[1] - sums[2] * sums[2])).isBetween(0.86 * ofKurtosis, 1.02 * ofKurtosis);
  }

  @Test
  void normalSamplesPassAndAreHardlyWidened() {
    int repetitions = 4000;
    for (int count : new int[]{Inference.FEWEST_SAMPLES, 64, 390}) {
      int refused = 0;
      double widening = 0;
      double squares = 0;
      for (int i = 0; i < repetitions; i++) {
        double[] samples = new double[count];
        Arrays.setAll(samples, k -> random.nextGaussian());
        SampleShape shape = shape(samples);
        refused += shape.isNearNormal(Inference.FEWEST_OBSERVATIONS) ? 0 : 1;
        widening += shape.widening() / repetitions;
        squares += Math.pow(shape.skewness() / shape.skewnessError(), 2) / repetitions;
      }
      assertThat(refused).isLessThan(repetitions / 200);
      assertThat(widening).isBetween(1.0, 1.02);
      assertThat(squares).as("the standard error of the skewness").isBetween(0.75, 1.1);
    }
  }

  @Test
  void skewnessWidens() {
    double[] samples = new double[1000];
    for (int i = 0; i < 25; i++) {
      samples[40 * i] = 1;
    }
    double skewness = (1 - 2 * 0.025) / Math.sqrt(0.025 * 0.975) / Math.sqrt(1000);
    double significant = Math.sqrt(skewness * skewness - 4 * 6 / 1e6);
    // (2 · 5² + 1) / (6 · 5) = 1.7.
    assertThat(shape(samples).widening()).isCloseTo(1 + 1.7 * significant, within(1e-9));
  }
}
