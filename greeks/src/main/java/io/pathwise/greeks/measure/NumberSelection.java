package io.pathwise.greeks.measure;

import io.pathwise.pricing.market.RiskFactor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Finds the number that a caller means: the measure and as many of its factors as tell it from the others, in any
 * order. Start at {@link #find}.
 */
final class NumberSelection {

  private final Greeks greeks;
  private final Measure measure;

  NumberSelection(Greeks greeks, Measure measure) {
    this.greeks = greeks;
    this.measure = measure;
  }

  /**
   * The only number of the measure that is taken by the factors named, and perhaps by others.
   *
   * @throws IllegalArgumentException
   *           when there is none, or more than one; the message lists those there are
   */
  Greek find(List<RiskFactor> named) {
    List<Greek> ofMeasure = greeks.all(measure);
    if (ofMeasure.isEmpty()) {
      throw new IllegalArgumentException("the result has no " + measure.label() + ", it has: " + greeks.numbers()
          .stream().map(number -> number.measure().label()).distinct().collect(Collectors.joining(", ")));
    }
    List<Greek> meant = ofMeasure.stream().filter(number -> isTakenBy(number, named)).toList();
    return switch (meant.size()) {
      case 0 -> throw new IllegalArgumentException(
          "there is no " + measure.label() + " by " + text(named) + ", but " + choices(ofMeasure));
      case 1 -> meant.getFirst();
      default -> meant.stream().filter(number -> number.factors().equals(named)).findFirst()
          .orElseThrow(() -> new IllegalArgumentException(measure.label()
              + (named.isEmpty() ? "" : " by " + text(named)) + " is not one number but " + choices(meant)));
    };
  }

  /** A factor that is named twice must be there twice. */
  private static boolean isTakenBy(Greek number, List<RiskFactor> named) {
    List<RiskFactor> left = new ArrayList<>(number.factors());
    return named.stream().allMatch(left::remove);
  }

  private static String choices(List<Greek> numbers) {
    return numbers.stream()
        .map(number -> number.factors().isEmpty()
            ? number.message().isEmpty() ? "one by nothing" : "none: " + number.message()
            : "one by " + text(number.factors()))
        .collect(Collectors.joining(", "));
  }

  private static String text(List<RiskFactor> factors) {
    return factors.stream().map(RiskFactor::toString).collect(Collectors.joining(" and "));
  }
}
