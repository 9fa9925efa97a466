package io.pathwise.greeks.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.pathwise.engine.run.ReferenceBackend;
import io.pathwise.greeks.Examples;
import io.pathwise.greeks.GreeksEngine;
import io.pathwise.greeks.GreeksRun;
import io.pathwise.greeks.policy.PinnedEstimators;
import io.pathwise.greeks.policy.Policy;
import io.pathwise.greeks.policy.Settings;
import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.Correlations;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.RiskFactor;
import io.pathwise.pricing.market.ZeroCurve;
import io.pathwise.pricing.product.Basket;
import io.pathwise.pricing.product.OptionType;
import io.pathwise.pricing.product.Product;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A number is found by what tells it from others; and an engine that is closed finds nothing. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NumberSelectionTest {

  private static final Set<Measure> ALL = EnumSet.allOf(Measure.class);
  private static final Settings FEW = Settings.paths(512).withPolicy(Policy.STRUCTURAL);
  private static final RiskFactor A = new RiskFactor.Spot("A");
  private static final RiskFactor B = new RiskFactor.Spot("B");
  private static final RiskFactor C = new RiskFactor.Spot("C");
  private static final RiskFactor VOL_B = new RiskFactor.Vol("B");

  private final GreeksEngine engine = new GreeksEngine(new ReferenceBackend(), 1);
  private final Greeks one = engine.evaluate(Examples.european(OptionType.CALL), Examples.MARKET, ALL, FEW);
  private final Greeks three = engine.evaluate(Basket.of(List.of("C", "A", "B"), List.of(1.0, 1.0, 1.0),
      Basket.Aggregate.WEIGHTED_SUM, OptionType.CALL, 160, 1), Examples.THREE, ALL, FEW);

  @AfterAll
  void close() {
    engine.close();
  }

  private static Greek only(Greeks greeks, Measure measure) {
    assertThat(greeks.all(measure)).hasSize(1);
    return greeks.all(measure).getFirst();
  }

  @Test
  void nothingNeedsNamingWhereThereIsOneNumber() {
    for (Measure measure : EnumSet.complementOf(EnumSet.of(Measure.BUCKETED_RHO))) {
      assertThat(one.get(measure)).as(measure.label()).isSameAs(only(one, measure));
    }
    assertThat(one.get(Measure.THETA, new RiskFactor.ValuationTime())).isSameAs(one.get(Measure.THETA));
    assertThat(one.get(Measure.GAMMA, Examples.SPOT)).isSameAs(one.get(Measure.GAMMA));
    assertThat(one.get(Measure.GAMMA, Examples.SPOT, Examples.SPOT)).isSameAs(one.get(Measure.GAMMA));
    assertThat(three.get(Measure.THETA)).isSameAs(only(three, Measure.THETA));
  }

  @Test
  void severalAssetsNeedWhatTellsThemApart() {
    assertThat(three.get(Measure.DELTA, B).factors()).containsExactly(B);
    assertThat(three.get(Measure.GAMMA, B).factors()).containsExactly(B, B);
    assertThat(three.get(Measure.VOLGA, VOL_B).factors()).containsExactly(VOL_B, VOL_B);
    assertThat(three.get(Measure.VANNA, B)).isSameAs(three.get(Measure.VANNA, VOL_B))
        .isSameAs(three.get(Measure.VANNA, VOL_B, B));
    assertThat(three.get(Measure.CROSS_GAMMA, C, A).factors()).containsExactly(A, C);
  }

  @Test
  void messagesListWhatExists() {
    assertThatIllegalArgumentException().isThrownBy(() -> three.get(Measure.DELTA))
        .withMessage("delta is not one number but one by A.spot, one by B.spot, one by C.spot");
    assertThatIllegalArgumentException().isThrownBy(() -> three.get(Measure.CROSS_GAMMA, A))
        .withMessage("crossGamma by A.spot is not one number but one by A.spot and B.spot, one by A.spot and C.spot");
    assertThatIllegalArgumentException().isThrownBy(() -> one.get(Measure.DELTA, VOL_B))
        .withMessage("there is no delta by B.vol, but one by FLAT.spot");
    assertThatIllegalArgumentException().isThrownBy(() -> three.get(Measure.VANNA, B, B))
        .withMessageContaining("there is no vanna by B.spot and B.spot, but one by A.spot and A.vol");
    assertThatIllegalArgumentException().isThrownBy(() -> one.get(Measure.VALUE, Examples.SPOT))
        .withMessage("there is no value by FLAT.spot, but one by nothing");
    assertThatIllegalArgumentException().isThrownBy(() -> one.get(Measure.CROSS_GAMMA, A, B))
        .withMessage("there is no crossGamma by A.spot and B.spot, but none: the product has one asset only");
    Greeks value = engine.evaluate(Examples.european(OptionType.CALL), Examples.MARKET,
        EnumSet.of(Measure.VALUE, Measure.RHO), FEW);
    assertThatIllegalArgumentException().isThrownBy(() -> value.get(Measure.DELTA))
        .withMessage("the result has no delta, it has: value, rho");
  }

  @Test
  void aClosedEngineRefusesEveryCall() {
    Product product = Examples.european(OptionType.CALL);
    MarketData market = MarketData.of(Examples.TODAY, List.of(ZeroCurve.flat("EUR", 0)),
        List.of(Asset.blackScholes("FLAT", "EUR", 100, 0, 0.2)), Correlations.NONE);
    MarketChange change = new MarketChange(product, market, 512);
    GreeksEngine closed = new GreeksEngine(new ReferenceBackend(), 1);
    GreeksRun run = closed.start(product, market, ALL, FEW);
    run.extendTo(512);
    closed.close();
    closed.close();
    List<Runnable> calls = List.of(() -> closed.evaluate(product, market, ALL, FEW),
        () -> closed.evaluate(product, market, ALL, FEW, PinnedEstimators.NONE),
        () -> closed.evaluateAll(List.of(product), market, ALL, FEW, place -> {
        }), () -> closed.partialRuns().advanceAll(List.of(product), market, ALL, FEW, 0, 2, place -> {
        }), () -> closed.partialRuns().simulate(product, market, ALL, FEW, 0, 2),
        () -> closed.partialRuns().kept(product, market, ALL, FEW),
        () -> closed.partialRuns().keptChange(change, market, ALL, FEW),
        () -> closed.changeAll(List.of(change), market, ALL, FEW, place -> {
        }), () -> closed.change(product, market, market, ALL, FEW, 512),
        () -> closed.start(product, market, ALL, FEW),
        () -> closed.start(product, market, ALL, FEW, PinnedEstimators.NONE),
        () -> closed.explain(product, market, ALL, FEW), () -> run.extendTo(1024));
    for (Runnable call : calls) {
      assertThatIllegalStateException().isThrownBy(call::run).withMessage("the engine is closed");
    }
    assertThat(run.greeks().get(Measure.VALUE).paths()).isEqualTo(8192);
  }
}
