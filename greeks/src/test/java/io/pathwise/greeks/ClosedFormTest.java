package io.pathwise.greeks;

import static org.assertj.core.api.Assertions.assertThat;

import io.pathwise.engine.cpu.CpuBackend;
import io.pathwise.greeks.measure.Greek;
import io.pathwise.greeks.measure.Greeks;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.greeks.policy.Policy;
import io.pathwise.greeks.policy.Settings;
import io.pathwise.pricing.analytic.AnalyticPrice;
import io.pathwise.pricing.product.Basket;
import io.pathwise.pricing.product.OptionType;
import io.pathwise.pricing.product.Product;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.math3.distribution.ChiSquaredDistribution;
import org.junit.jupiter.api.Test;

/**
 * Every measure of every product that has closed forms. The long form of this test, with a million paths and held-out
 * trades, is the command {@code Validation} of the module benchmarks.
 */
class ClosedFormTest {

  private static final int PATHS = 20_000;
  /** A correct engine exceeds it once in 147 000 numbers. */
  private static final double LARGEST_Z = 4.5;
  /** A correct engine fails one of the thirteen χ² tests once in 400 seeds; the seeds are fixed. */
  private static final double LEAST_PROBABILITY = 1e-4;
  /** A standard error below this is rounding: the number is compared absolutely. */
  private static final double ROUNDING = 1e-7;

  @Test
  void zScoresOfEveryMeasureAreStandardNormal() {
    Map<Measure, List<Double>> onePerTrade = new EnumMap<>(Measure.class);
    int numbers = 0;
    try (GreeksEngine engine = new GreeksEngine(new CpuBackend(), 2)) {
      List<Product> trades = trades();
      for (int trade = 0; trade < trades.size(); trade++) {
        Greeks greeks = engine.evaluate(trades.get(trade), Examples.MARKET, EnumSet.allOf(Measure.class),
            Settings.paths(PATHS).withPolicy(Policy.STRUCTURAL).withSeed(trade));
        for (Measure measure : Measure.values()) {
          List<Double> zs = zScores(trades.get(trade), greeks.all(measure));
          numbers += (int) greeks.all(measure).stream().filter(greek -> greek.status() == Greek.Status.OK).count();
          assertThat(zs).as("%s of %s", measure, trades.get(trade)).allMatch(z -> Math.abs(z) < LARGEST_Z);
          if (!zs.isEmpty()) {
            onePerTrade.computeIfAbsent(measure, key -> new ArrayList<>()).add(zs.get(trade % zs.size()));
          }
        }
      }
    }
    assertThat(numbers).isGreaterThan(300);
    Set<Measure> expected = EnumSet.complementOf(EnumSet.of(Measure.MODEL_PARAMETER));
    expected.removeAll(Measure.ofDecisions());
    assertThat(onePerTrade.keySet()).isEqualTo(expected);
    onePerTrade.forEach((measure, zs) -> {
      double below = new ChiSquaredDistribution(zs.size())
          .cumulativeProbability(zs.stream().mapToDouble(z -> z * z).sum());
      assertThat(2 * Math.min(below, 1 - below)).as("p-value of the spread of %s: %s", measure, zs)
          .isGreaterThan(LEAST_PROBABILITY);
    });
  }

  /** The z-scores of numbers with a standard error; numbers without one are checked here. */
  private static List<Double> zScores(Product product, List<Greek> greeks) {
    List<Double> zs = new ArrayList<>();
    for (Greek greek : greeks) {
      if (greek.status() == Greek.Status.NOT_APPLICABLE) {
        continue;
      }
      assertThat(greek.status()).as("%s of %s: %s", greek.measure(), product, greek.message())
          .isIn(Greek.Status.OK, Greek.Status.FEW_HITS);
      double exact = Examples.exact(Examples.MARKET, product, greek.factors());
      if (greek.standardError() > ROUNDING) {
        zs.add(Examples.z(greek, exact));
      } else {
        assertThat(Math.abs(greek.value() - exact)).as("%s %s of %s", greek.measure(), greek.factorText(), product)
            .isLessThan(ROUNDING);
      }
    }
    return zs;
  }

  private static List<Product> trades() {
    List<Product> trades = new ArrayList<>();
    for (Product product : Examples.everyProduct()) {
      if (AnalyticPrice.of(Examples.MARKET, product).isPresent()) {
        trades.add(product);
      }
    }
    for (OptionType option : OptionType.values()) {
      trades.add(Basket.of(List.of("TERM", "FLAT"), List.of(2.5, -1.0), Basket.Aggregate.WEIGHTED_SUM, option, 0, 0.7));
    }
    return trades;
  }
}
