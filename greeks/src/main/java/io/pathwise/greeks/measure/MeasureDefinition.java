package io.pathwise.greeks.measure;

import io.pathwise.pricing.market.RiskFactor;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

/**
 * All that there is to know of a measure: what it differentiates by, its units, and how reports treat it. Adding a
 * measure is adding a constant with its definition to {@link Measure}.
 *
 * @param label
 *          the spelling in files and on the command line
 * @param order
 *          how often the value is differentiated
 * @param factors
 *          the lists of factors that it stands for, one for each number, each as long as the order
 * @param absence
 *          why a product may have no such number
 * @param unit
 *          what the plain derivative is in, after its currency; empty for currency alone
 * @param deskUnit
 *          the same in the units of a desk
 * @param deskMoves
 *          by how much a desk moves each factor
 * @param report
 *          how reports treat it
 * @param amount
 *          whether it is an amount of money, which grows with the quantity of a trade
 */
record MeasureDefinition(String label, int order, Function<FactorLists, List<List<RiskFactor>>> factors, String absence,
    String unit, String deskUnit, List<DeskMove> deskMoves, Report report,
    boolean amount) {

  /** How reports treat a measure. */
  enum Report {
    /** Asked for unless others are named, with a table of the largest contributions. */
    RANKED,
    /** The same, the largest being those for which a move of the spot by 1 % does most. */
    RANKED_BY_SPOT_MOVE,
    /** Asked for unless others are named. */
    USUAL,
    /** Only computed when it is named. */
    WHEN_NAMED
  }

  private static final String NO_FACTOR = "the market has no factor for it";

  MeasureDefinition {
    deskMoves = List.copyOf(deskMoves);
    if (deskMoves.size() != order) {
      throw new IllegalArgumentException(label + " has " + order + " factors, but " + deskMoves.size() + " moves");
    }
  }

  /** A measure that is asked for unless others are named, in plain units on desks too. */
  static MeasureDefinition of(String label, int order, Function<FactorLists, List<List<RiskFactor>>> factors,
      String unit) {
    return new MeasureDefinition(label, order, factors, NO_FACTOR, unit, unit,
        Collections.nCopies(order, DeskMove.NONE), Report.USUAL, true);
  }

  MeasureDefinition onDesks(String otherUnit, DeskMove... moves) {
    return new MeasureDefinition(label, order, factors, absence, unit, otherUnit, List.of(moves), report, amount);
  }

  MeasureDefinition absentAs(String why) {
    return new MeasureDefinition(label, order, factors, why, unit, deskUnit, deskMoves, report, amount);
  }

  MeasureDefinition reported(Report how) {
    return new MeasureDefinition(label, order, factors, absence, unit, deskUnit, deskMoves, how, amount);
  }

  MeasureDefinition ofNoAmount() {
    return new MeasureDefinition(label, order, factors, absence, unit, deskUnit, deskMoves, report, false);
  }
}
