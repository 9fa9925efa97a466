package io.pathwise.pricing.script;

import io.pathwise.pricing.Require;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;

/** A script on known prices, as a past has fixed them. Start at {@link #happen}. */
public final class ScriptValues {

  private final Script script;
  private final ScriptRun<Double> run;
  private final List<List<Integer>> watched;
  /** The prices at the last time of each event that watches them, by place of the event and of the asset. */
  private final Map<Integer, Map<Integer, Double>> before = new HashMap<>();
  private List<ScriptRun.Payment<Double>> payments = List.of();
  private IntToDoubleFunction prices = asset -> Double.NaN;

  /** Before the first event. */
  public ScriptValues(Script script) {
    this(script, List.of());
  }

  /**
   * Before the next event.
   *
   * @param states
   *          what the script's states are by then; empty if no event has happened
   */
  public ScriptValues(Script script, List<Double> states) {
    this.script = Require.given("script", script);
    KnownPrices arithmetic = new KnownPrices((asset, moment) -> prices.applyAsDouble(asset), this::before);
    this.run = Require.elements("states", states).isEmpty()
        ? new ScriptRun<>(script, arithmetic)
        : new ScriptRun<>(script, states, arithmetic);
    this.watched = script.events().stream()
        .map(event -> event.watched().stream().map(Term.Watched::asset).distinct().toList()).toList();
  }

  private double before(int asset, ScriptRun.Moment moment) {
    return before.getOrDefault(moment.event(), Map.of()).getOrDefault(asset, prices.applyAsDouble(asset));
  }

  /**
   * Lets everything happen that happens at a time.
   *
   * @param at
   *          prices by place of the asset
   * @return what is paid because of it, now or later, in the currency of the product, see {@link #payments}
   */
  public double happen(double time, IntToDoubleFunction at) {
    return happen(List.of(time), at);
  }

  /**
   * Lets everything happen that happens at a moment, in the order of the script. What prices did between the times of
   * an event is taken from its fixings: those at this time and at the one before.
   *
   * @param times
   *          those of the script's times that are this moment, no two of them of one event
   * @param at
   *          prices by place of the asset
   * @return what is paid because of it, now or later, in the currency of the product, see {@link #payments}
   */
  public double happen(List<Double> times, IntToDoubleFunction at) {
    pass(times, at);
    return payments.stream().mapToDouble(paid -> paid.amount()
        * paid.foreign().map(currency -> at.applyAsDouble(currency.rate())).orElse(1.0)).sum();
  }

  /** The same where it is left open what payments in other currencies are worth, so that no rate is asked for. */
  public void pass(List<Double> times, IntToDoubleFunction at) {
    prices = Require.given("prices", at);
    payments = run.happen(times);
    for (int i = 0; i < watched.size(); i++) {
      if (!watched.get(i).isEmpty() && script.events().get(i).times().stream().anyMatch(times::contains)) {
        Map<Integer, Double> last = before.computeIfAbsent(i, missing -> new HashMap<>());
        watched.get(i).forEach(asset -> last.put(asset, at.applyAsDouble(asset)));
      }
    }
  }

  /** The same script with the same past, on which whoever may end the product does from now on. */
  public ScriptValues exercised() {
    ScriptValues other = copy();
    other.run.exercise();
    return other;
  }

  /** The same script with the same past. */
  public ScriptValues copy() {
    ScriptValues other = new ScriptValues(script, states());
    before.forEach((event, last) -> other.before.put(event, new HashMap<>(last)));
    return other;
  }

  /** What is paid because of the moment that happened last. */
  public List<ScriptRun.Payment<Double>> payments() {
    return payments;
  }

  /** Whether nothing happens any more. */
  public boolean hasEnded() {
    return run.hasEnded();
  }

  /** What the states are now. */
  public List<Double> states() {
    return run.states();
  }
}
