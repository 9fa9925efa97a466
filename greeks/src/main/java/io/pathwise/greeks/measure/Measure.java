package io.pathwise.greeks.measure;

import io.pathwise.greeks.measure.MeasureDefinition.Report;
import io.pathwise.pricing.Require;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.RiskFactor;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A quantity that can be asked for: the value or a sensitivity. Plain derivatives are per 1.0 of the factor (not per
 * point); a parallel measure is the sum of its buckets. Each states what is held fixed: everything that is not named.
 * Results come in the order of the constants.
 */
public enum Measure {
  /** The discounted expected payoff, in currency. */
  VALUE(MeasureDefinition.of("value", 0, FactorLists::none, "").reported(Report.RANKED)),
  /**
   * A bound of the value of a product that somebody may exercise or call, from the other side than the value, in
   * currency: the value lies between the two.
   */
  BOUND(MeasureDefinition.of("bound", 0, FactorLists::nothing, "").absentAs(Absence.NO_DECISION)
      .reported(Report.WHEN_NAMED)),
  /** The probability that the product is exercised or called, for every time when it may be. */
  EXERCISE_PROBABILITY(MeasureDefinition.of("exerciseProbability", 0, FactorLists::nothing, "").ofNoAmount()
      .absentAs(Absence.NO_DECISION).reported(Report.WHEN_NAMED)),
  /** When the product is expected to be exercised or called, in years; its expiry counts where it is not. */
  EXERCISE_TIME(MeasureDefinition.of("exerciseTime", 0, FactorLists::nothing, "years").ofNoAmount()
      .absentAs(Absence.NO_DECISION).reported(Report.WHEN_NAMED)),
  /** ∂/∂spot, for every asset. */
  DELTA(MeasureDefinition.of("delta", 1, lists -> lists.each(RiskFactor.Spot.class), "per 1 of spot")
      .reported(Report.RANKED_BY_SPOT_MOVE)),
  /** ∂²/∂spot², for every asset. */
  GAMMA(MeasureDefinition
      .of("gamma", 2, lists -> lists.powers(RiskFactor.Spot.class, 2), "per 1 of spot and 1 of spot")
      .onDesks("per 1 of spot and 1 % of spot", DeskMove.NONE, DeskMove.PER_CENT_OF_SPOT)
      .reported(Report.RANKED_BY_SPOT_MOVE)),
  /** ∂²/∂spot_a ∂spot_b, for every pair, a before b in the market. */
  CROSS_GAMMA(MeasureDefinition.of("crossGamma", 2, FactorLists::pairsOfSpots, "per 1 of spot and 1 of spot")
      .onDesks("per 1 of spot and 1 % of spot", DeskMove.NONE, DeskMove.PER_CENT_OF_SPOT)
      .absentAs("the product has one asset only")),
  /** ∂/∂vol by a parallel shift of the asset's Black vols or of those its model was fitted to, or by its one vol. */
  VEGA(MeasureDefinition.of("vega", 1, lists -> lists.each(RiskFactor.Vol.class), "per 1.00 of vol")
      .onDesks("per vol point", DeskMove.POINT).absentAs(Absence.NO_VOL).reported(Report.RANKED)),
  /** ∂²/∂spot ∂vol of one asset. */
  VANNA(MeasureDefinition.of("vanna", 2, FactorLists::spotsWithVols, "per 1 of spot and 1.00 of vol")
      .onDesks("per 1 of spot and vol point", DeskMove.NONE, DeskMove.POINT).absentAs(Absence.NO_VOL)),
  /** ∂²/∂vol². */
  VOLGA(MeasureDefinition.of("volga", 2, FactorLists::squaresOfVols, "per 1.00 of vol")
      .onDesks("per vol point²", DeskMove.POINT, DeskMove.POINT).absentAs(Absence.NO_VOL)),
  /** ∂²/∂spot ∂valuation time, for every asset: what a year of waiting does to delta. */
  CHARM(MeasureDefinition
      .of("charm", 2, lists -> lists.withTime(lists.each(RiskFactor.Spot.class)), "per 1 of spot and year")
      .onDesks("per 1 of spot and day", DeskMove.NONE, DeskMove.DAY).reported(Report.WHEN_NAMED)),
  /** ∂²/∂vol ∂valuation time: what a year of waiting does to vega. */
  VETA(MeasureDefinition
      .of("veta", 2, lists -> lists.withTime(lists.each(RiskFactor.Vol.class)), "per 1.00 of vol and year")
      .onDesks("per vol point and day", DeskMove.POINT, DeskMove.DAY).absentAs(Absence.NO_VOL)
      .reported(Report.WHEN_NAMED)),
  /** ∂³/∂spot³, for every asset: what a move of the spot does to gamma. */
  SPEED(MeasureDefinition
      .of("speed", 3, lists -> lists.powers(RiskFactor.Spot.class, 3), "per 1 of spot, 1 of spot and 1 of spot")
      .onDesks("per 1 of spot, 1 % of spot and 1 % of spot", DeskMove.NONE, DeskMove.PER_CENT_OF_SPOT,
          DeskMove.PER_CENT_OF_SPOT)
      .reported(Report.WHEN_NAMED)),
  /** ∂³/∂spot² ∂valuation time, for every asset: what a year of waiting does to gamma. */
  COLOR(MeasureDefinition
      .of("color", 3, lists -> lists.withTime(lists.powers(RiskFactor.Spot.class, 2)),
          "per 1 of spot, 1 of spot and year")
      .onDesks("per 1 of spot, 1 % of spot and day", DeskMove.NONE, DeskMove.PER_CENT_OF_SPOT, DeskMove.DAY)
      .reported(Report.WHEN_NAMED)),
  /** ∂/∂zero rate by a parallel shift of the curve's zeros, dividend yields fixed. */
  RHO(MeasureDefinition.of("rho", 1, lists -> lists.each(RiskFactor.Zero.class), "per 1.00 of rate")
      .onDesks("per basis point", DeskMove.BASIS_POINT).reported(Report.RANKED)),
  /** ∂/∂dividend yield by a parallel shift. */
  DIVIDEND_RHO(MeasureDefinition.of("dividendRho", 1, lists -> lists.each(RiskFactor.Dividend.class),
      "per 1.00 of yield").onDesks("per basis point", DeskMove.BASIS_POINT)),
  /** ∂/∂valuation time: every event comes nearer, quotes keep their tenors; per year. */
  THETA(MeasureDefinition.of("theta", 1, lists -> lists.each(RiskFactor.ValuationTime.class), "per year")
      .onDesks("per day", DeskMove.DAY).reported(Report.RANKED)),
  /** ∂/∂correlation, for every pair of assets. */
  CORRELATION(MeasureDefinition.of("correlation", 1, lists -> lists.each(RiskFactor.Correlation.class),
      "per 1.00 of correlation").onDesks("per point of correlation", DeskMove.POINT)
      .absentAs("the product has one asset only")),
  /** ∂/∂vol of one pillar, or of one expiry and strike that the model was fitted to. */
  BUCKETED_VEGA(MeasureDefinition.of("bucketedVega", 1, FactorLists::quotedVols,
      "per 1.00 of vol").onDesks("per vol point", DeskMove.POINT)
      .absentAs("the model has no volatility pillars and no quotes; see modelParameter")),
  /** ∂/∂zero rate of one pillar. */
  BUCKETED_RHO(MeasureDefinition.of("bucketedRho", 1, lists -> lists.each(RiskFactor.ZeroPillar.class),
      "per 1.00 of rate").onDesks("per basis point", DeskMove.BASIS_POINT)),
  /** ∂/∂parameter, for every parameter of a model other than Black–Scholes; its volatility is one of them. */
  MODEL_PARAMETER(MeasureDefinition.of("modelParameter", 1, FactorLists::modelParameters, "per 1 of the parameter")
      .absentAs("the quotes of Black-Scholes are its volatilities; see vega"));

