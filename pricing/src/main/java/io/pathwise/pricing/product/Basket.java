package io.pathwise.pricing.product;

import io.pathwise.pricing.Require;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Pays max(±(B − strike), 0) at expiry, B the aggregate of weights[i] · P[i]; P[i] is the price of asset i at expiry
 * or, with fixings, the arithmetic average of its prices at the fixing times. Negative weights and a zero strike give
 * spreads and exchanges. Start at {@link #of}.
 *
 * @param assets
 *          ids of the assets, each once; they must share one curve, which the market decides
 * @param weights
 *          number of units of each asset; may be negative
 * @param aggregate
 *          how the weighted prices become one number
 * @param option
 *          call or put
 * @param strike
 *          in currency, not negative
 * @param expiry
 *          when the payoff is paid, in years
 * @param fixings
 *          fixing times in years from 0 to expiry, strictly increasing; empty for prices at expiry
 * @param pastFixings
 *          for each asset the prices of the fixings that are already known, which count in its average like the others;
 *          positive, equally many for each; empty if none is known
 * @param steps
 *          see {@link Product#steps}
 */
public record Basket(List<String> assets, List<Double> weights, Aggregate aggregate, OptionType option, double strike,
    double expiry, List<Double> fixings, List<List<Double>> pastFixings, int steps) implements Option {

  /** How weighted prices become one number. */
  public enum Aggregate {
    /** Σ weights[i] · P[i]. */
    WEIGHTED_SUM("weighted-sum"),
    /** max over i of weights[i] · P[i]. */
    BEST_OF("best-of"),
    /** min over i of weights[i] · P[i]. */
    WORST_OF("worst-of");

    private final String label;

    Aggregate(String label) {
      this.label = label;
    }

    /** The aggregate spelt {@code weighted-sum}, {@code best-of} or {@code worst-of}. */
    public static Aggregate of(String label) {
      return Require.oneOf("aggregate", label, values(), Aggregate::label);
    }

    /** The spelling in files. */
    public String label() {
      return label;
    }
  }

  public Basket {
    assets = Require.distinctIds("assets", assets);
    weights = Require.elements("weights", weights);
    Require.given("aggregate", aggregate);
    Require.given("option", option);
    Require.that(assets.size() == weights.size(), "%s assets but %s weights, one weight per asset is needed",
        assets.size(), weights.size());
    for (int i = 0; i < weights.size(); i++) {
      Require.finite("weight of " + assets.get(i), weights.get(i));
    }
    Require.nonNegative("strike", strike);
    Schedule.checkExpiry(expiry);
    fixings = Require.elements("fixings", fixings).isEmpty()
        ? List.of()
        : Schedule.checkTimes("fixings", fixings, expiry);
    pastFixings = Require.elements("past fixings", pastFixings).stream()
        .map(prices -> Require.elements("past fixings", prices)).toList();
    checkPastFixings(assets, fixings, pastFixings);
    Schedule.checkSteps(steps);
  }

  /** A basket option none of whose fixings is known yet. */
  public Basket(List<String> assets, List<Double> weights, Aggregate aggregate, OptionType option, double strike,
      double expiry, List<Double> fixings, int steps) {
    this(assets, weights, aggregate, option, strike, expiry, fixings, List.of(), steps);
  }

  private static void checkPastFixings(List<String> assets, List<Double> fixings, List<List<Double>> past) {
    if (past.isEmpty()) {
      return;
    }
    Require.that(!fixings.isEmpty(), "past fixings are given, but no fixing is left");
    Require.that(past.size() == assets.size(), "%s assets but past fixings of %s", assets.size(), past.size());
    for (int a = 0; a < past.size(); a++) {
      String asset = assets.get(a);
      Require.that(past.get(a).size() == past.getFirst().size(), "%s has %s past fixings but %s has %s", asset,
          past.get(a).size(), assets.getFirst(), past.getFirst().size());
      past.get(a).forEach(price -> Require.positive("past fixing of " + asset, price));
    }
  }

  /** A basket option on prices at expiry. */
  public static Basket of(List<String> assets, List<Double> weights, Aggregate aggregate, OptionType option,
      double strike, double expiry) {
    return new Basket(assets, weights, aggregate, option, strike, expiry, List.of(), List.of(), 1);
  }

  /** A basket option on each asset's average over a number of equally spaced fixings, the last at expiry. */
  public static Basket of(List<String> assets, List<Double> weights, Aggregate aggregate, OptionType option,
      double strike, double expiry, int fixings) {
    return of(assets, weights, aggregate, option, strike, expiry, Schedule.equallySpaced(expiry, fixings));
  }

  /** A basket option on each asset's average over given fixing times. */
  public static Basket of(List<String> assets, List<Double> weights, Aggregate aggregate, OptionType option,
      double strike, double expiry, List<Double> fixings) {
    return new Basket(assets, weights, aggregate, option, strike, expiry, fixings, List.of(), 1);
  }

  /** How many fixings each asset's average has, past ones included; 0 for prices at expiry. */
  public int count() {
    return fixings.size() + (pastFixings.isEmpty() ? 0 : pastFixings.getFirst().size());
  }

  @Override
  public List<Double> observationTimes() {
    return fixings.isEmpty() ? List.of(expiry) : fixings;
  }

  @Override
  public Basket renamed(UnaryOperator<String> names) {
    Require.given("names", names);
    return new Basket(assets.stream().map(names).toList(), weights, aggregate, option, strike, expiry, fixings,
        pastFixings, steps);
  }
}
