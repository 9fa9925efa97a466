package io.pathwise.batch.lab;

import java.util.ArrayList;
import java.util.List;

/** All cases of the lab, in the order in which they are shown. */
public final class LabCases {
  private static final List<LabCase> ALL = List.of(new IdentityCase(), new QuadraticLossCase(), new AntitheticCase(),
      new BaselineCase(), new BernoulliCase(), new RejectionCase(), new HeavyTailsCase(), new TruncatedTailsCase(),
      new AbsorptionCase(),
      new BroadieGlassermanCase(), new DigitalStepsCase(), new LocalVolStepsCase(), new FirstPassageCase(),
      new NaivePathwiseCase(),
      new BarrierCase(),
      new HestonBarrierCase(),
      new AsianGammaCase(), new AutocallableCase(), new LivingStatesCase(), new RareEventsCase(),
      new CalibrationSearchCase(),
      new MixedEstimatorsCase(), new EffectsCase());

  private LabCases() {}

  /** The ids of all cases. */
  public static List<String> ids() {
    return ALL.stream().map(LabCase::id).toList();
  }

  /**
   * The cases of some ids, in the order in which they are shown; all when none is named.
   *
   * @throws IllegalArgumentException
   *           when there is no such case
   */
  static List<LabCase> select(List<String> ids) {
    List<String> unknown = new ArrayList<>(ids);
    unknown.removeAll(ids());
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "unknown case '" + unknown.getFirst() + "', allowed: " + String.join(", ", ids()));
    }
    return ALL.stream().filter(labCase -> ids.isEmpty() || ids.contains(labCase.id())).toList();
  }
}
