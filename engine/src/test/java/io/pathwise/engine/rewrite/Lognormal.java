package io.pathwise.engine.rewrite;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.program.ProgramBuilder;
import io.pathwise.engine.run.ReferenceRuns.Results;
import io.pathwise.engine.sample.Normal;
import io.pathwise.engine.statistics.Estimate;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;

/** A lognormal price in exact steps with the parameters spot, vol and strike, without drift; and runs of programs. */
final class Lognormal {

  static final double SPOT = 1.05;
  static final double VOL = 0.3;
  static final double STRIKE = 1.0;

  final ProgramBuilder builder = new ProgramBuilder();
  final Graph g = builder.graph();
  final Expr.Parameter spot = builder.parameter("spot");
  final Expr.Parameter vol = builder.parameter("vol");
  final Expr.Parameter strike = builder.parameter("strike");
  final Expr.State x = builder.state("x", g.log(spot));
  final Program program;

  /** With an output {@code value}, which may update states in the stage {@code observe}. */
  Lognormal(Function<Lognormal, Expr> payoff) {
    Expr deviation = g.mul(vol, g.sqrt(builder.stepValue("time")));
    Expr mean = g.sub(x, g.mul(g.literal(0.5), g.mul(deviation, deviation)));
    builder.stage("step").update("step", x, builder.sample(new Normal(), mean, deviation));
    builder.stage("observe");
    builder.output("value", payoff.apply(this));
    program = builder.build();
  }

  static Lognormal digital() {
    return new Lognormal(
        model -> model.g.select(model.g.less(model.g.log(model.strike), model.x), model.g.literal(1.0),
            model.g.literal(0.0)));
  }

  static Lognormal call() {
    return new Lognormal(model -> model.g.max(model.g.sub(model.g.exp(model.x), model.strike), model.g.literal(0.0)));
  }

  /** One year in equal steps. */
  static Inputs inputs(int steps) {
    double[] time = new double[steps];
    Arrays.fill(time, 1.0 / steps);
    return new Inputs(steps, Map.of("spot", SPOT, "vol", VOL, "strike", STRIKE), Map.of("time", time), Map.of());
  }

  /** Estimates of all outputs, by name. */
  static Results<Estimate> run(Program program, Inputs inputs, long seed, int blocks) {
    return new Estimates(program, inputs).run(seed, blocks);
  }
}
