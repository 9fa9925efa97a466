package io.pathwise.benchmarks.reference;

import io.pathwise.pricing.market.AssetModel;
import io.pathwise.pricing.market.ElasticVol;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.product.Product;
import java.util.ArrayList;
import java.util.List;

/**
 * Prices of European, digital and barrier options on an asset whose volatility depends on time and price, by finite
 * differences in log Y ({@link Underlying}): Crank and Nicolson's scheme, begun with four half steps of Euler's
 * implicit one behind every cut (Rannacher 1984; Giles and Carter 2006), extrapolated from two grids (Richardson). At
 * both ends prices are linear in Y, so that they stay. The grid is that of the market from which it was made, so that
 * prices of markets nearby differ smoothly. Start at {@link #value}.
 */
final class OneFactor implements ReferencePrice {

  private static final int INTERVALS = 300;
  private static final int STEPS = 80;
  private static final int FEWEST_STEPS = 12;
  private static final double WIDTH = 1.5;
  private static final double REACH = 9;
  /** Where a price is as good as absorbed. */
  private static final double DEPTH = 9;

  private final double centre;
  private final double deviation;
  private final double depth;
  private final List<Integer> steps = new ArrayList<>();

  /** For markets and products near these. */
  OneFactor(MarketData market, Product product) {
    Underlying underlying = Underlying.of(market, product);
    centre = Math.log(underlying.initial());
    double variance = underlying.model().expectedVariance(product.expiry());
    deviation = Math.sqrt(variance) + (underlying.isComposite() ? 0.2 * Math.sqrt(product.expiry()) : 0);
    depth = underlying.model() instanceof AssetModel.Cev ? Math.max(DEPTH, REACH * deviation) : REACH * deviation;
    double from = 0;
    for (double to : Payout.times(underlying, product.domestic())) {
      if (to > 0) {
        steps.add(Math.max(FEWEST_STEPS, (int) Math.ceil(STEPS * (to - from) / product.expiry())));
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
    Axis axis = Axis.around(centre, WIDTH * deviation, centre - depth, centre + REACH * deviation,
        INTERVALS * fineness);
    Payout payout = new Payout(underlying, product.domestic(), axis);
    double[][] worth = new double[payout.functions()][axis.size()];
    List<Double> times = new ArrayList<>(Payout.times(underlying, product.domestic()));
    while (times.getLast() > product.expiry()) {
      times.removeLast();
    }
    for (int i = times.size() - 1; i > 0; i--) {
      boolean isCut = payout.pass(times.get(i), worth);
      goBack(new Diffusion(underlying, axis), times.get(i - 1), times.get(i), steps.get(i - 1) * fineness, isCut,
          worth);
    }
    return axis.interpolation(Math.log(underlying.initial())).of(worth[0]);
  }

  private static void goBack(Diffusion diffusion, double from, double to, int steps, boolean isCut, double[][] worth) {
    double years = (to - from) / steps;
    for (int step = steps - 1; step >= 0; step--) {
      double start = from + step * years;
      if (isCut && step >= steps - 2) {
        diffusion.implicitStep(start + 0.5 * years, start + years, worth);
        diffusion.implicitStep(start, start + 0.5 * years, worth);
      } else {
        diffusion.step(start, start + years, worth);
      }
    }
  }

  /** The generator of log Y on the nodes, and its steps. */
  private static final class Diffusion {
    private final Underlying underlying;
    private final Axis axis;
    private final double[] lower;
    private final double[] middle;
    private final double[] upper;
    private final Tridiagonal equations;

    Diffusion(Underlying underlying, Axis axis) {
      this.underlying = underlying;
      this.axis = axis;
      lower = new double[axis.size()];
      middle = new double[axis.size()];
      upper = new double[axis.size()];
      equations = new Tridiagonal(axis.size());
    }

    private void fill(double from, double to) {
      Variance variance = variance(underlying, from, to);
      double driftOfVol = underlying.driftOfVol(from, to);
      for (int i = 1; i < axis.size() - 1; i++) {
        double local = variance.at(axis.node(i));
        double slope = axis.slope(i) * (driftOfVol * Math.sqrt(local) - 0.5 * local);
        lower[i] = 0.5 * local * axis.lower(i) - slope;
        upper[i] = 0.5 * local * axis.upper(i) + slope;
        middle[i] = -0.5 * local * (axis.lower(i) + axis.upper(i));
      }
    }

    void implicitStep(double from, double to, double[][] worth) {
      fill(from, to);
      for (double[] function : worth) {
        equations.solve(to - from, lower, middle, upper, function);
      }
    }

    void step(double from, double to, double[][] worth) {
      fill(from, to);
      double half = 0.5 * (to - from);
      for (double[] function : worth) {
        double before = function[0];
        for (int i = 1; i < function.length - 1; i++) {
          double here = function[i];
          function[i] = here + half * (lower[i] * before + middle[i] * here + upper[i] * function[i + 1]);
          before = here;
        }
        equations.solve(half, lower, middle, upper, function);
      }
    }
  }

  /** A variance per year where log Y has a value. */
  private interface Variance {
    double at(double logPrice);
  }

  private static Variance variance(Underlying underlying, double from, double to) {
    return switch (underlying.model()) {
      case AssetModel.BlackScholes _ -> {
        double variance = underlying.variance(from, to);
        yield _ -> variance;
      }
      case AssetModel.Cev(ElasticVol local) -> {
        double power = 2 * (local.beta() - 1);
        double logReference = Math.log(local.reference());
        yield x -> local.vol() * local.vol() * Math.exp(power * (x - logReference));
      }
      case AssetModel.LocalVol local -> {
        DupireVariance dupire = DupireVariance.of(local.surface(), from, to);
        double start = Math.log(underlying.initial());
        double moved = local.reference().isPresent()
            ? Math.log(underlying.asset().spot() / local.reference().getAsDouble())
            : 0;
        yield x -> dupire.at(x - start, x - start + moved);
      }
      default -> throw new IllegalArgumentException("more than one factor: " + underlying.model());
    };
  }
}
