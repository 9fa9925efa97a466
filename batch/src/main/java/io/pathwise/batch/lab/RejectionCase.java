package io.pathwise.batch.lab;

import io.pathwise.batch.page.Numbers;
import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.lower.Binding;
import io.pathwise.engine.lower.Lowering;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.ProgramBuilder;
import io.pathwise.engine.sample.Gamma;
import io.pathwise.engine.sample.Normal;
import io.pathwise.engine.sample.RejectionGamma;
import io.pathwise.greeks.simulation.Cost;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/** A gamma variable drawn by rejection, differentiated by its shape. */
final class RejectionCase implements LabCase {
  private static final String SHAPE = "shape";
  private static final double LARGEST_Z = 4.5;
  private static final List<Double> SHAPES = List.of(0.2, 1.0, 2.5, 10.0, 100.0);
  private static final List<Integer> BOOSTS = List.of(0, 1, 3, 10);
  private static final List<Problem> PROBLEMS = List.of(
      new Problem("x²", (graph, x) -> graph.mul(x, x), k -> 2 * k + 1),
      new Problem("log x", Graph::log, org.apache.commons.math3.special.Gamma::trigamma));

  /**
   * A function of the variable.
   *
   * @param name
   *          of the function
   * @param function
   *          f
   * @param derivative
   *          ∂E[f]/∂k for scale 1
   */
  private record Problem(String name, BiFunction<Graph, Expr, Expr> function, DoubleUnaryOperator derivative) {
    String quantity() {
      return "∂E[" + name + "]/∂k";
    }
  }

  /**
   * An estimator, and the shapes that it is for.
   *
   * @param estimator
   *          the estimator
   * @param least
   *          the least shape
   * @param most
   *          the largest shape
   */
  private record Contestant(Estimator estimator, double least, double most) {
    boolean covers(double shape) {
      return least <= shape && shape <= most;
    }
  }

  @Override
  public String id() {
    return "rejection";
  }

  @Override
  public String title() {
    return "Rejection: a gamma variable by accepted proposals";
  }

  @Override
  public String text() {
    return """
        x is gamma-distributed with shape k and scale 1, and E[f(x)] is differentiated by k. Marsaglia and Tsang \
        accept a normal number ε and return x = d (1 + cε)³ with d = k − ⅓ and c = 1/√(9d). The formula has a \
        pathwise derivative; which ε is accepted depends on k, too, but jumps, so that its derivative on a path is \
        0. What is missing is the score of the accepted ε. Leaving it out gives a number that is wrong by a \
        thirtieth or a sixth, with a standard error that says nothing of it. A variable of shape k + B times powers \
        of B uniform numbers has shape k, too (boosts): then nearly all proposals are accepted and there is little \
        to score. Inverting the distribution function and differentiating it implicitly needs no score at all, for \
        shapes up to 20.

        C. Naesseth, F. Ruiz, S. Linderman, D. Blei, Reparameterization Gradients through Acceptance-Rejection \
        Sampling Algorithms (2017); G. Marsaglia, W. W. Tsang, A Simple Method for Generating Gamma Variables \
        (2000); M. Figurnov, S. Mohamed, A. Mnih, Implicit Reparameterization Gradients (2018).""";
  }

  @Override
  public void run(Bench bench, Findings findings) {
    List<Measurement> unbiased = new ArrayList<>();
    List<Measurement> naive = new ArrayList<>();
    for (Problem problem : PROBLEMS) {
      VarianceLines lines = new VarianceLines();
      List<Contestant> contestants = contestants(problem);
      for (double shape : bench.budget().of(SHAPES)) {
        List<Measurement> row = contestants.stream().filter(contestant -> contestant.covers(shape))
            .map(contestant -> measure(bench, problem, contestant.estimator(), shape)).toList();
        lines.add(shape, row);
        unbiased.addAll(row);
      }
      findings.plot("Variance per path of " + problem.quantity(),
          "The more boosts, the closer to the implicit derivative.", Axis.logarithmic("shape k"),
          Axis.logarithmic("variance per path"), lines.series());
      naive.add(measure(bench, problem,
          rejection(problem, (builder, shape) -> shape, 0).pathwise(0).named("pathwise without score").knownBiased(),
          1));
    }
    findings.checkUnbiased(unbiased);
    Measurement wrong = naive.getLast();
    findings.check("Without the score the derivative is wrong and seen to be: " + wrong.quantity(),
        Math.abs(wrong.z()) > LARGEST_Z, Numbers.text(wrong.value()) + " instead of "
            + Numbers.text(wrong.value() - wrong.bias()) + ", z " + Numbers.text(wrong.z()));
    findings.measurements("With the score", unbiased);
    findings.measurements("Without the score", naive);
    findings.table("Operations of ∂E[x²]/∂k for a path, noise included",
        List.of("estimator", "one shape for all paths", "a shape for each path"), costs(PROBLEMS.getFirst()));
  }

