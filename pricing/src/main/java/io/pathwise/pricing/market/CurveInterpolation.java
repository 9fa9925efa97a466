package io.pathwise.pricing.market;

import io.pathwise.pricing.Recent;
import io.pathwise.pricing.Require;
import java.util.List;

/**
 * What a zero curve does between its pillars. With P(t) for the discount factor and f(t) = −d ln P / dt for the
 * instantaneous forward rate. Start at {@link #through}.
 */
public enum CurveInterpolation {
  /** ln P is linear between pillars, so that f is constant there; the zero rate is flat outside. */
  LINEAR_LOG_DISCOUNT("linear-log-discount") {
    @Override
    public Interpolation through(List<Double> times) {
      return new PillarInterpolation(times);
    }
  },
  /** The zero rate is linear between pillars and flat outside. */
  LINEAR_ZERO("linear-zero") {
    @Override
    public Interpolation through(List<Double> times) {
      return LinearRateInterpolation.of(times);
    }
  },
  /**
   * ln P is the natural cubic spline through ln P(0) = 0 and the pillars, so that f and its slope are continuous; f is
   * constant after the last pillar. It may become negative where zero rates are not.
   */
  NATURAL_CUBIC_LOG_DISCOUNT("natural-cubic-log-discount") {
    // Splines take the square of the number of pillars to make, and a curve is asked for its weights at every time.
    private static final Recent<List<Double>, Interpolation> LATELY = new Recent<>(64, NaturalCubicInterpolation::new);

    @Override
    public Interpolation through(List<Double> times) {
      return LATELY.of(List.copyOf(times));
    }
  };

  private final String label;

  CurveInterpolation(String label) {
    this.label = label;
  }

  /** The interpolation spelt {@code linear-log-discount}, {@code linear-zero}, ... */
  public static CurveInterpolation of(String label) {
    return Require.oneOf("interpolation", label, values(), CurveInterpolation::label);
  }

  /** The weights of pillars at times in years, positive and strictly increasing. */
  public abstract Interpolation through(List<Double> times);

  /** The spelling in files. */
  public String label() {
    return label;
  }
}
