package io.pathwise.batch.lab;

import io.pathwise.batch.page.Numbers;
import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.program.ProgramBuilder;
import io.pathwise.engine.run.Backend;
import io.pathwise.engine.run.Sampling;
import io.pathwise.engine.sample.StudentT;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Polynomials of Student-t noise, on both sides of the boundary of finite variance. */
final class HeavyTailsCase implements LabCase {
  private static final double LOCATION = 1;
  /**
   * Degrees of freedom at which the variance of the squared payoff's estimators is finite, and their fourth moments,
   * too.
   */
  private static final List<Double> LIGHT = List.of(6.0, 10.0, 30.0);
  /** Degrees of freedom without a variance of the derivative. */
  private static final List<Double> HEAVY = List.of(1.1, 1.3);
  private static final int FEWEST_BLOCKS = 16;
  private static final double GROWTH = 2;

  @Override
  public String id() {
    return "heavy-tails";
  }

  @Override
  public String title() {
    return "Heavy tails: Student-t noise and polynomial payoffs";
  }

  @Override
  public String text() {
    return """
        x = μ + t with t Student-t distributed with ν degrees of freedom, f(x) = x², and the derivative 2μ of E[f] by μ. The \
        pathwise estimator 2x grows like t and has the variance 4ν/(ν − 2), for ν > 2 only. The score of a Student-t law \
        is bounded and falls like 1/t, so the score estimator grows like t, too, and has the same boundary. Where the \
        boundary is crossed the mean may exist while the standard error means nothing: the measured variance keeps \
        growing with the number of paths, like n^(2/ν − 1), and no confidence interval can be trusted. The variance of a \
        measured variance needs twice as many moments again, so intervals near the boundary are too narrow.

        P. Embrechts, C. Klüppelberg, T. Mikosch, Modelling Extremal Events (1997), chapter 2; M. Figurnov, S. Mohamed, \
        A. Mnih, Implicit Reparameterization Gradients (2018), for the draws.""";
  }

  @Override
  public void run(Bench bench, Findings findings) {
    ProgramBuilder builder = new ProgramBuilder();
    Graph graph = builder.graph();
    Expr.Parameter degrees = builder.parameter("degrees of freedom");
    Expr.Parameter location = builder.parameter("location");
    Expr.State x = builder.state("x", graph.literal(0.0));
    builder.stage("draw");
    builder.update("draw", x, builder.sample(new StudentT(), degrees, location, graph.literal(1.0)));
    builder.output(OneDraw.F, graph.mul(x, x));
    Program program = builder.build();
    Estimator pathwise = Estimator.pathwise(program, OneDraw.F, location);
    Estimator score = Estimator.scoreWithBaseline(program, OneDraw.F, location);
    Optional<Exact> exact = Optional.of(Exact.of(2 * LOCATION));
    List<Measurement> light = new ArrayList<>();
    for (double nu : bench.budget().of(LIGHT)) {
      Measurement p = bench.measure("ν = " + nu, "∂E[x²]/∂μ", pathwise, inputs(nu), exact);
      light.add(p);
      light.add(bench.measure("ν = " + nu, "∂E[x²]/∂μ", score, inputs(nu), exact));
      findings.checkRatio("The pathwise variance is 4ν/(ν − 2) at ν = " + nu, p.variance(), 4 * nu / (nu - 2),
          2 * p.logDeviation());
    }
    findings.checkUnbiased(light);
    findings.measurements("Finite variance", light);

    List<Measurement> heavy = new ArrayList<>();
    List<Series> lines = new ArrayList<>();
    List<Double> all = new ArrayList<>(HEAVY);
    all.add(LIGHT.getFirst());
    for (double nu : all) {
      Series line = Series.of("pathwise, ν = " + nu);
      double first = Double.NaN;
      double last = Double.NaN;
      for (long blocks = FEWEST_BLOCKS; blocks <= bench.budget().mostBlocks(); blocks *= 8) {
        Measurement m = bench.measure("ν = " + nu + ", " + blocks * Backend.BLOCK + " paths", "∂E[x²]/∂μ",
            pathwise.knownBiased(), inputs(nu), Sampling.INDEPENDENT, Optional.empty(), blocks);
        line.add((double) m.estimate().paths(), m.variance());
        first = Double.isNaN(first) ? m.variance() : first;
        last = m.variance();
        if (nu < 2) {
          heavy.add(m);
        }
      }
      lines.add(line);
      if (nu < 2) {
        findings.check("The measured variance grows with the number of paths: ν = " + nu, last > GROWTH * first,
            Numbers.text(first) + " at the fewest, " + Numbers.text(last) + " at the most paths");
      }
    }
    findings.plot("Measured variance per path by number of paths",
        "A variance that exists settles; one that does not, grows in jumps whenever a larger draw arrives.",
        Axis.logarithmic("paths"), Axis.logarithmic("measured variance per path"), lines);
    findings.measurements("No variance: standard errors that mean nothing", heavy);
  }

  private static Inputs inputs(double degrees) {
    return new Inputs(1, Map.of("degrees of freedom", degrees, "location", LOCATION), Map.of(), Map.of());
  }
}
