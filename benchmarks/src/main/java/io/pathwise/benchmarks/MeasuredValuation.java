package io.pathwise.benchmarks;

import java.time.Duration;
import java.util.Arrays;
import java.util.SequencedMap;
import java.util.stream.DoubleStream;

/**
 * The process of a {@link JavaContestant}: warms a {@link Valuation} up, times it and prints a {@link Measurement}. The
 * system properties {@code warmUpSeconds} and {@code measuringSeconds} change how long each of the two lasts.
 */
final class MeasuredValuation {
  /** At least this many valuations, then as many more as fit into the time. */
  private static final int WARM_UPS = 3;

  private static final Duration WARM_UP_TIME = Duration.ofSeconds(Integer.getInteger("warmUpSeconds", 10));
  private static final int REPETITIONS = 5;
  private static final Duration REPETITION_TIME = Duration.ofSeconds(Integer.getInteger("measuringSeconds", 2));

  private MeasuredValuation() {}

  /** Arguments: class of the valuation, workload, paths, seed. */
  public static void main(String[] arguments) throws Exception {
    Valuation valuation = Class.forName(arguments[0]).asSubclass(Valuation.class).getDeclaredConstructor()
        .newInstance();
    Workload workload = Workload.valueOf(arguments[1]);
    int paths = Integer.parseInt(arguments[2]);
    long seed = Long.parseLong(arguments[3]);
    seconds(valuation, workload, paths, seed, WARM_UPS, WARM_UP_TIME);
    double[] seconds = seconds(valuation, workload, paths, seed, REPETITIONS, REPETITION_TIME);
    SequencedMap<String, Estimate> estimates = valuation.value(workload, paths, seed);
    System.out.print(new Measurement(median(seconds), estimates).format());
    System.exit(0); // a valuation's library may have left threads behind
  }

  private static double[] seconds(Valuation valuation, Workload workload, int paths, long seed, int runs, Duration time)
      throws Exception {
    DoubleStream.Builder seconds = DoubleStream.builder();
    long begin = System.nanoTime();
    for (int run = 0; run < runs || System.nanoTime() - begin < time.toNanos(); run++) {
      long start = System.nanoTime();
      valuation.value(workload, paths, seed);
      seconds.add((System.nanoTime() - start) * 1e-9);
    }
    return seconds.build().toArray();
  }

  /** The median; the upper one of the two middle values when their number is even. */
  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
