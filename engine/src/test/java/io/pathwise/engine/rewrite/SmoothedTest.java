package io.pathwise.engine.rewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.pathwise.engine.derive.Adjoint;
import io.pathwise.engine.derive.Smoothness;
import io.pathwise.engine.derive.Smoothness.Grade;
import io.pathwise.engine.derive.Tangent;
import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.program.TestProgramRunner;
import io.pathwise.engine.run.ReferenceRuns.Results;
import io.pathwise.engine.sample.Normal;
import io.pathwise.engine.statistics.Estimate;
import io.pathwise.engine.statistics.SmoothingWidth;
import java.util.List;
import java.util.Map;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Smoothed thresholds: what they become, how biased their derivatives are, and which width is best. */
class SmoothedTest {

  private static final NormalDistribution NORMAL = new NormalDistribution();
  private static final String DELTA = "value ∂spot";
  private static final String GAMMA = "value ∂spot ∂spot";

  private static Program firstAndSecond(Program program, Expr.Parameter spot, Expr.Parameter vol) {
    Program first = Tangent.differentiate(program, Map.of("value", List.of(spot, vol)));
    return Tangent.differentiate(first, Map.of(DELTA, List.of(spot)));
  }

  /**
   * With the normal kernel E[Φ((x − log K)/w)] is the probability that x and w times another normal together exceed log
   * K, so the smoothed program's own expectation is known, and with it the bias.
   */
  private record SmoothedDigital(double value, double delta, double gamma, double vega) {
    static SmoothedDigital exact(double width) {
      double vol = Lognormal.VOL;
      double deviation = Math.sqrt(vol * vol + width * width);
      double d = (Math.log(Lognormal.SPOT / Lognormal.STRIKE) - 0.5 * vol * vol) / deviation;
      double density = NORMAL.density(d);
      double delta = density / (deviation * Lognormal.SPOT);
      return new SmoothedDigital(NORMAL.cumulativeProbability(d), delta,
          -delta / Lognormal.SPOT * (1 + d / deviation),
          density * (-vol / deviation - d * vol / (deviation * deviation)));
    }
  }

  @Test
  void derivativesAreThoseOfTheSmoothedExpectationWhoseBiasFallsWithTheSquareOfTheWidth() {
    Lognormal digital = Lognormal.digital();
    SmoothedDigital exact = SmoothedDigital.exact(0.0);
    for (double width : new double[]{0.2, 0.1}) {
      Smoothed smoothed = new Smoothed(Kernel.NORMAL_CDF, width);
      Inputs inputs = Lognormal.inputs(2);
      Program program = firstAndSecond(smoothed.program(digital.program, inputs), digital.spot, digital.vol);
      Results<Estimate> estimates = Lognormal.run(program, smoothed.inputs(digital.program, inputs), 3, 200);
      SmoothedDigital expected = SmoothedDigital.exact(width);
      assertZ(estimates.of("value"), expected.value());
      assertZ(estimates.of(DELTA), expected.delta());
      assertZ(estimates.of(GAMMA), expected.gamma());
      assertZ(estimates.of("value ∂vol"), expected.vega());
    }
    double wide = SmoothedDigital.exact(0.1).delta() - exact.delta();
    double narrow = SmoothedDigital.exact(0.05).delta() - exact.delta();
    assertThat(wide / narrow).as("ratio of the exact biases").isCloseTo(4.0, within(0.3));
    // The bias at a wide width is not noise: without it these bounds would be useless.
    assertThat(Math.abs(SmoothedDigital.exact(0.2).delta() - exact.delta())).isGreaterThan(0.1);
  }

  private static void assertZ(Estimate estimate, double exact) {
    assertThat(Math.abs(estimate.mean() - exact)).isLessThan(4.5 * estimate.standardError());
  }

