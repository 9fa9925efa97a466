package io.pathwise.engine.sample;

import io.pathwise.engine.random.NoiseKind;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.apache.commons.math3.analysis.integration.gauss.GaussIntegrator;
import org.apache.commons.math3.analysis.integration.gauss.GaussIntegratorFactory;
import org.apache.commons.math3.distribution.GammaDistribution;
import org.apache.commons.math3.distribution.NormalDistribution;

/**
 * A continuous law with arguments, and what Commons Math knows about it. {@link #all} lists the test cases.
 */
final class ContinuousLaw {

  /** An independent implementation of the law. */
  interface Oracle {
    double density(double x, double[] a);

    double cdf(double x, double[] a);

    /** The ends of the support, or of an interval that holds all but 1e-30 of the mass. */
    double[] range(double[] a);

    /** The ends of the intervals on each of which the density is smooth enough for a Gauss rule of order 16. */
    default double[] panels(double[] a) {
      int count = 40;
      double[] range = range(a);
      double[] panels = new double[count + 1];
      for (int i = 0; i <= count; i++) {
        panels[i] = range[0] + i * (range[1] - range[0]) / count;
      }
      return panels;
    }
  }

  private static final NormalDistribution STANDARD = new NormalDistribution();
  private static final GaussIntegratorFactory GAUSS = new GaussIntegratorFactory();

  private final Distribution distribution;
  private final double[] a;
  private final Set<Integer> bounds;
  private final Oracle oracle;

  private ContinuousLaw(Distribution distribution, double[] a, Set<Integer> bounds, Oracle oracle) {
    this.distribution = distribution;
    this.a = a;
    this.bounds = bounds;
    this.oracle = oracle;
  }

  Distribution distribution() {
    return distribution;
  }

  /** The arguments. */
  double[] a() {
    return a;
  }

  /** Which arguments move the support. */
  Set<Integer> bounds() {
    return bounds;
  }

  /** Density, cdf and support for any arguments. */
  Oracle oracle() {
    return oracle;
  }

  static Stream<ContinuousLaw> all() {
    double infinity = Double.POSITIVE_INFINITY;
    Stream<ContinuousLaw> untruncated = Stream.of(
        new ContinuousLaw(new Normal(), new double[]{0.3, 1.7}, Set.of(), new NormalOracle()),
        new ContinuousLaw(new Uniform(), new double[]{-1.0, 2.5}, Set.of(0, 1), new UniformOracle()),
        new ContinuousLaw(new Exponential(), new double[]{1.3}, Set.of(), new ExponentialOracle()));
    Stream<ContinuousLaw> truncated = List.of(new double[]{0.2, 1.5, -1.0, 2.0}, new double[]{0.5, 2.0, 3.0, 4.0},
        new double[]{0.5, 0.5, -1.0, -0.5}, new double[]{0.0, 1.0, 1.0, infinity},
        new double[]{0.3, 1.2, -infinity, -0.5}, new double[]{0.3, 1.2, -infinity, infinity},
        new double[]{0.0, 1.0, 6.0, 7.0}, new double[]{0.0, 1.0, 8.0, infinity},
        new double[]{0.0, 1.0, -infinity, -20.0}).stream().map(ContinuousLaw::truncated);
    Stream<ContinuousLaw> gammas = Stream.of(new double[]{0.3, 1.0}, new double[]{0.06, 2.0}, new double[]{1.0, 0.5},
        new double[]{4.2, 1.3}, new double[]{18.0, 0.8})
        .map(a -> new ContinuousLaw(new Gamma(), a, Set.of(), new GammaOracle()));
    return Stream.of(untruncated, truncated, gammas).flatMap(laws -> laws);
  }

  private static ContinuousLaw truncated(double[] a) {
    Set<Integer> bounds = Double.isInfinite(a[2])
        ? Double.isInfinite(a[3]) ? Set.of() : Set.of(3)
        : Double.isInfinite(a[3]) ? Set.of(2) : Set.of(2, 3);
    return new ContinuousLaw(new TruncatedNormal(), a, bounds, new TruncatedNormalOracle());
  }

  @Override
  public String toString() {
    return distribution.name() + Arrays.toString(a);
  }

  /** E f(X), by Gauss-Legendre quadrature against the oracle's density. */
  double expectation(DoubleUnaryOperator f, double[] arguments) {
    double[] panels = oracle.panels(arguments);
    double total = 0.0;
    for (int i = 0; i + 1 < panels.length; i++) {
      GaussIntegrator panel = GAUSS.legendre(16, panels[i], panels[i + 1]);
      total += panel.integrate(x -> f.applyAsDouble(x) * oracle.density(x, arguments));
    }
    return total;
  }

