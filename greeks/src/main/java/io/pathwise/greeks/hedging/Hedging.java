package io.pathwise.greeks.hedging;

import io.pathwise.engine.lower.Binding;
import io.pathwise.engine.lower.LoweredProgram;
import io.pathwise.engine.lower.Lowering;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.Output;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.run.Backend;
import io.pathwise.engine.run.BlockSource;
import io.pathwise.engine.run.Kernel;
import io.pathwise.engine.run.NoiseKey;
import io.pathwise.engine.run.Sampling;
import io.pathwise.engine.run.Simulation;
import io.pathwise.engine.statistics.BlockMoments;
import io.pathwise.engine.statistics.Jackknife;
import io.pathwise.engine.statistics.MomentLayout;
import io.pathwise.engine.training.PolicyTraining;
import io.pathwise.greeks.policy.Settings;
import io.pathwise.greeks.simulation.KernelCache;
import io.pathwise.pricing.Require;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.product.Trade;
import io.pathwise.pricing.program.LearntPolicy;
import io.pathwise.pricing.program.PayoffMoments;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.DoubleStream;

/**
 * Finds static hedges: the ratios h for which Var(V − Σ h_j I_j) is least, V and I_j what a position and instruments
 * pay on the same paths, discounted. Covariances are those of paths, whose products are outputs of the simulated
 * program ({@link PayoffMoments}). Equal seeds give equal results, whatever the backend and the number of threads.
 * Start at {@link #hedge}.
 */
public final class Hedging implements AutoCloseable {

  /** From which errors are found. */
  public static final int BATCHES = 40;
  /** Of the paths that tell near which numbers the means are. */
  private static final int PILOT_BLOCKS = 8;
  /** Of the paths on which decisions are learnt. */
  private static final long POLICY_BLOCKS = Settings.TRAINING_PATHS / Backend.BLOCK;
  private static final String PAYOFF = "payoff";

  private final KernelCache kernels;
  private final Simulation simulation;

  /**
   * On a backend.
   *
   * @param threads
   *          how many threads simulate, at least 1; does not change any number
   */
  public Hedging(Backend backend, int threads) {
    kernels = new KernelCache(Require.given("backend", backend));
    simulation = new Simulation(threads);
  }

  /**
   * The hedge of a position.
   *
   * @param held
   *          what is in the position
   * @param instruments
   *          what may hedge it, in order of preference where they are collinear
   * @param paths
   *          at least how many; rounded up to full batches
   * @throws IllegalArgumentException
   *           when there is an {@linkplain Applicability obstacle}, or nothing to hedge: no path pays anything else
   *           than the others
   */
  public Hedge hedge(List<Trade> held, List<Trade> instruments, MarketData market, long paths, long seed) {
    List<Trade> given = Require.elements("instruments", instruments);
    List<List<Trade>> positions = new ArrayList<>();
    positions.add(Require.elements("held", held));
    given.forEach(instrument -> positions.add(List.of(instrument)));
    PayoffMoments unfitted = PayoffMoments.of(positions, market);
    PayoffMoments moments = unfitted.fitted(
        fitted(unfitted.program(), unfitted.inputs(), unfitted.policies(), kernels, simulation, seed));
    LoweredProgram lowered = Lowering.lower(moments.program());
    Kernel kernel = kernels.get(lowered, Sampling.INDEPENDENT);
    BlockMoments pilot = simulation.run(source(kernel, lowered, moments.inputs(), NoiseKey.training(seed)),
        MomentLayout.of(lowered.outputs().size()), 0, PILOT_BLOCKS);
    List<Double> centres = DoubleStream.of(means(pilot)).limit(moments.positions()).boxed().toList();
    BlockSource source = source(kernel, lowered, moments.around(centres), NoiseKey.results(seed));
    long blocks = blocksOfBatch(paths);
    double[][] batches = new double[BATCHES][];
    for (int batch = 0; batch < BATCHES; batch++) {
      batches[batch] = means(simulation.run(source, MomentLayout.of(lowered.outputs().size()), batch * blocks,
          (batch + 1) * blocks));
    }
    HedgeStatistics statistics = HedgeStatistics.of(moments, centres, Jackknife.mean(batches));
    return statistics.hedge(given, batches, blocks * BATCHES * Backend.BLOCK);
  }

  /**
   * The hedge of a position that is traded at several dates; its ratios are fitted on paths of their own.
   *
   * @param instruments
   *          what may hedge it
   * @param dates
   *          when instruments are traded beside today, in years; those after the last payment do not count
   * @param paths
   *          at least how many; rounded up to full batches
   * @throws IllegalArgumentException
   *           when there is an {@linkplain Applicability obstacle}, one to trading an instrument at several dates, or
   *           nothing to hedge
   */
  public RebalancedHedge rebalanced(List<Trade> held, List<Trade> instruments, Set<Double> dates, MarketData market,
      long paths, long seed) {
    return new RebalancedHedging(kernels, simulation).hedge(held, instruments, dates, market, paths, seed);
  }

  /** The data of a program with decisions learnt on paths of their own. */
  static Inputs fitted(Program program, Inputs inputs, List<LearntPolicy> policies, KernelCache kernels,
      Simulation simulation, long seed) {
    Inputs learnt = inputs;
    for (LearntPolicy policy : policies) {
      Program alone = program.withOutputs(List.of(new Output.PathSum(PAYOFF, policy.payoff())));
      learnt = new PolicyTraining(alone, PAYOFF, policy.decisions(), learnt)
          .train(kernels::get, simulation, seed, POLICY_BLOCKS).inputs();
    }
    return learnt;
  }

  /** How many blocks each batch has, so that together they have so many paths. */
  static long blocksOfBatch(long paths) {
    return Math.max(1, Math.ceilDiv(paths, (long) BATCHES * Backend.BLOCK));
  }

  private static BlockSource source(Kernel kernel, LoweredProgram lowered, Inputs inputs, NoiseKey noise) {
    return BlockSource.of(kernel, new Binding(lowered, inputs), noise);
  }

  private static double[] means(BlockMoments moments) {
    double[] means = new double[moments.layout().outputs()];
    for (int i = 0; i < means.length; i++) {
      Require.that(moments.isFinite(i), "what is paid is infinite or no number on some paths");
      means[i] = moments.estimate(i).mean();
    }
    return means;
  }

  /** Stops the threads and releases the kernels. */
  @Override
  public void close() {
    kernels.close();
    simulation.close();
  }
}
