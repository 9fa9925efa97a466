package io.pathwise.greeks.simulation;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.program.Pruning;
import io.pathwise.greeks.estimator.Candidate;
import io.pathwise.greeks.estimator.Estimation;
import io.pathwise.greeks.estimator.EstimatorCatalogue;
import io.pathwise.greeks.estimator.RefusedException;
import io.pathwise.greeks.estimator.RewrittenProgram;
import io.pathwise.greeks.estimator.RewrittenPrograms;
import io.pathwise.greeks.estimator.Rule;
import io.pathwise.greeks.estimator.Validity;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.greeks.measure.Target;
import io.pathwise.pricing.market.RiskFactor;
import io.pathwise.pricing.program.PricingProgram;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A program of the value of a product and of its derivatives by some risk factors, all by one estimator without bias:
 * pathwise where the payoff is continuous, else the first that structure prefers and that is valid for every factor.
 * Start at {@link #of}.
 *
 * @param program
 *          with the output {@link PricingProgram#VALUE} and one for every derivative
 * @param derivatives
 *          the names of the derivatives, in the order of the factors; empty for factors that the value does not see
 * @param estimator
 *          its name
 * @param rewritten
 *          knows the data
 * @param pricing
 *          the product's program, with the data of the market
 */
public record GradientProgram(Program program, List<Optional<String>> derivatives, String estimator,
    RewrittenProgram rewritten, PricingProgram pricing) {

  /** Copies the list. */
  public GradientProgram {
    derivatives = List.copyOf(derivatives);
  }

  /**
   * The program.
   *
   * @param factors
   *          parameters of models, or volatilities
   * @throws RefusedException
   *           when no estimator without bias is valid for all of them, with the reason; or the value sees none of them
   */
  public static GradientProgram of(PricingProgram pricing, List<RiskFactor> factors) {
    RewrittenPrograms programs = new RewrittenPrograms(pricing);
    List<String> parameters = pricing.program().parameters().stream().map(Expr.Parameter::name).toList();
    List<RiskFactor> seen = factors.stream().filter(factor -> parameters.contains(PricingProgram.parameter(factor)))
        .toList();
    if (seen.isEmpty()) {
      throw new RefusedException("its value depends on none of " + factors);
    }
    Candidate candidate = candidate(new EstimatorCatalogue(programs), seen);
    List<Estimation> choices = new ArrayList<>();
    seen.forEach(factor -> choices.add(Estimation.of(target(factor), candidate)));
    choices.add(Estimation.of(new Target(Measure.VALUE, List.of()), new Candidate(candidate.rewriting(), Rule.MEAN)));
    Job job = new JobPlanner(programs).plan(choices).getFirst();
    Map<RiskFactor, String> outputs = new LinkedHashMap<>();
    for (Job.Entry entry : job.entries()) {
      entry.choice().target().factors().forEach(factor -> outputs.put(factor, entry.output()));
    }
    Program whole = job.program();
    List<String> needed = new ArrayList<>(List.of(PricingProgram.VALUE));
    needed.addAll(outputs.values());
    return new GradientProgram(Pruning.prune(whole.withOutputs(needed.stream().map(whole::output).toList())),
        factors.stream().map(factor -> Optional.ofNullable(outputs.get(factor))).toList(), candidate.label(),
        job.rewritten(), pricing);
  }

  private static Target target(RiskFactor factor) {
    return new Target(Measure.MODEL_PARAMETER, List.of(factor));
  }

  /** The first that is valid for all of those that structure prefers for one of them. */
  private static Candidate candidate(EstimatorCatalogue catalogue, List<RiskFactor> factors) {
    String reason = "no estimator without bias is known";
    for (RiskFactor preferring : factors) {
      Optional<Validity> preferred = catalogue.preferred(target(preferring));
      if (preferred.isEmpty()) {
        throw new RefusedException("no estimator of its derivative by " + preferring + " is without bias");
      }
      Candidate candidate = preferred.get().candidate();
      Optional<Validity> obstacle = factors.stream().map(factor -> catalogue.validity(target(factor), candidate))
          .filter(validity -> !validity.valid()).findFirst();
      if (obstacle.isEmpty()) {
        return candidate;
      }
      reason = "%s is not valid for its derivative by %s: %s".formatted(candidate.label(),
          obstacle.get().choice().target().factors().getFirst(), obstacle.get().reason());
    }
    throw new RefusedException(reason);
  }

  /** The data of the program on the market, with other values of some factors. */
  public Inputs inputs(List<RiskFactor> factors, double[] values) {
    Inputs moved = pricing.inputs();
    for (int k = 0; k < values.length; k++) {
      if (derivatives.get(k).isPresent()) {
        moved = moved.withParameter(PricingProgram.parameter(factors.get(k)), values[k]);
      }
    }
    return rewritten.inputs(moved);
  }
}
