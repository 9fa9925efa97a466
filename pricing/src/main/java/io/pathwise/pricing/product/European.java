package io.pathwise.pricing.product;

import io.pathwise.pricing.Require;
import io.pathwise.pricing.script.Event;
import io.pathwise.pricing.script.Script;
import io.pathwise.pricing.script.Statement;
import io.pathwise.pricing.script.Term;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Pays max(±(S − strike), 0) at expiry. Start at {@link #of}.
 *
 * @param asset
 *          id of the underlying asset
 * @param option
 *          call or put
 * @param strike
 *          in currency, not negative
 * @param expiry
 *          in years
 * @param steps
 *          see {@link Product#steps}
 */
public record European(String asset, OptionType option, double strike, double expiry, int steps) implements Option {
  public European {
    Require.id("asset", asset);
    Require.given("option", option);
    Require.nonNegative("strike", strike);
    Schedule.checkExpiry(expiry);
    Schedule.checkSteps(steps);
  }

  /** A European option simulated in one step. */
  public static European of(String asset, OptionType option, double strike, double expiry) {
    return new European(asset, option, strike, expiry, 1);
  }

  @Override
  public List<String> assets() {
    return List.of(asset);
  }

  @Override
  public List<Double> observationTimes() {
    return List.of(expiry);
  }

  @Override
  public Script script() {
    return Script.of(assets(), List.of(),
        Event.of("expiry", List.of(expiry), new Statement.Pay(vanilla(new Term.Price(0)))));
  }

  @Override
  public European renamed(UnaryOperator<String> names) {
    Require.given("names", names);
    return new European(names.apply(asset), option, strike, expiry, steps);
  }
}
