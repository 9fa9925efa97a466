package io.pathwise.engine.derive;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.program.ProgramBuilder;
import io.pathwise.engine.sample.Normal;
import java.util.Arrays;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * A geometric Brownian motion in exact steps whose sample nodes are its log prices, with the parameters spot, vol and
 * drift, and an output {@code value} of the final price; and closed forms for calls and digitals with strike 1.
 */
final class LogPrice {

  static final double SPOT = 1.05;
  static final double VOL = 0.3;
  static final double DRIFT = 0.04;
  static final double MATURITY = 0.8;
  private static final Normals NORMALS = new Normals();

  final ProgramBuilder builder = new ProgramBuilder();
  final Graph g = builder.graph();
  final Expr.Parameter spot = builder.parameter("spot");
  final Expr.Parameter vol = builder.parameter("vol");
  final Expr.Parameter drift = builder.parameter("drift");
  final Expr.State x = builder.state("x", g.log(spot));
  final Program program;

  private LogPrice(BiFunction<Graph, Expr, Expr> payoff) {
    Expr time = builder.stepValue("time");
    Expr deviation = g.mul(vol, g.sqrt(time));
    Expr mean = g.add(x, g.fma(drift, time, g.mul(g.literal(-0.5), g.mul(deviation, deviation))));
    builder.stage("step").update("step", x, builder.sample(new Normal(), mean, deviation));
    builder.output("value", payoff.apply(g, g.exp(x)));
    program = builder.build();
  }

  static LogPrice call() {
    return new LogPrice((g, price) -> g.max(g.sub(price, g.literal(1.0)), g.literal(0.0)));
  }

  static LogPrice digital() {
    return new LogPrice((g, price) -> g.select(g.less(g.literal(1.0), price), g.literal(1.0), g.literal(0.0)));
  }

  /** Steps of unequal lengths, with masks that name the first, the last and all of them. */
  static Inputs inputs(int steps) {
    double[] time = new double[steps];
    double[] first = new double[steps];
    double[] last = new double[steps];
    double[] all = new double[steps];
    for (int step = 0; step < steps; step++) {
      time[step] = MATURITY * 2 * (step + 1) / (steps * (steps + 1));
    }
    first[0] = 1.0;
    last[steps - 1] = 1.0;
    Arrays.fill(all, 1.0);
    return new Inputs(steps, Map.of("spot", SPOT, "vol", VOL, "drift", DRIFT),
        Map.of("time", time, "first", first, "last", last, "all", all), Map.of());
  }

  Expr.Parameter parameter(String name) {
    return g.parameter(name);
  }

  /** E[(S − 1)⁺] or P(S &gt; 1). */
  interface Expectation {
    double at(double spot, double vol, double drift);

    /** The derivative by one parameter, or by two, from differences far more accurate than any standard error. */
    default double derivative(String... parameters) {
      return derivative(new double[]{SPOT, VOL, DRIFT}, parameters, 0);
    }

    private double derivative(double[] point, String[] parameters, int done) {
      if (done == parameters.length) {
        return at(point[0], point[1], point[2]);
      }
      int which = switch (parameters[done]) {
        case "spot" -> 0;
        case "vol" -> 1;
        case "drift" -> 2;
        default -> throw new IllegalArgumentException(parameters[done]);
      };
      double step = 1e-3;
      double[] values = new double[4];
      double[] moves = {-2, -1, 1, 2};
      for (int i = 0; i < 4; i++) {
        double[] moved = point.clone();
        moved[which] += moves[i] * step;
        values[i] = derivative(moved, parameters, done + 1);
      }
      return (values[0] - 8 * values[1] + 8 * values[2] - values[3]) / (12 * step);
    }
  }

  static final Expectation CALL = (spot, vol, drift) -> spot * Math.exp(drift * MATURITY)
      * NORMALS.cdf(distance(spot, vol, drift) + vol * Math.sqrt(MATURITY)) - NORMALS.cdf(distance(spot, vol, drift));

  static final Expectation DIGITAL = (spot, vol, drift) -> NORMALS.cdf(distance(spot, vol, drift));

  private static double distance(double spot, double vol, double drift) {
    return (Math.log(spot) + (drift - 0.5 * vol * vol) * MATURITY) / (vol * Math.sqrt(MATURITY));
  }

  /** Φ. */
  private static final class Normals {
    double cdf(double x) {
      return 0.5 * org.apache.commons.math3.special.Erf.erfc(-x / Math.sqrt(2.0));
    }
  }
}
