package io.pathwise.engine.function;

import static org.assertj.core.api.Assertions.assertThat;

import ch.obermuhlner.math.big.BigDecimalMath;
import io.pathwise.engine.range.Range;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import java.util.SplittableRandom;
import org.apache.commons.math3.special.Erf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pairs of normal numbers: their accuracy, their range and their tails. */
class BoxMullerTest {

  private static final int SAMPLES = Integer.getInteger("pathwise.samples", 250);
  private static final Expansion FIRST = Expansion.ofWords((code, x, y) -> BoxMuller.expand(code, x, y).first());
  private static final Expansion SECOND = Expansion.ofWords((code, x, y) -> BoxMuller.expand(code, x, y).second());
  private static final Expansion UNIFORM = Expansion.ofWord(UniformNoise::expand);
  private static final MathContext DIGITS = MathContext.DECIMAL128;

  /** With up to so many leading zeros, all numbers of them as often: so deep tails and small angles occur. */
  @ParameterizedTest
  @ValueSource(ints = {0, 19, 51})
  void staysWithinFourUlp(int mostZeros) {
    SplittableRandom random = new SplittableRandom(1);
    UlpErrors errors = new UlpErrors();
    for (int i = 0; i < SAMPLES; i++) {
      long radius = random.nextLong() >>> random.nextInt(mostZeros + 1);
      long offset = random.nextLong() >>> random.nextInt(mostZeros + 1);
      // Around the middle of the half circle, and from its ends.
      long angle = i % 2 == 0 ? Long.MIN_VALUE + offset : offset;
      measure(errors, radius, angle, FIRST.atWord(radius, angle), exactSine(angle));
      measure(errors, radius, angle, SECOND.atWord(radius, angle), exactCosine(angle));
    }
    if (Boolean.getBoolean("pathwise.table")) {
      System.out.printf(Locale.ROOT, "| normals in pairs | words with up to %d leading zeros | %.2f | %.2f |%n",
          mostZeros, errors.max(), errors.rms());
    }
    assertThat(errors.max()).as(errors.worst()).isBetween(0.1, 4.0);
  }

  private static void measure(UlpErrors errors, long radius, long angle, double actual, BigDecimal direction) {
    BigDecimal logarithm = BigDecimalMath.log(new BigDecimal(UNIFORM.atWord(radius)), DIGITS);
    BigDecimal exact = BigDecimalMath.sqrt(logarithm.multiply(BigDecimal.valueOf(-2)), DIGITS).multiply(direction);
    errors.add(UNIFORM.atWord(angle),
        new BigDecimal(actual).subtract(exact).divide(new BigDecimal(Math.ulp(actual)), DIGITS).doubleValue());
  }

  private static BigDecimal exactSine(long angle) {
    return BigDecimalMath.sin(exactAngle(angle), DIGITS);
  }

  private static BigDecimal exactCosine(long angle) {
    BigDecimal cosine = BigDecimalMath.cos(exactAngle(angle), new MathContext(60));
    return (angle & 1) == 0 ? cosine : cosine.negate();
  }

  private static BigDecimal exactAngle(long angle) {
    MathContext digits = new MathContext(60);
    return BigDecimalMath.pi(digits).multiply(new BigDecimal(UNIFORM.atWord(angle) - 0.5), digits);
  }

  @Test
  void reachesBeyondEightAndIsNeverZero() {
    assertThat(FIRST.atWord(0, -1)).isBetween(8.5716, 8.5717);
    assertThat(FIRST.atWord(0, -1)).as("what rounding is bounded by").isLessThan(Range.LARGEST_NOISE);
    assertThat(FIRST.atWord(0, 0)).isBetween(-8.5717, -8.5716);
    assertThat(SECOND.atWord(0, Long.MIN_VALUE)).isBetween(8.5716, 8.5717);
    assertThat(SECOND.atWord(0, Long.MIN_VALUE + 1)).as("the lowest bit is the sign").isBetween(-8.5717, -8.5716);
    assertThat(FIRST.atWord(-1, Long.MIN_VALUE)).as("the smallest radius at the smallest angle").isPositive();
    assertThat(SECOND.atWord(-1, 0)).isPositive().isLessThan(1e-20);
  }

  /**
   * Beyond x lie only words with u ≤ exp(−x²/2). Of those with the 52 bits up to that bound some are drawn; the
   * fraction beyond x and the weight of the bound give the tail's probability, which rounding of u to 52 bits and a
   * polynomial that fails at large radii would change.
   */
  @ParameterizedTest
  @ValueSource(doubles = {1, 2, 3, 4, 5, 6, 7, 7.5, 8})
  void hasTheTailsOfTheNormalDistribution(double x) {
    long bound = (long) Math.ceil(Math.exp(-x * x / 2) * 0x1p52);
    SplittableRandom random = new SplittableRandom(Double.doubleToLongBits(x));
    int draws = 40_000;
    int[] beyond = new int[4];
    for (int i = 0; i < draws; i++) {
      long radius = random.nextLong(bound) << 12;
      long angle = random.nextLong();
      double first = FIRST.atWord(radius, angle);
      double second = SECOND.atWord(radius, angle);
      beyond[0] += first > x ? 1 : 0;
      beyond[1] += first < -x ? 1 : 0;
      beyond[2] += second > x ? 1 : 0;
      beyond[3] += second < -x ? 1 : 0;
    }
    double expected = 0.5 * Erf.erfc(x / Math.sqrt(2)) / (bound * 0x1p-52);
    for (int count : beyond) {
      double error = Math.sqrt(expected * (1 - expected) / draws);
      assertThat(Math.abs((double) count / draws - expected)).as("standard error %s", error).isLessThan(4 * error);
    }
  }
}
