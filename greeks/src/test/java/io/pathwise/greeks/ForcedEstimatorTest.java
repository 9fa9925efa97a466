package io.pathwise.greeks;

import static org.assertj.core.api.Assertions.assertThat;

import io.pathwise.engine.cpu.CpuBackend;
import io.pathwise.greeks.estimator.EstimatorChoice;
import io.pathwise.greeks.measure.Greek;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.greeks.policy.Chooser;
import io.pathwise.greeks.policy.Policy;
import io.pathwise.greeks.policy.Settings;
import io.pathwise.pricing.product.Asian;
import io.pathwise.pricing.product.Basket;
import io.pathwise.pricing.product.OptionType;
import io.pathwise.pricing.product.Product;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every estimator that can be asked for agrees with the closed form wherever it is not refused. */
@Tag("long")
class ForcedEstimatorTest {

  private static final long PATHS = 25_000;
  private static final double LARGEST_Z = 4.5;
  /** Bumps are biased by about h²/6 · f‴; for these products and steps that is below this share of the number. */
  private static final double BUMP_BIAS = 0.02;
  private static final Set<Measure> MEASURES = EnumSet.complementOf(EnumSet.of(Measure.VALUE, Measure.BUCKETED_RHO));

  private static final List<Product> PRODUCTS = List.of(Examples.european(OptionType.CALL),
      Examples.digital(OptionType.PUT), Asian.of("TERM", OptionType.CALL, Asian.Average.GEOMETRIC, 41, 1, 3),
      Examples.basket(Basket.Aggregate.BEST_OF, OptionType.PUT));

  /** First-order measures of Lipschitz payoffs allow all but the second-order estimators, and so on. */
  private static int fewestAccepted(EstimatorChoice choice) {
    return switch (choice) {
      case PATHWISE_TANGENT, PATHWISE_ADJOINT -> 15;
      case CONDITIONAL_BRIDGE, CONDITIONAL_PRINCIPAL, IMPORTANCE_SAMPLING -> 25;
      case SIDED -> 0;
      case SURVIVAL, CONDITIONAL_LAST -> 15;
      case VIBRATO -> 20;
      case SCORE_SPREAD -> 8;
      case ENUMERATION, STRATIFIED_COUNTS, SMOOTHED_LOGISTIC, SMOOTHED_NORMAL_CDF, SMOOTHED_CALL_SPREAD,
          SMOOTHED_RICHARDSON,
          INDICATOR_DENSITY, SOFT_CLIP ->
        0;
      case SCORE_FIRST, SCORE_FIRST_OF_PATHWISE -> 4;
      case SCORE_LAST -> 10;
      case SCORE_ALL -> 30;
      case SCORE_ALL_OF_PATHWISE -> 8;
      case BUMP -> 40;
    };
  }

  /** Those with a width have tests of their own beside their rewrites; discrete draws are in other models. */
  @ParameterizedTest
  @EnumSource(names = {"SMOOTHED_.*", "INDICATOR_DENSITY", "SOFT_CLIP", "ENUMERATION",
      "STRATIFIED_COUNTS"}, mode = EnumSource.Mode.MATCH_NONE)
  void agreesWithClosedForms(EstimatorChoice choice) {
    Settings settings = Settings.paths(PATHS).withPolicy(Policy.STRUCTURAL);
    for (Measure measure : MEASURES) {
      settings = settings.withEstimator(measure, choice);
    }
    Set<String> accepted = new HashSet<>();
    try (GreeksEngine engine = new GreeksEngine(new CpuBackend(), 2)) {
      for (Product product : PRODUCTS) {
        settings = settings.withSeed(settings.seed() + 1);
        for (Greek greek : engine.evaluate(product, Examples.MARKET, MEASURES, settings).numbers()) {
          String name = greek.measure() + " " + greek.factorText() + " of " + product;
          switch (greek.status()) {
            case OK -> {
              accepted.add(name);
              assertThat(greek.estimator()).startsWith(choice.label());
              assertThat(greek.reason()).startsWith(Chooser.ASKED);
              check(name, greek, Examples.exact(Examples.MARKET, product, greek.factors()));
            }
            case FAILED -> assertThat(greek.message()).as(name).contains(choice.label() + " is refused");
            case NOT_APPLICABLE, MAXIMUM_PATHS, FEW_HITS, NO_HITS -> assertThat(greek.message()).as(name).isNotEmpty();
          }
        }
      }
    }
    assertThat(accepted).hasSizeGreaterThanOrEqualTo(fewestAccepted(choice));
  }

  private static void check(String name, Greek greek, double exact) {
    double bias = greek.estimator().equals(EstimatorChoice.BUMP.label()) ? BUMP_BIAS * Math.abs(exact) : 0;
    assertThat(Math.abs(greek.value() - exact)).as("%s: %s ± %s, exact %s", name, greek.value(),
        greek.standardError(), exact).isLessThanOrEqualTo(LARGEST_Z * greek.standardError() + bias + 1e-9);
  }
}
