package io.pathwise.engine.run;

import io.pathwise.engine.derive.Adjoint;
import io.pathwise.engine.derive.Score;
import io.pathwise.engine.derive.Tangent;
import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.lower.LoweredProgram;
import io.pathwise.engine.lower.Lowering;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.program.ProgramBuilder;
import io.pathwise.engine.random.Ordering;
import io.pathwise.engine.random.PointSet;
import io.pathwise.engine.rewrite.Scored;
import io.pathwise.engine.sample.Bernoulli;
import io.pathwise.engine.sample.Beta;
import io.pathwise.engine.sample.Categorical;
import io.pathwise.engine.sample.Exponential;
import io.pathwise.engine.sample.Gamma;
import io.pathwise.engine.sample.Kumaraswamy;
import io.pathwise.engine.sample.Laplace;
import io.pathwise.engine.sample.Logistic;
import io.pathwise.engine.sample.Normal;
import io.pathwise.engine.sample.Poisson;
import io.pathwise.engine.sample.RejectionGamma;
import io.pathwise.engine.sample.StudentT;
import io.pathwise.engine.sample.TruncatedLogistic;
import io.pathwise.engine.sample.TruncatedNormal;
import io.pathwise.engine.sample.Uniform;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Programs with data, chosen so that together they have everything a program can have. Start at {@link #all}. */
public final class TestPrograms {

  private static final String STEP_LENGTH = "step_length";

  private TestPrograms() {}

  /** A program with data. */
  public record Case(String name, LoweredProgram program, Inputs inputs) {
    @Override
    public String toString() {
      return name;
    }
  }

  /** How derivatives are made. */
  public enum Derivatives {
    /** None are. */
    NONE,
    /** Forward. */
    TANGENT,
    /** Backward, with a tape, sinks and pullbacks. */
    ADJOINT
  }

  /** All of them, the laws and their scores included. */
  public static List<Case> all() {
    List<Case> cases = new ArrayList<>(small());
    cases.add(everyLaw());
    cases.add(everyScore());
    return cases;
  }

  /** Those that are interpreted in moments. */
  public static List<Case> small() {
    return List.of(basket(1, 0, Derivatives.TANGENT), basket(1, 5, Derivatives.TANGENT),
        basket(1, 4, Derivatives.ADJOINT), basket(2, 3, Derivatives.NONE), basket(2, 4, Derivatives.ADJOINT),
        basket(3, 4, Derivatives.TANGENT), basket(3, 3, Derivatives.ADJOINT), basket(4, 3, Derivatives.NONE),
        unequalNoises(5), barrier(6), twoSweeps(5, Derivatives.NONE), twoSweeps(4, Derivatives.ADJOINT),
        rejection(3, Derivatives.TANGENT),
        rejection(2, Derivatives.ADJOINT));
  }

  /** Every way to make noise. */
  public static List<Sampling> samplings() {
    Ordering bridge = new Ordering.Bridge(STEP_LENGTH);
    Ordering components = new Ordering.PrincipalComponents(STEP_LENGTH);
    return List.of(Sampling.INDEPENDENT, Sampling.ANTITHETIC, Sampling.stratified(Ordering.STEPS),
        Sampling.stratified(Ordering.STEPS).mirrored(), Sampling.sobol(32, Ordering.STEPS),
        Sampling.sobol(33, Ordering.STEPS).mirrored(), Sampling.sobol(32, bridge),
        Sampling.stratified(bridge).mirrored(), Sampling.sobol(33, components).mirrored(),
        Sampling.stratified(components),
        new Sampling(PointSet.INDEPENDENT, new Ordering.Bridge("no such step value"), false, false));
  }

  /** A call on the average of the mean of correlated prices over the fixings, which are every other step. */
  public static Case basket(int assets, int steps, Derivatives derivatives) {
    ProgramBuilder builder = new ProgramBuilder();
    Graph g = builder.graph();
    Map<String, Double> parameters = new LinkedHashMap<>();
    Expr.Parameter rate = parameter(builder, parameters, "rate", 0.03);
    Expr dt = builder.stepValue(STEP_LENGTH);
    builder.stage("advance").stage("observe", "fixings");
    List<Expr.Parameter> wanted = new ArrayList<>(List.of(rate));
    Expr first = g.literal(0.0);
    Expr sum = g.literal(0.0);
    for (int a = 0; a < assets; a++) {
      Expr.Parameter spot = parameter(builder, parameters, "spot" + a, 100.0 + a);
      Expr.Parameter vol = parameter(builder, parameters, "vol" + a, 0.2 + 0.01 * a);
      wanted.addAll(List.of(spot, vol));
      Expr draw = builder.sample(new Normal(), g.literal(0.0), g.literal(1.0));
      Expr shock = a == 0 ? draw : g.fma(g.literal(0.6), first, g.mul(g.literal(0.8), draw));
      first = a == 0 ? draw : first;
      Expr.State logPrice = builder.state("log_price" + a, g.log(spot));
      Expr drift = g.mul(g.sub(rate, g.mul(g.literal(0.5), g.mul(vol, vol))), dt);
      builder.update("advance", logPrice, g.fma(g.mul(vol, g.sqrt(dt)), shock, g.add(logPrice, drift)));
      sum = g.add(sum, g.mul(g.literal(1.0 / assets), g.exp(logPrice)));
    }
    Expr.State total = builder.state("total", g.literal(0.0));
    builder.update("observe", total, g.add(total, sum));
    Expr count = parameter(builder, parameters, "count", Math.max(1, (steps + 1) / 2));
    Expr strike = parameter(builder, parameters, "strike", 100.0);
    Expr maturity = parameter(builder, parameters, "maturity", 1.0);
    Expr payoff = g.max(g.sub(g.div(total, count), strike), g.literal(0.0));
    builder.output("value", g.mul(g.exp(g.neg(g.mul(rate, maturity))), payoff));
    Program program = differentiated(builder.build(), derivatives, Map.of("value", wanted));
    return new Case("basket of " + assets + " over " + steps + " steps, " + derivatives, Lowering.lower(program),
        new Inputs(steps, parameters, Map.of(STEP_LENGTH, equal(steps)), Map.of("fixings", every(2, 0, steps))));
  }

  /** Three noises of two kinds, one of which nothing reads, on steps of unequal length, one of them 0. */
  public static Case unequalNoises(int steps) {
    ProgramBuilder builder = new ProgramBuilder();
    Graph g = builder.graph();
    Expr.State x = builder.state("x", g.literal(1.0));
    Expr dt = builder.stepValue(STEP_LENGTH);
    Expr u = builder.sample(new Uniform(), g.literal(0.0), dt);
    builder.sample(new Normal(), g.literal(0.0), dt);
    Expr z = builder.sample(new Normal(), x, g.sqrt(dt));
    builder.stage("step").update("step", x, g.fma(u, z, z));
    builder.output("x", x);
    double[] lengths = IntStream.range(0, steps).mapToDouble(i -> i == 1 ? 0 : 1.0 / (i + 1)).toArray();
    return new Case("unequal noises over " + steps + " steps", Lowering.lower(builder.build()),
        new Inputs(steps, Map.of(), Map.of(STEP_LENGTH, lengths), Map.of()));
  }

  /** A payment when a price ends above a strike, unless it was below a barrier on one of the observation days. */
  public static Case barrier(int steps) {
    ProgramBuilder builder = new ProgramBuilder();
    Graph g = builder.graph();
    Map<String, Double> parameters = new LinkedHashMap<>();
    Expr spot = parameter(builder, parameters, "spot", 100.0);
    Expr vol = parameter(builder, parameters, "vol", 0.3);
    Expr level = parameter(builder, parameters, "barrier", 90.0);
    Expr strike = parameter(builder, parameters, "strike", 100.0);
    Expr dt = builder.stepValue(STEP_LENGTH);
    Expr.State price = builder.state("price", spot);
    Expr.State alive = builder.state("alive", g.literal(1.0));
    builder.stage("advance").stage("check", "observations");
    Expr shock = builder.sample(new Normal(), g.literal(0.0), g.mul(vol, g.sqrt(dt)));
    builder.update("advance", price, g.mul(price, g.exp(g.sub(shock, g.mul(g.mul(vol, vol), g.mul(dt,
        g.literal(0.5)))))));
    builder.update("check", alive, g.select(g.less(price, level), g.literal(0.0), alive));
    builder.output("paid", g.select(g.less(strike, price), alive, g.literal(0.0)));
    builder.output("alive", alive);
    return new Case("barrier over " + steps + " steps", Lowering.lower(builder.build()), new Inputs(steps, parameters,
        Map.of(STEP_LENGTH, equal(steps)), Map.of("observations", every(3, 1, steps))));
  }

  /** The variance along a path about the mean that a first sweep finds. */
  public static Case twoSweeps(int steps, Derivatives derivatives) {
    ProgramBuilder builder = new ProgramBuilder();
    Graph g = builder.graph();
    Map<String, Double> parameters = new LinkedHashMap<>();
    Expr.Parameter start = parameter(builder, parameters, "start", 0.3);
    Expr.Parameter vol = parameter(builder, parameters, "vol", 0.2);
    Expr count = parameter(builder, parameters, "count", Math.max(1, (steps + 1) / 3));
    Expr scale = g.mul(vol, g.sqrt(builder.stepValue(STEP_LENGTH)));
    Expr draw = builder.sample(new Normal(), g.literal(0.0), g.literal(1.0));
    Expr mean = g.div(walk(builder, draw, start, scale, g.literal(0.0), "first"), count);
    builder.sweep();
    builder.output("value", g.exp(walk(builder, draw, start, scale, mean, "second")));
    builder.output("mean", mean);
    Program program = differentiated(builder.build(), derivatives, Map.of("value", List.of(start, vol)));
    return new Case("two sweeps over " + steps + " steps, " + derivatives, Lowering.lower(program), new Inputs(steps,
        parameters, Map.of(STEP_LENGTH, equal(steps)), Map.of("observations", every(3, 1, steps))));
  }

  private static Expr walk(ProgramBuilder builder, Expr draw, Expr start, Expr scale, Expr centre, String name) {
    Graph g = builder.graph();
    builder.stage("advance " + name).stage("observe " + name, "observations");
    Expr.State x = builder.state(name, start);
    builder.update("advance " + name, x, g.fma(scale, draw, x));
    Expr.State total = builder.state(name + " total", g.literal(0.0));
    Expr deviation = g.sub(g.exp(x), centre);
    builder.update("observe " + name, total, g.add(total, name.equals("first")
        ? g.exp(x)
        : g.mul(deviation,
            deviation)));
    return total;
  }

  /** A sum of gamma variables, one a step, drawn by rejection and with derivatives that score what was accepted. */
  public static Case rejection(int steps, Derivatives derivatives) {
    ProgramBuilder builder = new ProgramBuilder();
    Graph g = builder.graph();
    Map<String, Double> parameters = new LinkedHashMap<>();
    Expr.Parameter shape = parameter(builder, parameters, "shape", 0.7);
    Expr.Parameter scale = parameter(builder, parameters, "scale", 1.1);
    Expr.State total = builder.state("total", g.literal(0.0));
    Expr moving = g.fma(g.literal(0.1), total, shape);
    builder.stage("draw").update("draw", total,
        g.add(total, RejectionGamma.draw(g, builder::sample, moving, scale, 2)));
    builder.output("square", g.mul(total, total));
    Program scored = Score.transform(builder.build(), null, Scored.Nodes.DISCRETE::include);
    Program program = differentiated(scored, derivatives, Map.of("square", List.of(shape, scale)));
    return new Case("rejection over " + steps + " steps, " + derivatives, Lowering.lower(program),
        new Inputs(steps, parameters, Map.of(), Map.of()));
  }

  /** A draw of every law in every step. */
  public static Case everyLaw() {
    return new Case("every law", Lowering.lower(laws()), lawInputs());
  }

  /** The derivatives of the log-density of all those draws. */
  public static Case everyScore() {
    Program score = Score.transform(laws());
    return new Case("every score",
        Lowering.lower(Tangent.differentiate(score, Map.of(Score.LIKELIHOOD, score.parameters()))), lawInputs());
  }

  private static Inputs lawInputs() {
    return new Inputs(2, Map.of("p", 1.3), Map.of(), Map.of());
  }

  private static Program laws() {
    ProgramBuilder builder = new ProgramBuilder();
    Graph g = builder.graph();
    Expr p = builder.parameter("p");
    Expr.State total = builder.state("total", g.log(p));
    builder.stage("draw");
    Expr normal = builder.sample(new Normal(), total, p);
    Expr time = builder.sample(new Exponential(), p);
    Expr jumps = builder.sample(new Poisson(8), g.mul(p, g.literal(0.5)));
    Expr between = builder.sample(new TruncatedNormal(), g.literal(0.0), p, g.neg(time), jumps);
    Expr level = builder.sample(new Uniform(), between, g.add(jumps, g.literal(1.0)));
    Expr clock = builder.sample(new Gamma(), g.add(time, g.literal(0.1)), p);
    Expr shock = builder.sample(new Laplace(), total, p);
    Expr steep = builder.sample(new Logistic(), shock, p);
    Expr bounded = builder.sample(new TruncatedLogistic(), steep, p, g.neg(time), g.literal(7.0));
    Expr recovery = builder.sample(new Kumaraswamy(), p, g.add(time, p));
    Expr share = builder.sample(new Beta(), g.add(time, g.literal(0.3)), p);
    Expr heavy = builder.sample(new StudentT(), g.add(p, g.literal(2.0)), steep, share);
    Expr isDefault = builder.sample(new Bernoulli(), g.literal(0.2));
    Expr category = builder.sample(new Categorical(3), p, g.exp(normal), g.literal(0.5));
    Expr sum = g.fma(level, isDefault, g.add(between, g.mul(normal, clock)));
    builder.update("draw", total, g.add(sum, g.add(g.mul(category, heavy), g.mul(bounded, recovery))));
    builder.output("total", total);
    return builder.build();
  }

  private static Program differentiated(Program program, Derivatives derivatives,
      Map<String, List<Expr.Parameter>> wanted) {
    return switch (derivatives) {
      case NONE -> program;
      case TANGENT -> Tangent.differentiate(program, wanted);
      case ADJOINT -> Adjoint.differentiate(program, wanted);
    };
  }

  private static Expr.Parameter parameter(ProgramBuilder builder, Map<String, Double> values, String name,
      double value) {
    values.put(name, value);
    return builder.parameter(name);
  }

  private static double[] equal(int steps) {
    double[] lengths = new double[steps];
    Arrays.fill(lengths, 1.0 / Math.max(1, steps));
    return lengths;
  }

  private static boolean[] every(int period, int first, int steps) {
    boolean[] flags = new boolean[steps];
    for (int i = first; i < steps; i += period) {
      flags[i] = true;
    }
    return flags;
  }
}
