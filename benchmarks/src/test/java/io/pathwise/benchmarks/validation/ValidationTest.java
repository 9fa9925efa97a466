package io.pathwise.benchmarks.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pathwise.engine.cpu.CpuBackend;
import io.pathwise.greeks.GreeksEngine;
import io.pathwise.greeks.measure.Greek;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.pricing.product.Digital;
import io.pathwise.pricing.product.OptionType;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The validation accepts right numbers and notices bias and wrong standard errors. */
@Tag("long")
class ValidationTest {

  private static final ValidationCase CASE = MainSet.cases().getFirst();

  /** Simulated results with a given bias and error of the standard error. */
  private static Verdict verdict(double bias, double spread) {
    Random random = new Random(1);
    List<Observation> observations = new ArrayList<>();
    for (int trade = 0; trade < 100; trade++) {
      double z = bias + spread * random.nextGaussian();
      Greek greek = new Greek(Measure.VALUE, List.of(), 10 + 0.1 * z, 0.1, "mean", "", 1000, Greek.Status.OK, "");
      observations.add(Observation.of(trade, CASE, greek, 10));
    }
    return Verdict.of(observations, List.of());
  }

  @Test
  void rightNumbersPass() {
    assertThat(verdict(0, 1).failures()).isEmpty();
  }

  @Test
  void biasAndWrongStandardErrorsFail() {
    assertThat(verdict(0.6, 1).failures()).isNotEmpty();
    assertThat(verdict(0, 1.5).failures()).anyMatch(failure -> failure.contains("p(χ²)"));
    assertThat(verdict(0, 0.6).failures()).anyMatch(failure -> failure.contains("p(χ²)"));
    assertThat(verdict(5, 1).failures()).anyMatch(failure -> failure.startsWith("z-score"));
  }

  @Test
  void aWrongNumberWithoutErrorFails() {
    Greek greek = new Greek(Measure.VALUE, List.of(), 10.001, 0, "mean", "", 1000, Greek.Status.OK, "");
    assertThat(Verdict.of(List.of(Observation.of(0, CASE, greek, 10)), List.of()).failures())
        .anyMatch(failure -> failure.startsWith("without error but wrong"));
  }

  @Test
  void hitsAreThoseOfTheRarerSide() {
    ValidationCase digital = new ValidationCase("digital", Digital.cash("FLAT", OptionType.CALL, 130, 0.5, 10),
        MainSet.MARKET);
    // log(130 / forward) is 1.85 standard deviations and half the variance adds 0.07: N(−1.857) = 0.0317.
    assertThat(ExpectedHits.fewest(digital, 1_000_000)).isCloseTo(31_700, within(1_500.0));
    ValidationCase put = new ValidationCase("digital", Digital.cash("FLAT", OptionType.PUT, 130, 0.5, 10),
        MainSet.MARKET);
    assertThat(ExpectedHits.fewest(put, 1_000_000)).isCloseTo(ExpectedHits.fewest(digital, 1_000_000), within(1e-3));
  }

  @Test
  void aFewTradesOfBothSetsPass() {
    try (GreeksEngine engine = new GreeksEngine(new CpuBackend(), 2)) {
      assertThat(Validation.run(engine, MainSet.cases().subList(0, 3), 20_000).failures()).isEmpty();
      assertThat(Validation.run(engine, HeldOutSet.cases(4), 20_000).failures()).isEmpty();
    }
  }
}
