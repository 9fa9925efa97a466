package io.pathwise.engine.sample;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.graph.Operation;

/**
 * Y = log(X/(1 − X)) for X ~ Beta(a, b), as the inverse distribution function of a uniform number. On this scale both
 * ends are alike and no shape is too small; the log-density a log x + b log(1 − x) − log B(a, b) is concave, so that
 * {@link ImplicitDraw}'s steps cannot go astray.
 */
final class LogOddsOfBeta {

  /** The largest shape: the error of the distribution function reaches 1e-9 there if the other one is 0.05. */
  static final int MOST_SHAPE = 300;

  private static final int STEPS = 4;

  private LogOddsOfBeta() {}

  /** y with P(Y ≤ y) = u; NaN for shapes above the largest. */
  static Expr draw(Graph graph, Expr noise, Expr a, Expr b) {
    Expr stillNoise = graph.frozen(noise);
    Expr stillA = graph.frozen(a);
    Expr stillB = graph.frozen(b);
    Expr root = ImplicitDraw.solve(graph, start(graph, stillNoise, stillA, stillB), STEPS,
        y -> equation(graph, y, stillNoise, stillA, stillB));
    Expr y = ImplicitDraw.moving(graph, root, point -> equation(graph, point, noise, a, b));
    Expr most = graph.literal(MOST_SHAPE);
    Expr isCovered = graph.and(graph.lessEqual(stillA, most), graph.lessEqual(stillB, most));
    return graph.select(isCovered, y, graph.literal(Double.NaN));
  }

  /** log B(a, b). */
  static Expr logBeta(Graph graph, Expr a, Expr b) {
    return graph.sub(graph.add(LogGamma.of(graph, a), LogGamma.of(graph, b)), LogGamma.of(graph, graph.add(a, b)));
  }

  private static ImplicitDraw.Expansion equation(Graph graph, Expr y, Expr noise, Expr a, Expr b) {
    Expr one = graph.literal(1.0);
    Expr isNegative = graph.less(graph.frozen(y), graph.literal(0.0));
    Expr minusSize = graph.select(isNegative, y, graph.neg(y));
    Expr ratio = graph.exp(minusSize);
    Expr nearer = graph.div(one, graph.add(one, ratio));
    Expr farther = graph.mul(ratio, nearer);
    Expr x = graph.select(isNegative, farther, nearer);
    Expr complement = graph.select(isNegative, nearer, farther);
    // a log x + b log(1 − x), where the logarithms are those of the nearer end and that plus −|y|.
    Expr logNearer = graph.neg(graph.apply(Operation.LOG1P, ratio));
    Expr total = graph.add(a, b);
    Expr powers = graph.fma(total, logNearer, graph.mul(graph.select(isNegative, a, b), minusSize));
    return ImplicitDraw.Expansion.ofTail(graph, noise, IncompleteBeta.at(graph, x, complement, a, b),
        graph.sub(powers, logBeta(graph, a, b)), graph.sub(a, graph.mul(total, x)),
        graph.neg(graph.mul(total, graph.mul(x, complement))));
  }

  /**
   * The leading terms of the two tails, I ≈ x^a/(a B) and 1 − I ≈ (1 − x)^b/(b B), bound y from the left and from the
   * right, since log I and log(1 − I) are concave in y. Between them it starts, for small shapes, from one of the
   * bounds with a correction, else from the normal approximation 26.5.22 of Abramowitz and Stegun 1964.
   */
  private static Expr start(Graph graph, Expr noise, Expr a, Expr b) {
    Expr zero = graph.literal(0.0);
    Expr one = graph.literal(1.0);
    Expr total = graph.add(a, b);
    Expr logBeta = logBeta(graph, a, b);
    Expr left = graph.div(graph.add(graph.log(noise), graph.add(graph.log(a), logBeta)), a);
    Expr logComplement = graph.apply(Operation.LOG1P, graph.neg(noise));
    Expr right = graph.neg(graph.div(graph.add(logComplement, graph.add(graph.log(b), logBeta)), b));
    Expr fromLeft = graph.fma(graph.div(total, graph.add(a, one)), graph.exp(graph.min(left, zero)), left);
    Expr fromRight = graph.fma(graph.neg(graph.div(total, graph.add(b, one))),
        graph.exp(graph.min(graph.neg(right), zero)), right);
    Expr fromEnd = graph.select(graph.less(noise, graph.div(b, total)), fromLeft, fromRight);

    Expr z = graph.neg(graph.inverseNormalCdf(noise));
    Expr inverseA = graph.div(one, freedom(graph, a));
    Expr inverseB = graph.div(one, freedom(graph, b));
    Expr mean = graph.div(graph.literal(2.0), graph.add(inverseA, inverseB));
    Expr lambda = graph.mul(graph.fma(z, z, graph.literal(-3.0)), graph.literal(1.0 / 6.0));
    Expr root = graph.sqrt(graph.max(graph.add(mean, lambda), graph.literal(0.01)));
    Expr skewness = graph.add(lambda,
        graph.sub(graph.literal(5.0 / 6.0), graph.div(graph.literal(2.0 / 3.0), mean)));
    Expr w = graph.sub(graph.div(graph.mul(z, root), mean), graph.mul(graph.sub(inverseB, inverseA), skewness));
    Expr normal = graph.fma(graph.literal(-2.0), w, graph.log(graph.div(a, b)));

    Expr small = graph.literal(0.75);
    Expr isRegular = graph.and(graph.less(small, a), graph.less(small, b));
    return graph.min(graph.max(graph.select(isRegular, normal, fromEnd), left), right);
  }

  /** 2a − 1, kept positive. */
  private static Expr freedom(Graph graph, Expr a) {
    return graph.max(graph.fma(graph.literal(2.0), a, graph.literal(-1.0)), graph.literal(0.3));
  }
}
