package io.pathwise.benchmarks;

/**
 * The standard workloads every contestant of {@link PeerComparison} values: what is priced and with how many paths. The
 * market is the same for all of them: spots 100, volatilities 0.2, rate 0.05, strike 100, one year, fixings equally
 * spaced with the last at expiry, at the money calls on one asset or on the equally weighted average of several.
 */
public enum Workload {
  /** European call in one step: value, delta, vega, rho. */
  W1("european", 1_000_000, 1, 1),
  /** Arithmetic Asian call: value, delta, vega, rho. */
  W2("asian", 100_000, 1, 252),
  /** Arithmetic Asian call on a basket: value, every asset's delta and vega. */
  W3("basket-asian", 100_000, 10, 12);

  public static final double SPOT = 100.0;
  public static final double STRIKE = 100.0;
  /** Continuously compounded, per year. */
  public static final double RATE = 0.05;
  /** Of every asset, per square root of a year. */
  public static final double VOLATILITY = 0.2;
  /** Years. */
  public static final double EXPIRY = 1.0;
  /** Of every pair of assets. */
  public static final double CORRELATION = 0.5;

  private final String product;
  private final int paths;
  private final int assets;
  private final int fixings;

  Workload(String product, int paths, int assets, int fixings) {
    this.product = product;
    this.paths = paths;
    this.assets = assets;
    this.fixings = fixings;
  }

  /** The product's short name: european, asian or basket-asian. */
  public String product() {
    return product;
  }

  /** The standard number of paths; a contestant may round it up to whole blocks. */
  public int paths() {
    return paths;
  }

  public int assets() {
    return assets;
  }

  public int fixings() {
    return fixings;
  }

  /** Whether rho is among the outputs (it is not for the basket). */
  public boolean hasRho() {
    return assets == 1;
  }

  /** The name of an asset's output, as all contestants write it: {@code delta}, or {@code delta[3]} in a basket. */
  public String output(String greek, int asset) {
    return assets == 1 ? greek : greek + "[" + asset + "]";
  }
}
