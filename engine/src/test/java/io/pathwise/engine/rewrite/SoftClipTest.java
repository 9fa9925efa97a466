package io.pathwise.engine.rewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.pathwise.engine.derive.Smoothness;
import io.pathwise.engine.derive.Smoothness.Grade;
import io.pathwise.engine.derive.Tangent;
import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.program.TestProgramRunner;
import io.pathwise.engine.run.ReferenceRuns.Results;
import io.pathwise.engine.statistics.Estimate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;

/** Soft caps and floors: their values, and a gamma by tangents alone whose bias falls with the square of the width. */
class SoftClipTest {

  private static final String GAMMA = "value ∂spot ∂spot";

  private static Results<Estimate> run(double width) {
    Lognormal call = Lognormal.call();
    SoftClip clip = new SoftClip(width);
    Inputs inputs = clip.inputs(call.program, Lognormal.inputs(1));
    Program program = clip.program(call.program, inputs);
    Program first = Tangent.differentiate(program, Map.of("value", List.of(call.spot)));
    assertThat(Smoothness.of(first, inputs).verdicts(call.spot).get("value ∂spot"))
        .extracting(Smoothness.Verdict::grade).isEqualTo(Grade.SMOOTH);
    return Lognormal.run(Tangent.differentiate(first, Map.of("value ∂spot", List.of(call.spot))), inputs, 3, 300);
  }

  /** E[s''(S − K) (S/S₀)²] by the trapezoidal rule over the normal, s the softplus function. */
  private static double expectedGamma(double width) {
    NormalDistribution normal = new NormalDistribution();
    double step = 1e-4;
    double total = 0;
    for (double z = -8; z < 8; z += step) {
      double growth = Math.exp(Lognormal.VOL * z - 0.5 * Lognormal.VOL * Lognormal.VOL);
      double degree = 1 / (1 + Math.exp((Lognormal.STRIKE - Lognormal.SPOT * growth) / width));
      total += step * normal.density(z) * degree * (1 - degree) / width * growth * growth;
    }
    return total;
  }

  @Test
  void gammaOfACallByTangents() {
    double d = Math.log(Lognormal.SPOT / Lognormal.STRIKE) / Lognormal.VOL + 0.5 * Lognormal.VOL;
    double exact = new NormalDistribution().density(d) / (Lognormal.SPOT * Lognormal.VOL);
    for (double width : new double[]{0.08, 0.04}) {
      assertThat(Math.abs(Estimates.score(run(width).of(GAMMA), expectedGamma(width)))).isLessThan(4.5);
    }
    assertThat((expectedGamma(0.04) - exact) / (expectedGamma(0.02) - exact)).as("ratio of the biases")
        .isCloseTo(4.0, within(0.25));
    // Negative control: gamma by tangents of the sharp call is that of its kink, nothing.
    Lognormal call = Lognormal.call();
    Program first = Tangent.differentiate(call.program, Map.of("value", List.of(call.spot)));
    Program second = Tangent.differentiate(first, Map.of("value ∂spot", List.of(call.spot)));
    assertThat(Math.abs(Lognormal.run(second, Lognormal.inputs(1), 3, 10).of(GAMMA).mean() / exact))
        .isLessThan(1e-10);
  }

  @Test
  void everyKindOfClipIsItsSoftFunction() {
    Lognormal model = new Lognormal(m -> {
      Expr price = m.g.exp(m.x);
      m.builder.output("cap", m.g.min(price, m.strike));
      m.builder.output("distance", m.g.abs(m.g.sub(price, m.strike)));
      m.builder.output("floor", m.g.max(m.strike, price));
      m.builder.output("floor of logarithms", m.g.exp(m.g.max(m.g.log(m.strike), m.x)));
      return m.g.min(m.g.max(m.strike, m.spot), price);
    });
    double width = 0.05;
    SoftClip clip = new SoftClip(width);
    Inputs inputs = clip.inputs(model.program, Lognormal.inputs(1));
    Program program = clip.program(model.program, inputs);
    for (double noise : new double[]{-40.0, -1.0, 0.1, 1.5, 40.0}) {
      double price = Math.exp(Math.log(Lognormal.SPOT) - 0.5 * 0.3 * 0.3 + 0.3 * noise);
      double distance = price - Lognormal.STRIKE;
      Map<String, Double> values = TestProgramRunner.run(program, inputs, (step, number) -> noise);
      assertThat(values.get("cap")).isCloseTo(price - softplus(distance, width), within(1e-12 * price));
      assertThat(values.get("floor")).isCloseTo(1.0 + softplus(distance, width), within(1e-12 * price));
      assertThat(values.get("floor of logarithms")).isCloseTo(1.0 + softplus(distance, width), within(1e-12 * price));
      assertThat(values.get("distance")).isCloseTo(2 * softplus(distance, width) - distance, within(1e-12 * price));
    }
  }

  /** A network that sorts 32 logarithms has 2^30 ways through it. */
  @Test
  void whatIsSharedIsMadeSoftOnce() {
    Lognormal sorted = new Lognormal(m -> {
      List<Expr> left = new ArrayList<>();
      for (int i = 1; i <= 32; i++) {
        left.add(m.g.mul(m.g.literal(i / 32.0), m.x));
      }
      for (int round = 0; round < 16; round++) {
        Expr smallest = left.removeFirst();
        for (int i = 0; i < left.size(); i++) {
          Expr larger = m.g.max(smallest, left.get(i));
          smallest = m.g.min(smallest, left.get(i));
          left.set(i, larger);
        }
      }
      return m.g.exp(left.getFirst());
    });
    assertTimeoutPreemptively(Duration.ofSeconds(20),
        () -> assertThat(new SoftClip(0.1).program(sorted.program, Lognormal.inputs(1)).outputs()).hasSize(1));
  }

  private static double softplus(double difference, double width) {
    return Math.max(difference, 0) + width * Math.log1p(Math.exp(-Math.abs(difference) / width));
  }

  @Test
  void clipsOfThePathItselfStay() {
    Lognormal model = new Lognormal(m -> m.x);
    assertThatThrownBy(() -> new SoftClip(0.1).program(model.program, Lognormal.inputs(1)))
        .isInstanceOf(NotApplicableException.class).hasMessageContaining("no cap or floor");
    Lognormal floored = new Lognormal(m -> {
      Expr.State level = m.builder.state("level", m.g.literal(0.0));
      m.builder.update("step", level, m.g.max(m.g.literal(0.0), m.x));
      return level;
    });
    assertThatThrownBy(() -> new SoftClip(0.1).program(floored.program, Lognormal.inputs(1)))
        .isInstanceOf(NotApplicableException.class);
  }
}
