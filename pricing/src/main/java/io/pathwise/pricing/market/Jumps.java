package io.pathwise.pricing.market;

import io.pathwise.pricing.Require;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * Jumps of a log price at the times of a Poisson process, with independent normal sizes (Merton 1976).
 *
 * @param intensity
 *          expected number of jumps a year, not negative
 * @param mean
 *          mean of a jump of the log price
 * @param vol
 *          standard deviation of a jump of the log price, not negative
 */
public record Jumps(double intensity, double mean, double vol) {

  /** Names among {@link AssetModel#parameters}. */
  public static final String INTENSITY = "jumpIntensity";
  public static final String MEAN = "jumpMean";
  public static final String VOL = "jumpVol";

  public Jumps {
    Require.nonNegative(INTENSITY, intensity);
    Require.finite(MEAN, mean);
    Require.nonNegative(VOL, vol);
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

  double expectedVariance(double time) {
    return intensity * (mean * mean + vol * vol) * time;
  }
}
