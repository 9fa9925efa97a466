package io.pathwise.batch.profit;

import io.pathwise.batch.input.InvalidInputException;
import io.pathwise.batch.input.Scenario;
import io.pathwise.batch.log.Excerpt;
import io.pathwise.pricing.Require;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How much each scenario counts in a value at risk: as its file says, or by its age, which is historical simulation
 * with weights that fall by the same share from each day to the one before (Boudoukh, Richardson and Whitelaw 1998,
 * "The best of both worlds"). Start at {@link #of}.
 *
 * @param values
 *          in the order of the scenarios, 1 on average
 */
@SuppressWarnings("ArrayRecordComponent") // made here, and never compared
record ScenarioWeights(double[] values) {

  /**
   * Relative weights.
   *
   * @param weights
   *          above 0, at least one
   */
  static ScenarioWeights relative(double[] weights) {
    Require.that(weights.length > 0, "there is no weight, at least one is needed");
    double largest = Arrays.stream(weights).max().orElseThrow();
    double sum = Arrays.stream(weights).map(weight -> weight / largest).sum();
    return new ScenarioWeights(
        Arrays.stream(weights).map(weight -> weight / largest * (weights.length / sum)).toArray());
  }

  /**
   * The weights of a request's scenarios.
   *
   * @throws InvalidInputException
   *           when weights by age are asked for, and a date is none or a scenario has a weight already
   */
  static ScenarioWeights of(ValueAtRiskRequest request, List<Scenario> scenarios) {
    return relative(request.decay().isPresent()
        ? byAge(scenarios, request.decay().getAsDouble())
        : scenarios.stream().mapToDouble(Scenario::weight).toArray());
  }

  private static double[] byAge(List<Scenario> scenarios, double decay) {
    List<LocalDate> dates = scenarios.stream().map(ScenarioWeights::date).toList();
    List<Integer> latestFirst = IntStream.range(0, dates.size()).boxed()
        .sorted(Comparator.<Integer, LocalDate>comparing(dates::get).reversed()).toList();
    double[] weights = new double[dates.size()];
    for (int age = 0; age < weights.length; age++) {
      weights[latestFirst.get(age)] = Math.max(StrictMath.pow(decay, age), Double.MIN_NORMAL);
    }
    return weights;
  }

  private static LocalDate date(Scenario scenario) {
    if (scenario.weight() != 1) {
      throw new InvalidInputException(scenario.location(),
          "scenario " + Excerpt.quoted(scenario.id()) + " has a weight, which --decay excludes");
    }
    try {
      return LocalDate.parse(scenario.id());
    } catch (DateTimeParseException e) {
      throw new InvalidInputException(scenario.location(),
          "date is " + Excerpt.quoted(scenario.id()) + ", with --decay it must be an ISO date such as 2026-11-20", e);
    }
  }

  /**
   * How many scenarios of equal weight tell as much: (Σ w)² / Σ w² (Kish 1965, "Survey Sampling", section 11.7). Where
   * losses are independent of each other, and alike, the variance of any weighted mean is that of so many.
   */
  double effective() {
    double sum = Arrays.stream(values).sum();
    return sum * sum / Arrays.stream(values).map(weight -> weight * weight).sum();
  }
}
