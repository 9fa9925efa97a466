package io.pathwise.engine.importance;

import io.pathwise.engine.program.Canonical;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.program.Rewriter;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Paths of a program drawn with noise of larger variance and weighted by their likelihood ratio. Where a payoff has a
 * common part and a rare one, such as a rebate and a call far out of the money, a sample says nothing of the latter,
 * however regular it looks; of these paths, those farthest from the mean, up to the expected number of paths, are the
 * tail that it has not met. Start at {@link #of}, then {@link #tail}.
 */
public final class WidePaths {

  /** Fewer paths than this are not likely to be met. */
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

  private final double[][] values;
  private final double[] probabilities;

  private WidePaths(double[][] values, double[] probabilities) {
    this.values = values;
    this.probabilities = probabilities;
  }

  /**
   * A program of forward sweeps in the form that {@link #of} follows: in a graph of its own, with its draws written
   * out.
   */
  public static Program written(Program program) {
    return Rewriter.drawn(Canonical.of(program));
  }

  /** Whether a payoff can have parts of which one is rare and another is not. */
  public static boolean isPossible(Program payoff) {
    return Kinks.count(payoff) >= FEWEST_KINKS;
  }

  /**
   * Draws paths of a program.
   *
   * @param written
   *          as {@link #written} gives it
   * @return nothing when the program is too long, or draws too much noise
   */
  public static Optional<WidePaths> of(Program written, Inputs inputs) {
    if (UnrolledPath.evaluations(written, inputs) > written.outputs().size() * LONGEST_PATH) {
      return Optional.empty();
    }
    UnrolledPath path = new UnrolledPath(written, inputs);
    int[] normals = IntStream.range(0, path.dimension()).filter(path::isNormal).toArray();
    if (normals.length > MOST_NORMALS) {
      return Optional.empty();
    }
    double[] probabilities = new double[SAMPLES];
    return Optional.of(new WidePaths(draw(path, normals, probabilities), probabilities));
  }

  /**
   * The tail of a sum of outputs, such as a number less the controls that it was regressed on: what these cancel is no
   * tail of it, and the error without them would hide what they leave.
   *
   * @param coefficients
   *          of the outputs, in their order
   * @param paths
   *          how many independent paths were simulated
   */
  public UnseenTail tail(double[] coefficients, double paths) {
    double[] sums = new double[SAMPLES];
    for (int output = 0; output < coefficients.length; output++) {
      double coefficient = coefficients[output];
      if (coefficient != 0) {
        double[] ofOutput = values[output];
        for (int i = 0; i < SAMPLES; i++) {
          sums[i] += coefficient * ofOutput[i];
        }
      }
    }
    return farthest(sums, paths);
  }

  private UnseenTail farthest(double[] values, double paths) {
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

  /** The outputs on paths, half of them with usual noise, half with wide, weighed with the density of both. */
  private static double[][] draw(UnrolledPath path, int[] normals, double[] probabilities) {
    double width = ImportanceSampling.width(normals.length);
    double curvature = 0.5 * (1 - 1 / (width * width));
    double logarithm = StrictMath.log(width);
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
        exponent += curvature * noise[place] * noise[place] - logarithm;
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
}
