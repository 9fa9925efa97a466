package io.pathwise.greeks.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.pathwise.engine.cpu.CpuBackend;
import io.pathwise.greeks.Examples;
import io.pathwise.greeks.GreeksEngine;
import io.pathwise.greeks.estimator.Estimator;
import io.pathwise.greeks.estimator.EstimatorChoice;
import io.pathwise.greeks.measure.Greek;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.product.Barrier;
import io.pathwise.pricing.product.OptionType;
import io.pathwise.pricing.product.Product;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Smoothing asked for without a width: a pilot finds one, and says what bias it leaves. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WidthPilotTest {

  private static final Pattern NOTE = Pattern.compile("width (\\S+) and bias (\\S+) ± (\\S+) by a pilot");
  private static final Product BARRIER = Examples.barrier(OptionType.CALL, Barrier.Kind.UP_AND_OUT);
  private static final double EXACT = Examples.exact(Examples.MARKET, BARRIER, List.of(Examples.SPOT));

  private static final Product DIGITAL = Examples.digital(OptionType.CALL);

  private final GreeksEngine engine = new GreeksEngine(new CpuBackend(), 2);

  @AfterAll
  void close() {
    engine.close();
  }

  private Greek delta(EstimatorChoice choice, long paths) {
    return engine.evaluate(BARRIER, Examples.MARKET, Set.of(Measure.DELTA),
        Settings.paths(paths).withEstimator(Measure.DELTA, choice)).get(Measure.DELTA, Examples.SPOT);
  }

  private static Matcher note(Greek greek) {
    Matcher note = NOTE.matcher(greek.message());
    assertThat(note.find()).as(greek.message()).isTrue();
    return note;
  }

  @ParameterizedTest
  @EnumSource(names = {"SMOOTHED_LOGISTIC", "SMOOTHED_NORMAL_CDF", "SMOOTHED_CALL_SPREAD", "INDICATOR_DENSITY"})
  void theErrorIsWithinTheStatedBiasAndStandardError(EstimatorChoice choice) {
    Greek greek = delta(choice, 100_000);
    assertThat(greek.estimator()).isEqualTo(choice.label());
    assertThat(greek.message()).startsWith("biased: ");
    Matcher note = note(greek);
    double bias = Math.abs(Double.parseDouble(note.group(2)));
    double error = Math.hypot(Double.parseDouble(note.group(3)), greek.standardError());
    assertThat(Math.abs(greek.value() - EXACT)).isLessThan(bias + 4.5 * error);
  }

  @Test
  void morePathsAskForLessBias() {
    double few = Double.parseDouble(note(delta(EstimatorChoice.SMOOTHED_LOGISTIC, 10_000)).group(1));
    double many = Double.parseDouble(note(delta(EstimatorChoice.SMOOTHED_LOGISTIC, 1_000_000)).group(1));
    assertThat(many).isLessThan(0.8 * few);
  }

  /** Otherwise a difference between markets would be one between widths, too. */
  @Test
  void scenariosKeepTheWidth() {
    Settings settings = Settings.paths(10_000).withEstimator(Measure.DELTA, EstimatorChoice.SMOOTHED_LOGISTIC);
    Set<Measure> delta = Set.of(Measure.DELTA);
    PinnedEstimators base = engine.start(BARRIER, Examples.MARKET, delta, settings).estimators();
    MarketData moved = Examples.MARKET.shifted(Examples.VOL, 0.1);
    assertThat(engine.start(BARRIER, moved, delta, settings, base).estimators()).isEqualTo(base);
    assertThat(engine.start(BARRIER, moved, delta, settings).estimators()).isNotEqualTo(base);
  }

  /** A width at which the plain smoothing is many standard errors off. */
  @Test
  void theExtrapolationTakesTheBiasOut() {
    double exact = Examples.exact(Examples.MARKET, DIGITAL, List.of(Examples.SPOT));
    Greek plain = digital("smoothed-normal-cdf(0.1)");
    Greek extrapolated = digital("smoothed-richardson(0.1)");
    assertThat(extrapolated.message()).contains("extrapolated from the widths 0.1 and 0.05");
    assertThat(Math.abs(Examples.z(plain, exact))).isGreaterThan(10);
    assertThat(Math.abs(extrapolated.value() - exact)).isLessThan(0.2 * Math.abs(plain.value() - exact));
  }

  private Greek digital(String estimator) {
    return engine.evaluate(DIGITAL, Examples.MARKET, Set.of(Measure.DELTA),
        Settings.paths(400_000).withEstimator(Measure.DELTA, Estimator.of(estimator)))
        .get(Measure.DELTA, Examples.SPOT);
  }
}
