package io.pathwise.engine.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.pathwise.engine.bytes.Damage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.apache.commons.math3.distribution.ChiSquaredDistribution;
import org.apache.commons.math3.stat.StatUtils;
import org.junit.jupiter.api.Test;

/** {@link BatchSums}, {@link ErrorProfile} and {@link TotalError}: reproducible bits, and the law of totals. */
class ErrorProfileTest {
  private static final MomentLayout LAYOUT = MomentLayout.of(3).withControls(0, 1).withBatches();

  private final SplittableRandom random = new SplittableRandom(11);

  @Test
  void batchesAreThoseOfTheGrid() {
    int blocks = 391;
    double[][] sums = blocks(random, blocks);
    double mean = Arrays.stream(sums).mapToDouble(sum -> sum[2]).sum() / blocks;
    double[] expected = new double[64 + 64 + 64 + 34];
    for (int block = 0; block < blocks; block++) {
      int batch = block < 128 ? block : block < 256 ? 128 + (block - 128) / 2 : 192 + (block - 256) / 4;
      expected[batch] += (sums[block][2] - mean) / (blocks * 256.0);
    }
    ErrorProfile profile = moments(sums, 0, blocks).errors(2, List.of());
    assertThat(profile.batches()).isEqualTo(expected.length);
    for (int batch = 0; batch < expected.length; batch++) {
      assertThat(profile.deviation(batch)).isCloseTo(expected[batch], within(1e-7 * profile.size()));
    }
  }

  @Test
  void orderAndGroupingLeaveNoTrace() {
    int blocks = 700;
    double[][] sums = blocks(random, blocks);
    BlockMoments whole = moments(sums, 0, blocks);
    List<Integer> order = new ArrayList<>();
    for (int block = 0; block < blocks; block++) {
      order.add(block);
    }
    Collections.shuffle(order, new Random(3));
    BlockMoments[] workers = new BlockMoments[5];
    Arrays.setAll(workers, i -> new BlockMoments(LAYOUT));
    order.forEach(block -> workers[random.nextInt(5)].add(block, sums[block], 0));
    BlockMoments merged = new BlockMoments(LAYOUT);
    for (BlockMoments worker : workers) {
      merged.merge(worker);
    }
    BlockMoments again = new BlockMoments(LAYOUT);
    Arrays.stream(workers).forEach(again::merge);
    assertThat(again.toBytes()).as("merging leaves the others as they are").isEqualTo(merged.toBytes());
    assertThat(merged.toBytes()).isEqualTo(whole.toBytes());
    assertThat(merged.copy().errors(0, List.of())).isEqualTo(whole.errors(0, List.of()));
  }

  @Test
  void extendedFromBytesInPiecesEqualsOneRun() {
    double[][] sums = blocks(random, 777);
    BlockMoments whole = moments(sums, 0, 777);
    for (int split : new int[]{1, 40, 64, 65, 301, 640, 776}) {
      BlockMoments first = moments(sums, 0, split);
      BlockMoments extended = BlockMoments.fromBytes(first.toBytes(split / 2));
      extended.addBatchesOf(BlockMoments.fromBytes(moments(sums, 0, split / 2).toBytes()));
      extended.merge(moments(sums, split, 777));
      assertThat(extended.blocks()).isEqualTo(777);
      assertThat(extended.errors(1, List.of())).isEqualTo(whole.errors(1, List.of()));
    }
  }

  @Test
  void withoutAllBatchesThereIsNoProfile() {
    double[][] sums = blocks(random, 200);
    assertThat(moments(sums, 1, 200).errors(0, List.of())).isEqualTo(ErrorProfile.NONE);
    assertThat(BlockMoments.fromBytes(moments(sums, 0, 200).toBytes(128)).errors(0, List.of()).isNone()).isTrue();
    BlockMoments plain = new BlockMoments(MomentLayout.of(3));
    plain.add(0, sums[0], 0);
    plain.add(1, sums[1], 0);
    assertThat(plain.errors(0, List.of()).isNone()).isTrue();
    assertThatIllegalStateException().isThrownBy(() -> new BlockMoments(LAYOUT).add(sums[0], 0));
  }

  @Test
  void whatHasNoErrorHasNoProfile() {
    BlockMoments moments = new BlockMoments(LAYOUT);
    for (int block = 0; block < 133; block++) {
      moments.add(block, new double[]{Double.NaN, 1e300, 0.1}, 0);
    }
    assertThat(moments.errors(0, List.of()).isNone()).isTrue();
    assertThat(moments.errors(1, List.of()).size()).isLessThan(1e-10 * 1e300);
    TotalError error = new TotalError();
    error.add(3, moments.estimate(2).standardError(), moments.errors(2, List.of()));
    assertThat(error.standardError()).isZero();
  }

