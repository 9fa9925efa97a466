package io.pathwise.engine.rewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pathwise.engine.derive.Adjoint;
import io.pathwise.engine.derive.Smoothness;
import io.pathwise.engine.derive.Smoothness.Grade;
import io.pathwise.engine.derive.Tangent;
import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.run.ReferenceRuns.Results;
import io.pathwise.engine.statistics.Estimate;
import java.util.List;
import java.util.Map;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;

/** The density at a threshold: sharp values, first derivatives with a bias that falls with the square of the width. */
class IndicatorDensityTest {

  private static final NormalDistribution NORMAL = new NormalDistribution();

  /** Pays the price if it ends above the strike. */
  private static Lognormal assetOrNothing() {
    return new Lognormal(m -> m.g.select(m.g.less(m.g.log(m.strike), m.x), m.g.exp(m.x), m.g.literal(0.0)));
  }

  /** d/dS of S Φ(d): the branch's own derivative and the density at the strike; the latter averaged over a width. */
  private static double expectedDelta(double width) {
    double above = distance(Math.log(Lognormal.STRIKE) + width / 2);
    double below = distance(Math.log(Lognormal.STRIKE) - width / 2);
    double density = (NORMAL.cumulativeProbability(below) - NORMAL.cumulativeProbability(above)) / width;
    return NORMAL.cumulativeProbability(distance(Math.log(Lognormal.STRIKE))) + density;
  }

  /** E[S; log S > level] is S₀ Φ(distance). */
  private static double distance(double level) {
    return (Math.log(Lognormal.SPOT) - level) / Lognormal.VOL + 0.5 * Lognormal.VOL;
  }

  @Test
  void branchesAndThresholdsBothContribute() {
    Lognormal model = assetOrNothing();
    Inputs inputs = Lognormal.inputs(2);
    Map<String, List<Expr.Parameter>> wanted = Map.of("value", List.of(model.spot));
    Results<Estimate> sharp = Lognormal.run(Tangent.differentiate(model.program, wanted), inputs, 7, 300);
    double exact = expectedDelta(1e-6);
    for (double width : new double[]{0.4, 0.2}) {
      IndicatorDensity rewrite = new IndicatorDensity(width);
      Inputs widened = rewrite.inputs(model.program, inputs);
      Program program = rewrite.program(model.program, inputs);
      Results<Estimate> tangent = Lognormal.run(Tangent.differentiate(program, wanted), widened, 7, 300);
      Results<Estimate> adjoint = Lognormal.run(Adjoint.differentiate(program, wanted), widened, 7, 300);
      assertThat(tangent.of("value")).as("values keep their bits").isEqualTo(sharp.of("value"));
      Estimate delta = tangent.of("value ∂spot");
      assertThat(adjoint.of("value ∂spot").mean()).isCloseTo(delta.mean(), within(1e-12));
      assertThat(Math.abs(Estimates.score(delta, expectedDelta(width)))).isLessThan(4.5);
      assertThat((expectedDelta(width) - exact) / (expectedDelta(width / 2) - exact)).as("ratio of the biases")
          .isCloseTo(4.0, within(0.2));
    }
    // Negative control: without the density the derivative is wrong.
    assertThat(sharp.of("value ∂spot").mean() - exact).isLessThan(-0.5);
  }

  @Test
  void guardsPassOnWhatTheirEventsMoveWith() {
    // The digital, through a state that an event sets.
    Lognormal direct = Lognormal.digital();
    Lognormal guarded = new Lognormal(m -> {
      Graph g = m.g;
      Expr.State above = m.builder.state("above", g.literal(0.0));
      m.builder.update("observe", above,
          g.select(g.less(g.log(m.strike), m.x), g.literal(1.0), g.literal(0.0)));
      return g.select(g.not(g.less(g.literal(0.5), above)), g.literal(0.0), g.literal(1.0));
    });
    IndicatorDensity rewrite = new IndicatorDensity(0.1);
    Inputs inputs = rewrite.inputs(direct.program, Lognormal.inputs(1));
    double expected = delta(rewrite, direct, inputs);
    assertThat(expected).isGreaterThan(1.0);
    assertThat(delta(rewrite, guarded, inputs)).isCloseTo(expected, within(1e-12));
  }

  private static double delta(Rewrite rewrite, Lognormal model, Inputs inputs) {
    Program program = Tangent.differentiate(rewrite.program(model.program, inputs),
        Map.of("value", List.of(model.spot)));
    return Lognormal.run(program, inputs, 2, 100).of("value ∂spot").mean();
  }

  @Test
  void firstDerivativesOnly() {
    Lognormal model = assetOrNothing();
    IndicatorDensity rewrite = new IndicatorDensity(0.1);
    Inputs inputs = rewrite.inputs(model.program, Lognormal.inputs(2));
    Program program = rewrite.program(model.program, inputs);
    assertThat(Smoothness.of(program, inputs).verdicts(model.spot).get("value"))
        .extracting(Smoothness.Verdict::grade).isEqualTo(Grade.LIPSCHITZ);
    Program first = Tangent.differentiate(program, Map.of("value", List.of(model.spot)));
    assertThat(Smoothness.of(first, inputs).verdicts(model.spot).get("value ∂spot"))
        .extracting(Smoothness.Verdict::differentiable).isEqualTo(false);
  }
}
