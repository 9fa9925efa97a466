package io.pathwise.engine.integrate;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.lower.HostValues;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.program.Pruning;
import io.pathwise.engine.program.Stage;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The components of a direction through the steps, as per-step data.
 *
 * @param name
 *          begins the names of the data
 * @param stepLength
 *          the per-step value that is 0 where there is no noise
 * @param tilt
 *          of the direction inside a step
 */
record PathDirection(String name, String stepLength, Direction.Tilt tilt) {

  /** Power iterations; the first principal component of a path stands out, so few are needed. */
  private static final int ITERATIONS = 60;

  /** d. */
  Expr component(Graph graph) {
    return graph.stepValue(name + ".component");
  }

  /** d/D. */
  Expr pull(Graph graph) {
    return graph.stepValue(name + ".pull");
  }

  /** √(1 − d²/D). */
  Expr keep(Graph graph) {
    return graph.stepValue(name + ".keep");
  }

  /** Whether the step has noise. */
  Expr isActive(Graph graph) {
    return graph.less(graph.literal(0.0), graph.stepValue(stepLength));
  }

  /** Makes the data of the rewritten program out of data of the original. */
  UnaryOperator<Inputs> translation(Program original, WidestDirection.Weights weights) {
    Program program = Pruning.prune(original);
    List<Expr> slopes = List
        .copyOf(Direction.of(program, isActive(program.graph()), tilt, Direction.Reach.PATH).slopes().values());
    return inputs -> {
      double[] loadings = loadings(slopes, inputs);
      return withComponents(inputs, normalised(switch (weights) {
        case BRIDGE -> loadings;
        case PRINCIPAL -> principal(loadings, observed(program, inputs));
      }));
    };
  }

  private double[] loadings(List<Expr> slopes, Inputs inputs) {
    double[] lengths = inputs.stepValue(stepLength);
    double[] loadings = new double[lengths.length];
    for (Expr slope : slopes) {
      double[] values = HostValues.perStep(slope, inputs)
          .orElseGet(() -> Arrays.stream(lengths).map(Math::sqrt).toArray());
      for (int step = 0; step < loadings.length; step++) {
        loadings[step] += lengths[step] > 0 ? values[step] : 0.0;
      }
    }
    return loadings;
  }

  private Inputs withComponents(Inputs inputs, double[] d) {
    int steps = d.length;
    double[] pull = new double[steps];
    double[] keep = new double[steps];
    double rest = 0.0;
    for (int step = steps - 1; step >= 0; step--) {
      boolean isLast = rest == 0.0;
      rest = Math.fma(d[step], d[step], rest);
      if (d[step] == 0.0) {
        keep[step] = 1.0;
      } else {
        pull[step] = d[step] / rest;
        keep[step] = isLast ? 0.0 : Math.sqrt(Math.max(0.0, 1 - d[step] * d[step] / rest));
      }
    }
    return inputs.withStepValues(Map.of(name + ".component", d, name + ".pull", pull, name + ".keep", keep));
  }

  private static boolean[] observed(Program program, Inputs inputs) {
    boolean[] observed = new boolean[inputs.steps()];
    for (Stage stage : program.forward().stages()) {
      if (stage.schedule() != null) {
        boolean[] flags = inputs.schedule(stage.schedule());
        for (int step = 0; step < observed.length; step++) {
          observed[step] |= flags[step];
        }
      }
    }
    return observed;
  }

  /** The gradient in the noise of the first principal component of the observed sums of loading · noise. */
  private static double[] principal(double[] loadings, boolean[] observed) {
    int steps = loadings.length;
    double[] weights = new double[steps];
    for (int step = 0; step < steps; step++) {
      weights[step] = observed[step] ? 1.0 : 0.0;
    }
    double[] gradient = new double[steps];
    for (int iteration = 0; iteration < ITERATIONS; iteration++) {
      double later = 0.0;
      for (int step = steps - 1; step >= 0; step--) {
        later += weights[step];
        gradient[step] = loadings[step] * later;
      }
      double[] unit = normalised(gradient);
      double sum = 0.0;
      for (int step = 0; step < steps; step++) {
        sum = Math.fma(loadings[step], unit[step], sum);
        weights[step] = observed[step] ? sum : 0.0;
      }
    }
    return normalised(gradient);
  }

  private static double[] normalised(double[] d) {
    double square = 0.0;
    for (double x : d) {
      square = Math.fma(x, x, square);
    }
    double length = Math.sqrt(square);
    return Arrays.stream(d).map(x -> length > 0 ? x / length : 0.0).toArray();
  }
}
