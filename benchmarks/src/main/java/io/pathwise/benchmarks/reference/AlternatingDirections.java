package io.pathwise.benchmarks.reference;

/**
 * Steps of a price in log Y and the factor of its volatility: u ← exp(Δt (A₀ + A₁ + A₂)) u with A₀ the mixed
 * derivative, A₁ those by log Y and A₂ those by the factor, in the modified form of Craig and Sneyd's scheme (in 't
 * Hout and Welfert 2009), θ = ⅓, of second order. Start at {@link #step}.
 */
final class AlternatingDirections {

  private static final double THETA = 1.0 / 3;

  private final int factors;
  private final int nodes;
  private final double[][] mixed;
  private final double[][] lower;
  private final double[][] middle;
  private final double[][] upper;
  private final double[] below;
  private final double[] here;
  private final double[] above;
  private final Tridiagonal inPrice;
  private final Tridiagonal inFactor;
  private final double[] column;

  /**
   * The equations of a model.
   *
   * @param driftOfVol
   *          what the drift of log Y is more for a volatility of one that is independent of the factor
   */
  AlternatingDirections(VolatilityFactor model, Axis prices, Axis axis, double driftOfVol) {
    factors = axis.size();
    nodes = prices.size();
    mixed = new double[factors][nodes];
    lower = new double[factors][nodes];
    middle = new double[factors][nodes];
    upper = new double[factors][nodes];
    below = new double[factors];
    here = new double[factors];
    above = new double[factors];
    inPrice = new Tridiagonal(nodes);
    inFactor = new Tridiagonal(factors);
    column = new double[factors];
    double own = Math.sqrt(1 - model.correlation() * model.correlation());
    for (int j = 0; j < factors; j++) {
      double factor = axis.node(j);
      fillFactor(model, axis, j);
      double slopeOfFactor = j == 0 || j == factors - 1 ? 0 : axis.slope(j);
      for (int i = 1; i < nodes - 1; i++) {
        double variance = model.priceVariance(prices.node(i), factor);
        double slope = prices.slope(i) * (driftOfVol * own * Math.sqrt(variance) - 0.5 * variance);
        lower[j][i] = 0.5 * variance * prices.lower(i) - slope;
        upper[j][i] = 0.5 * variance * prices.upper(i) + slope;
        middle[j][i] = -0.5 * variance * (prices.lower(i) + prices.upper(i));
        mixed[j][i] = model.correlation() * Math.sqrt(variance * model.variance(factor)) * slopeOfFactor
            * prices.slope(i);
      }
    }
  }

  /** At the ends the factor moves inwards by its drift, if at all. */
  private void fillFactor(VolatilityFactor model, Axis axis, int j) {
    double drift = model.drift(axis.node(j));
    if (j == 0) {
      above[j] = Math.max(drift, 0) / (axis.node(1) - axis.node(0));
    } else if (j == factors - 1) {
      below[j] = Math.max(-drift, 0) / (axis.node(j) - axis.node(j - 1));
    } else {
      double variance = model.variance(axis.node(j));
      below[j] = 0.5 * variance * axis.lower(j) - drift * axis.slope(j);
      above[j] = 0.5 * variance * axis.upper(j) + drift * axis.slope(j);
    }
    here[j] = -below[j] - above[j];
  }

  /** One step. */
  void step(double years, double[][] u) {
    double[][] ofMixed = mixed(u);
    double[][] ofPrice = inPrice(u);
    double[][] ofFactor = inFactor(u);
    double[][] first = copy(u);
    add(first, years, ofMixed);
    add(first, years, ofPrice);
    add(first, years, ofFactor);
    double[][] y = copy(first);
    correct(years * THETA, ofPrice, ofFactor, y);

    double[][] mixedAfter = mixed(y);
    add(mixedAfter, -1, ofMixed);
    double[][] priceAfter = inPrice(y);
    add(priceAfter, -1, ofPrice);
    double[][] factorAfter = inFactor(y);
    add(factorAfter, -1, ofFactor);
    add(first, 0.5 * years, mixedAfter);
    add(first, (0.5 - THETA) * years, priceAfter);
    add(first, (0.5 - THETA) * years, factorAfter);
    correct(years * THETA, ofPrice, ofFactor, first);
    put(first, u);
  }

  /** One step of Douglas's scheme with θ = 1, of first order, which damps what is rough. */
  void implicitStep(double years, double[][] u) {
    double[][] ofPrice = inPrice(u);
    double[][] ofFactor = inFactor(u);
    add(u, years, mixed(u));
    add(u, years, ofPrice);
    add(u, years, ofFactor);
    correct(years, ofPrice, ofFactor, u);
  }

  /** Two implicit corrections, one in each direction. */
  private void correct(double share, double[][] ofPrice, double[][] ofFactor, double[][] y) {
    add(y, -share, ofPrice);
    for (int j = 0; j < factors; j++) {
      inPrice.solve(share, lower[j], middle[j], upper[j], y[j]);
    }
    add(y, -share, ofFactor);
    for (int i = 0; i < nodes; i++) {
      for (int j = 0; j < factors; j++) {
        column[j] = y[j][i];
      }
      inFactor.solve(share, below, here, above, column);
      for (int j = 0; j < factors; j++) {
        y[j][i] = column[j];
      }
    }
  }

  private double[][] mixed(double[][] u) {
    double[][] result = new double[factors][nodes];
    for (int j = 1; j < factors - 1; j++) {
      for (int i = 1; i < nodes - 1; i++) {
        result[j][i] = mixed[j][i] * (u[j + 1][i + 1] - u[j + 1][i - 1] - u[j - 1][i + 1] + u[j - 1][i - 1]);
      }
    }
    return result;
  }

  private double[][] inPrice(double[][] u) {
    double[][] result = new double[factors][nodes];
    for (int j = 0; j < factors; j++) {
      for (int i = 1; i < nodes - 1; i++) {
        result[j][i] = lower[j][i] * u[j][i - 1] + middle[j][i] * u[j][i] + upper[j][i] * u[j][i + 1];
      }
    }
    return result;
  }

  private double[][] inFactor(double[][] u) {
    double[][] result = new double[factors][nodes];
    for (int j = 0; j < factors; j++) {
      double[] before = u[Math.max(j - 1, 0)];
      double[] after = u[Math.min(j + 1, factors - 1)];
      for (int i = 0; i < nodes; i++) {
        result[j][i] = below[j] * before[i] + here[j] * u[j][i] + above[j] * after[i];
      }
    }
    return result;
  }

  private static void add(double[][] sum, double share, double[][] more) {
    for (int j = 0; j < sum.length; j++) {
      for (int i = 0; i < sum[j].length; i++) {
        sum[j][i] += share * more[j][i];
      }
    }
  }

  private static double[][] copy(double[][] u) {
    double[][] result = new double[u.length][];
    for (int j = 0; j < u.length; j++) {
      result[j] = u[j].clone();
    }
    return result;
  }

  private static void put(double[][] from, double[][] to) {
    for (int j = 0; j < from.length; j++) {
      System.arraycopy(from[j], 0, to[j], 0, from[j].length);
    }
  }
}
