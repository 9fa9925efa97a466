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
 * Pays max(±(S − strike), 0) at expiry unless (out) or only if (in) the price was beyond the barrier at one of the
 * monitoring times: S ≥ barrier for up, S ≤ barrier for down. Nothing is monitored between those times or today. The
 * rebate is paid at the monitoring time that knocks out, or at expiry when a knock-in never knocks in. Start at
 * {@link #of}.
 *
 * @param asset
 *          id of the underlying asset
 * @param option
 *          call or put
 * @param strike
 *          in currency, not negative
 * @param expiry
 *          in years, after today
 * @param barrier
 *          level in currency, positive
 * @param kind
 *          direction and effect of the barrier
 * @param monitoring
 *          monitoring times in years, after today and up to expiry, strictly increasing
 * @param rebate
 *          in currency, not negative
 * @param steps
 *          see {@link Product#steps}
 */
public record Barrier(String asset, OptionType option, double strike, double expiry, double barrier, Kind kind,
    List<Double> monitoring, double rebate, int steps) implements Option {

  /** Direction and effect of a barrier. */
  public enum Kind {
    UP_AND_OUT("up-and-out", true, true), UP_AND_IN("up-and-in", true, false), DOWN_AND_OUT("down-and-out", false,
        true), DOWN_AND_IN("down-and-in", false, false);

    private final String label;
    private final boolean up;
    private final boolean out;

    Kind(String label, boolean up, boolean out) {
      this.label = label;
      this.up = up;
      this.out = out;
    }

    /** The kind spelt {@code up-and-out}, {@code up-and-in}, {@code down-and-out} or {@code down-and-in}. */
    public static Kind of(String label) {
      return Require.oneOf("kind", label, values(), Kind::label);
    }

    /** The spelling in files. */
    public String label() {
      return label;
    }

    /** Whether the barrier is hit at or above its level; otherwise at or below. */
    public boolean isUp() {
      return up;
    }

    /** Whether hitting the barrier ends the option; otherwise it brings the option into being. */
    public boolean isOut() {
      return out;
    }
  }

  public Barrier {
    Require.id("asset", asset);
    Require.given("option", option);
    Require.given("kind", kind);
    Require.nonNegative("strike", strike);
    Schedule.checkExpiry(expiry);
    Require.positive("barrier", barrier);
    monitoring = Schedule.checkTimes("monitoring times", monitoring, expiry);
    Require.that(monitoring.getFirst() > 0, "monitoring times contain 0, but a barrier is not monitored today");
    Require.nonNegative("rebate", rebate);
    Schedule.checkSteps(steps);
  }

  /** A barrier option with given monitoring times. */
  public static Barrier of(String asset, OptionType option, double strike, double expiry, double barrier, Kind kind,
      List<Double> monitoring, double rebate) {
    return new Barrier(asset, option, strike, expiry, barrier, kind, monitoring, rebate, 1);
  }

  /** A barrier option with a number of equally spaced monitoring times, the last at expiry. */
  public static Barrier of(String asset, OptionType option, double strike, double expiry, double barrier, Kind kind,
      int monitoring, double rebate) {
    return of(asset, option, strike, expiry, barrier, kind, Schedule.equallySpaced(expiry, monitoring), rebate);
  }

  @Override
  public List<String> assets() {
    return List.of(asset);
  }

  @Override
  public List<Double> observationTimes() {
    return Schedule.including(monitoring, expiry);
  }

  @Override
  public Optional<Product> control() {
    return Optional.of(new European(asset, option, strike, expiry, steps));
  }

  @Override
  public Script script() {
    Condition hit = new Condition.Compared(kind.isUp() ? Condition.Comparison.AT_LEAST : Condition.Comparison.AT_MOST,
        new Term.Price(0), Terms.number("barrier", barrier));
    Statement pay = new Statement.Pay(vanilla(new Term.Price(0)));
    Statement payRebate = new Statement.Pay(Terms.number("rebate", rebate));
    if (kind.isOut()) {
      return Script.of(assets(), List.of(),
          Event.of("monitoring", monitoring,
              new Statement.When(hit, List.of(payRebate, new Statement.End()), List.of())),
          Event.of("expiry", List.of(expiry), pay));
    }
    Condition isKnocked = new Condition.Compared(Condition.Comparison.BELOW, Terms.literal(0.5), new Term.State(0));
    return Script.of(assets(), List.of(new Script.State("knocked in", 0)),
        Event.of("monitoring", monitoring,
            new Statement.When(hit, List.of(new Statement.Set(0, Terms.literal(1))), List.of())),
        Event.of("expiry", List.of(expiry), new Statement.When(isKnocked, List.of(pay), List.of(payRebate))));
  }

  @Override
  public Barrier renamed(UnaryOperator<String> names) {
    Require.given("names", names);
    return new Barrier(names.apply(asset), option, strike, expiry, barrier, kind, monitoring, rebate, steps);
  }
}
