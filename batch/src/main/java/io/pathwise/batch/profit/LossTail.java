package io.pathwise.batch.profit;

import io.pathwise.pricing.Require;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.BetaDistribution;
import org.apache.commons.math3.distribution.BinomialDistribution;

/**
 * Value at risk and expected shortfall of a sample of profits, all of equal weight, and how far the sample itself
 * leaves them open. Losses are counted positive. Start at {@link #of}.
 *
 * <p>
 * With x(1) ≤ … ≤ x(n) the losses in ascending order and k = ⌈nα⌉, the value at risk at the confidence α is x(k): the
 * smallest loss l for which at least a share α of the losses is at most l (the generalised inverse of the empirical
 * distribution function: McNeil, Frey and Embrechts 2015, "Quantitative Risk Management", definition 2.8; type 1 of
 * Hyndman and Fan 1996). The expected shortfall is the average of the worst share 1 − α of the sample, of which x(k) is
 * in part: (Σ x(i) over i > k + (k − nα) x(k)) / (n (1 − α)) (Acerbi and Tasche 2002, "On the coherence of expected
 * shortfall").
 *
 * @param weights
 *          the share of each scenario in the expected shortfall, in the order of the sample; 0 outside the tail
 * @param place
 *          the place in the sample of the scenario whose loss is the value at risk
 * @param rank
 *          k
 * @param valueAtRisk
 *          x(k)
 * @param shortfall
 *          the average of the tail
 */
@SuppressWarnings("ArrayRecordComponent") // made here, and never compared
record LossTail(double[] losses, double confidence, double[] weights, int place, int rank, double valueAtRisk,
    double shortfall) {
  /** A share that is a whole number of losses but for rounding, 0.99 of 300 say, is that number. */
  private static final double ROUNDING = 1e-9;
  private static final double IN_TWO_SIDES = 0.025;

  /**
   * The tail of a sample.
   *
   * @param profits
   *          at least one; a loss is negative
   * @param confidence
   *          strictly between 0 and 1
   */
  static LossTail of(double[] profits, double confidence) {
    Require.that(profits.length > 0, "there is no profit, at least one is needed");
    Require.that(confidence > 0 && confidence < 1, "confidence is %s, must be above 0 and below 1", confidence);
    double[] losses = Arrays.stream(profits).map(profit -> 0.0 - profit).toArray();
    int n = losses.length;
    List<Integer> ascending = IntStream.range(0, n).boxed().sorted(Comparator.comparingDouble(i -> losses[i])).toList();
    double share = n * confidence;
    int rank = Math.clamp((long) Math.ceil(share - ROUNDING), 1, n);
    double tail = n * (1 - confidence);
    double[] weights = new double[n];
    double shortfall = 0;
    for (int i = rank; i <= n; i++) {
      int place = ascending.get(i - 1);
      weights[place] = (i > rank ? 1 : Math.max(0, rank - share)) / tail;
      shortfall += weights[place] * losses[place];
    }
    int place = ascending.get(rank - 1);
    return new LossTail(losses, confidence, weights, place, rank, losses[place], shortfall);
  }

  /**
   * The places of the scenarios in the tail, the largest loss first; that of the value at risk is always among them.
   */
  List<Integer> places() {
    return IntStream.range(0, losses.length).filter(i -> weights[i] > 0 || i == place).boxed()
        .sorted(Comparator.comparingDouble((Integer i) -> losses[i]).reversed()).toList();
  }

  private double[] sorted() {
    double[] sorted = losses.clone();
    Arrays.sort(sorted);
    return sorted;
  }

  /**
   * The standard error that the value at risk has because the sample is one of many that might have been: the standard
   * deviation of x(k) over all samples drawn with replacement from this one, in closed form (Maritz and Jarrett 1978,
   * "A note on estimating the variance of the sample median", for any order statistic).
   */
  double samplingErrorOfValueAtRisk() {
    double[] sorted = sorted();
    int n = sorted.length;
    BetaDistribution law = new BetaDistribution(null, rank, n - rank + 1.0);
    double mean = 0;
    double square = 0;
    double below = 0;
    double scale = Math.max(Math.abs(sorted[0]), Math.abs(sorted[n - 1]));
    for (int i = 0; i < n && scale > 0; i++) {
      double upTo = law.cumulativeProbability((i + 1.0) / n);
      double x = sorted[i] / scale;
      mean += (upTo - below) * x;
      square += (upTo - below) * x * x;
      below = upTo;
    }
    return scale * Math.sqrt(Math.max(0, square - mean * mean));
  }

  /**
   * The standard error that the expected shortfall has for the same reason: √((s² + α (ES − VaR)²) / (n (1 − α))) with
   * the variance s² of the losses in the tail (Manistre and Hancock 2005, "Variance of the CTE estimator"). Of few
   * losses in the tail it says little.
   */
  double samplingErrorOfShortfall() {
    double variance = 0;
    for (int i = 0; i < losses.length; i++) {
      variance += weights[i] * (losses[i] - shortfall) * (losses[i] - shortfall);
    }
    double beyond = shortfall - valueAtRisk;
    return Math.sqrt((variance + confidence * beyond * beyond) / (losses.length * (1 - confidence)));
  }

  /**
   * The lower end of a 95 % interval for the true quantile, free of assumptions on the law of losses: the number of
   * losses up to it is binomial (David and Nagaraja 2003, "Order Statistics", section 7.1). Empty when the sample is
   * too small to have one.
   */
  OptionalDouble lowerEnd() {
    BinomialDistribution below = new BinomialDistribution(null, losses.length, confidence);
    int l = below.inverseCumulativeProbability(IN_TWO_SIDES);
    return l >= 1 ? OptionalDouble.of(sorted()[l - 1]) : OptionalDouble.empty();
  }

  /** The upper end, as {@link #lowerEnd}. */
  OptionalDouble upperEnd() {
    BinomialDistribution below = new BinomialDistribution(null, losses.length, confidence);
    int u = below.inverseCumulativeProbability(1 - IN_TWO_SIDES) + 1;
    return u <= losses.length ? OptionalDouble.of(sorted()[u - 1]) : OptionalDouble.empty();
  }
}
