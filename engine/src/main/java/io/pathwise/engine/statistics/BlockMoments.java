package io.pathwise.engine.statistics;

import io.pathwise.engine.statistics.MomentLayout.Pair;
import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Exact moments of the block sums of a program's outputs: all that is known of the blocks done so far. Feed it with
 * {@link #add}, unite what several workers did with {@link #merge}, ask for an {@link #estimate}.
 *
 * <p>
 * Block sums are kept, not block means, so that nothing is rounded; the number of paths enters when an estimate is
 * formed. Which worker did which blocks in which order leaves no trace: equal blocks make equal moments, equal
 * estimates and equal bytes. A block must be added once only.
 *
 * <p>
 * With randomisations in the layout the sums are kept for each randomisation, and squares and products are formed from
 * them when an estimate is. Not safe for use by several threads at once.
 */
public final class BlockMoments {
  private static final byte VERSION = 2;

  private final MomentLayout layout;
  private final ExactSum[] sums;
  private final ExactSum[] squares;
  private final ExactSum[] products;
  private long blocks;

  /** Moments of no blocks. */
  public BlockMoments(MomentLayout layout) {
    this.layout = layout;
    boolean independent = layout.randomisations() == 0;
    sums = emptySums(Math.multiplyExact(layout.outputs(), Math.max(1, layout.randomisations())));
    squares = emptySums(independent ? layout.outputs() : 0);
    products = emptySums(independent ? layout.pairs().size() : 0);
  }

  /** What is kept. */
  public MomentLayout layout() {
    return layout;
  }

  /** Number of independent samples: blocks, or randomisations once there are blocks of all. */
  public long samples() {
    return layout.randomisations() == 0 ? blocks : Math.min(blocks, layout.randomisations());
  }

  /** Number of blocks added. */
  public long blocks() {
    return blocks;
  }

  /**
   * Adds one block.
   *
   * @param block
   *          its number
   * @param blockSums
   *          from the offset on, the sum over its paths of every output
   */
  public void add(long block, double[] blockSums, int offset) {
    if (layout.randomisations() == 0) {
      add(blockSums, offset);
      return;
    }
    int first = (int) (block % layout.randomisations()) * layout.outputs();
    for (int i = 0; i < layout.outputs(); i++) {
      sums[first + i].add(blockSums[offset + i]);
    }
    blocks++;
  }

  /**
   * Adds one of the independent blocks, whose number does not matter.
   *
   * @throws IllegalStateException
   *           when there are randomisations, which the number tells apart
   */
  public void add(double[] blockSums, int offset) {
    if (layout.randomisations() > 0) {
      throw new IllegalStateException("blocks of " + layout.randomisations() + " randomisations need their numbers");
    }
    for (int i = 0; i < sums.length; i++) {
      double sum = blockSums[offset + i];
      sums[i].add(sum);
      squares[i].addProduct(sum, sum);
    }
    for (int i = 0; i < products.length; i++) {
      Pair pair = layout.pairs().get(i);
      products[i].addProduct(blockSums[offset + pair.first()], blockSums[offset + pair.second()]);
    }
    blocks++;
  }

  /** Adds all the blocks of the other moments, which stay as they are. */
  public void merge(BlockMoments other) {
    if (!layout.equals(other.layout)) {
      throw new IllegalArgumentException("cannot merge moments of different layouts");
    }
    mergeAll(sums, other.sums);
    mergeAll(squares, other.squares);
    mergeAll(products, other.products);
    blocks += other.blocks;
  }

  /** An independent copy. */
  public BlockMoments copy() {
    BlockMoments copy = new BlockMoments(layout);
    copy.merge(this);
    return copy;
  }

  /**
   * Mean of an output over all paths and its standard error from the spread of the samples' means. Without blocks both
   * are NaN; with one sample, or with randomisations of different lengths, only the standard error is, see
   * {@link Estimate#ofSamples}.
   */
  public Estimate estimate(int output) {
    double mean = Double.NaN;
    double standardError = Double.NaN;
    if (blocks >= 1) {
      ExactSum total = total(output);
      mean = total.isFinite() ? total.finitePart().roundQuotient(paths()) : total.value();
    }
    if (hasSpread() && isFinite(output)) {
      standardError = new CentredMoments(this, output).product(0, 0)
          .roundSqrtOfQuotient(paths().pow(2).multiply(BigInteger.valueOf(samples() - 1)));
    }
    return new Estimate(mean, standardError, blocks, layout.pathsPerBlock(), samples() - 1);
  }

  /** Whether there are several samples of equal size. */
  boolean hasSpread() {
    return samples() >= 2 && (layout.randomisations() == 0 || blocks % layout.randomisations() == 0);
  }

  /** True when no block sum of the output was infinite or NaN. */
  public boolean isFinite(int output) {
    for (int i = output; i < sums.length; i += layout.outputs()) {
      if (!sums[i].isFinite()) {
        return false;
      }
    }
    return true;
  }

  private ExactSum total(int output) {
    ExactSum total = new ExactSum();
    for (int i = output; i < sums.length; i += layout.outputs()) {
      total.merge(sums[i]);
    }
    return total;
  }

  /** Number of paths, as a divisor. */
  BigInteger paths() {
    return BigInteger.valueOf(blocks).multiply(BigInteger.valueOf(layout.pathsPerBlock()));
  }

  /** The exact sum of an output over all paths, not counting infinities and NaNs. */
  Dyadic sum(int output) {
    return total(output).finitePart();
  }

  /** The exact sum over the samples of products of two outputs' sums, not counting infinities and NaNs. */
  Dyadic product(int i, int j) {
    if (layout.randomisations() > 0) {
      Dyadic product = Dyadic.ZERO;
      for (int first = 0; first < sums.length; first += layout.outputs()) {
        product = product.plus(sums[first + i].finitePart().times(sums[first + j].finitePart()));
      }
      return product;
    }
    if (i == j) {
      return squares[i].finitePart();
    }
    int index = Collections.binarySearch(layout.pairs(), new Pair(i, j));
    if (index < 0) {
      throw new IllegalArgumentException("the products of outputs " + i + " and " + j + " are not kept");
    }
    return products[index].finitePart();
  }

  /**
   * A form for caches and messages: equal moments give equal bytes. Layout, big-endian: version 2 (byte), outputs,
   * paths per block, randomisations, number of pairs (ints), the pairs (2 ints each), blocks (long), then sums (of
   * every randomisation, all outputs), squares and products (of independent blocks only), each the number of its bytes
   * (int) and {@link ExactSum#toBytes()}.
   */
  public byte[] toBytes() {
    List<byte[]> parts = new ArrayList<>();
    for (ExactSum sum : allSums()) {
      parts.add(sum.toBytes());
    }
    int size = 1 + (4 + 2 * layout.pairs().size() + parts.size()) * Integer.BYTES + Long.BYTES;
    for (byte[] part : parts) {
      size += part.length;
    }
    ByteBuffer bytes = ByteBuffer.allocate(size);
    bytes.put(VERSION).putInt(layout.outputs()).putInt(layout.pathsPerBlock()).putInt(layout.randomisations())
        .putInt(layout.pairs().size());
    for (Pair pair : layout.pairs()) {
      bytes.putInt(pair.first()).putInt(pair.second());
    }
    bytes.putLong(blocks);
    for (byte[] part : parts) {
      bytes.putInt(part.length).put(part);
    }
    return bytes.array();
  }

  /**
   * Reads what {@link #toBytes()} wrote.
   *
   * @throws IllegalArgumentException
   *           if the bytes are anything else
   */
  public static BlockMoments fromBytes(byte[] bytes) {
    ByteBuffer source = ByteBuffer.wrap(bytes);
    try {
      byte version = source.get();
      if (version != VERSION) {
        throw new IllegalArgumentException("block moments of version " + version + ", expected " + VERSION);
      }
      int outputs = checkedCount(source.getInt(), source);
      int pathsPerBlock = source.getInt();
      int randomisations = checkedCount(source.getInt(), source);
      int pairCount = checkedCount(source.getInt(), source);
      List<Pair> pairs = new ArrayList<>();
      for (int i = 0; i < pairCount; i++) {
        pairs.add(new Pair(source.getInt(), source.getInt()));
      }
      BlockMoments moments = new BlockMoments(new MomentLayout(outputs, pathsPerBlock, pairs, randomisations));
      if (!moments.layout.pairs().equals(pairs)) {
        throw new IllegalArgumentException("pairs of block moments out of order");
      }
      moments.blocks = source.getLong();
      for (ExactSum sum : moments.allSums()) {
        byte[] part = new byte[checkedCount(source.getInt(), source)];
        source.get(part);
        sum.merge(ExactSum.fromBytes(part));
      }
      if (moments.blocks < 0 || source.hasRemaining()) {
        throw new IllegalArgumentException("block moments with wrong number of blocks or of bytes");
      }
      return moments;
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("block moments cut off after " + bytes.length + " bytes", e);
    }
  }

  /** Every counted thing takes at least a byte, so a larger count is damage and must not allocate memory. */
  private static int checkedCount(int count, ByteBuffer source) {
    if (count < 0 || count > source.remaining()) {
      throw new IllegalArgumentException("block moments damaged: count " + count);
    }
    return count;
  }

  private List<ExactSum> allSums() {
    List<ExactSum> all = new ArrayList<>();
    Collections.addAll(all, sums);
    Collections.addAll(all, squares);
    Collections.addAll(all, products);
    return all;
  }

  private static ExactSum[] emptySums(int count) {
    ExactSum[] sums = new ExactSum[count];
    for (int i = 0; i < count; i++) {
      sums[i] = new ExactSum();
    }
    return sums;
  }

  private static void mergeAll(ExactSum[] into, ExactSum[] from) {
    for (int i = 0; i < into.length; i++) {
      into[i].merge(from[i]);
    }
  }
}
