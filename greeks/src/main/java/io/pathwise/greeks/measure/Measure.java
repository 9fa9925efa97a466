package io.pathwise.greeks.measure;

import io.pathwise.pricing.Require;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * A quantity that can be asked for: the value or a sensitivity. Units are per 1.0 of the factor (not per point); a
 * parallel measure is the sum of its buckets. Each states what is held fixed: everything that is not named.
 */
public enum Measure {
  /** The discounted expected payoff, in currency. */
  VALUE("value"),
  /** ∂/∂spot, for every asset. */
  DELTA("delta"),
  /** ∂²/∂spot², for every asset. */
  GAMMA("gamma"),
  /** ∂²/∂spot_a ∂spot_b, for every pair, a before b in the market. */
  CROSS_GAMMA("crossGamma"),
  /** ∂/∂vol by a parallel shift of the asset's Black vols, or by its model's one vol; not for stochastic variance. */
  VEGA("vega"),
  /** ∂²/∂spot ∂vol of one asset. */
  VANNA("vanna"),
  /** ∂²/∂vol². */
  VOLGA("volga"),
  /** ∂/∂zero rate by a parallel shift of the curve's zeros, dividend yields fixed. */
  RHO("rho"),
  /** ∂/∂dividend yield by a parallel shift. */
  DIVIDEND_RHO("dividendRho"),
  /** ∂/∂valuation time: every event comes nearer, quotes keep their tenors; per year. */
  THETA("theta"),
  /** ∂/∂correlation, for every pair of assets. */
  CORRELATION("correlation"),
  /** ∂/∂vol of one pillar. */
  BUCKETED_VEGA("bucketedVega"),
  /** ∂/∂zero rate of one pillar. */
  BUCKETED_RHO("bucketedRho"),
  /** ∂/∂parameter, for every parameter of a model other than Black–Scholes; its volatility is one of them. */
  MODEL_PARAMETER("modelParameter");

  private final String label;

  Measure(String label) {
    this.label = label;
  }

  /** The spelling in files and on the command line. */
  public String label() {
    return label;
  }

  /**
   * The measure with that spelling.
   *
   * @throws IllegalArgumentException
   *           listing the spellings allowed
   */
  public static Measure of(String label) {
    Require.given("label", label);
    return Arrays.stream(values()).filter(measure -> measure.label.equals(label)).findFirst()
        .orElseThrow(() -> new IllegalArgumentException("unknown measure '" + label + "', allowed: "
            + Arrays.stream(values()).map(Measure::label).collect(Collectors.joining(", "))));
  }
}
