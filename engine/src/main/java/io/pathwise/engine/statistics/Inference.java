package io.pathwise.engine.statistics;

import io.pathwise.engine.statistics.ControlRegression.Regressor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * The inference from the samples of an output: the estimate, regressed on as many controls as the samples support, the
 * standard error that may be stated with it, and whether that error can be believed. Start at {@link #of}.
 *
 * <p>
 * <b>Which controls.</b> The longest run of the controls, in the order given, whose regression leaves residuals that
 * vary and whose mean is near normal ({@link SampleShape}), each residual taken as it would be without its own batch
 * ({@link Leverage}). So a regression that fits the few blocks which carry a rare payoff is not used, and a residual
 * that is mere rounding, measured against what is summed, is no evidence of a small error.
 *
 * <p>
 * <b>The stated error</b> is that of {@link ControlRegression} or, where larger, of the jackknife; times the ratio of
 * Student's 97.5 % quantile to the normal one, so that ±1.96 of it is the 95 % interval however few the samples; times
 * {@link SampleShape#widening}.
 *
 * @param estimate
 *          mean and standard error before it was widened
 * @param regressors
 *          the controls that were used and those that were not
 * @param standardError
 *          the error to be stated; NaN without two samples
 * @param effectiveObservations
 *          how many observations of equal weight the mean rests on; infinite for normal samples, 0 where nothing varies
 * @param verdict
 *          whether the error can be believed
 */
public record Inference(Estimate estimate, List<Regressor> regressors, double standardError,
    double effectiveObservations, Verdict verdict) {

  /** Whether an error can be believed. */
  public enum Verdict {
    /** The mean is near normal, and its error is known. */
    NEAR_NORMAL,
    /** Few samples carry the mean, or there are few: it may be farther off than its error says. */
    FEW_OBSERVATIONS,
    /**
     * All samples are equal up to rounding: exact if no noise reaches the output, otherwise nothing is known.
     */
    NO_SPREAD,
    /** A sample is infinite or NaN. */
    NOT_FINITE
  }

  /**
   * The fewest observations of equal weight that an error may rest on: with fewer, Student's law of the mean breaks
   * down (of K events the relative error is 1/√K, here 20 %, and the error of that error half as much).
   */
  public static final int FEWEST_OBSERVATIONS = 25;

  /**
   * The same for randomisations. What is left of the error of a regular point set are often the few cells that a jump
   * of the payoff goes through, so that the means are uneven, but bounded, and the widened error covers them.
   */
  public static final int FEWEST_OF_RANDOMISATIONS = 4;

  /** Fewer samples do not tell how they are spread. */
  public static final int FEWEST_SAMPLES = 32;

  /** Deviations below this share of what is summed are rounding. */
  private static final double ROUNDING = 1e-10;

  private static final double NORMAL_QUANTILE = new NormalDistribution().inverseCumulativeProbability(0.975);

  /** Simulations stop at few different numbers of blocks. */
  private static final Map<Long, Double> STUDENT = new ConcurrentHashMap<>();

  /** Copies the list. */
  public Inference {
    regressors = List.copyOf(regressors);
  }

  /**
   * What moments say of an output.
   *
   * @param moments
   *          with the pairs of {@link MomentLayout#withControls}, and batches of all blocks or randomisations of equal
   *          length
   * @param controls
   *          numbers of outputs whose expectation is known, in order of preference
   * @param expectations
   *          of the controls
   * @param rounding
   *          how far rounding may move the output of a path, where large terms cancel; a smaller spread is no evidence
   * @throws IllegalArgumentException
   *           when neither batches nor randomisations are known
   */
  public static Inference of(BlockMoments moments, int output, int[] controls, double[] expectations,
      double rounding) {
    if (!moments.isFinite(output)) {
      return new Inference(moments.estimate(output).withMean(Double.NaN), List.of(), Double.NaN, 0,
          Verdict.NOT_FINITE);
    }
    Batches batches = moments.batches()
        .orElseThrow(() -> new IllegalArgumentException("the batches of the samples are not known"));
    Inference inference = of(moments, batches, output, controls, expectations, rounding);
    int fewer = lastUsed(inference);
    while (fewer >= 0 && inference.verdict() != Verdict.NEAR_NORMAL) {
      inference = of(moments, batches, output, Arrays.copyOf(controls, fewer), Arrays.copyOf(expectations, fewer),
          rounding);
      fewer = lastUsed(inference);
    }
    return inference;
  }

  /** The place of the last control in the regression; −1 if there is none. */
  private static int lastUsed(Inference inference) {
    int last = inference.regressors().size() - 1;
    while (last >= 0 && inference.regressors().get(last).use() != ControlRegression.Use.USED) {
      last--;
    }
    return last;
  }

  private static Inference of(BlockMoments moments, Batches batches, int output, int[] controls,
      double[] expectations, double rounding) {
    ControlRegression regression = ControlRegression.fit(moments, output, controls);
    Estimate estimate = regression.adjustedTo(expectations);
    if (batches.count() < 2) {
      return new Inference(estimate, regression.regressors(), Double.NaN, 0, Verdict.FEW_OBSERVATIONS);
    }
    double[] coefficients = ControlRegression.residual(output, regression.regressors(), moments.layout().outputs());
    double[] residuals = batches.deviations(coefficients);
    if (norm(residuals) <= ROUNDING * norm(batches.magnitudes(coefficients))
        || estimate.standardError() * Math.sqrt((double) estimate.paths()) <= rounding) {
      return new Inference(estimate, regression.regressors(), estimate.standardError(), 0, Verdict.NO_SPREAD);
    }
    double[] leftOut = Leverage.residuals(residuals, batches, regression.used());
    SampleShape shape = SampleShape.of(leftOut, batches.sizes());
    double jackknife = estimate.standardError() / regression.inflation() * norm(leftOut) / norm(residuals);
    double error = Math.max(estimate.standardError(), jackknife) * student(estimate.degreesOfFreedom())
        * shape.widening();
    int fewest = moments.layout().randomisations() > 0 ? FEWEST_OF_RANDOMISATIONS : FEWEST_OBSERVATIONS;
    boolean believable = shape.isNearNormal(fewest) && moments.samples() >= FEWEST_SAMPLES;
    return new Inference(estimate, regression.regressors(), error, shape.effectiveObservations(),
        believable ? Verdict.NEAR_NORMAL : Verdict.FEW_OBSERVATIONS);
  }

  /** Scaled, so that no square overflows or underflows. */
  private static double norm(double[] numbers) {
    double largest = Arrays.stream(numbers).map(Math::abs).max().orElse(0);
    return largest == 0 || !Double.isFinite(largest)
        ? largest
        : largest * ErrorProfile.norm(Arrays.stream(numbers).map(number -> number / largest).toArray());
  }

  /** Student's quantile as a multiple of the normal one. */
  private static double student(long degreesOfFreedom) {
    return degreesOfFreedom < 1
        ? Double.NaN
        : STUDENT.computeIfAbsent(degreesOfFreedom,
            degrees -> new TDistribution(null, (double) degrees).inverseCumulativeProbability(0.975) / NORMAL_QUANTILE);
  }
}
