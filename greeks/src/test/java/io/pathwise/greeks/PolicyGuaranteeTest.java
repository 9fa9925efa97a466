package io.pathwise.greeks;

import static org.assertj.core.api.Assertions.assertThat;

import io.pathwise.engine.cpu.CpuBackend;
import io.pathwise.greeks.estimator.Estimator;
import io.pathwise.greeks.estimator.EstimatorChoice;
import io.pathwise.greeks.measure.Explanation;
import io.pathwise.greeks.measure.Greek;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.greeks.policy.Policy;
import io.pathwise.greeks.policy.Settings;
import io.pathwise.pricing.product.Asian;
import io.pathwise.pricing.product.Barrier;
import io.pathwise.pricing.product.OptionType;
import io.pathwise.pricing.product.Product;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a pilot chooses is within a factor of the best of all candidates, measured in longer runs with noise of their
 * own. A part of the benchmark set; the command {@code PolicyComparison} of the module benchmarks shows a portfolio.
 */
@Tag("long")
class PolicyGuaranteeTest {

  private static final long PATHS = 100_000;
  private static final double FACTOR = 1.3;
  private static final Set<Measure> MEASURES = EnumSet.of(Measure.DELTA, Measure.GAMMA, Measure.VEGA);

  static List<Product> products() {
    return List.of(Examples.digital(OptionType.CALL),
        Asian.of("FLAT", OptionType.CALL, Asian.Average.ARITHMETIC, 102, 1, 4),
        Examples.barrier(OptionType.CALL, Barrier.Kind.UP_AND_OUT));
  }

  @ParameterizedTest
  @MethodSource("products")
  void theChoiceIsNearlyTheBest(Product product) {
    try (GreeksEngine engine = new GreeksEngine(new CpuBackend(), 2)) {
      for (Explanation.Row row : engine
          .explain(product, Examples.MARKET, MEASURES, Settings.paths(1).withPolicy(Policy.PILOT)).rows()) {
        double best = Double.POSITIVE_INFINITY;
        double chosen = Double.NaN;
        int compared = 0;
        for (Explanation.CandidateRow candidate : row.candidates()) {
          if (candidate.valid() && !candidate.biased()) {
            double figure = figure(engine, product, row, candidate);
            best = Math.min(best, figure);
            chosen = candidate.chosen() ? figure : chosen;
            compared++;
          }
        }
        assertThat(compared).isGreaterThan(1);
        assertThat(chosen).as("%s of %s by %s", row.measure(), product, row.estimator())
            .isLessThanOrEqualTo(FACTOR * best);
      }
    }
  }

  /** Variance × cost; numbers without variance are equally good. */
  private static double figure(GreeksEngine engine, Product product, Explanation.Row row,
      Explanation.CandidateRow candidate) {
    Greek greek = engine.evaluate(product, Examples.MARKET, EnumSet.of(row.measure()),
        Settings.paths(PATHS).withSeed(99).withEstimator(row.measure(), named(candidate.name()))).all(row.measure())
        .getFirst();
    double relative = greek.standardError() / Math.abs(greek.value());
    return relative < 1e-12
        ? 0.0
        : greek.standardError() * greek.standardError() * greek.paths() * candidate.operationsPerPath();
  }

  /** The name that asks for a candidate: of a rewritten program the best way is meant. */
  private static Estimator named(String candidate) {
    int end = candidate.indexOf(" + ");
    String name = end < 0 ? candidate : candidate.substring(0, end);
    return name.equals("pathwise") ? Estimator.of(EstimatorChoice.PATHWISE_TANGENT) : Estimator.of(name);
  }
}
