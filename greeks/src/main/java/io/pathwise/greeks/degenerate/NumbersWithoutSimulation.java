package io.pathwise.greeks.degenerate;

import io.pathwise.greeks.measure.Greek;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.greeks.measure.Target;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.product.Product;
import java.util.Optional;

/**
 * Numbers that follow from product and market without a simulation: those that do not exist ({@link Nonexistence}), and
 * the vegas of prices that do not vary. Start at {@link #number}.
 */
public final class NumbersWithoutSimulation {

  private static final String STILL = "no price varies, and none is where the payoff bends or jumps: the first derivative "
      + "by a volatility of 0 is 0";

  private final Nonexistence nonexistence;
  private final boolean isStill;

  private NumbersWithoutSimulation(Product product, MarketData market) {
    this.nonexistence = Nonexistence.of(product, market);
    this.isStill = new CertainPrices(market).areCertain(product.assets(), product.observationTimes().getLast());
  }

  /** For one product on one market. */
  public static NumbersWithoutSimulation of(Product product, MarketData market) {
    return new NumbersWithoutSimulation(product, market);
  }

  /** A number that is known, or known not to exist; empty if it takes a simulation. */
  public Optional<Greek> number(Target target) {
    Optional<Greek> missing = nonexistence.reason(target).map(target::failed);
    boolean isVega = target.measure() == Measure.VEGA || target.measure() == Measure.BUCKETED_VEGA;
    return missing.isPresent() || !isStill || !isVega
        ? missing
        : Optional.of(DeterministicCashFlows.known(target.measure(), target.factors(), 0, STILL));
  }
}
