package io.pathwise.greeks;

import static org.assertj.core.api.Assertions.assertThat;

import io.pathwise.engine.program.Inputs;
import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.AssetModel;
import io.pathwise.pricing.market.Dividend;
import io.pathwise.pricing.market.Dividends;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.RiskFactor;
import io.pathwise.pricing.market.ZeroCurve;
import io.pathwise.pricing.product.OptionType;
import io.pathwise.pricing.product.Product;
import io.pathwise.pricing.program.PricingProgram;
import io.pathwise.pricing.program.RepeatedProgram;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A program that is written on several markets is the one that each of them alone gives, and one object if it may. */
class RepeatedProgramTest {
  private static final Product CALL = Examples.european(OptionType.CALL);
  private static final MarketData FLAT = Examples.flat(0.02, 0.0, 0.25);

  private static PricingProgram alone(Product product, MarketData market) {
    return PricingProgram.withControl(product, market);
  }

  private static void assertEqual(PricingProgram again, PricingProgram alone) {
    assertThat(again.program()).hasToString(alone.program().toString());
    assertEqual(again.inputs(), alone.inputs());
    assertThat(again.hasZeroVol()).isEqualTo(alone.hasZeroVol());
    assertThat(again.control().isPresent()).isEqualTo(alone.control().isPresent());
  }

  private static void assertEqual(Inputs again, Inputs alone) {
    assertThat(again.steps()).isEqualTo(alone.steps());
    assertThat(again.parameters()).isEqualTo(alone.parameters());
    assertThat(again.stepValues().keySet()).isEqualTo(alone.stepValues().keySet());
    again.stepValues().forEach((name, values) -> assertThat(values).isEqualTo(alone.stepValue(name)));
    assertThat(again.schedules().keySet()).isEqualTo(alone.schedules().keySet());
    again.schedules().forEach((name, flags) -> assertThat(flags).isEqualTo(alone.schedule(name)));
  }

  @Test
  void movesOfQuotesLeaveOneProgram() {
    List<Product> products = Examples.everyProduct();
    for (Product product : products) {
      assertOneProgram(product, Examples.MARKET,
          quotes(Examples.MARKET, product).map(factor -> Examples.MARKET.shifted(factor, 1e-3)));
    }
    Examples.everyModel().values().stream().map(Examples::marketOf).forEach(market -> assertOneProgram(CALL, market,
        quotes(market, CALL).map(factor -> market.shifted(factor, 1e-4))));
  }

  /** All that a product depends on but time, which moves the product's dates. */
  private static Stream<RiskFactor> quotes(MarketData market, Product product) {
    return market.factors(product.assets()).stream()
        .filter(factor -> !(factor instanceof RiskFactor.ValuationTime || factor instanceof RiskFactor.ExerciseTime));
  }

  private static void assertOneProgram(Product product, MarketData base, Stream<MarketData> moved) {
    RepeatedProgram programs = new RepeatedProgram(true);
    PricingProgram first = programs.write(product, base);
    moved.forEach(market -> {
      PricingProgram again = programs.write(product, market);
      assertThat(again.program()).isSameAs(first.program());
      assertEqual(again, alone(product, market));
      assertThat(again.control().map(price -> price.derivative(List.of())))
          .isEqualTo(alone(product, market).control().map(price -> price.derivative(List.of())));
    });
  }

  /** Each on a program object of its own, and the first market's again, as if it were written alone. */
  @Test
  void whatChangesTheStructureIsNoticed() {
    MarketData pillars = MarketData.of(Examples.TODAY, List.of(ZeroCurve.of("EUR", List.of(0.5, 2.0),
        List.of(0.02, 0.03))), List.copyOf(FLAT.assets().values()), FLAT.correlations());
    MarketData dividends = withAsset(FLAT.asset("FLAT")
        .withDividends(Dividends.of(List.of(new Dividend(0.4, Dividend.Kind.CASH, 2)), Dividends.CashModel.SPOT)));
    MarketData model = withAsset(Asset.of("FLAT", "EUR", 100, 0.0, new AssetModel.VarianceGamma(0.2, -0.15, 0.05)));
    RepeatedProgram programs = new RepeatedProgram(true);
    PricingProgram last = programs.write(CALL, FLAT);
    for (MarketData other : List.of(pillars, dividends, model, FLAT)) {
      PricingProgram next = programs.write(CALL, other);
      assertThat(next.program()).isNotSameAs(last.program());
      assertThat(next.program().toString()).isNotEqualTo(last.program().toString());
      assertEqual(next, alone(CALL, other));
      last = next;
    }
    PricingProgram digital = programs.write(Examples.digital(OptionType.CALL), FLAT);
    assertThat(digital.program()).isNotSameAs(last.program());
    assertEqual(digital, alone(Examples.digital(OptionType.CALL), FLAT));
  }

  private static MarketData withAsset(Asset asset) {
    return MarketData.of(Examples.TODAY, List.copyOf(FLAT.curves().values()), List.of(asset), FLAT.correlations());
  }

  /** No volatility is other data of the same program: what follows from the zero is seen in the data. */
  @Test
  void aVolatilityOfZeroIsSeenInTheData() {
    RepeatedProgram programs = new RepeatedProgram(true);
    programs.write(CALL, FLAT);
    MarketData still = FLAT.shifted(new RiskFactor.Vol("FLAT"), -0.25);
    PricingProgram again = programs.write(CALL, still);
    assertThat(again.hasZeroVol()).isTrue();
    assertEqual(again, alone(CALL, still));
  }
}
