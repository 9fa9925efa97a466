package io.pathwise.engine.sample;

import static org.apache.commons.math3.special.Beta.logBeta;
import static org.apache.commons.math3.special.Beta.regularizedBeta;
import static org.apache.commons.math3.special.Gamma.logGamma;
import static org.apache.commons.math3.special.Gamma.regularizedGammaP;

import io.pathwise.engine.graph.Distribution;
import io.pathwise.engine.random.NoiseKind;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.apache.commons.math3.analysis.integration.gauss.GaussIntegrator;
import org.apache.commons.math3.analysis.integration.gauss.GaussIntegratorFactory;
import org.apache.commons.math3.distribution.LaplaceDistribution;
import org.apache.commons.math3.distribution.LogisticDistribution;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.distribution.TDistribution;

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
    Stream<ContinuousLaw> symmetric = Stream.of(
        new ContinuousLaw(new Laplace(), new double[]{0.4, 1.3}, Set.of(), new LaplaceOracle()),
        new ContinuousLaw(new Logistic(), new double[]{-0.3, 0.7}, Set.of(), new LogisticOracle()));
    Stream<ContinuousLaw> truncatedLogistic = List.of(new double[]{0.2, 0.8, -1.0, 2.0},
        new double[]{0.5, 0.4, 3.0, 4.0}, new double[]{0.0, 0.5, 1.0, infinity},
        new double[]{0.3, 0.6, -infinity, -0.5},
        new double[]{0.3, 1.2, -infinity, infinity}, new double[]{0.0, 0.5, 10.0, infinity},
        new double[]{0.0, 0.5, -11.0, -10.0}).stream()
        .map(a -> new ContinuousLaw(new TruncatedLogistic(), a, bounds(a), new TruncatedLogisticOracle()));
    Stream<ContinuousLaw> unit = Stream.of(new double[]{2.0, 3.5}, new double[]{0.4, 1.6})
        .map(a -> new ContinuousLaw(new Kumaraswamy(), a, Set.of(), new KumaraswamyOracle()));
    Stream<ContinuousLaw> betas = Stream.of(new double[]{2.5, 3.1}, new double[]{0.3, 1.7}, new double[]{0.9, 12.0})
        .map(a -> new ContinuousLaw(new Beta(), a, Set.of(), new BetaOracle()));
    Stream<ContinuousLaw> students = Stream.of(new double[]{15.0, 0.3, 1.2}, new double[]{40.0, -0.2, 0.5})
        .map(a -> new ContinuousLaw(new StudentT(), a, Set.of(), new StudentOracle()));
    return Stream.of(untruncated, symmetric, truncated, truncatedLogistic, gammas, unit, betas, students)
        .flatMap(laws -> laws);
  }

  private static ContinuousLaw truncated(double[] a) {
    return new ContinuousLaw(new TruncatedNormal(), a, bounds(a), new TruncatedNormalOracle());
  }

  private static Set<Integer> bounds(double[] a) {
    return Double.isInfinite(a[2])
        ? Double.isInfinite(a[3]) ? Set.of() : Set.of(3)
        : Double.isInfinite(a[3]) ? Set.of(2) : Set.of(2, 3);
  }

  @Override
  public String toString() {
    return distribution.name() + Arrays.toString(a);
  }

  /**
   * E f(X), by Gauss-Legendre quadrature against the oracle's density.
   *
   * @param kinks
   *          where f or the density has one
   */
  double expectation(DoubleUnaryOperator f, double[] arguments, double... kinks) {
    double[] even = oracle.panels(arguments);
    DoubleStream inside = DoubleStream.of(kinks)
        .filter(x -> DoubleStream.of(even).allMatch(end -> Math.abs(x - end) > 1e-12)
            && x > even[0] && x < even[even.length - 1]);
    double[] panels = DoubleStream.concat(DoubleStream.of(even), inside).sorted().distinct().toArray();
    double total = 0.0;
    for (int i = 0; i + 1 < panels.length; i++) {
      GaussIntegrator panel = GAUSS.legendre(16, panels[i], panels[i + 1]);
      total += panel.integrate(x -> f.applyAsDouble(x) * oracle.density(x, arguments));
    }
    return total;
  }

  /**
   * E h(noise), by Gauss-Legendre quadrature in z with noise = z or Φ(z). One of the panels begins at z = 0, where some
   * laws have a kink.
   */
  double expectationOverNoise(DoubleUnaryOperator h) {
    double end = 8.2;
    int panels = 20;
    double width = 2.0 * end / panels;
    double total = 0.0;
    for (int i = 0; i < panels; i++) {
      double left = (i - panels / 2) * width;
      total += GAUSS.legendre(16, left, left + width)
          .integrate(z -> STANDARD.density(z) * h.applyAsDouble(noise(z)));
    }
    return total;
  }

  /** The noise of the law that belongs to a standard normal number. */
  double noise(double z) {
    return distribution.noises().getFirst() == NoiseKind.NORMAL ? z : STANDARD.cumulativeProbability(z);
  }

  /** Panels from about 0, twice as wide from one to the next: for densities that are a power at 0. */
  private static double[] doubling(double end) {
    int count = 1_000;
    double[] panels = new double[count + 1];
    panels[count] = end;
    for (int i = count - 1; i >= 0; i--) {
      panels[i] = 0.5 * panels[i + 1];
    }
    return panels;
  }

  /** The same for densities on (0, 1) that are a power at 1, too. */
  private static double[] doublingToBothEnds() {
    double[] left = doubling(0.5);
    double[] panels = Arrays.copyOf(left, left.length + 40);
    for (int i = 0; i < 40; i++) {
      panels[left.length + i] = 1.0 - Math.scalb(1.0, -2 - i);
    }
    return panels;
  }

  private record LaplaceOracle() implements Oracle {
    @Override
    public double density(double x, double[] a) {
      return new LaplaceDistribution(a[0], a[1]).density(x);
    }

    @Override
    public double cdf(double x, double[] a) {
      return new LaplaceDistribution(a[0], a[1]).cumulativeProbability(x);
    }

    @Override
    public double[] range(double[] a) {
      return new double[]{a[0] - 70.0 * a[1], a[0] + 70.0 * a[1]};
    }
  }

  private record LogisticOracle() implements Oracle {
    @Override
    public double density(double x, double[] a) {
      // Commons Math's overflows to NaN on the left.
      return new LogisticDistribution(0.0, a[1]).density(Math.abs(x - a[0]));
    }

    @Override
    public double cdf(double x, double[] a) {
      return new LogisticDistribution(a[0], a[1]).cumulativeProbability(x);
    }

    @Override
    public double[] range(double[] a) {
      return new double[]{a[0] - 70.0 * a[1], a[0] + 70.0 * a[1]};
    }
  }

  private record TruncatedLogisticOracle() implements Oracle {
    @Override
    public double density(double x, double[] a) {
      double r = Math.abs(x - a[0]) / a[1];
      double density = Math.exp(-r) / (a[1] * Math.pow(1.0 + Math.exp(-r), 2.0));
      return x < a[2] || x > a[3] ? 0.0 : density / mass((a[2] - a[0]) / a[1], (a[3] - a[0]) / a[1]);
    }

    @Override
    public double cdf(double x, double[] a) {
      double left = (a[2] - a[0]) / a[1];
      return mass(left, (Math.clamp(x, a[2], a[3]) - a[0]) / a[1]) / mass(left, (a[3] - a[0]) / a[1]);
    }

    @Override
    public double[] range(double[] a) {
      double lower = Math.max(a[2], Math.min(a[0], a[3]) - 70.0 * a[1]);
      double upper = Math.min(a[3], Math.max(a[0], a[2]) + 70.0 * a[1]);
      return new double[]{lower, upper};
    }

    /** F(right) − F(left), by the smaller tail. */
    private static double mass(double left, double right) {
      return left > 0.0 ? tail(left) - tail(right) : tail(-right) - tail(-left);
    }

    /** 1 − F(t). */
    private static double tail(double t) {
      return 1.0 / (1.0 + Math.exp(t));
    }
  }

  private record KumaraswamyOracle() implements Oracle {
    @Override
    public double density(double x, double[] a) {
      return a[0] * a[1] * Math.pow(x, a[0] - 1.0) * Math.pow(1.0 - Math.pow(x, a[0]), a[1] - 1.0);
    }

    @Override
    public double cdf(double x, double[] a) {
      return 1.0 - Math.pow(1.0 - Math.pow(Math.clamp(x, 0.0, 1.0), a[0]), a[1]);
    }

    @Override
    public double[] range(double[] a) {
      return new double[]{0.0, 1.0};
    }

    @Override
    public double[] panels(double[] a) {
      return doublingToBothEnds();
    }
  }

  private record BetaOracle() implements Oracle {
    @Override
    public double density(double x, double[] a) {
      return x <= 0.0 || x >= 1.0
          ? 0.0
          : Math.exp((a[0] - 1.0) * Math.log(x) + (a[1] - 1.0) * Math.log1p(-x) - logBeta(a[0], a[1]));
    }

    @Override
    public double cdf(double x, double[] a) {
      return regularizedBeta(Math.clamp(x, 0.0, 1.0), a[0], a[1]);
    }

    @Override
    public double[] range(double[] a) {
      return new double[]{0.0, 1.0};
    }

    @Override
    public double[] panels(double[] a) {
      return doublingToBothEnds();
    }
  }

  private record StudentOracle() implements Oracle {
    @Override
    public double density(double x, double[] a) {
      return new TDistribution(a[0]).density((x - a[1]) / a[2]) / a[2];
    }

    @Override
    public double cdf(double x, double[] a) {
      return new TDistribution(a[0]).cumulativeProbability((x - a[1]) / a[2]);
    }

    @Override
    public double[] range(double[] a) {
      return new double[]{a[1] - 1e4 * a[2], a[1] + 1e4 * a[2]};
    }

    @Override
    public double[] panels(double[] a) {
      int count = 30;
      double[] panels = new double[2 * count + 1];
      for (int i = 0; i < panels.length; i++) {
        panels[i] = a[1] + a[2] * Math.sinh((i - count) / 3.0);
      }
      return panels;
    }
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
      // Commons Math's own density loses digits for small shapes.
      double logarithm = (a[0] - 1.0) * Math.log(x) - x / a[1] - logGamma(a[0]) - a[0] * Math.log(a[1]);
      return x <= 0.0 ? 0.0 : Math.exp(logarithm);
    }

    @Override
    public double cdf(double x, double[] a) {
      return x <= 0.0 ? 0.0 : regularizedGammaP(a[0], x / a[1], 1e-15, 100000);
    }

    @Override
    public double[] range(double[] a) {
      return new double[]{0.0, a[1] * (a[0] + 12.0 * Math.sqrt(a[0]) + 70.0)};
    }

    @Override
    public double[] panels(double[] a) {
      return doubling(range(a)[1]);
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
