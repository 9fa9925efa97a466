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
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Trades drawn at random, each in a market of its own: expiry one week to ten years (log-uniform), vols of 5 % to 80 %,
 * strikes up to 2.5 standard deviations from the forward, every seventh far in the money, rates from −2 % to 8 %,
 * dividend yields from −1 % to 6 %, every other market with term structures. Nothing here was chosen after seeing a
 * result.
 */
final class HeldOutSet {

  private static final LocalDate TODAY = LocalDate.of(2026, 11, 20);
  private static final long DRAW = 20261120;
  private static final double SHORTEST = 1.0 / 52;
  private static final double LONGEST = 10;

  private final RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(DRAW);
  private int number;

  private HeldOutSet() {}

  /** So many trades; more of them begin with fewer. */
  static List<ValidationCase> cases(int count) {
    HeldOutSet set = new HeldOutSet();
    List<ValidationCase> cases = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      cases.add(set.next());
    }
    return cases;
  }

  private ValidationCase next() {
    number++;
    double expiry = SHORTEST * Math.pow(LONGEST / SHORTEST, random.nextDouble());
    MarketData market = market();
    OptionType option = random.nextBoolean() ? OptionType.CALL : OptionType.PUT;
    double deviations = number % 7 == 0 ? -option.sign() * uniform(5.5, 8) : uniform(-2.5, 2.5);
    double scale = Math.sqrt(variance(market, "A", expiry));
    double strike = market.forward("A", expiry) * Math.exp(deviations * scale - 0.5 * scale * scale);
    return switch (number % 6) {
      case 0 -> new ValidationCase("european", European.of("A", option, strike, expiry), market);
      case 1 -> new ValidationCase("digital", Digital.cash("A", option, strike, expiry, uniform(1, 100)), market);
      case 2 -> new ValidationCase("digital", Digital.assetOrNothing("A", option, strike, expiry), market);
      case 3 -> new ValidationCase("asian",
          Asian.of("A", option, Asian.Average.GEOMETRIC, strike, expiry, random.nextInt(1, 14)), market);
      case 4 -> new ValidationCase("barrier", barrier(option, strike, expiry, scale, market), market);
      default -> new ValidationCase("two assets", basket(option, strike, expiry, market), market);
    };
  }

  private MarketData market() {
    boolean termStructures = random.nextBoolean();
    ZeroCurve curve = termStructures
        ? ZeroCurve.of("C", List.of(0.1, 1.0, 7.0), List.of(rate(), rate(), rate()))
        : ZeroCurve.flat("C", rate());
    return MarketData.of(TODAY, List.of(curve), List.of(asset("A", termStructures), asset("B", termStructures)),
        Correlations.of("A", "B", uniform(-0.9, 0.95)));
  }

  private double rate() {
    return uniform(-0.02, 0.08);
  }

  private Asset asset(String id, boolean termStructure) {
    double vol = 0.05 * Math.pow(0.8 / 0.05, random.nextDouble());
    double near = vol * uniform(0.9, 1.4);
    double far = vol * uniform(0.8, 1.1);
    VolTermStructure vols = termStructure
        ? VolTermStructure.of(List.of(0.15, 1.0, 4.0), List.of(Math.min(near, 0.8), vol, far))
        : VolTermStructure.flat(vol);
    return Asset.of(id, "C", Math.pow(10, uniform(0, 3)), uniform(-0.01, 0.06), AssetModel.BlackScholes.of(vols));
  }

  private Option barrier(OptionType option, double strike, double expiry, double scale, MarketData market) {
    Barrier.Kind kind = List.of(Barrier.Kind.values()).get(random.nextInt(Barrier.Kind.values().length));
    double distance = uniform(0.3, 1.5) * scale;
    double level = market.asset("A").spot() * Math.exp(kind.isUp() ? distance : -distance);
    double rebate = random.nextBoolean() ? 0 : 0.05 * strike;
    return Barrier.of("A", option, strike, expiry, level, kind, random.nextInt(1, 8), rebate);
  }

  private Option basket(OptionType option, double strike, double expiry, MarketData market) {
    double weight = market.forward("A", expiry) / market.forward("B", expiry) * uniform(0.8, 1.25);
    List<String> assets = List.of("A", "B");
    return switch (random.nextInt(3)) {
      case 0 -> Basket.of(assets, List.of(1.0, -weight), Basket.Aggregate.WEIGHTED_SUM, option, 0, expiry);
      case 1 -> Basket.of(assets, List.of(1.0, weight), Basket.Aggregate.BEST_OF, option, strike, expiry);
      default -> Basket.of(assets, List.of(1.0, weight), Basket.Aggregate.WORST_OF, option, strike, expiry);
    };
  }

  private static double variance(MarketData market, String id, double time) {
    return market.asset(id).model().expectedVariance(time);
  }

  private double uniform(double low, double high) {
    return low + (high - low) * random.nextDouble();
  }
}
