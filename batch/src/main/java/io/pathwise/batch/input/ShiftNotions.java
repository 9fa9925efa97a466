package io.pathwise.batch.input;

import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.RiskFactor;
import io.pathwise.pricing.market.StochasticVariance;
import java.util.List;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;

/**
 * What people mean by a shift of a market: prices by a share of themselves, everything else by an amount, and a
 * volatility by whatever a model has of it. Scenarios and histories share it. Start at {@link #spot} and {@link #vols}.
 */
final class ShiftNotions {
  private static final Set<String> VARIANCES = Set.of(StochasticVariance.V0, StochasticVariance.THETA);

  private final MarketData market;

  ShiftNotions(MarketData market) {
    this.market = market;
  }

  /** A shift of one risk factor, as a function of how often it is made. */
  record Shift(RiskFactor factor, DoubleUnaryOperator amount) {

    static Shift linear(RiskFactor factor, double once) {
      return new Shift(factor, times -> once * times);
    }

    /** Of the root of a variance; a root below 0 becomes a variance below 0, which no model has. */
    static Shift ofVariance(RiskFactor factor, double variance, double once) {
      return new Shift(factor, times -> {
        double vol = Math.sqrt(variance) + once * times;
        return vol * Math.abs(vol) - variance;
      });
    }
  }

  /** Of a price or an exchange rate, by a share of it. */
  Shift spot(String asset, double relative) {
    return Shift.linear(new RiskFactor.Spot(asset), relative * market.asset(asset).spot());
  }

  /** Of all the volatility that a model has: of a variance its root, today's and the long-run one. */
  List<Shift> vols(String asset, double absolute) {
    RiskFactor vol = new RiskFactor.Vol(asset);
    if (market.factors(List.of(asset)).contains(vol)) {
      return List.of(Shift.linear(vol, absolute));
    }
    return market.asset(asset).model().parameters().entrySet().stream()
        .filter(parameter -> VARIANCES.contains(parameter.getKey()))
        .map(variance -> Shift.ofVariance(RiskFactor.modelParameter(asset, variance.getKey()), variance.getValue(),
            absolute))
        .toList();
  }
}
