package io.pathwise.greeks;

import static org.assertj.core.api.Assertions.assertThat;

import io.pathwise.engine.cpu.CpuBackend;
import io.pathwise.greeks.estimator.EstimatorChoice;
import io.pathwise.greeks.measure.Greek;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.greeks.policy.Policy;
import io.pathwise.greeks.policy.Settings;
import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.AssetModel;
import io.pathwise.pricing.market.Correlations;
import io.pathwise.pricing.market.ElasticVol;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.RiskFactor;
import io.pathwise.pricing.market.ZeroCurve;
import io.pathwise.pricing.product.Asian;
import io.pathwise.pricing.product.Barrier;
import io.pathwise.pricing.product.Basket;
import io.pathwise.pricing.product.CrossCurrency;
import io.pathwise.pricing.product.Digital;
import io.pathwise.pricing.product.OptionType;
import io.pathwise.pricing.product.Product;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every estimator that is said to be unbiased where a volatility depends on the price, against differences of values on
 * the same steps, so that the bias of the scheme does not matter. Would find a direction that leaves out how later
 * volatilities depend on it, and a score that leaves out a way. Seeds 31 and 32; bound 4.5 standard errors of both, and
 * 0.5 % for the difference quotient.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("long")
class ElasticEstimatorsTest {

  private static final double LARGEST_Z = 4.5;
  private static final double QUOTIENT_BIAS = 0.005;
  private static final long PATHS = 16_384;

  private static final Set<Measure> MEASURES = EnumSet.of(Measure.DELTA, Measure.GAMMA, Measure.VEGA, Measure.RHO,
      Measure.MODEL_PARAMETER);

  /** Those with no bias of their own; discrete draws and rare events aside. */
  private static final List<EstimatorChoice> CHOICES = List.of(EstimatorChoice.PATHWISE_TANGENT,
      EstimatorChoice.PATHWISE_ADJOINT, EstimatorChoice.CONDITIONAL_BRIDGE, EstimatorChoice.CONDITIONAL_PRINCIPAL,
      EstimatorChoice.SURVIVAL, EstimatorChoice.CONDITIONAL_LAST, EstimatorChoice.VIBRATO, EstimatorChoice.SCORE_SPREAD,
      EstimatorChoice.SCORE_FIRST_OF_PATHWISE, EstimatorChoice.SCORE_ALL_OF_PATHWISE, EstimatorChoice.SCORE_FIRST,
      EstimatorChoice.SCORE_LAST, EstimatorChoice.SCORE_ALL);

  private static final AssetModel CEV = new AssetModel.Cev(new ElasticVol(0.25, 0.3, 110, 4));
  private static final AssetModel SABR = new AssetModel.Sabr(new ElasticVol(0.25, 0.5, 90, 4), 0.4, -0.5);

  private static final MarketData MARKET = MarketData.of(Examples.TODAY,
      List.of(ZeroCurve.flat("EUR", 0.03), ZeroCurve.flat("USD", 0.05)),
      List.of(Asset.of("CEV", "EUR", 100, 0.01, CEV), Asset.of("SABR", "EUR", 100, 0.0, SABR),
          Asset.blackScholes("FLAT", "EUR", 100, 0.01, 0.2),
          Asset.exchangeRate("EURUSD", "USD", "EUR", 1.1, new AssetModel.Cev(new ElasticVol(0.12, 0.2, 1, 4)))),
      Correlations.uniform(List.of("CEV", "SABR", "FLAT", "EURUSD"), 0.4));

  private final GreeksEngine engine = new GreeksEngine(new CpuBackend(), 2);

  @AfterAll
  void close() {
    engine.close();
  }

