package io.pathwise.greeks;

import static org.assertj.core.api.Assertions.assertThat;

import io.pathwise.engine.cpu.CpuBackend;
import io.pathwise.greeks.execution.EvaluationListener;
import io.pathwise.greeks.measure.Accuracy;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.greeks.policy.Policy;
import io.pathwise.greeks.policy.Settings;
import io.pathwise.pricing.product.European;
import io.pathwise.pricing.product.OptionType;
import io.pathwise.pricing.product.Product;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What is told while several products are evaluated. */
class EvaluationListenerTest {

  /** One that stops at the first checkpoint, one that does not reach its target error, and one that is refused. */
  private static final List<Product> PRODUCTS = List.of(European.of("FLAT", OptionType.CALL, 1, 1),
      European.of("FLAT", OptionType.CALL, 100, 1), European.of("UNKNOWN", OptionType.CALL, 100, 1));

  private static final class Recording implements EvaluationListener {
    private final Map<Integer, List<Double>> shares = new TreeMap<>();

    @Override
    public void done(int place) {
      advanced(place, 1);
    }

    @Override
    public synchronized void advanced(int place, double share) {
      shares.computeIfAbsent(place, first -> new ArrayList<>()).add(share);
    }
  }

  @Test
  void sharesGrowFromRoundToRoundUpToOne() {
    Recording told = new Recording();
    Settings settings = Settings.paths(1).withAccuracy(new Accuracy.TargetError(0.01, 0, 4 * 64 * 256))
        .withPolicy(Policy.STRUCTURAL).withControlVariates(false);
    try (GreeksEngine engine = new GreeksEngine(new CpuBackend(), 3)) {
      engine.evaluateAll(PRODUCTS, Examples.MARKET, Set.of(Measure.VALUE), settings, told);
    }
    assertThat(told.shares.get(0)).containsExactly(0.25, 1.0);
    assertThat(told.shares.get(1)).isSorted().startsWith(0.25, 0.5).endsWith(1.0);
    assertThat(told.shares.get(2)).containsExactly(1.0);
  }
}
