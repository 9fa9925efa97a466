package io.pathwise.engine.importance;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.program.Canonical;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.Program;
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
import org.apache.commons.math3.exception.MathIllegalStateException;
import org.apache.commons.math3.optim.InitialGuess;
import org.apache.commons.math3.optim.MaxEval;
import org.apache.commons.math3.optim.SimpleValueChecker;
import org.apache.commons.math3.optim.nonlinear.scalar.GoalType;
import org.apache.commons.math3.optim.nonlinear.scalar.ObjectiveFunction;
import org.apache.commons.math3.optim.nonlinear.scalar.ObjectiveFunctionGradient;
import org.apache.commons.math3.optim.nonlinear.scalar.gradient.NonLinearConjugateGradientOptimizer;

/**
 * Finds the paths that contribute most to a payoff V: the local maxima of log V(z) − |z|²/2 over the normal noises z
 * (Glasserman, Heidelberger and Shahabuddin 1999, "Asymptotically optimal importance sampling and stratification for
 * pricing path-dependent options", Mathematical Finance 9, equation 14). Where the payoff is 0 there is nothing to
 * climb, so thresholds and caps are smoothed first, by widths that shrink as the search comes near. It starts from
 * several places, since there may be several maxima: the lowest of many assets may be any of them. Start at
 * {@link #modes}.
 */
final class ModeSearch {
  /** Of thresholds between logarithms of prices, so relative to prices; and of caps, relative to the largest quote. */
  private static final double[] WIDTHS = {0.03, 0.01};
  private static final int MOST_EVALUATIONS = 200;
  private static final double TOLERANCE = 1e-4;
  /** In evaluations of expressions; longer programs take too long to search. */
  private static final long LONGEST_PATH = 20_000;
  /** How far from 0 a search starts in the direction of one noise. */
  private static final double START = 2;
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
  private final double currency;

  private ModeSearch(Program program, Inputs inputs) {
    this.currency = inputs.parameters().values().stream().mapToDouble(Math::abs).max().orElse(1);
    Program own = Canonical.of(program.withOutputs(List.of(program.outputs().getFirst())));
    Program current = own;
    Inputs data = inputs;
    for (Rewrite smoothing : List.of(new Smoothed(Kernel.LOGISTIC, WIDTHS[0]), new SoftClip(currency * WIDTHS[0]))) {
      Optional<Program> smooth = smooth(smoothing, current, data);
      if (smooth.isPresent()) {
        data = smoothing.inputs(current, data);
        current = smooth.orElseThrow();
      }
    }
    this.program = PathGradient.drawn(current);
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
    if (PathGradient.evaluations(program, inputs) > LONGEST_PATH) {
      return List.of();
    }
    List<PathGradient> paths = Arrays.stream(WIDTHS).mapToObj(width -> new PathGradient(program, smoothedBy(width)))
        .toList();
    List<Mode> found = new ArrayList<>();
    for (double[] start : starts(paths.getFirst().dimension())) {
      climb(paths, start).ifPresent(mode -> {
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
        place -> program.noises().get(place % noises).kind() == NoiseKind.UNIFORM ? PathGradient.MEDIAN : 0);
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

  private static Optional<Mode> climb(List<PathGradient> paths, double[] start) {
    Mode mode = new Mode(start, Double.NEGATIVE_INFINITY);
    for (PathGradient path : paths) {
      Optional<Mode> next = climb(path, mode.noise());
      if (next.isEmpty()) {
        return Optional.empty();
      }
      mode = next.get();
    }
    return Optional.of(mode);
  }

  private Inputs smoothedBy(double width) {
    Inputs data = inputs;
    if (data.parameters().containsKey(Smoothed.WIDTH)) {
      data = data.withParameter(Smoothed.WIDTH, width);
    }
    return data.parameters().containsKey(SoftClip.WIDTH)
        ? data.withParameter(SoftClip.WIDTH, currency * width)
        : data;
  }

  /** A maximum near a start; empty where the payoff is 0 or not a number. */
  private static Optional<Mode> climb(PathGradient path, double[] start) {
    double first = height(path, start, new double[start.length]);
    if (!Double.isFinite(first)) {
      return Optional.empty();
    }
    Mode[] best = {new Mode(start, first)};
    ObjectiveFunction height = new ObjectiveFunction(z -> {
      double value = height(path, z, new double[z.length]);
      if (value > best[0].height()) {
        best[0] = new Mode(z.clone(), value);
      }
      return value;
    });
    ObjectiveFunctionGradient slope = new ObjectiveFunctionGradient(z -> {
      double[] gradient = new double[z.length];
      height(path, z, gradient);
      return gradient;
    });
    try {
      new NonLinearConjugateGradientOptimizer(NonLinearConjugateGradientOptimizer.Formula.POLAK_RIBIERE,
          new SimpleValueChecker(TOLERANCE, TOLERANCE))
          .optimize(new MaxEval(MOST_EVALUATIONS), height, slope, GoalType.MAXIMIZE, new InitialGuess(start));
    } catch (MathIllegalStateException _) {
      // The line search found no bracket, or evaluations ran out: the best place so far is good enough.
    }
    return Optional.of(best[0]);
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