  static Stream<Product> products() {
    Stream<Product> onOne = Stream.of("CEV", "SABR").flatMap(id -> Stream.of(
        Digital.cash(id, OptionType.CALL, 103, 0.75, 100),
        Barrier.of(id, OptionType.CALL, 95, 0.75, 125, Barrier.Kind.UP_AND_OUT, 3, 2),
        Barrier.of(id, OptionType.PUT, 105, 0.75, 90, Barrier.Kind.DOWN_AND_IN, 3, 2)));
    return Stream.concat(onOne, Stream.of(
        Asian.of("CEV", OptionType.CALL, Asian.Average.ARITHMETIC, 100, 0.75, 3),
        Basket.of(List.of("FLAT", "CEV"), List.of(1.0, 1.0), Basket.Aggregate.WORST_OF, OptionType.CALL, 95, 0.5),
        Basket.of(List.of("CEV", "FLAT"), List.of(1.0, 1.0), Basket.Aggregate.WEIGHTED_SUM, OptionType.PUT, 205, 0.5),
        CrossCurrency.of(Digital.cash("CEV", OptionType.CALL, 103, 0.5, 100), CrossCurrency.Conversion.QUANTO, "USD",
            MARKET),
        CrossCurrency.of(Digital.cash("FLAT", OptionType.CALL, 113, 0.5, 100), CrossCurrency.Conversion.COMPOSITE,
            "USD", MARKET)));
  }

  @ParameterizedTest
  @MethodSource("products")
  void whatIsValidIsUnbiased(Product product) {
    Map<List<RiskFactor>, Greek> references = new HashMap<>();
    Map<String, Set<String>> accepted = new HashMap<>();
    for (EstimatorChoice choice : CHOICES) {
      Settings settings = Settings.paths(PATHS).withPolicy(Policy.STRUCTURAL).withSeed(31);
      for (Measure measure : MEASURES) {
        settings = settings.withEstimator(measure, choice);
      }
      for (Greek greek : engine.evaluate(product, MARKET, MEASURES, settings).numbers()) {
        if (greek.status() == Greek.Status.FAILED) {
          assertThat(greek.message()).contains("is refused");
        } else if (!greek.estimator().isEmpty() && greek.status() != Greek.Status.NOT_APPLICABLE) {
          Greek reference = references.computeIfAbsent(greek.factors(), factors -> bumped(product, greek));
          double error = Math.hypot(greek.standardError(), reference.standardError());
          assertThat(Math.abs(greek.value() - reference.value()))
              .as("%s %s by %s: %s, difference %s", greek.measure(), greek.factorText(), choice, greek, reference)
              .isLessThan(LARGEST_Z * error + QUOTIENT_BIAS * Math.abs(reference.value()) + 1e-9);
          accepted.computeIfAbsent(greek.measure().label(), label -> new TreeSet<>()).add(choice.label());
        }
      }
    }
    assertThat(accepted.get("delta")).as("delta").hasSizeGreaterThanOrEqualTo(2);
    assertThat(accepted.get("gamma")).as("gamma").isNotEmpty();
    assertThat(accepted.get("modelParameter") == null && !product.assets().contains("CEV")).as("%s", accepted)
        .isEqualTo(accepted.get("modelParameter") == null);
  }

  /** A difference of values with common noise. */
  private Greek bumped(Product product, Greek greek) {
    return engine.evaluate(product, MARKET, EnumSet.of(greek.measure()),
        Settings.paths(greek.factors().size() == 1 ? 8 * PATHS : 32 * PATHS).withPolicy(Policy.STRUCTURAL)
            .withSeed(32).withEstimator(greek.measure(), EstimatorChoice.BUMP))
        .numbers().stream().filter(other -> other.factors().equals(greek.factors())).findFirst().orElseThrow();
  }

  /** A direction of the whole path changes the volatilities of its later steps; one of a single step does not. */
  @Test
  void directionsOfThePathAreRefused() {
    Product digital = Digital.cash("CEV", OptionType.CALL, 103, 0.75, 100);
    for (EstimatorChoice choice : List.of(EstimatorChoice.CONDITIONAL_BRIDGE, EstimatorChoice.CONDITIONAL_PRINCIPAL)) {
      assertThat(delta(digital, choice).message()).contains("whose deviation is independent of it");
    }
    for (EstimatorChoice choice : List.of(EstimatorChoice.SURVIVAL, EstimatorChoice.CONDITIONAL_LAST)) {
      assertThat(delta(digital, choice).status()).isEqualTo(Greek.Status.OK);
    }
  }

  private Greek delta(Product product, EstimatorChoice choice) {
    return engine.evaluate(product, MARKET, EnumSet.of(Measure.DELTA),
        Settings.paths(32 * 256).withEstimator(Measure.DELTA, choice)).numbers().getFirst();
  }
}
