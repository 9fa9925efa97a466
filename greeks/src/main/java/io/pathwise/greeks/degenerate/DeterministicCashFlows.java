package io.pathwise.greeks.degenerate;

import io.pathwise.greeks.measure.Explanation;
import io.pathwise.greeks.measure.Greek;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.greeks.measure.Target;
import io.pathwise.greeks.measure.Targets;
import io.pathwise.pricing.analytic.AnalyticPrice;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.RiskFactor;
import io.pathwise.pricing.product.Product;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * The numbers of payments that are known: discounted and differentiated without a simulation, whatever the settings
 * are. Start at {@link #of}.
 */
public final class DeterministicCashFlows {
  private static final String ESTIMATOR = "exact";
  private static final String REASON = "no noise reaches it";

  private DeterministicCashFlows() {}

  /** All numbers of the measures. */
  public static List<Greek> of(Product payments, MarketData market, Collection<Measure> measures) {
    AnalyticPrice price = price(payments, market);
    List<Greek> numbers = new ArrayList<>();
    List<Target> targets = Targets.of(payments, market, measures);
    for (Target target : targets) {
      numbers.add(known(target.measure(), target.factors(), price.derivative(target.factors())));
    }
    measures.stream().filter(measure -> targets.stream().noneMatch(target -> target.measure() == measure))
        .forEach(measure -> numbers.add(Targets.absent(measure, payments, market)));
    numbers.sort(Comparator.comparing(Greek::measure));
    return numbers;
  }

  /** The table of {@code explain}, in which there are no candidates. */
  public static Explanation explain(Product payments, MarketData market, Collection<Measure> measures) {
    return new Explanation(of(payments, market, measures).stream()
        .map(greek -> new Explanation.Row(greek.measure(), greek.factors(), greek.estimator(),
            greek.message().isEmpty() ? greek.reason() : greek.message(), "", 0, List.of()))
        .toList(), List.of());
  }

  /** By how much the value changes from one market to another, and to what time makes of the payments. */
  public static Greek change(Product payments, MarketData before, Product paymentsAfter, MarketData after) {
    return known(Measure.VALUE, List.of(), value(paymentsAfter, after) - value(payments, before));
  }

  /** What they are worth. */
  public static double value(Product payments, MarketData market) {
    return price(payments, market).value();
  }

  private static AnalyticPrice price(Product payments, MarketData market) {
    return AnalyticPrice.of(market, payments).orElseThrow();
  }

  private static Greek known(Measure measure, List<RiskFactor> factors, double value) {
    return known(measure, factors, value, REASON);
  }

  /** A number without error; a zero is +0.0 whatever the signs were. */
  static Greek known(Measure measure, List<RiskFactor> factors, double value, String reason) {
    return new Greek(measure, factors, value + 0.0, 0, ESTIMATOR, reason, 0, Greek.Status.OK, "");
  }
}
