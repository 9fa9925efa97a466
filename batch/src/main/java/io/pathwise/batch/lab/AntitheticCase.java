package io.pathwise.batch.lab;

import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.run.Sampling;
import io.pathwise.engine.sample.Normal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What mirrored noise does to the derivative of a cube. */
final class AntitheticCase implements LabCase {
  private static final double DEVIATION = 1;
  private static final List<Double> MEANS = List.of(0.0, 0.5, 1.0, 2.0, 4.0);

  @Override
  public String id() {
    return "antithetic";
  }

  @Override
  public String title() {
    return "Antithetic pairs for ∂/∂μ E[(μ + σz)³]";
  }

  @Override
  public String text() {
    return """
        The pathwise derivative 3(μ + σz)² has a part that is odd in z, 6μσz, and an even one. A pair z, −z cancels the \
        odd part exactly and leaves the even one as it is, so the variance of a pair's mean is 18σ⁴ where that of a single \
        path is 36μ²σ² + 18σ⁴. The factor Var(pair)/Var(single) = σ²/(2μ² + σ²) runs from 1, where pairs are worth no more \
        than one of their paths, to 0. Since a pair costs two paths, pairs pay when the factor is below one half.

        P. Glasserman, Monte Carlo Methods in Financial Engineering (2003), section 4.2.""";
  }

  @Override
  public void run(Bench bench, Findings findings) {
    OneDraw draw = OneDraw.of(new Normal(), (graph, x) -> graph.mul(x, graph.mul(x, x)));
    Estimator single = draw.pathwise(0).named("single paths");
    Estimator paired = single.named("antithetic pairs");
    List<Measurement> all = new ArrayList<>();
    Series measured = Series.of("Var(pair) / Var(single)");
    Series exact = Series.exact("σ²/(2μ² + σ²)");
    for (double mean : bench.budget().of(MEANS)) {
      Inputs inputs = draw.inputs(mean, DEVIATION);
      Optional<Exact> truth = Optional.of(Exact.of(3 * (mean * mean + DEVIATION * DEVIATION)));
      String problem = "μ = " + mean + ", σ = 1";
      Measurement alone = bench.measure(problem, "∂E[x³]/∂μ", single, inputs, truth);
      Measurement pairs = bench.measure(problem, "∂E[x³]/∂μ", paired, inputs, Sampling.ANTITHETIC, truth);
      all.add(alone);
      all.add(pairs);
      // The variance per path of a run of pairs is twice that of a pair's mean.
      double factor = pairs.variance() / 2 / alone.variance();
      double expected = DEVIATION * DEVIATION / (2 * mean * mean + DEVIATION * DEVIATION);
      double deviation = Math.hypot(alone.logDeviation(), pairs.logDeviation());
      findings.checkRatio("Var(pair)/Var(single) = σ²/(2μ² + σ²) at μ = " + mean, factor, expected, deviation);
      measured.points().add(new Series.Point(mean, factor, factor * Math.exp(-2 * deviation),
          factor * Math.exp(2 * deviation)));
    }
    for (double mean = 0; mean <= 4; mean += 0.125) {
      exact.add(mean, DEVIATION * DEVIATION / (2 * mean * mean + DEVIATION * DEVIATION));
    }
    findings.checkUnbiased(all);
    findings.plot("The factor by which pairs reduce the variance", "Measured on runs of the same length.",
        Axis.linear("μ/σ"), Axis.linear("Var(pair) / Var(single)"), List.of(measured, exact));
    findings.measurements("Single paths and pairs", all);
  }
}
