package io.pathwise.greeks.simulation;

import io.pathwise.engine.derive.Smoothness.Grade;
import io.pathwise.engine.program.Inputs;
import io.pathwise.greeks.estimator.Estimation;
import io.pathwise.greeks.estimator.RewrittenProgram;
import io.pathwise.pricing.market.RiskFactor;
import io.pathwise.pricing.market.StochasticVariance;
import io.pathwise.pricing.program.PricingProgram;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Central differences with common noise (Glasserman 2003, section 7.1); for several factors, differences of
 * differences. Steps are small for first derivatives of continuous payoffs, where the variance stays bounded; larger
 * where it grows with the inverse of the step, and larger still where it grows with high powers of that.
 *
 * @param factors
 *          as many as the order of the derivative
 * @param fine
 *          whether steps are small
 */
public record Bump(List<RiskFactor> factors, boolean fine) implements Combination {

  private static final double FINE = 1e-2;
  /** For spots, of which there are several in a derivative of third order. */
  private static final double WIDE = 2;

  /**
   * A place where the value is taken for the derivative of some order by one factor.
   *
   * @param steps
   *          from the factor as it is
   * @param coefficient
   *          what the value counts with, before it is divided by a power of the step
   */
  private record Point(int steps, double coefficient) {}

  static Bump of(RewrittenProgram rewritten, Estimation choice) {
    List<RiskFactor> factors = choice.target().factors();
    boolean fine = factors.size() == 1 && rewritten
        .value(rewritten.parameter(PricingProgram.parameter(factors.getFirst()))).grade() != Grade.DISCONTINUOUS;
    return new Bump(factors, fine);
  }

  @Override
  public String note(Inputs inputs) {
    return "biased: central difference with step "
        + steps(inputs).stream().map(Object::toString).distinct().collect(Collectors.joining(" and "));
  }

  @Override
  public List<Term> terms(Inputs inputs) {
    List<Double> steps = steps(inputs);
    double divisor = 1;
    for (double step : steps) {
      divisor *= step;
    }
    List<Term> points = List.of(new Term(1, inputs));
    for (RiskFactor factor : factors.stream().distinct().toList()) {
      double step = steps.get(factors.indexOf(factor));
      points = points.stream().flatMap(point -> stencil(Collections.frequency(factors, factor)).stream()
          .map(moved -> new Term(point.weight() * moved.coefficient(),
              moved.steps() == 0 ? point.inputs() : shifted(point.inputs(), factor, moved.steps() * step))))
          .toList();
    }
    double power = divisor;
    return points.stream().map(point -> new Term(point.weight() / power, point.inputs())).toList();
  }

  /** The central difference of an order. */
  private static List<Point> stencil(int order) {
    return switch (order) {
      case 1 -> List.of(new Point(1, 0.5), new Point(-1, -0.5));
      case 2 -> List.of(new Point(1, 1), new Point(0, -2), new Point(-1, 1));
      case 3 -> List.of(new Point(2, 0.5), new Point(1, -1), new Point(-1, 1), new Point(-2, -0.5));
      default -> throw new IllegalArgumentException("no difference quotient of order " + order);
    };
  }

  private List<Double> steps(Inputs inputs) {
    return factors.stream().map(factor -> coarse(factor, inputs) * (fine ? FINE : 1.0)
        * (factors.size() > 2 && factor instanceof RiskFactor.Spot ? WIDE : 1.0)).toList();
  }

  private static double coarse(RiskFactor factor, Inputs inputs) {
    return switch (factor) {
      case RiskFactor.Spot spot -> 0.01 * inputs.parameter(PricingProgram.parameter(spot));
      case RiskFactor.Vol vol -> 0.005;
      case RiskFactor.VolPillar pillar -> 0.005;
      case RiskFactor.QuotedVol quote -> 0.005;
      case RiskFactor.Zero zero -> 0.002;
      case RiskFactor.ZeroPillar pillar -> 0.002;
      case RiskFactor.Dividend dividend -> 0.002;
      case RiskFactor.Correlation correlation ->
        Math.min(0.01, 0.5 * (1 - Math.abs(inputs.parameter(PricingProgram.parameter(correlation)))));
      case RiskFactor.ModelParameter parameter ->
        parameterStep(inputs.parameter(PricingProgram.parameter(parameter)), parameter.name());
      case RiskFactor.ExerciseTime time -> throw new IllegalArgumentException(time + " is not a quote");
      case RiskFactor.ValuationTime time -> Math.min(1.0 / 365, 0.25 * firstStep(inputs));
    };
  }

  /** A share of the parameter, or of the distance to where a correlation ends. */
  private static double parameterStep(double value, String name) {
    return name.equals(StochasticVariance.RHO)
        ? Math.min(0.01, 0.5 * (1 - Math.abs(value)))
        : value == 0 ? 0.005 : 0.02 * Math.abs(value);
  }

  private static double firstStep(Inputs inputs) {
    for (double length : inputs.stepValue(PricingProgram.STEP_LENGTH)) {
      if (length > 0) {
        return length;
      }
    }
    return 1.0;
  }

  private static Inputs shifted(Inputs inputs, RiskFactor factor, double amount) {
    String name = PricingProgram.parameter(factor);
    return inputs.withParameter(name, inputs.parameter(name) + amount);
  }
}
