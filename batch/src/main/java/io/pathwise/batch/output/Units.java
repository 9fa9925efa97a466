package io.pathwise.batch.output;

import io.pathwise.greeks.measure.Greeks;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.pricing.Require;
import io.pathwise.pricing.market.MarketData;

/** The units that Greeks are written in; docs/formats.md lists them. Start at {@link #convert}. */
public enum Units {
  /** Plain derivatives, per 1.0 of everything. */
  RAW("raw"),
  /** Per vol point, basis point, day, and per cent of spot. */
  DESK("desk");

  /** Of the option that chooses them. */
  public static final String DESCRIPTION = "What Greeks are written in: raw (plain derivatives) or desk (vega per vol point, rho per basis point, theta per day, gamma per 1%% of spot; default: ${DEFAULT-VALUE}).";

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
      case DESK -> new Greeks(
          greeks.numbers().stream().map(number -> number.scaled(number.measure().deskScale(number.factors(), market)))
              .toList(),
          greeks.backend(), greeks.seconds());
    };
  }

  /** What a number of a measure is in, after its currency; empty for the value, which is in currency alone. */
  public String text(Measure measure) {
    return switch (this) {
      case RAW -> measure.unit();
      case DESK -> measure.deskUnit();
    };
  }

  /**
   * What a number in these units is multiplied by to tell what a move of the spot by 1 % does, in every factor that is
   * a spot.
   */
  public double spotMove(Measure measure, double spot) {
    return Math.pow(spot / 100, switch (this) {
      case RAW -> measure.order();
      case DESK -> measure.order() - measure.spotMovesOnDesks();
    });
  }
}
