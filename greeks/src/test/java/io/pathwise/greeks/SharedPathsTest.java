package io.pathwise.greeks;

import static org.assertj.core.api.Assertions.assertThat;

import io.pathwise.engine.cpu.CpuBackend;
import io.pathwise.engine.lower.Binding;
import io.pathwise.engine.lower.LoweredProgram;
import io.pathwise.engine.run.Backend;
import io.pathwise.engine.run.Kernel;
import io.pathwise.engine.run.NoiseKey;
import io.pathwise.engine.run.Sampling;
import io.pathwise.engine.run.Store;
import io.pathwise.greeks.estimator.EstimatorChoice;
import io.pathwise.greeks.estimator.Orderings;
import io.pathwise.greeks.execution.Outcome;
import io.pathwise.greeks.measure.Accuracy;
import io.pathwise.greeks.measure.Greek;
import io.pathwise.greeks.measure.Greeks;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.greeks.policy.Policy;
import io.pathwise.greeks.policy.Settings;
import io.pathwise.greeks.sharing.SharingTerms;
import io.pathwise.pricing.product.Asian;
import io.pathwise.pricing.product.Barrier;
import io.pathwise.pricing.product.Basket;
import io.pathwise.pricing.product.European;
import io.pathwise.pricing.product.OptionType;
import io.pathwise.pricing.product.Product;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Several trades evaluated together: each has the bits it has alone, and equal paths are simulated once. */
class SharedPathsTest {

  private static final Set<Measure> MEASURES = EnumSet.of(Measure.VALUE, Measure.DELTA, Measure.VEGA, Measure.RHO);

  /** Counts the blocks that are simulated. */
  private static final class Counting implements Backend {
    private final Backend backend = new CpuBackend();
    private final AtomicLong blocks = new AtomicLong();

    @Override
    public String name() {
      return backend.name();
    }

    @Override
    public Kernel compile(LoweredProgram program, Sampling sampling) {
      Kernel kernel = backend.compile(program, sampling);
      return new Kernel() {
        @Override
        public Sampling sampling() {
          return kernel.sampling();
        }

        @Override
        public void run(Binding binding, NoiseKey key, long firstBlock, int count, double[] results) {
          blocks.addAndGet(count);
          kernel.run(binding, key, firstBlock, count, results);
        }

        @Override
        public void close() {
          kernel.close();
        }
      };
    }

    long take() {
      return blocks.getAndSet(0);
    }
  }

  /** Shares whatever can be shared. */
  private static GreeksEngine sharing(Backend backend, int threads) {
    return new GreeksEngine(backend, threads, Store.NONE, SharingTerms.ALWAYS);
  }

  private static Product asian(String asset, double strike) {
    return Asian.of(asset, OptionType.CALL, Asian.Average.ARITHMETIC, strike, 1, 4);
  }

  private static Product barrier(double level) {
    return Barrier.of("FLAT", OptionType.CALL, 100, 1, level, Barrier.Kind.UP_AND_OUT, List.of(0.25, 0.5, 0.75, 1.0),
        0);
  }

  private static List<Product> asians() {
    List<Product> products = new ArrayList<>();
    for (int strike = 80; strike < 112; strike += 4) {
      products.add(asian("FLAT", strike));
    }
    return products;
  }

  private static void assertBitsOfEachAlone(List<Product> products, Settings settings, int threads) {
    try (GreeksEngine together = sharing(new CpuBackend(), threads);
        GreeksEngine alone = new GreeksEngine(new CpuBackend(), 1)) {
      List<Outcome<Greeks>> outcomes = together.evaluateAll(products, Examples.MARKET, MEASURES, settings, done -> {
      });
      for (int i = 0; i < products.size(); i++) {
        List<Greek> expected = alone.evaluate(products.get(i), Examples.MARKET, MEASURES, settings).numbers();
        assertThat(outcomes.get(i)).isInstanceOfSatisfying(Outcome.Done.class,
            outcome -> assertThat(((Greeks) outcome.result()).numbers()).isEqualTo(expected));
      }
    }
  }

  @Test
  void eachHasTheBitsItHasAlone() {
    List<Product> products = asians();
    products.add(asian("TERM", 40));
    products.add(barrier(120));
    products.add(barrier(130));
    products.add(European.of("FLAT", OptionType.PUT, 95, 1));
    products.add(European.of("FLAT", OptionType.PUT, 105, 1));
    products.add(Examples.basket(Basket.Aggregate.WORST_OF, OptionType.CALL));
    assertBitsOfEachAlone(products, Settings.paths(20_000).withPolicy(Policy.STRUCTURAL), 3);
    Settings target = Settings.paths(1).withAccuracy(new Accuracy.TargetError(0.005, 0.001, 60_000))
        .withPolicy(Policy.STRUCTURAL);
    assertBitsOfEachAlone(products, target, 2);
    assertBitsOfEachAlone(asians(), target.withSampling(Sampling.sobol(32, Orderings.BRIDGE)), 2);
  }

