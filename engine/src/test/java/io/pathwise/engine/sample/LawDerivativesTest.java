package io.pathwise.engine.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pathwise.engine.derive.Tangent;
import io.pathwise.engine.graph.Distribution;
import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.graph.PreparedExpression;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.program.ProgramBuilder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The derivatives of draws, up to the third order, against differences of draws with the same noise: a draw may be
 * defined by an equation, so that its derivatives are formulas of their own.
 */
class LawDerivativesTest {

  private static final double[] STANDARD_NORMALS = {-5.0, -2.0, -0.7, 0.0, 0.8, 2.1, 4.0};

  @ParameterizedTest
  @MethodSource("io.pathwise.engine.sample.ContinuousLaw#all")
  void firstDerivativesOfTheDrawAreThoseOfDifferences(ContinuousLaw law) {
    LawEvaluator draws = new LawEvaluator(law.distribution(), law.a());
    for (int i = 0; i < law.a().length; i++) {
      if (Double.isFinite(law.a()[i])) {
        int which = i;
        DrawProgram program = new DrawProgram(law);
        PreparedExpression derivative = program.derivative(i);
        for (double z : STANDARD_NORMALS) {
          double u = law.noise(z);
          double expected = difference(t -> draws.draw(u, LawEvaluator.moved(law.a(), which, t)), scale(law, i));
          double size = Math.abs(expected) + Math.abs(draws.draw(u, law.a())) / scale(law, i);
          assertThat(derivative.evaluate(program.leaves(u, law.a()))).as("parameter %s at %s", i, z)
              .isCloseTo(expected, within(1e-6 * size));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.pathwise.engine.sample.ContinuousLaw#all")
  void secondDerivativesOfTheDrawAreThoseOfDifferences(ContinuousLaw law) {
    LawEvaluator draws = new LawEvaluator(law.distribution(), law.a());
    for (int i = 0; i < law.a().length; i++) {
      for (int j = 0; j <= i; j++) {
        if (Double.isFinite(law.a()[i]) && Double.isFinite(law.a()[j])) {
          int first = i;
          int second = j;
          DrawProgram program = new DrawProgram(law);
          PreparedExpression derivative = program.derivative(i, j);
          for (double z : STANDARD_NORMALS) {
            double u = law.noise(z);
            double expected = difference(t -> difference(s -> draws.draw(u,
                LawEvaluator.moved(LawEvaluator.moved(law.a(), first, s), second, t)), scale(law, first)),
                scale(law, second));
            double size = Math.abs(expected)
                + Math.abs(draws.draw(u, law.a())) / (scale(law, first) * scale(law, second));
            // Draws with relative errors of 1e-11 (a Gamma law of small shape) leave 1e-4 in second differences.
            assertThat(derivative.evaluate(program.leaves(u, law.a()))).as("parameters %s and %s at %s", i, j, z)
                .isCloseTo(expected, within(3e-4 * size));
          }
        }
      }
    }
  }

  static Stream<ContinuousLaw> solvedFor() {
    Set<Distribution> laws = Set.of(new Gamma(), new Beta(), new StudentT());
    return ContinuousLaw.all().filter(law -> laws.contains(law.distribution()));
  }

  /** The highest order that {@link ImplicitDraw} promises, against differences of the second. */
  @ParameterizedTest
  @MethodSource("solvedFor")
  void thirdDerivativesOfTheDrawAreThoseOfDifferences(ContinuousLaw law) {
    DrawProgram program = new DrawProgram(law);
    DrawProgram lower = new DrawProgram(law);
    PreparedExpression derivative = program.derivative(0, 0, 1);
    PreparedExpression second = lower.derivative(0, 0);
    for (double z : STANDARD_NORMALS) {
      double u = law.noise(z);
      double expected = difference(t -> second.evaluate(lower.leaves(u, LawEvaluator.moved(law.a(), 1, t))),
          scale(law, 1));
      double size = Math.abs(expected) + Math.abs(second.evaluate(lower.leaves(u, law.a()))) / scale(law, 1);
      assertThat(derivative.evaluate(program.leaves(u, law.a()))).as("at %s", z)
          .isCloseTo(expected, within(1e-6 * size + 1e-12));
    }
  }

  private static double scale(ContinuousLaw law, int parameter) {
    return Math.max(Math.abs(law.a()[parameter]), law.a()[parameter] == 0.0 ? 0.3 : 0.0);
  }

  /** Central differences with steps of 3e-4 and half of that, extrapolated. */
  private static double difference(DoubleUnaryOperator f, double scale) {
    double h = 3e-4 * scale;
    double wide = (f.applyAsDouble(h) - f.applyAsDouble(-h)) / (2.0 * h);
    double narrow = (f.applyAsDouble(0.5 * h) - f.applyAsDouble(-0.5 * h)) / h;
    return (4.0 * narrow - wide) / 3.0;
  }

  /** A program whose only state becomes the draw. */
  private static final class DrawProgram {
    private final Program program;
    private final Expr[] arguments;
    private final Expr.Sample sample;

    DrawProgram(ContinuousLaw law) {
      ProgramBuilder builder = new ProgramBuilder();
      Graph graph = builder.graph();
      arguments = new Expr[law.a().length];
      for (int i = 0; i < arguments.length; i++) {
        arguments[i] = Double.isFinite(law.a()[i]) ? builder.parameter("a" + i) : graph.literal(law.a()[i]);
      }
      sample = builder.sample(law.distribution(), arguments);
      Expr.State x = builder.state("x", graph.literal(0.0));
      builder.stage("draw").update("draw", x, sample);
      builder.output("x", x);
      program = builder.build();
    }

    /** The derivative of the draw with respect to the parameters in that order; once for each program. */
    PreparedExpression derivative(int... order) {
      Program derived = program;
      String name = "x";
      for (int i : order) {
        Expr.Parameter parameter = (Expr.Parameter) arguments[i];
        derived = Tangent.differentiate(derived, Map.of(name, List.of(parameter)));
        name = Tangent.name(name, parameter);
      }
      String wanted = name;
      Map<Expr.State, Expr> updates = derived.forward().stages().getFirst().updates();
      Optional<Expr> derivative = updates.entrySet().stream().filter(update -> update.getKey().name().equals(wanted))
          .map(Map.Entry::getValue).findFirst();
      return new PreparedExpression(derivative.orElse(program.graph().literal(0.0)));
    }

    Map<Expr, Double> leaves(double noise, double[] a) {
      Map<Expr, Double> leaves = new HashMap<>();
      leaves.put(sample.noise(), noise);
      for (int i = 0; i < arguments.length; i++) {
        leaves.put(arguments[i], a[i]);
      }
      return leaves;
    }
  }
}
