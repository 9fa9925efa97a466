package io.pathwise.greeks.simulation;

import io.pathwise.pricing.program.PricingProgram;

import io.pathwise.engine.derive.Smoothness.Grade;
import io.pathwise.engine.program.Inputs;
import io.pathwise.greeks.estimator.Estimation;
import io.pathwise.greeks.estimator.RewrittenProgram;
import io.pathwise.pricing.market.RiskFactor;
import io.pathwise.pricing.market.StochasticVariance;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Central differences with common noise (Glasserman 2003, section 7.1). Steps are small for first derivatives of
 * continuous payoffs, where the variance stays bounded; larger where it grows with the inverse of the step.
 *
 * @param factors
 *          one for a first derivative, two for a second
 * @param fine
 *          whether steps are small
 */
public record Bump(List<RiskFactor> factors, boolean fine) implements Combination {

  private static final double FINE = 1e-2;

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
    if (factors.size() == 1) {
      return first(inputs, factors.getFirst(), steps.getFirst());
    }
    return factors.getFirst().equals(factors.getLast())
        ? second(inputs, factors.getFirst(), steps.getFirst())
        : cross(inputs, factors, steps);
  }

  private List<Double> steps(Inputs inputs) {
    return factors.stream().map(factor -> coarse(factor, inputs) * (fine ? FINE : 1.0)).toList();
  }

  private static double coarse(RiskFactor factor, Inputs inputs) {
    return switch (factor) {
      case RiskFactor.Spot spot -> 0.01 * inputs.parameter(PricingProgram.parameter(spot));
      case RiskFactor.Vol vol -> 0.005;
      case RiskFactor.VolPillar pillar -> 0.005;
      case RiskFactor.Zero zero -> 0.002;
      case RiskFactor.ZeroPillar pillar -> 0.002;
      case RiskFactor.Dividend dividend -> 0.002;
      case RiskFactor.Correlation correlation ->
        Math.min(0.01, 0.5 * (1 - Math.abs(inputs.parameter(PricingProgram.parameter(correlation)))));
      case RiskFactor.ModelParameter parameter ->
        parameterStep(inputs.parameter(PricingProgram.parameter(parameter)), parameter.name());
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

  private static List<Term> first(Inputs inputs, RiskFactor factor, double h) {
    return List.of(new Term(0.5 / h, shifted(inputs, factor, h)),
        new Term(-0.5 / h, shifted(inputs, factor, -h)));
  }

  private static List<Term> second(Inputs inputs, RiskFactor factor, double h) {
    return List.of(new Term(1 / (h * h), shifted(inputs, factor, h)), new Term(-2 / (h * h), inputs),
        new Term(1 / (h * h), shifted(inputs, factor, -h)));
  }

  private static List<Term> cross(Inputs inputs, List<RiskFactor> factors, List<Double> steps) {
    List<Term> terms = new ArrayList<>();
    double weight = 0.25 / (steps.getFirst() * steps.getLast());
    for (int a : new int[]{1, -1}) {
      for (int b : new int[]{1, -1}) {
        Inputs moved = shifted(shifted(inputs, factors.getFirst(), a * steps.getFirst()), factors.getLast(),
            b * steps.getLast());
        terms.add(new Term(a * b * weight, moved));
      }
    }
    return terms;
  }

  private static Inputs shifted(Inputs inputs, RiskFactor factor, double amount) {
    String name = PricingProgram.parameter(factor);
    return inputs.withParameter(name, inputs.parameter(name) + amount);
  }
}
