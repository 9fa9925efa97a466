package io.pathwise.pricing.product;

import io.pathwise.pricing.Require;
import io.pathwise.pricing.script.Event;
import io.pathwise.pricing.script.Script;
import io.pathwise.pricing.script.Statement;
import io.pathwise.pricing.script.Term;
import io.pathwise.pricing.script.Terms;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

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

  /** A weighted sum is averaged as one number, other aggregates asset by asset. */
  @Override
  public Script script() {
    List<Term> weighted = IntStream.range(0, assets.size()).mapToObj(a -> weighted(a, new Term.Price(a))).toList();
    if (fixings.isEmpty()) {
      return Script.of(assets, List.of(), expiry(Terms.of(combination(), weighted)));
    }
    Term count = Terms.number("fixing count", count());
    if (aggregate == Aggregate.WEIGHTED_SUM) {
      List<Term> sum = new ArrayList<>(List.of(new Term.State(0)));
      sum.addAll(weighted);
      double past = 0;
      for (int a = 0; a < assets.size(); a++) {
        past = Math.fma(weights.get(a), past(a), past);
      }
      return Script.of(assets, List.of(new Script.State("sum of fixings", past)),
          Event.of("fixing", fixings, new Statement.Set(0, Terms.of(Term.Operator.ADD, sum))),
          expiry(Terms.quotient(new Term.State(0), count)));
    }
    List<Script.State> sums = new ArrayList<>();
    List<Statement> additions = new ArrayList<>();
    List<Term> averages = new ArrayList<>();
    for (int a = 0; a < assets.size(); a++) {
      sums.add(new Script.State("sum of fixings of " + assets.get(a), past(a)));
      additions.add(new Statement.Set(a, Terms.sum(new Term.State(a), new Term.Price(a))));
      averages.add(weighted(a, Terms.quotient(new Term.State(a), count)));
    }
    return Script.of(assets, sums, new Event("fixing", fixings, 0, additions),
        expiry(Terms.of(combination(), averages)));
  }

  private Term weighted(int asset, Term of) {
    return Terms.product(Terms.number("weight of " + assets.get(asset), weights.get(asset)), of);
  }

  private double past(int asset) {
    return pastFixings.isEmpty() ? 0 : Schedule.total(pastFixings.get(asset));
  }

  private Term.Operator combination() {
    return switch (aggregate) {
      case WEIGHTED_SUM -> Term.Operator.ADD;
      case BEST_OF -> Term.Operator.MAX;
      case WORST_OF -> Term.Operator.MIN;
    };
  }

  private Event expiry(Term level) {
    return Event.of("expiry", List.of(expiry), new Statement.Pay(vanilla(level)));
  }

  @Override
  public Basket renamed(UnaryOperator<String> names) {
    Require.given("names", names);
    return new Basket(assets.stream().map(names).toList(), weights, aggregate, option, strike, expiry, fixings,
        pastFixings, steps);
  }
}
