package io.pathwise.engine.lower;

import io.pathwise.engine.lower.LoweredProgram.Combination;
import io.pathwise.engine.lower.LoweredProgram.Direct;
import io.pathwise.engine.lower.LoweredProgram.LoweredOutput;
import io.pathwise.engine.lower.LoweredProgram.SinkTerm;
import io.pathwise.engine.lower.LoweredProgram.SumTerm;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Turns the totals of a block into its outputs: the linear combinations that {@link LoweredProgram#outputs} are. A sink
 * at a step where its coefficient is 0 is left out, whatever its total is.
 */
final class Combiner {

  private final List<LoweredOutput> outputs;
  private final double[] uniforms;
  private final double[] coefficients;
  private final int coefficientCount;
  private final SinkPlaces sinks;
  private final TotalRows rows;
  /** By timing and coefficient, which of the timing's steps have a coefficient other than 0; null if no output asks. */
  private final int[][] weighted;

  Combiner(LoweredProgram program, double[] uniforms, double[] coefficients, SinkPlaces sinks, TotalRows rows) {
    this.outputs = program.outputs();
    this.uniforms = uniforms;
    this.coefficients = coefficients;
    this.coefficientCount = program.coefficients().code().outputs().size();
    this.sinks = sinks;
    this.rows = rows;
    this.weighted = new int[(sinks.everyStep() + 1) * coefficientCount][];
    for (LoweredOutput output : outputs) {
      if (output instanceof Combination(String _, List<LoweredProgram.LoweredTerm> terms)) {
        terms.stream().filter(SinkTerm.class::isInstance).forEach(term -> note((SinkTerm) term));
      }
    }
  }

  private void note(SinkTerm term) {
    int timing = sinks.timing(term.sink());
    int[] steps = rows.steps(timing);
    int pair = pair(timing, term);
    if (weighted[pair] == null) {
      weighted[pair] = IntStream.range(0, steps.length).filter(k -> coefficient(steps[k], term) != 0).toArray();
    }
  }

  private int pair(int timing, SinkTerm term) {
    return timing * coefficientCount + term.coefficient();
  }

  private double coefficient(int step, SinkTerm term) {
    return coefficients[step * coefficientCount + term.coefficient()];
  }

  /** See {@link Binding#combine}. */
  void combine(double[] totals, int from, double[] results, int to) {
    for (int i = 0; i < outputs.size(); i++) {
      double value = switch (outputs.get(i)) {
        case Direct direct -> totals[from + direct.sum()];
        case Combination combination -> combine(combination, totals, from);
      };
      results[to + i] = Double.isNaN(value) ? Double.NaN : value;
    }
  }

  private double combine(Combination combination, double[] totals, int from) {
    double sum = 0.0;
    for (int i = 0; i < combination.terms().size(); i++) {
      sum = switch (combination.terms().get(i)) {
        case SumTerm term -> Math.fma(uniforms[term.uniform()], totals[from + term.sum()], sum);
        case SinkTerm term -> add(term, totals, from, sum);
      };
    }
    return sum;
  }

  private double add(SinkTerm term, double[] totals, int from, double start) {
    int timing = sinks.timing(term.sink());
    int[] steps = rows.steps(timing);
    int[] firstRows = rows.firstRows(timing);
    int first = from + sinks.position(term.sink());
    double sum = start;
    for (int k : weighted[pair(timing, term)]) {
      sum = Math.fma(coefficient(steps[k], term), totals[first + firstRows[k]], sum);
    }
    return sum;
  }
}
