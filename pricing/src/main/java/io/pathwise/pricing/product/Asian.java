package io.pathwise.pricing.product;

import io.pathwise.pricing.Require;
import io.pathwise.pricing.script.Event;
import io.pathwise.pricing.script.Script;
import io.pathwise.pricing.script.Statement;
import io.pathwise.pricing.script.Term;
import io.pathwise.pricing.script.Terms;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Pays max(±(A − strike), 0) at expiry, A the average of the prices at the fixing times, past ones included. Start at
 * {@link #of}.
 *
 * @param asset
 *          id of the underlying asset
 * @param option
 *          call or put
 * @param average
 *          how the fixings are averaged
 * @param strike
 *          in currency, not negative
 * @param expiry
 *          when the payoff is paid, in years
 * @param fixings
 *          fixing times in years from 0 to expiry, strictly increasing
 * @param pastFixings
 *          prices of the fixings that are already known, which count in the average like the others; positive
 * @param steps
 *          see {@link Product#steps}
 */
public record Asian(String asset, OptionType option, Average average, double strike, double expiry,
    List<Double> fixings, List<Double> pastFixings, int steps) implements Option {

  /** How fixings are averaged, all with the same weight. */
  public enum Average {
    ARITHMETIC("arithmetic"), GEOMETRIC("geometric");

    private final String label;

    Average(String label) {
      this.label = label;
    }

    /** The average spelt {@code arithmetic} or {@code geometric}. */
    public static Average of(String label) {
      return Require.oneOf("average", label, values(), Average::label);
    }

    /** The spelling in files. */
    public String label() {
      return label;
    }
  }

  public Asian {
    Require.id("asset", asset);
    Require.given("option", option);
    Require.given("average", average);
    Require.nonNegative("strike", strike);
    Schedule.checkExpiry(expiry);
    fixings = Schedule.checkTimes("fixings", fixings, expiry);
    pastFixings = Require.elements("past fixings", pastFixings);
    pastFixings.forEach(price -> Require.positive("past fixing of " + asset, price));
    Schedule.checkSteps(steps);
  }

  /** An Asian option none of whose fixings is known yet. */
  public Asian(String asset, OptionType option, Average average, double strike, double expiry, List<Double> fixings,
      int steps) {
    this(asset, option, average, strike, expiry, fixings, List.of(), steps);
  }

  /** An Asian option with given fixing times. */
  public static Asian of(String asset, OptionType option, Average average, double strike, double expiry,
      List<Double> fixings) {
    return new Asian(asset, option, average, strike, expiry, fixings, List.of(), 1);
  }

  /** An Asian option with a number of equally spaced fixings, the last at expiry. */
  public static Asian of(String asset, OptionType option, Average average, double strike, double expiry,
      int fixings) {
    return of(asset, option, average, strike, expiry, Schedule.equallySpaced(expiry, fixings));
  }

  /** How many fixings are averaged, past ones included. */
  public int count() {
    return pastFixings.size() + fixings.size();
  }

  @Override
  public List<String> assets() {
    return List.of(asset);
  }

  @Override
  public List<Double> observationTimes() {
    return fixings;
  }

  @Override
  public Optional<Product> control() {
    boolean differs = average == Average.ARITHMETIC && count() > 1;
    return differs
        ? Optional.of(new Asian(asset, option, Average.GEOMETRIC, strike, expiry, fixings, pastFixings, steps))
        : Optional.empty();
  }

  /** Sums of prices, or of their logarithms, live on from fixing to fixing. */
  @Override
  public Script script() {
    Term price = new Term.Price(0);
    Term sum = new Term.State(0);
    Term share = Terms.quotient(sum, Terms.number("fixing count", count()));
    return switch (average) {
      case ARITHMETIC -> script(Schedule.total(pastFixings), Terms.sum(sum, price), share);
      case GEOMETRIC -> script(Schedule.total(pastFixings.stream().map(StrictMath::log).toList()),
          Terms.sum(sum, new Term.Applied(Term.Function.LOG, price)), new Term.Applied(Term.Function.EXP, share));
    };
  }

  private Script script(double past, Term next, Term level) {
    return Script.of(assets(), List.of(new Script.State("sum of fixings", past)),
        Event.of("fixing", fixings, new Statement.Set(0, next)),
        Event.of("expiry", List.of(expiry), new Statement.Pay(vanilla(level))));
  }

  @Override
  public Asian renamed(UnaryOperator<String> names) {
    Require.given("names", names);
    return new Asian(names.apply(asset), option, average, strike, expiry, fixings, pastFixings, steps);
  }
}
