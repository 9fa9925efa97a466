package io.pathwise.engine.rewrite;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.ProgramBuilder;
import io.pathwise.engine.sample.Normal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.special.Erf;

/**
 * Correlated geometric Brownian motions in exact steps, whose log prices are chained normal samples; products that pay
 * at the last step, of which some are monitored at every step; and exact values.
 */
final class LogPrices {

  static final double RATE = 0.05;
  static final double EXPIRY = 1.0;

  final ProgramBuilder builder = new ProgramBuilder();
  final Graph g = builder.graph();
  final Expr time = builder.stepValue("step length");
  final List<Expr.State> logs = new ArrayList<>();
  final Expr.State paid = builder.state("paid", g.literal(0.0));
  final Map<String, Double> values = new HashMap<>(Map.of("rate", RATE));

  private LogPrices(double[] spots, double[] vols, double rho) {
    builder.stage("advance");
    Expr rate = builder.parameter("rate");
    List<Expr> noises = new ArrayList<>();
    for (int a = 0; a < spots.length; a++) {
      values.put("spot" + a, spots[a]);
      values.put("vol" + a, vols[a]);
      Expr vol = builder.parameter("vol" + a);
      Expr deviation = g.mul(vol, g.sqrt(time));
      Expr.State log = builder.state("log" + a, g.log(builder.parameter("spot" + a)));
      logs.add(log);
      Expr mean = g.add(log, g.mul(g.fma(g.literal(-0.5), g.mul(vol, vol), rate), time));
      Expr own = deviation;
      if (a > 0) {
        values.put("rho", rho);
        Expr correlation = builder.parameter("rho");
        mean = g.fma(g.mul(deviation, correlation), noises.getFirst(), mean);
        own = g.mul(deviation, g.sqrt(g.fma(g.neg(correlation), correlation, g.literal(1.0))));
      }
      Expr.Sample sample = builder.sample(new Normal(), mean, own);
      noises.add(sample.noise());
      builder.update("advance", log, sample);
    }
  }

  private Expr discount() {
    return g.exp(g.mul(g.literal(-EXPIRY), builder.parameter("rate")));
  }

  private Expr ifAbove(Expr log, double level, Expr then) {
    return g.select(g.less(g.literal(Math.log(level)), log), then, g.literal(0.0));
  }

  private Expr call(Expr log, double strike) {
    return g.max(g.sub(g.exp(log), g.literal(strike)), g.literal(0.0));
  }

  private Estimates finish(int steps) {
    builder.output("value", paid);
    double[] lengths = new double[steps];
    Arrays.fill(lengths, EXPIRY / steps);
    boolean[] expiry = new boolean[steps];
    expiry[steps - 1] = true;
    return new Estimates(builder.build(),
        new Inputs(steps, values, Map.of("step length", lengths), Map.of("expiry", expiry)));
  }

  /** Pays 1 at expiry if S &gt; 100. */
  static Estimates digital(int steps) {
    LogPrices prices = new LogPrices(new double[]{100}, new double[]{0.2}, 0);
    prices.builder.stage("pay", "expiry").update("pay", prices.paid,
        prices.ifAbove(prices.logs.getFirst(), 100, prices.discount()));
    return prices.finish(steps);
  }

  /** Pays max(S − 100, 0) at expiry. */
  static Estimates call(int steps) {
    LogPrices prices = new LogPrices(new double[]{100}, new double[]{0.2}, 0);
    prices.builder.stage("pay", "expiry").update("pay", prices.paid,
        prices.g.mul(prices.call(prices.logs.getFirst(), 100), prices.discount()));
    return prices.finish(steps);
  }

  /** An up-and-out call, strike 100 and barrier 120, monitored at the end of every step. */
  static Estimates barrier(int steps) {
    LogPrices prices = new LogPrices(new double[]{100}, new double[]{0.2}, 0);
    Graph g = prices.g;
    Expr log = prices.logs.getFirst();
    Expr.State alive = prices.builder.state("alive", g.literal(1.0));
    prices.builder.stage("monitor").update("monitor", alive,
        g.select(g.less(log, g.literal(Math.log(120))), alive, g.literal(0.0)));
    prices.builder.stage("pay", "expiry").update("pay", prices.paid,
        g.mul(alive, g.mul(prices.call(log, 100), prices.discount())));
    return prices.finish(steps);
  }

  /** Pays 1 at expiry if both of two assets are above 100. */
  static Estimates bothAbove(int steps) {
    LogPrices prices = new LogPrices(new double[]{100, 95}, new double[]{0.2, 0.3}, 0.6);
    prices.builder.stage("pay", "expiry").update("pay", prices.paid, prices.ifAbove(prices.logs.get(0), 100,
        prices.ifAbove(prices.logs.get(1), 100, prices.discount())));
    return prices.finish(steps);
  }

  private static double discountOf(Map<String, Double> p) {
    return Math.exp(-EXPIRY * get(p, "rate"));
  }

