package io.pathwise.engine.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pathwise.engine.derive.Tangent;
import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.program.ProgramBuilder;
import io.pathwise.engine.program.State;
import io.pathwise.engine.run.ReferenceRuns;
import io.pathwise.engine.sample.Normal;
import io.pathwise.engine.statistics.Estimate;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;

/**
 * Derivatives along paths of smooth thresholds against those of expectations, whatever units thresholds are in. Would
 * find a width that is not relative to what is compared, and a threshold that stayed. Seeds are fixed.
 */
class SmoothThresholdsTest {

  private static final double VOL = 0.3;
  private static final double BARRIER = 90;
  private static final Inputs INPUTS = new Inputs(1, Map.of("spot", StrictMath.log(100.0), "barrier", BARRIER),
      Map.of(), Map.of());

  private final ProgramBuilder builder = new ProgramBuilder();
  private final Graph g = builder.graph();
  private final Expr.Parameter spot = builder.parameter("spot");
  private final Expr.Parameter barrier = builder.parameter("barrier");

  /** Pays 1 where the logarithm of a price, or another number of it, is above that of the barrier. */
  private Program digital(UnaryOperator<Expr> measured) {
    Expr.State price = builder.state("price", spot);
    builder.stage("step").update("step", price, builder.sample(new Normal(), price, g.literal(VOL)));
    Expr above = g.less(measured.apply(g.log(barrier)), measured.apply(price));
    builder.output("value", g.select(above, g.literal(1.0), g.literal(0.0)));
    return builder.build();
  }

  private Estimate derivative(Program program, Inputs inputs) {
    Program tangent = Tangent.differentiate(program, Map.of("value", List.of(spot)));
    return ReferenceRuns.estimates(tangent, inputs, 1, 200).of(Tangent.name("value", spot));
  }

  private void check(Program program) {
    double exact = new NormalDistribution(null, 0, 1).density(StrictMath.log(BARRIER / 100) / VOL) / VOL;
    assertThat(derivative(program, INPUTS).mean()).isZero(); // the negative control
    List<Expr.State> states = program.forward().states().stream().map(State::value).toList();
    SmoothThresholds.Smooth smooth = SmoothThresholds.of(program, INPUTS, states).orElseThrow();
    Estimate seen = derivative(smooth.program(), smooth.inputs());
    assertThat(seen.standardError()).isLessThan(0.03 * exact);
    assertThat(seen.mean()).isCloseTo(exact, within(4 * seen.standardError() + 0.01 * exact));
  }

  @Test
  void logarithmsAreCompared() {
    check(digital(number -> number));
  }

  @Test
  void pricesAreComparedInUnitsOfTheirReturns() {
    check(digital(g::exp));
  }

  @Test
  void largerUnitsAreTheSame() {
    check(digital(number -> g.mul(g.literal(1e4), g.exp(number))));
  }

  @Test
  void whatHasNoThresholdStaysAsItIs() {
    Expr.State price = builder.state("price", spot);
    builder.stage("step").update("step", price, builder.sample(new Normal(), price, g.literal(VOL)));
    builder.output("value", g.max(price, g.literal(0.0)));
    assertThat(SmoothThresholds.of(builder.build(), INPUTS, List.of(price))).isEmpty();
  }
}