  @Test
  void damagedBytesAreRefused() {
    BlockMoments.Snapshot good = moments(blocks(random, 3), 0, 3).snapshot();
    byte[] bytes = moments(blocks(random, 3), 0, 3).toBytes();
    Damage.cuts(bytes).forEach(
        cut -> assertThatIllegalArgumentException()
            .isThrownBy(() -> BlockMoments.fromBytes(Damage.forged(cut, bytes))));
    BatchSums.Subtree first = good.batches().getFirst();
    assertThatIllegalArgumentException().isThrownBy(() -> restored(good, List.of(first, first)))
        .withMessageContaining("behind block 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> restored(good, List.of(new BatchSums.Subtree(0, 0, new double[1]))));
    assertThatIllegalArgumentException().isThrownBy(() -> new BatchSums.Subtree(65, 1, new double[3]));
    assertThatIllegalArgumentException().isThrownBy(() -> new BatchSums.Subtree(0, 1, new double[3]));
    assertThatIllegalArgumentException().isThrownBy(() -> new BatchSums.Subtree(-1, 0, new double[3]));
    assertThatIllegalArgumentException().isThrownBy(() -> new ErrorProfile(Double.NaN, new float[1]));
  }

  private static BlockMoments restored(BlockMoments.Snapshot snapshot, List<BatchSums.Subtree> batches) {
    return new BlockMoments.Snapshot(snapshot.layout(), snapshot.blocks(), snapshot.sums(), batches).restore();
  }

  @Test
  void ofOneEstimateItIsItsOwnErrorAndWithTheOppositeNone() {
    double[][] sums = blocks(random, 391);
    BlockMoments moments = moments(sums, 0, 391);
    double own = moments.estimate(0).standardError();
    ErrorProfile profile = moments.errors(0, List.of());
    TotalError error = new TotalError();
    error.add(-2, own, profile);
    assertThat(error.standardError()).isCloseTo(2 * own, within(1e-14 * own));
    error.add(1.5, own, profile);
    assertThat(error.standardError()).isCloseTo(0.5 * own, within(1e-12 * own));
    assertThat(error.bound()).isCloseTo(3.5 * own, within(1e-14 * own));
    error.add(0.5, own, profile);
    assertThat(error.standardError()).isCloseTo(0, within(1e-14 * own));
    error.add(2, 0.25, ErrorProfile.NONE);
    assertThat(error.standardError()).isCloseTo(0.5, within(1e-14));
  }

  @Test
  void profilesAreScaledAndSubtracted() {
    ErrorProfile profile = ErrorProfile.of(new double[]{3, -4});
    assertThat(profile.size()).isEqualTo(5);
    assertThat(profile.scaled(-0.5).deviation(1)).isEqualTo(2, within(1e-6));
    assertThat(profile.scaled(0)).isEqualTo(ErrorProfile.NONE);
    ErrorProfile difference = ErrorProfile.of(new double[]{3, -4, 1}).minus(profile);
    assertThat(difference.deviation(0)).isEqualTo(0, within(1e-6));
    assertThat(difference.deviation(2)).isEqualTo(1, within(1e-6));
    assertThat(difference.deviation(3)).isZero();
    assertThat(profile.minus(ErrorProfile.NONE)).isEqualTo(ErrorProfile.NONE);
    assertThat(new ErrorProfile(profile.size(), profile.shares())).isEqualTo(profile).hasSameHashCodeAs(profile);
  }

  /** Positive, hedged and mixed sums, of different lengths, with a control, and of randomisations. */
  @Test
  void totalsHaveTheirLaw() {
    assertLaw(new double[]{1, -1.2, 0}, new int[]{300, 300, 2}, false, 0);
    assertLaw(new double[]{1, -1, 0.7}, new int[]{64, 200, 130}, false, 0);
    assertLaw(new double[]{1, 0.5, 1}, new int[]{128, 200, 64}, true, 0);
    assertLaw(new double[]{1, -0.7, 0}, new int[]{300, 300, 300}, false, 300);
  }

  private void assertLaw(double[] weights, int[] lengths, boolean controlled, int randomisations) {
    int repetitions = 100;
    double[] totals = new double[repetitions];
    double squares = 0;
    double independent = 0;
    double bounds = 0;
    for (int i = 0; i < repetitions; i++) {
      double[][] sums = blocks(random, Arrays.stream(lengths).max().orElseThrow());
      if (randomisations > 0) {
        for (int block = randomisations; block < sums.length; block++) {
          sums[block] = sums[block - randomisations];
        }
      }
      TotalError error = new TotalError();
      for (int output = 0; output < 3; output++) {
        BlockMoments moments = new BlockMoments(LAYOUT.withRandomisations(randomisations));
        for (int block = 0; block < lengths[output]; block++) {
          moments.add(block, sums[block], 0);
        }
        ControlRegression fit = output == 0 && controlled
            ? ControlRegression.fit(moments, 0, 1)
            : ControlRegression.fit(moments, output);
        totals[i] += weights[output] * fit.adjusted().mean();
        error.add(weights[output], fit.adjusted().standardError(), moments.errors(output, fit.regressors()));
        independent += Math.pow(weights[output] * fit.adjusted().standardError(), 2) / repetitions;
      }
      squares += error.standardError() * error.standardError() / repetitions;
      bounds += error.bound() * error.bound() / repetitions;
    }
    var law = new ChiSquaredDistribution(repetitions - 1);
    double spread = (repetitions - 1) * StatUtils.variance(totals);
    double low = law.inverseCumulativeProbability(1e-4);
    double high = law.inverseCumulativeProbability(1 - 1e-4);
    assertThat(spread / squares).as(Arrays.toString(weights) + Arrays.toString(lengths)).isBetween(low, high);
    if (!controlled && lengths[0] == lengths[1]) {
      assertThat(low < spread / independent && spread / independent < high).as("negative control").isFalse();
    }
    if (Arrays.stream(weights).anyMatch(weight -> weight < 0)) {
      assertThat(low < spread / bounds && spread / bounds < high).as("negative control").isFalse();
    }
  }

  private static double[][] blocks(SplittableRandom random, int count) {
    double[][] blocks = new double[count][];
    for (int block = 0; block < count; block++) {
      double common = random.nextGaussian();
      double own = random.nextGaussian();
      double third = random.nextGaussian();
      blocks[block] = new double[]{256 * (7 + common), 256 * (0.8 * common + 0.1 * own),
          256 * (0.3 * common - 0.5 * third)};
    }
    return blocks;
  }

  private static BlockMoments moments(double[][] sums, int from, int to) {
    BlockMoments moments = new BlockMoments(LAYOUT);
    for (int block = from; block < to; block++) {
      moments.add(block, sums[block], 0);
    }
    return moments;
  }
}
