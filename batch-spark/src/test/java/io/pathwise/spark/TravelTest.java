package io.pathwise.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.pathwise.batch.evaluation.BackendChoice;
import io.pathwise.batch.input.MarketReader;
import io.pathwise.batch.input.PortfolioReader;
import io.pathwise.engine.bytes.RecordCodec;
import io.pathwise.engine.random.Ordering;
import io.pathwise.engine.run.Sampling;
import io.pathwise.greeks.estimator.Estimator;
import io.pathwise.greeks.measure.Accuracy;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.greeks.policy.Settings;
import io.pathwise.pricing.contract.Fixings;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.product.Product;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was written is read. */
class TravelTest {

  @ParameterizedTest
  @ValueSource(strings = {"", "models-"})
  void marketsProductsAndSettingsTravel(String kind) throws IOException {
    MarketData market = MarketReader.read(Path.of("../examples/" + kind + "market.json"));
    List<Product> products = new ArrayList<>();
    try (PortfolioReader reader = PortfolioReader.open(Path.of("../examples/" + kind + "portfolio.jsonl"), market,
        Fixings.NONE)) {
      for (var entry = reader.next(); entry != null; entry = reader.next()) {
        products.add(((PortfolioReader.Entry.Usable) entry).trade().product());
      }
    }
    assertThat(products).hasSizeGreaterThan(3);
    var work = new Worker.Envelope(new Work.Forward(products, Map.of(), 0, Long.MAX_VALUE));
    assertThat(Worker.Envelope.CODEC.fromBytes(Worker.Envelope.CODEC.toBytes(work))).isEqualTo(work);
    Settings settings = Settings.paths(5).withAccuracy(new Accuracy.TargetError(0.1, Double.MIN_VALUE, 7))
        .withSampling(Sampling.sobol(32, new Ordering.Bridge("dt")))
        .withEstimator(Measure.DELTA, Estimator.of("vibrato(4)"))
        .withEstimator(Measure.VEGA, Estimator.of("score-all"));
    var content = new Shared.Content(market, List.of(market), List.copyOf(EnumSet.allOf(Measure.class)), settings,
        BackendChoice.AUTO, true);
    assertThat(Shared.CODEC.fromBytes(Shared.CODEC.toBytes(content))).isEqualTo(content);
  }

  @Test
  void everyResultHasAForm() {
    for (Class<? extends Record> result : List.of(Work.Advanced.class, Work.Simulated.class, Work.Changed.class)) {
      assertThat(RecordCodec.of(result)).isNotNull();
    }
    Work.Simulated simulated = new Work.Simulated(
        new Work.Answer<>(Optional.of(new Work.Ranges(List.of())), false, ""));
    RecordCodec<Work.Simulated> codec = RecordCodec.of(Work.Simulated.class);
    assertThat(codec.fromBytes(codec.toBytes(simulated))).isEqualTo(simulated);
  }
}
