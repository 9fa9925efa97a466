package io.pathwise.greeks.simulation;

import io.pathwise.engine.range.Range;
import io.pathwise.engine.statistics.Estimate;
import io.pathwise.engine.statistics.Inference;
import io.pathwise.greeks.measure.Accuracy;
import io.pathwise.greeks.measure.Greek;
import java.util.Locale;

/**
 * A number of a simulation with the error that may be stated for it, or with a status that says that its error cannot
 * be believed. Start at {@link #of}.
 *
 * @param value
 *          NaN when failed
 * @param standardError
 *          NaN when failed, and where nothing is known of it
 * @param status
 *          how far the error can be believed
 * @param message
 *          why it cannot; empty if it can
 * @param exact
 *          whether noise does not reach it, so that more paths would not change it
 * @param inference
 *          what the paths say
 */
public record StatedNumber(double value, double standardError, Greek.Status status, String message, boolean exact,
    Inference inference) {

  /** An interval that says no more than the paths do is left with this probability. */
  private static final double DOUBT = 0.05;
  private static final double NORMAL_QUANTILE = 1.96;
  /** What no path can leave by more than this share of the trade's largest quote is equal on all paths. */
  private static final double NOTHING = 1e-9;
  /** A payoff of more than so many times the trade's largest quote is a bound in name only. */
  private static final double SENSIBLE = 1e3;

  /** What a simulation says of an entry so far. */
  public static StatedNumber of(JobRun job, Job.Entry entry) {
    Inference inference = job.inference(entry);
    Estimate estimate = inference.estimate();
    return switch (inference.verdict()) {
      case NOT_FINITE -> new StatedNumber(Double.NaN, Double.NaN, Greek.Status.FAILED,
          entry.estimator() + " gives no finite number: " + NotFinite.reason(entry, job), false, inference);
      case NEAR_NORMAL ->
        new StatedNumber(estimate.mean(), inference.standardError(), Greek.Status.OK, "", false, inference);
      case FEW_OBSERVATIONS -> new StatedNumber(estimate.mean(), inference.standardError(), Greek.Status.FEW_HITS,
          fewHits(job, inference), false, inference);
      case NO_SPREAD -> withoutSpread(job, entry, inference);
    };
  }

  private static String fewHits(JobRun job, Inference inference) {
    int randomisations = job.sampling().randomisations();
    return randomisations > 0
        ? String.format(Locale.ROOT, "its %d randomisations are so uneven that they count as %.2g, where %d are needed"
            + " for its error to be believed", randomisations, inference.effectiveObservations(),
            Inference.FEWEST_OF_RANDOMISATIONS)
        : fewPaths(inference);
  }

  /** That few independent paths carry a number. */
  public static String fewPaths(Inference inference) {
    return String.format(Locale.ROOT,
        "few paths carry it: effectively %.2g observations, where %d are needed for its error to be believed",
        inference.effectiveObservations(), Inference.FEWEST_OBSERVATIONS);
  }

  /** The probability of what so many independent paths are likely to have met. */
  public static double rarest(long paths) {
    return -StrictMath.expm1(StrictMath.log(DOUBT) / paths);
  }

  /** That all paths gave the same, though others might not. */
  public static String allTheSame(long paths, double rarest) {
    return String.format(Locale.ROOT,
        "all %d paths gave the same, so what fewer than one in %.0f brings is not known", paths, 1 / rarest);
  }

  /** The standard error that covers what has not been seen, where it moves a path's number by so much at most. */
  public static double errorOfUnseen(double farthest, double rarest) {
    return farthest * rarest / NORMAL_QUANTILE;
  }

  /** Equal numbers on all paths are exact if no path can give another; else what is rare may not have been seen. */
  private static StatedNumber withoutSpread(JobRun job, Job.Entry entry, Inference inference) {
    double value = inference.estimate().mean();
    Range range = job.range(entry);
    double farthest = Math.max(value - range.lower(), range.upper() - value);
    if (range.fixed() || range instanceof Range.Known || farthest <= NOTHING * job.scale()) {
      double rounding = switch (range) {
        case Range.Known known -> known.error();
        case Range.Between between -> between.fixed() ? 0 : farthest;
        case Range.Line line -> farthest;
      };
      return new StatedNumber(value, Math.max(inference.standardError(), rounding), Greek.Status.OK, "", true,
          inference);
    }
    long paths = inference.estimate().paths();
    double rarest = rarest(job.sampling().independentPaths(paths));
    String seen = allTheSame(paths, rarest);
    if (farthest > SENSIBLE * job.scale()) {
      return new StatedNumber(value, Double.NaN, Greek.Status.NO_HITS, seen + ", and nothing bounds it", false,
          inference);
    }
    String bound = String.format(Locale.ROOT,
        "%s; as a path gives between %.6g and %.6g, the number lies between %.6g and %.6g with 95 %% confidence", seen,
        range.lower(), range.upper(), value - (value - range.lower()) * rarest,
        value + (range.upper() - value) * rarest);
    return new StatedNumber(value, errorOfUnseen(farthest, rarest), Greek.Status.NO_HITS, bound, false, inference);
  }

  /** The same, but not believed where the payoff has a part that paths so few are not likely to have met. */
  public StatedNumber withTail(JobRun job, Job.Entry entry) {
    return status == Greek.Status.OK && !exact && job.hasUnseenTail(entry, inference)
        ? new StatedNumber(value, standardError, Greek.Status.FEW_HITS,
            "a part of it is so rare that its paths are not likely to have met it", false, inference)
        : this;
  }

  /**
   * The same for a difference of values that jump on paths that cross a threshold, which its paths, if so few cross it,
   * are not likely to have met: the error covers with 95 % confidence what such paths bring.
   *
   * @param farthest
   *          by how much the payoff jumps at most
   */
  public StatedNumber withUnseenJumps(JobRun job, double farthest) {
    if (exact || !Double.isFinite(standardError)) {
      return this;
    }
    double unseen = errorOfUnseen(farthest, rarest(job.sampling().independentPaths(inference.estimate().paths())));
    String remark = String.format(Locale.ROOT, "%.2g of the standard error is for thresholds that no path may have met",
        unseen);
    return new StatedNumber(value, Math.hypot(standardError, unseen), status,
        message.isEmpty() ? remark : message + "; " + remark, false, inference);
  }

  /** Whether no more paths are needed: the error is believed, or bounded by the payoff, and small enough. */
  public boolean isWithin(Accuracy.TargetError target) {
    return switch (status) {
      case OK, NO_HITS -> exact || standardError <= Math.max(target.absolute(), target.relative() * Math.abs(value));
      case FAILED -> true;
      case FEW_HITS, MAXIMUM_PATHS, NOT_APPLICABLE -> false;
    };
  }
}