  /**
   * E h(noise): the trapezoidal rule in z with noise = z or Φ(z), which converges faster than any power of the step.
   */
  double expectationOverNoise(DoubleUnaryOperator h) {
    double step = 0.05;
    double total = 0.0;
    for (int i = -165; i <= 165; i++) {
      double z = i * step;
      total += step * STANDARD.density(z) * h.applyAsDouble(noise(z));
    }
    return total;
  }

  /** The noise of the law that belongs to a standard normal number. */
  double noise(double z) {
    return distribution.noise() == NoiseKind.NORMAL ? z : STANDARD.cumulativeProbability(z);
  }

  private record NormalOracle() implements Oracle {
    @Override
    public double density(double x, double[] a) {
      return new NormalDistribution(a[0], a[1]).density(x);
    }

    @Override
    public double cdf(double x, double[] a) {
      return new NormalDistribution(a[0], a[1]).cumulativeProbability(x);
    }

    @Override
    public double[] range(double[] a) {
      return new double[]{a[0] - 12.0 * a[1], a[0] + 12.0 * a[1]};
    }
  }

  private record UniformOracle() implements Oracle {
    @Override
    public double density(double x, double[] a) {
      return x < a[0] || x > a[1] ? 0.0 : 1.0 / (a[1] - a[0]);
    }

    @Override
    public double cdf(double x, double[] a) {
      return Math.clamp((x - a[0]) / (a[1] - a[0]), 0.0, 1.0);
    }

    @Override
    public double[] range(double[] a) {
      return a;
    }
  }

  private record ExponentialOracle() implements Oracle {
    @Override
    public double density(double x, double[] a) {
      return x < 0.0 ? 0.0 : a[0] * Math.exp(-a[0] * x);
    }

    @Override
    public double cdf(double x, double[] a) {
      return x < 0.0 ? 0.0 : 1.0 - Math.exp(-a[0] * x);
    }

    @Override
    public double[] range(double[] a) {
      return new double[]{0.0, 70.0 / a[0]};
    }
  }

  private record GammaOracle() implements Oracle {
    @Override
    public double density(double x, double[] a) {
      return x <= 0.0 ? 0.0 : Math.exp(law(a).logDensity(x));
    }

    @Override
    public double cdf(double x, double[] a) {
      return x <= 0.0 ? 0.0 : org.apache.commons.math3.special.Gamma.regularizedGammaP(a[0], x / a[1], 1e-15, 100000);
    }

    @Override
    public double[] range(double[] a) {
      return new double[]{0.0, a[1] * (a[0] + 12.0 * Math.sqrt(a[0]) + 70.0)};
    }

    /** Twice as wide from one to the next, since the density is a power at 0. */
    @Override
    public double[] panels(double[] a) {
      int count = 1_000;
      double[] panels = new double[count + 1];
      panels[count] = range(a)[1];
      for (int i = count - 1; i >= 0; i--) {
        panels[i] = 0.5 * panels[i + 1];
      }
      return panels;
    }

    private static GammaDistribution law(double[] a) {
      return new GammaDistribution(null, a[0], a[1]);
    }
  }

  private record TruncatedNormalOracle() implements Oracle {
    @Override
    public double density(double x, double[] a) {
      double mass = mass((a[2] - a[0]) / a[1], (a[3] - a[0]) / a[1]);
      return x < a[2] || x > a[3] ? 0.0 : STANDARD.density((x - a[0]) / a[1]) / (a[1] * mass);
    }

    @Override
    public double cdf(double x, double[] a) {
      double left = (a[2] - a[0]) / a[1];
      double middle = (Math.clamp(x, a[2], a[3]) - a[0]) / a[1];
      return mass(left, middle) / mass(left, (a[3] - a[0]) / a[1]);
    }

    @Override
    public double[] range(double[] a) {
      double lower = Math.max(a[2], Math.min(a[0], a[3]) - 12.0 * a[1]);
      double upper = Math.min(a[3], Math.max(a[0], a[2]) + 12.0 * a[1]);
      return new double[]{lower, upper};
    }

    /** Φ(right) − Φ(left), by the smaller tail. */
    private static double mass(double left, double right) {
      return left > 0.0
          ? STANDARD.cumulativeProbability(-left) - STANDARD.cumulativeProbability(-right)
          : STANDARD.cumulativeProbability(right) - STANDARD.cumulativeProbability(left);
    }
  }
}
