package io.pathwise.greeks.degenerate;

import io.pathwise.engine.program.Program;
import io.pathwise.greeks.measure.Greek;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.greeks.measure.Target;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.RiskFactor;
import io.pathwise.pricing.product.Product;
import io.pathwise.pricing.program.PricingProgram;
import java.util.Optional;

/**
 * Numbers that follow from product and market without a simulation: those that do not exist ({@link Nonexistence}),
 * derivatives by what the price does not depend on, and the vegas of prices that do not vary. Start at {@link #number}.
 */
public final class NumbersWithoutSimulation {

  private static final String STILL = "no price varies, and none is where the payoff bends or jumps: the first derivative "
      + "by a volatility of 0 is 0";

  private final Nonexistence nonexistence;
  private final boolean isStill;
  private final Program program;

  private NumbersWithoutSimulation(Product product, MarketData market, Program program) {
    this.program = program;
    this.nonexistence = Nonexistence.of(product, market);
    this.isStill = new CertainPrices(product, market).areCertain(product.assets(),
        product.observationTimes().getLast());
  }

  /** For one product on one market, priced by a program. */
  public static NumbersWithoutSimulation of(Product product, MarketData market, Program program) {
    return new NumbersWithoutSimulation(product, market, program);
  }

  /** A number that is known, or known not to exist; empty if it takes a simulation. */
  public Optional<Greek> number(Target target) {
    Optional<Greek> missing = nonexistence.reason(target).map(target::failed);
    Optional<RiskFactor> unfelt = target.factors().stream()
        .filter(factor -> !isRead(PricingProgram.parameter(factor))).findFirst();
    if (unfelt.isPresent()) {
      return Optional.of(DeterministicCashFlows.known(target.measure(), target.factors(), 0,
          "the price does not depend on " + unfelt.get()));
    }
    boolean isVega = target.measure() == Measure.VEGA || target.measure() == Measure.BUCKETED_VEGA;
    return missing.isPresent() || !isStill || !isVega
        ? missing
        : Optional.of(DeterministicCashFlows.known(target.measure(), target.factors(), 0, STILL));
  }

  private boolean isRead(String parameter) {
    return program.parameters().stream().anyMatch(read -> read.name().equals(parameter));
  }
}
