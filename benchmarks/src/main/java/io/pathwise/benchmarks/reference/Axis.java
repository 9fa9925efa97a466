package io.pathwise.benchmarks.reference;

/**
 * The nodes of a line, smooth images of equally spaced numbers, with the weights of central differences, of
 * interpolation, and of a function that ends between two nodes. Start at {@link #around} and {@link #from0}.
 */
final class Axis {

  /** How a node follows from its number. */
  private interface Image {
    double at(double number);
  }

  /** The number whose image is given. */
  private interface Inverse {
    double of(double x);
  }

  private static final int POINTS = 6;

  private final Inverse inverse;
  private final double[] nodes;
  private final double[] lower;
  private final double[] upper;
  private final double[] slope;

  private Axis(Image image, Image derivative, Inverse inverse, int intervals) {
    this.inverse = inverse;
    nodes = new double[intervals + 1];
    lower = new double[intervals + 1];
    upper = new double[intervals + 1];
    slope = new double[intervals + 1];
    for (int i = 0; i <= intervals; i++) {
      nodes[i] = image.at(i);
    }
    for (int i = 1; i < intervals; i++) {
      lower[i] = 1 / (derivative.at(i) * derivative.at(i - 0.5));
      upper[i] = 1 / (derivative.at(i) * derivative.at(i + 0.5));
      slope[i] = 0.5 / derivative.at(i);
    }
  }

  /**
   * Nodes that are dense around a centre: x = centre + width sinh(ξ).
   *
   * @param low
   *          the first node
   * @param high
   *          the last node
   */
  static Axis around(double centre, double width, double low, double high, int intervals) {
    double first = arsinh((low - centre) / width);
    double step = (arsinh((high - centre) / width) - first) / intervals;
    return new Axis(i -> centre + width * Math.sinh(first + step * i),
        i -> width * Math.cosh(first + step * i) * step, x -> (arsinh((x - centre) / width) - first) / step,
        intervals);
  }

  /** Nodes from 0 that are dense there: squares of equally spaced numbers. */
  static Axis from0(double high, int intervals) {
    double step = Math.sqrt(high) / intervals;
    return new Axis(i -> step * i * step * i, i -> 2 * step * step * i, x -> Math.sqrt(x) / step, intervals);
  }

  private static double arsinh(double x) {
    return x >= 0 ? Math.log(x + Math.sqrt(x * x + 1)) : -arsinh(-x);
  }

  int size() {
    return nodes.length;
  }

  double node(int i) {
    return nodes[i];
  }

  /** What the node below counts in the second derivative at a node within; the node itself counts minus both. */
  double lower(int i) {
    return lower[i];
  }

  /** What the node above counts in the second derivative at a node within. */
  double upper(int i) {
    return upper[i];
  }

  /** What the node above counts in the first derivative at a node within; that below counts minus as much. */
  double slope(int i) {
    return slope[i];
  }

  /** The weights with which nodes count in the value at a point, a polynomial through six of them. */
  Interpolation interpolation(double x) {
    double place = Math.min(Math.max(inverse.of(x), 0), nodes.length - 1.0);
    int first = Math.min(Math.max((int) place - POINTS / 2 + 1, 0), nodes.length - POINTS);
    double[] weights = new double[POINTS];
    for (int i = 0; i < POINTS; i++) {
      double weight = 1;
      for (int j = 0; j < POINTS; j++) {
        weight *= j == i ? 1 : (place - first - j) / (i - j);
      }
      weights[i] = weight;
    }
    return new Interpolation(first, weights);
  }

  /** The weights of some neighbours from a first one. */
  static final class Interpolation {
    private final int first;
    private final double[] weights;

    private Interpolation(int first, double[] weights) {
      this.first = first;
      this.weights = weights;
    }

    double of(double[] values) {
      double sum = 0;
      for (int i = 0; i < weights.length; i++) {
        sum += weights[i] * values[first + i];
      }
      return sum;
    }
  }

  /**
   * How much of a function at each node is left of it where it ends at a point and goes on above: 1 above, 0 below, and
   * such numbers at the four nodes around it that sums over nodes are integrals, exactly for polynomials of third
   * degree. The moments of sums without end are Bernoulli polynomials (Euler and Maclaurin's formula).
   */
  double[] shareAbove(double x) {
    double[] shares = new double[nodes.length];
    double place = Double.isNaN(x) || x <= nodes[0] ? -1 : inverse.of(x);
    int before = (int) Math.floor(place);
    if (before < 1 || before > nodes.length - 4) {
      for (int i = Math.max(before + 1, 0); i < nodes.length; i++) {
        shares[i] = 1;
      }
      return shares;
    }
    for (int i = before + 3; i < nodes.length; i++) {
      shares[i] = 1;
    }
    double t = place - before;
    double zeroth = 2.5 - t;
    double first = (9 - 3 + 1.0 / 6 - t * t) / 2;
    double second = (27 - 13.5 + 1.5 - t * t * t) / 3;
    double third = (81 - 54 + 9 - 1.0 / 30 - t * t * t * t) / 4;
    shares[before - 1] = -(third - 3 * second + 2 * first) / 6;
    shares[before] = (third - 2 * second - first + 2 * zeroth) / 2;
    shares[before + 1] = -(third - second - 2 * first) / 2;
    shares[before + 2] = (third - first) / 6;
    return shares;
  }
}
