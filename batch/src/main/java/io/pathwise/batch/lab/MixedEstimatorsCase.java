package io.pathwise.batch.lab;

import io.pathwise.batch.page.Numbers;
import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.optimise.Interval;
import io.pathwise.engine.optimise.Method;
import io.pathwise.engine.optimise.Minimisation;
import io.pathwise.engine.optimise.Minimum;
import io.pathwise.engine.optimise.Objective;
import io.pathwise.engine.optimise.SearchSettings;
import io.pathwise.engine.optimise.SquaredErrors;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.program.ProgramBuilder;
import io.pathwise.engine.sample.Normal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** A biased and an unbiased estimator mixed, with weight, width and control coefficient found by the optimisers. */
final class MixedEstimatorsCase implements LabCase {
  private static final String F = "f";
  private static final double LEVEL = 1;
  private static final double PATHS = 100;
  private static final double FIXED_WIDTH = 0.6;
  private static final int WEIGHTS = 20;
  private static final int SAMPLES = 8192;
  private static final int QUICK_SAMPLES = 2048;
  private static final double[] START = {0.5, 0.5, 0};
  private static final List<Interval> BOX = List.of(Interval.linear(-0.5, 1.5), Interval.logarithmic(0.2, 2),
      Interval.linear(-1, 2));
  private static final long MOST_PASSES = 60;
  private static final double REACH = 10;
  private static final int POINTS = 4001;
  private static final double AS_GOOD = 1.05;

  @Override
  public String id() {
    return "mixed-estimators";
  }

  @Override
  public String title() {
    return "Mixing a biased and an unbiased estimator";
  }

  @Override
  public String text() {
    return """
        The derivative by μ of P(μ + ε > 1) at μ = 0 is a density. The score 1{x > 1} ε estimates it without bias; the \
        indicator smoothed to a width h, φ((x − 1)/h)/h, has less variance over some widths and is biased. Of the mixture \
        g = w · smoothed + (1 − w) · score − c ε the mean square error over n paths is var g / n + w² bias(h)²: a dial \
        between bias and variance, w, and two more, h and c, the coefficient of the control ε of mean zero.

        Neither a variance nor a squared bias is an expectation, but with two independent paths ½ (g − g′)² and with \
        two independent blocks of paths (smoothed − score)(smoothed′ − score′) have them as means. So weight, width and \
        coefficient are what minimises E[f(X; θ)], and the optimisers of a calibration find them, for 100 paths here. \
        What is known is the mean square error itself, by quadrature.""";
  }

  @Override
  public void run(Bench bench, Findings findings) {
    Series mixed = Series.exact("mean square error");
    Series biases = Series.exact("squared bias");
    for (int i = 0; i <= WEIGHTS; i++) {
      double w = (double) i / WEIGHTS;
      mixed.add(w, error(w, FIXED_WIDTH, 0));
      biases.add(w, square(w * bias(FIXED_WIDTH)));
    }
    findings.plot("Mean square error by the weight of the smoothed estimator", "Width " + FIXED_WIDTH
        + ", 100 paths, no control.", Axis.linear("w"), Axis.linear("mean square error"), List.of(mixed, biases));
    double least = least();
    List<List<String>> rows = new ArrayList<>();
    rows.add(row("score alone", "", 0, FIXED_WIDTH, 0));
    rows.add(row("smoothed alone, width 0.6", "", 1, FIXED_WIDTH, 0));
    Program variance = variance();
    Program bias = bias();
    Inputs inputs = new Inputs(1, Map.of("w", START[0], "h", START[1], "c", START[2]), Map.of(), Map.of());
    Objective both = new Sum(bench.objective(variance, F, variance.parameters(), inputs),
        bench.squaredErrors(List.of(
            new SquaredErrors.Term(bench.objective(bias, F, bias.parameters(), inputs), 0, 1, 0))));
    int samples = bench.budget().thin() ? QUICK_SAMPLES : SAMPLES;
    for (Method method : Method.values()) {
      Minimum found = Minimisation.run(both, BOX, START,
          new SearchSettings(method, samples, MOST_PASSES * samples * both.pathsPerSample(),
              OptionalDouble.of(1e-3 * least), OptionalDouble.empty(), 1));
      double[] at = found.parameters().stream().mapToDouble(Minimum.Parameter::value).toArray();
      rows.add(row(method.label(), Numbers.text((double) found.paths()), at[0], at[1], at[2]));
      if (method.isOfFiniteSet()) {
        findings.check("The mixture that " + method.label() + " finds is as good as the best, up to 5 %",
            error(at[0], at[1], at[2]) <= AS_GOOD * least,
            "mean square error " + Numbers.text(error(at[0], at[1], at[2])) + ", least " + Numbers.text(least));
      }
    }
    findings.table("Mixtures, of 100 paths each", List.of("chosen by", "paths of the search", "w", "h", "c",
        "mean square error"), rows);
    findings.check("The best mixture beats both of its parts",
        least < Math.min(error(0, 1, 0), error(1, FIXED_WIDTH, 0)), "least " + Numbers.text(least));
  }

