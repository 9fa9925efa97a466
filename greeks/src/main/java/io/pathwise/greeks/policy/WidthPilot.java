package io.pathwise.greeks.policy;

import io.pathwise.engine.run.Simulation;
import io.pathwise.engine.statistics.Estimate;
import io.pathwise.engine.statistics.SmoothingWidth;
import io.pathwise.greeks.estimator.Estimation;
import io.pathwise.greeks.estimator.Estimator;
import io.pathwise.greeks.estimator.EstimatorChoice;
import io.pathwise.greeks.estimator.RefusedException;
import io.pathwise.greeks.estimator.Validity;
import io.pathwise.greeks.measure.Target;
import io.pathwise.greeks.simulation.JobRun;
import io.pathwise.greeks.simulation.ProgramTemplate;
import io.pathwise.pricing.program.PricingProgram;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * Finds the width of a smoothing that was asked for without one: that with the least bias² + variance / paths, from
 * short simulations with noise that is never used for results. Start with {@link #find}.
 */
final class WidthPilot {

  /** Of thresholds, which compare logarithms of prices: ten per cent of a price. */
  private static final double WIDEST = 0.1;
  /** An extrapolation has so little bias left that it can afford more width. */
  private static final double EXTRAPOLATED = 2.0;

  /**
   * What was found.
   *
   * @param estimator
   *          with its width
   * @param note
   *          the width and the bias to be expected, for people
   */
  record Found(Estimator estimator, String note) {}

  private final ProgramTemplate structure;
  private final PricingProgram pricing;
  private final Simulation simulation;

  WidthPilot(ProgramTemplate structure, PricingProgram pricing, Simulation simulation) {
    this.structure = structure;
    this.pricing = pricing;
    this.simulation = simulation;
  }

  /**
   * The estimator with its width.
   *
   * @param paths
   *          how many paths are planned at most
   * @throws RefusedException
   *           when the estimator is not valid for the number
   */
  Found find(Target target, EstimatorChoice choice, long paths) {
    EstimatorChoice plain = choice == EstimatorChoice.SMOOTHED_RICHARDSON
        ? EstimatorChoice.SMOOTHED_NORMAL_CDF
        : choice;
    SmoothingWidth width = SmoothingWidth.choose(at -> estimate(target, new Estimator(plain, OptionalDouble.of(at))),
        WIDEST, paths);
    if (choice != plain) {
      return new Found(new Estimator(choice, OptionalDouble.of(EXTRAPOLATED * width.width())), "");
    }
    return new Found(new Estimator(choice, OptionalDouble.of(width.width())), String.format(Locale.ROOT,
        "width %.3g and bias %.2g ± %.1g by a pilot", width.width(), width.bias(), width.biasError()));
  }

  private Estimate estimate(Target target, Estimator estimator) {
    Estimation choice = structure.asked(target, estimator).stream().filter(Validity::valid).findFirst().orElseThrow()
        .choice();
    JobRun job = structure.start(structure.preparePilot(List.of(choice)), pricing, Pilot.NOISE).getFirst();
    job.extendTo(Pilot.BLOCKS, simulation);
    return job.inference(job.job().entries().getFirst()).estimate();
  }
}
