package io.pathwise.engine.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pathwise.engine.graph.Expr;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Rewriting reaches every expression of a program, and one path run by hand checks the oracle that tests use. */
class RewriterTest {

  @Test
  void nothingReplacedIsTheSameProgram() {
    Program program = ExamplePrograms.twoSweeps();
    assertThat(Rewriter.rewrite(program, (node, operands) -> null)).isEqualTo(program);
  }

  @Test
  void everyPlaceIsReached() {
    Program program = ExamplePrograms.twoSweeps();
    Expr two = program.graph().literal(2.0);
    Program rewritten = Rewriter.rewrite(program, (node, operands) -> node instanceof Expr.Parameter ? two : null);
    assertThat(rewritten.toString().lines().filter(line -> line.contains("$"))).containsExactly("  parameter $p");
    assertThat(rewritten).hasToString(program.toString().replace("$p", "2.0").replace("parameter 2.0", "parameter $p")
        // Operands of a product are ordered by age, and the literal is younger than the step value.
        .replace("mul(2.0, @t)", "mul(@t, 2.0)"));
  }

  @Test
  void samplesAreReplacedByTheirDraws() {
    Program program = ExamplePrograms.europeanCall();
    Program rewritten = Rewriter.drawn(program);
    assertThat(rewritten.toString()).doesNotContain("sample").contains("normal[0]");
    Inputs inputs = ExamplePrograms.callInputs(5);
    TestProgramRunner.NoiseSource noise = (step, number) -> 0.3 - 0.1 * step;
    assertThat(TestProgramRunner.run(rewritten, inputs, noise))
        .isEqualTo(TestProgramRunner.run(program, inputs, noise));
  }

  @Test
  void callOnOnePathIsWhatTheFormulaSays() {
    double[] noise = {0.5, -0.25};
    double logPrice = Math.log(100.0);
    for (double z : noise) {
      logPrice += 0.5 * (0.03 - 0.02) + 0.2 * Math.sqrt(0.5) * z;
    }
    Map<String, Double> outputs = TestProgramRunner.run(ExamplePrograms.europeanCall(), ExamplePrograms.callInputs(2),
        (step, number) -> noise[step]);
    assertThat(outputs.get("value")).isCloseTo(Math.exp(-0.03) * (Math.exp(logPrice) - 95.0), within(1e-12));
  }

  @Test
  void twoSweepsOnOnePathAreWhatTheTextSays() {
    double p = 0.4;
    double[] t = {0.9, 5.0, 0.6};
    double z = 0.25;
    double first = p + p * z;
    double x1 = first * t[0];
    double second = x1 + p * z;
    double x2 = second * t[2];
    double bucket2 = Math.sin(x2) * second;
    double a = Math.fma(Math.sin(x2), Math.exp(second), Math.exp(second));
    double bucket0 = a * first;
    a = Math.fma(a, Math.exp(first), Math.exp(first));
    Inputs inputs = new Inputs(3, Map.of("p", p), Map.of("t", t),
        Map.of("fixing days", new boolean[]{true, false, true}));
    Map<String, Double> outputs = TestProgramRunner.run(ExamplePrograms.twoSweeps(), inputs, (step, number) -> z);
    assertThat(outputs.get("end")).isCloseTo(x2 * Math.exp(x2), within(1e-14));
    assertThat(outputs.get("dp"))
        .isCloseTo(Math.exp(p) * a * Math.exp(x2) + p * (t[0] * bucket0 + t[2] * bucket2), within(1e-13));
  }
}
