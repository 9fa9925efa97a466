package io.pathwise.engine.derive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pathwise.engine.derive.RandomExpressions.Kind;
import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Traversal;
import io.pathwise.engine.graph.Type;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.run.ReferenceRuns;
import io.pathwise.engine.run.ReferenceRuns.Results;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tangent and adjoint of programs with loops against each other and against finite differences, on the same noise. */
@Tag("long")
class LoopDerivativesTest {

  private static final long NOISE = 5;

  @ParameterizedTest
  @CsvSource({"1, 6, 12", "2, 10, 12", "3, 14, 12", "4, 20, 12", "5, 30, 12", "6, 12, 0", "7, 12, 1", "8, 2, 250"})
  void adjointIsTangentUpToRounding(long seed, int size, int steps) {
    assertAdjointIsTangent(LoopProgram.random(seed, size, steps, Kind.ANY));
  }

  @ParameterizedTest
  @CsvSource({"21, 6, 12", "22, 10, 12", "23, 20, 12", "24, 12, 0", "25, 12, 1", "26, 2, 250"})
  void adjointIsTangentOverSeveralSweeps(long seed, int size, int steps) {
    LoopProgram loop = LoopProgram.randomOfTwoSweeps(seed, size, steps, Kind.ANY);
    assertThat(Adjoint.differentiate(loop.program(), loop.everyDerivative()).sweeps()).hasSize(4);
    assertAdjointIsTangent(loop);
  }

  private static void assertAdjointIsTangent(LoopProgram loop) {
    Results<Double> tangent = derivatives(Tangent.differentiate(loop.program(), loop.everyDerivative()), loop);
    Results<Double> adjoint = derivatives(Adjoint.differentiate(loop.program(), loop.everyDerivative()), loop);
    assertThat(adjoint.byName().keySet()).isEqualTo(tangent.byName().keySet());
    // Sums over 256 paths of terms of order 1, so 1e-10 is some 1e4 roundings.
    tangent.byName().forEach((name, value) -> assertThat(adjoint.of(name)).as(name)
        .isCloseTo(value, within(1e-10 * (1 + Math.abs(value)))));
    assertThat(tangent.byName().values().stream().filter(value -> Math.abs(value) > 1e-3).count())
        .isGreaterThanOrEqualTo(4);
  }

  @ParameterizedTest
  @ValueSource(longs = {11})
  void bothAreTheLimitOfDifferenceQuotientsOver256Steps(long seed) {
    assertLimitOfDifferenceQuotients(LoopProgram.random(seed, 6, 256, Kind.CONTINUOUS), seed);
  }

  @ParameterizedTest
  @ValueSource(longs = {12})
  void bothAreTheLimitOfDifferenceQuotientsOverSeveralSweeps(long seed) {
    assertLimitOfDifferenceQuotients(LoopProgram.randomOfTwoSweeps(seed, 6, 64, Kind.CONTINUOUS), seed);
  }

  private static void assertLimitOfDifferenceQuotients(LoopProgram loop, long seed) {
    Program adjointProgram = Adjoint.differentiate(loop.program(), loop.everyDerivative());
    Results<Double> tangent = derivatives(Tangent.differentiate(loop.program(), loop.everyDerivative()), loop);
    Results<Double> adjoint = derivatives(adjointProgram, loop);
    SplittableRandom random = new SplittableRandom(seed);
    double step = 1e-6;
    Inputs up = loop.inputs();
    Inputs down = loop.inputs();
    double[] direction = random.doubles(loop.parameters().size(), 0.5, 1.5).toArray();
    for (int i = 0; i < direction.length; i++) {
      String name = loop.parameters().get(i).name();
      up = up.withParameter(name, loop.inputs().parameter(name) + step * direction[i]);
      down = down.withParameter(name, loop.inputs().parameter(name) - step * direction[i]);
    }
    Results<Double> above = ReferenceRuns.blockSums(loop.program(), up, NOISE);
    Results<Double> below = ReferenceRuns.blockSums(loop.program(), down, NOISE);
    for (String output : LoopProgram.OUTPUTS) {
      double difference = (above.of(output) - below.of(output)) / (2 * step);
      double byTangent = 0;
      double byAdjoint = 0;
      for (int i = 0; i < direction.length; i++) {
        String name = Tangent.name(output, loop.parameters().get(i));
        byTangent += tangent.of(name) * direction[i];
        byAdjoint += adjoint.of(name) * direction[i];
      }
      // Rounding of the sums, about 1e-13, over the step of 1e-6; no path crosses a kink within it at these seeds.
      assertThat(byTangent).as(output).isCloseTo(difference, within(2e-6 * (1 + Math.abs(difference))));
      assertThat(byAdjoint).as(output).isCloseTo(difference, within(2e-6 * (1 + Math.abs(difference))));
      assertThat(Math.abs(difference)).as("%s moves", output).isGreaterThan(1.0);
    }
    assertThat(recalledTypes(adjointProgram)).contains(Type.REAL, Type.BOOL);
  }

  private static List<Type> recalledTypes(Program program) {
    return Traversal.reachable(program.everything()).stream().filter(Expr.Recall.class::isInstance).map(Expr::type)
        .distinct().toList();
  }

  private static Results<Double> derivatives(Program program, LoopProgram loop) {
    Map<String, Double> sums = new HashMap<>(ReferenceRuns.blockSums(program, loop.inputs(), NOISE).byName());
    LoopProgram.OUTPUTS.forEach(sums::remove);
    return new Results<>(sums);
  }
}
