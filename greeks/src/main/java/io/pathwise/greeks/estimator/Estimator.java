package io.pathwise.greeks.estimator;

import io.pathwise.pricing.Require;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An estimator asked for: a name and, for those that have one, a parameter, such as {@code score-all} or
 * {@code vibrato(4)}.
 *
 * @param choice
 *          which
 * @param argument
 *          the number of inner draws, or the width of smoothing; empty for the estimator's own choice
 */
public record Estimator(EstimatorChoice choice, OptionalDouble argument) {

  private static final Pattern FORM = Pattern.compile("([^()]+)(?:\\(([^()]+)\\))?");

  /**
   * Checks the argument.
   *
   * @throws IllegalArgumentException
   *           when the estimator has no such parameter
   */
  public Estimator {
    Require.given("choice", choice).check(Require.given("argument", argument));
  }

  /** The estimator with its own choice of the parameter. */
  public static Estimator of(EstimatorChoice choice) {
    return new Estimator(choice, OptionalDouble.empty());
  }

  /**
   * The estimator written {@code name} or {@code name(number)}.
   *
   * @throws IllegalArgumentException
   *           saying what is allowed
   */
  public static Estimator of(String text) {
    Matcher matcher = FORM.matcher(Require.given("text", text).strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException("'" + text + "' is no estimator: write name or name(number)");
    }
    EstimatorChoice choice = EstimatorChoice.of(matcher.group(1).strip());
    String number = matcher.group(2);
    if (number == null) {
      return of(choice);
    }
    try {
      return new Estimator(choice, OptionalDouble.of(Double.parseDouble(number)));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("'" + number + "' in '" + text + "' is no number", e);
    }
  }

  /** Whether a pilot has to find its width. */
  public boolean needsWidth() {
    return argument.isEmpty() && choice.hasPilotWidth();
  }

  /** The spelling in files and on the command line. */
  public String label() {
    if (argument.isEmpty()) {
      return choice.label();
    }
    double value = argument.getAsDouble();
    String number = value == Math.rint(value) && Math.abs(value) < 1e9
        ? Long.toString((long) value)
        : Double.toString(value);
    return choice.label() + "(" + number + ")";
  }
}
