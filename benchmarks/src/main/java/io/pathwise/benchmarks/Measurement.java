package io.pathwise.benchmarks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * What one process of a contestant measured. It travels as lines {@code name value standard-error}, of which
 * {@code seconds} is one, so that a contestant may be written in any language.
 *
 * @param seconds
 *          the median time of one valuation, all outputs together
 * @param estimates
 *          the outputs by name: {@code value}, {@code delta}, {@code vega}, ...
 */
public record Measurement(double seconds, SequencedMap<String, Estimate> estimates) {
  private static final String SECONDS = "seconds";

  /**
   * Reads the lines a contestant's process printed.
   *
   * @throws IllegalArgumentException
   *           if they are not such lines or hold no time
   */
  public static Measurement parse(List<String> lines) {
    SequencedMap<String, Estimate> estimates = new LinkedHashMap<>();
    for (String line : lines) {
      String[] fields = line.split(" ", -1);
      if (fields.length != 3) {
        throw new IllegalArgumentException("not 'name value standard-error': " + line);
      }
      estimates.put(fields[0], new Estimate(Double.parseDouble(fields[1]), Double.parseDouble(fields[2])));
    }
    Estimate seconds = estimates.remove(SECONDS);
    if (seconds == null) {
      throw new IllegalArgumentException("no line 'seconds' in " + lines);
    }
    return new Measurement(seconds.value(), estimates);
  }

  /** The lines {@link #parse} reads. */
  public String format() {
    StringBuilder text = new StringBuilder(SECONDS + " " + seconds + " 0\n");
    estimates.forEach((name, estimate) -> text.append(name).append(' ').append(estimate.value()).append(' ')
        .append(estimate.standardError()).append('\n'));
    return text.toString();
  }

  /** The largest absolute {@link Estimate#standardErrorsFrom} over the outputs both have. */
  public double largestDeviation(Map<String, Estimate> reference) {
    double largest = Double.NaN;
    for (Map.Entry<String, Estimate> output : estimates.entrySet()) {
      Estimate other = reference.get(output.getKey());
      if (other != null) {
        double deviation = Math.abs(output.getValue().standardErrorsFrom(other));
        largest = Double.isNaN(largest) ? deviation : Math.max(largest, deviation);
      }
    }
    if (Double.isNaN(largest)) {
      throw new IllegalArgumentException("nothing to compare in " + estimates + " and " + reference);
    }
    return largest;
  }
}
