package io.pathwise.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pathwise.engine.run.LinearCombination.Term;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Weighted sums of block sources. */
class LinearCombinationTest {

  /** Block b yields factor · b, factor · b + 1, ... */
  private static BlockSource source(int outputs, double factor) {
    return new BlockSource() {
      @Override
      public int outputs() {
        return outputs;
      }

      @Override
      public void compute(long firstBlock, int blocks, double[] results) {
        for (int i = 0; i < blocks * outputs; i++) {
          results[i] = factor * (firstBlock + i / outputs) + i % outputs;
        }
      }
    };
  }

  @Test
  void termsAreWeightedAndAddedBlockByBlock() {
    LinearCombination difference = new LinearCombination(
        List.of(new Term(0.5, source(2, 8.0)), new Term(-0.25, source(2, 4.0))));
    double[] results = {9, 9, 9, 9, 9, 9, 9};
    difference.compute(3, 3, results);
    assertThat(difference.outputs()).isEqualTo(2);
    // 0.5 (8b + k) − 0.25 (4b + k) = 3b + k/4; what lies behind the blocks stays.
    assertThat(results).containsExactly(9.0, 9.25, 12.0, 12.25, 15.0, 15.25, 9.0);
  }

  @Test
  void sourcesMustHaveEquallyManyOutputs() {
    assertThatThrownBy(() -> new LinearCombination(List.of(new Term(1.0, source(1, 1)), new Term(1.0, source(2, 1)))))
        .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("equally many outputs");
    assertThatThrownBy(() -> new LinearCombination(List.of())).hasMessageContaining("at least one");
  }
}
