package io.pathwise.greeks.hedging;

import io.pathwise.greeks.hedging.Hedge.Uncertain;
import io.pathwise.pricing.Require;
import java.util.List;

/**
 * The hedge of a position that is traded at several dates, with ratios that are functions of what is known then. All
 * numbers are those of paths that the functions were not fitted on; standard errors are those of
 * {@link io.pathwise.engine.statistics.Jackknife}. Amounts are in the currency of payment. Start at {@link #dates}.
 *
 * @param dates
 *          when instruments are traded, from today on
 * @param unhedged
 *          the standard deviation of what the position pays on a path
 * @param hedged
 *          the same of what is left with the hedge
 * @param explained
 *          the share of the variance that the hedge takes away: 1 − hedged² / unhedged²
 * @param trainingPaths
 *          on which the functions were fitted
 * @param paths
 *          on which the hedge was measured
 */
public record RebalancedHedge(List<Rebalancing> dates, Uncertain unhedged, Uncertain hedged, Uncertain explained,
    long trainingPaths, long paths) {

  /** Copies the list. */
  public RebalancedHedge {
    dates = Require.elements("dates", dates);
    Require.given("unhedged", unhedged);
    Require.given("hedged", hedged);
    Require.given("explained", explained);
  }

  /**
   * What is held from one date to the next.
   *
   * @param time
   *          of the date, in years
   * @param ratios
   *          one for each instrument, in the order given
   */
  public record Rebalancing(double time, List<Ratio> ratios) {
    /** Copies the list. */
    public Rebalancing {
      ratios = Require.elements("ratios", ratios);
    }
  }

  /**
   * How many units of an instrument the hedged position is short of: a number that differs from path to path.
   *
   * @param isTraded
   *          whether the instrument has not expired yet; other ratios are 0
   * @param mean
   *          over paths
   * @param deviation
   *          the standard deviation of the fitted function over paths
   */
  public record Ratio(boolean isTraded, Uncertain mean, Uncertain deviation) {
    public Ratio {
      Require.given("mean", mean);
      Require.given("deviation", deviation);
    }
  }
}
