package io.pathwise.greeks;

import io.pathwise.pricing.definition.ProductDefinition;
import io.pathwise.pricing.definition.ProductDefinitions;
import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.AssetModel;
import io.pathwise.pricing.market.Correlations;
import io.pathwise.pricing.market.Dividend;
import io.pathwise.pricing.market.Dividends;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.VolTermStructure;
import io.pathwise.pricing.market.ZeroCurve;
import io.pathwise.pricing.product.Scripted;
import io.pathwise.pricing.script.Script;
import io.pathwise.pricing.script.ScriptValues;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One trade or more of every product with a definition, and a market for them. Start at {@link #all}. */
final class DefinedExamples {

  /**
   * Lognormal prices with a curve, dividends of both kinds that keep them lognormal, and volatilities that have terms.
   */
  static final MarketData MARKET = MarketData.of(Examples.TODAY,
      List.of(ZeroCurve.of("EUR", List.of(0.25, 1.0, 3.0), List.of(0.01, 0.025, 0.035))),
      List.of(Asset.blackScholes("FLAT", "EUR", 100, 0.015, 0.25),
          Asset
              .of("TERM", "EUR", 40, 0.01,
                  AssetModel.BlackScholes.of(VolTermStructure.of(List.of(0.3, 1.0, 2.0), List.of(0.4, 0.3, 0.28))))
              .withDividends(Dividends.of(List.of(new Dividend(0.35, Dividend.Kind.PROPORTIONAL, 0.02)),
                  Dividends.CashModel.SPOT))),
      Correlations.of("FLAT", "TERM", 0.4));

  /**
   * A trade.
   *
   * @param product
   *          the name of the definition
   * @param assets
   *          which it is on
   * @param fields
   *          as scripts write them
   */
  record Example(String product, List<String> assets, String fields) {

    Map<String, String> values() {
      Map<String, String> values = new LinkedHashMap<>();
      for (String field : fields.split(";", -1)) {
        String[] parts = field.split(":", -1);
        values.put(parts[0].strip(), parts[1].strip());
      }
      return values;
    }

    Scripted scripted() {
      ProductDefinition definition = ProductDefinitions.find(product).orElseThrow();
      return Scripted.of(definition.script(values()), assets, Optional.of(Examples.TODAY));
    }

    @Override
    public String toString() {
      return product + " on " + String.join(", ", assets) + ": " + fields;
    }
  }

  private static final List<String> FLAT = List.of("FLAT");
  private static final List<String> TERM = List.of("TERM");
  private static final List<String> BOTH = List.of("FLAT", "TERM");

  private DefinedExamples() {}

  /** Every product, in all its kinds. */
  static List<Example> all() {
    String barrier = "strike: 100; expiry: 1; rebate: 2; ";
    return List.of(
        new Example("memory-autocallable", BOTH, "initialFixings: [100, 40]; nominal: 100; coupon: 2; "
            + "couponBarrier: 0.8; autocallBarrier: [1, 1, 0.95, 0.9]; firstAutocall: 2; protectionBarrier: 0.7; "
            + "expiry: 1; observations: 4 times until 1"),
        new Example("reverse-convertible", TERM, "strike: 40; nominal: 100; coupon: 2.5; barrier: 31; expiry: 1; "
            + "coupons: 4 times until 1; observations: 6 times until 1"),
        new Example("knock-in-put", FLAT, "strike: 102; barrier: 85; expiry: 1; observations: 4 times until 1"),
        new Example("cliquet", FLAT, "initialFixing: 101; nominal: 100; localFloor: -0.05; localCap: 0.08; "
            + "globalFloor: 0; globalCap: 0.2; expiry: 1; resets: 4 times until 1"),
        new Example("forward-start", TERM, "option: call; moneyness: 1.05; strikeDate: 0.5; expiry: 1.5"),
        new Example("forward-start", TERM, "option: put; strikeDate: 0.25; expiry: 1"),
        new Example("ladder", FLAT, "option: call; strike: 100; firstRung: 110; secondRung: 120; thirdRung: 130; "
            + "expiry: 1; observations: 4 times until 1"),
        new Example("ladder", FLAT, "option: put; strike: 100; firstRung: 90; secondRung: 80; expiry: 1; "
            + "observations: 4 times until 1"),
        new Example("lookback", FLAT, "option: call; kind: fixed; strike: 102; extreme: 101; expiry: 1; "
            + "observations: 4 times until 1"),
        new Example("lookback", TERM, "option: put; kind: floating; extreme: 41; expiry: 1; "
            + "observations: 4 times until 1"),
        new Example("range-digital", TERM, "lower: 36; upper: 45; amount: 10; expiry: 1"),
        new Example("range-digital", FLAT, "lower: 85; upper: 118; amount: 10; pays: outside; expiry: 1"),
        new Example("double-barrier", FLAT, barrier + "option: call; lower: 82; upper: 130; kind: out; "
            + "monitoring: 4 times until 1"),
        new Example("double-barrier", FLAT, barrier + "option: put; lower: 82; upper: 130; kind: in; "
            + "monitoring: 4 times until 1"),
        new Example("window-barrier", FLAT, barrier + "option: put; barrier: 88; kind: down-and-in; "
            + "window: [0.25, 0.5]"),
        new Example("window-barrier", FLAT, barrier + "option: call; barrier: 115; kind: up-and-out; window: [0.4]"),
        new Example("variance-swap", TERM, "initialFixing: 39; strike: 0.0625; notional: 1000; periods: 12; expiry: 1; "
            + "fixings: 12 times until 1"),
        new Example("volatility-swap", TERM, "initialFixing: 39; strike: 0.25; notional: 100; periods: 12; expiry: 1; "
            + "fixings: 12 times until 1"),
        new Example("corridor-variance-swap", FLAT, "initialFixing: 99; strike: 0.0625; lower: 90; upper: 112; "
            + "notional: 1000; periods: 6; expiry: 1; fixings: 6 times until 1"),
        new Example("gamma-swap", TERM, "initialFixing: 39; strike: 0.0625; notional: 1000; periods: 6; expiry: 1; "
            + "fixings: 6 times until 1"),
        new Example("accumulator", FLAT, "strike: 95; barrier: 112; shares: 2; fixings: 6 times until 0.5"),
        new Example("target-redemption", FLAT, "strike: 98; target: 15; leverage: 1.5; fixings: 6 times until 0.5"),
        new Example("target-redemption", TERM, "strike: 39; target: 5; lastGain: full; fixings: 4 times until 1"),
        new Example("range-accrual", TERM, "lower: 36; upper: 45; amount: 10; expiry: 1; fixings: 6 times until 1"),
        new Example("himalaya", BOTH, "initialFixings: [100, 40]; nominal: 100; expiry: 1; "
            + "observations: [0.5, 1]"),
        new Example("rainbow", BOTH, "option: call; initialFixings: [100, 40]; bestWeight: 0.7; worstWeight: 0.3; "
            + "nominal: 100; expiry: 1"),
        new Example("spread", BOTH, "option: call; weights: [1, -2.5]; strike: 3; expiry: 1"));
  }

  /** What a product is worth if prices are their forwards: the meaning of its script, without any program. */
  static double valueOnForwards(Scripted product, MarketData market) {
    Script script = product.script();
    ScriptValues run = new ScriptValues(script);
    ZeroCurve curve = market.commonCurve(product.assets());
    return script.times().stream().mapToDouble(time -> curve.discountFactor(time)
        * run.happen(time, asset -> market.forward(product.assets().get(asset), time))).sum();
  }
}
