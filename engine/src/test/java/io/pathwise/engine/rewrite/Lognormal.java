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
public final class Lognormal {

  static final double SPOT = 1.05;
  static final double VOL = 0.3;
  static final double STRIKE = 1.0;

  final ProgramBuilder builder = new ProgramBuilder();
  /** Where payoffs are made. */
  public final Graph g = builder.graph();
  /** The price at the start. */
  public final Expr.Parameter spot = builder.parameter("spot");
  /** The volatility. */
  public final Expr.Parameter vol = builder.parameter("vol");
  /** The strike. */
  public final Expr.Parameter strike = builder.parameter("strike");
  /** The logarithm of the price. */
  public final Expr.State x = builder.state("x", g.log(spot));
  /** The program. */
  public final Program program;

  /** With an output {@code value}, which may update states in the stage {@code observe}. */
  public Lognormal(Function<Lognormal, Expr> payoff) {
    Expr deviation = g.mul(vol, g.sqrt(builder.stepValue("time")));
    Expr mean = g.sub(x, g.mul(g.literal(0.5), g.mul(deviation, deviation)));
    builder.stage("step").update("step", x, builder.sample(new Normal(), mean, deviation));
    builder.stage("observe");
    builder.output("value", payoff.apply(this));
    program = builder.build();
  }

  static Lognormal digital() {
    return new Lognormal(model -> model.indicator(model.g.log(model.strike), model.x));
  }

  /** max(S − K, 0). */
  public static Lognormal call() {
    return new Lognormal(Lognormal::gain);
  }

  /** What a call pays. */
  public Expr gain() {
    return g.max(g.sub(g.exp(x), strike), g.literal(0.0));
  }

  /** 1 where one number is less than another. */
  public Expr indicator(Expr low, Expr high) {
    return g.select(g.less(low, high), g.literal(1.0), g.literal(0.0));
  }

  /** One year in equal steps. */
  static Inputs inputs(int steps) {
    return inputs(steps, SPOT, VOL, STRIKE);
  }

  /** One year in equal steps, with these parameters. */
  public static Inputs inputs(int steps, double spot, double vol, double strike) {
    double[] time = new double[steps];
    Arrays.fill(time, 1.0 / steps);
    return new Inputs(steps, Map.of("spot", spot, "vol", vol, "strike", strike), Map.of("time", time), Map.of());
  }

  /** Estimates of all outputs, by name. */
  static Results<Estimate> run(Program program, Inputs inputs, long seed, int blocks) {
    return new Estimates(program, inputs).run(seed, blocks);
  }
}
