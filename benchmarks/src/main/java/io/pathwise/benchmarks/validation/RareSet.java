package io.pathwise.benchmarks.validation;

import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.Correlations;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.ZeroCurve;
import io.pathwise.pricing.product.Asian;
import io.pathwise.pricing.product.Barrier;
import io.pathwise.pricing.product.Digital;
import io.pathwise.pricing.product.European;
import io.pathwise.pricing.product.OptionType;
import java.time.LocalDate;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.commons.math3.distribution.NormalDistribution;

/**
 * Trades drawn at random on which few paths count: hit with probabilities from 10⁻⁶ to one half, payoffs with heavy
 * tails (vols up to 100 %, up to ten years), barriers that must be hit before a strike on the other side is. Nothing
 * here was chosen after seeing a result.
 */
final class RareSet {

  private static final LocalDate TODAY = LocalDate.of(2026, 11, 20);
  private static final NormalDistribution NORMAL = new NormalDistribution(null, 0, 1);
  private static final int KINDS = 7;
  private static final int MOST_DATES = 6;

  private final SplittableRandom random;

  private RareSet(SplittableRandom random) {
    this.random = random;
  }

  /** A trade, which depends on its number alone. */
  static ValidationCase of(int number) {
    return new RareSet(new SplittableRandom(20261122L * 1_000_003 + number)).next();
  }

  private ValidationCase next() {
    double vol = logUniform(0.08, 1);
    double expiry = logUniform(0.05, 10);
    double deviation = vol * Math.sqrt(expiry);
    double quantile = -NORMAL.inverseCumulativeProbability(logUniform(1e-6, 0.5));
    MarketData market = MarketData.of(TODAY, List.of(ZeroCurve.flat("C", uniform(-0.01, 0.06))),
        List.of(Asset.blackScholes("A", "C", 100, uniform(0, 0.04), vol)), Correlations.NONE);
    OptionType option = random.nextBoolean() ? OptionType.CALL : OptionType.PUT;
    double strike = level(option.sign() * quantile * deviation, deviation);
    int dates = random.nextInt(1, MOST_DATES + 1);
    return switch (random.nextInt(KINDS)) {
      case 0 -> new ValidationCase("european", European.of("A", option, strike, expiry), market);
      case 1 -> new ValidationCase("digital", Digital.cash("A", option, strike, expiry, 10), market);
      case 2 -> new ValidationCase("digital", Digital.assetOrNothing("A", option, strike, expiry), market);
      case 3 -> new ValidationCase("asian", Asian.of("A", option, Asian.Average.GEOMETRIC,
          level(option.sign() * quantile * 0.7 * deviation, deviation), expiry, dates), market);
      case 4 -> new ValidationCase("knock-in", Barrier.of("A", option, 100, expiry,
          level(-option.sign() * 0.8 * quantile * deviation, deviation),
          option == OptionType.CALL ? Barrier.Kind.DOWN_AND_IN : Barrier.Kind.UP_AND_IN, dates, 0), market);
      case 5 -> new ValidationCase("knock-out", Barrier.of("A", opposite(option), 100, expiry,
          level(-option.sign() * quantile * deviation, deviation),
          option == OptionType.CALL ? Barrier.Kind.DOWN_AND_OUT : Barrier.Kind.UP_AND_OUT, dates, 0), market);
      default -> new ValidationCase("rebate", Barrier.of("A", option, strike, expiry,
          level(-option.sign() * 0.5 * deviation, deviation),
          option == OptionType.CALL ? Barrier.Kind.DOWN_AND_OUT : Barrier.Kind.UP_AND_OUT, dates, 1), market);
    };
  }

  private static OptionType opposite(OptionType option) {
    return option == OptionType.CALL ? OptionType.PUT : OptionType.CALL;
  }

  private static double level(double logReturn, double deviation) {
    return 100 * Math.exp(logReturn - 0.5 * deviation * deviation);
  }

  private double logUniform(double low, double high) {
    return low * Math.pow(high / low, random.nextDouble());
  }

  private double uniform(double low, double high) {
    return low + (high - low) * random.nextDouble();
  }
}
