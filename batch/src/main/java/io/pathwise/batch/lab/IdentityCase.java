package io.pathwise.batch.lab;

import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.sample.Normal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** f(x) = x: the pathwise derivative is the derivative itself, the score's estimate is not. */
final class IdentityCase implements LabCase {
  private static final double MEAN = 1;
  private static final List<Double> DEVIATIONS = List.of(0.1, 0.2, 0.5, 1.0, 2.0);

  @Override
  public String id() {
    return "identity";
  }

  @Override
  public String title() {
    return "The simplest function: f(x) = x";
  }

  @Override
  public String text() {
    return """
        With x = μ + σε, ε standard normal, the derivative of E[x] by μ is 1. The pathwise estimator differentiates x on \
        the path and finds 1 on every path: it has no variance at all. The score estimator multiplies x by ε/σ, which has \
        the same mean but the variance 2 + μ²/σ². Regressing on the score takes away the part that comes from μ and \
        leaves ε², with variance 2.

        P. Glasserman, Monte Carlo Methods in Financial Engineering (2003), sections 7.2 and 7.3; S. Mohamed et al., \
        Monte Carlo Gradient Estimation in Machine Learning, Journal of Machine Learning Research 21 (2020).""";
  }

  @Override
  public void run(Bench bench, Findings findings) {
    OneDraw draw = OneDraw.of(new Normal(), (graph, x) -> x);
    List<Measurement> all = new ArrayList<>();
    Series pathwise = Series.of(Estimator.PATHWISE);
    Series score = Series.of(Estimator.SCORE);
    Series baseline = Series.of(Estimator.SCORE_WITH_BASELINE);
    Series exact = Series.exact("2 + μ²/σ²");
    List<Estimator> estimators = draw.estimators(0);
    for (double deviation : bench.budget().of(DEVIATIONS)) {
      Inputs inputs = draw.inputs(MEAN, deviation);
      List<Measurement> row = estimators.stream().map(estimator -> bench.measure("μ = 1, σ = " + deviation,
          "∂E[x]/∂μ", estimator, inputs, Optional.of(Exact.of(1)))).toList();
      all.addAll(row);
      pathwise.addVariance(deviation, row.get(0));
      score.addVariance(deviation, row.get(1));
      baseline.addVariance(deviation, row.get(2));
      double expected = 2 + MEAN * MEAN / (deviation * deviation);
      exact.add(deviation, expected);
      findings.checkVariance("The score's variance per path is 2 + μ²/σ² at σ = " + deviation, row.get(1), expected);
      findings.checkVariance("With the optimal baseline it is 2 at σ = " + deviation, row.get(2), 2);
    }
    findings.check("The pathwise variance is exactly 0 and the value exactly 1",
        all.stream().filter(m -> m.estimator().equals(Estimator.PATHWISE))
            .allMatch(m -> m.standardError() == 0 && m.value() == 1),
        "standard errors 0 in every bit");
    findings.checkUnbiased(all);
    findings.plot("Variance per path of ∂E[x]/∂μ", "The smaller σ, the less a draw tells the score about μ.",
        Axis.logarithmic("σ"), Axis.logarithmic("variance per path"), List.of(pathwise, score, baseline, exact));
    findings.measurements("f(x) = x", all);
  }
}
