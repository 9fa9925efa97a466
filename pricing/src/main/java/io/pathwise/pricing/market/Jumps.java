package io.pathwise.pricing.market;

import io.pathwise.pricing.Require;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * Jumps of a log price at the times of a Poisson process, with independent normal sizes (Merton 1976).
 *
 * @param intensity
 *          expected number of jumps a year, not negative
 * @param mean
 *          mean of a jump of the log price, at least −700
 * @param vol
 *          standard deviation of a jump of the log price, from 0 to 2; mean + vol²/2 must be at most 3, and intensity
 *          and sizes together such that a simulation finds the expected price, see {@code docs/models.md}
 */
public record Jumps(double intensity, double mean, double vol) {

  /** Names among {@link AssetModel#parameters}. */
  public static final String INTENSITY = "jumpIntensity";
  public static final String MEAN = "jumpMean";
  public static final String VOL = "jumpVol";

  static final List<String> FIELDS = List.of(INTENSITY, MEAN, VOL);

  /** The most jumps that are drawn at once: expected, and expected when paths are weighed with their price. */
  private static final double MOST_EXPECTED = 10;
  private static final double MOST_WEIGHED = 16;

  private static final double LEAST_MEAN = -700;
  private static final double MOST_GROWTH = 3;
  private static final double MOST_VOL = 2;

  public Jumps {
    Require.nonNegative(INTENSITY, intensity);
    Require.finite(MEAN, mean);
    Require.nonNegative(VOL, vol);
    Require.that(mean >= LEAST_MEAN, "%s is %s, must be at least %s, where a price is gone after one jump", MEAN,
        Double.toString(mean), LEAST_MEAN);
    Require.that(vol <= MOST_VOL,
        "%s is %s, must be at most %s: the mean of wilder jumps rests on those that hardly ever "
            + "happen",
        VOL, Double.toString(vol), MOST_VOL);
    Require.that(mean + 0.5 * vol * vol <= MOST_GROWTH,
        "%s + %s^2 / 2 is %s, must be at most %s, where a jump multiplies the expected price by %s: of larger ones, those "
            + "that no path has would be missed",
        MEAN, VOL, Double.toString(mean + 0.5 * vol * vol), MOST_GROWTH, Math.rint(Math.exp(MOST_GROWTH)));
    ForwardEntropy.require(ForwardEntropy.ofJumps(intensity, mean, vol),
        "%s %s, %s %s and %s %s".formatted(INTENSITY, intensity, MEAN, mean, VOL, vol));
  }

  static Jumps read(ModelFields fields) {
    double intensity = fields.number(INTENSITY, Require::nonNegative);
    double mean = fields.number(MEAN, Require::finite);
    double vol = fields.number(VOL, Require::nonNegative);
    return fields.located(MEAN, () -> new Jumps(intensity, mean, vol));
  }

  /** The longest step in years whose jumps are drawn at once. */
  double longestStep() {
    return Math.min(MOST_EXPECTED / intensity, MOST_WEIGHED / weighedIntensity());
  }

  double forwardEntropy() {
    return ForwardEntropy.ofJumps(intensity, mean, vol);
  }

  /**
   * The largest intensity of jumps of these sizes, beside a diffusion, with which a simulation finds the expected
   * price; infinite for jumps that do nothing.
   */
  public static double mostIntensity(double mean, double vol, double diffusionVol) {
    return ForwardEntropy.left(ForwardEntropy.ofVol(diffusionVol)) / ForwardEntropy.ofJumps(1, mean, vol);
  }

  /** The intensity when paths are weighed with their price: those with many upward jumps count for more. */
  public double weighedIntensity() {
    return intensity * (1 + expectedChange());
  }

  /** The expected relative change of the price by a jump: E e^J − 1. */
  public double expectedChange() {
    return Math.expm1(mean + 0.5 * vol * vol);
  }

  SequencedMap<String, Double> parameters() {
    SequencedMap<String, Double> parameters = new LinkedHashMap<>();
    parameters.put(INTENSITY, intensity);
    parameters.put(MEAN, mean);
    parameters.put(VOL, vol);
    return parameters;
  }

  Jumps with(String parameter, double value) {
    return switch (parameter) {
      case INTENSITY -> new Jumps(value, mean, vol);
      case MEAN -> new Jumps(intensity, value, vol);
      case VOL -> new Jumps(intensity, mean, value);
      default -> throw AssetModel.unknown(parameter);
    };
  }

  /** {@link AssetModel#diffusionShare} beside a diffusion of some variance per year. */
  double diffusionShare(double variance) {
    double ofJumps = expectedVariance(1);
    return ofJumps == 0 ? 1 : Math.sqrt(variance / (variance + ofJumps));
  }

  double expectedVariance(double time) {
    return intensity * (mean * mean + vol * vol) * time;
  }
}
