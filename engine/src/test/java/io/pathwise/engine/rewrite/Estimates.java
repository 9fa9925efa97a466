package io.pathwise.engine.rewrite;

import io.pathwise.engine.cpu.CpuBackend;
import io.pathwise.engine.derive.Smoothness;
import io.pathwise.engine.derive.Smoothness.Verdict;
import io.pathwise.engine.derive.Tangent;
import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.lower.Binding;
import io.pathwise.engine.lower.LoweredProgram;
import io.pathwise.engine.lower.Lowering;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.run.BlockSource;
import io.pathwise.engine.run.Kernel;
import io.pathwise.engine.run.NoiseKey;
import io.pathwise.engine.run.ReferenceRuns;
import io.pathwise.engine.run.ReferenceRuns.Results;
import io.pathwise.engine.run.Sampling;
import io.pathwise.engine.run.Simulation;
import io.pathwise.engine.statistics.BlockMoments;
import io.pathwise.engine.statistics.Estimate;
import io.pathwise.engine.statistics.MomentLayout;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A program with its data, for tests of rewrites: rewrite it, differentiate it, ask how smooth it is, estimate its
 * outputs.
 *
 * @param program
 *          the program
 * @param inputs
 *          its data
 */
public record Estimates(Program program, Inputs inputs) {

  /** The program rewritten. */
  public Estimates rewritten(Rewrite rewrite) {
    return new Estimates(rewrite.program(program, inputs), rewrite.inputs(program, inputs));
  }

  /** With the derivatives of an output by some parameters as further outputs. */
  public Estimates tangent(String output, String... parameters) {
    List<Expr.Parameter> list = List.of(parameters).stream().map(name -> program.graph().parameter(name)).toList();
    return new Estimates(Tangent.differentiate(program, Map.of(output, list)), inputs);
  }

  /** How an output depends on a parameter. */
  public Verdict verdict(String output, String parameter) {
    return Objects.requireNonNull(
        Smoothness.of(program, inputs).verdicts(program.graph().parameter(parameter)).get(output), output);
  }

  /** Estimates of all outputs from the first blocks, by name. */
  public Results<Estimate> run(long seed, int blocks) {
    Map<String, Estimate> estimates = new LinkedHashMap<>();
    LoweredProgram lowered = Lowering.lower(program);
    try (Kernel kernel = new CpuBackend().compile(lowered, Sampling.INDEPENDENT);
        Simulation simulation = new Simulation(2)) {
      BlockSource source = BlockSource.of(kernel, new Binding(lowered, inputs), NoiseKey.results(seed));
      BlockMoments moments = simulation.run(source, MomentLayout.of(program.outputs().size()), 0, blocks);
      for (int i = 0; i < program.outputs().size(); i++) {
        estimates.put(program.outputNames().get(i), moments.estimate(i));
      }
    }
    return new Results<>(estimates);
  }

  /** The sums of all outputs over the first block, by name. */
  public Results<Double> sums() {
    return ReferenceRuns.blockSums(program, inputs, 6);
  }

  /** How many standard errors an estimate lies above an exact value. */
  public static double score(Estimate estimate, double expected) {
    return (estimate.mean() - expected) / estimate.standardError();
  }
}