  /** Reasons that several measures share. */
  private static final class Absence {
    static final String FIRST_ORDER = "the model moves with the quotes that it was fitted to, to first order only";
    static final String NO_DECISION = "nobody may exercise or call the product";
    static final String NO_VOL = "the model has no volatility parameter and no quotes; see modelParameter";
  }

  @SuppressWarnings("ImmutableEnumChecker") // a record of texts, immutable lists and a function without state
  private final MeasureDefinition definition;

  Measure(MeasureDefinition definition) {
    this.definition = definition;
  }

  /** The measures that are computed when none are named: all but those of rare use. */
  public static Set<Measure> usual() {
    return among(Report.USUAL, Report.RANKED, Report.RANKED_BY_SPOT_MOVE);
  }

  /** The measures whose largest contributions reports list. */
  public static Set<Measure> ranked() {
    return among(Report.RANKED, Report.RANKED_BY_SPOT_MOVE);
  }

  private static Set<Measure> among(Report... reports) {
    Set<Measure> measures = EnumSet.allOf(Measure.class);
    measures.removeIf(measure -> !List.of(reports).contains(measure.definition.report()));
    return measures;
  }

  /** The spelling in files and on the command line. */
  public String label() {
    return definition.label();
  }

  /** Whether it is an amount of money, which grows with the quantity of a trade. */
  public boolean isAmount() {
    return definition.amount();
  }

