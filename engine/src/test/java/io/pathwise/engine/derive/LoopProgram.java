package io.pathwise.engine.derive;

import io.pathwise.engine.derive.RandomExpressions.Kind;
import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.program.ProgramBuilder;
import io.pathwise.engine.sample.Exponential;
import io.pathwise.engine.sample.Normal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Random programs with a loop: four states (one of which only sums per-step numbers), three stages of which two have
 * schedules, two sample nodes, two step tables, five parameters, one initial value that depends on a parameter, two
 * outputs. States contract towards bounded innovations, so hundreds of steps stay well-conditioned.
 */
record LoopProgram(Program program, Inputs inputs) {

  static final List<String> OUTPUTS = List.of("first", "second");

  /**
   * A program.
   *
   * @param size
   *          how many random expressions a stage has
   * @param steps
   *          of the data
   */
  static LoopProgram random(long seed, int size, int steps, Kind kind) {
    return new Writer(seed, size, steps, kind, false).write();
  }

  /**
   * A program with a second forward sweep: it starts from what the first has come to, draws the first's samples again
   * and reads the first's final states at every step.
   */
  static LoopProgram randomOfTwoSweeps(long seed, int size, int steps, Kind kind) {
    return new Writer(seed, size, steps, kind, true).write();
  }

  List<Expr.Parameter> parameters() {
    return program.parameters();
  }

  /** All derivatives of both outputs. */
  Map<String, List<Expr.Parameter>> everyDerivative() {
    Map<String, List<Expr.Parameter>> wanted = new HashMap<>();
    OUTPUTS.forEach(output -> wanted.put(output, parameters()));
    return wanted;
  }

  private static final class Writer {
    private final SplittableRandom random;
    private final int size;
    private final int steps;
    private final ProgramBuilder builder = new ProgramBuilder();
    private final Graph g = builder.graph();
    private final RandomExpressions expressions;
    private final boolean twoSweeps;

    Writer(long seed, int size, int steps, Kind kind, boolean twoSweeps) {
      this.random = new SplittableRandom(seed);
      this.size = size;
      this.steps = steps;
      this.expressions = new RandomExpressions(g, random, kind);
      this.twoSweeps = twoSweeps;
    }

    LoopProgram write() {
      Map<String, Double> values = new HashMap<>();
      List<Expr> parameters = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        parameters.add(builder.parameter("p" + i));
        values.put("p" + i, random.nextDouble(0.3, 1.5));
      }
      List<Expr> host = new ArrayList<>(parameters);
      host.add(builder.stepValue("a"));
      host.add(builder.stepValue("b"));
      Expr.State x = builder.state("x", g.exp(parameters.get(0)));
      Expr.State y = builder.state("y", g.literal(0.2));
      Expr.State z = builder.state("z", parameters.get(1));
      Expr.State total = builder.state("total", g.literal(0.0));
      List<Expr> hostPool = expressions.grow(host, 3);
      Expr deviation = g.sqrt(g.fma(hostPool.getLast(), hostPool.getLast(), g.literal(0.1)));
      Expr normal = builder.sample(new Normal(), g.mul(x, g.literal(0.1)), deviation);
      Expr waiting = builder.sample(new Exponential(), g.add(parameters.get(2), g.literal(0.5)));

      builder.stage("advance");
      List<Expr> leaves = new ArrayList<>(hostPool);
      leaves.addAll(List.of(x, y, z, normal, waiting));
      List<Expr> pool = expressions.grow(leaves, size);
      builder.update("advance", x, contract(x, pool.getLast()));
      builder.update("advance", y, contract(y, g.add(pool.get(pool.size() - 2), normal)));
      builder.update("advance", total, g.fma(builder.stepValue("a"), parameters.get(3), total));

      builder.stage("fix", "fixings");
      pool = expressions.grow(List.of(x, y, z, parameters.get(4), builder.stepValue("b")), size);
      builder.update("fix", z, contract(z, g.max(pool.getLast(), g.literal(0.1))));

      builder.stage("event", "events");
      pool = expressions.grow(List.of(x, y, z, total, parameters.get(3)), size);
      builder.update("event", y, z);
      builder.update("event", z, contract(y, g.min(pool.getLast(), x)));

      if (twoSweeps) {
        y = secondSweep(parameters, List.of(x, y, z, total), (Expr.Sample) normal, deviation);
      }
      pool = expressions.grow(List.of(x, y, z, total, parameters.get(2)), size);
      Expr payoff = g.fma(x, z, g.add(expressions.squash(pool.getLast()), y));
      builder.output("first", g.max(g.sub(payoff, g.mul(parameters.get(4), g.literal(0.1))), g.literal(0.0)));
      builder.output("second", g.add(g.mul(x, z), g.mul(y, total)));
      return new LoopProgram(builder.build(), new Inputs(steps, values, Map.of("a", table(), "b", table()),
          Map.of("fixings", every(5), "events", every(7))));
    }

    private Expr.State secondSweep(List<Expr> parameters, List<Expr> finals, Expr.Sample first, Expr deviation) {
      builder.sweep();
      Expr.State u = builder.state("u", g.fma(finals.get(0), parameters.get(0), finals.get(1)));
      Expr.State clock = builder.state("clock", parameters.get(2));
      Expr again = g.sample(first.distribution(), List.of(g.mul(u, g.literal(0.1)), deviation), first.noise());
      List<Expr> leaves = new ArrayList<>(finals);
      leaves.addAll(List.of(u, clock, again, parameters.get(1), builder.stepValue("b")));
      builder.stage("again", "fixings");
      builder.update("again", u, contract(u, expressions.grow(leaves, size).getLast()));
      builder.update("again", clock, g.fma(builder.stepValue("b"), parameters.get(3), clock));
      builder.stage("last").update("last", u, contract(u, g.mul(clock, finals.get(2))));
      return u;
    }

    /** 0.98 state + 0.03 squash(innovation): what happened 256 steps ago still counts, and nothing explodes. */
    private Expr contract(Expr state, Expr innovation) {
      return g.fma(g.literal(0.98), state, g.mul(g.literal(0.03), expressions.squash(innovation)));
    }

    private double[] table() {
      return random.doubles(steps, 0.0, 2.0 / Math.max(steps, 1)).toArray();
    }

    private boolean[] every(int period) {
      boolean[] flags = new boolean[steps];
      for (int step = period - 1; step < steps; step += period) {
        flags[step] = true;
      }
      return flags;
    }
  }
}