  private static Measurement measure(Bench bench, Problem problem, Estimator estimator, double shape) {
    return bench.measure("k = " + shape, problem.quantity(), estimator, inputs(shape),
        Optional.of(Exact.of(problem.derivative().applyAsDouble(shape))));
  }

  private static Inputs inputs(double shape) {
    return new Inputs(1, Map.of(SHAPE, shape), Map.of(), Map.of());
  }

  private static List<Contestant> contestants(Problem problem) {
    return contestants(problem, (builder, shape) -> shape);
  }

  private static List<Contestant> contestants(Problem problem, BiFunction<ProgramBuilder, Expr, Expr> shapes) {
    OneDraw inverted = draw(problem, shapes, (builder, shape) -> builder.sample(new Gamma(), shape, one(builder)));
    List<Contestant> contestants = new ArrayList<>();
    contestants.add(new Contestant(inverted.pathwise(0).named("implicit"), 0, Gamma.MOST_SHAPE));
    contestants.add(new Contestant(inverted.scoreWithBaseline(0), 0, Gamma.MOST_SHAPE));
    for (int boosts : BOOSTS) {
      OneDraw rejected = rejection(problem, shapes, boosts);
      Expr.Parameter shape = rejected.parameters().getFirst();
      String name = "rejection, " + boosts + (boosts == 1 ? " boost" : " boosts");
      contestants.add(new Contestant(
          Estimator.pathwiseWithScoredJumps(rejected.program(), OneDraw.F, shape).named(name),
          boosts == 0 ? 1 : 0, Double.POSITIVE_INFINITY));
    }
    return contestants;
  }

  private static OneDraw rejection(Problem problem, BiFunction<ProgramBuilder, Expr, Expr> shapes, int boosts) {
    return draw(problem, shapes,
        (builder, shape) -> RejectionGamma.draw(builder.graph(), builder::sample, shape, one(builder), boosts));
  }

  /** A program whose only parameter is the shape, or what the shapes of paths are made of. */
  private static OneDraw draw(Problem problem, BiFunction<ProgramBuilder, Expr, Expr> shapes,
      BiFunction<ProgramBuilder, Expr, Expr> variable) {
    ProgramBuilder builder = new ProgramBuilder();
    Graph graph = builder.graph();
    Expr.Parameter shape = builder.parameter(SHAPE);
    Expr.State x = builder.state("x", graph.literal(0.0));
    builder.stage("draw").update("draw", x, variable.apply(builder, shapes.apply(builder, shape)));
    builder.output(OneDraw.F, problem.function().apply(graph, x));
    return new OneDraw(builder.build(), List.of(shape));
  }

  private static Expr one(ProgramBuilder builder) {
    return builder.graph().literal(1.0);
  }

  private static List<List<String>> costs(Problem problem) {
    List<Contestant> common = contestants(problem);
    List<Contestant> drawn = contestants(problem, RejectionCase::drawnShape);
    return IntStream.range(0, common.size()).mapToObj(i -> List.of(common.get(i).estimator().name(),
        cost(common.get(i).estimator()), cost(drawn.get(i).estimator()))).toList();
  }

  /** A shape that differs from path to path. */
  private static Expr drawnShape(ProgramBuilder builder, Expr shape) {
    Graph graph = builder.graph();
    return graph.mul(shape, graph.exp(builder.sample(new Normal(), graph.literal(0.0), graph.literal(0.1))));
  }

  private static String cost(Estimator estimator) {
    return Numbers.text(Cost.withNoise(new Binding(Lowering.lower(estimator.program()), inputs(1))));
  }
}
