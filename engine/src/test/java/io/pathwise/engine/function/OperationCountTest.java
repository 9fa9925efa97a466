package io.pathwise.engine.function;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * How many operations the usual path of each function takes: a budget, because every backend's speed depends on it.
 * With {@code -Dpathwise.table=true} it prints the rows of docs/functions.md.
 */
class OperationCountTest {

  /** A function with its budget of operations and of divisions and roots. */
  record Budget(String name, Expansion function, int operations, int divisions) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Budget> budgets() {
    return Stream.of(new Budget("exp", Expansion.of(Exp::expand), 22, 0),
        new Budget("log", Expansion.of(Log::expand), 28, 1), new Budget("expm1", Expansion.of(Expm1::expand), 38, 0),
        new Budget("log1p", Expansion.of(Log1p::expand), 35, 1),
        new Budget("sin", Expansion.of(Sin::expand), 46, 0), new Budget("cos", Expansion.of(Cos::expand), 44, 0),
        new Budget("erfc", Expansion.of(Erfc::expand), 57, 1),
        new Budget("normal cdf", Expansion.of(NormalCdf::expand), 55, 1),
        new Budget("pow", Expansion.of(Pow::expand), 100, 1), new Budget("floor", Expansion.of(Floor::expand), 13, 0),
        new Budget("min", Expansion.of(Min::expand), 7, 0), new Budget("max", Expansion.of(Max::expand), 5, 0),
        new Budget("inverse normal cdf", Expansion.of(InverseNormalCdf::expand), 46, 1),
        new Budget("uniform noise", Expansion.ofWord(UniformNoise::expand), 4, 0),
        new Budget("normal noise", Expansion.ofWord(NormalNoise::expand), 50, 1),
        new Budget("first of two normals", Expansion.ofWords((code, x, y) -> BoxMuller.expand(code, x, y).first()), 47,
            2),
        new Budget("both normals, summed",
            Expansion.ofWords((code, x, y) -> {
              BoxMuller.Normals normals = BoxMuller.expand(code, x, y);
              return code.add(normals.first(), normals.second());
            }), 66, 2));
  }

  @ParameterizedTest
  @MethodSource("budgets")
  void isWithinItsBudget(Budget budget) {
    Expansion function = budget.function;
    if (Boolean.getBoolean("pathwise.table")) {
      System.out.printf("| %s | %d | %d | %d |%n", budget.name, function.usualOperations(), function.usualDivisions(),
          function.allOperations());
    }
    assertThat(function.usualOperations()).isLessThanOrEqualTo(budget.operations);
    assertThat(function.usualDivisions()).isEqualTo(budget.divisions);
    assertThat(function.allOperations()).as("rare operations are not counted").isGreaterThanOrEqualTo(
        function.usualOperations());
  }
}
