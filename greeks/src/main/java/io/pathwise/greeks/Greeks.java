package io.pathwise.greeks;

import io.pathwise.pricing.market.RiskFactor;
import java.util.List;

/**
 * The result for one trade.
 *
 * @param numbers
 *          in the order of measures asked for, within a measure in the order of the market's factors; per unit of the
 *          product (quantity not applied)
 * @param backend
 *          the name of the backend
 * @param seconds
 *          wall time, compilation included
 */
public record Greeks(List<Greek> numbers, String backend, double seconds) {

  /** Copies the list. */
  public Greeks {
    numbers = List.copyOf(numbers);
  }

  /** All numbers of a measure. */
  public List<Greek> all(Measure measure) {
    return numbers.stream().filter(number -> number.measure() == measure).toList();
  }

  /**
   * The number of a measure for the given factors.
   *
   * @throws IllegalArgumentException
   *           when the result has none, naming those it has
   */
  public Greek get(Measure measure, RiskFactor... factors) {
    return numbers.stream().filter(number -> number.measure() == measure && number.factors().equals(List.of(factors)))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no " + measure.label() + " by " + List.of(factors) + " among "
            + all(measure).stream().map(Greek::factorText).toList()));
  }
}
