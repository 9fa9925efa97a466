package io.pathwise.engine.importance;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Traversal;
import io.pathwise.engine.program.Canonical;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.program.Rewriter;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;

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
  /** In evaluations of expressions for each output; longer programs take too long, */
  private static final long LONGEST_PATH = 2_000;
  /** but not beside a simulation of so many times as many paths. */
  private static final long PATHS_FOR_EVALUATION = 16;
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

  /**
   * Whether a payoff, the first output of a program, can have parts of which one is rare and another is not: with
   * several kinks, with one that has no constant on either side, or with draws that jump.
   */
  public static boolean isPossible(Program program) {
    long kinks = Kinks.count(program);
    return kinks > 1 || (kinks == 1 && Sides.vary(program)) || Traversal.reachable(program.everything()).stream()
        .anyMatch(node -> node instanceof Expr.Sample sample && sample.distribution().jumps());
  }

  /**
   * Draws paths of a program.
   *
   * @param written
   *          as {@link #written} gives it
   * @param paths
   *          how many paths were simulated; the more, the longer a program may be
   * @return nothing when the program is too long, or draws noise of too many kinds
   */
  public static Optional<WidePaths> of(Program written, Inputs inputs, double paths) {
    double longest = Math.max(LONGEST_PATH, paths / PATHS_FOR_EVALUATION);
    if (UnrolledPath.evaluations(written, inputs) > written.outputs().size() * longest) {
      return Optional.empty();
    }
    UnrolledPath path = new UnrolledPath(written, inputs);
    WideNoise noise = new WideNoise(path, written.noises().size());
    if (noise.directions() > WideNoise.MOST_DIRECTIONS) {
      return Optional.empty();
    }
    double[] probabilities = new double[SAMPLES];
    return Optional.of(new WidePaths(draw(path, noise, probabilities), probabilities));
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
    double rest = FEW / paths;
    for (int k = SAMPLES - 1; k >= 0; k--) {
      int i = (int) (byDistance[k] & (SAMPLES - 1));
      double deviation = values[i] - mean;
      double ofTail = Math.min(probabilities[i], rest);
      rest -= ofTail;
      tail += deviation * ofTail;
      variance += deviation * deviation * (probabilities[i] - ofTail);
    }
    return new UnseenTail(tail, Math.sqrt(variance / paths));
  }

  private static double[][] draw(UnrolledPath path, WideNoise noise, double[] probabilities) {
    SplittableRandom random = new SplittableRandom(SEED);
    PathBatch batch = new PathBatch(path);
    double[][] values = new double[path.results().length][SAMPLES];
    double[] drawn = new double[path.dimension()];
    for (int i = 0; i < SAMPLES; i++) {
      probabilities[i] = noise.draw(i, random, drawn) / SAMPLES;
      for (int place = 0; place < drawn.length; place++) {
        batch.setNoise(i % PathBatch.PATHS, place, drawn[place]);
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
