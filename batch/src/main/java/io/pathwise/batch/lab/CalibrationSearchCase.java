package io.pathwise.batch.lab;

import io.pathwise.batch.page.Numbers;
import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.optimise.Interval;
import io.pathwise.engine.optimise.Method;
import io.pathwise.engine.optimise.Minimisation;
import io.pathwise.engine.optimise.Minimum;
import io.pathwise.engine.optimise.Minimum.Look;
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

/** SGD, Adam, SVRG and SAGA on a calibration whose optimum is known. */
final class CalibrationSearchCase implements LabCase {
  private static final String F = "f";
  private static final List<Double> STRIKES = List.of(0.85, 1.0, 1.2);
  private static final double LEVEL = 1;
  private static final double VOL = 0.25;
  private static final double[] START = {0.9, 0.4};
  private static final List<Interval> BOX = List.of(Interval.linear(0.5, 2), Interval.logarithmic(0.01, 2));
  private static final int SAMPLES = 64;
  private static final long PATHS = 20_000_000;
  private static final long QUICK_PATHS = 4_000_000;
  private static final double ACCURACY = 0.005;
  private static final double TEN_TIMES = 10;

  @Override
  public String id() {
    return "calibration-search";
  }

  @Override
  public String title() {
    return "Optimisers of a calibration";
  }

  @Override
  public String text() {
    return """
        Level and volatility of a lognormal price are calibrated to three calls, whose prices are known in closed form, \
        so that the optimum is. The gradient of a squared error comes from two independent blocks of 256 paths. SVRG \
        and SAGA search the minimum over 64 such samples; here SGD and Adam draw theirs from the same 64, so that all \
        four go to the same point, and their gradient errors, the length of the mean gradient over the 64 samples, can \
        be compared at equal numbers of paths. With a gradient at an earlier place as a control variate the noise of a \
        step vanishes as the search closes in; without one only smaller steps help.

        The last columns say what this is worth beyond the set: how many paths bring both parameters within 0.005 of \
        the known optimum for good. That is limited by the 64 samples themselves, which a stream of new samples is not.

        R. Johnson, T. Zhang, Accelerating Stochastic Gradient Descent using Predictive Variance Reduction (2013); \
        A. Defazio, F. Bach, S. Lacoste-Julien, SAGA (2014); D. Kingma, J. Ba, Adam (2015).""";
  }

  /** An objective of finitely many samples: those beyond are drawn from them. */
  private record FiniteSet(Objective objective) implements Objective {
    @Override
    public int dimension() {
      return objective.dimension();
    }

    @Override
    public long pathsPerSample() {
      return objective.pathsPerSample();
    }

    @Override
    public void compute(double[] parameters, long first, int samples, double[] results) {
      objective.compute(parameters, first < SAMPLES ? first : Math.floorMod(scrambled(first), SAMPLES), samples,
          results);
    }

    @Override
    public double[][] curvature(double[] parameters, double[] steps, long first, int samples) {
      return objective.curvature(parameters, steps, first, samples);
    }

    @Override
    public int curvaturePasses() {
      return objective.curvaturePasses();
    }

    /** SplitMix64 (Steele, Lea and Flood 2014). */
    private static long scrambled(long number) {
      long z = number * 0x9e3779b97f4a7c15L;
      z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
      z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
      return z ^ (z >>> 31);
    }
  }

