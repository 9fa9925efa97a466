package io.pathwise.pricing.product;

import io.pathwise.pricing.Require;
import io.pathwise.pricing.script.Event;
import io.pathwise.pricing.script.Script;
import io.pathwise.pricing.script.Statement;
import io.pathwise.pricing.script.Term;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Deterministic payments: the rest of a product whose payoff is known, such as an option that was knocked out or an
 * average that is complete. Start at {@link #of}.
 *
 * @param assets
 *          ids of the assets that the product was on, each once; they tell the curve
 * @param times
 *          when something is paid, in years from today on, strictly increasing; empty if nothing is
 * @param amounts
 *          what is paid at each time, in currency
 */
public record Payments(List<String> assets, List<Double> times, List<Double> amounts) implements DomesticProduct {

  public Payments {
    assets = Require.distinctIds("assets", assets);
    times = Require.elements("payment times", times).isEmpty()
        ? List.of()
        : Schedule.checkTimes("payment times", times, Double.MAX_VALUE);
    amounts = Require.elements("amounts", amounts);
    Require.that(times.size() == amounts.size(), "%s payment times but %s amounts", times.size(), amounts.size());
    amounts.forEach(amount -> Require.finite("amount", amount));
  }

  /** One payment. */
  public static Payments of(List<String> assets, double time, double amount) {
    return new Payments(assets, List.of(time), List.of(amount));
  }

  /** Several payments. */
  public static Payments of(List<String> assets, List<Double> times, List<Double> amounts) {
    return new Payments(assets, times, amounts);
  }

  /** Several payments in any order; those at the same time are one. */
  public static Payments of(List<String> assets, List<KnownPayment> payments) {
    List<KnownPayment> byTime = KnownPayment.byTime(payments);
    return new Payments(assets, byTime.stream().map(KnownPayment::time).toList(),
        byTime.stream().map(KnownPayment::amount).toList());
  }

  /** Nothing is left to be paid. */
  public static Payments none(List<String> assets) {
    return new Payments(assets, List.of(), List.of());
  }

  @Override
  public boolean isDeterministic() {
    return true;
  }

  @Override
  public double expiry() {
    return times.isEmpty() ? 0 : times.getLast();
  }

  /** The times of payment; today if there are none. */
  @Override
  public List<Double> observationTimes() {
    return times.isEmpty() ? List.of(0.0) : times;
  }

  @Override
  public int steps() {
    return 1;
  }

  @Override
  public Script script() {
    return Script.of(assets, List.of(),
        Event.of("payment", times, new Statement.Pay(new Term.Values(amounts, "payment"))));
  }

  @Override
  public Payments renamed(UnaryOperator<String> names) {
    Require.given("names", names);
    return new Payments(assets.stream().map(names).toList(), times, amounts);
  }
}
