package io.pathwise.batch.lab;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.importance.ImportanceSampling;
import io.pathwise.engine.lower.Binding;
import io.pathwise.engine.lower.LoweredProgram;
import io.pathwise.engine.lower.Lowering;
import io.pathwise.engine.optimise.Objective;
import io.pathwise.engine.optimise.ProgramObjective;
import io.pathwise.engine.optimise.SquaredErrors;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.run.Backend;
import io.pathwise.engine.run.BlockSource;
import io.pathwise.engine.run.Kernel;
import io.pathwise.engine.run.LeaveOneOut;
import io.pathwise.engine.run.LinearCombination;
import io.pathwise.engine.run.NoiseKey;
import io.pathwise.engine.run.Sampling;
import io.pathwise.engine.run.Simulation;
import io.pathwise.engine.statistics.BlockMoments;
import io.pathwise.engine.statistics.ControlRegression;
import io.pathwise.engine.statistics.Estimate;
import io.pathwise.engine.statistics.Inference;
import io.pathwise.engine.statistics.MomentLayout;
import io.pathwise.greeks.GreeksEngine;
import io.pathwise.greeks.simulation.Cost;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What cases measure with: runs an {@link Estimator} made of the engine's transforms ({@link #measure}); products go
 * through {@link GreeksBench}. Both use the same backend and a fixed seed. Not thread-safe; simulations use all threads
 * they were given.
 */
final class Bench implements AutoCloseable {

  private record CompiledKey(Program program, Sampling sampling) {}

  private record Compiled(LoweredProgram program, Kernel kernel) {}

  private final Backend backend;
  private final Simulation simulation;
  private final GreeksEngine engine;
  private final Budget budget;
  private final long seed;
  private final ExactValues exacts = new ExactValues();
  private final Map<CompiledKey, Compiled> kernels = new HashMap<>();

  Bench(Backend backend, int threads, Budget budget, long seed) {
    this.backend = backend;
    this.simulation = new Simulation(threads);
    this.engine = new GreeksEngine(backend, threads);
    this.budget = budget;
    this.seed = seed;
  }

  Budget budget() {
    return budget;
  }

  /** What products are measured with. */
  GreeksBench greeks() {
    return new GreeksBench(engine, budget, simulation.threads(), seed, exacts);
  }

  /** The mean of an output, which must be at most Lipschitz in the parameters, as an objective. */
  Objective objective(Program program, String output, List<Expr.Parameter> parameters, Inputs inputs) {
    return ProgramObjective.of(program, output, parameters, inputs, backend, NoiseKey.results(seed), simulation);
  }

  /** Squared errors of means. */
  SquaredErrors squaredErrors(List<SquaredErrors.Term> terms) {
    return new SquaredErrors(terms, simulation);
  }

  /** Measures an estimator on independent paths. */
  Measurement measure(String problem, String quantity, Estimator estimator, Inputs inputs, Optional<Exact> exact) {
    return measure(problem, quantity, estimator, inputs, Sampling.INDEPENDENT, exact);
  }

  /** Measures an estimator. */
  Measurement measure(String problem, String quantity, Estimator estimator, Inputs inputs, Sampling sampling,
      Optional<Exact> exact) {
    Compiled compiled = kernels.computeIfAbsent(new CompiledKey(estimator.program(), sampling), this::compile);
    double cost = Cost.of(compiled.program(), inputs);
    long blocks = budget.blocks(cost, (double) inputs.steps() * estimator.program().noises().size());
    return measure(problem, quantity, estimator, inputs, sampling, exact, blocks);
  }

  /** Measures an estimator on a given number of blocks of 256 paths. */
  Measurement measure(String problem, String quantity, Estimator estimator, Inputs inputs, Sampling sampling,
      Optional<Exact> exact, long blocks) {
    Compiled compiled = kernels.computeIfAbsent(new CompiledKey(estimator.program(), sampling), this::compile);
    List<String> outputs = estimator.program().outputNames();
    int output = outputs.indexOf(estimator.output());
    BlockSource paths = BlockSource.of(compiled.kernel(), new Binding(compiled.program(), inputs),
        NoiseKey.results(seed));
    BlockSource source = switch (estimator.correction()) {
      case Estimator.Regression regression -> paths;
      case Estimator.LeaveOneOutBaseline baseline -> new LeaveOneOut(paths, List.of(new LeaveOneOut.Baseline(output,
          outputs.indexOf(baseline.value()), outputs.indexOf(baseline.score()), output)));
    };
    int[] controls = switch (estimator.correction()) {
      case Estimator.Regression regression -> regression.outputs().stream().mapToInt(outputs::indexOf).toArray();
      case Estimator.LeaveOneOutBaseline baseline -> new int[0];
    };
    MomentLayout layout = MomentLayout.of(outputs.size()).withControls(output, controls);
    long half = blocks / 2;
    BlockMoments moments = simulation.run(source, layout, 0, half);
    long started = System.nanoTime();
    moments.merge(simulation.run(source, layout, half, blocks));
    double nanoseconds = perPath(System.nanoTime() - started, blocks - half, simulation.threads());
    Estimate estimate = controls.length == 0
        ? moments.estimate(output)
        : ControlRegression.fit(moments, output, controls).adjusted();
    return new Measurement(problem, quantity, estimator.name(), estimator.biased(), "", estimate,
        Cost.of(compiled.program(), inputs), nanoseconds, exact);
  }

  /** Measures the mean of an output over several parts of the paths; refused where too few paths carry it. */
  Measurement measure(String problem, String quantity, Estimator estimator, List<ImportanceSampling.Term> terms,
      Optional<Exact> exact) {
    Compiled compiled = kernels.computeIfAbsent(new CompiledKey(estimator.program(), Sampling.INDEPENDENT),
        this::compile);
    Inputs inputs = terms.getFirst().inputs();
    double cost = terms.size() * Cost.of(compiled.program(), inputs);
    long blocks = budget.blocks(cost, (double) inputs.steps() * estimator.program().noises().size());
    BlockSource source = new LinearCombination(terms.stream()
        .map(term -> new LinearCombination.Term(term.share(), BlockSource.of(compiled.kernel(),
            new Binding(compiled.program(), term.inputs()), NoiseKey.results(seed))))
        .toList());
    List<String> outputs = estimator.program().outputNames();
    long started = System.nanoTime();
    BlockMoments moments = simulation.run(source, MomentLayout.of(outputs.size()).withBatches(), 0, blocks);
    double nanoseconds = perPath(System.nanoTime() - started, blocks, simulation.threads());
    Inference inference = Inference.of(moments, outputs.indexOf(estimator.output()), new int[0], new double[0], 0);
    if (inference.verdict() != Inference.Verdict.NEAR_NORMAL) {
      return Measurement.refused(problem, quantity, estimator.name(), String.format(Locale.ROOT,
          "few paths carry it: effectively %.2g observations", inference.effectiveObservations()), exact);
    }
    return new Measurement(problem, quantity, estimator.name(), estimator.biased(), "", inference.estimate(), cost,
        nanoseconds, exact);
  }

  /** What a path took of one thread's time. */
  static double perPath(long nanoseconds, long blocks, int threads) {
    return (double) nanoseconds * Math.min(threads, blocks) / ((double) blocks * Backend.BLOCK);
  }

  private Compiled compile(CompiledKey key) {
    LoweredProgram lowered = Lowering.lower(key.program());
    return new Compiled(lowered, backend.compile(lowered, key.sampling()));
  }

  @Override
  public void close() {
    kernels.values().forEach(compiled -> compiled.kernel().close());
    engine.close();
    simulation.close();
  }
}
