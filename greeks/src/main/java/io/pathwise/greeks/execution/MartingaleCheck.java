package io.pathwise.greeks.execution;

import io.pathwise.greeks.cache.RecentlyUsed;
import io.pathwise.greeks.measure.Accuracy;
import io.pathwise.greeks.measure.Greek;
import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.product.European;
import io.pathwise.pricing.product.OptionType;
import io.pathwise.pricing.product.Product;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Simulates the forwards of a trade's assets, over its own time with its own steps, and refuses the trade where one is
 * not what the market says: a discounted price is a martingale under every model, so a scheme that misses it is used
 * beyond what it can do. Black–Scholes needs no check, its steps are exact. Forwards are remembered, as many trades
 * share them. Start at {@link #require}.
 */
final class MartingaleCheck {

  /** A bias that matters is seen with so many paths. */
  private static final Accuracy ACCURACY = Accuracy.paths(16_384);
  private static final double LARGEST_Z = 5;
  private static final int REMEMBERED = 1000;

  /** Gives the value of a product. */
  interface Simulator {
    Greek value(Product product, MarketData market, Accuracy accuracy);
  }

  /** What the forward of an asset depends on. */
  private record Question(Asset asset, double discountFactor, double forward, double expiry, int steps) {}

  private final Simulator simulator;
  private final Map<Question, Optional<String>> problems = new RecentlyUsed<>(REMEMBERED);

  MartingaleCheck(Simulator simulator) {
    this.simulator = simulator;
  }

  /**
   * Checks the forwards of the assets of a product.
   *
   * @throws IllegalArgumentException
   *           when one is off by more than five standard errors that can be believed
   */
  void require(Product product, MarketData market) {
    for (String id : new LinkedHashSet<>(product.assets())) {
      Asset asset = market.asset(id);
      if (asset.model().blackVols().isEmpty() && product.expiry() > 0) {
        Question question = new Question(asset, market.curve(asset.curve()).discountFactor(product.expiry()),
            market.forward(id, product.expiry()), product.expiry(), product.steps());
        problem(question, market).ifPresent(problem -> {
          throw new IllegalArgumentException(problem);
        });
      }
    }
  }

  private Optional<String> problem(Question question, MarketData market) {
    synchronized (problems) {
      Optional<String> known = problems.get(question);
      if (known != null) {
        return known;
      }
    }
    Asset asset = question.asset();
    European forward = new European(asset.id(), OptionType.CALL, 0, question.expiry(), question.steps());
    Optional<String> found = problem(asset, simulator.value(forward, market, ACCURACY),
        question.forward() * question.discountFactor());
    synchronized (problems) {
      problems.put(question, found);
    }
    return found;
  }

  /** What is wrong with a simulated forward, discounted to today. */
  static Optional<String> problem(Asset asset, Greek simulated, double expected) {
    boolean isBelieved = simulated.status() == Greek.Status.OK;
    double error = simulated.standardError();
    return isBelieved && Math.abs(simulated.value() - expected) > LARGEST_Z * error + 1e-9 * expected
        ? Optional.of(String.format(Locale.ROOT, "the model of %s misses its own forward: discounted it is %.6g, but"
            + " %.6g ± %.2g is simulated; its parameters are beyond what its scheme can do", asset.id(), expected,
            simulated.value(), error))
        : Optional.empty();
  }
}
