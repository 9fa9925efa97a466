package io.pathwise.batch.lab;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.ProgramBuilder;
import io.pathwise.engine.run.Backend;
import io.pathwise.engine.sample.Normal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a baseline does for the score estimator. */
final class BaselineCase implements LabCase {
  private static final double MEAN = 0.5;
  private static final List<Double> OFFSETS = List.of(0.0, 1.0, 3.0, 10.0, 30.0, 100.0);

  @Override
  public String id() {
    return "baseline";
  }

  @Override
  public String title() {
    return "The score's baseline";
  }

  @Override
  public String text() {
    return """
        A score has mean zero, so any constant b may be taken from the function before it is multiplied by the score: \
        the mean of (f − b)·s does not depend on b, its variance does. With f(x) = c + x², x = μ + ε and s = ε, the \
        variance is smallest, 8μ² + 6, at b = E[f s²] = c + μ² + 3, and larger by (b − c − μ² − 3)² elsewhere. Without a \
        baseline it grows with the square of c, which says nothing about the derivative. The mean of f is a common \
        choice and costs 4 here; it need not be known, since the mean over the other paths of a block does the same \
        (leave one out). Regressing the estimates on the score finds the best b from the data, and nobody has to \
        choose one.

        E. Greensmith, P. Bartlett, J. Baxter, Variance Reduction Techniques for Gradient Estimates in Reinforcement \
        Learning, Journal of Machine Learning Research 5 (2004); W. Kool, H. van Hoof, M. Welling, Buy 4 REINFORCE \
        Samples, Get a Baseline for Free! (2019).""";
  }

  @Override
  public void run(Bench bench, Findings findings) {
    ProgramBuilder builder = new ProgramBuilder();
    Graph graph = builder.graph();
    Expr.Parameter mean = builder.parameter("mean");
    Expr offset = builder.parameter("offset");
    Expr baseline = builder.parameter("baseline");
    Expr.State x = builder.state("x", graph.literal(0.0));
    builder.stage("draw");
    builder.update("draw", x, builder.sample(new Normal(), mean, graph.literal(1.0)));
    builder.output(OneDraw.F, graph.sub(graph.fma(x, x, offset), baseline));
    Estimator score = Estimator.score(builder.build(), OneDraw.F, mean);
    Estimator regressed = Estimator.scoreWithBaseline(builder.build(), OneDraw.F, mean).named("regressed");
    Estimator leaveOneOut = Estimator.scoreLeaveOneOut(builder.build(), OneDraw.F, mean).named("leave one out");
    List<Measurement> all = new ArrayList<>();
    VarianceLines lines = new VarianceLines();
    double least = 8 * MEAN * MEAN + 6;
    for (double c : bench.budget().of(OFFSETS)) {
      double best = c + MEAN * MEAN + 3;
      Map<String, Double> baselines = Map.of("none", 0.0, "mean of f", c + MEAN * MEAN + 1, "best constant", best);
      List<Measurement> row = new ArrayList<>();
      for (String name : List.of("none", "mean of f", "best constant")) {
        double b = baselines.getOrDefault(name, 0.0);
        Measurement m = measure(bench, score.named(name), c, b);
        row.add(m);
        findings.checkVariance("Variance per path with baseline " + name + " at c = " + c, m,
            least + (b - best) * (b - best));
      }
      Measurement others = measure(bench, leaveOneOut, c, 0);
      row.add(others);
      findings.checkRatio("Leaving one out has the variance of the mean of f at c = " + c,
          others.variance() / row.get(1).variance(), 1 + 1.0 / Backend.BLOCK, 2 * others.logDeviation());
      Measurement m = measure(bench, regressed, c, 0);
      row.add(m);
      findings.checkVariance("The regression finds the least variance, 8μ² + 6, at c = " + c, m, least);
      lines.add(c, row);
      all.addAll(row);
    }
    findings.checkUnbiased(all);
    findings.plot("Variance per path of ∂E[c + x²]/∂μ by baseline", "Only the plain score sees the offset.",
        Axis.linear("c"), Axis.logarithmic("variance per path"), lines.series());
    findings.measurements("Baselines", all);
  }

  private static Measurement measure(Bench bench, Estimator estimator, double offset, double baseline) {
    return bench.measure("c = " + offset, "∂E[f]/∂μ", estimator,
        new Inputs(1, Map.of("mean", MEAN, "offset", offset, "baseline", baseline), Map.of(), Map.of()),
        Optional.of(Exact.of(2 * MEAN)));
  }
}
