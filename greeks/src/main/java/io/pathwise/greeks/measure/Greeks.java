package io.pathwise.greeks.measure;

import io.pathwise.pricing.Require;
import io.pathwise.pricing.market.RiskFactor;
import java.util.Arrays;
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

  /** Copies the list; none of the arguments may be null. */
  public Greeks {
    numbers = Require.elements("numbers", numbers);
    Require.given("backend", backend);
  }

  /** All numbers of a measure. */
  public List<Greek> all(Measure measure) {
    Require.given("measure", measure);
    return numbers.stream().filter(number -> number.measure() == measure).toList();
  }

  /**
   * The number of a measure by the given factors, in any order. What is implied need not be named: nothing where the
   * measure has one number ({@code get(THETA)}, and {@code get(GAMMA)} of a product on one asset), one spot for a
   * gamma, the spot or the vol of an asset for its vanna.
   *
   * @param factors
   *          as many of the number's factors as tell it from the measure's other numbers
   * @throws IllegalArgumentException
   *           when the result has no such number, or more than one, listing those it has
   */
  public Greek get(Measure measure, RiskFactor... factors) {
    return new NumberSelection(this, Require.given("measure", measure))
        .find(Require.elements("factors", Arrays.asList(Require.given("factors", factors))));
  }
}
