package io.pathwise.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.pathwise.cuda.ptx.PtxCompiler;
import io.pathwise.cuda.ptx.PtxRenderer;
import io.pathwise.engine.cpu.CpuBackend;
import io.pathwise.engine.lower.LoweredProgram;
import io.pathwise.engine.run.Backend;
import io.pathwise.engine.run.Kernel;
import io.pathwise.engine.run.Sampling;
import io.pathwise.greeks.GreeksEngine;
import io.pathwise.greeks.estimator.EstimatorChoice;
import io.pathwise.greeks.estimator.Orderings;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.greeks.policy.Policy;
import io.pathwise.greeks.policy.Settings;
import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.Correlations;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.ZeroCurve;
import io.pathwise.pricing.product.Asian;
import io.pathwise.pricing.product.Autocallable;
import io.pathwise.pricing.product.Barrier;
import io.pathwise.pricing.product.Basket;
import io.pathwise.pricing.product.Digital;
import io.pathwise.pricing.product.OptionType;
import io.pathwise.pricing.product.Product;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The programs that products and estimators really make are taken by NVIDIA's compiler. Those of all products and
 * estimators, on a GPU, are what {@code pathwise gpu-check} is for.
 */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64", disabledReason = "JCuda's PTX compiler is there for linux-x86_64")
@Tag("long")
class EveryKernelTest {

  private static final MarketData MARKET = MarketData.of(LocalDate.of(2026, 11, 20),
      List.of(ZeroCurve.flat("EUR", 0.02)),
      List.of(Asset.blackScholes("A", "EUR", 100, 0.01, 0.2), Asset.blackScholes("B", "EUR", 100, 0.0, 0.3)),
      Correlations.of("A", "B", 0.4));

  /** The CPU, and the text of every kernel it compiles. */
  private static final class RenderingBackend implements Backend {
    private final Backend backend = new CpuBackend();
    private final Map<String, String> texts = new LinkedHashMap<>();

    @Override
    public String name() {
      return "rendering";
    }

    @Override
    public synchronized Kernel compile(LoweredProgram program, Sampling sampling) {
      String text = PtxRenderer.render(program, sampling);
      if (!texts.containsValue(text)) {
        texts.put("kernel-" + texts.size(), text);
      }
      return backend.compile(program, sampling);
    }
  }

  @Test
  void compilesForGpus(@TempDir Path directory) throws Exception {
    RenderingBackend backend = new RenderingBackend();
    Settings settings = Settings.paths(512).withPolicy(Policy.STRUCTURAL).withControlVariates(false);
    List<Product> products = List.of(Asian.of("A", OptionType.CALL, Asian.Average.ARITHMETIC, 100, 1, 4),
        Digital.cash("A", OptionType.CALL, 105, 0.75, 10),
        Barrier.of("A", OptionType.CALL, 100, 0.75, 88, Barrier.Kind.DOWN_AND_OUT, 3, 1.5),
        Basket.of(List.of("A", "B"), List.of(0.5, 0.5), Basket.Aggregate.BEST_OF, OptionType.CALL, 100, 1),
        Autocallable.of(List.of("A", "B"), List.of(100.0, 100.0), 1000, 25, 0.75, 1.01, 2, 0.7, 1.5, 3));
    try (GreeksEngine engine = new GreeksEngine(backend, 1)) {
      for (Product product : products) {
        engine.evaluate(product, MARKET, EnumSet.of(Measure.VALUE, Measure.DELTA, Measure.GAMMA, Measure.VEGA),
            settings);
        engine.evaluate(product, MARKET, EnumSet.of(Measure.DELTA),
            settings.withEstimator(Measure.DELTA, EstimatorChoice.SCORE_ALL)
                .withSampling(Sampling.sobol(32, Orderings.BRIDGE)));
      }
    }
    assertThat(backend.texts).hasSizeGreaterThan(10);
    assertThat(PtxCompiler.compile(directory, backend.texts, List.of("sm_70", "sm_80", "sm_90")))
        .hasSize(3 * backend.texts.size())
        .allSatisfy((name, report) -> assertThat(report.error()).isEmpty());
  }
}
