package io.pathwise.greeks;

import io.pathwise.engine.range.OutputRanges;
import io.pathwise.engine.range.Range;
import io.pathwise.pricing.model.PricingProgram;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Finds numbers of a trade that are exact: once the direction of the last price has been integrated out, no noise
 * reaches them, which the program proves without being simulated. Start with {@link #find}.
 */
final class Noiseless {

  private static final Rewriting INTEGRATED = EstimatorChoice.CONDITIONAL_BRIDGE.rewriting(OptionalDouble.empty());
  private static final Target VALUE = new Target(Measure.VALUE, List.of());
  /** Programs that take longer to follow have something left to chance, such as every barrier and average. */
  private static final long MOST_EVALUATIONS = 50_000;

  private final Structure structure;
  private final PricingProgram pricing;
  private final Map<Target, Optional<Appraisal>> known = new HashMap<>();

  Noiseless(Structure structure, PricingProgram pricing) {
    this.structure = structure;
    this.pricing = pricing;
  }

  /** The exact estimator of a number, if there is one; of a derivative only where the value is exact, too. */
  Optional<Appraisal> find(Target target) {
    Optional<Appraisal> found = known.get(target);
    if (found == null) {
      found = target.equals(VALUE) || find(VALUE).isPresent() ? prove(target) : Optional.empty();
      known.put(target, found);
    }
    return found;
  }

  private Optional<Appraisal> prove(Target target) {
    Appraisal appraisal = structure.appraise(target,
        new Candidate(INTEGRATED, target.order() == 0 ? Rule.MEAN : Rule.PATHWISE));
    return appraisal.valid() && isKnown(structure.single(appraisal.choice()))
        ? Optional.of(appraisal)
        : Optional.empty();
  }

  private boolean isKnown(SingleNumber number) {
    return OutputRanges.of(number.program(), number.rewritten().inputs(pricing.inputs()), MOST_EVALUATIONS)
        .get(number.output()) instanceof Range.Known;
  }
}
