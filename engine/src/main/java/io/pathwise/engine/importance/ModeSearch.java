package io.pathwise.engine.importance;

import io.pathwise.engine.program.Canonical;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.program.Rewriter;
import io.pathwise.engine.random.NoiseKind;
import io.pathwise.engine.rewrite.Kernel;
import io.pathwise.engine.rewrite.NotApplicableException;
import io.pathwise.engine.rewrite.Rewrite;
import io.pathwise.engine.rewrite.Smoothed;
import io.pathwise.engine.rewrite.SoftClip;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds the paths that contribute most to a payoff V: the local maxima of log V(z) − |z|²/2 over the normal noises z
 * (Glasserman, Heidelberger and Shahabuddin 1999, "Asymptotically optimal importance sampling and stratification for
 * pricing path-dependent options", Mathematical Finance 9, equation 14). Where the payoff is 0 there is nothing to
 * climb, so thresholds and caps are smoothed first, a little: logarithms of smoothed thresholds fall far from them as
 * lines do. It starts from several places, since there may be several maxima: the lowest of many assets may be any of
 * them. Start at {@link #modes}.
 */
final class ModeSearch {
  /**
   * Of thresholds between logarithms of prices, so relative to prices; and of caps, relative to the largest quote.
   * Where it is wider, ways that are close to each other become one.
   */
  private static final double WIDTH = 0.01;
  private static final int MOST_EVALUATIONS = 200;
  /** So short that a climb does not leap from one way to another, as library searches along lines do. */
  private static final double LONGEST_MOVE = 0.25;
  private static final double SHORTEST_MOVE = 1e-4;
  private static final double SHORTENING = 0.25;
  /** In evaluations of expressions; longer programs take too long to search. */
  private static final long LONGEST_PATH = 20_000;
  /** How far from 0 a search starts in the direction of one noise. */
  private static final double START = 4;
  private static final int TURNS = 4;
  /** Maxima closer to each other are one. */
  private static final double DISTINCT = 0.5;
  /** A maximum that is lower than the best by more contributes too little: e^−5. */
  private static final double NEGLIGIBLE = 5;

  /** A maximum. */
  private static final class Mode {
    private final double[] noise;
    private final double height;

    Mode(double[] noise, double height) {
      this.noise = noise;
      this.height = height;
    }

    double[] noise() {
      return noise;
    }

    double height() {
      return height;
    }
  }

  private final Program program;
  private final Inputs inputs;

  private ModeSearch(Program program, Inputs inputs) {
    double currency = inputs.parameters().values().stream().mapToDouble(Math::abs).max().orElse(1);
    Program current = Canonical.of(program.withOutputs(List.of(program.outputs().getFirst())));
    Inputs data = inputs;
    for (Rewrite smoothing : List.of(new Smoothed(Kernel.LOGISTIC, WIDTH), new SoftClip(currency * WIDTH))) {
      Optional<Program> smooth = smooth(smoothing, current, data);
      if (smooth.isPresent()) {
        data = smoothing.inputs(current, data);
        current = smooth.orElseThrow();
      }
    }
    this.program = Rewriter.drawn(current);
    this.inputs = data;
  }

  /** Empty where there is nothing to smooth. */
  private static Optional<Program> smooth(Rewrite smoothing, Program program, Inputs inputs) {
    try {
      return Optional.of(smoothing.program(program, inputs));
    } catch (NotApplicableException _) {
      return Optional.empty();
    }
  }

  /**
   * The best maxima, the highest first; none where nothing is found.
   *
   * @param program
   *          whose first output is the payoff
   * @return for each maximum the noises, entry step · noises + number
   */
  static List<double[]> modes(Program program, Inputs inputs) {
    return new ModeSearch(program, inputs).search();
  }

  private List<double[]> search() {
    if (UnrolledPath.evaluations(program, inputs) > LONGEST_PATH) {
      return List.of();
    }
    PathGradient path = new PathGradient(program, inputs);
    List<Mode> found = new ArrayList<>();
    for (double[] start : starts(path.dimension())) {
      climb(path, start).ifPresent(mode -> {
        if (found.stream().noneMatch(other -> distance(other.noise(), mode.noise()) < DISTINCT)) {
          found.add(mode);
        }
      });
    }
    found.sort(Comparator.comparingDouble(Mode::height).reversed());
    return found.stream().filter(mode -> mode.height() > found.getFirst().height() - NEGLIGIBLE).map(Mode::noise)
        .toList();
  }

  /**
   * The origin, and ways in the direction of each noise number: over all steps, and up to some step and back, as those
   * to knock in and then be paid.
   */
  private List<double[]> starts(int dimension) {
    List<double[]> starts = new ArrayList<>();
    starts.add(middle(dimension));
    int normals = program.noises().size();
    for (int number = 0; number < normals; number++) {
      if (program.noises().get(number).kind() == NoiseKind.UNIFORM) {
        continue;
      }
      for (int turn : turns()) {
        for (int sign : new int[]{1, -1}) {
          double[] start = middle(dimension);
          for (int step = 0; step < inputs.steps(); step++) {
            start[step * normals + number] = (step < turn ? sign : -sign) * START / Math.sqrt(inputs.steps());
          }
          starts.add(start);
        }
      }
    }
    return starts;
  }

  private double[] middle(int dimension) {
    double[] middle = new double[dimension];
    int noises = program.noises().size();
    Arrays.setAll(middle,
        place -> program.noises().get(place % noises).kind() == NoiseKind.UNIFORM ? UnrolledPath.MEDIAN : 0);
    return middle;
  }

  /** The steps from which a way goes back: the end, and some between. */
  private Set<Integer> turns() {
    Set<Integer> turns = new TreeSet<>(Set.of(inputs.steps()));
    for (int part = 1; part < TURNS; part++) {
      turns.add(Math.max(1, part * inputs.steps() / TURNS));
    }
    return turns;
  }

  /** A maximum near a start; empty where the payoff is 0 or not a number. */
  private static Optional<Mode> climb(PathGradient path, double[] start) {
    int dimension = start.length;
    double[] place = start;
    double[] slope = new double[dimension];
    double height = height(path, place, slope);
    if (!Double.isFinite(height)) {
      return Optional.empty();
    }
    double rate = LONGEST_MOVE / norm(slope);
    for (int i = 0; i < MOST_EVALUATIONS && rate * norm(slope) > SHORTEST_MOVE; i++) {
      double[] next = new double[dimension];
      for (int k = 0; k < dimension; k++) {
        next[k] = place[k] + rate * slope[k];
      }
      double[] nextSlope = new double[dimension];
      double nextHeight = height(path, next, nextSlope);
      if (nextHeight > height) {
        rate = Math.min(rate(place, slope, next, nextSlope), LONGEST_MOVE / norm(nextSlope));
        place = next;
        slope = nextSlope;
        height = nextHeight;
      } else {
        rate *= SHORTENING;
      }
    }
    return Optional.of(new Mode(place, height));
  }

  /** How far to go along the slope, from how the slope changed (Barzilai and Borwein 1988, equation 5). */
  private static double rate(double[] place, double[] slope, double[] next, double[] nextSlope) {
    double moved = 0;
    double bent = 0;
    for (int k = 0; k < place.length; k++) {
      double move = next[k] - place[k];
      moved += move * move;
      bent += move * (nextSlope[k] - slope[k]);
    }
    return bent == 0 ? Double.POSITIVE_INFINITY : moved / Math.abs(bent);
  }

  private static double norm(double[] vector) {
    return distance(vector, new double[vector.length]);
  }

  /** log |V| − |z|²/2, and its gradient. */
  private static double height(PathGradient path, double[] noise, double[] gradient) {
    double value = path.at(noise, gradient);
    double squares = 0;
    for (int i = 0; i < noise.length; i++) {
      if (path.isNormal(i)) {
        squares = Math.fma(noise[i], noise[i], squares);
        gradient[i] = gradient[i] / value - noise[i];
      }
    }
    return StrictMath.log(Math.abs(value)) - 0.5 * squares;
  }

  private static double distance(double[] a, double[] b) {
    double squares = 0;
    for (int i = 0; i < a.length; i++) {
      squares = Math.fma(a[i] - b[i], a[i] - b[i], squares);
    }
    return Math.sqrt(squares);
  }
}