  @Override
  public void run(Bench bench, Findings findings) {
    Program program = call();
    List<Expr.Parameter> sought = program.parameters().subList(0, 2);
    List<SquaredErrors.Term> terms = new ArrayList<>();
    for (double strike : STRIKES) {
      terms.add(new SquaredErrors.Term(bench.objective(program, F, sought,
          new Inputs(1, Map.of("m", START[0], "v", START[1], "k", strike), Map.of(), Map.of())), price(strike), 1, 0));
    }
    SquaredErrors errors = bench.squaredErrors(terms);
    long paths = bench.budget().thin() ? QUICK_PATHS : PATHS;
    List<List<String>> rows = new ArrayList<>();
    List<Series> lines = new ArrayList<>();
    double sgd = Double.NaN;
    double best = Double.POSITIVE_INFINITY;
    for (Method method : Method.values()) {
      Stopwatch watch = Stopwatch.start();
      Minimum found = Minimisation.run(new FiniteSet(errors), BOX, START,
          new SearchSettings(method, SAMPLES, paths, OptionalDouble.empty(), OptionalDouble.empty(), 1));
      double seconds = watch.seconds();
      double least = found.history().getLast().gradient();
      if (method == Method.SGD) {
        sgd = least;
      } else if (method.isOfFiniteSet()) {
        best = Math.min(best, least);
      }
      long within = pathsToAccuracy(found);
      rows.add(List.of(method.label(), Numbers.text((double) found.paths()), Numbers.text(least),
          Numbers.text(stepVariance(errors, found)), within < 0 ? "not reached" : Numbers.text((double) within),
          within < 0 ? "" : Numbers.text(seconds * within / found.paths())));
      Series line = Series.of(method.label());
      found.history().forEach(look -> line.add((double) look.paths(), look.gradient()));
      lines.add(line);
    }
    findings.table("Searches with equal numbers of paths", List.of("optimiser", "paths", "gradient error at the end",
        "variance of what a step follows", "paths to 0.005", "seconds to 0.005"), rows);
    findings.plot("Gradient error by paths", "The length of the mean gradient over the 64 samples.",
        Axis.logarithmic("paths"), Axis.logarithmic("gradient error"), lines);
    findings.check("SVRG or SAGA ends with a gradient error 10 times smaller than SGD's for as many paths",
        TEN_TIMES * best <= sgd, "SGD " + Numbers.text(sgd) + ", the better of SVRG and SAGA " + Numbers.text(best));
  }

  /** Paths after which the search stays near the known optimum; −1 if it does not. */
  private static long pathsToAccuracy(Minimum found) {
    long since = -1;
    for (Look look : found.history()) {
      boolean isNear = Math.abs(look.parameters().getFirst() - LEVEL) < ACCURACY
          && Math.abs(look.parameters().getLast() - VOL) < ACCURACY;
      since = isNear ? since < 0 ? look.paths() : since : -1;
    }
    return since;
  }

  /** Trace of the covariance of what steps follow between the last two looks, over the set, by shares. */
  private static double stepVariance(Objective errors, Minimum found) {
    List<Look> history = found.history();
    double[][] now = gradients(errors, history.getLast());
    double[][] before = gradients(errors, history.get(history.size() - 2));
    double trace = 0;
    for (int k = 0; k < BOX.size(); k++) {
      double sum = 0;
      double squares = 0;
      for (int i = 0; i < SAMPLES; i++) {
        double value = now[i][k] - (found.method().isOfFiniteSet() ? before[i][k] : 0);
        sum += value;
        squares += value * value;
      }
      trace += (squares - sum * sum / SAMPLES) / (SAMPLES - 1);
    }
    return trace;
  }

  private static double[][] gradients(Objective errors, Look look) {
    double[] parameters = look.parameters().stream().mapToDouble(value -> value).toArray();
    double[] results = new double[SAMPLES * (1 + parameters.length)];
    errors.compute(parameters, 0, SAMPLES, results);
    double[][] gradients = new double[SAMPLES][parameters.length];
    for (int i = 0; i < SAMPLES; i++) {
      for (int k = 0; k < parameters.length; k++) {
        Interval interval = BOX.get(k);
        gradients[i][k] = results[i * (1 + parameters.length) + 1 + k] * interval.slope(interval.share(parameters[k]));
      }
    }
    return gradients;
  }

  /** max(m exp(v z − v²/2) − k, 0). */
  private static Program call() {
    ProgramBuilder builder = new ProgramBuilder();
    Graph graph = builder.graph();
    Expr m = builder.parameter("m");
    Expr v = builder.parameter("v");
    Expr k = builder.parameter("k");
    Expr.State x = builder.state("x", graph.literal(0.0));
    builder.stage("draw");
    Expr z = builder.sample(new Normal(), graph.literal(0.0), graph.literal(1.0));
    builder.update("draw", x, graph.mul(m, graph.exp(graph.mul(v, graph.sub(z, graph.mul(graph.literal(0.5), v))))));
    builder.output(F, graph.max(graph.sub(x, k), graph.literal(0.0)));
    return builder.build();
  }

  private static double price(double strike) {
    double d = StrictMath.log(LEVEL / strike) / VOL + 0.5 * VOL;
    return LEVEL * StandardNormal.cdf(d) - strike * StandardNormal.cdf(d - VOL);
  }
}
