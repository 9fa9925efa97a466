package io.pathwise.greeks.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pathwise.engine.cpu.CpuBackend;
import io.pathwise.engine.run.Store;
import io.pathwise.greeks.Examples;
import io.pathwise.greeks.GreeksEngine;
import io.pathwise.greeks.execution.Outcome;
import io.pathwise.greeks.execution.Progress;
import io.pathwise.greeks.measure.Accuracy;
import io.pathwise.greeks.measure.Greek;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.greeks.policy.Policy;
import io.pathwise.greeks.policy.Settings;
import io.pathwise.pricing.product.OptionType;
import io.pathwise.pricing.product.Product;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Ranges of blocks that were simulated apart make the numbers of a whole run. */
class RangeMomentsTest {

  private static final Set<Measure> MEASURES = EnumSet.of(Measure.VALUE, Measure.DELTA);
  private static final Product PRODUCT = Examples.digital(OptionType.CALL);
  /** 80 blocks, of which 64 are a checkpoint. */
  private static final Settings SETTINGS = Settings.paths(20_480).withPolicy(Policy.STRUCTURAL);

  private static final class Memory implements Store {
    private final Map<Key, byte[]> entries = new HashMap<>();

    @Override
    public Optional<byte[]> find(Key key) {
      return Optional.ofNullable(entries.get(key));
    }

    @Override
    public void keep(Key key, byte[] value) {
      entries.put(key, value);
    }
  }

  private static List<RangeMoments> ranges(long... ends) {
    List<RangeMoments> ranges = new ArrayList<>();
    for (int i = 1; i < ends.length; i++) {
      try (GreeksEngine engine = new GreeksEngine(new CpuBackend(), 1)) {
        ranges
            .addAll(engine.partialRuns().simulate(PRODUCT, Examples.MARKET, MEASURES, SETTINGS, ends[i - 1], ends[i]));
      }
    }
    Collections.reverse(ranges);
    return ranges;
  }

  private static Progress advance(Store store, Settings settings, long from, long most) {
    try (GreeksEngine engine = new GreeksEngine(new CpuBackend(), 1, store)) {
      Outcome<Progress> outcome = engine.partialRuns()
          .advanceAll(List.of(PRODUCT), Examples.MARKET, MEASURES, settings, from, most,
              place -> {
              })
          .getFirst();
      return ((Outcome.Done<Progress>) outcome).result();
    }
  }

  private static List<Greek> whole(Settings settings) {
    try (GreeksEngine engine = new GreeksEngine(new CpuBackend(), 1)) {
      return engine.evaluate(PRODUCT, Examples.MARKET, MEASURES, settings).numbers();
    }
  }

  @Test
  void rangesInAnyOrderMakeTheWhole() {
    assertThat(advance(Store.NONE, SETTINGS, 0, 64)).isEqualTo(new Progress(Optional.empty(), 64, 80));
    Memory united = new Memory();
    RangeMoments.unite(ranges(0, 30, 70, 80), Store.NONE, united);
    int entries = united.entries.size();
    assertThat(advance(united, SETTINGS, 80, 80).greeks().orElseThrow().numbers()).isEqualTo(whole(SETTINGS));
    long moments = united.entries.keySet().stream().filter(key -> key.kind() == Store.Kind.MOMENTS).count();
    assertThat(moments).as("nothing was simulated again").isEqualTo(entries);
  }

  @Test
  void aTargetErrorIsLookedAtOnTheWay() {
    Settings settings = SETTINGS
        .withAccuracy(new Accuracy.TargetError(0.0, 1e-9, 256L * 128));
    Memory first = new Memory();
    assertThat(advance(first, settings, 0, 64)).isEqualTo(new Progress(Optional.empty(), 64, 128));
    Memory united = new Memory();
    RangeMoments.unite(ranges(64, 100, 128), first, united);
    assertThat(advance(united, settings, 128, 128).greeks().orElseThrow().numbers()).isEqualTo(whole(settings));
  }

  @Test
  void missingAndRepeatedRangesAreNoticed() {
    assertThatThrownBy(() -> RangeMoments.unite(ranges(64, 80), Store.NONE, new Memory()))
        .hasMessage("the moments of the blocks before 64 are missing");
    List<RangeMoments> all = new ArrayList<>(ranges(0, 2, 4));
    all.addAll(ranges(2, 4));
    assertThatThrownBy(() -> RangeMoments.unite(all, Store.NONE, new Memory()))
        .hasMessage("blocks up to 4 are there, but the next range begins at 2");
  }
}
