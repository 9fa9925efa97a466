package io.pathwise.engine.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.pathwise.engine.bytes.Damage;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.commons.math3.stat.StatUtils;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/** {@link BlockMoments} and {@link Estimate}: textbook formulas, exact rounding, independence of order, bytes. */
class BlockMomentsTest {
  private static final MomentLayout LAYOUT = MomentLayout.of(3).withControls(2, 0, 1);

  private final SplittableRandom random = new SplittableRandom(7);

  @Test
  void meanAndStandardErrorAreTheTextbookOnes() {
    double[] sums = NastyNumbers.moderate(random, 500);
    Estimate estimate = momentsOf(sums).estimate(0);
    double[] means = Arrays.stream(sums).map(sum -> sum / 256).toArray();
    // Commons Math's two-pass formulas round some hundred times at 1e-16 each.
    assertThat(estimate.mean()).isCloseTo(StatUtils.mean(means), Percentage.withPercentage(1e-11));
    assertThat(estimate.standardError())
        .isCloseTo(Math.sqrt(StatUtils.variance(means) / 500), Percentage.withPercentage(1e-10));
    assertThat(estimate.blocks()).isEqualTo(500);
    assertThat(estimate.paths()).isEqualTo(128_000);
  }

  @Test
  void meanAndStandardErrorAreCorrectlyRounded() {
    MathContext precise = new MathContext(80);
    for (double scale : new double[]{1, 1e-3, 1e150, 1e300, 1e-150, 1e-290}) {
      double[] sums = NastyNumbers.moderate(random, 137);
      for (int i = 0; i < sums.length; i++) {
        sums[i] *= scale;
      }
      BigDecimal count = BigDecimal.valueOf(sums.length);
      BigDecimal sum = BigDecimal.ZERO;
      BigDecimal squares = BigDecimal.ZERO;
      for (double blockSum : sums) {
        sum = sum.add(new BigDecimal(blockSum));
        squares = squares.add(new BigDecimal(blockSum).pow(2));
      }
      BigDecimal paths = count.multiply(BigDecimal.valueOf(256));
      BigDecimal variance = count.multiply(squares).subtract(sum.pow(2))
          .divide(paths.pow(2).multiply(count.subtract(BigDecimal.ONE)), precise);
      Estimate estimate = momentsOf(sums).estimate(0);
      assertThat(estimate.mean()).isEqualTo(sum.divide(paths, precise).doubleValue());
      assertThat(estimate.standardError()).isEqualTo(variance.sqrt(precise).doubleValue());
    }
  }

  /** A spread of 1e-6 on 1e9 is lost by Σm²/B − (Σm/B)² in doubles. */
  @Test
  void smallSpreadOnALargeMeanIsNotLost() {
    double[] sums = new double[100];
    double squares = 0;
    double sum = 0;
    for (int i = 0; i < sums.length; i++) {
      sums[i] = 256 * (1e9 + (i % 2 == 0 ? 0x1p-20 : -0x1p-20));
      sum += sums[i];
      squares += sums[i] * sums[i];
    }
    double expected = 0x1p-20 / Math.sqrt(99);
    assertThat(momentsOf(sums).estimate(0).standardError()).isCloseTo(expected, Percentage.withPercentage(1e-12));
    double naive = (squares - sum * sum / 100) / 99 / 100 / 256 / 256;
    assertThat(Math.sqrt(Math.max(naive, 0))).as("negative control").isNotCloseTo(expected, within(expected / 2));
  }

  @Test
  void equalBlocksHaveNoError() {
    assertThat(momentsOf(0.1, 0.1, 0.1).estimate(0)).isEqualTo(new Estimate(0.1 / 256, 0, 3, 256));
  }

  @Test
  void tooFewBlocksGiveNoError() {
    assertThat(momentsOf().estimate(0)).isEqualTo(new Estimate(Double.NaN, Double.NaN, 0, 256));
    assertThat(momentsOf(512).estimate(0)).isEqualTo(new Estimate(2, Double.NaN, 1, 256));
  }

  @Test
  void infinitiesAndNaNsReachTheEstimate() {
    double infinity = Double.POSITIVE_INFINITY;
    assertThat(momentsOf(1, infinity, 2).estimate(0)).isEqualTo(new Estimate(infinity, Double.NaN, 3, 256));
    assertThat(momentsOf(1, Double.NaN).estimate(0)).isEqualTo(new Estimate(Double.NaN, Double.NaN, 2, 256));
    assertThat(momentsOf(-infinity, infinity).isFinite(0)).isFalse();
  }

  @Test
  void oneBlockIsEstimatedFromItsPaths() {
    double[] values = new double[300];
    Arrays.setAll(values, i -> random.nextGaussian());
    double[] block = Arrays.copyOfRange(values, 20, 20 + 256);
    Estimate estimate = Estimate.ofSamples(values, 20, 256);
    assertThat(estimate.mean()).isCloseTo(StatUtils.mean(block), within(1e-15));
    assertThat(estimate.standardError()).isCloseTo(Math.sqrt(StatUtils.variance(block) / 256), within(1e-15));
    assertThat(estimate.paths()).isEqualTo(256);
  }

