package io.pathwise.engine.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.pathwise.engine.derive.Adjoint;
import io.pathwise.engine.derive.Score;
import io.pathwise.engine.derive.Tangent;
import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.run.ReferenceRuns;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@link Canonical}: one text for equal programs, whatever was derived before, and the bits of the original. */
class CanonicalTest {

  private static Map<String, List<Expr.Parameter>> wanted(Program program) {
    return Map.of(program.outputNames().getFirst(), program.parameters());
  }

  @Test
  void doesNotTellWhatWasDerivedBefore() {
    Program call = ExamplePrograms.europeanCall();
    Program first = Tangent.differentiate(call, wanted(call));
    Program adjoint = Adjoint.differentiate(call, wanted(call));
    Score.transform(call);
    Program second = Tangent.differentiate(call, wanted(call));
    Program again = Adjoint.differentiate(call, wanted(call));
    assertThat(second.toString()).as("negative control").isNotEqualTo(first.toString());
    assertThat(Canonical.of(second).toString()).isEqualTo(Canonical.of(first).toString());
    assertThat(Canonical.of(again).toString()).isEqualTo(Canonical.of(adjoint).toString());
    assertThat(Canonical.of(adjoint).toString()).isNotEqualTo(Canonical.of(first).toString());
  }

  @Test
  void isItsOwnCanonicalForm() {
    for (Program program : List.of(ExamplePrograms.europeanCall(), ExamplePrograms.everyLaw(),
        ExamplePrograms.twoSweeps())) {
      Program canonical = Canonical.of(program);
      assertThat(Canonical.of(canonical).toString()).isEqualTo(canonical.toString());
      assertThat(canonical.outputNames()).isEqualTo(program.outputNames());
    }
  }

  @Test
  void hasTheBitsOfTheOriginal() {
    Program call = ExamplePrograms.europeanCall();
    Program adjoint = Adjoint.differentiate(call, wanted(call));
    Inputs inputs = ExamplePrograms.callInputs(3);
    assertThat(ReferenceRuns.blockSums(Canonical.of(adjoint), inputs, 4).byName())
        .isEqualTo(ReferenceRuns.blockSums(adjoint, inputs, 4).byName());
  }
}
