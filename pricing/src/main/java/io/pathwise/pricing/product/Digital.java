package io.pathwise.pricing.product;

import io.pathwise.pricing.Require;
import io.pathwise.pricing.script.Condition;
import io.pathwise.pricing.script.Event;
import io.pathwise.pricing.script.Script;
import io.pathwise.pricing.script.Statement;
import io.pathwise.pricing.script.Term;
import io.pathwise.pricing.script.Terms;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Pays at expiry if the price ends beyond the strike: a call if S &gt; strike, a put if S ≤ strike, so exactly one of
 * the two pays. Start at {@link #of}.
 *
 * @param asset
 *          id of the underlying asset
 * @param option
 *          call or put
 * @param strike
 *          in currency, not negative
 * @param expiry
 *          in years
 * @param payout
 *          what is paid
 * @param amount
 *          the cash paid, or the number of units of the asset
 * @param steps
 *          see {@link Product#steps}
 */
public record Digital(String asset, OptionType option, double strike, double expiry, Payout payout, double amount,
    int steps) implements Option {

  /** What a digital option pays. */
  public enum Payout {
    /** A fixed amount of currency. */
    CASH("cash"),
    /** The price of the asset, times the amount. */
    ASSET("asset");

    private final String label;

    Payout(String label) {
      this.label = label;
    }

    /** The payout spelt {@code cash} or {@code asset}. */
    public static Payout of(String label) {
      return Require.oneOf("payout", label, values(), Payout::label);
    }

    /** The spelling in files. */
    public String label() {
      return label;
    }
  }

  public Digital {
    Require.id("asset", asset);
    Require.given("option", option);
    Require.given("payout", payout);
    Require.nonNegative("strike", strike);
    Schedule.checkExpiry(expiry);
    Require.finite("amount", amount);
    Schedule.checkSteps(steps);
  }

  /** A digital option that pays one unit of currency. */
  public static Digital of(String asset, OptionType option, double strike, double expiry) {
    return cash(asset, option, strike, expiry, 1);
  }

  /** A digital option that pays an amount of currency, or so many units of the asset. */
  public static Digital of(String asset, OptionType option, double strike, double expiry, Payout payout,
      double amount) {
    return new Digital(asset, option, strike, expiry, payout, amount, 1);
  }

  /** A digital option that pays an amount of currency. */
  public static Digital cash(String asset, OptionType option, double strike, double expiry, double amount) {
    return of(asset, option, strike, expiry, Payout.CASH, amount);
  }

  /** A digital option that pays the price of one unit of the asset. */
  public static Digital assetOrNothing(String asset, OptionType option, double strike, double expiry) {
    return of(asset, option, strike, expiry, Payout.ASSET, 1);
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
  public Optional<Product> control() {
    return Optional.of(new European(asset, option, strike, expiry, steps));
  }

  @Override
  public Script script() {
    Term price = new Term.Price(0);
    Condition pays = new Condition.Compared(switch (option) {
      case CALL -> Condition.Comparison.ABOVE;
      case PUT -> Condition.Comparison.AT_MOST;
    }, price, Terms.number("strike", strike));
    Term fixed = Terms.number("amount", amount);
    Term paid = switch (payout) {
      case CASH -> fixed;
      case ASSET -> Terms.product(fixed, price);
    };
    return Script.of(assets(), List.of(), Event.of("expiry", List.of(expiry),
        new Statement.When(pays, List.of(new Statement.Pay(paid)), List.of())));
  }

  @Override
  public Digital renamed(UnaryOperator<String> names) {
    Require.given("names", names);
    return new Digital(names.apply(asset), option, strike, expiry, payout, amount, steps);
  }
}
