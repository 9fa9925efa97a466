package io.pathwise.pricing.analytic;

import org.apache.commons.math3.analysis.UnivariateFunction;
import org.apache.commons.math3.analysis.integration.gauss.GaussIntegrator;
import org.apache.commons.math3.analysis.integration.gauss.GaussIntegratorFactory;

/**
 * The standard bivariate normal cumulative distribution function, to about 1e-15 absolute.
 *
 * <p>
 * Source: R. L. Plackett, "A reduction formula for normal multivariate integrals", Biometrika 41 (1954), in the form of
 * A. Genz, "Numerical computation of rectangular bivariate and trivariate normal and t probabilities", Statistics and
 * Computing 14 (2004), equation (3): with correlation sin θ,
 *
 * <pre>
 * Φ₂(h, k, ρ) = Φ(h) Φ(k) + (1/2π) ∫₀^{asin ρ} exp(−(h² + k² − 2hk sin θ) / (2 cos² θ)) dθ.
 * </pre>
 *
 * For ρ near 1 the same integral is taken down from ρ = 1, where the probability is Φ(min(h, k)), over u = π/2 − θ in
 * panels that halve towards u = 0, where the integrand varies on every scale down to |h − k|. Start at {@link #cdf}.
 */
public final class BivariateNormal {
  private static final double NEAR_ONE = 0.8;
  private static final int POINTS = 24;
  private static final int PANELS_FROM_ZERO = 2;

  /** Panels below 2^−54 of the first cannot change the sum. */
  private static final int PANELS_FROM_ONE = 54;

  private static final GaussIntegratorFactory RULES = new GaussIntegratorFactory();

  private BivariateNormal() {}

  /**
   * P(X ≤ h, Y ≤ k) for standard normal X, Y with correlation ρ.
   *
   * @param h
   *          upper limit of X, may be infinite
   * @param k
   *          upper limit of Y, may be infinite
   * @param rho
   *          correlation in [−1, 1]
   */
  public static double cdf(double h, double k, double rho) {
    if (!(rho >= -1 && rho <= 1)) {
      throw new IllegalArgumentException("correlation is " + rho + ", must be a number from -1 to 1");
    }
    if (h == Double.NEGATIVE_INFINITY || k == Double.NEGATIVE_INFINITY) {
      return 0;
    }
    if (h == Double.POSITIVE_INFINITY || k == Double.POSITIVE_INFINITY) {
      return NormalProbability.cdf(Math.min(h, k));
    }
    if (rho < 0) {
      return Math.max(NormalProbability.cdf(h) - cdf(h, -k, -rho), 0);
    }
    return rho <= NEAR_ONE ? fromIndependence(h, k, rho) : fromEquality(h, k, rho);
  }

  private static double fromIndependence(double h, double k, double rho) {
    UnivariateFunction integrand = theta -> {
      double cosine = StrictMath.cos(theta);
      return StrictMath.exp(-(h * h + k * k - 2 * h * k * StrictMath.sin(theta)) / (2 * cosine * cosine));
    };
    double width = StrictMath.asin(rho) / PANELS_FROM_ZERO;
    double sum = 0;
    for (int panel = 0; panel < PANELS_FROM_ZERO && rho > 0; panel++) {
      sum += integrate(integrand, panel * width, (panel + 1) * width);
    }
    return NormalProbability.cdf(h) * NormalProbability.cdf(k) + sum / (2 * Math.PI);
  }

  private static double fromEquality(double h, double k, double rho) {
    double gap = h - k;
    UnivariateFunction integrand = u -> {
      double sine = StrictMath.sin(u);
      return StrictMath.exp(-gap * gap / (2 * sine * sine) - h * k / (1 + StrictMath.cos(u)));
    };
    double sum = 0;
    double upper = Math.acos(rho);
    for (int panel = 0; panel < PANELS_FROM_ONE && upper > 0; panel++) {
      sum += integrate(integrand, upper / 2, upper);
      upper /= 2;
    }
    return Math.max(NormalProbability.cdf(Math.min(h, k)) - sum / (2 * Math.PI), 0);
  }

  private static double integrate(UnivariateFunction integrand, double from, double to) {
    GaussIntegrator rule = RULES.legendre(POINTS, from, to);
    return rule.integrate(integrand);
  }
}
