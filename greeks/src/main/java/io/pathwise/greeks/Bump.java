package io.pathwise.greeks;

import io.pathwise.engine.derive.Smoothness.Grade;
import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.program.Inputs;
import io.pathwise.pricing.market.RiskFactor;
import io.pathwise.pricing.model.PricingProgram;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Central differences with common noise (Glasserman 2003, section 7.1). Steps are small for first derivatives of
 * continuous payoffs, where the variance stays bounded; larger where it grows with the inverse of the step.
 *
 * @param terms
 *          the data of the difference
 * @param note
 *          what people should know: the bias and the steps
 */
record Bump(List<Job.Term> terms, String note) {

  private static final double FINE = 1e-2;

  static Bump of(Candidates candidates, Choice choice) {
    List<RiskFactor> factors = choice.target().factors();
    List<Double> steps = new ArrayList<>();
    for (RiskFactor factor : factors) {
      Expr.Parameter parameter = candidates.parameter(PricingProgram.parameter(factor));
      boolean fine = factors.size() == 1 && candidates.value(parameter).grade() != Grade.DISCONTINUOUS;
      steps.add(coarse(factor, candidates.inputs()) * (fine ? FINE : 1.0));
    }
    List<Job.Term> terms = factors.size() == 1
        ? first(candidates.inputs(), factors.getFirst(), steps.getFirst())
        : factors.getFirst().equals(factors.getLast())
            ? second(candidates.inputs(), factors.getFirst(), steps.getFirst())
            : cross(candidates.inputs(), factors, steps);
    String text = steps.stream().map(Object::toString).collect(Collectors.joining(" and "));
    return new Bump(terms, "biased: central difference with step " + text);
  }

  private static double coarse(RiskFactor factor, Inputs inputs) {
    return switch (factor) {
      case RiskFactor.Spot spot -> 0.01 * inputs.parameter(PricingProgram.parameter(spot));
      case RiskFactor.Vol vol -> 0.005;
      case RiskFactor.VolPillar pillar -> 0.005;
      case RiskFactor.Zero zero -> 0.002;
      case RiskFactor.ZeroPillar pillar -> 0.002;
      case RiskFactor.Dividend dividend -> 0.002;
      case RiskFactor.Correlation correlation -> 0.01;
      case RiskFactor.ValuationTime time -> Math.min(1.0 / 365, 0.25 * firstStep(inputs));
    };
  }

  private static double firstStep(Inputs inputs) {
    for (double length : inputs.stepValue(PricingProgram.STEP_LENGTH)) {
      if (length > 0) {
        return length;
      }
    }
    return 1.0;
  }

  private static List<Job.Term> first(Inputs inputs, RiskFactor factor, double h) {
    return List.of(new Job.Term(0.5 / h, shifted(inputs, factor, h)),
        new Job.Term(-0.5 / h, shifted(inputs, factor, -h)));
  }

  private static List<Job.Term> second(Inputs inputs, RiskFactor factor, double h) {
    return List.of(new Job.Term(1 / (h * h), shifted(inputs, factor, h)), new Job.Term(-2 / (h * h), inputs),
        new Job.Term(1 / (h * h), shifted(inputs, factor, -h)));
  }

  private static List<Job.Term> cross(Inputs inputs, List<RiskFactor> factors, List<Double> steps) {
    List<Job.Term> terms = new ArrayList<>();
    double weight = 0.25 / (steps.getFirst() * steps.getLast());
    for (int a : new int[]{1, -1}) {
      for (int b : new int[]{1, -1}) {
        Inputs moved = shifted(shifted(inputs, factors.getFirst(), a * steps.getFirst()), factors.getLast(),
            b * steps.getLast());
        terms.add(new Job.Term(a * b * weight, moved));
      }
    }
    return terms;
  }

  private static Inputs shifted(Inputs inputs, RiskFactor factor, double amount) {
    String name = PricingProgram.parameter(factor);
    return inputs.withParameter(name, inputs.parameter(name) + amount);
  }
}
