package io.pathwise.benchmarks;

import io.pathwise.greeks.GreeksEngine;
import io.pathwise.greeks.measure.Greeks;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.greeks.policy.Policy;
import io.pathwise.greeks.policy.Settings;
import io.pathwise.llvm.LlvmBackend;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.product.Product;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The {@link Workload}s through the public API, with and without Greeks, on one and two threads: the ratio of the two
 * is what the Greeks cost, and what a second thread gains.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 4, time = 3)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class EngineBenchmark {

  /** What is priced. */
  @Param
  public Workload workload = Workload.W1;

  /** Whether the Greeks are computed too. */
  @Param({"false", "true"})
  public boolean greeks;

  /** How many threads simulate. */
  @Param({"1", "2"})
  public int threads = 1;

  private GreeksEngine engine = new GreeksEngine(new LlvmBackend(), 1);
  private MarketData market = PathwiseGreeks.market(Workload.W1);
  private Product product = PathwiseGreeks.product(Workload.W1);
  private Set<Measure> measures = Set.of();

  /** Makes the engine. */
  @Setup(Level.Trial)
  public void setUp() {
    engine.close();
    engine = new GreeksEngine(new LlvmBackend(), threads);
    market = PathwiseGreeks.market(workload);
    product = PathwiseGreeks.product(workload);
    measures = greeks ? PathwiseGreeks.measures(workload) : Set.of(Measure.VALUE);
  }

  /** One evaluation with the workload's number of paths. */
  @Benchmark
  public Greeks evaluate() {
    return engine.evaluate(product, market, measures,
        Settings.paths(workload.paths()).withPolicy(Policy.STRUCTURAL).withControlVariates(false));
  }

  /** Stops the threads. */
  @TearDown(Level.Trial)
  public void tearDown() {
    engine.close();
  }
}