  @ParameterizedTest
  @EnumSource(Kernel.class)
  void theMeasuredBiasFallsWithTheSquareOfTheWidthAndRichardsonRemovesIt(Kernel kernel) {
    double unit = kernel == Kernel.CALL_SPREAD ? 0.8 : kernel == Kernel.LOGISTIC ? 0.1 : 0.2;
    Estimate wide = delta(new Smoothed(kernel, unit));
    Estimate narrow = delta(new Smoothed(kernel, unit / 2));
    double exact = SmoothedDigital.exact(0.0).delta();
    double error = 4.5 * (wide.standardError() + 4 * narrow.standardError());
    assertThat(wide.mean() - exact - 4 * (narrow.mean() - exact)).as("bias at w less four times that at w/2")
        .isCloseTo(0.0, within(error + 0.15 * Math.abs(wide.mean() - exact)));
    assertThat(Math.abs(wide.mean() - exact)).as("the bias is seen").isGreaterThan(10 * wide.standardError());
    double extrapolated = Smoothed.richardson(unit).stream()
        .mapToDouble(term -> term.weight() * delta(new Smoothed(kernel, term.width())).mean()).sum();
    assertThat(Math.abs(extrapolated - exact)).isLessThan(0.25 * Math.abs(narrow.mean() - exact) + error / 3);
  }

  private static Estimate delta(Smoothed smoothed) {
    Lognormal digital = Lognormal.digital();
    Inputs inputs = Lognormal.inputs(1);
    Program program = Tangent.differentiate(smoothed.program(digital.program, inputs),
        Map.of("value", List.of(digital.spot)));
    return Lognormal.run(program, smoothed.inputs(digital.program, inputs), 5, 500).of(DELTA);
  }

  @Test
  void thePilotFindsANearlyBestWidthAndItsBias() {
    long paths = 1_000_000;
    SmoothingWidth choice = SmoothingWidth.choose(width -> delta(new Smoothed(Kernel.NORMAL_CDF, width)), 0.1, paths);
    double exact = SmoothedDigital.exact(0.0).delta();
    double bias = SmoothedDigital.exact(choice.width()).delta() - exact;
    assertThat(choice.bias()).isCloseTo(bias, within(4.5 * choice.biasError() + 0.1 * Math.abs(bias)));
    double best = Double.POSITIVE_INFINITY;
    for (double width = 0.005; width < 0.2; width *= 1.1) {
      best = Math.min(best, error(width, exact, choice, paths));
    }
    assertThat(error(choice.width(), exact, choice, paths)).isLessThan(1.5 * best);
    // More paths ask for less bias.
    assertThat(SmoothingWidth.choose(width -> delta(new Smoothed(Kernel.NORMAL_CDF, width)), 0.1, 1000 * paths).width())
        .isLessThan(0.7 * choice.width());
  }

  private static double error(double width, double exact, SmoothingWidth choice, long paths) {
    double bias = SmoothedDigital.exact(width).delta() - exact;
    return bias * bias + choice.variancePerPath() * choice.width() / width / paths;
  }

  @ParameterizedTest
  @EnumSource(Kernel.class)
  void gradesSayWhichOrdersAKernelAllows(Kernel kernel) {
    Lognormal digital = Lognormal.digital();
    Smoothed smoothed = new Smoothed(kernel, 0.1);
    Inputs inputs = smoothed.inputs(digital.program, Lognormal.inputs(2));
    Program program = smoothed.program(digital.program, inputs);
    assertThat(Smoothness.of(digital.program, inputs).verdicts(digital.spot).get("value"))
        .extracting(Smoothness.Verdict::grade).isEqualTo(Grade.DISCONTINUOUS);
    assertThat(Smoothness.of(program, inputs).verdicts(digital.spot).get("value"))
        .extracting(Smoothness.Verdict::grade)
        .isEqualTo(kernel == Kernel.CALL_SPREAD ? Grade.LIPSCHITZ : Grade.SMOOTH);
    Program first = Tangent.differentiate(program, Map.of("value", List.of(digital.spot)));
    assertThat(Smoothness.of(first, inputs).verdicts(digital.spot).get(DELTA))
        .extracting(Smoothness.Verdict::differentiable).isEqualTo(kernel != Kernel.CALL_SPREAD);
  }

