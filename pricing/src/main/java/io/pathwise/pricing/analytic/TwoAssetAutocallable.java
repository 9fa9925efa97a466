package io.pathwise.pricing.analytic;

import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.RiskFactor;
import io.pathwise.pricing.product.Autocallable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.DoubleStream;
import org.apache.commons.math3.analysis.integration.gauss.GaussIntegrator;
import org.apache.commons.math3.analysis.integration.gauss.GaussIntegratorFactory;

/**
 * Autocallables on two assets with flat volatilities, by backward quadrature over the log performances x and y. With β
 * = ρ σ₂/σ₁ the combination w = y − β x has increments that are independent of those of x, so that an expectation over
 * a step is taken over w for every x and then over x. Events are thresholds of min(x, y): at a given x they lie at
 * known places of w, where panels end. Expectations are smooth, and are passed from one date to the places of the other
 * by interpolation within panels.
 *
 * <p>
 * The method is that of {@link BackwardQuadrature}, without derivatives, since β moves with the market. Accuracy: about
 * 1e-10 of the nominal. Start at {@link #value} and {@link #derivative}.
 */
public final class TwoAssetAutocallable {
  /** The process is followed over this many standard deviations; payments are bounded, and the tail is below 1e-11. */
  private static final double REACH = 7;

  private static final int POINTS = 12;

  /** Panel width in standard deviations of a step. */
  private static final double PANEL = 1.75;

  /** Of differences: a share of a spot, and absolute for other factors. */
  private static final double STEP = 4e-3;

  private static final GaussIntegratorFactory RULES = new GaussIntegratorFactory();
  private static final double[] BARYCENTRIC = barycentric();
  private static final double ROOT_TWO_PI = Math.sqrt(2 * Math.PI);

  /** Mean and standard deviation of an increment. */
  private record Law(double mean, double deviation) {
    double density(double increment) {
      double z = (increment - mean) / deviation;
      return StrictMath.exp(-0.5 * z * z) / (deviation * ROOT_TWO_PI);
    }

    boolean reaches(double increment) {
      return Math.abs(increment - mean) < (REACH + 1) * deviation;
    }
  }

  /** Gauss–Legendre panels with their nodes in ascending order; a date of today has one node and no weights. */
  private static final class Grid {
    private final double[] nodes;
    private final double[] weights;
    private final double[] ends;

    Grid(double[] nodes, double[] weights, double[] ends) {
      this.nodes = nodes;
      this.weights = weights;
      this.ends = ends;
    }
  }

  private final Autocallable product;
  private final double beta;
  private final double[] start;
  /** Logarithms of the barriers of coupon, early redemption and protection. */
  private final double[] levels;
  private final List<Double> times;
  private final List<Law> first;
  private final List<Law> second;
  private final double[] discounts;
  /** Whether a coupon may be paid, and whether the note may be redeemed early, by date. */
  private final boolean[] mayPay;
  private final boolean[] mayRedeem;

  private TwoAssetAutocallable(MarketData market, Autocallable product, double vol1, double vol2) {
    this.product = product;
    this.times = product.observationTimes();
    Asset a = market.asset(product.assets().get(0));
    Asset b = market.asset(product.assets().get(1));
    double rho = market.correlations().get(a.id(), b.id());
    this.beta = rho * vol2 / vol1;
    double x = StrictMath.log(a.spot() / product.initialFixings().get(0));
    double y = StrictMath.log(b.spot() / product.initialFixings().get(1));
    this.start = new double[]{x, y - beta * x};
    this.levels = new double[]{StrictMath.log(product.couponBarrier()), StrictMath.log(product.autocallBarrier()),
        StrictMath.log(product.protectionBarrier())};
    this.first = new ArrayList<>();
    this.second = new ArrayList<>();
    this.discounts = new double[times.size()];
    this.mayPay = new boolean[times.size()];
    this.mayRedeem = new boolean[times.size()];
    List<Double> autocallTimes = product.autocallTimes();
    double from = 0;
    for (int k = 0; k < discounts.length; k++) {
      double to = times.get(k);
      double rate = market.commonCurve(product.assets()).rateTime(to)
          - market.commonCurve(product.assets()).rateTime(from);
      double step = to - from;
      double drift1 = rate - (a.dividendYield() + 0.5 * vol1 * vol1) * step;
      double drift2 = rate - (b.dividendYield() + 0.5 * vol2 * vol2) * step;
      first.add(new Law(drift1, vol1 * Math.sqrt(step)));
      second.add(new Law(drift2 - beta * drift1, vol2 * Math.sqrt((1 - rho * rho) * step)));
      mayPay[k] = product.observations().contains(to);
      mayRedeem[k] = autocallTimes.contains(to);
      discounts[k] = product.discounting() ? StrictMath.exp(-rate) : 1;
      from = to;
    }
  }

