package io.pathwise.pricing.calibration;

import io.pathwise.pricing.Require;
import io.pathwise.pricing.analytic.ImpliedVolatility;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.VolQuote;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The quotes without arbitrage that are nearest to some with: the sum of weight × (move of the call price / vega)² is
 * least, which to first order are moves of volatilities. The conditions are those of {@link StaticArbitrage}, all
 * linear in call prices; they are the ones of L. Cousot ("Conditions on option prices for absence of arbitrage and
 * exact calibration", Journal of Banking and Finance 31, 2007), with the calendar spreads that bounds between strikes
 * give. A condition that quotes miss by no more than rounding is left as it is, so that quotes which contradict no
 * other do not move. Start at {@link #of}.
 */
public final class QuoteRepair {

  /** The least time value, as a share of the forward price: a little more than what can be fitted. */
  private static final double LEAST_TIME_VALUE = 1.001e-9;
  /** A volatility that would move by less stays. */
  private static final double LEAST_MOVE = 1e-7;
  /** Of the most that an option can be worth. */
  private static final double ROUNDING = 1e-15;
  /** Where volatilities are so large that prices do not tell them. */
  private static final double LEAST_VEGA = 1e-100;

  private final List<VolQuote> quotes;
  private final List<CallSmile> smiles;
  private final CallSmile.Point[] points;
  private final List<Condition> conditions = new ArrayList<>();

  private QuoteRepair(MarketData market, String assetId, List<VolQuote> quotes) {
    this.quotes = quotes;
    smiles = VolSurface.expiries(quotes, time -> market.forward(assetId, time)).stream().map(CallSmile::of).toList();
    points = new CallSmile.Point[quotes.size()];
    for (int i = 0; i < smiles.size(); i++) {
      for (int p = 1; p < smiles.get(i).points().size(); p++) {
        points[smiles.get(i).place(p)] = smiles.get(i).points().get(p);
        ofSmile(smiles.get(i), p);
        calendar(i, p);
      }
    }
  }

  /**
   * A sum of call prices that must not be negative.
   *
   * @param terms
   *          the places of quotes with factors
   * @param sum
   *          what it is
   * @param tolerance
   *          what rounding of volatilities does to it
   */
  private record Condition(List<NearestPoint.Term> terms, double sum, double tolerance) {

    boolean isViolated() {
      return sum < -tolerance;
    }
  }

  /** Adds up a condition. */
  private static final class Sum {
    private final List<NearestPoint.Term> terms = new ArrayList<>();
    private double sum;
    private double tolerance;

    Sum(double constant) {
      sum = constant;
    }

    Sum plus(double factor, CallSmile smile, int point) {
      if (point > 0 && factor != 0) {
        terms.add(new NearestPoint.Term(smile.place(point), factor));
      }
      sum += factor * smile.points().get(point).c();
      tolerance += Math.abs(factor) * smile.points().get(point).tolerance();
      return this;
    }

    Sum plus(int sign, CallSmile smile, CallSmile.Chord chord) {
      return plus(sign * (1 - chord.share()), smile, chord.first()).plus(sign * chord.share(), smile, chord.second());
    }

    Condition condition() {
      return new Condition(terms, sum, tolerance);
    }
  }

  /**
   * The quotes, in their order, those that need not move as they are.
   *
   * @param quotes
   *          no two with the same expiry and strike, none that {@link Calibration#require} refuses
   * @throws IllegalArgumentException
   *           when rounding keeps the nearest from being found
   */
  public static List<VolQuote> of(MarketData market, String assetId, List<VolQuote> quotes) {
    Require.given("market", market).asset(assetId);
    QuoteRepair repair = new QuoteRepair(market, assetId, Require.elements("quotes", quotes));
    List<VolQuote> repaired = repair.quotes;
    Set<Integer> strict = new HashSet<>();
    while (strict.addAll(new QuoteRepair(market, assetId, repaired).violated())) {
      repaired = repair.nearest(strict);
    }
    return repaired;
  }

  private List<Integer> violated() {
    return IntStream.range(0, conditions.size()).filter(i -> conditions.get(i).isViolated()).boxed().toList();
  }

  /** Vertical spreads, butterflies, and what a volatility can be. */
  private void ofSmile(CallSmile smile, int p) {
    CallSmile.Point here = smile.points().get(p);
    CallSmile.Point before = smile.points().get(p - 1);
    conditions.add(new Sum(0).plus(1, smile, p - 1).plus(-1, smile, p).condition());
    conditions.add(new Sum(here.x() - before.x()).plus(1, smile, p).plus(-1, smile, p - 1).condition());
    if (!smile.isLast(p)) {
      conditions.add(new Sum(0).plus(1, smile, smile.chord(p - 1, p + 1, here.x())).plus(-1, smile, p).condition());
    }
    List<NearestPoint.Term> alone = List.of(new NearestPoint.Term(smile.place(p), 1));
    conditions.add(new Condition(alone, here.timeValue() - LEAST_TIME_VALUE, here.tolerance()));
    double most = ImpliedVolatility.timeValue(1, here.x(), smile.expiry().time(), VolQuote.MOST_VOL);
    conditions.add(new Condition(List.of(new NearestPoint.Term(smile.place(p), -1)), most - here.timeValue(),
        here.tolerance()));
  }

  private void calendar(int i, int p) {
    CallSmile smile = smiles.get(i);
    double x = smile.points().get(p).x();
    for (CallSmile earlier : smiles.subList(0, i)) {
      earlier.lowerBounds(x)
          .forEach(bound -> conditions.add(new Sum(0).plus(1, smile, p).plus(-1, earlier, bound).condition()));
    }
    for (CallSmile later : smiles.subList(i + 1, smiles.size())) {
      conditions.add(new Sum(0).plus(1, later, later.upperBound(x)).plus(-1, smile, p).condition());
    }
  }

  /**
   * The nearest quotes that meet conditions, in units of root weight × volatility.
   *
   * @param strict
   *          conditions that are met by more than rounding
   */
  private List<VolQuote> nearest(Set<Integer> strict) {
    List<NearestPoint.HalfSpace> halfSpaces = new ArrayList<>();
    for (int i = 0; i < conditions.size(); i++) {
      Condition condition = conditions.get(i);
      halfSpaces.add(new NearestPoint.HalfSpace(
          condition.terms().stream()
              .map(term -> new NearestPoint.Term(term.coordinate(), term.factor() * unit(term.coordinate()))).toList(),
          strict.contains(i) ? -condition.sum() : Math.min(0, -condition.sum())));
    }
    double[] moves = NearestPoint.of(quotes.size(), halfSpaces);
    return IntStream.range(0, moves.length)
        .mapToObj(i -> moved(i, moves[i] / Math.sqrt(quotes.get(i).weight()))).toList();
  }

  /** What a quote's call price moves by in a unit. */
  private double unit(int quote) {
    return Math.max(LEAST_VEGA, points[quote].vega()) / Math.sqrt(quotes.get(quote).weight());
  }

  /** A quote whose call price moves by an amount of vegas. */
  private VolQuote moved(int place, double amount) {
    VolQuote quote = quotes.get(place);
    if (Math.abs(amount) < LEAST_MOVE) {
      return quote;
    }
    CallSmile.Point point = points[place];
    double most = Math.min(1, point.x()) * (1 - ROUNDING);
    double vol = ImpliedVolatility.ofTimeValue(1, point.x(), quote.time(),
        Math.clamp(point.timeValue() + amount * point.vega(), 0, most));
    return new VolQuote(quote.time(), quote.strike(), Math.min(vol, VolQuote.MOST_VOL), quote.weight());
  }
}
