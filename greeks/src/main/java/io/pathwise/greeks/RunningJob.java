package io.pathwise.greeks;

import io.pathwise.engine.lower.Binding;
import io.pathwise.engine.lower.LoweredProgram;
import io.pathwise.engine.lower.Lowering;
import io.pathwise.engine.run.BlockSource;
import io.pathwise.engine.run.Kernel;
import io.pathwise.engine.run.LinearCombination;
import io.pathwise.engine.run.NoiseKey;
import io.pathwise.engine.run.Simulation;
import io.pathwise.engine.statistics.BlockMoments;
import io.pathwise.engine.statistics.ControlRegression;
import io.pathwise.engine.statistics.Estimate;
import io.pathwise.engine.statistics.MomentLayout;
import java.util.List;

/** A job with what has been simulated of it so far. */
final class RunningJob {

  private final Job job;
  private final List<String> outputs;
  private final BlockSource source;
  private final MomentLayout layout;
  private final BlockMoments moments;
  private long blocks;

  RunningJob(Job job, KernelCache kernels, Settings settings) {
    this.job = job;
    LoweredProgram program = Lowering.lower(job.program());
    Kernel kernel = kernels.get(program, settings.sampling());
    NoiseKey key = NoiseKey.results(settings.seed());
    List<LinearCombination.Term> terms = job.terms().stream()
        .map(term -> new LinearCombination.Term(term.weight(),
            BlockSource.of(kernel, new Binding(program, term.inputs()), key)))
        .toList();
    this.source = terms.size() == 1 ? terms.getFirst().source() : new LinearCombination(terms);
    this.outputs = job.program().outputNames();
    MomentLayout plain = MomentLayout.of(outputs.size());
    for (Job.Entry entry : job.entries()) {
      plain = plain.withControls(outputs.indexOf(entry.output()), controls(entry));
    }
    this.layout = plain;
    this.moments = new BlockMoments(layout);
  }

  Job job() {
    return job;
  }

  void extendTo(long total, Simulation simulation) {
    if (total > blocks) {
      moments.merge(simulation.run(source, layout, blocks, total));
      blocks = total;
    }
  }

  /** The estimate of an entry, regressed on its controls; not finite when any block was not. */
  Estimate estimate(Job.Entry entry) {
    int output = outputs.indexOf(entry.output());
    if (!moments.isFinite(output)) {
      return new Estimate(Double.NaN, Double.NaN, moments.blocks(), layout.pathsPerBlock());
    }
    int[] controls = controls(entry);
    return controls.length == 0
        ? moments.estimate(output)
        : ControlRegression.fit(moments, output, controls).adjusted();
  }

  private int[] controls(Job.Entry entry) {
    return entry.controls().stream().mapToInt(outputs::indexOf).toArray();
  }
}