  private static List<String> row(String name, String paths, double w, double h, double c) {
    return List.of(name, paths, Numbers.text(w), Numbers.text(h), Numbers.text(c), Numbers.text(error(w, h, c)));
  }

  /** Two objectives added. */
  private record Sum(Objective first, Objective second) implements Objective {
    @Override
    public int dimension() {
      return first.dimension();
    }

    @Override
    public long pathsPerSample() {
      return first.pathsPerSample() + second.pathsPerSample();
    }

    @Override
    public void compute(double[] parameters, long firstSample, int samples, double[] results) {
      double[] others = new double[results.length];
      first.compute(parameters, firstSample, samples, results);
      second.compute(parameters, firstSample, samples, others);
      for (int i = 0; i < results.length; i++) {
        results[i] += others[i];
      }
    }
  }

  /** Of two independent paths: var g / n. */
  private static Program variance() {
    Mixture mixture = new Mixture();
    Graph graph = mixture.builder.graph();
    Expr apart = graph.sub(mixture.of(mixture.path("a")), mixture.of(mixture.path("b")));
    return mixture.program(graph.mul(graph.literal(0.5 / PATHS), graph.mul(apart, apart)));
  }

  /** w times the difference of the two estimators, whose mean is the bias. */
  private static Program bias() {
    Mixture mixture = new Mixture();
    Expr x = mixture.path("a");
    return mixture.program(mixture.builder.graph().mul(mixture.w, mixture.difference(x)));
  }

  /** The mixture, as a program. */
  private static final class Mixture {
    private final ProgramBuilder builder = new ProgramBuilder();
    private final Graph graph = builder.graph();
    private final Expr w = builder.parameter("w");
    private final Expr h = builder.parameter("h");
    private final Expr c = builder.parameter("c");

    Mixture() {
      builder.stage("draw");
    }

    Expr path(String name) {
      Expr.State x = builder.state(name, graph.literal(0.0));
      builder.update("draw", x, builder.sample(new Normal(), graph.literal(0.0), graph.literal(1.0)));
      return x;
    }

    Expr difference(Expr x) {
      Expr u = graph.div(graph.sub(x, graph.literal(LEVEL)), h);
      return graph.sub(graph.div(graph.mul(graph.literal(1 / Math.sqrt(2 * Math.PI)),
          graph.exp(graph.mul(graph.mul(graph.literal(-0.5), u), u))), h), score(x));
    }

    private Expr score(Expr x) {
      return graph.select(graph.less(graph.literal(LEVEL), x), x, graph.literal(0.0));
    }

    Expr of(Expr x) {
      return graph.sub(graph.add(score(x), graph.mul(w, difference(x))), graph.mul(c, x));
    }

    Program program(Expr value) {
      builder.output(F, value);
      return builder.build();
    }
  }

  /** The mean square error of a mixture, by the trapezoidal rule. */
  private static double error(double w, double h, double c) {
    double mean = 0;
    double square = 0;
    double spacing = 2 * REACH / (POINTS - 1);
    for (int i = 0; i < POINTS; i++) {
      double x = -REACH + i * spacing;
      // Half of the score at the level, where it jumps.
      double inside = x > LEVEL + 0.5 * spacing ? 1 : x > LEVEL - 0.5 * spacing ? 0.5 : 0;
      double smoothed = StandardNormal.density((x - LEVEL) / h) / h;
      double with = w * smoothed + (1 - w) * x - c * x;
      double without = w * smoothed - c * x;
      double mass = StandardNormal.density(x) * spacing;
      mean += mass * (inside * with + (1 - inside) * without);
      square += mass * (inside * with * with + (1 - inside) * without * without);
    }
    return (square - mean * mean) / PATHS + square(w * bias(h));
  }

  private static double bias(double h) {
    double deviation = Math.sqrt(1 + h * h);
    return StandardNormal.density(LEVEL / deviation) / deviation - StandardNormal.density(LEVEL);
  }

  private static double square(double number) {
    return number * number;
  }

  /** The least mean square error, by a search along the axes with ever smaller steps. */
  private static double least() {
    double[] best = {0.5, 0.5, 0.2};
    double least = error(best[0], best[1], best[2]);
    for (double reach = 0.5; reach > 1e-3; reach /= 2) {
      boolean moved = true;
      while (moved) {
        moved = false;
        for (int k = 0; k < best.length; k++) {
          for (double sign : new double[]{-1, 1}) {
            double[] next = best.clone();
            next[k] = k == 1 ? next[k] * StrictMath.exp(sign * reach) : next[k] + sign * reach;
            double error = error(next[0], next[1], next[2]);
            if (error < least) {
              least = error;
              best = next;
              moved = true;
            }
          }
        }
      }
    }
    return least;
  }
}
