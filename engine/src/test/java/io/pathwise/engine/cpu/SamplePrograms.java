package io.pathwise.engine.cpu;

import io.pathwise.engine.derive.Adjoint;
import io.pathwise.engine.derive.Tangent;
import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.lower.LoweredProgram;
import io.pathwise.engine.lower.Lowering;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.program.ProgramBuilder;
import io.pathwise.engine.sample.Normal;
import io.pathwise.engine.sample.Uniform;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Programs as users run them, with data: averages of log-normal paths and their derivatives. */
final class SamplePrograms {

  private SamplePrograms() {}

  /** A program and data for it. */
  record Case(LoweredProgram program, Inputs inputs) {}

  /** How the derivatives are made. */
  enum Derivatives {
    NONE, TANGENT, ADJOINT
  }

  /** A call on the average of a weighted sum of correlated log-normal paths. */
  static Case average(int assets, int steps, Derivatives derivatives) {
    return average(assets, steps, derivatives, false);
  }

  /**
   * The same with a schedule.
   *
   * @param scheduled
   *          whether only every third step counts for the average
   */
  static Case average(int assets, int steps, Derivatives derivatives, boolean scheduled) {
    ProgramBuilder builder = new ProgramBuilder();
    Graph g = builder.graph();
    Map<String, Double> parameters = new LinkedHashMap<>();
    Expr rate = parameter(builder, parameters, "rate", 0.03);
    Expr dt = builder.stepValue("dt");
    builder.stage("advance");
    if (scheduled) {
      builder.stage("observe", "fixings");
    } else {
      builder.stage("observe");
    }
    List<Expr.Parameter> wanted = new ArrayList<>();
    List<Expr> draws = new ArrayList<>();
    Expr sum = g.literal(0.0);
    for (int a = 0; a < assets; a++) {
      Expr.Parameter start = parameter(builder, parameters, "start" + a, 100.0 + a);
      Expr.Parameter vol = parameter(builder, parameters, "vol" + a, 0.2 + 0.01 * a);
      wanted.add(start);
      wanted.add(vol);
      Expr.Sample z = builder.sample(new Normal(), g.literal(0.0), g.literal(1.0));
      draws.add(z);
      Expr mixed = g.literal(0.0);
      for (int b = 0; b <= a; b++) {
        double weight = b == a ? Math.sqrt(1 - 0.09 * a / assets) : 0.3 / Math.sqrt(assets);
        mixed = g.fma(g.literal(weight), draws.get(b), mixed);
      }
      Expr.State x = builder.state("x" + a, g.log(start));
      Expr drift = g.mul(g.sub(rate, g.mul(g.literal(0.5), g.mul(vol, vol))), dt);
      builder.update("advance", x, g.fma(g.mul(vol, g.sqrt(dt)), mixed, g.add(x, drift)));
      sum = g.add(sum, g.mul(g.literal(1.0 / assets), g.exp(x)));
    }
    Expr.State total = builder.state("total", g.literal(0.0));
    builder.update("observe", total, g.add(total, sum));
    Expr.Parameter count = parameter(builder, parameters, "count", scheduled ? (steps + 2) / 3 : steps);
    Expr strike = parameter(builder, parameters, "strike", 100.0);
    Expr maturity = parameter(builder, parameters, "maturity", 1.0);
    Expr payoff = g.max(g.sub(g.div(total, count), strike), g.literal(0.0));
    builder.output("value", g.mul(g.exp(g.neg(g.mul(rate, maturity))), payoff));
    if (assets == 1) {
      wanted.add((Expr.Parameter) rate);
    }
    Program plain = builder.build();
    Program program = differentiated(plain, derivatives, Map.of("value", wanted));
    double[] times = new double[steps];
    Arrays.fill(times, 1.0 / steps);
    boolean[] fixings = new boolean[steps];
    for (int i = 0; i < steps; i++) {
      fixings[i] = i % 3 == 0;
    }
    Map<String, boolean[]> schedules = new HashMap<>();
    schedules.put("fixings", fixings);
    return new Case(Lowering.lower(program), new Inputs(steps, parameters, Map.of("dt", times), schedules));
  }

