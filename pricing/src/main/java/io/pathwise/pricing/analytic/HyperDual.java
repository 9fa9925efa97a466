package io.pathwise.pricing.analytic;

import org.jspecify.annotations.Nullable;

/**
 * A number with its exact derivatives along two directions and the mixed second derivative: x + x₁ε₁ + x₂ε₂ + x₁₂ε₁ε₂
 * with ε₁² = ε₂² = 0. Any function computed with such numbers carries its first and second derivatives, free of step
 * sizes and of truncation. A third direction adds ε₃ times such a number, and derivatives up to the third order;
 * numbers that do not move along it cost nothing more.
 *
 * <p>
 * Source: J. A. Fike, J. J. Alonso, "The development of hyper-dual numbers for exact second-derivative calculations",
 * AIAA 2011-886. Start at {@link #variable} and {@link #apply}.
 *
 * @param value
 *          the number
 * @param first
 *          its derivative along the first direction
 * @param second
 *          its derivative along the second direction
 * @param mixed
 *          its second derivative along both
 * @param third
 *          its derivative along the third direction, with the derivatives of that along the other two; null where it is
 *          0
 */
public record HyperDual(double value, double first, double second, double mixed, @Nullable HyperDual third) {
  /** The constant 0. */
  public static final HyperDual ZERO = constant(0);

  /** A number that does not move along the third direction. */
  public HyperDual(double value, double first, double second, double mixed) {
    this(value, first, second, mixed, null);
  }

  /** A number that depends on no direction. */
  public static HyperDual constant(double value) {
    return new HyperDual(value, 0, 0, 0);
  }

  /** A number that moves at given speeds along the two directions. */
  public static HyperDual variable(double value, double first, double second) {
    return new HyperDual(value, first, second, 0);
  }

  /** A number that moves at given speeds along the three directions. */
  public static HyperDual variable(double value, double first, double second, double third) {
    return new HyperDual(value, first, second, 0, third == 0 ? null : constant(third));
  }

  /** Its derivative along all three directions. */
  public double thirdMixed() {
    return third == null ? 0 : third.mixed;
  }

  /** Whether it moves along no direction. */
  public boolean isConstant() {
    return first == 0 && second == 0 && mixed == 0 && third == null;
  }

  public HyperDual plus(HyperDual other) {
    return new HyperDual(value + other.value, first + other.first, second + other.second, mixed + other.mixed,
        sum(third, other.third));
  }

  public HyperDual plus(double other) {
    return new HyperDual(value + other, first, second, mixed, third);
  }

  public HyperDual minus(HyperDual other) {
    return new HyperDual(value - other.value, first - other.first, second - other.second, mixed - other.mixed,
        sum(third, other.third == null ? null : other.third.negated()));
  }

  public HyperDual times(HyperDual other) {
    return new HyperDual(value * other.value, first * other.value + value * other.first,
        second * other.value + value * other.second,
        mixed * other.value + first * other.second + second * other.first + value * other.mixed,
        sum(product(third, other), product(other.third, this)));
  }

  public HyperDual times(double factor) {
    return new HyperDual(value * factor, first * factor, second * factor, mixed * factor,
        third == null ? null : third.times(factor));
  }

  public HyperDual dividedBy(HyperDual other) {
    double inverse = 1 / other.value;
    return times(other.apply(inverse, -inverse * inverse, 2 * inverse * inverse * inverse,
        -6 * inverse * inverse * inverse * inverse));
  }

  public HyperDual negated() {
    return times(-1);
  }

  public HyperDual squared() {
    return apply(value * value, 2 * value, 2, 0);
  }

  public HyperDual exp() {
    double exp = StrictMath.exp(value);
    return apply(exp, exp, exp, exp);
  }

  public HyperDual log() {
    return apply(StrictMath.log(value), 1 / value, -1 / (value * value), 2 / (value * value * value));
  }

  /** The square root of a positive number; at 0 it has no derivative. */
  public HyperDual sqrt() {
    double root = Math.sqrt(value);
    return apply(root, 0.5 / root, -0.25 / (root * value), 0.375 / (root * value * value));
  }