  @Test
  void equalPathsAreSimulatedOnceAndBentOnesForEach() {
    Counting backend = new Counting();
    Settings settings = Settings.paths(64 * Backend.BLOCK).withPolicy(Policy.STRUCTURAL);
    try (GreeksEngine engine = sharing(backend, 2)) {
      engine.evaluate(asian("FLAT", 100), Examples.MARKET, MEASURES, settings);
      long one = backend.take();
      engine.evaluateAll(asians(), Examples.MARKET, MEASURES, settings, done -> {
      });
      assertThat(backend.take()).isEqualTo(one);
      engine.evaluateAll(List.of(asian("FLAT", 100), asian("TERM", 100)), Examples.MARKET, MEASURES, settings,
          done -> {
          });
      assertThat(backend.take()).isEqualTo(2 * one);
      engine.evaluateAll(List.of(barrier(120), barrier(130)), Examples.MARKET, Set.of(Measure.DELTA), settings,
          done -> {
          });
      assertThat(backend.take()).as("an integrated direction is common").isEqualTo(one);
      engine.evaluateAll(List.of(barrier(120), barrier(130)), Examples.MARKET, Set.of(Measure.DELTA),
          settings.withEstimator(Measure.DELTA, EstimatorChoice.SURVIVAL), done -> {
          });
      assertThat(backend.take()).as("survival bends the paths").isEqualTo(2 * one);
    }
  }

  private static Product asian(Asian.Average average, double strike, double expiry, int fixings) {
    return Asian.of("FLAT", OptionType.PUT, average, strike, expiry, fixings);
  }

  /** Other payoffs and rights on the same days, and on the first of them. */
  @Test
  void makesThatDifferShareToo() {
    Counting backend = new Counting();
    Settings settings = Settings.paths(64 * Backend.BLOCK).withPolicy(Policy.STRUCTURAL).withControlVariates(false);
    try (GreeksEngine engine = sharing(backend, 2)) {
      for (List<Product> products : List.<List<Product>>of(
          List.of(asian("FLAT", 100), asian(Asian.Average.GEOMETRIC, 90, 1, 4), asian("FLAT", 95)),
          List.of(European.of("FLAT", OptionType.CALL, 100, 1), European.of("FLAT", OptionType.PUT, 90, 1)),
          List.of(European.of("FLAT", OptionType.CALL, 100, 0.25), asian("FLAT", 100)),
          List.of(asian(Asian.Average.ARITHMETIC, 90, 0.5, 2), asian("FLAT", 100), barrier(120)))) {
        engine.evaluate(products.getFirst(), Examples.MARKET, MEASURES, settings);
        long one = backend.take();
        engine.evaluateAll(products, Examples.MARKET, MEASURES, settings, done -> {
        });
        assertThat(backend.take()).as("%s", products).isEqualTo(one);
        assertBitsOfEachAlone(products, settings, 2);
      }
      engine.evaluate(asian("FLAT", 100), Examples.MARKET, MEASURES, settings);
      long one = backend.take();
      engine.evaluateAll(List.of(asian("FLAT", 100), asian(Asian.Average.ARITHMETIC, 90, 1, 3)), Examples.MARKET,
          MEASURES, settings, done -> {
          });
      assertThat(backend.take()).as("another grid").isEqualTo(2 * one);
    }
  }

  @Test
  void programsAreMadeForManyPathsOnly() {
    Counting backend = new Counting();
    Settings few = Settings.paths(64 * Backend.BLOCK).withPolicy(Policy.STRUCTURAL);
    try (GreeksEngine engine = new GreeksEngine(backend, 2)) {
      engine.evaluate(asians().getFirst(), Examples.MARKET, Set.of(Measure.VALUE), few);
      long one = backend.take();
      engine.evaluateAll(asians(), Examples.MARKET, Set.of(Measure.VALUE), few, done -> {
      });
      assertThat(backend.take()).isEqualTo(asians().size() * one);
      engine.evaluateAll(asians(), Examples.MARKET, Set.of(Measure.VALUE),
          few.withAccuracy(Accuracy.paths(16 * 64 * Backend.BLOCK)), done -> {
          });
      assertThat(backend.take()).isEqualTo(16 * one);
    }
  }

  @Test
  void oneThatFailsLeavesTheOthersAlone() {
    List<Integer> done = new ArrayList<>();
    try (GreeksEngine engine = new GreeksEngine(new CpuBackend(), 1)) {
      List<Outcome<Greeks>> outcomes = engine.evaluateAll(
          List.of(asian("FLAT", 100), asian("NONE", 100), asian("FLAT", 90)), Examples.MARKET, MEASURES,
          Settings.paths(512).withPolicy(Policy.STRUCTURAL), done::add);
      assertThat(outcomes.get(0)).isInstanceOf(Outcome.Done.class);
      assertThat(outcomes.get(1)).isInstanceOfSatisfying(Outcome.Refused.class,
          refused -> assertThat(refused.cause()).hasMessageContaining("NONE").hasMessageContaining("FLAT"));
      assertThat(outcomes.get(2)).isInstanceOf(Outcome.Done.class);
    }
    assertThat(done).containsExactlyInAnyOrder(0, 1, 2);
  }
}