  /** The measures that come with the value of a product that somebody may exercise or call. */
  public static Set<Measure> ofDecisions() {
    return EnumSet.of(BOUND, EXERCISE_PROBABILITY, EXERCISE_TIME);
  }

  /** How often the value is differentiated: 0 for the value itself. */
  public int order() {
    return definition.order();
  }

  /** What the plain derivative is in, after its currency; empty for the value, which is in currency alone. */
  public String unit() {
    return definition.unit();
  }

  /** What the number is in on desks, after its currency: per vol point, basis point, day or 1 % of spot. */
  public String deskUnit() {
    return definition.deskUnit();
  }

  /**
   * What turns a plain derivative into the number of a desk.
   *
   * @param factors
   *          of the number; none for a row without a number
   */
  public double deskScale(List<RiskFactor> factors, MarketData market) {
    double scale = 1;
    for (int i = 0; i < order() && i < factors.size(); i++) {
      scale *= definition.deskMoves().get(i).size(factors.get(i), market);
    }
    return scale;
  }

  /** Whether its numbers are compared by what a move of the spot by 1 % does, as spots differ in size. */
  public boolean isComparedBySpotMove() {
    return definition.report() == Report.RANKED_BY_SPOT_MOVE;
  }

  /** How many of the moves of the spot are in the number of a desk already. */
  public int spotMovesOnDesks() {
    return (int) definition.deskMoves().stream().filter(move -> move == DeskMove.PER_CENT_OF_SPOT).count();
  }

  /** Why a product has no such number. */
  String absence(FactorLists lists) {
    return this == VOLGA && lists.isCalibrated() ? Absence.FIRST_ORDER : definition.absence();
  }

  /** The factors of every number that the measure stands for. */
  List<List<RiskFactor>> factors(FactorLists lists) {
    return definition.factors().apply(lists);
  }

  /**
   * The measure with that spelling.
   *
   * @throws IllegalArgumentException
   *           listing the spellings allowed
   */
  public static Measure of(String label) {
    Require.given("label", label);
    return Arrays.stream(values()).filter(measure -> measure.label().equals(label)).findFirst()
        .orElseThrow(() -> new IllegalArgumentException("unknown measure '" + label + "', allowed: "
            + Arrays.stream(values()).map(Measure::label).collect(Collectors.joining(", "))));
  }
}