  /**
   * The value of an autocallable; empty unless it has two assets with flat, positive volatilities whose correlation is
   * neither 1 nor −1.
   */
  public static Optional<Double> value(MarketData market, Autocallable product) {
    if (product.assets().size() != 2) {
      return Optional.empty();
    }
    double rho = market.correlations().get(product.assets().get(0), product.assets().get(1));
    Optional<Double> vol1 = flatVol(market.asset(product.assets().get(0)));
    Optional<Double> vol2 = flatVol(market.asset(product.assets().get(1)));
    return Math.abs(rho) < 1
        ? vol1.flatMap(v1 -> vol2.map(v2 -> new TwoAssetAutocallable(market, product, v1, v2).value()))
        : Optional.empty();
  }

  /**
   * The derivative of the value by one or more risk factors of the market, by extrapolated central differences: about
   * six digits of first, four of second derivatives, for two and four times the cost per order.
   *
   * @throws java.util.NoSuchElementException
   *           if the value is empty
   */
  public static double derivative(MarketData market, Autocallable product, List<RiskFactor> factors) {
    if (factors.isEmpty()) {
      return value(market, product).orElseThrow();
    }
    double step = STEP * (factors.getFirst() instanceof RiskFactor.Spot(String id) ? market.asset(id).spot() : 1);
    return (4 * difference(market, product, factors, 0.5 * step) - difference(market, product, factors, step)) / 3;
  }

  private static double difference(MarketData market, Autocallable product, List<RiskFactor> factors, double step) {
    List<RiskFactor> others = factors.subList(1, factors.size());
    return (derivative(market.shifted(factors.getFirst(), step), product, others)
        - derivative(market.shifted(factors.getFirst(), -step), product, others)) / (2 * step);
  }

  private static Optional<Double> flatVol(Asset asset) {
    return asset.model().blackVols().filter(vols -> vols.times().size() == 1 && vols.vols().getFirst() > 0)
        .map(vols -> vols.vols().getFirst());
  }

  private double value() {
    int last = times.size() - 1;
    double[][] later = new double[0][0];
    for (int k = last; k >= 0; k--) {
      Grid xs = grid(0, k, first, levels);
      Grid ws = grid(1, k, second, new double[0]);
      Grid wsBefore = grid(1, k - 1, second, new double[0]);
      double[][] densities = densities(second.get(k), ws, wsBefore);
      double[][] overW = new double[xs.nodes.length][];
      for (int i = 0; i < overW.length; i++) {
        overW[i] = expectationOverW(k, xs.nodes[i], ws, densities, k == last ? new double[0] : later[i], wsBefore);
      }
      later = expectationOverX(k, xs, overW, grid(0, k - 1, first, levels), wsBefore.nodes.length);
    }
    return later[0][0];
  }

  /** The density of a step from every node before to every node after it. */
  private static double[][] densities(Law law, Grid after, Grid before) {
    double[][] densities = new double[after.nodes.length][before.nodes.length];
    for (int j = 0; j < densities.length; j++) {
      for (int m = 0; m < before.nodes.length; m++) {
        double increment = after.nodes[j] - before.nodes[m];
        densities[j][m] = law.reaches(increment) ? law.density(increment) : 0;
      }
    }
    return densities;
  }

  /**
   * For one x at date k and every w at the date before: the expectation over w of what is paid from date k on. Panels
   * of w in which an event's threshold lies are split there; the densities of the others are the same for every x.
   */
  private double[] expectationOverW(int k, double x, Grid ws, double[][] densities, double[] later, Grid before) {
    double[] breaks = breaks(k, x);
    double[] expectation = new double[before.nodes.length];
    for (int panel = 0; panel + 1 < ws.ends.length; panel++) {
      double low = ws.ends[panel];
      double high = ws.ends[panel + 1];
      if (Arrays.stream(breaks).anyMatch(at -> low < at && at < high)) {
        Grid pieces = panels(low, high, high - low, breaks);
        add(expectation, k, x, ws, later, pieces, densities(second.get(k), pieces, before), 0, pieces.nodes.length);
      } else {
        add(expectation, k, x, ws, later, ws, densities, panel * POINTS, (panel + 1) * POINTS);
      }
    }
    return expectation;
  }

  /** Where what is paid from date k on jumps or bends in w: only where the second asset is the worse one. */
  private double[] breaks(int k, double x) {
    DoubleStream.Builder places = DoubleStream.builder();
    if (mayPay[k]) {
      places.add(levels[0]);
    }
    if (mayRedeem[k]) {
      places.add(levels[1]);
    }
    if (k == times.size() - 1) {
      places.add(x < levels[2] ? x : levels[2]); // below the protection the worse of the two is paid
    }
    return places.build().filter(place -> place <= x).map(place -> place - beta * x).toArray();
  }

