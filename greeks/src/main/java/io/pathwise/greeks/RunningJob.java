package io.pathwise.greeks;

import io.pathwise.engine.lower.Binding;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.run.BlockSource;
import io.pathwise.engine.run.LinearCombination;
import io.pathwise.engine.run.NoiseKey;
import io.pathwise.engine.run.Sampling;
import io.pathwise.engine.run.Simulation;
import io.pathwise.engine.statistics.BlockMoments;
import io.pathwise.engine.statistics.ControlRegression;
import io.pathwise.engine.statistics.Estimate;
import io.pathwise.engine.statistics.MomentLayout;
import java.util.List;

/** A job with what has been simulated of it so far. */
final class RunningJob {

  private final Job job;
  private final String note;
  private final double operationsPerPath;
  private final boolean rareEvents;
  private final List<String> outputs;
  private final BlockSource source;
  private final Sampling sampling;
  private final MomentLayout layout;
  private final BlockMoments moments;
  private long blocks;

  /**
   * A job on a trade's data.
   *
   * @param original
   *          the data of the program before it was rewritten
   */
  RunningJob(Prepared prepared, Inputs original, NoiseKey key) {
    this.job = prepared.job();
    Inputs inputs = job.rewritten().inputs(original);
    this.rareEvents = prepared.program().usedNoises().contains(true) && job.rewritten().hasKinksOrJumps();
    this.operationsPerPath = Cost.withoutNoise(prepared.program(), job);
    this.note = job.bump().map(bump -> bump.note(inputs)).orElse(bias(job));
    this.source = job.bump().<BlockSource>map(bump -> new LinearCombination(bump.terms(inputs).stream()
        .map(term -> new LinearCombination.Term(term.weight(), source(prepared, term.inputs(), key))).toList()))
        .orElseGet(() -> source(prepared, inputs, key));
    this.outputs = job.reduced().outputNames();
    MomentLayout plain = MomentLayout.of(outputs.size());
    for (Job.Entry entry : job.entries()) {
      plain = plain.withControls(outputs.indexOf(entry.output()), controls(entry));
    }
    this.sampling = prepared.kernel().sampling();
    this.layout = plain.withRandomisations(sampling.randomisations());
    this.moments = new BlockMoments(layout);
  }

  private static BlockSource source(Prepared prepared, Inputs inputs, NoiseKey key) {
    return BlockSource.of(prepared.kernel(), new Binding(prepared.program(), inputs), key);
  }

  private static String bias(Job job) {
    Candidate candidate = job.entries().getFirst().choice().candidate();
    return candidate.biased() ? "biased: " + candidate.label() : "";
  }

  Job job() {
    return job;
  }

  /** How its noise is made. */
  Sampling sampling() {
    return sampling;
  }

  /** Whether paths may all give the same by chance; otherwise numbers without spread are exact. */
  boolean hasRareEvents() {
    return rareEvents;
  }

  /** What a path costs, without its noise. */
  double operationsPerPath() {
    return operationsPerPath;
  }

  /** What people should know of all its numbers; empty for unbiased estimators. */
  String note() {
    return note;
  }

  void extendTo(long total, Simulation simulation) {
    if (total > blocks) {
      moments.merge(simulation.run(source, layout, blocks, total));
      blocks = total;
    }
  }

  /** The variance per path of an entry, before any regression; NaN when any block was not finite. */
  double plainVariance(Job.Entry entry) {
    int output = outputs.indexOf(entry.output());
    return moments.isFinite(output) ? variance(moments.estimate(output)) : Double.NaN;
  }

  /** The variance per path that the error of an estimate tells. */
  static double variance(Estimate estimate) {
    return estimate.standardError() * estimate.standardError() * estimate.paths();
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
