package io.pathwise.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.pathwise.engine.derive.Tangent;
import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.program.ProgramBuilder;
import io.pathwise.engine.sample.Normal;
import io.pathwise.engine.sample.Uniform;
import io.pathwise.engine.statistics.BlockMoments;
import io.pathwise.engine.statistics.MomentLayout;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A simulation's result is a function of the range of blocks: threads, order and splitting leave no trace. */
class SimulationTest {

  private static final int BLOCKS = 45;

  private static Program program() {
    ProgramBuilder builder = new ProgramBuilder();
    Graph g = builder.graph();
    Expr.Parameter p = builder.parameter("p");
    Expr.State x = builder.state("x", p);
    Expr normal = builder.sample(new Normal(), x, p);
    builder.stage("step").update("step", x, g.mul(normal, builder.sample(new Uniform(), g.literal(0.5), p)));
    builder.output("value", g.exp(x));
    return Tangent.differentiate(builder.build(), Map.of("value", List.of(p)));
  }

  private static BlockSource source(Sampling sampling) {
    return ReferenceRuns.source(program(), new Inputs(1, Map.of("p", 0.9), Map.of(), Map.of()), 11, sampling);
  }

  private static byte[] run(int threads, long first, long last) {
    try (Simulation simulation = new Simulation(threads)) {
      return simulation.run(source(Sampling.INDEPENDENT), MomentLayout.of(2).withControls(0, 1), first, last)
          .toBytes();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 7})
  void theNumberOfThreadsLeavesNoTrace(int threads) {
    assertThat(run(threads, 3, BLOCKS)).isEqualTo(run(1, 3, BLOCKS));
    assertThat(run(threads, 4, BLOCKS)).isNotEqualTo(run(1, 3, BLOCKS));
  }

  @Test
  void rangesSplitAndShuffledGiveTheWhole() {
    byte[] whole = run(1, 0, BLOCKS);
    SplittableRandom random = new SplittableRandom(3);
    for (int repetition = 0; repetition < 3; repetition++) {
      List<byte[]> parts = new ArrayList<>();
      for (int first = 0; first < BLOCKS;) {
        int last = Math.min(BLOCKS, first + random.nextInt(1, 20));
        parts.add(run(2, first, last));
        first = last;
      }
      Collections.shuffle(parts, new Random(repetition));
      BlockMoments united = new BlockMoments(MomentLayout.of(2).withControls(0, 1));
      parts.forEach(part -> united.merge(BlockMoments.fromBytes(part)));
      assertThat(united.toBytes()).isEqualTo(whole);
    }
  }

  @Test
  void anExtendedRunIsAFreshOne() {
    BlockMoments extended = BlockMoments.fromBytes(run(2, 0, 18));
    extended.merge(BlockMoments.fromBytes(run(1, 18, BLOCKS)));
    BlockMoments fresh = BlockMoments.fromBytes(run(2, 0, BLOCKS));
    assertThat(extended.toBytes()).isEqualTo(fresh.toBytes());
    for (int output = 0; output < 2; output++) {
      assertThat(extended.estimate(output)).isEqualTo(fresh.estimate(output));
    }
  }

  @Test
  void anEmptyRangeHasNoBlocks() {
    assertThat(BlockMoments.fromBytes(run(2, 5, 5)).blocks()).isZero();
  }

  @Test
  void everyBlockIsComputedOnce() {
    AtomicInteger[] counts = new AtomicInteger[100];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = new AtomicInteger();
    }
    BlockSource counting = counting(counts);
    try (Simulation simulation = new Simulation(5)) {
      assertThat(simulation.run(counting, MomentLayout.of(1), 7, 93).blocks()).isEqualTo(86);
    }
    for (int i = 0; i < counts.length; i++) {
      assertThat(counts[i].get()).as("block %s", i).isEqualTo(i >= 7 && i < 93 ? 1 : 0);
    }
  }

  private static BlockSource counting(AtomicInteger[] counts) {
    return new BlockSource() {
      @Override
      public int outputs() {
        return 1;
      }

      @Override
      public void compute(long firstBlock, int blocks, double[] results) {
        for (int i = 0; i < blocks; i++) {
          counts[(int) firstBlock + i].incrementAndGet();
        }
      }
    };
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void aFailureReachesTheCallerAndStopsTheOthers(int threads) {
    AtomicInteger calls = new AtomicInteger();
    AtomicInteger computed = new AtomicInteger();
    BlockSource failing = new BlockSource() {
      @Override
      public int outputs() {
        return 1;
      }

      @Override
      public void compute(long firstBlock, int blocks, double[] results) {
        if (calls.incrementAndGet() == 3) {
          throw new IllegalStateException("broken device");
        }
        computed.addAndGet(blocks);
      }
    };
    try (Simulation simulation = new Simulation(threads)) {
      assertThatThrownBy(() -> simulation.run(failing, MomentLayout.of(1), 0, 1L << 40))
          .isInstanceOf(IllegalStateException.class).hasMessage("broken device");
      // Nothing works on the failed range any more, and the simulation can be used again.
      int before = computed.get();
      assertThat(simulation.run(failing, MomentLayout.of(1), 0, 16).blocks()).isEqualTo(16);
      assertThat(computed.get()).isEqualTo(before + 16);
    }
  }

  @Test
  void aSimulationNeedsAThread() {
    assertThatThrownBy(() -> new Simulation(0)).hasMessageContaining("at least 1");
  }

  @Test
  void antitheticPairsMirrorExactly() {
    ProgramBuilder builder = new ProgramBuilder();
    Graph g = builder.graph();
    Expr.State z = builder.state("z", g.literal(0.0));
    Expr.State u = builder.state("u", g.literal(0.0));
    builder.stage("step");
    builder.update("step", z, builder.sample(new Normal(), g.literal(0.0), g.literal(1.0)));
    builder.update("step", u, builder.sample(new Uniform(), g.literal(0.0), g.literal(1.0)));
    builder.output("odd", g.mul(z, g.exp(g.abs(z))));
    builder.output("uniform", u);
    builder.output("even", g.mul(z, z));
    Inputs inputs = new Inputs(3, Map.of(), Map.of(), Map.of());
    for (long block : new long[]{0, 1, 1L << 33}) {
      double[] pairs = block(builder.build(), inputs, Sampling.ANTITHETIC, block);
      double[] independent = block(builder.build(), inputs, Sampling.INDEPENDENT, block);
      // The tree adds even and odd lanes in the same order and each other last: mirrored paths cancel to the last bit.
      assertThat(pairs[0]).isZero();
      // u + (1 - u) is 1 for each pair; sums round.
      assertThat(pairs[1]).isCloseTo(128.0, within(1e-12));
      assertThat(pairs[2]).isBetween(100.0, 500.0);
      assertThat(Math.abs(independent[0])).isGreaterThan(1.0);
      assertThat(Math.abs(independent[1] - 128)).isGreaterThan(0.1);
    }
  }

  private static double[] block(Program program, Inputs inputs, Sampling sampling, long block) {
    double[] results = new double[program.outputs().size()];
    ReferenceRuns.source(program, inputs, 5, sampling).compute(block, 1, results);
    return results;
  }
}
