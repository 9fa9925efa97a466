package io.pathwise.engine.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pathwise.engine.derive.Adjoint;
import io.pathwise.engine.derive.Score;
import io.pathwise.engine.derive.Tangent;
import io.pathwise.engine.graph.Distribution;
import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.graph.Operation;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.program.ProgramBuilder;
import io.pathwise.engine.run.ReferenceRuns;
import io.pathwise.engine.run.ReferenceRuns.Results;
import io.pathwise.engine.statistics.Estimate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Simulated derivatives of E f(X), of first and second order, by every chain of rules, against differences of the
 * integral; f is smooth, quadratic, bounded, or has a kink. The second order of a kink needs the score.
 */
@Tag("long")
class LawEstimatesTest {

  private static final int BLOCKS = 16;
  private static final double KINK = 0.7;

  /** The payoffs, by the names of their outputs. */
  private static final Map<String, DoubleUnaryOperator> PAYOFFS = Map.of("x", x -> x, "square", x -> x * x, "bell",
      x -> Math.exp(-x * x), "kink", x -> Math.max(x - KINK, 0.0));

  /** The first case of every law. */
  static Stream<ContinuousLaw> laws() {
    Set<Distribution> seen = new HashSet<>();
    return ContinuousLaw.all().filter(law -> seen.add(law.distribution()));
  }

  @ParameterizedTest
  @MethodSource("laws")
  void pathwise(ContinuousLaw law) {
    Model model = new Model(law);
    Program tangent = Tangent.differentiate(model.program, model.wanted(PAYOFFS.keySet()));
    Results<Estimate> results = model.run(tangent);
    model.check(results, PAYOFFS.keySet(), false);
    Model other = new Model(law);
    Results<Estimate> reverse = other.run(Adjoint.differentiate(other.program, other.wanted(PAYOFFS.keySet())));
    results.byName().forEach((name, estimate) -> assertThat(reverse.of(name).mean()).as(name)
        .isCloseTo(estimate.mean(), within(1e-10 * (1.0 + Math.abs(estimate.mean())))));
  }

  @ParameterizedTest
  @MethodSource("laws")
  void score(ContinuousLaw law) {
    Model model = new Model(law);
    Program scored = Score.transform(model.program);
    Results<Estimate> results = model.run(Tangent.differentiate(scored, model.wanted(PAYOFFS.keySet())));
    model.check(results, PAYOFFS.keySet(), true);
    Model other = new Model(law);
    Results<Estimate> reverse = other
        .run(Adjoint.differentiate(Score.transform(other.program), other.wanted(PAYOFFS.keySet())));
    results.byName().forEach((name, estimate) -> assertThat(reverse.of(name).mean()).as(name)
        .isCloseTo(estimate.mean(), within(1e-10 * (1.0 + Math.abs(estimate.mean())))));
  }

  @ParameterizedTest
  @MethodSource("laws")
  void secondOrder(ContinuousLaw law) {
    for (int i = 0; i < law.a().length; i++) {
      if (Double.isFinite(law.a()[i])) {
        Set<String> smooth = Set.of("x", "square", "bell");
        Model twice = new Model(law);
        twice.checkSecond(twice.derivative(twice.program, smooth, i), smooth, i);
        if (!law.bounds().contains(i)) {
          Model mixed = new Model(law);
          mixed.checkSecond(Score.transform(mixed.derivative(mixed.program, PAYOFFS.keySet(), i)), PAYOFFS.keySet(), i);
          if (!(law.distribution() instanceof Laplace && i == 0)) {
            Model scores = new Model(law);
            scores.checkSecond(scores.derivative(Score.transform(scores.program), PAYOFFS.keySet(), i),
                PAYOFFS.keySet(), i);
          }
        }
      }
    }
  }

  /** One draw and the payoffs of it. */
  private static final class Model {
    private final ContinuousLaw law;
    private final Program program;
    private final Map<Integer, Expr.Parameter> parameters = new LinkedHashMap<>();
    private final Map<String, Double> values = new HashMap<>();

