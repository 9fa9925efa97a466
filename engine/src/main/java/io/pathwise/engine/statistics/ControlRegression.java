package io.pathwise.engine.statistics;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * Control variates: the regression of an output's block means on the block means of outputs whose expectation is known.
 * The adjusted mean is what remains at controls of zero; {@link #adjustedTo} moves it to other expectations. A score
 * function has expectation zero, so it is a control, and its coefficient is the optimal baseline of a likelihood-ratio
 * estimator. Start with {@link #fit}.
 *
 * <p>
 * The coefficients are ordinary least squares. The standard error accounts for their being estimated: with B blocks and
 * p regressors the variance is (B − 2)/(B − p − 2) · σ²/B with σ² = residual sum of squares / (B − p − 1) (S. S.
 * Lavenberg, P. D. Welch, "A perspective on the use of control variables to increase the efficiency of Monte Carlo
 * simulations", Management Science 27, 1981). Residuals and adjusted mean are formed exactly for the coefficients found
 * and rounded once, so everything depends on the moments alone, not on the order in which they were gathered.
 *
 * <p>
 * With a randomised point set the samples are the means of the randomisations in place of the blocks: of 32 there is
 * one control at most, of 64 three. Controls beyond that are left out, in order of preference; the estimate stays right
 * without them.
 *
 * @param plain
 *          the estimate without controls
 * @param adjusted
 *          the estimate with controls; equal to plain if none is used
 * @param regressors
 *          one entry for each control, in the order given
 */
public record ControlRegression(Estimate plain, Estimate adjusted, List<Regressor> regressors) {

  /** What became of a control. */
  public enum Use {
    /** It is in the regression. */
    USED,
    /** All its block sums are equal. */
    CONSTANT,
    /** The controls before it explain it. */
    COLLINEAR,
    /**
     * A block sum of it, or of the output, is infinite or NaN, or its coefficient would exceed the range of doubles.
     */
    NOT_FINITE,
    /** There are too few samples for more controls than those before it. */
    TOO_FEW_SAMPLES
  }

  /**
   * A control in the regression.
   *
   * @param control
   *          its number among the outputs
   * @param use
   *          whether it was used, or why not
   * @param coefficient
   *          the adjusted mean is the mean of output − Σ coefficient · control; 0 unless used
   */
  public record Regressor(int control, Use use, double coefficient) {}

  /** Samples needed for each regressor. */
  public static final int SAMPLES_PER_REGRESSOR = 20;

  /** Copies the list. */
  public ControlRegression {
    regressors = List.copyOf(regressors);
  }

  /**
   * Regresses an output on controls, in order of preference: a control that is constant, or explained by those before
   * it, or beyond one for every {@value #SAMPLES_PER_REGRESSOR} samples, is left out.
   *
   * @param moments
   *          moments with the pairs of {@link MomentLayout#withControls}
   * @param controls
   *          numbers of outputs whose expectation is known
   */
  public static ControlRegression fit(BlockMoments moments, int output, int... controls) {
    CentredMoments centred = new CentredMoments(moments, output, controls);
    LeastSquares leastSquares = new LeastSquares(centred,
        moments.hasSpread() ? moments.samples() / SAMPLES_PER_REGRESSOR : 0);
    Use[] uses = new Use[controls.length];
    for (int i = 0; i < controls.length; i++) {
      boolean finite = moments.isFinite(output) && moments.isFinite(controls[i]);
      uses[i] = finite ? leastSquares.offer(i + 1) : Use.NOT_FINITE;
    }
    double[] coefficients = leastSquares.coefficients();
    List<Regressor> regressors = new ArrayList<>();
    for (int i = 0; i < controls.length; i++) {
      regressors.add(new Regressor(controls[i], uses[i], coefficients[i + 1]));
    }
    Estimate plain = moments.estimate(output);
    Estimate adjusted = leastSquares.accepted().isEmpty()
        ? plain
        : adjust(centred, coefficients, leastSquares.accepted(), plain);
    return new ControlRegression(plain, adjusted, regressors);
  }

  /** The numbers of the controls in the regression. */
  int[] used() {
    return regressors.stream().filter(regressor -> regressor.use() == Use.USED).mapToInt(Regressor::control).toArray();
  }

  /** The residuals as a linear combination of all outputs: 1 for the output itself, − coefficient for each control. */
  static double[] residual(int output, List<Regressor> regressors, int outputs) {
    double[] coefficients = new double[outputs];
    coefficients[output] = 1;
    regressors.forEach(regressor -> coefficients[regressor.control()] -= regressor.coefficient());
    return coefficients;
  }

  /** By which factor the estimated coefficients have enlarged the standard error of the residuals' mean; 1 if none. */
  double inflation() {
    double samples = plain.degreesOfFreedom() + 1.0;
    double used = plain.degreesOfFreedom() - adjusted.degreesOfFreedom();
    // Of two samples the formula is 0 / 0.
    return used == 0 ? 1 : Math.sqrt((samples - 2) * (samples - 1) / ((samples - used - 2) * (samples - used - 1)));
  }

  /**
   * The adjusted estimate when the controls' expectations are not zero.
   *
   * @param expectations
   *          one for each control, in the order given to {@link #fit}; those of controls not used are not looked at
   */
  public Estimate adjustedTo(double... expectations) {
    Dyadic shift = Dyadic.ZERO;
    for (int i = 0; i < expectations.length; i++) {
      Regressor regressor = regressors.get(i);
      if (regressor.use() == Use.USED) {
        shift = shift.plus(Dyadic.of(regressor.coefficient()).times(Dyadic.of(expectations[i])));
      }
    }
    return shift.isZero() ? adjusted : adjusted.withMean(Dyadic.of(adjusted.mean()).plus(shift).round());
  }

  private static Estimate adjust(CentredMoments centred, double[] coefficients, List<Integer> used, Estimate plain) {
    Dyadic sum = centred.sum(0);
    Dyadic residual = centred.product(0, 0);
    for (int i : used) {
      Dyadic coefficient = Dyadic.of(coefficients[i]);
      sum = sum.minus(coefficient.times(centred.sum(i)));
      residual = residual.minus(coefficient.times(centred.product(0, i)).times(2));
      for (int j : used) {
        residual = residual.plus(coefficient.times(Dyadic.of(coefficients[j])).times(centred.product(i, j)));
      }
    }
    long samples = plain.degreesOfFreedom() + 1;
    BigInteger paths = BigInteger.valueOf(plain.paths());
    BigInteger divisor = paths.pow(2).multiply(BigInteger.valueOf(samples - used.size() - 1))
        .multiply(BigInteger.valueOf(samples - used.size() - 2));
    return new Estimate(sum.roundQuotient(paths), residual.times(samples - 2).roundSqrtOfQuotient(divisor),
        plain.blocks(), plain.pathsPerBlock(), samples - used.size() - 1);
  }
}
