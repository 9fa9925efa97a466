package io.pathwise.pricing.market;

import io.pathwise.pricing.Require;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * A volatility that is a power of the price, vol · (Y/reference)^(beta − 1) with Y the price without the growth of its
 * forward: constant elasticity of variance (Cox 1975), and how it is simulated. Start at {@link #of}.
 *
 * @param vol
 *          volatility of the log price where Y is the reference, per square root of a year, from 0 to 5
 * @param beta
 *          elasticity of the price's volatility, from 0 (normal) to 1 (lognormal)
 * @param reference
 *          the price at which {@code vol} is quoted, positive; it stays where it is when the spot moves
 * @param stepsPerYear
 *          the fewest steps a year; observation dates and large volatilities add more
 */
public record ElasticVol(double vol, double beta, double reference, int stepsPerYear) {

  /** The steps of a year unless others are asked for. */
  public static final int DEFAULT_STEPS_PER_YEAR = 24;
  /** The most steps of a year. */
  public static final int MOST_STEPS_PER_YEAR = 10_000;

  /** Names among {@link AssetModel#parameters}. */
  public static final String VOL = AssetModel.VOL;
  public static final String BETA = "beta";

  /** The name of the price at which the volatility is quoted. */
  public static final String REFERENCE = "reference";

  private static final String STEPS_PER_YEAR = "stepsPerYear";

  static final List<String> FIELDS = List.of(VOL, BETA, REFERENCE, STEPS_PER_YEAR);

  /** The variance of a log price or of a log volatility over a step that is accurate. */
  private static final double ACCURATE_VARIANCE = 0.05;

  public ElasticVol {
    VolTermStructure.requireVol(VOL, vol);
    ForwardEntropy.require(ForwardEntropy.ofVol(vol), "%s %s".formatted(VOL, vol));
    requireBeta(BETA, beta);
    Require.positive(REFERENCE, reference);
    Require.that(stepsPerYear >= 1 && stepsPerYear <= MOST_STEPS_PER_YEAR,
        "%s is %s, must be a whole number from 1 to %s", STEPS_PER_YEAR, stepsPerYear, MOST_STEPS_PER_YEAR);
  }

  /** An elasticity under which a price is a martingale. */
  public static double requireBeta(String what, double value) {
    Require.that(value >= 0 && value <= 1,
        "%s is %s, must be a number from 0 to 1: above, the price is no martingale, below, most of it is absorbed at 0",
        Require.given("what", what), value);
    return value;
  }

  /** With the default steps. */
  public static ElasticVol of(double vol, double beta, double reference) {
    return new ElasticVol(vol, beta, reference, DEFAULT_STEPS_PER_YEAR);
  }

  static ElasticVol read(ModelFields fields) {
    double vol = fields.number(VOL, VolTermStructure::requireVol);
    double beta = fields.number(BETA, ElasticVol::requireBeta);
    double reference = fields.number(REFERENCE, Require::positive);
    int steps = fields.count(STEPS_PER_YEAR, MOST_STEPS_PER_YEAR, DEFAULT_STEPS_PER_YEAR);
    return fields.located(VOL, () -> new ElasticVol(vol, beta, reference, steps));
  }

  /** The same law, simulated with other steps. */
  public ElasticVol simulatedBy(int otherStepsPerYear) {
    return new ElasticVol(vol, beta, reference, otherStepsPerYear);
  }

  /** The longest step in years: a part of a year as asked for, shorter where the log price moves far in it. */
  double longestStep() {
    return Math.min(1.0 / stepsPerYear, accurateStep(vol));
  }

  /** The longest step over which something of a volatility moves little. */
  static double accurateStep(double volatility) {
    return ACCURATE_VARIANCE / (volatility * volatility);
  }

  SequencedMap<String, Double> parameters() {
    SequencedMap<String, Double> parameters = new LinkedHashMap<>();
    parameters.put(VOL, vol);
    parameters.put(BETA, beta);
    return parameters;
  }

  ElasticVol with(String parameter, double value) {
    return switch (parameter) {
      case VOL -> new ElasticVol(value, beta, reference, stepsPerYear);
      case BETA -> new ElasticVol(vol, value, reference, stepsPerYear);
      default -> throw AssetModel.unknown(parameter);
    };
  }

  /** As if the price stayed at the reference. */
  double expectedVariance(double time) {
    return vol * vol * time;
  }
}
