package io.pathwise.engine.program;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.graph.Operation;
import io.pathwise.engine.sample.Bernoulli;
import io.pathwise.engine.sample.Beta;
import io.pathwise.engine.sample.Binomial;
import io.pathwise.engine.sample.Categorical;
import io.pathwise.engine.sample.Exponential;
import io.pathwise.engine.sample.Gamma;
import io.pathwise.engine.sample.Kumaraswamy;
import io.pathwise.engine.sample.Laplace;
import io.pathwise.engine.sample.Logistic;
import io.pathwise.engine.sample.MarsagliaTsang;
import io.pathwise.engine.sample.Normal;
import io.pathwise.engine.sample.Poisson;
import io.pathwise.engine.sample.StudentT;
import io.pathwise.engine.sample.TailDistribution;
import io.pathwise.engine.sample.TruncatedLogistic;
import io.pathwise.engine.sample.TruncatedNormal;
import io.pathwise.engine.sample.Uniform;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Small programs that several tests share. */
public final class ExamplePrograms {

  private ExamplePrograms() {}

  /** A European call on a lognormal price, the example of docs/grammar.md. */
  public static Program europeanCall() {
    ProgramBuilder builder = new ProgramBuilder();
    Graph graph = builder.graph();
    Expr spot = builder.parameter("spot");
    Expr strike = builder.parameter("strike");
    Expr rate = builder.parameter("rate");
    Expr vol = builder.parameter("vol");
    Expr expiry = builder.parameter("expiry");
    Expr length = builder.stepValue("step_length");
    Expr.State logPrice = builder.state("log_price", graph.log(spot));
    Expr drift = graph.sub(rate, graph.mul(graph.literal(0.5), graph.mul(vol, vol)));
    Expr mean = graph.fma(drift, length, logPrice);
    builder.stage("advance");
    builder.update("advance", logPrice, builder.sample(new Normal(), mean, graph.mul(vol, graph.sqrt(length))));
    Expr discount = graph.exp(graph.neg(graph.mul(rate, expiry)));
    Expr payoff = graph.max(graph.sub(graph.exp(logPrice), strike), graph.literal(0.0));
    builder.output("value", graph.mul(discount, payoff));
    return builder.build();
  }

  /** Numbers for the call: equal steps until the expiry. */
  public static Inputs callInputs(int steps) {
    double[] lengths = new double[steps];
    Arrays.fill(lengths, 1.0 / steps);
    return new Inputs(steps, Map.of("spot", 100.0, "strike", 95.0, "rate", 0.03, "vol", 0.2, "expiry", 1.0),
        Map.of("step_length", lengths), Map.of());
  }

  /** A sample of every law, with arguments that are the same on all paths and that are not. */
  public static Program everyLaw() {
    ProgramBuilder builder = new ProgramBuilder();
    Graph graph = builder.graph();
    Expr p = builder.parameter("p");
    Expr.State total = builder.state("total", graph.log(p));
    Expr.State tail = builder.state("tail", p);
    builder.stage("draw");
    Expr normal = builder.sample(new Normal(), total, p);
    Expr time = builder.sample(new Exponential(), p);
    Expr jumps = builder.sample(new Poisson(8), graph.mul(p, graph.literal(0.5)));
    Expr between = builder.sample(new TruncatedNormal(), graph.literal(0.0), p, graph.neg(time), jumps);
    Expr beyond = builder.sample(new TruncatedNormal(), normal, p, graph.literal(6.0),
        graph.literal(Double.POSITIVE_INFINITY));
    Expr level = builder.sample(new Uniform(), between, graph.add(jumps, graph.literal(1.0)));
    Expr clock = builder.sample(new Gamma(), graph.add(time, graph.literal(0.1)), p);
    Expr shock = builder.sample(new Laplace(), total, p);
    Expr steep = builder.sample(new Logistic(), shock, p);
    Expr bounded = builder.sample(new TruncatedLogistic(), steep, p, graph.neg(time), graph.literal(7.0));
    Expr recovery = builder.sample(new Kumaraswamy(), p, graph.add(time, p));
    Expr share = builder.sample(new Beta(), graph.add(time, graph.literal(0.3)), p);
    Expr heavy = builder.sample(new StudentT(), graph.add(p, graph.literal(2.0)), steep, share);
    Expr isDefault = builder.sample(new Bernoulli(), graph.literal(0.2));
    builder.update("draw", total, graph.fma(level, isDefault, graph.add(between, graph.mul(normal, clock))));
    builder.update("draw", tail, graph.add(tail, graph.add(heavy, graph.fma(bounded, recovery, beyond))));
    Expr category = builder.sample(new Categorical(3), p, graph.exp(normal), graph.literal(0.5));
    Expr several = builder.sample(new TailDistribution(new Poisson(8), 2), time);
    Expr successes = builder.sample(new Binomial(3), category, graph.div(time, graph.add(time, graph.literal(1.0))));
    Expr.State number = builder.state("number", p);
    builder.update("draw", number, graph.add(number, graph.fma(category, several, successes)));
    builder.output("number", number);
    builder.output("total", total);
    builder.output("tail", tail);
    return builder.build();
  }

  /** A draw that uses several noises. */
  public static Program acceptedProposal() {
    ProgramBuilder builder = new ProgramBuilder();
    Expr.State x = builder.state("x", builder.graph().literal(0.0));
    builder.stage("draw").update("draw", x, builder.sample(new MarsagliaTsang(20), builder.parameter("shape")));
    builder.output("x", x);
    return builder.build();
  }

  /** A forward and a backward sweep with everything a program can have, put together by hand. */
  public static Program twoSweeps() {
    ProgramBuilder builder = new ProgramBuilder();
    Graph graph = builder.graph();
    Expr p = builder.parameter("p");
    Expr t = builder.stepValue("t");
    Expr.State x = builder.state("x", p);
    builder.stage("move", "fixing days");
    Expr.Sample draw = builder.sample(new Normal(), x, p);
    builder.update("move", x, graph.mul(draw, t));
    Program forward = builder.build();
    Expr.State a = graph.state("x adjoint");
    Expr slope = graph.recall(graph.exp(draw), "move");
    Stage back = new Stage("move adjoint", "fixing days", Map.of(a, graph.fma(a, slope, slope)),
        List.of(new Stage.Sink("bucket", graph.mul(a, graph.recall(draw, "move")))));
    Sweep backward = new Sweep(Sweep.Direction.BACKWARD, List.of(new State(a, graph.apply(Operation.SIN, x))),
        List.of(back));
    List<Output> outputs = List.of(new Output.PathSum("end", graph.mul(x, graph.exp(x))),
        new Output.Pullback("dp", List.of(new Output.PathTerm(graph.mul(a, graph.exp(x)), graph.exp(p)),
            new Output.SinkTerm("bucket", graph.mul(t, p)))));
    return new Program(graph, forward.parameters(), forward.noises(), List.of(forward.forward(), backward), outputs);
  }
}
