package io.pathwise.pricing.program;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.pricing.analytic.AnalyticPrice;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.VolTermStructure;
import io.pathwise.pricing.model.InputsBuilder;
import io.pathwise.pricing.model.Prices;
import io.pathwise.pricing.model.TimeGrid;
import io.pathwise.pricing.product.European;
import io.pathwise.pricing.product.OptionType;
import io.pathwise.pricing.product.Product;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;

/**
 * What an instrument is worth at the steps up to its expiry T, discounted to the valuation date, as an expression. Of a
 * forward (a European call with strike 0) that is D(T) G with G = S F(T) / F(t), F the forward prices of today, under
 * any model: rates, yields and proportional dividends are certain. Of other European options under Black–Scholes it is
 * the formula of Black (1976) of G and the variance that is left. Start at {@link #write}.
 */
final class TradedPrice {

  /** In place of a standard deviation of 0, which is that at expiry. */
  private static final double LEAST_DEVIATION = 1e-12;

  private TradedPrice() {}

  /** Why an instrument has no price at intermediate times; empty if it has. */
  static Optional<String> obstacle(Product product, MarketData market) {
    if (!(product instanceof European european)) {
      return Optional.of("its price at later dates is not known: only forwards, and European options under "
          + "black-scholes, can be traded at several dates");
    }
    if (european.strike() > 0 && market.asset(european.asset()).model().blackVols().isEmpty()) {
      return Optional.of("its price at later dates is not known under the model %s: of options only those under "
          .formatted(market.asset(european.asset()).model().format().label())
          + "black-scholes can be traded at several dates, of forwards all");
    }
    return market.asset(european.asset()).dividends().cash(european.expiry()).isEmpty()
        ? Optional.empty()
        : Optional.of("%s pays dividends of cash, so that forward prices are no multiples of its price"
            .formatted(european.asset()));
  }

  /** What one is worth today. */
  static double today(European option, MarketData market) {
    if (option.strike() > 0) {
      return AnalyticPrice.of(market, option).orElseThrow().value();
    }
    return option.option() == OptionType.PUT
        ? 0
        : discount(option, market) * market.forward(option.asset(), option.expiry());
  }

  private static double discount(European option, MarketData market) {
    return market.curve(market.asset(option.asset()).curve()).discountFactor(option.expiry());
  }

  /**
   * The expression, which holds at the ends of steps up to the expiry.
   *
   * @param prices
   *          that of the asset
   */
  static Expr write(European option, Graph graph, InputsBuilder inputs, TimeGrid grid, Prices prices,
      MarketData market) {
    double forward = market.forward(option.asset(), option.expiry());
    double discount = discount(option, market);
    if (option.strike() == 0) {
      return option.option() == OptionType.PUT
          ? graph.literal(0.0)
          : graph.mul(prices.price(0), upToExpiry(option, inputs, grid, "worth of a price",
              time -> discount * forward / market.forward(option.asset(), time)));
    }
    VolTermStructure vols = market.asset(option.asset()).model().blackVols().orElseThrow();
    double variance = vols.totalVariance(option.expiry());
    Expr deviation = upToExpiry(option, inputs, grid, "deviation left",
        time -> Math.max(LEAST_DEVIATION, Math.sqrt(Math.max(0, variance - vols.totalVariance(time)))));
    Expr moneyness = graph.add(prices.log(0), upToExpiry(option, inputs, grid, "logarithm of the strike",
        time -> Math.log(forward / market.forward(option.asset(), time) / option.strike())));
    double sign = option.option() == OptionType.CALL ? 1 : -1;
    Expr half = graph.mul(graph.literal(0.5), deviation);
    Expr depth = graph.div(moneyness, deviation);
    Expr above = graph.normalCdf(graph.mul(graph.literal(sign), graph.add(depth, half)));
    Expr exercised = graph.normalCdf(graph.mul(graph.literal(sign), graph.sub(depth, half)));
    Expr strike = inputs.parameter("discounted strike", sign * discount * option.strike());
    return graph.mul(strike, graph.sub(graph.mul(graph.exp(moneyness), above), exercised));
  }

  private static Expr upToExpiry(European option, InputsBuilder inputs, TimeGrid grid, String name,
      DoubleUnaryOperator number) {
    return inputs.stepValue(name, step -> grid.end(step) <= option.expiry() ? number.applyAsDouble(grid.end(step)) : 0);
  }
}
