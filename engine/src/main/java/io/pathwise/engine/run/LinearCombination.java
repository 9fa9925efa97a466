package io.pathwise.engine.run;

import java.util.Arrays;
import java.util.List;

/**
 * A weighted sum of block sources that share their noise, block by block: what a finite difference is. The sum is
 * formed in the order of the terms.
 *
 * @param terms
 *          sources with equally many outputs, at least one
 */
public record LinearCombination(List<Term> terms) implements BlockSource {

  /**
   * A term.
   *
   * @param weight
   *          what the source's numbers are multiplied with
   * @param source
   *          the numbers
   */
  public record Term(double weight, BlockSource source) {}

  /** Copies the list and checks the numbers of outputs. */
  public LinearCombination {
    terms = List.copyOf(terms);
    if (terms.stream().map(term -> term.source().outputs()).distinct().count() != 1) {
      throw new IllegalArgumentException("a combination needs sources with equally many outputs, at least one");
    }
  }

  @Override
  public int outputs() {
    return terms.getFirst().source().outputs();
  }

  @Override
  public int blocksPerCall() {
    return terms.stream().mapToInt(term -> term.source().blocksPerCall()).max().orElseThrow();
  }

  @Override
  public void compute(long firstBlock, int blocks, double[] results) {
    int length = blocks * outputs();
    Arrays.fill(results, 0, length, 0.0);
    double[] values = new double[length];
    for (Term term : terms) {
      term.source().compute(firstBlock, blocks, values);
      for (int i = 0; i < length; i++) {
        results[i] = Math.fma(term.weight(), values[i], results[i]);
      }
    }
  }
}