  private static double get(Map<String, Double> p, String name) {
    return p.getOrDefault(name, Double.NaN);
  }

  private static double distance(Map<String, Double> p) {
    double vol = get(p, "vol0");
    return (Math.log(get(p, "spot0") / 100) + (get(p, "rate") - 0.5 * vol * vol) * EXPIRY) / (vol * Math.sqrt(EXPIRY));
  }

  /** The exact value of {@link #digital}. */
  static double exactDigital(Map<String, Double> p) {
    return discountOf(p) * cdf(distance(p));
  }

  /** The exact value of {@link #call}. */
  static double exactCall(Map<String, Double> p) {
    double d = distance(p);
    return get(p, "spot0") * cdf(d + get(p, "vol0") * Math.sqrt(EXPIRY)) - 100 * discountOf(p) * cdf(d);
  }

  /** The exact value of {@link #bothAbove}: Simpson's rule over the first noise. */
  static double exactBothAbove(Map<String, Double> p) {
    double root = Math.sqrt(EXPIRY);
    double from = -distance(p);
    double vol = get(p, "vol1");
    double rho = get(p, "rho");
    double mean = Math.log(get(p, "spot1") / 100) + (get(p, "rate") - 0.5 * vol * vol) * EXPIRY;
    return discountOf(p) * simpson(from, 9.0, 2000, z -> density(z)
        * cdf((mean + vol * root * rho * z) / (vol * root * Math.sqrt(1 - rho * rho))));
  }

  /** The exact value of {@link #barrier}: backward induction by Simpson's rule up to the barrier. */
  static double exactBarrier(Map<String, Double> p, int steps) {
    double time = EXPIRY / steps;
    double vol = get(p, "vol0");
    double deviation = vol * Math.sqrt(time);
    double drift = (get(p, "rate") - 0.5 * vol * vol) * time;
    int intervals = 400;
    double top = Math.log(120);
    double bottom = Math.log(55);
    double width = (top - bottom) / intervals;
    double strike = Math.log(100);
    // At the step before the last the value is known in closed form.
    double[] value = new double[intervals + 1];
    for (int i = 0; i <= intervals; i++) {
      value[i] = lastStep(bottom + i * width + drift, deviation, strike, top);
    }
    for (int step = steps - 2; step >= 1; step--) {
      double[] next = new double[intervals + 1];
      for (int i = 0; i <= intervals; i++) {
        next[i] = expectation(value, bottom, width, bottom + i * width + drift, deviation);
      }
      value = next;
    }
    return discountOf(p) * expectation(value, bottom, width, Math.log(get(p, "spot0")) + drift, deviation);
  }

  private static double lastStep(double mean, double deviation, double strike, double top) {
    double forward = Math.exp(mean + 0.5 * deviation * deviation);
    double high = (top - mean) / deviation;
    double low = (strike - mean) / deviation;
    return forward * (cdf(high - deviation) - cdf(low - deviation)) - 100 * (cdf(high) - cdf(low));
  }

  private static double expectation(double[] value, double bottom, double width, double mean, double deviation) {
    double total = 0.0;
    for (int j = 0; j < value.length; j++) {
      double weight = j == 0 || j == value.length - 1 ? 1 : j % 2 == 1 ? 4 : 2;
      total += weight * value[j] * density((bottom + j * width - mean) / deviation) / deviation;
    }
    return total * width / 3;
  }

  private static double simpson(double from, double to, int intervals, ToDoubleFunction<Double> f) {
    double width = (to - from) / intervals;
    double total = 0.0;
    for (int j = 0; j <= intervals; j++) {
      double weight = j == 0 || j == intervals ? 1 : j % 2 == 1 ? 4 : 2;
      total += weight * f.applyAsDouble(from + j * width);
    }
    return total * width / 3;
  }

  /** The derivative of an exact value by one parameter or several, by differences of fourth order. */
  static double derivative(ToDoubleFunction<Map<String, Double>> exact, Map<String, Double> point,
      String... parameters) {
    if (parameters.length == 0) {
      return exact.applyAsDouble(point);
    }
    String[] rest = Arrays.copyOfRange(parameters, 1, parameters.length);
    double at = get(point, parameters[0]);
    double step = 1e-3 * Math.max(1.0, Math.abs(at));
    double[] moves = {-2, -1, 1, 2};
    double[] results = new double[4];
    for (int i = 0; i < 4; i++) {
      Map<String, Double> moved = new HashMap<>(point);
      moved.put(parameters[0], at + moves[i] * step);
      results[i] = derivative(exact, moved, rest);
    }
    return (results[0] - 8 * results[1] + 8 * results[2] - results[3]) / (12 * step);
  }

  private static double density(double x) {
    return Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);
  }

  private static double cdf(double x) {
    return 0.5 * Erf.erfc(-x / Math.sqrt(2.0));
  }
}
