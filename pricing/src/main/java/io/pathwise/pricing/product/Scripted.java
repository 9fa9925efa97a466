package io.pathwise.pricing.product;

import io.pathwise.pricing.Require;
import io.pathwise.pricing.market.TradeTime;
import io.pathwise.pricing.script.DateRules;
import io.pathwise.pricing.script.Event;
import io.pathwise.pricing.script.PaymentCurrencies;
import io.pathwise.pricing.script.Script;
import io.pathwise.pricing.script.ScriptException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A product whose payoff is a {@link Script}. What has happened of it is known by its states and by how much time has
 * passed. Start at {@link #of}.
 *
 * @param text
 *          the script
 * @param origin
 *          the day from which the times in the script count; empty if it has no dates
 * @param rules
 *          where the script's dates go, and how long after its time a payment is made
 * @param currencies
 *          those that payments name
 * @param names
 *          what the script calls the assets
 * @param assets
 *          ids of these assets, in the same order, and of exchange rates that the script does not call by a name
 * @param wholeDays
 *          whether the script's times are rounded to whole days, on which fixings are known
 * @param passed
 *          years from the origin to today; events up to today have happened
 * @param states
 *          what the script's states are now; empty if no event has happened
 * @param unpaid
 *          what is still to be paid because of what has happened
 * @param steps
 *          see {@link Product#steps}
 */
public record Scripted(String text, Optional<LocalDate> origin, DateRules rules, PaymentCurrencies currencies,
    List<String> names, List<String> assets, boolean wholeDays, double passed, List<Double> states,
    List<KnownPayment> unpaid, int steps) implements DomesticProduct {

  /**
   * Checks the script.
   *
   * @throws ScriptException
   *           where it is wrong
   */
  public Scripted {
    Require.given("text", text);
    Require.given("origin", origin);
    Require.given("rules", rules);
    Require.given("currencies", currencies);
    names = Require.distinctIds("names", names);
    assets = Require.distinctIds("assets", assets);
    Require.that(!assets.isEmpty(), "a script needs an asset, for its curve at least");
    int named = currencies.withRates(names).size();
    Require.that(named == assets.size(), "%s names for %s assets", named, assets.size());
    Require.nonNegative("passed", passed);
    states = Require.elements("states", states);
    unpaid = Require.elements("unpaid", unpaid);
    Schedule.checkSteps(steps);
    Script script = Scripts.parsed(text, names, origin, rules, currencies);
    Require.that(states.isEmpty() || states.size() == script.states().size(), "%s values of %s states", states.size(),
        script.states().size());
    for (Event event : script.events()) {
      checkDays(event, wholeDays);
    }
    Require.that(script.times().stream().anyMatch(time -> left(time, wholeDays, passed) > 0),
        "nothing of the script is left after %s years", passed);
  }

  /** A script whose dates are as written. */
  public Scripted(String text, Optional<LocalDate> origin, List<String> names, List<String> assets, boolean wholeDays,
      double passed, List<Double> states, List<KnownPayment> unpaid, int steps) {
    this(text, origin, DateRules.NONE, PaymentCurrencies.NONE, names, assets, wholeDays, passed, states, unpaid, steps);
  }

  private static void checkDays(Event event, boolean wholeDays) {
    for (int i = 1; i < event.times().size() && wholeDays; i++) {
      Require.that(left(event.times().get(i), true, 0) > left(event.times().get(i - 1), true, 0),
          "a schedule has the times %s and %s, which are the same day", event.times().get(i - 1), event.times().get(i));
    }
  }

  /**
   * A product of which nothing has happened.
   *
   * @param assets
   *          ids of the assets, by which the script calls them
   * @param origin
   *          today, if the script has dates
   */
  public static Scripted of(String text, List<String> assets, Optional<LocalDate> origin) {
    return new Scripted(text, origin, assets, assets, false, 0, List.of(), List.of(), 1);
  }

  /** The script; its times count from the origin. */
  @Override
  public Script script() {
    return Scripts.parsed(text, names, origin, rules, currencies);
  }

  @Override
  public double left(double time) {
    return left(time, wholeDays, passed);
  }

  @Override
  public boolean isToCome(double time) {
    return left(time) > 0;
  }

  private static double left(double time, boolean wholeDays, double passed) {
    return wholeDays || passed > 0 ? TradeTime.left(wholeDays ? TradeTime.wholeDays(time) : time, passed) : time;
  }

  /** The times of the script by the moment that they are, as several may fall on one day; both increase. */
  public SortedMap<Double, List<Double>> moments() {
    return script().times().stream()
        .collect(Collectors.groupingBy(this::left, TreeMap::new, Collectors.toUnmodifiableList()));
  }

  /** The same with other steps, see {@link Product#steps}. */
  public Scripted withSteps(int other) {
    return new Scripted(text, origin, rules, currencies, names, assets, wholeDays, passed, states, unpaid, other);
  }

  /**
   * This product when more time has passed.
   *
   * @param years
   *          from now
   * @param later
   *          what the states are by then
   * @param toBePaid
   *          by then, because of what has happened
   */
  public Scripted after(double years, List<Double> later, List<KnownPayment> toBePaid) {
    return new Scripted(text, origin, rules, currencies, names, assets, wholeDays, TradeTime.left(passed, -years),
        later,
        toBePaid, steps);
  }

  @Override
  public double state(int place) {
    return states.isEmpty() ? script().states().get(place).initial() : states.get(place);
  }

  @Override
  public boolean watchesPrices() {
    return script().watches();
  }

  /** The last observation; what is known then may be paid later. */
  @Override
  public double expiry() {
    return observationTimes().getLast();
  }

  @Override
  public double lastPayment() {
    return Stream.concat(unpaid.stream().map(KnownPayment::time), Stream.of(left(script().lastPayment())))
        .max(Double::compare).orElseThrow();
  }

  @Override
  public List<Double> observationTimes() {
    return script().times().stream().map(this::left).filter(time -> time > 0).toList();
  }

  @Override
  public Scripted renamed(UnaryOperator<String> renaming) {
    Require.given("names", renaming);
    return new Scripted(text, origin, rules, currencies, names, assets.stream().map(renaming).toList(), wholeDays,
        passed, states, unpaid, steps);
  }
}