    Model(ContinuousLaw law) {
      this.law = law;
      ProgramBuilder builder = new ProgramBuilder();
      Graph graph = builder.graph();
      Expr[] arguments = new Expr[law.a().length];
      for (int i = 0; i < arguments.length; i++) {
        if (Double.isFinite(law.a()[i])) {
          parameters.put(i, builder.parameter("a" + i));
          values.put("a" + i, law.a()[i]);
          arguments[i] = builder.parameter("a" + i);
        } else {
          arguments[i] = graph.literal(law.a()[i]);
        }
      }
      Expr.State x = builder.state("draw", graph.literal(0.0));
      builder.stage("draw").update("draw", x, builder.sample(law.distribution(), arguments));
      builder.output("x", x);
      builder.output("square", graph.mul(x, x));
      builder.output("bell", graph.exp(graph.neg(graph.mul(x, x))));
      builder.output("kink", graph.apply(Operation.MAX, graph.sub(x, graph.literal(KINK)), graph.literal(0.0)));
      program = builder.build();
    }

    Map<String, List<Expr.Parameter>> wanted(Set<String> outputs) {
      Map<String, List<Expr.Parameter>> wanted = new LinkedHashMap<>();
      outputs.stream().sorted().forEach(output -> wanted.put(output, new ArrayList<>(parameters.values())));
      return wanted;
    }

    /** The derivatives with respect to one parameter. */
    Program derivative(Program of, Set<String> outputs, int i) {
      Map<String, List<Expr.Parameter>> wanted = wanted(outputs);
      wanted.replaceAll((output, all) -> List.of(parameter(i)));
      return Tangent.differentiate(of, wanted);
    }

    private Expr.Parameter parameter(int i) {
      Expr.Parameter parameter = parameters.get(i);
      if (parameter == null) {
        throw new IllegalArgumentException("no parameter " + i);
      }
      return parameter;
    }

    Results<Estimate> run(Program derived) {
      return ReferenceRuns.estimates(derived, new Inputs(1, values, Map.of(), Map.of()), 77, BLOCKS);
    }

    void check(Results<Estimate> results, Set<String> outputs, boolean scored) {
      for (int i : parameters.keySet()) {
        if (!scored || !law.bounds().contains(i)) {
          double step = 1e-4 * (0.1 + Math.abs(law.a()[i]));
          for (String output : outputs) {
            double expected = (expectation(output, i, step) - expectation(output, i, -step)) / (2.0 * step);
            agrees(results.of(Tangent.name(output, parameter(i))), expected, output + " ∂" + i);
          }
        }
      }
    }

    /** Differentiates the first derivatives again and compares. */
    void checkSecond(Program first, Set<String> outputs, int i) {
      Map<String, List<Expr.Parameter>> wanted = new LinkedHashMap<>();
      outputs.stream().sorted()
          .forEach(output -> wanted.put(Tangent.name(output, parameter(i)), List.of(parameter(i))));
      Results<Estimate> results = run(Tangent.differentiate(first, wanted));
      double step = 1e-3 * (0.1 + Math.abs(law.a()[i]));
      for (String output : outputs) {
        double expected = (expectation(output, i, step) - 2.0 * expectation(output, i, 0.0)
            + expectation(output, i, -step)) / (step * step);
        agrees(results.of(Tangent.name(Tangent.name(output, parameter(i)), parameter(i))), expected,
            output + " ∂" + i + " ∂" + i);
      }
    }

    private double expectation(String output, int i, double by) {
      DoubleUnaryOperator payoff = PAYOFFS.get(output);
      if (payoff == null) {
        throw new IllegalArgumentException(output);
      }
      double[] arguments = LawEvaluator.moved(law.a(), i, by);
      // The second point is where the Laplace density has a kink.
      return law.expectation(payoff, arguments, KINK, arguments[0]);
    }

    /** 1e-6 for the differences of integrals. */
    private static void agrees(Estimate estimate, double expected, String name) {
      assertThat(estimate.mean()).as(name).isCloseTo(expected, within(4.5 * estimate.standardError() + 1e-6));
    }
  }
}