  /** The standard normal cumulative distribution function. */
  public HyperDual normalCdf() {
    double density = NormalProbability.density(value);
    return apply(NormalProbability.cdf(value), density, -value * density, (value * value - 1) * density);
  }

  /**
   * The standard bivariate normal cumulative distribution function P(X ≤ x, Y ≤ y) at correlation ρ, which may leave
   * [−1, 1] by rounding. The derivatives come from those of the density φ₂ (Plackett 1954: ∂Φ₂/∂ρ = φ₂ = ∂²Φ₂/∂x∂y); at
   * ρ = ±1 they are those of the side of y = ±x on which the point lies.
   */
  public static HyperDual bivariateNormalCdf(HyperDual x, HyperDual y, HyperDual rho) {
    double h = x.value;
    double k = y.value;
    double r = rho.value;
    double gap = 1 - r * r;
    if (gap <= 0) {
      return r > 0
          ? (h <= k ? x : y).normalCdf()
          : h > -k ? x.normalCdf().minus(y.negated().normalCdf()) : ZERO;
    }
    double root = Math.sqrt(gap);
    double density = NormalProbability.density(h) * NormalProbability.density((k - r * h) / root) / root;
    double dx = NormalProbability.density(h) * NormalProbability.cdf((k - r * h) / root);
    double dy = NormalProbability.density(k) * NormalProbability.cdf((h - r * k) / root);
    double dxx = -h * dx - r * density;
    double dyy = -k * dy - r * density;
    double dxr = -density * (h - r * k) / gap;
    double dyr = -density * (k - r * h) / gap;
    double drr = density * (r / gap + (h * k * (1 + r * r) - r * (h * h + k * k)) / (gap * gap));
    return new HyperDual(BivariateNormal.cdf(h, k, r), dx * x.first + dy * y.first + density * rho.first,
        dx * x.second + dy * y.second + density * rho.second,
        dx * x.mixed + dy * y.mixed + density * rho.mixed //
            + dxx * x.first * x.second + dyy * y.first * y.second + drr * rho.first * rho.second
            + density * (x.first * y.second + y.first * x.second)
            + dxr * (x.first * rho.second + rho.first * x.second)
            + dyr * (y.first * rho.second + rho.first * y.second),
        bivariateAlongThird(x, y, rho));
  }

  /** Φ₂ along the third direction: its three partial derivatives, themselves along the other two, times the speeds. */
  private static @Nullable HyperDual bivariateAlongThird(HyperDual x, HyperDual y, HyperDual rho) {
    if (x.third == null && y.third == null && rho.third == null) {
      return null;
    }
    HyperDual h = x.inPlane();
    HyperDual k = y.inPlane();
    HyperDual r = rho.inPlane();
    HyperDual root = r.squared().negated().plus(1).sqrt();
    HyperDual fromH = k.minus(r.times(h)).dividedBy(root);
    HyperDual fromK = h.minus(r.times(k)).dividedBy(root);
    return sum(sum(product(x.third, h.normalDensity().times(fromH.normalCdf())),
        product(y.third, k.normalDensity().times(fromK.normalCdf()))),
        product(rho.third, h.normalDensity().times(fromH.normalDensity()).dividedBy(root)));
  }

  private HyperDual normalDensity() {
    double density = NormalProbability.density(value);
    return apply(density, -value * density, (value * value - 1) * density, value * (3 - value * value) * density);
  }

  /** The same without the third direction. */
  private HyperDual inPlane() {
    return third == null ? this : new HyperDual(value, first, second, mixed);
  }

  private static @Nullable HyperDual product(@Nullable HyperDual speed, HyperDual factor) {
    return speed == null ? null : speed.times(factor.inPlane());
  }

  private static @Nullable HyperDual sum(@Nullable HyperDual a, @Nullable HyperDual b) {
    return a == null ? b : b == null ? a : a.plus(b);
  }

  /** A function of this number, given its value and its first three derivatives here. */
  public HyperDual apply(double function, double derivative, double secondDerivative, double thirdDerivative) {
    return new HyperDual(function, derivative * first, derivative * second,
        derivative * mixed + secondDerivative * first * second, third == null
            ? null
            : inPlane().apply(derivative, secondDerivative, thirdDerivative, 0).times(third));
  }
}
