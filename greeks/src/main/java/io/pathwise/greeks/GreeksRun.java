package io.pathwise.greeks;

import io.pathwise.greeks.execution.Placeholders;
import io.pathwise.greeks.execution.TradeRun;
import io.pathwise.greeks.measure.Accuracy;
import io.pathwise.greeks.measure.Greeks;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.greeks.policy.PinnedEstimators;
import io.pathwise.pricing.Require;
import io.pathwise.pricing.market.RiskFactor;
import java.util.List;
import java.util.OptionalDouble;

/**
 * A simulation that can be extended: more paths refine the numbers, and the result for N paths has the same bits
 * whether it was reached in one go or in several. Made by {@link GreeksEngine#start}; not thread-safe.
 */
public final class GreeksRun {

  private final GreeksEngine engine;
  private final Placeholders names;
  private final TradeRun run;

  GreeksRun(GreeksEngine engine, Placeholders names, TradeRun run) {
    this.engine = engine;
    this.names = names;
    this.run = run;
  }

  /**
   * Simulates until at least so many paths are done, rounded up to whole blocks of 256 and to two blocks, of Sobol
   * points to 2^k blocks of every randomisation.
   *
   * @throws IllegalStateException
   *           when the engine is closed; the numbers so far can still be read
   */
  public void extendTo(long paths) {
    engine.requireOpen();
    run.extendTo(paths);
  }

  /** How many paths have been simulated. */
  public long paths() {
    return run.paths();
  }

  /**
   * What a path of the simulation that yields a number costs, in primitive operations without noise, all terms of a
   * difference quotient counted; empty for a number whose failure is known beforehand.
   */
  public OptionalDouble operationsPerPath(Measure measure, List<RiskFactor> factors) {
    return run.operationsPerPath(Require.given("measure", measure),
        names.factors(Require.elements("factors", factors)));
  }

  /** The estimators that were chosen, to be used on scenarios of the market, too. */
  public PinnedEstimators estimators() {
    return run.estimators();
  }

  /** The numbers so far. */
  public Greeks greeks() {
    return names.named(run.greeks(Accuracy.paths(1)));
  }
}