  /** Infinitely far thresholds and tiny widths: the derivatives are numbers, by tangent and by adjoint. */
  @ParameterizedTest
  @EnumSource(Kernel.class)
  void farThresholdsDoNotMakeNaNs(Kernel kernel) {
    Lognormal digital = Lognormal.digital();
    for (double strike : new double[]{0.0, 1e-300, 1e300, Double.POSITIVE_INFINITY}) {
      Smoothed smoothed = new Smoothed(kernel, 1e-4);
      Inputs inputs = smoothed.inputs(digital.program, Lognormal.inputs(2).withParameter("strike", strike));
      Program program = smoothed.program(digital.program, inputs);
      Map<String, List<Expr.Parameter>> wanted = Map.of("value", List.of(digital.spot, digital.vol));
      for (Program each : List.of(firstAndSecond(program, digital.spot, digital.vol),
          Adjoint.differentiate(program, wanted))) {
        Results<Estimate> estimates = Lognormal.run(each, inputs, 1, 1);
        assertThat(estimates.of("value").mean()).isEqualTo(strike < 1 ? 1.0 : 0.0);
        estimates.byName().forEach((name, estimate) -> {
          if (!name.equals("value")) {
            assertThat(estimate.mean()).as(name).isZero();
          }
        });
      }
    }
  }

  @Test
  void connectivesAndTwoValuedStatesBecomeDegrees() {
    // A switch that the first event sets, if the price is between two levels or a host flag is up; read by a guard.
    Lognormal model = new Lognormal(m -> {
      Graph g = m.g;
      Expr.State knocked = m.builder.state("knocked", g.literal(2.0));
      Expr between = g.and(g.lessEqual(g.literal(0.1), m.x), g.not(g.less(g.literal(0.3), m.x)));
      Expr flag = g.less(g.literal(0.5), m.builder.stepValue("flag"));
      m.builder.update("observe", knocked, g.select(g.or(between, flag), g.literal(4.0), knocked));
      Expr guard = g.less(g.literal(3.0), knocked);
      Expr sharp = g.less(g.literal(0.0), g.frozen(m.x));
      return g.add(g.select(guard, g.literal(10.0), g.literal(20.0)), g.select(sharp, g.literal(100.0), m.spot));
    });
    Smoothed smoothed = new Smoothed(Kernel.LOGISTIC, 0.05);
    for (double flag : new double[]{0.0, 1.0}) {
      Inputs inputs = smoothed.inputs(model.program, Lognormal.inputs(1)
          .withStepValue("flag", new double[]{flag}));
      Program program = smoothed.program(model.program, inputs);
      for (double noise : new double[]{-1.0, 0.3, 0.6, 1.5}) {
        double x = Math.log(Lognormal.SPOT) - 0.5 * 0.3 * 0.3 + 0.3 * noise;
        double between = logistic((x - 0.1) / 0.05) * (1 - logistic((x - 0.3) / 0.05));
        double hit = between + flag - between * flag;
        double expected = 20 - 10 * hit + (x > 0 ? 100 : Lognormal.SPOT);
        assertThat(TestProgramRunner.run(program, inputs, (step, number) -> noise).get("value"))
            .isCloseTo(expected, within(1e-12));
      }
    }
  }

  private static double logistic(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  @Test
  void programsWithoutThresholdsAreRefused() {
    Smoothed smoothed = new Smoothed(Kernel.LOGISTIC, 0.1);
    assertThatThrownBy(() -> smoothed.program(Lognormal.call().program, Lognormal.inputs(1)))
        .isInstanceOf(NotApplicableException.class).hasMessageContaining("no threshold on paths");
    assertThatThrownBy(() -> new Smoothed(Kernel.LOGISTIC, 0.0)).hasMessageContaining("smoothing width is 0.0");
  }

  /** Conditions inside draws and on what is the same on all paths are no thresholds. */
  @Test
  void hostConditionsStaySharp() {
    Lognormal model = new Lognormal(m -> {
      Expr clock = m.builder.state("clock", m.g.literal(0.0));
      m.builder.update("observe", (Expr.State) clock, m.g.add(clock, m.builder.stepValue("time")));
      Expr late = m.builder.sample(new Normal(), m.g.literal(0.0), m.g.literal(1.0));
      Expr.State sum = m.builder.state("sum", m.g.literal(0.0));
      m.builder.update("observe", sum,
          m.g.add(sum, m.g.select(m.g.less(m.spot, clock), late, m.g.exp(m.x))));
      return sum;
    });
    assertThatThrownBy(
        () -> new Smoothed(Kernel.LOGISTIC, 0.1).program(model.program, Lognormal.inputs(1)))
        .isInstanceOf(NotApplicableException.class);
  }
}
