package io.pathwise.batch.profit;

import io.pathwise.engine.statistics.ErrorProfile;
import io.pathwise.greeks.measure.Greek;
import io.pathwise.pricing.market.RiskFactor;
import java.util.List;
import java.util.Locale;

/**
 * A part of the change of a trade's value, for one unit of its product.
 *
 * @param name
 *          {@code theta}, {@code fixings}, {@code model}, or the measure that it was found with
 * @param factor
 *          the risk factors that moved, as in results; empty for what is none's
 * @param kind
 *          what kind of change it belongs to
 * @param amount
 *          in the currency of the trade
 * @param standardError
 *          of the amount
 * @param errors
 *          how the error came about
 * @param status
 *          how far the error can be believed
 * @param message
 *          for people
 */
record ProfitTerm(String name, String factor, Kind kind, double amount, double standardError, ErrorProfile errors,
    Greek.Status status, String message) {

  /** Kinds of changes, in the order in which they are shown. */
  enum Kind {
    THETA("time and payments"), FIXINGS("fixings"), SPOT("spots"), VOL("volatilities"), RATE("rates"), DIVIDEND(
        "dividend yields"), CORRELATION("correlations"), PARAMETER("model parameters"), CROSS("cross terms"), MODEL(
            "models"), TRANSLATION("translation");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    /** For people. */
    String label() {
      return label;
    }
  }

  /** A term that is a revaluation. */
  static ProfitTerm of(Kind kind, Greek change, double paid) {
    return new ProfitTerm(kind.name().toLowerCase(Locale.ROOT), "", kind, change.value() + paid,
        change.standardError(), change.errors(), change.status(), change.message());
  }

  /** A term that is a derivative times what its factors moved by. */
  static ProfitTerm of(Greek derivative, double moves) {
    Greek number = derivative.scaled(moves);
    return new ProfitTerm(number.measure().label(), number.factorText(), kind(number.factors()), number.value(),
        number.standardError(), number.errors(), number.status(), number.message());
  }

  /** What kind of change the moves of some factors are. */
  private static Kind kind(List<RiskFactor> factors) {
    List<Kind> kinds = factors.stream().map(factor -> switch (factor) {
      case RiskFactor.Spot _ -> Kind.SPOT;
      case RiskFactor.Vol _,RiskFactor.VolPillar _,RiskFactor.QuotedVol _ -> Kind.VOL;
      case RiskFactor.Zero _,RiskFactor.ZeroPillar _ -> Kind.RATE;
      case RiskFactor.Dividend _ -> Kind.DIVIDEND;
      case RiskFactor.Correlation _ -> Kind.CORRELATION;
      case RiskFactor.ModelParameter _ -> Kind.PARAMETER;
      case RiskFactor.ValuationTime _,RiskFactor.ExerciseTime _ -> Kind.THETA;
    }).distinct().toList();
    return kinds.size() == 1 ? kinds.getFirst() : Kind.CROSS;
  }
}
