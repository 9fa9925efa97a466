package io.pathwise.benchmarks;

import io.pathwise.engine.cpu.CpuBackend;
import io.pathwise.greeks.GreeksEngine;
import io.pathwise.greeks.execution.Outcome;
import io.pathwise.greeks.measure.Greeks;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.greeks.policy.Policy;
import io.pathwise.greeks.policy.Settings;
import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.Correlations;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.ZeroCurve;
import io.pathwise.pricing.product.Asian;
import io.pathwise.pricing.product.OptionType;
import io.pathwise.pricing.product.Product;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
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
 * Sixteen Asian options on one asset, together on shared paths and one after the other: the ratio of the two is what
 * sharing gains once programs are compiled.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 4, time = 5)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class SharedPathsBenchmark {

  private static final int COUNT = 16;
  private static final long PATHS = 1 << 18;

  /** Which options. */
  public enum Book {
    /** Calls with 12 monthly fixings and different strikes. */
    STRIKES,
    /** Calls and puts with 12, 9 or 6 monthly fixings. */
    MIXED
  }

  /** What is evaluated. */
  @Param
  public Book book = Book.STRIKES;

  /** Whether delta, vega, theta and rho are computed too. */
  @Param({"false", "true"})
  public boolean greeks;

  /** Whether they are evaluated at once. */
  @Param({"false", "true"})
  public boolean together;

  private final MarketData market = MarketData.of(LocalDate.of(2026, 11, 20), List.of(ZeroCurve.flat("USD", 0.03)),
      List.of(Asset.blackScholes("A", "USD", 100, 0.01, 0.2)), Correlations.NONE);
  private final List<Product> products = new ArrayList<>();
  private GreeksEngine engine = new GreeksEngine(new CpuBackend(), 1);
  private Set<Measure> measures = Set.of();
  private final Settings settings = Settings.paths(PATHS).withPolicy(Policy.STRUCTURAL).withControlVariates(false);

  /** Makes the engine and the options. */
  @Setup(Level.Trial)
  public void setUp() {
    engine.close();
    engine = new GreeksEngine(new CpuBackend(), 1);
    measures = greeks
        ? EnumSet.of(Measure.VALUE, Measure.DELTA, Measure.VEGA, Measure.THETA, Measure.RHO)
        : EnumSet.of(Measure.VALUE);
    products.clear();
    for (int i = 0; i < COUNT; i++) {
      int months = book == Book.MIXED ? 12 - 3 * (i % 3) : 12;
      products.add(Asian.of("A", book == Book.MIXED && i % 2 == 1 ? OptionType.PUT : OptionType.CALL,
          Asian.Average.ARITHMETIC, 90 + i, months / 12.0, months));
    }
  }

  /** All of them. */
  @Benchmark
  public List<Outcome<Greeks>> evaluate() {
    return together
        ? engine.evaluateAll(products, market, measures, settings, done -> {
        })
        : products.stream().map(product -> Outcome.of(() -> engine.evaluate(product, market, measures, settings)))
            .toList();
  }

  /** Stops the threads. */
  @TearDown(Level.Trial)
  public void tearDown() {
    engine.close();
  }
}
