package io.pathwise.greeks.policy;

import io.pathwise.engine.range.Range;
import io.pathwise.greeks.estimator.Candidate;
import io.pathwise.greeks.estimator.EstimatorChoice;
import io.pathwise.greeks.estimator.Rewriting;
import io.pathwise.greeks.estimator.Rule;
import io.pathwise.greeks.estimator.Validity;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.greeks.measure.Target;
import io.pathwise.greeks.simulation.ProgramTemplate;
import io.pathwise.greeks.simulation.SingleNumber;
import io.pathwise.pricing.market.RiskFactor;
import io.pathwise.pricing.program.PricingProgram;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Finds numbers of a trade that are exact: no noise reaches them, as they are or once the direction of the last price
 * has been integrated out, which the program proves without being simulated. Start with {@link #find}.
 */
final class ExactNumbers {

  private static final Rewriting INTEGRATED = EstimatorChoice.CONDITIONAL_BRIDGE.rewriting(OptionalDouble.empty());
  private static final Target VALUE = new Target(Measure.VALUE, List.of());
  /** Noise reaches the outputs of programs that take longer to follow, such as every barrier and average. */
  private static final long MOST_EVALUATIONS = 50_000;

  private final ProgramTemplate structure;
  private final PricingProgram pricing;
  private final Map<Target, Optional<Validity>> known = new HashMap<>();

  ExactNumbers(ProgramTemplate structure, PricingProgram pricing) {
    this.structure = structure;
    this.pricing = pricing;
  }

  /** The exact estimator of a number, if there is one; of a derivative only where the value is exact, too. */
  Optional<Validity> find(Target target) {
    Optional<Validity> found = known.get(target);
    if (found == null) {
      found = target.equals(VALUE)
          ? prove(target, rewritings())
          : find(VALUE).flatMap(value -> derivative(target, value.candidate().rewriting()));
      known.put(target, found);
    }
    return found;
  }

  /**
   * Noise that cancels in the value whatever the data are cancels in its derivatives; only without volatility or time
   * may the data decide. What is not exact after all is simulated, and stated with its error.
   */
  private Optional<Validity> derivative(Target target, Rewriting ofValue) {
    if (!isRandom()) {
      return prove(target, rewritings());
    }
    Validity plain = structure.validity(target, Candidate.plain(Rule.PATHWISE));
    return Optional.of(plain.valid() && isZero(target, plain)
        ? plain
        : structure.validity(target, new Candidate(ofValue, Rule.PATHWISE))).filter(Validity::valid);
  }

  /** The value does not depend on the factors, or on quotes of a pillar that none of the trade's dates reach. */
  private boolean isZero(Target target, Validity plain) {
    boolean isOfPillars = target.factors().stream()
        .anyMatch(factor -> factor instanceof RiskFactor.VolPillar || factor instanceof RiskFactor.ZeroPillar);
    return plain.grade().equals(Validity.INDEPENDENT) || (isOfPillars && isKnown(structure.single(plain.choice())));
  }

  private Optional<Validity> prove(Target target, List<Rewriting> among) {
    Rule rule = target.order() == 0 ? Rule.MEAN : Rule.PATHWISE;
    return among.stream().map(rewriting -> structure.validity(target, new Candidate(rewriting, rule)))
        .filter(validity -> validity.valid() && isKnown(structure.single(validity.choice()))).findFirst();
  }

  /**
   * What may remove all noise: without volatility or time nothing needs to be integrated, and with them one direction
   * is enough only where the payoff bends at one step at most. What is decided all the same, such as an option that
   * nobody would exercise, turns out on the paths.
   */
  private List<Rewriting> rewritings() {
    List<Rewriting> rewritings = new ArrayList<>();
    if (!isRandom()) {
      rewritings.add(Rewriting.NONE);
    }
    if (structure.bendsAtOneStepAtMost()) {
      rewritings.add(INTEGRATED);
    }
    return rewritings;
  }

  private boolean isRandom() {
    return structure.hasTime() && !pricing.hasZeroVol();
  }

  private boolean isKnown(SingleNumber number) {
    Range range = Objects.requireNonNull(
        number.program().on(structure.inputs(number, pricing.inputs()), MOST_EVALUATIONS).get(number.output()));
    return range.fixed() || range instanceof Range.Known;
  }
}
