package io.pathwise.greeks.hedging;

import io.pathwise.engine.run.Backend;
import io.pathwise.engine.run.Simulation;
import io.pathwise.engine.statistics.Jackknife;
import io.pathwise.engine.training.IntegrandMeans;
import io.pathwise.engine.training.IntegrandTraining;
import io.pathwise.greeks.hedging.Hedge.Uncertain;
import io.pathwise.greeks.hedging.RebalancedHedge.Ratio;
import io.pathwise.greeks.hedging.RebalancedHedge.Rebalancing;
import io.pathwise.greeks.simulation.KernelCache;
import io.pathwise.pricing.Require;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.product.Trade;
import io.pathwise.pricing.program.RebalancedPosition;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Finds hedges that are traded at several dates: the functions h of what is known when a period begins for which Var(V
 * − Σ h ΔX) is least, V what the position pays and ΔX what the price of an instrument gains in the period, both
 * discounted. Under the pricing measure discounted prices are martingales, so that this is the least variance of each
 * period's error given its beginning, too (Föllmer and Sondermann 1986; Schweizer 1995). Start at {@link #hedge}.
 */
final class RebalancedHedging {

  /** More sums than that would not fit into memory. */
  private static final long MOST_SUMS = 200_000;

  private final KernelCache kernels;
  private final Simulation simulation;

  RebalancedHedging(KernelCache kernels, Simulation simulation) {
    this.kernels = kernels;
    this.simulation = simulation;
  }

  /** The hedge; what is wrong is that of {@link Hedging#rebalanced}. */
  RebalancedHedge hedge(List<Trade> held, List<Trade> instruments, Set<Double> dates, MarketData market, long paths,
      long seed) {
    RebalancedPosition position = RebalancedPosition.of(held, instruments, dates, market);
    int size = position.integrands().size();
    long sums = (long) position.dates().size() * size * (size + 1) / 2;
    Require.that(sums <= MOST_SUMS,
        "%s dates with %s coefficients each take %s sums of products, at most %s are possible",
        position.dates().size(), size, sums, MOST_SUMS);
    long coefficients = (long) position.dates().size() * size;
    long trainingBlocks = Math.ceilDiv(Math.max(paths, coefficients * IntegrandTraining.PATHS_PER_COEFFICIENT),
        Backend.BLOCK);
    IntegrandTraining.Trained trained = IntegrandTraining.train(position.program(), position.integrands(),
        Hedging.fitted(position.program(), position.inputs(), position.policies(), kernels, simulation, seed),
        kernels::get, simulation, seed, trainingBlocks);
    IntegrandMeans means = new IntegrandMeans(position.program(), position.integrands(), trained, kernels::get);
    long blocks = Hedging.blocksOfBatch(paths);
    double[][] batches = new double[Hedging.BATCHES][];
    for (int batch = 0; batch < batches.length; batch++) {
      batches[batch] = means.batch(simulation, seed, batch * blocks, (batch + 1) * blocks);
    }
    Uncertain[] risk = Uncertain.of(batches, RebalancedHedging::risk);
    Uncertain[] ratios = Uncertain.of(batches, means::numbers);
    return new RebalancedHedge(dates(position, instruments, ratios), risk[0], risk[1], risk[2],
        trainingBlocks * Backend.BLOCK, blocks * batches.length * Backend.BLOCK);
  }

  /** Deviations without and with hedge and the share explained, from the means of the outputs. */
  private static double[] risk(double[] means) {
    double unhedged = means[1] - means[0] * means[0];
    double hedged = Math.max(0, means[3] - means[2] * means[2]);
    return new double[]{Math.sqrt(unhedged), Math.sqrt(hedged), 1 - hedged / unhedged};
  }

  private static List<Rebalancing> dates(RebalancedPosition position, List<Trade> instruments, Uncertain[] numbers) {
    List<Rebalancing> dates = new ArrayList<>();
    int next = 0;
    for (double time : position.dates()) {
      List<Ratio> ratios = new ArrayList<>();
      for (Trade instrument : instruments) {
        ratios.add(new Ratio(instrument.product().expiry() > time, numbers[next], numbers[next + 1]));
        next += 2;
      }
      dates.add(new Rebalancing(time, ratios));
    }
    return dates;
  }
}
