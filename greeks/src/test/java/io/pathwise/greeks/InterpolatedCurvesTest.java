package io.pathwise.greeks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pathwise.engine.cpu.CpuBackend;
import io.pathwise.greeks.measure.Greek;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.greeks.policy.Policy;
import io.pathwise.greeks.policy.Settings;
import io.pathwise.pricing.market.CurveInterpolation;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.product.Digital;
import io.pathwise.pricing.product.European;
import io.pathwise.pricing.product.OptionType;
import io.pathwise.pricing.product.Product;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.commons.math3.analysis.interpolation.SplineInterpolator;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A call and a digital on a curve of every interpolation, against Black's formula with discount factors that are found
 * here once more: value, theta, rho and the rho of every pillar.
 */
class InterpolatedCurvesTest {
  private static final double T = 1.7;
  private static final double STRIKE = 105;
  private static final double[] ZEROS = {-0.01, 0.01, 0.03};
  private static final double LARGEST_Z = 4.5;
  private static final Set<Measure> MEASURES = EnumSet.of(Measure.VALUE, Measure.THETA, Measure.RHO,
      Measure.BUCKETED_RHO);
  private static final NormalDistribution NORMAL = new NormalDistribution(null, 0, 1);
  private static final European CALL = European.of("FLAT", OptionType.CALL, STRIKE, T);
  private static final Digital DIGITAL = Digital.cash("FLAT", OptionType.CALL, STRIKE, T, 10);

  private static MarketData market(CurveInterpolation interpolation) {
    return Examples.MARKET.with(Examples.MARKET.curve("EUR").with(interpolation));
  }

  /** rate × time between the pillars at 1 and 3 years. */
  private static double rateTime(CurveInterpolation interpolation, double time, double... zeros) {
    double share = (time - 1) / 2;
    return switch (interpolation) {
      case LINEAR_LOG_DISCOUNT -> (1 - share) * zeros[1] + share * 3 * zeros[2];
      case LINEAR_ZERO -> time * ((1 - share) * zeros[1] + share * zeros[2]);
      case NATURAL_CUBIC_LOG_DISCOUNT -> new SplineInterpolator()
          .interpolate(new double[]{0, 0.25, 1, 3}, new double[]{0, 0.25 * zeros[0], zeros[1], 3 * zeros[2]})
          .value(time);
    };
  }

  private static double black(Product product, double rateTime, double time) {
    double deviation = 0.25 * Math.sqrt(time);
    double d = (Math.log(100 / STRIKE) + rateTime - 0.015 * time) / deviation - 0.5 * deviation;
    double discounted = Math.exp(-rateTime) * NORMAL.cumulativeProbability(d);
    return product.equals(DIGITAL)
        ? 10 * discounted
        : 100 * Math.exp(-0.015 * time) * NORMAL.cumulativeProbability(d + deviation) - STRIKE * discounted;
  }

  private static double exact(Product product, CurveInterpolation interpolation, Greek number) {
    double step = 1e-5;
    int pillar = number.factorText().isEmpty()
        ? -1
        : List.of("EUR.zero[0.25]", "EUR.zero[1]", "EUR.zero[3]").indexOf(number.factorText());
    double[] up = ZEROS.clone();
    double[] down = ZEROS.clone();
    double nearer = number.measure() == Measure.THETA ? step : 0;
    for (int j = 0; j < ZEROS.length && nearer == 0; j++) {
      up[j] += j == pillar || pillar < 0 ? step : 0;
      down[j] -= j == pillar || pillar < 0 ? step : 0;
    }
    return number.measure() == Measure.VALUE
        ? black(product, rateTime(interpolation, T, ZEROS), T)
        : (black(product, rateTime(interpolation, T - nearer, up), T - nearer)
            - black(product, rateTime(interpolation, T + nearer, down), T + nearer)) / (2 * step);
  }

  private static List<Greek> numbers(Product product, CurveInterpolation interpolation, Policy policy) {
    try (GreeksEngine engine = new GreeksEngine(new CpuBackend(), 2)) {
      return engine.evaluate(product, market(interpolation), MEASURES,
          Settings.paths(65_536).withPolicy(policy).withControlVariates(false)).numbers();
    }
  }

  @ParameterizedTest
  @EnumSource
  void numbersAreThoseOfBlack(CurveInterpolation interpolation) {
    for (Product product : List.of(CALL, DIGITAL)) {
      List<Greek> numbers = numbers(product, interpolation, Policy.PREFERENCE);
      assertThat(numbers).hasSize(6);
      for (Greek number : numbers) {
        double exact = exact(product, interpolation, number);
        assertThat(number.value()).as("%s %s of %s", number.measure(), number.factorText(), product)
            .isCloseTo(exact, within(1e-6 * Math.max(1, Math.abs(exact))));
        for (CurveInterpolation other : CurveInterpolation.values()) {
          double wrong = exact(product, other, number);
          assertThat(other == interpolation || number.factorText().equals("EUR.zero[0.25]")
              || Math.abs(number.value() - wrong) > 1e-3 * Math.abs(exact))
              .as("%s %s of %s under %s", number.measure(), number.factorText(), product, other).isTrue();
        }
      }
      double buckets = numbers.stream().filter(number -> number.measure() == Measure.BUCKETED_RHO)
          .mapToDouble(Greek::value).sum();
      assertThat(numbers.stream().filter(number -> number.measure() == Measure.RHO).findFirst().orElseThrow().value())
          .isCloseTo(buckets, within(1e-10));
    }
  }

  /** With errors to which values belong. */
  @ParameterizedTest
  @EnumSource
  void simulatedNumbersAreThoseOfBlack(CurveInterpolation interpolation) {
    for (Greek number : numbers(CALL, interpolation, Policy.STRUCTURAL)) {
      double exact = exact(CALL, interpolation, number);
      assertThat(Math.abs(number.value() - exact))
          .as("%s %s: %s instead of %s", number.measure(), number.factorText(), number.value(), exact)
          .isLessThan(LARGEST_Z * number.standardError() + 1e-6);
    }
  }
}
