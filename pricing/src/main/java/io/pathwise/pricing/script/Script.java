package io.pathwise.pricing.script;

import io.pathwise.pricing.Require;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What a product pays, as its user writes it: states, and events that observe prices, pay, change states and end the
 * product. Three things read it: the program that simulates it, the past that has fixings, and the list of its times.
 * Where several events have the same time they happen in the order in which they are written. The grammar is in
 * docs/payoffs.md. Start at {@link #parse}.
 *
 * @param assets
 *          names of the assets whose prices are observed
 * @param states
 *          numbers that live on from event to event
 * @param events
 *          in the order in which they are written
 * @param countsFromOrigin
 *          whether some time follows from the origin: it is in years, one of a count, or of a period
 */
public record Script(List<String> assets, List<State> states, List<Event> events, boolean countsFromOrigin) {

  /** How many times a script may have. */
  public static final int MOST_TIMES = 10_000;

  /**
   * A number that lives on from event to event.
   *
   * @param name
   *          as written
   * @param initial
   *          before the first event
   */
  public record State(String name, double initial) {}

  public Script {
    assets = Require.elements("assets", assets);
    states = Require.elements("states", states);
    events = Require.elements("events", events);
  }

  /**
   * Reads a script.
   *
   * @param assets
   *          the names that stand for prices
   * @param origin
   *          the day from which times count (ACT/365 Fixed); without it the script may have no dates
   * @throws ScriptException
   *           where it is wrong, saying what is expected
   */
  public static Script parse(String text, List<String> assets, Optional<LocalDate> origin) {
    return parse(text, assets, origin, DateRules.NONE, PaymentCurrencies.NONE);
  }

  /**
   * Reads a script.
   *
   * @param assets
   *          the names that stand for prices
   * @param origin
   *          the day from which times count (ACT/365 Fixed); without it the script may have no dates
   * @param rules
   *          where its dates go, and how long after its time a payment is made
   * @param currencies
   *          those that payments may name; the script has the assets that are their rates behind the others
   * @throws ScriptException
   *           where it is wrong, saying what is expected
   */
  public static Script parse(String text, List<String> assets, Optional<LocalDate> origin, DateRules rules,
      PaymentCurrencies currencies) {
    Require.distinctIds("assets", assets);
    return new ScriptParser(Require.given("text", text), assets, Require.given("origin", origin),
        Require.given("rules", rules), Require.given("currencies", currencies)).script();
  }

  /** A script without a text, of times in years from today. */
  public static Script of(List<String> assets, List<State> states, Event... events) {
    return new Script(assets, states, List.of(events), true);
  }

  /** The dates that stand in a script, whether it is right otherwise or not. */
  public static List<LocalDate> dates(String text) {
    return new ScriptLexer(Require.given("text", text)).tokens().stream().flatMap(token -> token.date().stream())
        .toList();
  }

  /** Whether it asks what prices do between its times. */
  public boolean watches() {
    return events.stream().anyMatch(event -> !event.watched().isEmpty());
  }

  /** The times at which somebody may choose to end it, in years from the origin, increasing; none for most scripts. */
  public List<Double> exerciseTimes() {
    TreeSet<Double> times = new TreeSet<>();
    events.stream().filter(event -> event.statements().stream().anyMatch(Statement.Exercise.class::isInstance))
        .forEach(event -> times.addAll(event.times()));
    return List.copyOf(times);
  }

  /** When it pays at the latest, in years from the origin. */
  public double lastPayment() {
    return events.stream().flatMap(event -> Stream.concat(event.times().stream(),
        Parts.payments(event.statements()).flatMap(pay -> pay.on().stream()))).max(Double::compare).orElse(0.0);
  }

  /** All times of events, in years from the origin, increasing. */
  public List<Double> times() {
    TreeSet<Double> times = new TreeSet<>();
    events.forEach(event -> times.addAll(event.times()));
    return List.copyOf(times);
  }
}
