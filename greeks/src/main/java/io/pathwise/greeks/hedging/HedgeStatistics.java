package io.pathwise.greeks.hedging;

import io.pathwise.engine.statistics.Jackknife;
import io.pathwise.engine.statistics.Projection;
import io.pathwise.greeks.hedging.Hedge.Leg;
import io.pathwise.greeks.hedging.Hedge.Uncertain;
import io.pathwise.greeks.hedging.Hedge.Use;
import io.pathwise.pricing.Require;
import io.pathwise.pricing.product.Trade;
import io.pathwise.pricing.program.PayoffMoments;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * From means of payoffs and of their products to the numbers of a hedge. Which instruments are used is decided once,
 * from all paths. Start at {@link #of}.
 */
final class HedgeStatistics {

  /** Deviations below this share of the mean are rounding. */
  private static final double ROUNDING = 1e-12;

  private final PayoffMoments moments;
  private final List<Double> centres;
  private final BitSet varying;
  private final BitSet used;

  private HedgeStatistics(PayoffMoments moments, List<Double> centres, BitSet varying, BitSet used) {
    this.moments = moments;
    this.centres = centres;
    this.varying = varying;
    this.used = used;
  }

  /**
   * The numbers of some means.
   *
   * @throws IllegalArgumentException
   *           when the position pays the same on all paths
   */
  static HedgeStatistics of(PayoffMoments moments, List<Double> centres, double[] means) {
    double[][] covariances = covariances(moments, means);
    BitSet varying = new BitSet();
    for (int i = 0; i < covariances.length; i++) {
      double rounding = ROUNDING * Math.abs(centres.get(i) + means[i]);
      varying.set(i, covariances[i][i] > rounding * rounding);
    }
    Require.that(varying.get(0), "it pays the same on all paths, so that there is nothing to hedge");
    return new HedgeStatistics(moments, centres, varying,
        Projection.of(covariances, varying.get(1, covariances.length)).used());
  }

  private static double[][] covariances(PayoffMoments moments, double[] means) {
    double[][] covariances = new double[moments.positions()][moments.positions()];
    for (int i = 0; i < covariances.length; i++) {
      for (int j = 0; j < covariances.length; j++) {
        covariances[i][j] = means[moments.product(i, j)] - means[i] * means[j];
      }
    }
    return covariances;
  }

  /** The hedge with errors from the means of batches. */
  Hedge hedge(List<Trade> instruments, double[][] batches, long paths) {
    Uncertain[] all = Uncertain.of(batches, this::numbers);
    int count = instruments.size();
    List<Leg> legs = new ArrayList<>();
    for (int j = 0; j < count; j++) {
      legs.add(new Leg(instruments.get(j), use(j), all[j], all[count + 1 + j]));
    }
    int next = 2 * count + 1;
    return new Hedge(legs, all[count], all[next], all[next + 1], all[next + 2], all[next + 3], paths,
        paths * shareOfEffective(Jackknife.mean(batches)));
  }

  /** (E d²)² / E d⁴ of the position's deviations d: if few of them are large and equal, which share they are. */
  private double shareOfEffective(double[] means) {
    double square = means[moments.product(0, 0)];
    return square * square / means[moments.fourthPower()];
  }

  private Use use(int instrument) {
    if (used.get(instrument)) {
      return Use.USED;
    }
    return varying.get(instrument + 1) ? Use.COLLINEAR : Use.CONSTANT;
  }

  /** Ratios, means of the position and of the instruments, cost, deviations without and with hedge, share explained. */
  private double[] numbers(double[] of) {
    double[][] covariances = covariances(moments, of);
    Projection projection = Projection.of(covariances, used);
    int count = moments.positions() - 1;
    double[] numbers = Arrays.copyOf(projection.coefficients(), 2 * count + 5);
    double cost = 0;
    for (int i = 0; i <= count; i++) {
      numbers[count + i] = centres.get(i) + of[i];
      cost += i == 0 ? 0 : projection.coefficients()[i - 1] * numbers[count + i];
    }
    numbers[2 * count + 1] = cost;
    numbers[2 * count + 2] = Math.sqrt(covariances[0][0]);
    numbers[2 * count + 3] = Math.sqrt(projection.residualVariance());
    numbers[2 * count + 4] = 1 - projection.residualVariance() / covariances[0][0];
    return numbers;
  }
}
