package io.pathwise.engine.sample;

import io.pathwise.engine.graph.Distribution;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.graph.PreparedExpression;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The expressions of one {@link Distribution} as functions of numbers. Arguments that are infinite become literals, as
 * the truncated laws ask for; the others become parameters.
 */
final class LawEvaluator {

  final Graph graph = new Graph();
  final List<Expr> arguments = new ArrayList<>();
  final Expr x = graph.state("x");
  final Expr noise;
  final Expr draw;
  final Expr logDensity;
  private final Distribution distribution;
  private final Map<Expr, PreparedExpression> prepared = new HashMap<>();

  LawEvaluator(Distribution distribution, double... sampleArguments) {
    this.distribution = distribution;
    for (int i = 0; i < sampleArguments.length; i++) {
      boolean infinite = Double.isInfinite(sampleArguments[i]);
      arguments.add(infinite ? graph.literal(sampleArguments[i]) : graph.parameter("a" + i));
    }
    noise = graph.newNoise(distribution.noises().getFirst());
    draw = distribution.draw(graph, List.of(noise), arguments);
    logDensity = distribution.logDensity(graph, x, arguments);
  }

  double draw(double noiseValue, double... a) {
    return evaluate(draw, noiseValue, Double.NaN, a);
  }

  double logDensity(double xValue, double... a) {
    return evaluate(logDensity, Double.NaN, xValue, a);
  }

  double noiseOf(double xValue, double... a) {
    return evaluate(distribution.noiseOf(graph, x, arguments).orElseThrow(), Double.NaN, xValue, a);
  }

  double cdf(double xValue, double... a) {
    return evaluate(distribution.cdf(graph, x, arguments).orElseThrow(), Double.NaN, xValue, a);
  }

  /** The probabilities of a discrete law, by value. */
  Map<Double, Double> outcomes(double... a) {
    Map<Double, Double> probabilities = new HashMap<>();
    for (Distribution.Outcome outcome : distribution.outcomes(graph, arguments)) {
      probabilities.put(outcome.value(), evaluate(outcome.probability(), Double.NaN, Double.NaN, a));
    }
    return probabilities;
  }

  private double evaluate(Expr root, double noiseValue, double xValue, double... a) {
    Map<Expr, Double> leaves = new HashMap<>();
    leaves.put(noise, noiseValue);
    leaves.put(x, xValue);
    for (int i = 0; i < a.length; i++) {
      leaves.put(arguments.get(i), a[i]);
    }
    return prepared.computeIfAbsent(root, PreparedExpression::new).evaluate(leaves);
  }

  /** The arguments with one of them moved. */
  static double[] moved(double[] a, int which, double by) {
    double[] result = a.clone();
    result[which] += by;
    return result;
  }
}
