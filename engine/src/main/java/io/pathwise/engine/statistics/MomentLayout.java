package io.pathwise.engine.statistics;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The moments that are kept of the outputs of a program: the sum and the sum of squares of each, and the sums of
 * products of the pairs listed. Build one with {@link #of} and {@link #withControls}.
 *
 * @param outputs
 *          number of outputs, at least 1
 * @param pathsPerBlock
 *          number of paths whose sum makes one entry, at least 1
 * @param pairs
 *          the pairs whose products are summed: distinct, in ascending order
 * @param randomisations
 *          0 if blocks are independent of each other. Else the number of randomisations of a point set: block b belongs
 *          to randomisation b mod that number, and the randomisations, not the blocks, are the independent samples
 * @param batches
 *          whether sums of batches of independent blocks are kept, too, for {@link BlockMoments#errors}; of
 *          randomisations all that is needed is kept in any case
 */
public record MomentLayout(int outputs, int pathsPerBlock, List<Pair> pairs, int randomisations, boolean batches) {

  /** Two outputs, first &lt; second. */
  public record Pair(int first, int second) implements Comparable<Pair> {
    /** Puts the two in ascending order. */
    public Pair {
      int smaller = Math.min(first, second);
      second = Math.max(first, second);
      first = smaller;
      if (first == second) {
        throw new IllegalArgumentException(
            "squares are always kept; a pair needs two outputs, not " + first + " twice");
      }
    }

    @Override
    public int compareTo(Pair other) {
      int byFirst = Integer.compare(first, other.first);
      return byFirst != 0 ? byFirst : Integer.compare(second, other.second);
    }
  }

  /** Sorts the pairs and drops repeated ones; keeps no batches of randomisations. */
  public MomentLayout {
    batches = batches && randomisations == 0;
    if (outputs < 1 || pathsPerBlock < 1) {
      throw new IllegalArgumentException(
          "a layout needs outputs and paths, not " + outputs + " outputs of " + pathsPerBlock + " paths a block");
    }
    if (randomisations < 0 || randomisations == 1) {
      throw new IllegalArgumentException(
          "a layout needs at least 2 randomisations, or 0 for independent blocks, not " + randomisations);
    }
    pairs = List.copyOf(new TreeSet<>(pairs));
    for (Pair pair : pairs) {
      if (pair.first < 0 || pair.second >= outputs) {
        throw new IllegalArgumentException(pair + " is not within " + outputs + " outputs");
      }
    }
  }

  /** How many sums, squares and products are kept, without those of batches. */
  long sums() {
    return randomisations == 0 ? 2L * outputs + pairs.size() : (long) outputs * randomisations;
  }

  /** A layout for independent blocks. */
  public MomentLayout(int outputs, int pathsPerBlock, List<Pair> pairs) {
    this(outputs, pathsPerBlock, pairs, 0, false);
  }

  /** The same for so many randomisations; 0 for independent blocks. */
  public MomentLayout withRandomisations(int count) {
    return new MomentLayout(outputs, pathsPerBlock, pairs, count, batches);
  }

  /** The same with sums of batches of blocks. */
  public MomentLayout withBatches() {
    return new MomentLayout(outputs, pathsPerBlock, pairs, randomisations, true);
  }

  /** Sums and squares only, for blocks of {@value BlockTree#LANES} paths. */
  public static MomentLayout of(int outputs) {
    return new MomentLayout(outputs, BlockTree.LANES, List.of());
  }

  /** Adds the pairs that a regression of the output on the controls needs, see {@link ControlRegression#fit}. */
  public MomentLayout withControls(int output, int... controls) {
    Set<Pair> all = new HashSet<>(pairs);
    for (int i = 0; i < controls.length; i++) {
      all.add(new Pair(output, controls[i]));
      for (int j = 0; j < i; j++) {
        all.add(new Pair(controls[i], controls[j]));
      }
    }
    return new MomentLayout(outputs, pathsPerBlock, List.copyOf(all), randomisations, batches);
  }

  /**
   * The layout of several programs that run as one, their outputs one behind the other.
   *
   * @throws IllegalArgumentException
   *           if their blocks are not alike
   */
  public static MomentLayout joined(List<MomentLayout> parts) {
    MomentLayout first = parts.getFirst();
    List<Pair> all = new ArrayList<>();
    int outputs = 0;
    for (MomentLayout part : parts) {
      if (part.pathsPerBlock != first.pathsPerBlock || part.randomisations != first.randomisations
          || part.batches != first.batches) {
        throw new IllegalArgumentException("the blocks of " + first + " and " + part + " are not alike");
      }
      for (Pair pair : part.pairs) {
        all.add(new Pair(outputs + pair.first, outputs + pair.second));
      }
      outputs += part.outputs;
    }
    return new MomentLayout(outputs, first.pathsPerBlock, all, first.randomisations, first.batches);
  }
}
