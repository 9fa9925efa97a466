package io.pathwise.engine.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** The data of a program: lengths and names are checked, changes leave the original alone. */
class InputsTest {

  private final Inputs inputs = new Inputs(2, Map.of("p", 1.5), Map.of("t", new double[]{1.0, 2.0}),
      Map.of("fixings", new boolean[]{true, false}));

  @Test
  void arraysOfTheWrongLengthAreRefusedByName() {
    assertThatThrownBy(() -> inputs.withStepValue("u", new double[3]))
        .hasMessageContaining("u has 3 entries for 2 steps");
    assertThatThrownBy(() -> new Inputs(2, Map.of(), Map.of(), Map.of("days", new boolean[1])))
        .hasMessageContaining("days has 1 entries for 2 steps");
  }

  @Test
  void missingNamesAreToldWithThoseThatExist() {
    assertThatThrownBy(() -> inputs.parameter("q")).hasMessageContaining("parameter q among [p]");
    assertThatThrownBy(() -> inputs.stepValue("p")).hasMessageContaining("step value p among [t]");
    assertThatThrownBy(() -> inputs.schedule("t")).hasMessageContaining("schedule t among [fixings]");
    assertThatThrownBy(() -> inputs.withParameter("q", 1.0)).hasMessageContaining("parameter q");
  }

  @Test
  void changedDataIsACopy() {
    assertThat(inputs.withParameter("p", 2.0).parameter("p")).isEqualTo(2.0);
    assertThat(inputs.parameter("p")).isEqualTo(1.5);
    assertThat(inputs.withStepValue("u", new double[]{3.0, 4.0}).stepValue("u")).containsExactly(3.0, 4.0);
    assertThat(inputs.schedule("fixings")).containsExactly(true, false);
  }
}
