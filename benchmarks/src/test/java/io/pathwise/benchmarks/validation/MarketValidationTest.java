package io.pathwise.benchmarks.validation;

import static org.assertj.core.api.Assertions.assertThat;

import io.pathwise.engine.cpu.CpuBackend;
import io.pathwise.greeks.GreeksEngine;
import io.pathwise.greeks.measure.Greek;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.pricing.market.AssetModel;
import io.pathwise.pricing.product.European;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

/** A few trades of every kind of market agree with their references, and biases are measured as they are. */
class MarketValidationTest {

  private static final int TRADES = 24;
  private static final long PATHS = 10_000;

  @Test
  void aTradeOfEveryKindPasses() {
    try (GreeksEngine engine = new GreeksEngine(new CpuBackend(), 2)) {
      List<MarketCase> quick = MarketSet.cases(TRADES).stream().filter(MarketValidationTest::isQuick).toList();
      Verdict verdict = MarketValidation.run(engine, quick, PATHS, EnumSet.of(Measure.VALUE, Measure.DELTA));
      assertThat(verdict.failures()).isEmpty();
      assertThat(verdict.families().getFirst().zs()).hasSizeGreaterThan(TRADES / 2);
    }
  }

  /** Where the reference has two factors, a European option stands for all. */
  private static boolean isQuick(MarketCase trade) {
    return switch (trade.model()) {
      case AssetModel.Sabr _,AssetModel.Heston _ -> trade.product() instanceof European;
      default -> true;
    };
  }

  @Test
  void setsBeginAlike() {
    assertThat(MarketSet.cases(30).subList(0, 10)).isEqualTo(MarketSet.cases(10));
    assertThat(MarketSet.cases(TRADES).stream().map(MarketCase::kind).distinct()).hasSameElementsAs(MarketSet.KINDS);
  }

  @Test
  void biasesOfSecondOrderAreSeenAsSuch() {
    Random random = new Random(1);
    SequencedMap<Integer, List<Observation>> bySteps = new LinkedHashMap<>();
    for (int steps : new int[]{6, 24, 96}) {
      List<Observation> observations = new ArrayList<>();
      for (int trade = 0; trade < 400; trade++) {
        double bias = (trade % 2 == 0 ? 0.36 : -0.36) / (steps * steps);
        Greek greek = new Greek(Measure.DELTA, List.of(), 0.5 + bias + 1e-4 * random.nextGaussian(), 1e-4, "", "", 1000,
            Greek.Status.OK, "");
        observations.add(new Observation(trade, "cev european", greek, 0.5, 1));
      }
      bySteps.put(steps, observations);
    }
    assertThat(BiasTable.of(bySteps)).containsPattern("cev delta +400 +99\\.97 .* 6\\.24 .* 2\\.0\\R");
  }
}