  /** Adds what is paid at some of the nodes of a grid, each weighted by its density. */
  private void add(double[] expectation, int k, double x, Grid ws, double[] later, Grid grid, double[][] densities,
      int from, int to) {
    for (int j = from; j < to; j++) {
      double w = grid.nodes[j];
      double paid = grid.weights[j] * paidFrom(k, Math.min(x, w + beta * x), ws, later, w);
      double[] density = densities[j];
      for (int m = 0; m < expectation.length; m++) {
        expectation[m] += density[m] * paid;
      }
    }
  }

  private double paidFrom(int k, double worst, Grid ws, double[] later, double w) {
    double coupon = mayPay[k] && worst >= levels[0] ? product.coupon() : 0;
    if (k == times.size() - 1) {
      return coupon + product.nominal() * (worst >= levels[2] ? 1 : StrictMath.exp(worst));
    }
    return coupon + (mayRedeem[k] && worst >= levels[1]
        ? product.nominal()
        : interpolated(ws, later, w));
  }

  private double[][] expectationOverX(int k, Grid xs, double[][] overW, Grid before, int columns) {
    Law law = first.get(k);
    double[][] expectation = new double[before.nodes.length][columns];
    for (int i = 0; i < expectation.length; i++) {
      double[] row = expectation[i];
      for (int j = 0; j < xs.nodes.length; j++) {
        double increment = xs.nodes[j] - before.nodes[i];
        if (law.reaches(increment)) {
          double weight = discounts[k] * xs.weights[j] * law.density(increment);
          for (int m = 0; m < columns; m++) {
            row[m] += weight * overW[j][m];
          }
        }
      }
    }
    return expectation;
  }

  /** Where x or w may be after step k; before the first step it is known. */
  private Grid grid(int coordinate, int k, List<Law> laws, double[] breaks) {
    if (k < 0) {
      return new Grid(new double[]{start[coordinate]}, new double[0], new double[0]);
    }
    double center = start[coordinate];
    double variance = 0;
    for (Law law : laws.subList(0, k + 1)) {
      center += law.mean;
      variance += law.deviation * law.deviation;
    }
    double narrowest = laws.get(k).deviation;
    if (k + 1 < laws.size()) {
      narrowest = Math.min(narrowest, laws.get(k + 1).deviation);
    }
    double reach = REACH * Math.sqrt(variance);
    return panels(center - reach, center + reach, PANEL * narrowest, breaks);
  }

  private static Grid panels(double low, double high, double width, double[] breaks) {
    TreeSet<Double> corners = new TreeSet<>(List.of(low, high));
    Arrays.stream(breaks).filter(at -> low < at && at < high).forEach(corners::add);
    List<Double> ends = new ArrayList<>(List.of(low));
    double from = low;
    for (double to : corners.tailSet(low, false)) {
      int count = (int) Math.ceil((to - from) / width);
      for (int panel = 1; panel <= count; panel++) {
        ends.add(panel == count ? to : from + (to - from) * panel / count);
      }
      from = to;
    }
    int panels = ends.size() - 1;
    double[] nodes = new double[panels * POINTS];
    double[] weights = new double[nodes.length];
    for (int panel = 0; panel < panels; panel++) {
      GaussIntegrator rule = RULES.legendre(POINTS, ends.get(panel), ends.get(panel + 1));
      for (int i = 0; i < POINTS; i++) {
        nodes[panel * POINTS + i] = rule.getPoint(i);
        weights[panel * POINTS + i] = rule.getWeight(i);
      }
    }
    return new Grid(nodes, weights, ends.stream().mapToDouble(Double::doubleValue).toArray());
  }

  /** The polynomial through the nodes of the panel that holds w (Berrut, Trefethen 2004, equation 4.2). */
  private static double interpolated(Grid grid, double[] values, double w) {
    int found = Arrays.binarySearch(grid.ends, w);
    int panel = Math.clamp(found < 0 ? -found - 2 : found, 0, grid.ends.length - 2);
    double numerator = 0;
    double denominator = 0;
    for (int i = 0; i < POINTS; i++) {
      int at = panel * POINTS + i;
      double distance = w - grid.nodes[at];
      if (distance == 0) {
        return values[at];
      }
      double share = BARYCENTRIC[i] / distance;
      numerator += share * values[at];
      denominator += share;
    }
    return numerator / denominator;
  }

  /** The weights of Gauss–Legendre nodes; a common factor does not matter. */
  private static double[] barycentric() {
    GaussIntegrator rule = RULES.legendre(POINTS, -1, 1);
    double[] weights = new double[POINTS];
    for (int i = 0; i < POINTS; i++) {
      double product = 1;
      for (int j = 0; j < POINTS; j++) {
        product *= i == j ? 1 : rule.getPoint(i) - rule.getPoint(j);
      }
      weights[i] = 1 / product;
    }
    return weights;
  }
}
