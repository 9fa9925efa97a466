package io.pathwise.benchmarks.validation;

import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.AssetModel;
import io.pathwise.pricing.market.Correlations;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.VolTermStructure;
import io.pathwise.pricing.market.ZeroCurve;
import io.pathwise.pricing.product.Asian;
import io.pathwise.pricing.product.Barrier;
import io.pathwise.pricing.product.Basket;
import io.pathwise.pricing.product.Digital;
import io.pathwise.pricing.product.European;
import io.pathwise.pricing.product.Option;
import io.pathwise.pricing.product.OptionType;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** Everyday trades of every kind that has closed forms, in one market with term structures. */
final class MainSet {

  static final MarketData MARKET = MarketData.of(LocalDate.of(2026, 11, 20),
      List.of(ZeroCurve.of("USD", List.of(0.5, 1.0, 5.0), List.of(0.03, 0.032, 0.035))),
      List.of(Asset.blackScholes("FLAT", "USD", 100, 0.01, 0.2),
          Asset.of("TERM", "USD", 50, 0.02,
              AssetModel.BlackScholes.of(VolTermStructure.of(List.of(0.25, 1.0, 2.0), List.of(0.3, 0.26, 0.24))))),
      Correlations.of("FLAT", "TERM", 0.5));

  private static final List<String> BOTH = List.of("FLAT", "TERM");

  private final List<ValidationCase> cases = new ArrayList<>();

  private MainSet() {}

  static List<ValidationCase> cases() {
    MainSet set = new MainSet();
    set.vanillas();
    set.digitals();
    set.asians();
    set.barriers();
    set.baskets();
    return set.cases;
  }

  private void vanillas() {
    for (OptionType option : OptionType.values()) {
      for (double strike : new double[]{85, 100, 120}) {
        add("european", European.of("FLAT", option, strike, 0.75));
        add("european", European.of("TERM", option, strike / 2, 1.5));
      }
    }
  }

  private void digitals() {
    for (OptionType option : OptionType.values()) {
      for (double strike : new double[]{90, 105}) {
        add("digital", Digital.cash("FLAT", option, strike, 0.5, 10));
        add("digital", Digital.assetOrNothing("FLAT", option, strike, 2));
        add("digital", Digital.cash("TERM", option, strike / 2, 1, 1));
      }
    }
  }

  private void asians() {
    for (OptionType option : OptionType.values()) {
      for (int fixings : new int[]{1, 4, 12}) {
        add("asian", Asian.of("FLAT", option, Asian.Average.GEOMETRIC, 100, 1, fixings));
        add("asian", Asian.of("TERM", option, Asian.Average.GEOMETRIC, 48, 1.25, fixings));
      }
    }
  }

  private void barriers() {
    for (OptionType option : OptionType.values()) {
      for (Barrier.Kind kind : Barrier.Kind.values()) {
        double level = kind.isUp() ? 1.2 : 0.85;
        add("barrier", Barrier.of("FLAT", option, 100, 1, 100 * level, kind, 4, 2));
        add("barrier", Barrier.of("TERM", option, 51, 0.75, 50 * level, kind, List.of(0.25, 0.4), 0));
      }
    }
  }

  private void baskets() {
    add("exchange", basket(List.of(1.0, -2.0), Basket.Aggregate.WEIGHTED_SUM, OptionType.CALL, 0, 1));
    add("exchange", basket(List.of(1.0, -1.8), Basket.Aggregate.WEIGHTED_SUM, OptionType.PUT, 0, 1.5));
    for (OptionType option : OptionType.values()) {
      for (Basket.Aggregate aggregate : List.of(Basket.Aggregate.BEST_OF, Basket.Aggregate.WORST_OF)) {
        add("two assets", basket(List.of(1.0, 2.0), aggregate, option, 100, 1));
        add("two assets", basket(List.of(0.9, 2.1), aggregate, option, 95, 0.2));
      }
    }
  }

  private static Basket basket(List<Double> weights, Basket.Aggregate aggregate, OptionType option, double strike,
      double expiry) {
    return Basket.of(BOTH, weights, aggregate, option, strike, expiry);
  }

  private void add(String name, Option product) {
    cases.add(new ValidationCase(name, product, MARKET));
  }
}
