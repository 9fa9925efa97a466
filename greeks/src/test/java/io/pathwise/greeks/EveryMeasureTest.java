package io.pathwise.greeks;

import static org.assertj.core.api.Assertions.assertThat;

import io.pathwise.engine.cpu.CpuBackend;
import io.pathwise.greeks.measure.Explanation;
import io.pathwise.greeks.measure.Greek;
import io.pathwise.greeks.measure.Greeks;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.greeks.policy.Policy;
import io.pathwise.greeks.policy.Settings;
import io.pathwise.pricing.product.Product;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every measure of every product is a finite number with a finite error, or a row that says why there is none. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("long")
class EveryMeasureTest {

  private static final long PATHS = 32 * 256;

  private static final Set<Measure> OF_SEVERAL_ASSETS = EnumSet.of(Measure.CROSS_GAMMA, Measure.CORRELATION);

  private final GreeksEngine engine = new GreeksEngine(new CpuBackend(), 2);

  @BeforeAll
  void thereAreProducts() {
    assertThat(Examples.everyProduct()).hasSize(32);
  }

  @AfterAll
  void close() {
    engine.close();
  }

  static List<Product> products() {
    return Examples.everyProduct();
  }

  @ParameterizedTest
  @MethodSource("products")
  void hasEveryMeasure(Product product) {
    Greeks greeks = engine.evaluate(product, Examples.MARKET, EnumSet.allOf(Measure.class),
        Settings.paths(PATHS).withPolicy(Policy.STRUCTURAL));
    for (Measure measure : Measure.values()) {
      List<Greek> numbers = greeks.all(measure);
      assertThat(numbers).as(measure.label()).isNotEmpty();
      boolean absent = measure == Measure.MODEL_PARAMETER || Measure.ofDecisions().contains(measure)
          || (product.assets().size() == 1 && OF_SEVERAL_ASSETS.contains(measure));
      assertThat(numbers).allSatisfy(greek -> {
        if (absent) {
          assertThat(greek.status()).as(greek.message()).isEqualTo(Greek.Status.NOT_APPLICABLE);
        } else {
          assertThat(greek.status()).as("%s: %s", measure, greek.message()).isIn(Greek.Status.OK,
              Greek.Status.FEW_HITS);
        }
        if (absent) {
          assertThat(greek.message()).isNotEmpty();
          assertThat(greek.value()).isNaN();
        } else {
          assertThat(greek.value()).as(measure.label()).isFinite();
          assertThat(greek.standardError()).as(measure.label()).isFinite().isNotNegative();
          assertThat(greek.estimator()).isNotEmpty();
          assertThat(greek.reason()).isNotEmpty();
          assertThat(greek.paths()).isEqualTo(PATHS);
        }
      });
    }
  }

  /** Explaining runs pilots of all candidates, so a few products have to do. */
  static List<Product> someProducts() {
    List<Product> all = Examples.everyProduct();
    return List.of(all.get(0), all.get(9), all.getLast());
  }

  @ParameterizedTest
  @MethodSource("someProducts")
  void explainsMeasures(Product product) {
    Set<Measure> measures = EnumSet.of(Measure.VALUE, Measure.DELTA, Measure.GAMMA, Measure.CORRELATION);
    Explanation explanation = engine.explain(product, Examples.MARKET, measures, Settings.paths(512));
    Greeks greeks = engine.evaluate(product, Examples.MARKET, measures, Settings.paths(512));
    assertThat(explanation.rows().stream().map(Explanation.Row::estimator))
        .isEqualTo(greeks.numbers().stream().map(Greek::estimator).toList());
    assertThat(explanation.rows()).allSatisfy(row -> assertThat(row.reason()).isNotEmpty());
    assertThat(explanation.programs()).isNotEmpty()
        .allSatisfy(program -> assertThat(program.text()).startsWith("program\n"));
  }
}
