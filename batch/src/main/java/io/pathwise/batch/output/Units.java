package io.pathwise.batch.output;

import io.pathwise.greeks.Greek;
import io.pathwise.greeks.Greeks;
import io.pathwise.pricing.Require;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.RiskFactor;

/** The units that Greeks are written in; docs/formats.md lists them. Start at {@link #convert}. */
public enum Units {
  /** Plain derivatives, per 1.0 of everything. */
  RAW("raw"),
  /** Per vol point, basis point, day, and per cent of spot. */
  DESK("desk");

  private static final double PER_CENT = 0.01;
  private static final double BASIS_POINT = 1e-4;
  private static final double DAYS_A_YEAR = 365.0;

  private final String label;

  Units(String label) {
    this.label = label;
  }

  /** The units with that spelling; the message of a failure lists those allowed. */
  public static Units of(String label) {
    return Require.oneOf("units", label, values(), units -> units.label);
  }

  /** The spelling on the command line. */
  public String label() {
    return label;
  }

  /** Numbers of plain derivatives in these units. */
  public Greeks convert(Greeks greeks, MarketData market) {
    return switch (this) {
      case RAW -> greeks;
      case DESK -> new Greeks(greeks.numbers().stream().map(number -> number.scaled(desk(number, market))).toList(),
          greeks.backend(), greeks.seconds());
    };
  }

  private static double desk(Greek number, MarketData market) {
    return switch (number.measure()) {
      case VALUE, DELTA, MODEL_PARAMETER -> 1.0;
      case GAMMA,
          CROSS_GAMMA ->
        !number.factors().isEmpty() && number.factors().getLast() instanceof RiskFactor.Spot spot
            ? PER_CENT * market.asset(spot.asset()).spot()
            : 1.0;
      case VEGA, VANNA, CORRELATION, BUCKETED_VEGA -> PER_CENT;
      case VOLGA -> PER_CENT * PER_CENT;
      case RHO, DIVIDEND_RHO, BUCKETED_RHO -> BASIS_POINT;
      case THETA -> 1 / DAYS_A_YEAR;
    };
  }
}
