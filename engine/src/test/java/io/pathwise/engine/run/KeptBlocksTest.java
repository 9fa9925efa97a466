package io.pathwise.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Blocks that are asked for again. */
class KeptBlocksTest {
  private final List<String> computed = new ArrayList<>();

  /** Of two outputs: the number of the block, and its square. */
  private final KeptBlocks kept = new KeptBlocks(new BlockSource() {
    @Override
    public int outputs() {
      return 2;
    }

    @Override
    public void compute(long firstBlock, int blocks, double[] results) {
      computed.add(firstBlock + " to " + (firstBlock + blocks));
      for (int i = 0; i < blocks; i++) {
        results[2 * i] = (double) (firstBlock + i);
        results[2 * i + 1] = results[2 * i] * results[2 * i];
      }
    }
  });

  @Test
  void areComputedOnce() {
    double[] results = new double[6];
    kept.compute(4, 2, results);
    kept.compute(3, 1, results);
    kept.compute(4, 3, results);
    assertThat(results).containsExactly(4, 16, 5, 25, 6, 36);
    kept.compute(4, 3, results);
    assertThat(computed).containsExactly("4 to 6", "3 to 4", "6 to 7");
  }
}
