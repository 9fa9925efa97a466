package io.pathwise.engine.optimise;

import io.pathwise.engine.cpu.CpuBackend;
import io.pathwise.engine.derive.Adjoint;
import io.pathwise.engine.derive.Tangent;
import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.lower.LoweredProgram;
import io.pathwise.engine.lower.Lowering;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.program.ProgramBuilder;
import io.pathwise.engine.run.Backend;
import io.pathwise.engine.run.Kernel;
import io.pathwise.engine.run.NoiseKey;
import io.pathwise.engine.run.Sampling;
import io.pathwise.engine.run.Simulation;
import io.pathwise.engine.sample.Normal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.math3.distribution.NormalDistribution;

/** Problems whose minimum is known, compiled once for all seeds. */
final class KnownOptima implements AutoCloseable {

  static final List<Double> LAW = List.of(1.0, 0.5 * Math.log(2));
  static final List<Double> MARKET = List.of(1.0, 0.25);
  static final List<Double> STRIKES = List.of(0.85, 1.0, 1.2);

  private final Simulation simulation;
  private final Compiled law;
  private final Compiled call;

  /** A program with the derivatives of its output. */
  private record Compiled(LoweredProgram program, Kernel kernel, List<Expr.Parameter> parameters) {
    static Compiled of(Program program, List<Expr.Parameter> parameters, Backend backend) {
      LoweredProgram lowered = Lowering.lower(Adjoint.differentiate(program, Map.of("f", parameters)));
      return new Compiled(lowered, backend.compile(lowered, Sampling.INDEPENDENT), parameters);
    }

    Objective objective(double[] start, Map<String, Double> others, long seed, Simulation simulation) {
      return new ProgramObjective(program, kernel, "f",
          parameters.stream().map(parameter -> Optional.of(Tangent.name("f", parameter))).toList(), start, values -> {
            Map<String, Double> all = new HashMap<>(others);
            for (int k = 0; k < values.length; k++) {
              all.put(parameters.get(k).name(), values[k]);
            }
            return new Inputs(1, all, Map.of(), Map.of());
          }, NoiseKey.results(seed), simulation);
    }
  }

  KnownOptima() {
    this(new CpuBackend(), 1);
  }

  KnownOptima(Backend backend, int threads) {
    simulation = new Simulation(threads);
    law = law(backend);
    call = call(backend);
  }

  /** s + ½ ((z² − m)/eˢ)²: the likelihood of a normal law for what has another one, of mean 1 and variance 2. */
  private static Compiled law(Backend backend) {
    ProgramBuilder builder = new ProgramBuilder();
    Graph graph = builder.graph();
    Expr.Parameter m = builder.parameter("m");
    Expr.Parameter s = builder.parameter("s");
    Expr.State x = builder.state("x", graph.literal(0.0));
    builder.stage("draw");
    Expr z = builder.sample(new Normal(), graph.literal(0.0), graph.literal(1.0));
    builder.update("draw", x, graph.mul(z, z));
    Expr scaled = graph.mul(graph.sub(x, m), graph.exp(graph.neg(s)));
    builder.output("f", graph.fma(graph.mul(graph.literal(0.5), scaled), scaled, s));
    return Compiled.of(builder.build(), List.of(m, s), backend);
  }

  /** max(m exp(v z − v²/2) − k, 0). */
  private static Compiled call(Backend backend) {
    ProgramBuilder builder = new ProgramBuilder();
    Graph graph = builder.graph();
    Expr.Parameter m = builder.parameter("m");
    Expr.Parameter v = builder.parameter("v");
    Expr k = builder.parameter("k");
    Expr.State x = builder.state("x", graph.literal(0.0));
    builder.stage("draw");
    Expr z = builder.sample(new Normal(), graph.literal(0.0), graph.literal(1.0));
    builder.update("draw", x, graph.mul(m, graph.exp(graph.mul(v, graph.sub(z, graph.mul(graph.literal(0.5), v))))));
    builder.output("f", graph.max(graph.sub(x, k), graph.literal(0.0)));
    return Compiled.of(builder.build(), List.of(m, v), backend);
  }

  /** Its minimum is at {@link #LAW}. */
  Objective law(long seed) {
    return law.objective(new double[]{0.5, 0.0}, Map.of(), seed, simulation);
  }

  /** The mean of one call. */
  Objective call(double strike, long seed) {
    return call.objective(new double[]{1.0, 0.2}, Map.of("k", strike), seed, simulation);
  }

  /** Squared errors of calls; the minimum is at {@link #MARKET} for quotes without errors. */
  SquaredErrors calls(List<Double> quotes, double error, long seed) {
    List<SquaredErrors.Term> terms = new ArrayList<>();
    for (int j = 0; j < quotes.size(); j++) {
      terms.add(new SquaredErrors.Term(call(STRIKES.get(j), seed), quotes.get(j), 1 + j, error));
    }
    return new SquaredErrors(terms, simulation);
  }

  /** What the calls are worth at {@link #MARKET}. */
  static List<Double> quotes() {
    return STRIKES.stream().map(k -> {
      double v = MARKET.get(1);
      double d = Math.log(MARKET.getFirst() / k) / v + 0.5 * v;
      NormalDistribution normal = new NormalDistribution();
      return MARKET.getFirst() * normal.cumulativeProbability(d) - k * normal.cumulativeProbability(d - v);
    }).toList();
  }

  static List<Interval> lawBox() {
    return List.of(Interval.linear(-3, 5), Interval.linear(-2, 3));
  }

  static List<Interval> callBox() {
    return List.of(Interval.linear(0.5, 2), Interval.logarithmic(0.01, 2));
  }

  @Override
  public void close() {
    law.kernel().close();
    call.kernel().close();
    simulation.close();
  }
}
