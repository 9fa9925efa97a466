package io.pathwise.batch.lab;

import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.sample.Normal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A quadratic loss whose draws come closer and closer together. */
final class QuadraticLossCase implements LabCase {
  private static final double DISTANCE = 1;
  private static final List<Double> DEVIATIONS = List.of(0.001, 0.00316, 0.01, 0.0316, 0.1, 0.316, 1.0);

  @Override
  public String id() {
    return "quadratic-loss";
  }

  @Override
  public String title() {
    return "Quadratic loss with shrinking σ";
  }

  @Override
  public String text() {
    return """
        f(x) = x², x = μ + σε with μ = 1, and the derivative of E[f] by μ is 2μ. The pathwise estimator 2x has variance \
        4σ², which vanishes as the draws concentrate. The score estimator x²ε/σ has variance μ⁴/σ² + 14μ² + 15σ² (with \
        E[ε⁶] = 15), which explodes: the function is almost the same on all draws, and what it differs by is lost behind \
        its size. The optimal baseline removes the size and leaves 2μ(ε² − 1) + σ(ε³ − 3ε), with variance \
        8μ² + 6σ², which stays finite but does not vanish.

        S. Mohamed et al., Monte Carlo Gradient Estimation in Machine Learning, Journal of Machine Learning Research 21 \
        (2020), section 3.""";
  }

  @Override
  public void run(Bench bench, Findings findings) {
    OneDraw draw = OneDraw.of(new Normal(), (graph, x) -> graph.mul(x, x));
    List<Measurement> all = new ArrayList<>();
    List<Estimator> estimators = draw.estimators(0);
    List<Series> series = estimators.stream().map(estimator -> Series.of(estimator.name())).toList();
    for (double deviation : bench.budget().of(DEVIATIONS)) {
      Inputs inputs = draw.inputs(DISTANCE, deviation);
      double square = deviation * deviation;
      double[] expected = {4 * square, 1 / square + 14 + 15 * square, 8 + 6 * square};
      for (int i = 0; i < estimators.size(); i++) {
        Measurement m = bench.measure("μ = 1, σ = " + deviation, "∂E[x²]/∂μ", estimators.get(i), inputs,
            Optional.of(Exact.of(2 * DISTANCE)));
        all.add(m);
        series.get(i).addVariance(deviation, m);
        findings.checkVariance("Variance per path of " + m.estimator() + " at σ = " + deviation, m, expected[i]);
      }
    }
    findings.checkUnbiased(all);
    findings.plot("Variance per path of ∂E[x²]/∂μ",
        "Pathwise falls with σ², the plain score grows with 1/σ², and the baseline makes the difference between the two "
            + "kinds of score.",
        Axis.logarithmic("σ"), Axis.logarithmic("variance per path"), series);
    findings.measurements("f(x) = x²", all);
  }
}
