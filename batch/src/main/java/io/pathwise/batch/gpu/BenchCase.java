package io.pathwise.batch.gpu;

import io.pathwise.greeks.estimator.EstimatorChoice;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.greeks.policy.Policy;
import io.pathwise.greeks.policy.Settings;
import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.Correlations;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.ZeroCurve;
import io.pathwise.pricing.product.Asian;
import io.pathwise.pricing.product.Barrier;
import io.pathwise.pricing.product.Basket;
import io.pathwise.pricing.product.Digital;
import io.pathwise.pricing.product.OptionType;
import io.pathwise.pricing.product.Product;
import java.time.LocalDate;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A case of the benchmark of devices; {@code expert.cu} has the same cases, with the same estimators, written by hand.
 */
enum BenchCase {
  /** Arithmetic Asian call with 252 fixings: value and four Greeks, pathwise. */
  ASIAN(252, EnumSet.of(Measure.VALUE, Measure.DELTA, Measure.VEGA, Measure.RHO, Measure.DIVIDEND_RHO)),
  /** Call on the average over 12 fixings of the mean of ten assets: value, deltas and vegas, pathwise. */
  BASKET(12, EnumSet.of(Measure.VALUE, Measure.DELTA, Measure.VEGA)),
  /** Down-and-out call observed at 252 dates: value, delta, vega, by the likelihood ratio of all draws. */
  BARRIER(252, EnumSet.of(Measure.VALUE, Measure.DELTA, Measure.VEGA)),
  /** Cash-or-nothing call: value, delta, vega, by the likelihood ratio. */
  DIGITAL(1, EnumSet.of(Measure.VALUE, Measure.DELTA, Measure.VEGA));

  private static final List<String> ASSETS = IntStream.range(0, 10).mapToObj(asset -> "A" + asset).toList();
  private static final MarketData MARKET = MarketData.of(LocalDate.of(2026, 11, 20),
      List.of(ZeroCurve.flat("USD", 0.05)),
      ASSETS.stream().map(id -> Asset.blackScholes(id, "USD", 100, 0.0, 0.2)).toList(),
      Correlations.uniform(ASSETS, 0.5));

  private final int steps;
  @SuppressWarnings("ImmutableEnumChecker") // an unmodifiable set
  private final Set<Measure> measures;

  BenchCase(int steps, Set<Measure> measures) {
    this.steps = steps;
    this.measures = Set.copyOf(measures);
  }

  /** Its name here and in {@code expert.cu}. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** How many steps a path has. */
  int steps() {
    return steps;
  }

  Set<Measure> measures() {
    return measures;
  }

  MarketData market() {
    return MARKET;
  }

  Product product() {
    String asset = ASSETS.getFirst();
    return switch (this) {
      case ASIAN -> Asian.of(asset, OptionType.CALL, Asian.Average.ARITHMETIC, 100, 1, steps);
      case BASKET -> Basket.of(ASSETS, Collections.nCopies(ASSETS.size(), 1.0 / ASSETS.size()),
          Basket.Aggregate.WEIGHTED_SUM, OptionType.CALL, 100, 1, steps);
      case BARRIER -> Barrier.of(asset, OptionType.CALL, 100, 1, 90, Barrier.Kind.DOWN_AND_OUT, steps, 0);
      case DIGITAL -> Digital.cash(asset, OptionType.CALL, 100, 1, 1);
    };
  }

  /** How it is evaluated, with so many paths. */
  Settings settings(long paths) {
    Settings settings = Settings.paths(paths).withPolicy(Policy.STRUCTURAL).withControlVariates(false);
    EstimatorChoice choice = switch (this) {
      case ASIAN, BASKET -> EstimatorChoice.PATHWISE_TANGENT;
      case BARRIER, DIGITAL -> EstimatorChoice.SCORE_ALL;
    };
    for (Measure measure : measures) {
      if (measure != Measure.VALUE) {
        settings = settings.withEstimator(measure, choice);
      }
    }
    return settings;
  }
}
