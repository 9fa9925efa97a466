package io.pathwise.batch.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.pathwise.engine.cpu.CpuBackend;
import io.pathwise.engine.run.Sampling;
import io.pathwise.pricing.analytic.TwoAssetAutocallable;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The smoothed autocallable against the sharp one and against what was published. Start at {@link #value}. */
class PublishedSmoothingTest {
  private static final AutocallableCase.Data DATA = new AutocallableCase.Data(List.of(2095.15, 97.82),
      List.of(0.2, 0.3), 0.6, 0.01, 1000, 25.5, 0.7, 2, 2, 8);
  private static final long BLOCKS = 1 << 10;

  private static Measurement value(double width, double truth, double accuracy) {
    try (Bench bench = new Bench(new CpuBackend(), 2, Budget.QUICK, 3)) {
      return bench.measure("", "value",
          Estimator.mean("mean", PublishedSmoothing.program(), PublishedSmoothing.VALUE),
          PublishedSmoothing.inputs(DATA, width), Sampling.INDEPENDENT, Optional.of(new Exact(truth, accuracy)),
          BLOCKS);
    }
  }

  @Test
  void withoutWidthIsTheNote() {
    double sharp = TwoAssetAutocallable.value(DATA.market(), DATA.note()).orElseThrow();
    assertThat(value(1e-9, sharp, 1e-7).z()).isBetween(-4.5, 4.5);
    assertThat(value(1e-9, sharp + 5, 1e-7).z()).as("another value is seen to differ").isLessThan(-4.5);
  }

  /** QuantBench, sensitivity_results_corr_run_0.8_10000000.csv, aadc_price at 0.6; its error is that of 10⁷ paths. */
  @Test
  void hasThePublishedValue() {
    Measurement ours = value(0.8, 997.587, 0.07);
    assertThat(ours.z()).isBetween(-4.5, 4.5);
    assertThat(Math.sqrt(ours.variance() / 1e7)).isLessThan(0.07);
  }
}
