package io.pathwise.pricing.product;

import io.pathwise.pricing.Require;
import io.pathwise.pricing.script.Script;
import io.pathwise.pricing.script.ScriptException;
import io.pathwise.pricing.script.ScriptWords;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A product whose payoff is a {@link Script}. What has happened of it is known by its states and by how many days have
 * passed. Start at {@link #of}.
 *
 * @param text
 *          the script
 * @param origin
 *          the day from which the times in the script count; empty if it has no dates
 * @param names
 *          what the script calls the assets
 * @param assets
 *          ids of these assets, in the same order
 * @param daysPassed
 *          whole days from the origin to today; events up to today have happened
 * @param states
 *          what the script's states are now; empty if no event has happened
 * @param due
 *          what is paid today because of events of today, in currency
 * @param steps
 *          see {@link Product#steps}
 */
public record Scripted(String text, Optional<LocalDate> origin, List<String> names, List<String> assets,
    int daysPassed, List<Double> states, double due, int steps) implements DomesticProduct {

  private static final double DAYS_PER_YEAR = 365;

  /**
   * Checks the script.
   *
   * @throws ScriptException
   *           where it is wrong
   */
  public Scripted {
    Require.given("text", text);
    Require.given("origin", origin);
    names = Require.distinctIds("names", names);
    assets = Require.distinctIds("assets", assets);
    Require.that(!assets.isEmpty(), "a script needs an asset, for its curve at least");
    Require.that(names.size() == assets.size(), "%s names for %s assets", names.size(), assets.size());
    Require.that(daysPassed >= 0, "%s days have passed, must be 0 or more", daysPassed);
    states = Require.elements("states", states);
    Require.finite("due", due);
    Schedule.checkSteps(steps);
    Script script = Scripts.parsed(text, names, origin);
    Require.that(states.isEmpty() || states.size() == script.states().size(), "%s values of %s states", states.size(),
        script.states().size());
    Require.that(script.times().stream().anyMatch(time -> left(time, daysPassed) > 0),
        "nothing of the script is left after %s days", daysPassed);
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
    return new Scripted(text, origin, assets, assets, 0, List.of(), 0, 1);
  }

  /** The script; its times count from the origin. */
  public Script script() {
    return Scripts.parsed(text, names, origin);
  }

  /** What it pays, in English, line by line; what its states are today, if something has happened. */
  public List<String> inWords() {
    Script script = script();
    List<String> words = new ArrayList<>(ScriptWords.lines(script, time -> origin
        .map(day -> day.plusDays(Math.round(time * DAYS_PER_YEAR)).toString())
        .orElseGet(() -> "%s years".formatted(Require.plain(time)))));
    for (int i = 0; i < states.size(); i++) {
      words.add("Today %s is %s.".formatted(script.states().get(i).name(), Require.plain(states.get(i))));
    }
    return List.copyOf(words);
  }

  /** The years from today to a time of the script; not positive if it has come. */
  public double left(double time) {
    return left(time, daysPassed);
  }

  private static double left(double time, int daysPassed) {
    return daysPassed == 0 ? time : (Math.round(time * DAYS_PER_YEAR) - daysPassed) / DAYS_PER_YEAR;
  }

  /** What a state is before the next event. */
  public double state(int place) {
    return states.isEmpty() ? script().states().get(place).initial() : states.get(place);
  }

  @Override
  public boolean watchesPrices() {
    return script().watches();
  }

  @Override
  public double expiry() {
    return observationTimes().getLast();
  }

  @Override
  public List<Double> observationTimes() {
    return script().times().stream().map(this::left).filter(time -> time > 0).toList();
  }

  @Override
  public Scripted renamed(UnaryOperator<String> renaming) {
    Require.given("names", renaming);
    return new Scripted(text, origin, names, assets.stream().map(renaming).toList(), daysPassed, states, due, steps);
  }
}