  /**
   * The variance along paths of three random walks, about the mean that a first sweep computes; with three noises, so
   * that pairs of noises reach from one step into the next.
   *
   * @param steps
   *          of which every third, counted from the second, is observed
   */
  static Case varianceInTwoSweeps(int steps, Derivatives derivatives) {
    ProgramBuilder builder = new ProgramBuilder();
    Graph g = builder.graph();
    Map<String, Double> parameters = new LinkedHashMap<>();
    Expr.Parameter start = parameter(builder, parameters, "start", 0.3);
    Expr.Parameter vol = parameter(builder, parameters, "vol", 0.2);
    int observations = Math.max(1, (steps + 1) / 3);
    Expr.Parameter count = parameter(builder, parameters, "count", observations);
    Expr dt = builder.stepValue("dt");
    List<Expr.Sample> draws = new ArrayList<>();
    for (int a = 0; a < 3; a++) {
      draws.add(builder.sample(new Normal(), g.literal(0.0), g.literal(1.0)));
    }
    Expr total = walks(builder, draws, start, g.mul(vol, g.sqrt(dt)), g.literal(0.0), "first");
    builder.sweep();
    Expr mean = g.div(total, count);
    Expr variance = walks(builder, draws.reversed(), start, g.mul(vol, g.sqrt(dt)), mean, "second");
    builder.output("value", g.exp(variance));
    builder.output("mean", mean);
    Program plain = builder.build();
    Program program = differentiated(plain, derivatives, Map.of("value", List.of(start, vol)));
    double[] times = new double[steps];
    Arrays.fill(times, 1.0 / steps);
    boolean[] observed = new boolean[steps];
    for (int i = 0; i < steps; i++) {
      observed[i] = i % 3 == 1;
    }
    return new Case(Lowering.lower(program),
        new Inputs(steps, parameters, Map.of("dt", times), Map.of("observed", observed)));
  }

  private static Expr walks(ProgramBuilder builder, List<Expr.Sample> draws, Expr start, Expr scale, Expr centre,
      String name) {
    Graph g = builder.graph();
    Expr sum = g.literal(0.0);
    builder.stage("advance " + name).stage("observe " + name, "observed");
    for (Expr.Sample draw : draws) {
      Expr.State x = builder.state(name + " " + draw.noise().number(), start);
      builder.update("advance " + name, x, g.fma(scale, draw, x));
      sum = g.add(sum, g.exp(x));
    }
    Expr.State total = builder.state(name + " total", g.literal(0.0));
    Expr deviation = g.sub(sum, centre);
    builder.update("observe " + name, total,
        g.add(total, name.equals("first") ? sum : g.mul(deviation, deviation)));
    return total;
  }

  private static Program differentiated(Program plain, Derivatives derivatives,
      Map<String, List<Expr.Parameter>> wanted) {
    return switch (derivatives) {
      case NONE -> plain;
      case TANGENT -> Tangent.differentiate(plain, wanted);
      case ADJOINT -> Adjoint.differentiate(plain, wanted);
    };
  }

  /** Uniform and normal noises, of which one is never read, on steps of unequal length, one of them 0. */
  static Case mixed(int steps) {
    ProgramBuilder builder = new ProgramBuilder();
    Graph g = builder.graph();
    Expr.State x = builder.state("x", g.literal(1.0));
    Expr dt = builder.stepValue("dt");
    Expr u = builder.sample(new Uniform(), g.literal(0.0), dt);
    builder.sample(new Normal(), g.literal(0.0), dt);
    Expr z = builder.sample(new Normal(), x, g.sqrt(dt));
    builder.stage("step").update("step", x, g.fma(u, z, z));
    builder.output("x", x);
    double[] lengths = new double[steps];
    for (int i = 0; i < steps; i++) {
      lengths[i] = i == 1 ? 0 : 1.0 / (i + 1);
    }
    return new Case(Lowering.lower(builder.build()), new Inputs(steps, Map.of(), Map.of("dt", lengths), Map.of()));
  }

  private static Expr.Parameter parameter(ProgramBuilder builder, Map<String, Double> values, String name,
      double value) {
    values.put(name, value);
    return builder.parameter(name);
  }
}
