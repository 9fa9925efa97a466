package io.pathwise.engine.statistics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Sums of the outputs over batches of blocks, from which {@link Batches} are formed. Start at {@link #add}.
 *
 * <p>
 * Batches are a fixed function of a block's number, so that they are the same for all simulations: of the blocks 0 … 63
 * each is a batch, and the blocks 64 · 2^k … 64 · 2^(k+1) − 1 make {@value #BATCHES} batches of 2^k. Within a batch
 * neighbours are added in a binary tree, of which the largest subtrees that are complete are kept; so the sums do not
 * depend on the order in which blocks come, and go on from where they were.
 */
final class BatchSums {
  /** Batches in every range from 64 · 2^k to its double, and in the blocks before. */
  private static final int BATCHES = 64;
  private static final int LOG_BATCHES = 6;

  private final int outputs;
  private final List<Subtree> nodes = new ArrayList<>();
  private boolean settled = true;

  /** A complete subtree: the sums of the blocks first … first + 2^level − 1. */
  @SuppressWarnings("ArrayRecordComponent") // added to in place, and never compared
  record Subtree(long first, int level, double[] sums) {
    Subtree {
      if (first < 0 || level < 0 || level > batchLevel(first) || Long.numberOfTrailingZeros(first) < level) {
        throw new IllegalArgumentException("no subtree of level " + level + " begins at block " + first);
      }
    }

    long end() {
      return first + (1L << level);
    }

    boolean isLeftOf(Subtree right) {
      return level == right.level && end() == right.first && (first >> level) % 2 == 0 && level < batchLevel(first);
    }

    Subtree copy() {
      return new Subtree(first, level, sums.clone());
    }
  }

  BatchSums(int outputs) {
    this.outputs = outputs;
  }

  /** The binary logarithm of the number of blocks in the batch that a block belongs to. */
  private static int batchLevel(long block) {
    return Math.max(0, Long.SIZE - 1 - LOG_BATCHES - Long.numberOfLeadingZeros(block));
  }

  /** The number of the batch that a block belongs to. */
  private static int batch(long block) {
    int level = batchLevel(block);
    return BATCHES * level + Math.toIntExact(block >> level);
  }

  /** Adds a block's sums, which begin at the offset. */
  void add(long block, double[] blockSums, int offset) {
    double[] sums = new double[outputs];
    System.arraycopy(blockSums, offset, sums, 0, outputs);
    append(new Subtree(block, 0, sums));
  }

  /** Adds all blocks of others. */
  void merge(BatchSums other) {
    for (Subtree node : other.nodes) {
      append(node.copy());
    }
    settle();
  }

  /** The same of some of the outputs. */
  BatchSums part(int firstOutput, int count) {
    BatchSums part = new BatchSums(count);
    for (Subtree node : nodes) {
      part.append(
          new Subtree(node.first, node.level, Arrays.copyOfRange(node.sums, firstOutput, firstOutput + count)));
    }
    return part;
  }

  /** Puts a node behind the others, and makes one of those that belong together. */
  private void append(Subtree node) {
    settled &= nodes.isEmpty() || nodes.getLast().end() <= node.first;
    Subtree last = node;
    while (!nodes.isEmpty() && nodes.getLast().isLeftOf(last)) {
      Subtree left = nodes.removeLast();
      for (int i = 0; i < outputs; i++) {
        left.sums[i] += last.sums[i];
      }
      last = new Subtree(left.first, left.level + 1, left.sums);
    }
    nodes.add(last);
  }

  private void settle() {
    if (!settled) {
      List<Subtree> sorted = new ArrayList<>(nodes);
      sorted.sort(Comparator.comparingLong(node -> node.first));
      nodes.clear();
      settled = true;
      sorted.forEach(this::append);
    }
  }

  /** Whether they are those of all blocks before this one, and of no other. */
  boolean cover(long blocks) {
    settle();
    long end = 0;
    for (Subtree node : nodes) {
      if (node.first != end) {
        return false;
      }
      end = node.end();
    }
    return end == blocks;
  }

  /** The sums of all batches; of none without blocks. */
  Batches batches() {
    settle();
    int count = nodes.isEmpty() ? 0 : batch(nodes.getLast().first) + 1;
    double[] sizes = new double[count];
    double[][] sums = new double[count][outputs];
    for (Subtree node : nodes) {
      int batch = batch(node.first);
      sizes[batch] += node.end() - node.first;
      for (int i = 0; i < outputs; i++) {
        sums[batch][i] += node.sums[i];
      }
    }
    return new Batches(sizes, sums);
  }

  /** Those of the blocks from this one on, in their order. */
  List<Subtree> from(long block) {
    settle();
    return nodes.stream().filter(node -> node.first >= block).map(Subtree::copy).toList();
  }

  /**
   * Adds those of further blocks, in their order.
   *
   * @throws IllegalArgumentException
   *           if they are not, or not of so many outputs
   */
  void append(List<Subtree> further) {
    long end = 0;
    for (Subtree node : further) {
      if (node.first < end || node.sums.length != outputs) {
        throw new IllegalArgumentException(
            "sums of " + node.sums.length + " outputs from block " + node.first + " on, behind block " + end);
      }
      append(node.copy());
      end = node.end();
    }
  }
}
