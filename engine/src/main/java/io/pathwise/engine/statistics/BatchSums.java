package io.pathwise.engine.statistics;

import java.nio.ByteBuffer;
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
  private final List<Node> nodes = new ArrayList<>();
  private boolean settled = true;

  /** A complete subtree: the sums of the blocks first … first + 2^level − 1. */
  private static final class Node {
    private final long first;
    private final int level;
    private final double[] sums;

    Node(long first, int level, double[] sums) {
      this.first = first;
      this.level = level;
      this.sums = sums;
    }

    long end() {
      return first + (1L << level);
    }

    boolean isLeftOf(Node right) {
      return level == right.level && end() == right.first && (first >> level) % 2 == 0 && level < batchLevel(first);
    }

    Node copy() {
      return new Node(first, level, sums.clone());
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
    append(new Node(block, 0, sums));
  }

  /** Adds all blocks of others. */
  void merge(BatchSums other) {
    for (Node node : other.nodes) {
      append(node.copy());
    }
    settle();
  }

  /** The same of some of the outputs. */
  BatchSums part(int firstOutput, int count) {
    BatchSums part = new BatchSums(count);
    for (Node node : nodes) {
      part.append(
          new Node(node.first, node.level, Arrays.copyOfRange(node.sums, firstOutput, firstOutput + count)));
    }
    return part;
  }

  /** Puts a node behind the others, and makes one of those that belong together. */
  private void append(Node node) {
    settled &= nodes.isEmpty() || nodes.getLast().end() <= node.first;
    Node last = node;
    while (!nodes.isEmpty() && nodes.getLast().isLeftOf(last)) {
      Node left = nodes.removeLast();
      for (int i = 0; i < outputs; i++) {
        left.sums[i] += last.sums[i];
      }
      last = new Node(left.first, left.level + 1, left.sums);
    }
    nodes.add(last);
  }

  private void settle() {
    if (!settled) {
      List<Node> sorted = new ArrayList<>(nodes);
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
    for (Node node : nodes) {
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
    for (Node node : nodes) {
      int batch = batch(node.first);
      sizes[batch] += node.end() - node.first;
      for (int i = 0; i < outputs; i++) {
        sums[batch][i] += node.sums[i];
      }
    }
    return new Batches(sizes, sums);
  }

  /** What {@link #write} writes of the blocks from this one on, in bytes. */
  int size(long from) {
    return Integer.BYTES + count(from) * (Long.BYTES + 1 + outputs * Double.BYTES);
  }

  private int count(long from) {
    settle();
    return (int) nodes.stream().filter(node -> node.first >= from).count();
  }

  /** Layout: number of subtrees (int); of each the first block (long), the level (byte) and the sums (doubles). */
  void write(ByteBuffer bytes, long from) {
    bytes.putInt(count(from));
    for (Node node : nodes) {
      if (node.first >= from) {
        bytes.putLong(node.first).put((byte) node.level);
        for (double sum : node.sums) {
          bytes.putDouble(sum);
        }
      }
    }
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IllegalArgumentException
   *           if the bytes are anything else
   */
  void read(ByteBuffer bytes) {
    int count = bytes.getInt();
    if (count < 0 || count > bytes.remaining()) {
      throw new IllegalArgumentException("batch sums damaged: count " + count);
    }
    long end = 0;
    for (int i = 0; i < count; i++) {
      Node node = new Node(bytes.getLong(), bytes.get(), new double[outputs]);
      if (node.first < end || node.level < 0 || node.level > batchLevel(node.first)
          || Long.numberOfTrailingZeros(node.first) < node.level) {
        throw new IllegalArgumentException("batch sums damaged: block " + node.first + ", level " + node.level);
      }
      for (int j = 0; j < outputs; j++) {
        node.sums[j] = bytes.getDouble();
      }
      append(node);
      end = node.end();
    }
  }
}
