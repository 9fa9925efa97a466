package io.pathwise.greeks.hedging;

import io.pathwise.engine.statistics.Jackknife;
import io.pathwise.pricing.Require;
import io.pathwise.pricing.product.Trade;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * The hedge of a position that leaves the least variance of what is paid, discounted: the position less Σ ratio ·
 * instrument. Standard errors are those of {@link io.pathwise.engine.statistics.Jackknife}. Amounts are in the currency
 * of payment. Start at {@link #legs}.
 *
 * @param legs
 *          the instruments, in the order given
 * @param value
 *          of the position
 * @param cost
 *          what the instruments cost: Σ ratio · price
 * @param unhedged
 *          the standard deviation of what the position pays on a path
 * @param hedged
 *          the same of what is left with the hedge
 * @param explained
 *          the share of the variance that the hedge takes away: 1 − hedged² / unhedged²
 * @param paths
 *          how many there were
 * @param effectivePaths
 *          on how many of them the variance rests: n (E d²)² / E d⁴, d being the deviations of what the position pays;
 *          of a rare payment the number of paths that have it
 */
public record Hedge(List<Leg> legs, Uncertain value, Uncertain cost, Uncertain unhedged, Uncertain hedged,
    Uncertain explained, long paths, double effectivePaths) {

  /** With fewer neither ratios nor their errors can be believed. */
  private static final int FEWEST_EFFECTIVE_PATHS = 100;

  /** Copies the list. */
  public Hedge {
    legs = Require.elements("legs", legs);
    Require.given("value", value);
    Require.given("cost", cost);
    Require.given("unhedged", unhedged);
    Require.given("hedged", hedged);
    Require.given("explained", explained);
  }

  /** Whether the numbers rest on few paths, so that neither they nor their errors can be believed. */
  public boolean hasFewHits() {
    return effectivePaths < FEWEST_EFFECTIVE_PATHS;
  }

  /** {@code ok}, or {@code few-hits}. */
  public String status() {
    return hasFewHits() ? "few-hits" : Use.USED.label();
  }

  /** That of an instrument, which may not be used at all. */
  public String status(Leg leg) {
    return Require.given("leg", leg).use() == Use.USED ? status() : leg.use().label();
  }

  /** A number with its standard error. */
  public record Uncertain(double value, double standardError) {

    /** Numbers that a function makes of means, with errors from the means of batches. */
    static Uncertain[] of(double[][] batches, Function<double[], double[]> statistics) {
      double[] numbers = statistics.apply(Jackknife.mean(batches));
      double[] errors = Jackknife.standardErrors(batches, statistics);
      Uncertain[] all = new Uncertain[numbers.length];
      Arrays.setAll(all, i -> new Uncertain(numbers[i], errors[i]));
      return all;
    }
  }

  /** What became of an instrument. */
  public enum Use {
    /** It is in the hedge. */
    USED("ok"),
    /** It pays the same on all paths. */
    CONSTANT("constant"),
    /** Instruments before it pay the same on all paths, so that its ratio is 0. */
    COLLINEAR("collinear");

    private final String label;

    Use(String label) {
      this.label = label;
    }

    /** Its spelling in files. */
    public String label() {
      return label;
    }
  }

  /**
   * An instrument of the hedge.
   *
   * @param instrument
   *          with its quantity, which is one unit of the hedge
   * @param use
   *          whether it is in the hedge
   * @param ratio
   *          how many units the hedged position is short of; 0 unless used
   * @param price
   *          of a unit
   */
  public record Leg(Trade instrument, Use use, Uncertain ratio, Uncertain price) {
    public Leg {
      Require.given("instrument", instrument);
      Require.given("use", use);
      Require.given("ratio", ratio);
      Require.given("price", price);
    }
  }
}
