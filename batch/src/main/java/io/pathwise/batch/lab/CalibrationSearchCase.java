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
  /** Where control variates are from: parts of the way from the known optimum to the start. */
  private static final List<Double> WAYS = List.of(1.0, 0.1, 0.01, 0.001);

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
        step vanishes as the search closes in; without one only smaller steps help. The second table says how much is \
        left of it at one place, the known optimum: the variance over the 64 samples, by shares of the intervals and \
        summed over both parameters, of g_i, and of g_i less that of the same sample nearer and nearer to the optimum, \
        on the line from the start. This is a snapshot of SVRG there, or a table of SAGA that was filled there.

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
          within < 0 ? "not reached" : Numbers.text((double) within),
          within < 0 ? "" : Numbers.text(seconds * within / found.paths())));
      Series line = Series.of(method.label());
      found.history().forEach(look -> line.add((double) look.paths(), look.gradient()));
      lines.add(line);
    }
    findings.table("Searches with equal numbers of paths",
        List.of("optimiser", "paths", "gradient error at the end", "paths to 0.005", "seconds to 0.005"), rows);
    findings.table("Variance of the gradient that a step at the known optimum follows",
        List.of("control variate from this part of the way to the start", "without, as sgd and adam",
            "with, as svrg and saga", "times smaller"),
        stepVariances(errors));
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

  /** What a step follows at the known optimum, with control variates from ever nearer places and without. */
  private static List<List<String>> stepVariances(Objective errors) {
    double[][] here = gradients(errors, 0);
    double plain = variance(here, new double[SAMPLES][BOX.size()]);
    List<List<String>> rows = new ArrayList<>();
    for (double way : WAYS) {
      double left = variance(here, gradients(errors, way));
      rows.add(List.of(Numbers.text(way), Numbers.text(plain), Numbers.text(left), Numbers.text(plain / left)));
    }
    return rows;
  }

  /** Trace of the covariance of g_i − c_i for an i drawn from the set. */
  private static double variance(double[][] gradients, double[][] controls) {
    double trace = 0;
    for (int k = 0; k < BOX.size(); k++) {
      double mean = 0;
      for (int i = 0; i < SAMPLES; i++) {
        mean += (gradients[i][k] - controls[i][k]) / SAMPLES;
      }
      for (int i = 0; i < SAMPLES; i++) {
        trace += square(gradients[i][k] - controls[i][k] - mean) / SAMPLES;
      }
    }
    return trace;
  }

  private static double square(double x) {
    return x * x;
  }

  /** By shares, of every sample, at a part of the way from the known optimum to the start. */
  private static double[][] gradients(Objective errors, double way) {
    double[] optimum = {LEVEL, VOL};
    double[] shares = new double[optimum.length];
    double[] parameters = new double[optimum.length];
    for (int k = 0; k < optimum.length; k++) {
      Interval interval = BOX.get(k);
      shares[k] = (1 - way) * interval.share(optimum[k]) + way * interval.share(START[k]);
      parameters[k] = interval.at(shares[k]);
    }
    double[] results = new double[SAMPLES * (1 + parameters.length)];
    errors.compute(parameters, 0, SAMPLES, results);
    double[][] gradients = new double[SAMPLES][parameters.length];
    for (int i = 0; i < SAMPLES; i++) {
      for (int k = 0; k < parameters.length; k++) {
        gradients[i][k] = results[i * (1 + parameters.length) + 1 + k] * BOX.get(k).slope(shares[k]);
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
