package io.pathwise.engine.derive;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.graph.Operation;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.program.ProgramBuilder;
import io.pathwise.engine.sample.Normal;
import io.pathwise.engine.sample.Poisson;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.apache.commons.math3.distribution.PoissonDistribution;
import org.apache.commons.math3.special.Erf;

/**
 * The jump diffusion of Merton (1976): in every step a Poisson number of normal log jumps and, given the number, a
 * normal log return, drift compensated; with an output {@code value} of the final price, and the closed forms of calls
 * and digitals with strike 1.
 */
public final class JumpDiffusion {

  /** The parameters, in order, with their values. */
  public static final List<String> NAMES = List.of("spot", "vol", "intensity", "jumpMean", "jumpVol");

  private static final double[] VALUES = {1.02, 0.2, 0.8, -0.15, 0.25};
  private static final double MATURITY = 0.75;
  private static final int LARGEST_COUNT = 12;

  private final ProgramBuilder builder = new ProgramBuilder();
  private final Graph g = builder.graph();

  /** The program. */
  public final Program program;

  private JumpDiffusion(BiFunction<Graph, Expr, Expr> payoff) {
    Expr time = builder.stepValue("time");
    Expr vol = parameter("vol");
    Expr intensity = parameter("intensity");
    Expr jumpMean = parameter("jumpMean");
    Expr jumpVariance = g.mul(parameter("jumpVol"), parameter("jumpVol"));
    Expr.State x = builder.state("x", g.log(parameter("spot")));
    Expr compensation = g.apply(Operation.EXPM1, g.fma(g.literal(0.5), jumpVariance, jumpMean));
    Expr variance = g.mul(vol, vol);
    Expr drift = g.fma(g.literal(-0.5), variance, g.neg(g.mul(intensity, compensation)));
    Expr.Sample count = builder.sample(new Poisson(LARGEST_COUNT), g.mul(intensity, time));
    Expr mean = g.fma(jumpMean, count, g.fma(drift, time, x));
    // In a step of no length the root has no derivative, so it is taken of something harmless.
    Expr moves = g.less(g.literal(0.0), time);
    Expr total = g.select(moves, g.fma(jumpVariance, count, g.mul(variance, time)), g.literal(1.0));
    Expr deviation = g.select(moves, g.sqrt(total), g.literal(0.0));
    builder.stage("step").update("step", x, builder.sample(new Normal(), mean, deviation));
    builder.output("value", payoff.apply(g, g.exp(x)));
    program = builder.build();
  }

  /** Pays max(S − 1, 0). */
  public static JumpDiffusion call() {
    return new JumpDiffusion((g, price) -> g.max(g.sub(price, g.literal(1.0)), g.literal(0.0)));
  }

  /** Pays 1 if S &gt; 1. */
  public static JumpDiffusion digital() {
    return new JumpDiffusion(
        (g, price) -> g.select(g.less(g.literal(1.0), price), g.literal(1.0), g.literal(0.0)));
  }

  /** The data for steps of unequal lengths, the first of no length if there is more than one. */
  public static Inputs inputs(int steps) {
    double[] time = new double[steps];
    for (int step = 0; step < steps; step++) {
      time[step] = steps == 1 ? MATURITY : MATURITY * 2 * step / (steps * (steps - 1));
    }
    Map<String, Double> values = new HashMap<>();
    for (int i = 0; i < VALUES.length; i++) {
      values.put(NAMES.get(i), VALUES[i]);
    }
    return new Inputs(steps, values, Map.of("time", time), Map.of());
  }

  /** The parameter of that name. */
  public Expr.Parameter parameter(String name) {
    return builder.parameter(name);
  }

  /** An expectation as a function of spot, vol, intensity, mean and volatility of the log jumps. */
  public interface Expectation {
    double at(double[] values);

    /** The derivative by one parameter, or by two, from differences far more accurate than any standard error. */
    default double derivative(String... parameters) {
      return derivative(VALUES, parameters, 0);
    }

    private double derivative(double[] point, String[] parameters, int done) {
      if (done == parameters.length) {
        return at(point);
      }
      double step = 1e-3;
      double[] values = new double[4];
      double[] moves = {-2, -1, 1, 2};
      for (int i = 0; i < 4; i++) {
        double[] moved = point.clone();
        moved[NAMES.indexOf(parameters[done])] += moves[i] * step;
        values[i] = derivative(moved, parameters, done + 1);
      }
      return (values[0] - 8 * values[1] + 8 * values[2] - values[3]) / (12 * step);
    }
  }

  /** E max(S − 1, 0). */
  public static final Expectation CALL = p -> mixture(p,
      (mean, deviation) -> Math.exp(mean + 0.5 * deviation * deviation) * cdf(mean / deviation + deviation)
          - cdf(mean / deviation));

  /** P(S &gt; 1). */
  public static final Expectation DIGITAL = p -> mixture(p, (mean, deviation) -> cdf(mean / deviation));

  private static double mixture(double[] p, BiFunction<Double, Double, Double> given) {
    PoissonDistribution counts = new PoissonDistribution(p[2] * MATURITY);
    double drift = -0.5 * p[1] * p[1] - p[2] * Math.expm1(p[3] + 0.5 * p[4] * p[4]);
    double total = 0.0;
    for (int n = 0; n < 30; n++) {
      double mean = Math.log(p[0]) + drift * MATURITY + p[3] * n;
      total += counts.probability(n) * given.apply(mean, Math.sqrt(p[1] * p[1] * MATURITY + p[4] * p[4] * n));
    }
    return total;
  }

  private static double cdf(double x) {
    return 0.5 * Erf.erfc(-x / Math.sqrt(2.0));
  }
}