  @Test
  void orderAndGroupingLeaveNoTrace() {
    double[][] blocks = randomBlocks(400);
    BlockMoments first = new BlockMoments(LAYOUT);
    for (double[] block : blocks) {
      first.add(block, 0);
    }
    for (int repetition = 0; repetition < 10; repetition++) {
      BlockMoments[] workers = new BlockMoments[7];
      Arrays.setAll(workers, i -> new BlockMoments(LAYOUT));
      for (int i = blocks.length - 1; i > 0; i--) {
        int j = random.nextInt(i + 1);
        double[] swapped = blocks[i];
        blocks[i] = blocks[j];
        blocks[j] = swapped;
      }
      for (double[] block : blocks) {
        workers[random.nextInt(7)].add(block, 0);
      }
      BlockMoments merged = new BlockMoments(LAYOUT);
      for (BlockMoments worker : workers) {
        merged.merge(worker);
      }
      assertThat(merged.toBytes()).isEqualTo(first.toBytes());
      assertThat(merged.estimate(1)).isEqualTo(first.estimate(1));
    }
  }

  @Test
  void runExtendedFromBytesEqualsOneRun() {
    double[][] blocks = randomBlocks(100);
    BlockMoments whole = new BlockMoments(LAYOUT);
    BlockMoments extended = new BlockMoments(LAYOUT);
    for (int i = 0; i < blocks.length; i++) {
      if (i == 40) {
        extended = BlockMoments.fromBytes(extended.toBytes());
      }
      whole.add(blocks[i], 0);
      extended.add(blocks[i], 0);
    }
    assertThat(extended.layout()).isEqualTo(LAYOUT);
    assertThat(extended.blocks()).isEqualTo(100);
    assertThat(extended.toBytes()).isEqualTo(whole.toBytes());
    assertThat(whole.copy().toBytes()).isEqualTo(whole.toBytes());
  }

  @Test
  void covarianceIsExact() {
    BlockMoments moments = new BlockMoments(LAYOUT);
    moments.add(new double[]{9, 1, 2, 1e200}, 1);
    moments.add(new double[]{9, 3, 5, -1e200}, 1);
    CentredMoments centred = new CentredMoments(moments, 2, 0, 1);
    assertThat(centred.product(1, 2)).isEqualTo(Dyadic.of(6));
    assertThat(centred.product(0, 1)).isEqualTo(Dyadic.of(1e200).times(-4));
    BlockMoments withoutPairs = new BlockMoments(MomentLayout.of(2));
    assertThatIllegalArgumentException().isThrownBy(() -> withoutPairs.product(0, 1))
        .withMessageContaining("not kept");
  }

  @Test
  void layoutsAreCanonicalAndChecked() {
    assertThat(LAYOUT).isEqualTo(MomentLayout.of(3).withControls(2, 1, 0).withControls(1, 0));
    assertThat(LAYOUT.pairs()).containsExactly(pair(0, 1), pair(0, 2), pair(1, 2));
    assertThatIllegalArgumentException().isThrownBy(() -> MomentLayout.of(0));
    assertThatIllegalArgumentException().isThrownBy(() -> new MomentLayout(2, 256, List.of(pair(0, 2))));
    assertThatIllegalArgumentException().isThrownBy(() -> pair(1, 1));
    BlockMoments moments = new BlockMoments(LAYOUT);
    assertThatIllegalArgumentException().isThrownBy(() -> moments.merge(new BlockMoments(MomentLayout.of(3))));
  }

  @Test
  void damagedBytesAreRefused() {
    BlockMoments moments = new BlockMoments(LAYOUT);
    moments.add(new double[]{1, 2, 3}, 0);
    byte[] good = moments.toBytes();
    Damage.cuts(good).forEach(BlockMomentsTest::assertRefused);
    Damage.cuts(good).forEach(cut -> assertRefused(Damage.forged(cut, good)));
    Damage.flips(good, random, 200).forEach(BlockMomentsTest::assertRefused);
    for (byte[] flipped : Damage.flips(good, random, 2000)) {
      try {
        assertThat(BlockMoments.fromBytes(Damage.forged(flipped, good)).blocks()).isNotNegative();
      } catch (IllegalArgumentException refused) {
        assertThat(refused).hasMessageStartingWith("these bytes are no Snapshot: ");
      }
    }
  }

  /** A layout of more sums than there are is refused before room is made for them. */
  @Test
  void sumsMustBeThoseOfTheLayout() {
    BlockMoments.Snapshot good = new BlockMoments(LAYOUT).snapshot();
    for (MomentLayout layout : List.of(MomentLayout.of(Integer.MAX_VALUE), MomentLayout.of(2),
        MomentLayout.of(1 << 30).withRandomisations(1 << 30), LAYOUT.withRandomisations(2))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new BlockMoments.Snapshot(layout, 0, good.sums(), List.of())).withMessageContaining("sums");
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new BlockMoments.Snapshot(LAYOUT, -1, good.sums(), List.of()));
  }

  private static void assertRefused(byte[] bytes) {
    assertThatIllegalArgumentException().isThrownBy(() -> BlockMoments.fromBytes(bytes));
  }

  private double[][] randomBlocks(int count) {
    double[][] blocks = new double[count][];
    Arrays.setAll(blocks, i -> NastyNumbers.moderate(random, 3));
    return blocks;
  }

  private static MomentLayout.Pair pair(int first, int second) {
    return new MomentLayout.Pair(first, second);
  }

  private static BlockMoments momentsOf(double... blockSums) {
    BlockMoments moments = new BlockMoments(MomentLayout.of(1));
    for (int i = 0; i < blockSums.length; i++) {
      moments.add(blockSums, i);
    }
    return moments;
  }
}
