package io.pathwise.engine.importance;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.program.ProgramBuilder;
import io.pathwise.engine.sample.Normal;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;

/** A lognormal price in exact steps without drift, with the parameters spot, vol and strike, one year long. */
final class RarePayoffs {

  static final double SPOT = 100;
  static final double VOL = 0.2;

  final ProgramBuilder builder = new ProgramBuilder();
  final Graph g = builder.graph();
  final Expr.Parameter spot = builder.parameter("spot");
  final Expr.Parameter vol = builder.parameter("vol");
  final Expr.Parameter strike = builder.parameter("strike");
  final Expr.State x = builder.state("x", g.log(spot));
  final Program program;

  RarePayoffs(Function<RarePayoffs, Expr> payoff) {
    Expr deviation = g.mul(vol, g.sqrt(builder.stepValue("time")));
    Expr mean = g.sub(x, g.mul(g.literal(0.5), g.mul(deviation, deviation)));
    builder.stage("step").update("step", x, builder.sample(new Normal(), mean, deviation));
    builder.stage("observe");
    builder.output("value", payoff.apply(this));
    program = builder.build();
  }

  /** max(S − K, 0). */
  static RarePayoffs call() {
    return new RarePayoffs(model -> model.g.max(model.g.sub(model.g.exp(model.x), model.strike), model.g.literal(0.0)));
  }

  /** 1 beyond K, and also so far on the other side of 100. */
  static RarePayoffs twoSided() {
    return new RarePayoffs(model -> {
      Expr middle = model.g.literal(Math.log(SPOT) - 0.5 * VOL * VOL);
      Expr high = model.g.log(model.strike);
      Expr low = model.g.sub(model.g.add(middle, middle), high);
      return model.g.add(model.indicator(high, model.x), model.indicator(model.x, low));
    });
  }

  /** A call, and 1 below the spot. */
  static RarePayoffs callAndRebate() {
    return new RarePayoffs(model -> model.g.add(
        model.g.max(model.g.sub(model.g.exp(model.x), model.strike), model.g.literal(0.0)),
        model.indicator(model.x, model.g.log(model.spot))));
  }

  private Expr indicator(Expr low, Expr high) {
    return g.select(g.less(low, high), g.literal(1.0), g.literal(0.0));
  }

  static Inputs inputs(int steps, double strike) {
    double[] time = new double[steps];
    Arrays.fill(time, 1.0 / steps);
    return new Inputs(steps, Map.of("spot", SPOT, "vol", VOL, "strike", strike), Map.of("time", time), Map.of());
  }
}
