package io.pathwise.spark;

import io.pathwise.batch.evaluation.BackendChoice;
import io.pathwise.engine.bytes.RecordCodec;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.greeks.policy.Settings;
import io.pathwise.pricing.market.MarketData;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What all tasks of a job share. It is sent to each machine once, and read there once. */
final class Shared implements Serializable {
  private static final long serialVersionUID = 1;
  static final RecordCodec<Content> CODEC = RecordCodec.of(Content.class);

  /**
   * The content.
   *
   * @param market
   *          the base market
   * @param scenarios
   *          the markets of scenarios
   * @param measures
   *          what to compute
   * @param settings
   *          how
   * @param backend
   *          what computes
   * @param keepsAll
   *          whether everything that an engine keeps is wanted back, for a cache
   */
  record Content(MarketData market, List<MarketData> scenarios, List<Measure> measures, Settings settings,
      BackendChoice backend, boolean keepsAll) {}

  private final byte[] bytes;
  private transient @Nullable Content content;

  Shared(Content content) {
    this.bytes = CODEC.toBytes(content);
  }

  synchronized Content content() {
    Content known = content;
    if (known == null) {
      known = CODEC.fromBytes(bytes);
      content = known;
    }
    return known;
  }
}
