package io.pathwise.batch.output;

import io.pathwise.greeks.measure.Greek;
import io.pathwise.greeks.measure.Greeks;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.pricing.Require;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.RiskFactor;

/** The units that Greeks are written in; docs/formats.md lists them. Start at {@link #convert}. */
public enum Units {
  /** Plain derivatives, per 1.0 of everything. */
  RAW("raw"),
  /** Per vol point, basis point, day, and per cent of spot. */
  DESK("desk");

  /** Of the option that chooses them. */
  public static final String DESCRIPTION = "What Greeks are written in: raw (plain derivatives) or desk (vega per vol point, rho per basis point, theta per day, gamma per 1%% of spot; default: ${DEFAULT-VALUE}).";

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

  /** What a number of a measure is in, after its currency; empty for the value, which is in currency alone. */
  public String text(Measure measure) {
    return switch (this) {
      case RAW -> raw(measure);
      case DESK -> desk(measure);
    };
  }

  private static String raw(Measure measure) {
    return switch (measure) {
      case VALUE -> "";
      case DELTA -> "per 1 of spot";
      case GAMMA, CROSS_GAMMA -> "per 1 of spot and 1 of spot";
      case VEGA, VOLGA, BUCKETED_VEGA -> "per 1.00 of vol";
      case VANNA -> "per 1 of spot and 1.00 of vol";
      case RHO, BUCKETED_RHO -> "per 1.00 of rate";
      case DIVIDEND_RHO -> "per 1.00 of yield";
      case THETA -> "per year";
      case CORRELATION -> "per 1.00 of correlation";
      case MODEL_PARAMETER -> "per 1 of the parameter";
    };
  }

  private static String desk(Measure measure) {
    return switch (measure) {
      case VALUE, DELTA, MODEL_PARAMETER -> raw(measure);
      case GAMMA, CROSS_GAMMA -> "per 1 of spot and 1 % of spot";
      case VEGA, BUCKETED_VEGA -> "per vol point";
      case VOLGA -> "per vol point²";
      case VANNA -> "per 1 of spot and vol point";
      case RHO, DIVIDEND_RHO, BUCKETED_RHO -> "per basis point";
      case THETA -> "per day";
      case CORRELATION -> "per point of correlation";
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
