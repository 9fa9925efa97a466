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
 * Value at risk and expected shortfall of a sample of profits with weights, and how far the sample itself leaves them
 * open. Losses are counted positive. Start at {@link #of}.
 *
 * <p>
 * With x(1) ≤ … ≤ x(n) the losses in ascending order, w(i) their weights, 1 on average, and W(i) the sums of these, the
 * value at risk at the confidence α is x(k) with the least k for which W(k) ≥ nα: the smallest loss l for which at
 * least a share α of the weight is at losses up to l (the generalised inverse of the empirical distribution function:
 * McNeil, Frey and Embrechts 2015, "Quantitative Risk Management", definition 2.8; with equal weights k = ⌈nα⌉, type 1
 * of Hyndman and Fan 1996). The expected shortfall is the average of the worst share 1 − α of the weight, of which that
 * of x(k) is in part: (Σ w(i) x(i) over i > k + (W(k) − nα) x(k)) / (n (1 − α)) (Acerbi and Tasche 2002, "On the
 * coherence of expected shortfall").
 *
 * <p>
 * What a sample leaves open depends on the weights through their effective number m only
 * ({@link ScenarioWeights#effective}), n where they are equal.
 *
 * @param ofScenarios
 *          the weights of the scenarios
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
record LossTail(double[] losses, double confidence, ScenarioWeights ofScenarios, double[] weights, int place, int rank,
    double valueAtRisk, double shortfall) {
  /** A share that is a whole number of losses but for rounding, 0.99 of 300 say, is that number. */
  private static final double ROUNDING = 1e-9;
  private static final double IN_TWO_SIDES = 0.025;

  /**
   * The tail of a sample.
   *
   * @param profits
   *          at least one; a loss is negative
   * @param of
   *          their weights
   * @param confidence
   *          strictly between 0 and 1
   */
  static LossTail of(double[] profits, ScenarioWeights of, double confidence) {
    Require.that(profits.length > 0, "there is no profit, at least one is needed");
    Require.that(of.values().length == profits.length, "there are %s weights for %s profits", of.values().length,
        profits.length);
    Require.that(confidence > 0 && confidence < 1, "confidence is %s, must be above 0 and below 1", confidence);
    double[] losses = Arrays.stream(profits).map(profit -> 0.0 - profit).toArray();
    int n = losses.length;
    List<Integer> ascending = ascending(losses);
    double[] upTo = sums(ascending, of);
    double share = n * confidence;
    int rank = rank(upTo, share);
    double tail = n * (1 - confidence);
    double[] weights = new double[n];
    double shortfall = 0;
    for (int i = rank; i <= n; i++) {
      int place = ascending.get(i - 1);
      weights[place] = (i > rank ? of.values()[place] : Math.max(0, upTo[rank - 1] - share)) / tail;
      shortfall += weights[place] * losses[place];
    }
    int place = ascending.get(rank - 1);
    return new LossTail(losses, confidence, of, weights, place, rank, losses[place], shortfall);
  }

  /** W(1), …, W(n). */
  private static double[] sums(List<Integer> ascending, ScenarioWeights of) {
    double[] sums = new double[ascending.size()];
    double sum = 0;
    for (int i = 0; i < sums.length; i++) {
      sum += of.values()[ascending.get(i)];
      sums[i] = sum;
    }
    return sums;
  }

  /** The least k for which W(k) reaches a share, or n. */
  private static int rank(double[] upTo, double share) {
    int rank = 1;
    while (rank < upTo.length && upTo[rank - 1] < share - ROUNDING) {
      rank++;
    }
    return rank;
  }

  /**
   * The places of the scenarios in the tail, the largest loss first; that of the value at risk is always among them.
   */
  List<Integer> places() {
    return IntStream.range(0, losses.length).filter(i -> weights[i] > 0 || i == place).boxed()
        .sorted(Comparator.comparingDouble((Integer i) -> losses[i]).reversed()).toList();
  }

  private static List<Integer> ascending(double[] losses) {
    return IntStream.range(0, losses.length).boxed().sorted(Comparator.comparingDouble(i -> losses[i])).toList();
  }

  /**
   * The standard error that the value at risk has because the sample is one of many that might have been: the standard
   * deviation of x(k) over all samples drawn with replacement from this one, in closed form (Maritz and Jarrett 1978,
   * "A note on estimating the variance of the sample median", for any order statistic). With weights the law of the
   * share of weight below is that of m equal ones, Beta(m W(k)/n, m (1 − W(k)/n) + 1) (Akinshin 2023, "Weighted
   * quantile estimators").
   */
  double samplingErrorOfValueAtRisk() {
    List<Integer> ascending = ascending(losses);
    double[] sorted = ascending.stream().mapToDouble(place -> losses[place]).toArray();
    double[] sums = sums(ascending, ofScenarios);
    int n = sorted.length;
    double effective = ofScenarios.effective();
    double ranksBelow = sums[rank - 1] * effective / n;
    BetaDistribution law = new BetaDistribution(null, ranksBelow, effective - ranksBelow + 1.0);
    double mean = 0;
    double square = 0;
    double below = 0;
    double scale = Math.max(Math.abs(sorted[0]), Math.abs(sorted[n - 1]));
    for (int i = 0; i < n && scale > 0; i++) {
      double upTo = law.cumulativeProbability(Math.min(1, sums[i] / n));
      double x = sorted[i] / scale;
      mean += (upTo - below) * x;
      square += (upTo - below) * x * x;
      below = upTo;
    }
    return scale * Math.sqrt(Math.max(0, square - mean * mean));
  }

  /**
   * The standard error that the expected shortfall has for the same reason: √((s² + α (ES − VaR)²) / (n (1 − α))) with
   * the variance s² of the losses in the tail (Manistre and Hancock 2005, "Variance of the CTE estimator"); with
   * weights m is in place of n. Of few losses in the tail it says little.
   */
  double samplingErrorOfShortfall() {
    double variance = 0;
    for (int i = 0; i < losses.length; i++) {
      variance += weights[i] * (losses[i] - shortfall) * (losses[i] - shortfall);
    }
    double beyond = shortfall - valueAtRisk;
    return Math.sqrt((variance + confidence * beyond * beyond) / (ofScenarios.effective() * (1 - confidence)));
  }

  /**
   * The lower end of a 95 % interval for the true quantile, free of assumptions on the law of losses: the number of
   * losses up to it is binomial (David and Nagaraja 2003, "Order Statistics", section 7.1). With weights it is so for
   * ⌊m⌋ of equal weight, nearly. Empty when the sample is too small to have one.
   */
  OptionalDouble lowerEnd() {
    int l = below().inverseCumulativeProbability(IN_TWO_SIDES);
    return l >= 1 ? OptionalDouble.of(quantile(l)) : OptionalDouble.empty();
  }

  /** The upper end, as {@link #lowerEnd}. */
  OptionalDouble upperEnd() {
    int u = below().inverseCumulativeProbability(1 - IN_TWO_SIDES) + 1;
    return u <= below().getNumberOfTrials() ? OptionalDouble.of(quantile(u)) : OptionalDouble.empty();
  }

  private BinomialDistribution below() {
    return new BinomialDistribution(null, (int) (ofScenarios.effective() + ROUNDING), confidence);
  }

  /** The loss at which so many of ⌊m⌋ losses of equal weight are reached. */
  private double quantile(int count) {
    List<Integer> ascending = ascending(losses);
    int reached = rank(sums(ascending, ofScenarios),
        (double) losses.length * count / below().getNumberOfTrials());
    return losses[ascending.get(reached - 1)];
  }
}
