package io.pathwise.engine.importance;

import io.pathwise.engine.program.Canonical;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.program.Rewriter;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * What a simulation is not likely to have met: the part of an output's mean that fewer than {@value #FEW} of its paths
 * are expected to bring. Where a payoff has a common part and a rare one, such as a rebate and a call far out of the
 * money, the sample says nothing of the latter, however regular it looks. So some paths are drawn with noise that is
 * wider than it should be, and weighed by their likelihood ratio; those farthest from the mean, up to the expected
 * number of paths, are the tail. Start at {@link #of}.
 *
 * @param mean
 *          what the tail adds to the output's mean
 * @param error
 *          the standard error of the mean of independent paths that have not met the tail; that of regressions and of
 *          points that are spread evenly is smaller, without saying less
 */
public record UnseenTail(double mean, double error) {

  /** Nothing is known. */
  public static final UnseenTail UNKNOWN = new UnseenTail(0, 0);

  private static final int FEW = 3;
  /** A power of two. */
  private static final int SAMPLES = 1024;
  /** In evaluations of expressions for each output; longer programs take too long. */
  private static final long LONGEST_PATH = 2_000;
  /** Noise of more normals cannot be drawn wide enough. */
  private static final int MOST_NORMALS = 12;
  /** A payoff with one kink or threshold has no rare part beside a common one. */
  private static final int FEWEST_KINKS = 2;
  private static final long SEED = 1;
  private static final double SIGNIFICANT = 3;

  /**
   * A program of forward sweeps in the form that {@link #of} follows: in a graph of its own, with its draws written
   * out.
   */
  public static Program written(Program program) {
    return Rewriter.drawn(Canonical.of(program));
  }

  /**
   * Draws paths of a program.
   *
   * @param written
   *          as {@link #written} gives it
   * @param paths
   *          how many independent paths were simulated
   * @return the tails of its outputs, in their order; {@link #UNKNOWN} when the program is too long, or draws too much
   *         noise
   */
  public static List<UnseenTail> of(Program written, Inputs inputs, double paths) {
    int outputs = written.outputs().size();
    if (UnrolledPath.evaluations(written, inputs) > outputs * LONGEST_PATH) {
      return Collections.nCopies(outputs, UNKNOWN);
    }
    UnrolledPath path = new UnrolledPath(written, inputs);
    int[] normals = IntStream.range(0, path.dimension()).filter(path::isNormal).toArray();
    if (normals.length > MOST_NORMALS) {
      return Collections.nCopies(outputs, UNKNOWN);
    }
    double[] probabilities = new double[SAMPLES];
    double[][] values = draw(path, normals, probabilities);
    return Arrays.stream(values).map(ofOutput -> of(ofOutput, probabilities, paths)).toList();
  }

  private static UnseenTail of(double[] values, double[] probabilities, double paths) {
    double mean = 0;
    for (int i = 0; i < SAMPLES; i++) {
      mean += values[i] * probabilities[i];
    }
    long[] byDistance = new long[SAMPLES];
    for (int i = 0; i < SAMPLES; i++) {
      // The bits of positive numbers are in their order; the last digits make room for the place.
      byDistance[i] = (Double.doubleToRawLongBits(Math.abs(values[i] - mean)) & -SAMPLES) | i;
    }
    Arrays.sort(byDistance);
    double tail = 0;
    double variance = 0;
    double probability = 0;
    for (int k = SAMPLES - 1; k >= 0; k--) {
      int i = (int) (byDistance[k] & (SAMPLES - 1));
      probability += probabilities[i];
      double deviation = values[i] - mean;
      if (probability <= FEW / paths) {
        tail += deviation * probabilities[i];
      } else {
        variance += deviation * deviation * probabilities[i];
      }
    }
    return new UnseenTail(tail, Math.sqrt(variance / paths));
  }

  /** Whether a payoff can have parts of which one is rare and another is not. */
  public static boolean isPossible(Program payoff) {
    return Kinks.count(payoff) >= FEWEST_KINKS;
  }

  /** The outputs on paths, half of them with usual noise, half with wide, weighed with the density of both. */
  private static double[][] draw(UnrolledPath path, int[] normals, double[] probabilities) {
    double width = ImportanceSampling.width(normals.length);
    SplittableRandom random = new SplittableRandom(SEED);
    PathBatch batch = new PathBatch(path);
    double[][] values = new double[path.results().length][SAMPLES];
    double[] noise = new double[path.dimension()];
    for (int i = 0; i < SAMPLES; i++) {
      for (int place = 0; place < noise.length; place++) {
        noise[place] = random.nextDouble();
      }
      double scale = i % 2 == 0 ? 1 : width;
      double exponent = 0;
      for (int place : normals) {
        noise[place] = scale * random.nextGaussian();
        exponent += 0.5 * (1 - 1 / (width * width)) * noise[place] * noise[place] - StrictMath.log(width);
      }
      probabilities[i] = 2 / (1 + StrictMath.exp(exponent)) / SAMPLES;
      for (int place = 0; place < noise.length; place++) {
        batch.setNoise(i % PathBatch.PATHS, place, noise[place]);
      }
      if ((i + 1) % PathBatch.PATHS == 0) {
        batch.evaluate();
        for (int output = 0; output < values.length; output++) {
          System.arraycopy(batch.output(output), 0, values[output], i + 1 - PathBatch.PATHS, PathBatch.PATHS);
        }
      }
    }
    return values;
  }

  /** Whether it is beyond what the errors allow: this one, and that of the mean without controls. */
  public boolean exceeds(double standardError) {
    return Math.abs(mean) > SIGNIFICANT * Math.max(standardError, error);
  }
}
