package io.pathwise.greeks;

import static org.assertj.core.api.Assertions.assertThat;

import io.pathwise.engine.cpu.CpuBackend;
import io.pathwise.greeks.measure.Explanation;
import io.pathwise.greeks.measure.Greek;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.greeks.policy.Policy;
import io.pathwise.greeks.policy.Settings;
import io.pathwise.pricing.product.Barrier;
import io.pathwise.pricing.product.Basket;
import io.pathwise.pricing.product.Digital;
import io.pathwise.pricing.product.European;
import io.pathwise.pricing.product.OptionType;
import io.pathwise.pricing.product.Product;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Choices by the order of preference, without a pilot. */
class PreferenceTest {

  private static final Set<Measure> MEASURES = EnumSet.of(Measure.VALUE, Measure.DELTA, Measure.VEGA);

  static List<Product> products() {
    return List.of(Examples.european(OptionType.CALL), Examples.digital(OptionType.CALL),
        Examples.barrier(OptionType.CALL, Barrier.Kind.UP_AND_OUT));
  }

  @ParameterizedTest
  @MethodSource("products")
  void whatIsExactIsTakenAndElseTheFirstValidCandidate(Product product) {
    try (GreeksEngine engine = new GreeksEngine(new CpuBackend(), 1)) {
      for (Explanation.Row row : engine
          .explain(product, Examples.MARKET, MEASURES, Settings.paths(1).withPolicy(Policy.PREFERENCE)).rows()) {
        if (product instanceof European || product instanceof Digital) {
          assertThat(row.estimator()).isEqualTo("conditional-bridge");
          assertThat(row.reason()).contains("no noise reaches it");
        } else {
          Explanation.CandidateRow first = row.candidates().stream()
              .filter(candidate -> candidate.valid() && !candidate.biased()).findFirst().orElseThrow();
          assertThat(first.chosen()).as("%s of %s: %s", row.measure(), product, row.estimator()).isTrue();
        }
      }
    }
  }

  /**
   * Vibrato would be valid, too, and stands before scores for first order; scores of either kind stand before it here.
   */
  @Test
  void vibratoComesLastForSecondOrder() {
    try (GreeksEngine engine = new GreeksEngine(new CpuBackend(), 1)) {
      Product product = Examples.basket(Basket.Aggregate.BEST_OF, OptionType.CALL);
      List<Explanation.Row> rows = engine.explain(product, Examples.MARKET, Set.of(Measure.GAMMA),
          Settings.paths(1).withPolicy(Policy.PREFERENCE)).rows();
      assertThat(rows).isNotEmpty().allSatisfy(row -> {
        assertThat(row.candidates()).anyMatch(candidate -> candidate.valid() && candidate.name().startsWith("vibrato"));
        assertThat(row.estimator()).startsWith("score");
      });
    }
  }

  /** The structural policy scores them, with a multiple of the variance. */
  @ParameterizedTest
  @MethodSource("products")
  void thresholdsAreIntegratedAndNumbersAgree(Product product) {
    try (GreeksEngine engine = new GreeksEngine(new CpuBackend(), 1)) {
      Settings settings = Settings.paths(16384);
      List<Greek> preferred = engine
          .evaluate(product, Examples.MARKET, MEASURES, settings.withPolicy(Policy.PREFERENCE)).numbers();
      List<Greek> structural = engine
          .evaluate(product, Examples.MARKET, MEASURES, settings.withPolicy(Policy.STRUCTURAL).withSeed(2)).numbers();
      for (int i = 0; i < preferred.size(); i++) {
        Greek a = preferred.get(i);
        Greek b = structural.get(i);
        assertThat(Math.abs(a.value() - b.value())).as("%s of %s", a.measure(), product)
            .isLessThan(4 * Math.hypot(a.standardError(), b.standardError()));
        if (b.estimator().startsWith("score")) {
          // Of the barrier's delta the ratio is 3.06 with 4 million paths, of the others more.
          assertThat(a.standardError()).as("%s of %s by %s", a.measure(), product, a.estimator())
              .isLessThan(b.standardError() / 2.5);
        }
      }
      assertThat(structural.stream().anyMatch(greek -> greek.estimator().startsWith("score")))
          .isEqualTo(!(product instanceof European));
    }
  }
}
