package io.pathwise.benchmarks.reference;

import io.pathwise.pricing.market.AssetModel;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.product.Product;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Prices of European, digital and barrier options on an asset with stochastic volatility ({@link VolatilityFactor}), by
 * finite differences in log Y ({@link Underlying}) and that factor: alternating directions in the form of Craig and
 * Sneyd (1988) as modified by in 't Hout and Welfert (2009), begun with four half steps of Douglas's implicit scheme
 * behind every cut, extrapolated from two grids (Richardson). At both ends prices are linear in Y, so that they stay.
 * The grid is that of the market from which it was made. Start at {@link #value}.
 */
final class TwoFactors implements ReferencePrice {

  private static final int INTERVALS = 100;
  private static final int FACTOR_INTERVALS = 32;
  private static final int STEPS = 40;
  /** Where Heston's variance is 0 nothing smooths a price, so that it takes more of all. */
  private static final double FINER = 1.7;
  private static final int FEWEST_STEPS = 8;
  private static final double WIDTH = 1.5;
  private static final double REACH = 10;

  /** A solution today with the factor as it is; it does not depend on the spot. */
  private static final class Solution {
    private final Axis axis;
    private final double[] worth;

    Solution(Axis axis, double[] worth) {
      this.axis = axis;
      this.worth = worth;
    }

    double at(double logPrice) {
      return axis.interpolation(logPrice).of(worth);
    }
  }

  private record Place(MarketData market, Product product, int fineness) {}

  private final double spot;
  private final double centre;
  private final double deviation;
  private final List<Integer> steps = new ArrayList<>();
  private final double finer;
  private final VolatilityFactor.Range range;
  private final Map<Place, Solution> known = new HashMap<>();

  /** For markets and products near these. */
  TwoFactors(MarketData market, Product product) {
    Underlying underlying = Underlying.of(market, product);
    spot = underlying.asset().spot();
    centre = Math.log(underlying.initial());
    deviation = Math.sqrt(underlying.model().expectedVariance(product.expiry()));
    finer = underlying.model() instanceof AssetModel.Heston ? FINER : 1;
    range = VolatilityFactor.of(underlying.model()).range(product.expiry());
    double from = 0;
    for (double to : Payout.times(underlying, product.domestic())) {
      if (to > 0) {
        steps.add(Math.max(FEWEST_STEPS, (int) Math.ceil(STEPS * finer * (to - from) / product.expiry())));
        from = to;
      }
    }
  }

  @Override
  public double value(MarketData market, Product product) {
    return (4 * value(market, product, 2) - value(market, product, 1)) / 3;
  }

  private double value(MarketData market, Product product, int fineness) {
    Underlying underlying = Underlying.of(market, product);
    MarketData atSpot = market.with(underlying.asset().withSpot(spot));
    Solution solution = known.computeIfAbsent(new Place(atSpot, product, fineness), place -> solve(underlying, place));
    return solution.at(Math.log(underlying.initial()));
  }

  private Solution solve(Underlying underlying, Place place) {
    int fineness = place.fineness;
    Axis axis = Axis.around(centre, WIDTH * deviation, centre - REACH * deviation, centre + REACH * deviation,
        ((int) (INTERVALS * finer)) * fineness);
    Axis factors = range.axis(((int) (FACTOR_INTERVALS * finer)) * fineness);
    Payout payout = new Payout(underlying, place.product.domestic(), axis);
    AlternatingDirections scheme = new AlternatingDirections(VolatilityFactor.of(underlying.model()), axis, factors,
        underlying.driftOfVol(0, place.product.expiry()));
    int functions = payout.functions();
    double[][][] worth = new double[functions][factors.size()][axis.size()];
    List<Double> times = new ArrayList<>(Payout.times(underlying, place.product.domestic()));
    for (int i = times.size() - 1; i > 0; i--) {
      boolean isCut = pass(payout, times.get(i), worth);
      int count = steps.get(i - 1) * fineness;
      double years = (times.get(i) - times.get(i - 1)) / count;
      for (double[][] function : worth) {
        for (int step = 0; step < count; step++) {
          if (isCut && step < 2) {
            scheme.implicitStep(0.5 * years, function);
            scheme.implicitStep(0.5 * years, function);
          } else {
            scheme.step(years, function);
          }
        }
      }
    }
    Axis.Interpolation today = factors.interpolation(VolatilityFactor.of(underlying.model()).today());
    double[] values = new double[axis.size()];
    double[] across = new double[factors.size()];
    for (int i = 0; i < values.length; i++) {
      for (int j = 0; j < across.length; j++) {
        across[j] = worth[0][j][i];
      }
      values[i] = today.of(across);
    }
    return new Solution(axis, values);
  }

  private static boolean pass(Payout payout, double time, double[][][] worth) {
    boolean isCut = false;
    for (int j = 0; j < worth[0].length; j++) {
      double[][] row = new double[worth.length][];
      for (int f = 0; f < worth.length; f++) {
        row[f] = worth[f][j];
      }
      isCut = payout.pass(time, row);
      for (int f = 0; f < worth.length; f++) {
        worth[f][j] = row[f];
      }
    }
    return isCut;
  }
}
