package io.pathwise.batch.lab;

import io.pathwise.engine.graph.Distribution;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.program.ProgramBuilder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * The textbook's program: one draw x from a law whose parameters are the program's, and a function f of it as the
 * output {@value #F}. Start with {@link #of}.
 *
 * @param program
 *          the program
 * @param parameters
 *          those of the law, in order
 */
record OneDraw(Program program, List<Expr.Parameter> parameters) {

  /** The output. */
  static final String F = "f";

  /**
   * A draw and a function of it.
   *
   * @param law
   *          with parameters named as the law names them
   * @param function
   *          f
   */
  static OneDraw of(Distribution law, BiFunction<Graph, Expr, Expr> function) {
    ProgramBuilder builder = new ProgramBuilder();
    Graph graph = builder.graph();
    List<Expr.Parameter> parameters = law.parameters().stream().map(builder::parameter).toList();
    Expr.State x = builder.state("x", graph.literal(0.0));
    builder.stage("draw");
    builder.update("draw", x, builder.sample(law, parameters.toArray(Expr[]::new)));
    builder.output(F, function.apply(graph, x));
    return new OneDraw(builder.build(), parameters);
  }

  /** The values of the law's parameters, in order. */
  Inputs inputs(double... values) {
    Map<String, Double> named = new HashMap<>();
    for (int i = 0; i < values.length; i++) {
      named.put(parameters.get(i).name(), values[i]);
    }
    return new Inputs(1, named, Map.of(), Map.of());
  }

  /** The pathwise estimator of ∂E[f] by a parameter, and the score's without and with the optimal baseline. */
  List<Estimator> estimators(int parameter) {
    return List.of(pathwise(parameter), score(parameter), scoreWithBaseline(parameter));
  }

  Estimator pathwise(int parameter) {
    return Estimator.pathwise(program, F, parameters.get(parameter));
  }

  Estimator score(int parameter) {
    return Estimator.score(program, F, parameters.get(parameter));
  }

  Estimator scoreWithBaseline(int parameter) {
    return Estimator.scoreWithBaseline(program, F, parameters.get(parameter));
  }
}
