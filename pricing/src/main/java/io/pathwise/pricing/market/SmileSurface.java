package io.pathwise.pricing.market;

import io.pathwise.pricing.Require;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * A surface of Black implied volatilities without static arbitrage: at a pillar time t, with k = log K/F the logarithm
 * of strike over forward price and θ = vol² t, ψ = θ phi, χ = ψ rho, the total variance vol(k)² t is
 *
 * <pre>
 * w(k) = ½ (θ + χ k + √(ψ² k² + 2 χ θ k + θ²))
 * </pre>
 *
 * (Gatheral and Jacquier 2014, "Arbitrage-free SVI volatility surfaces", section 4, with a correlation for each pillar
 * as by Hendriks and Martini 2019, "The extended SSVI volatility surface"). Between pillars θ, ψ and χ are linear in
 * time, before the first and behind the last in proportion to it (Corbetta, Cohort, Laachir and Martini 2019, "Robust
 * calibration and arbitrage-free interpolation of SSVI slices"). Start at {@link #slice}.
 *
 * @param times
 *          pillar times in years from the valuation date, positive and strictly increasing
 * @param vols
 *          volatilities at the money, where strike and forward price are equal, one per pillar; positive
 * @param rhos
 *          skews, between −1 and 1, both excluded, one per pillar
 * @param phis
 *          curvatures, positive, one per pillar
 */
public record SmileSurface(List<Double> times, List<Double> vols, List<Double> rhos, List<Double> phis) {

  static final List<String> FIELDS = List.of("times", "vols", "rhos", "phis");

  private static final String VOL = "atm";
  private static final String RHO = "rho";
  private static final String PHI = "phi";

  /** The largest ψ (1 + |rho|), and the largest ψ² (1 + |rho|)/θ. */
  private static final double MOST = 4;
  /** Of θ/ψ, the scale of a smile: where total variances are looked at. */
  private static final List<Double> SHARES = List.copyOf(shares());
  /** How many standard deviations from its forward a price gets. */
  private static final double REACHED = 6;
  /** Of the total variance: by what it may miss a bound that is met with equality. */
  private static final double ROUNDING = 1e-12;

  public SmileSurface {
    times = Require.elements("times", times);
    vols = Require.elements("vols", vols);
    rhos = Require.elements("rhos", rhos);
    phis = Require.elements("phis", phis);
    new PillarInterpolation(times);
    for (List<Double> list : List.of(vols, rhos, phis)) {
      Require.that(list.size() == times.size(), "%s times, but %s vols, %s rhos and %s phis; one of each is needed",
          times.size(), vols.size(), rhos.size(), phis.size());
    }
    for (int j = 0; j < times.size(); j++) {
      Require.positive("vol at " + at(times.get(j)), VolTermStructure.requireVol("vol", vols.get(j)));
      StochasticVariance.requireCorrelation("rho at " + at(times.get(j)), rhos.get(j));
      Require.positive("phi at " + at(times.get(j)), phis.get(j));
    }
    for (int j = 0; j < times.size(); j++) {
      requireDensity(times.get(j), Slice.of(times.get(j), vols.get(j), rhos.get(j), phis.get(j)));
    }
    for (int j = 1; j < times.size(); j++) {
      requireGrowth(times.get(j - 1), Slice.of(times.get(j - 1), vols.get(j - 1), rhos.get(j - 1), phis.get(j - 1)),
          times.get(j), Slice.of(times.get(j), vols.get(j), rhos.get(j), phis.get(j)));
    }
  }

  /**
   * The total variances of one time.
   *
   * @param theta
   *          that at the money, θ
   * @param psi
   *          ψ
   * @param chi
   *          χ
   */
  public record Slice(double theta, double psi, double chi) {

    static Slice of(double time, double vol, double rho, double phi) {
      double theta = vol * vol * time;
      return new Slice(theta, theta * phi, theta * phi * rho);
    }

    /** The total variance for the logarithm of strike over forward price. */
    public double totalVariance(double k) {
      return 0.5 * (theta + chi * k + root(k));
    }

    /**
     * The density of the price over that of Black's formula with the same volatility, at a strike (Gatheral 2006,
     * equation 1.10). Negative where a butterfly is worth less than 0.
     *
     * @param k
     *          the logarithm of strike over forward price
     * @param shift
     *          by what that was larger when the smile was quoted
     */
    double density(double k, double shift) {
      double at = k + shift;
      double w = totalVariance(at);
      double root = root(at);
      double ofRoot = (psi * psi * at + chi * theta) / root;
      double first = 0.5 * (chi + ofRoot);
      double second = 0.5 * (psi * psi - ofRoot * ofRoot) / root;
      double bend = 1 - 0.5 * k * first / w;
      return bend * bend - 0.25 * first * first * (1 / w + 0.25) + 0.5 * second;
    }

    private double root(double k) {
      return Math.sqrt(psi * psi * k * k + 2 * chi * theta * k + theta * theta);
    }

    /** How fast the total variance grows where θ, ψ and χ grow with given speeds. */
    private double growth(double k, Slice speed) {
      double inRoot = psi * speed.psi * k * k + (speed.chi * theta + chi * speed.theta) * k + theta * speed.theta;
      return 0.5 * (speed.theta + speed.chi * k + inRoot / root(k));
    }

    /**
     * The logarithm of a strike over the forward price where the total variance falls on the way to the smile of a
     * later pillar; empty when there is none.
     */
    public OptionalDouble strikeOfFall(Slice later) {
      Slice speed = new Slice(later.theta - theta, later.psi - psi, later.chi - chi);
      for (int part = 0; part <= 4; part++) {
        Slice slice = towards(later, 0.25 * part);
        for (double k : logStrikes(slice)) {
          if (!(slice.growth(k, speed) > 0)) {
            return OptionalDouble.of(k);
          }
        }
      }
      return OptionalDouble.empty();
    }

    private Slice towards(Slice other, double share) {
      return new Slice(theta + share * (other.theta - theta), psi + share * (other.psi - psi),
          chi + share * (other.chi - chi));
    }
  }

  static SmileSurface read(ModelFields fields) {
    List<Double> times = fields.numbers("times", Require::positive);
    List<Double> vols = fields.numbers("vols", VolTermStructure::requireVol);
    List<Double> rhos = fields.numbers("rhos", StochasticVariance::requireCorrelation);
    List<Double> phis = fields.numbers("phis", Require::positive);
    return fields.located("times", () -> new SmileSurface(times, vols, rhos, phis));
  }

  /** No density is negative: theorem 4.2 of Gatheral and Jacquier. */
  private static void requireDensity(double time, Slice slice) {
    double wings = slice.psi + Math.abs(slice.chi);
    Require.that(wings <= MOST * (1 + ROUNDING) && slice.psi * wings <= MOST * slice.theta * (1 + ROUNDING),
        "the smile at %s has arbitrage between strikes: with θ = vol² time and ψ = θ phi, ψ (1 + |rho|) is %s and "
            + "ψ² (1 + |rho|)/θ is %s, both must be at most 4: a smaller phi is needed",
        at(time), wings, slice.psi * wings / slice.theta);
  }

  /** Total variances grow from pillar to pillar at every strike, so that no calendar spread is worth less than 0. */
  private static void requireGrowth(double from, Slice first, double to, Slice second) {
    Slice speed = new Slice(second.theta - first.theta, second.psi - first.psi, second.chi - first.chi);
    Require.that(speed.theta > 0 && speed.psi - Math.abs(speed.chi) >= -ROUNDING * second.psi,
        "the smiles at %s and %s have arbitrage between expiries: θ = vol² time must grow, from %s to %s, and "
            + "ψ = θ phi by at least what ψ rho moves, from %s to %s with ψ rho from %s to %s",
        at(from), at(to), first.theta, second.theta, first.psi, second.psi, first.chi, second.chi);
    first.strikeOfFall(second).ifPresent(k -> Require.that(false,
        "the smiles at %s and %s have arbitrage between expiries: the total variance vol² time of the strike of %s "
            + "times the forward price falls between them",
        at(from), at(to), Require.plain((float) Math.exp(k))));
  }

  /** Where a smile bends, and far beyond. */
  private static double[] logStrikes(Slice slice) {
    double scale = slice.theta / slice.psi;
    return SHARES.stream().mapToDouble(share -> share * scale).toArray();
  }

  private static List<Double> shares() {
    List<Double> shares = new ArrayList<>(List.of(0.0));
    for (double share = 0.01; share < 1000; share *= 1.1) {
      shares.add(share);
      shares.add(-share);
    }
    return shares;
  }

  private static String at(double time) {
    return Require.plain(time) + "y";
  }

  /** The interpolation of vol², vol² phi and vol² phi rho times time. */
  public PillarInterpolation interpolation() {
    return new PillarInterpolation(times);
  }

  /** The smile of a time in years, positive and at most {@link #lastTime}. */
  public Slice slice(double time) {
    double[] weights = interpolation().weights(time);
    return new Slice(Weighted.sum(weights, quotes(j -> 1)), Weighted.sum(weights, quotes(phis::get)),
        Weighted.sum(weights, quotes(j -> phis.get(j) * rhos.get(j))));
  }

  private List<Double> quotes(ToDoubleFunction<Integer> factor) {
    List<Double> quotes = new ArrayList<>();
    for (int j = 0; j < times.size(); j++) {
      quotes.add(vols.get(j) * vols.get(j) * factor.applyAsDouble(j));
    }
    return quotes;
  }

  /** The time in years up to which the last smile can be continued in proportion to time without arbitrage. */
  public double lastTime() {
    Slice last = slice(times.getLast());
    double wings = last.psi + Math.abs(last.chi);
    return times.getLast() * Math.min(MOST / wings, MOST * last.theta / (last.psi * wings));
  }

  /**
   * A time in years up to another one at which a density is negative when the spot has moved and smiles stay at their
   * strikes; empty when there is none. Strikes that the price hardly gets to do not count.
   *
   * @param shift
   *          the logarithm of the spot over that for which the smiles were quoted
   */
  public OptionalDouble timeOfArbitrage(double shift, double end) {
    List<Double> ends = Stream.concat(times.stream().filter(time -> time < end), Stream.of(end)).toList();
    double before = 0;
    for (double time : ends) {
      for (double at : new double[]{0.5 * (before + time), time}) {
        Slice slice = slice(at);
        for (double k : logStrikes(slice)) {
          if (Math.abs(k) <= REACHED * Math.sqrt(slice.totalVariance(k + shift)) && slice.density(k, shift) < 0) {
            return OptionalDouble.of(at);
          }
        }
      }
      before = time;
    }
    return OptionalDouble.empty();
  }

  /** The largest volatility at the money. */
  double largestVol() {
    return vols.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
  }

  /** The name of the parameter that is the volatility at the money of a pillar. */
  public static String vol(double time) {
    return named(VOL, time);
  }

  /** The name of the parameter that is the skew of a pillar. */
  public static String rho(double time) {
    return named(RHO, time);
  }

  /** The name of the parameter that is the curvature of a pillar. */
  public static String phi(double time) {
    return named(PHI, time);
  }

  private static String named(String name, double time) {
    return name + "[" + Require.plain(time) + "]";
  }

  SequencedMap<String, Double> parameters() {
    SequencedMap<String, Double> parameters = new LinkedHashMap<>();
    for (int j = 0; j < times.size(); j++) {
      parameters.put(vol(times.get(j)), vols.get(j));
      parameters.put(rho(times.get(j)), rhos.get(j));
      parameters.put(phi(times.get(j)), phis.get(j));
    }
    return parameters;
  }

  void write(ModelFieldValues values) {
    values.numbers("times", times);
    values.numbers("vols", vols);
    values.numbers("rhos", rhos);
    values.numbers("phis", phis);
  }

  SmileSurface with(Map<String, Double> values) {
    for (String parameter : values.keySet()) {
      if (!parameters().containsKey(parameter)) {
        throw AssetModel.unknown(parameter);
      }
    }
    return new SmileSurface(times, changed(vols, SmileSurface::vol, values), changed(rhos, SmileSurface::rho, values),
        changed(phis, SmileSurface::phi, values));
  }

  private interface Naming {
    String of(double time);
  }

  private List<Double> changed(List<Double> before, Naming naming, Map<String, Double> values) {
    List<Double> changed = new ArrayList<>(before);
    for (int j = 0; j < times.size(); j++) {
      changed.set(j, values.getOrDefault(naming.of(times.get(j)), before.get(j)));
    }
    return changed;
  }
}
