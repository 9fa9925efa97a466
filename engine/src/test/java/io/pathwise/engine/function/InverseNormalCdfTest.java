package io.pathwise.engine.function;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The inverse normal distribution function and the noise made with it. */
class InverseNormalCdfTest {

  private static final int SAMPLES = Integer.getInteger("pathwise.samples", 250);
  private static final Expansion INVERSE = Expansion.of(InverseNormalCdf::expand);
  private static final Expansion NORMAL = Expansion.ofWord(NormalNoise::expand);
  private static final Expansion UNIFORM = Expansion.ofWord(UniformNoise::expand);

  /** u = 2^-exponent, the exponent uniform between two bounds. */
  record Range(String name, double from, double to) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Range> ranges() {
    return Stream.of(new Range("[0.25, 0.5]", 1, 2), new Range("[0.0005, 0.5]", 1, 11),
        new Range("[0.00039, 0.00042]", 11.217, 11.324), new Range("[2^-53, 0.0004]", 11.3, 53),
        new Range("[4.9e-324, 2^-53]", 53, 1074));
  }

  @ParameterizedTest
  @MethodSource("ranges")
  void staysWithinFourUlp(Range range) {
    SplittableRandom random = new SplittableRandom(3);
    UlpErrors errors = new UlpErrors();
    for (int i = 0; i < SAMPLES; i++) {
      double u = Math.pow(2, -(range.from + random.nextDouble() * (range.to - range.from)));
      measure(errors, u);
      if (u > 0x1p-40) {
        measure(errors, 1 - u);
      }
    }
    if (Boolean.getBoolean("pathwise.table")) {
      System.out.printf(Locale.ROOT, "| inverse normal cdf | %s | %.2f | %.2f |%n", range, errors.max(), errors.rms());
    }
    assertThat(errors.max()).as(errors.worst()).isBetween(0.1, 4.0);
  }

  /** The error of z is (Φ(z) − u) / φ(z), up to second order. */
  private static void measure(UlpErrors errors, double u) {
    double z = INVERSE.at(u);
    BigDecimal decimal = new BigDecimal(z);
    BigDecimal excess = u > 0.5
        ? BigDecimal.ONE.subtract(new BigDecimal(u)).subtract(ExactFunctions.normalCdf(decimal.negate()))
        : ExactFunctions.normalCdf(decimal).subtract(new BigDecimal(u));
    BigDecimal error = excess.divide(ExactFunctions.normalDensity(decimal), MathContext.DECIMAL64);
    errors.add(u, error.doubleValue() / Math.ulp(z));
  }

  @Test
  void noiseIsTheInverseOfUniformNoise() {
    SplittableRandom random = new SplittableRandom(4);
    for (int i = 0; i < 20_000; i++) {
      long word = i < 10_000 ? random.nextLong() : random.nextLong() >>> random.nextInt(64);
      assertThat(NORMAL.atWord(word)).isEqualTo(INVERSE.at(UNIFORM.atWord(word)));
    }
  }

  @Test
  void complementMirrorsNoiseExactly() {
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < 20_000; i++) {
      long word = i < 10_000 ? random.nextLong() : random.nextLong() >>> random.nextInt(64);
      assertThat(NORMAL.atWord(~word)).isEqualTo(-NORMAL.atWord(word));
      assertThat(UNIFORM.atWord(~word)).isEqualTo(1 - UNIFORM.atWord(word));
    }
  }

  @Test
  void noiseStaysInsideItsOpenRange() {
    assertThat(UNIFORM.atWord(0)).isEqualTo(0x1p-53);
    assertThat(UNIFORM.atWord(-1)).isEqualTo(1 - 0x1p-53);
    assertThat(NORMAL.atWord(0)).isBetween(-8.2096, -8.2095);
    assertThat(NORMAL.atWord(-1)).isBetween(8.2095, 8.2096);
    assertThat(NORMAL.atWord(Long.MIN_VALUE)).isPositive().isLessThan(3e-16);
    assertThat(NORMAL.atWord(0xFFFL)).as("the low 12 bits do not count").isEqualTo(NORMAL.atWord(0));
  }

  @Test
  void risesWhereStepsAreLargerThanTheError() {
    SplittableRandom random = new SplittableRandom(6);
    for (int i = 0; i < 5000; i++) {
      double u = random.nextDouble() * (i % 2 == 0 ? 1 : 0.0008);
      assertThat(INVERSE.at(u)).isLessThan(INVERSE.at(u * (1 + 1e-13)));
    }
    double boundary = 0.00040016;
    for (int i = -2000; i < 2000; i++) {
      assertThat(INVERSE.at(boundary + i * 1e-11)).isLessThan(INVERSE.at(boundary + (i + 1) * 1e-11));
    }
  }

  @Test
  void usualPathIsShort() {
    assertThat(NORMAL.usualOperations()).isLessThanOrEqualTo(50);
    assertThat(NORMAL.usualDivisions()).isEqualTo(1);
  }
}
