package io.pathwise.engine.function;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Measures the power function, also where the result is subnormal or nearly infinite. */
class PowAccuracyTest {

  private static final int SAMPLES = Integer.getInteger("pathwise.samples", 250);

  /** x = e^±logarithm, and y such that y log x is up to ±product. */
  record Range(double logarithm, double product) {
    @Override
    public String toString() {
      return "|log x| ≤ " + logarithm + ", |y log x| ≤ " + product;
    }
  }

  static Stream<Range> ranges() {
    return Stream.of(new Range(1, 2), new Range(700, 708), new Range(1e-3, 708), new Range(745, 709));
  }

  @ParameterizedTest
  @MethodSource("ranges")
  void staysWithinOneUlp(Range range) {
    SplittableRandom random = new SplittableRandom(7);
    Expansion pow = Expansion.of(Pow::expand);
    UlpErrors errors = new UlpErrors();
    for (int i = 0; i < SAMPLES; i++) {
      double x = Math.exp((2 * random.nextDouble() - 1) * Math.min(range.logarithm, 709)) * random.nextDouble(1, 1.01);
      double y = (2 * random.nextDouble() - 1) * range.product / Math.abs(Math.log(x));
      errors.add(x, pow.at(x, y), ExactFunctions.pow(new BigDecimal(x), new BigDecimal(y)));
    }
    if (Boolean.getBoolean("pathwise.table")) {
      System.out.printf(Locale.ROOT, "| pow | %s | %.2f | %.2f |%n", range, errors.max(), errors.rms());
    }
    assertThat(errors.max()).as(errors.worst()).isBetween(0.1, 1.0);
  }
}
