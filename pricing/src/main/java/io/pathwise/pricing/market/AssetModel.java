package io.pathwise.pricing.market;

/**
 * The model that moves one asset's price, with its parameters. Each model is one record; everything that depends on the
 * model switches over them exhaustively. Start at {@link BlackScholes}.
 */
public sealed interface AssetModel permits AssetModel.BlackScholes {

  /**
   * Geometric Brownian motion under the risk-neutral measure with deterministic, time-dependent volatility.
   *
   * @param vols
   *          Black implied volatilities
   */
  record BlackScholes(VolTermStructure vols) implements AssetModel {
    /** The same volatility for all expiries, per square root of a year. */
    public static BlackScholes of(double vol) {
      return new BlackScholes(VolTermStructure.flat(vol));
    }

    /** A term structure of volatilities. */
    public static BlackScholes of(VolTermStructure vols) {
      return new BlackScholes(vols);
    }
  }
}
