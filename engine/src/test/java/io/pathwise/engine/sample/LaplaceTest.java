package io.pathwise.engine.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.pathwise.engine.derive.Score;
import io.pathwise.engine.derive.Smoothness;
import io.pathwise.engine.derive.Smoothness.Grade;
import io.pathwise.engine.derive.Tangent;
import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.program.ProgramBuilder;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The kink in the log-density of {@link Laplace}; the rest is in {@link ContinuousLawTest}. */
class LaplaceTest {

  private final ProgramBuilder builder = new ProgramBuilder();
  private final Expr.Parameter location = builder.parameter("location");
  private final Expr.Parameter scale = builder.parameter("scale");

  @Test
  void scoreIsOfFirstOrderInTheLocationAndOfAnyOrderInTheScale() {
    Expr.State x = builder.state("x", builder.graph().literal(0.0));
    builder.stage("draw").update("draw", x, builder.sample(new Laplace(), location, scale));
    builder.output("value", x);
    Program scored = Score.transform(builder.build());
    assertThat(grade(scored, "value", location)).isEqualTo(Grade.LIPSCHITZ);
    assertThat(secondOrder(scored, location)).isEqualTo(Grade.DISCONTINUOUS);
    assertThat(secondOrder(scored, scale)).isNotEqualTo(Grade.DISCONTINUOUS);
  }

  private static Grade secondOrder(Program scored, Expr.Parameter parameter) {
    Program once = Tangent.differentiate(scored, Map.of("value", List.of(parameter)));
    return grade(once, Tangent.name("value", parameter), parameter);
  }

  private static Grade grade(Program program, String output, Expr.Parameter parameter) {
    Inputs inputs = new Inputs(1, Map.of("location", 0.1, "scale", 1.3), Map.of(), Map.of());
    return Objects.requireNonNull(Smoothness.of(program, inputs).verdicts(parameter).get(output)).grade();
  }
}
