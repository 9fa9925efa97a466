package io.pathwise.engine.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.pathwise.engine.derive.Adjoint;
import io.pathwise.engine.derive.Tangent;
import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.run.BlockSource;
import io.pathwise.engine.run.ReferenceRuns;
import io.pathwise.engine.run.Sampling;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every copy has the bits of the program alone, and what is common is there once. */
class CopiesTest {

  private static final Copies.Data STRIKE = new Copies.Data(Set.of("strike"), Set.of());
  private static final int STEPS = 3;
  private static final int BLOCKS = 2;

  static List<Program> programs() {
    Program call = ExamplePrograms.europeanCall();
    Map<String, List<Expr.Parameter>> all = Map.of("value", call.parameters());
    return List.of(call, Tangent.differentiate(call, all), Adjoint.differentiate(call, all));
  }

  private static List<Inputs> inputs() {
    List<Inputs> inputs = new ArrayList<>();
    for (double strike : new double[]{80, 95, 110}) {
      inputs.add(ExamplePrograms.callInputs(STEPS).withParameter("strike", strike));
    }
    return inputs;
  }

  private static double[] run(Program program, Inputs inputs) {
    BlockSource source = ReferenceRuns.source(program, inputs, 5, Sampling.INDEPENDENT);
    double[] results = new double[BLOCKS * source.outputs()];
    source.compute(3, BLOCKS, results);
    return results;
  }

  @ParameterizedTest
  @MethodSource("programs")
  void everyCopyHasTheBitsItHasAlone(Program program) {
    List<Inputs> inputs = inputs();
    double[] together = run(Copies.of(program, STRIKE, inputs.size()), Copies.inputs(inputs, STRIKE));
    int outputs = program.outputs().size();
    for (int copy = 0; copy < inputs.size(); copy++) {
      double[] alone = run(program, inputs.get(copy));
      for (int block = 0; block < BLOCKS; block++) {
        for (int output = 0; output < outputs; output++) {
          assertThat(together[block * outputs * inputs.size() + copy * outputs + output])
              .isEqualTo(alone[block * outputs + output]);
        }
      }
    }
    assertThat(run(program, inputs.get(0))).isNotEqualTo(run(program, inputs.get(1)));
  }

  @Test
  void pathsAreThereOnce() {
    Program call = ExamplePrograms.europeanCall();
    Program copies = Copies.of(call, STRIKE, 3);
    assertThat(copies.forward().states()).hasSameSizeAs(call.forward().states());
    assertThat(copies.parameters()).extracting(Expr.Parameter::name).contains("spot", "strike@0", "strike@2")
        .doesNotContain("strike");
    assertThat(copies.outputNames()).containsExactly("value@0", "value@1", "value@2");
  }

  @Test
  void dataOfThePathsAreTold() {
    Copies.Data drawn = Copies.drawn(ExamplePrograms.europeanCall());
    assertThat(drawn.parameters()).containsExactlyInAnyOrder("spot", "rate", "vol");
    assertThat(drawn.stepValues()).containsExactly("step_length");
  }
}
