package io.pathwise.benchmarks;

import io.pathwise.greeks.GreeksEngine;
import io.pathwise.greeks.measure.Accuracy;
import io.pathwise.greeks.measure.Greek;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.greeks.policy.Policy;
import io.pathwise.greeks.policy.Settings;
import io.pathwise.llvm.LlvmBackend;
import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.Correlations;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.ZeroCurve;
import io.pathwise.pricing.product.Asian;
import io.pathwise.pricing.product.Basket;
import io.pathwise.pricing.product.European;
import io.pathwise.pricing.product.OptionType;
import io.pathwise.pricing.product.Product;
import java.time.LocalDate;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The workloads with Pathwise, through the public API. The engine is kept from call to call, and with it the compiled
 * kernels, as a pricing system keeps it; market, product, programs' data and all paths are made anew in every call.
 */
final class PathwiseGreeks implements Valuation {

  private final GreeksEngine engine = new GreeksEngine(new LlvmBackend(), 1);

  @Override
  public SequencedMap<String, Estimate> value(Workload workload, int paths, long seed) {
    Settings settings = Settings.paths(paths).withAccuracy(Accuracy.paths(paths)).withSeed(seed)
        .withPolicy(Policy.STRUCTURAL).withControlVariates(false);
    SequencedMap<String, Estimate> outputs = new LinkedHashMap<>();
    for (Greek number : engine.evaluate(product(workload), market(workload), measures(workload), settings).numbers()) {
      outputs.put(name(workload, number), new Estimate(number.value(), number.standardError()));
    }
    return outputs;
  }

  /** The measures of a workload. */
  static Set<Measure> measures(Workload workload) {
    return workload.hasRho()
        ? EnumSet.of(Measure.VALUE, Measure.DELTA, Measure.VEGA, Measure.RHO)
        : EnumSet.of(Measure.VALUE, Measure.DELTA, Measure.VEGA);
  }

  /** The market of a workload. */
  static MarketData market(Workload workload) {
    List<String> ids = assets(workload);
    List<Asset> assets = ids.stream()
        .map(id -> Asset.blackScholes(id, "USD", Workload.SPOT, 0.0, Workload.VOLATILITY)).toList();
    return MarketData.of(LocalDate.of(2026, 11, 20), List.of(ZeroCurve.flat("USD", Workload.RATE)), assets,
        Correlations.uniform(ids, Workload.CORRELATION));
  }

  /** The product of a workload. */
  static Product product(Workload workload) {
    List<String> ids = assets(workload);
    return switch (workload) {
      case W1 -> European.of(ids.getFirst(), OptionType.CALL, Workload.STRIKE, Workload.EXPIRY);
      case W2 -> Asian.of(ids.getFirst(), OptionType.CALL, Asian.Average.ARITHMETIC, Workload.STRIKE, Workload.EXPIRY,
          workload.fixings());
      case W3 -> Basket.of(ids, Collections.nCopies(ids.size(), 1.0 / ids.size()), Basket.Aggregate.WEIGHTED_SUM,
          OptionType.CALL, Workload.STRIKE, Workload.EXPIRY, workload.fixings());
    };
  }

  private static List<String> assets(Workload workload) {
    return IntStream.range(0, workload.assets()).mapToObj(asset -> "A" + asset).toList();
  }

  private static String name(Workload workload, Greek number) {
    if (number.measure() == Measure.VALUE || number.measure() == Measure.RHO) {
      return number.measure().label();
    }
    String factor = number.factorText();
    return workload.output(number.measure().label(), Integer.parseInt(factor.substring(1, factor.indexOf('.'))));
  }
}
