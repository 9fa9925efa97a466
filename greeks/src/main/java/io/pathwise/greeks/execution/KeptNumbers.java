package io.pathwise.greeks.execution;

import io.pathwise.engine.bytes.RecordCodec;
import io.pathwise.engine.run.Fingerprint;
import io.pathwise.engine.run.Store;
import io.pathwise.greeks.measure.Greek;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.greeks.measure.Target;
import io.pathwise.greeks.measure.Targets;
import io.pathwise.greeks.policy.PinnedEstimators;
import io.pathwise.greeks.policy.Settings;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.product.Product;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The numbers of a trade as a {@link Store} keeps them. Their key is made of the product and the quotes that it depends
 * on, so that a change of any other quote leaves them valid, and nothing has to be built to find them. Start with
 * {@link #find}.
 */
final class KeptNumbers {
  private static final RecordCodec<Content> CODEC = RecordCodec.of(Content.class);

  private final Store store;
  private final Store.Key key;

  private record Content(List<Greek> numbers) {}

  /**
   * Those of a trade.
   *
   * @param context
   *          what else they depend on
   */
  KeptNumbers(Store store, Product product, MarketData market, Collection<Measure> measures,
      Settings settings, PinnedEstimators pinned, List<?> context) {
    this.store = store;
    Fingerprint.Builder builder = Fingerprint.builder().addValue(description(product, market)).addValue(settings)
        .addValue(pinned).addValue(context);
    Targets.of(product, market, measures).forEach(target -> builder.add(text(target)));
    measures.forEach(measure -> builder.add(text(new Target(measure, List.of()))));
    this.key = new Store.Key(Store.Kind.NUMBERS, builder.build());
  }

  /** Everything that a trade's program and data are made of. */
  static List<Object> description(Product product, MarketData market) {
    List<String> assets = market.assets().keySet().stream().filter(product.assets()::contains).toList();
    return List.of(product, market.valuationDate(), assets.stream().map(market::asset).toList(),
        product.curves(market).stream().map(market::curve).toList(),
        market.correlations().restrictedTo(assets));
  }

  private static String text(Target target) {
    return target.measure().label() + target.factors();
  }

  /** What is kept, if anything is. */
  Optional<List<Greek>> find() {
    return store.find(key).flatMap(this::fromBytes);
  }

  private Optional<List<Greek>> fromBytes(byte[] bytes) {
    try {
      return Optional.of(CODEC.fromBytes(bytes).numbers());
    } catch (IllegalArgumentException damaged) {
      return Optional.empty();
    }
  }

  /** Keeps the numbers. */
  void keep(List<Greek> numbers) {
    store.keep(key, CODEC.toBytes(new Content(numbers)));
  }
}
