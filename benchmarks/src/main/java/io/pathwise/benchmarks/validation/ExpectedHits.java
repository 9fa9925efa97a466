package io.pathwise.benchmarks.validation;

import io.pathwise.pricing.analytic.AnalyticPrice;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.product.Asian;
import io.pathwise.pricing.product.Barrier;
import io.pathwise.pricing.product.Basket;
import io.pathwise.pricing.product.Digital;
import io.pathwise.pricing.product.European;
import io.pathwise.pricing.product.Option;
import io.pathwise.pricing.product.OptionType;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.distribution.NormalDistribution;

/**
 * How many of N paths are expected to show the rarest thing that a trade's standard errors rest on. A z-score is close
 * to normal only when there are many; with few, the sample has not seen what makes the variance. Three things count,
 * all computed from closed forms before anything is simulated:
 *
 * <ul>
 * <li>exercise, and no exercise: P = −sign · ∂V/∂K / discount factor. A side rarer than one path in a billion runs is
 * as good as impossible and does not count, unless it is the exercise itself;
 * <li>for barriers, a hit and no hit; for the best and the worst of two assets, each being the one;
 * <li>for payoffs without upper bound, paths where the square of the price is made: E[S²; z &gt; x] has its median at x
 * = 2σ√T, so P(z &gt; 2σ√T).
 * </ul>
 */
final class ExpectedHits {

  private static final double STRIKE_STEP = 1e-4;
  private static final double IMPOSSIBLE = 1e-9;
  private static final NormalDistribution NORMAL = new NormalDistribution();

  private ExpectedHits() {}

  static double fewest(ValidationCase validated, long paths) {
    List<Double> probabilities = new ArrayList<>();
    double exercise = exercise(validated.market(), validated.product());
    probabilities.add(exercise);
    probabilities.add(1 - exercise);
    if (validated.product() instanceof Barrier barrier) {
      double hit = hit(validated.market(), barrier);
      probabilities.add(hit);
      probabilities.add(1 - hit);
    }
    if (validated.product() instanceof Basket basket && basket.aggregate() != Basket.Aggregate.WEIGHTED_SUM) {
      double first = firstIsLarger(validated.market(), basket);
      probabilities.add(first);
      probabilities.add(1 - first);
    }
    double fewest = paths;
    for (double probability : probabilities) {
      double hits = probability * paths;
      fewest = hits < IMPOSSIBLE && probability != exercise ? fewest : Math.min(fewest, hits);
    }
    return unbounded(validated.product()) ? Math.min(fewest, paths * squareOfPrice(validated)) : fewest;
  }

  private static double exercise(MarketData market, Option product) {
    if (product instanceof Digital digital) {
      return value(market, Digital.cash(digital.asset(), digital.option(), digital.strike(), digital.expiry(), 1))
          / discount(market, product);
    }
    if (product.strike() == 0) { // an exchange
      return firstIsLarger(market, product);
    }
    double step = STRIKE_STEP * product.strike();
    double difference = value(market, withStrike(product, product.strike() + step))
        - value(market, withStrike(product, product.strike() - step));
    return -product.option().sign() * difference / (2 * step) / discount(market, product);
  }

  /** A knock-out that pays a rebate of one and nothing else; discounting is near enough one for a count. */
  private static double hit(MarketData market, Barrier barrier) {
    Barrier.Kind out = barrier.kind().isUp() ? Barrier.Kind.UP_AND_OUT : Barrier.Kind.DOWN_AND_OUT;
    Barrier rebateOnly = Barrier.of(barrier.asset(), OptionType.PUT, 0, barrier.expiry(), barrier.barrier(), out,
        barrier.monitoring(), 1);
    return Math.min(1, value(market, rebateOnly));
  }

  /**
   * The probability that the first of two weighted assets ends above the second: N(d), d = (log(F₁/F₂) + (v₂ −
   * v₁)/2)/σ. The volatility σ of the ratio follows from the price of an exchange at the money, F (2 N(σ/2) − 1).
   */
  private static double firstIsLarger(MarketData market, Option product) {
    Basket basket = (Basket) product;
    String first = basket.assets().get(0);
    String second = basket.assets().get(1);
    double time = basket.expiry();
    double weight = market.forward(first, time) / market.forward(second, time);
    double share = value(market, Basket.of(basket.assets(), List.of(1.0, -weight), Basket.Aggregate.WEIGHTED_SUM,
        OptionType.CALL, 0, time)) / discount(market, basket) / market.forward(first, time);
    double deviation = 2 * NORMAL.inverseCumulativeProbability((1 + share) / 2);
    double ratio = Math.abs(basket.weights().get(0) / basket.weights().get(1)) * weight;
    double drift = 0.5 * (variance(market, second, time) - variance(market, first, time));
    return NORMAL.cumulativeProbability((Math.log(ratio) + drift) / deviation);
  }

  private static double variance(MarketData market, String id, double time) {
    return market.asset(id).model().expectedVariance(time);
  }

  private static boolean unbounded(Option product) {
    return switch (product) {
      case Barrier barrier -> barrier.option() == OptionType.CALL && barrier.kind() != Barrier.Kind.UP_AND_OUT;
      case European _,Asian _,Basket _ -> product.option() == OptionType.CALL;
      case Digital digital -> digital.option() == OptionType.CALL && digital.payout() == Digital.Payout.ASSET;
    };
  }

  private static double squareOfPrice(ValidationCase validated) {
    double largest = 0;
    for (String id : validated.product().assets()) {
      largest = Math.max(largest, variance(validated.market(), id, validated.product().expiry()));
    }
    return NORMAL.cumulativeProbability(-2 * Math.sqrt(largest));
  }

  private static double value(MarketData market, Option product) {
    return AnalyticPrice.of(market, product).orElseThrow().value();
  }

  private static double discount(MarketData market, Option product) {
    return market.commonCurve(product.assets()).discountFactor(product.expiry());
  }

  private static Option withStrike(Option product, double strike) {
    return switch (product) {
      case European e -> European.of(e.asset(), e.option(), strike, e.expiry());
      case Digital d -> new Digital(d.asset(), d.option(), strike, d.expiry(), d.payout(), d.amount(), d.steps());
      case Asian a -> Asian.of(a.asset(), a.option(), a.average(), strike, a.expiry(), a.fixings());
      case Barrier b ->
        Barrier.of(b.asset(), b.option(), strike, b.expiry(), b.barrier(), b.kind(), b.monitoring(), b.rebate());
      case Basket b -> new Basket(b.assets(), b.weights(), b.aggregate(), b.option(), strike, b.expiry(), b.fixings(),
          b.steps());
    };
  }
}
