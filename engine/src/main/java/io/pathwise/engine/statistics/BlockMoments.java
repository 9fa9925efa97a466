package io.pathwise.engine.statistics;

import io.pathwise.engine.bytes.RecordCodec;
import io.pathwise.engine.statistics.MomentLayout.Pair;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

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
 * them when an estimate is. With batches in the layout {@link #errors} tells how the error of an estimate hangs
 * together with others' on the same noise. Not safe for use by several threads at once.
 */
public final class BlockMoments {
  private static final RecordCodec<Snapshot> CODEC = RecordCodec.of(Snapshot.class);
  private static final int MOST_BATCHES_OF_RANDOMISATIONS = 256;

  private final MomentLayout layout;
  private final ExactSum[] sums;
  private final ExactSum[] squares;
  private final ExactSum[] products;
  private final BatchSums batches;
  private long blocks;

  /**
   * All that moments hold, as it was at some time.
   *
   * @param sums
   *          of every randomisation, all outputs; then squares; then products
   * @param batches
   *          sums of all blocks, or of those that are not kept elsewhere
   */
  public record Snapshot(MomentLayout layout, long blocks, List<ExactSum.Snapshot> sums,
      List<BatchSums.Subtree> batches) {

    /** Checks the numbers. */
    public Snapshot {
      if (blocks < 0 || layout.sums() != sums.size()) {
        throw new IllegalArgumentException(blocks + " blocks with " + sums.size() + " sums for " + layout);
      }
    }

    /** Moments that hold this. */
    public BlockMoments restore() {
      BlockMoments moments = new BlockMoments(layout, sums.stream().map(ExactSum.Snapshot::restore).toList());
      moments.batches.append(batches);
      moments.blocks = blocks;
      return moments;
    }
  }

  /** Moments of no blocks. */
  public BlockMoments(MomentLayout layout) {
    this(layout, Stream.generate(ExactSum::new).limit(layout.sums()).toList());
  }

  private BlockMoments(MomentLayout layout, List<ExactSum> all) {
    this.layout = layout;
    boolean independent = layout.randomisations() == 0;
    int endOfSums = layout.outputs() * Math.max(1, layout.randomisations());
    int endOfSquares = endOfSums + (independent ? layout.outputs() : 0);
    sums = all.subList(0, endOfSums).toArray(ExactSum[]::new);
    squares = all.subList(endOfSums, endOfSquares).toArray(ExactSum[]::new);
    products = all.subList(endOfSquares, all.size()).toArray(ExactSum[]::new);
    batches = new BatchSums(layout.outputs());
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
      addIndependent(blockSums, offset);
      if (layout.batches()) {
        batches.add(block, blockSums, offset);
      }
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
   *           when there are randomisations or batches, which the number tells apart
   */
  public void add(double[] blockSums, int offset) {
    if (layout.randomisations() > 0 || layout.batches()) {
      throw new IllegalStateException("blocks of randomisations or batches need their numbers");
    }
    addIndependent(blockSums, offset);
  }

  private void addIndependent(double[] blockSums, int offset) {
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
    batches.merge(other.batches);
    blocks += other.blocks;
  }

  /**
   * The moments of each of several programs that were run as one.
   *
   * @param parts
   *          their layouts, which the layout here {@linkplain MomentLayout#joined joins}
   */
  public List<BlockMoments> parts(List<MomentLayout> parts) {
    List<BlockMoments> all = new ArrayList<>();
    int outputs = 0;
    int pairs = 0;
    for (MomentLayout part : parts) {
      all.add(part(part, outputs, pairs));
      outputs += part.outputs();
      pairs += part.pairs().size();
    }
    return all;
  }

  private BlockMoments part(MomentLayout part, int firstOutput, int firstPair) {
    BlockMoments moments = new BlockMoments(part);
    for (int i = 0; i < moments.sums.length; i++) {
      moments.sums[i].merge(sums[i / part.outputs() * layout.outputs() + firstOutput + i % part.outputs()]);
    }
    for (int i = 0; i < moments.squares.length; i++) {
      moments.squares[i].merge(squares[firstOutput + i]);
    }
    for (int i = 0; i < moments.products.length; i++) {
      moments.products[i].merge(products[firstPair + i]);
    }
    moments.batches.merge(batches.part(firstOutput, part.outputs()));
    moments.blocks = blocks;
    return moments;
  }

  /** An independent copy. */
  public BlockMoments copy() {
    BlockMoments copy = new BlockMoments(layout);
    copy.merge(this);
    return copy;
  }

  /** Mean of an output over all paths; NaN without blocks. */
  public double mean(int output) {
    if (blocks == 0) {
      return Double.NaN;
    }
    ExactSum total = total(output);
    return total.isFinite() ? total.finitePart().roundQuotient(paths()) : total.value();
  }

  /**
   * Mean of an output over all paths and its standard error from the spread of the samples' means. Without blocks both
   * are NaN; with one sample, or with randomisations of different lengths, only the standard error is, see
   * {@link Estimate#ofSamples}.
   */
  public Estimate estimate(int output) {
    double standardError = Double.NaN;
    if (hasSpread() && isFinite(output)) {
      standardError = new CentredMoments(this, output).product(0, 0)
          .roundSqrtOfQuotient(paths().pow(2).multiply(BigInteger.valueOf(samples() - 1)));
    }
    return new Estimate(mean(output), standardError, blocks, layout.pathsPerBlock(), samples() - 1);
  }

  /**
   * How the error of an output's estimate came about; none if it has no error, or if neither batches of all blocks
   * before {@link #blocks()} are known nor randomisations of equal length.
   *
   * @param regressors
   *          what it was regressed on, as {@link ControlRegression} found it
   */
  public ErrorProfile errors(int output, List<ControlRegression.Regressor> regressors) {
    double[] coefficients = ControlRegression.residual(output, regressors, layout.outputs());
    double[] deviations = batches().map(batches -> batches.deviations(coefficients)).orElse(new double[0]);
    double paths = (double) blocks * layout.pathsPerBlock();
    return ErrorProfile.of(Arrays.stream(deviations).map(deviation -> deviation / paths).toArray());
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

  /** A form for caches: equal moments give equal bytes. */
  public byte[] toBytes() {
    return toBytes(0);
  }

  /**
   * The same with the batches of the blocks from one on only; the others are to be kept elsewhere, see
   * {@link #addBatchesOf}.
   */
  public byte[] toBytes(long firstOfBatches) {
    return CODEC.toBytes(snapshot(firstOfBatches));
  }

  /**
   * Reads what {@link #toBytes()} wrote.
   *
   * @throws IllegalArgumentException
   *           if the bytes are anything else
   */
  public static BlockMoments fromBytes(byte[] bytes) {
    return CODEC.fromBytes(bytes).restore();
  }

  /** All that they hold now. */
  public Snapshot snapshot() {
    return snapshot(0);
  }

  private Snapshot snapshot(long firstOfBatches) {
    return new Snapshot(layout, blocks,
        Stream.of(sums, squares, products).flatMap(Stream::of).map(ExactSum::snapshot).toList(),
        batches.from(firstOfBatches));
  }

  /** Adds the batches that were left out of the bytes, from moments that have them; their blocks are not counted. */
  public void addBatchesOf(BlockMoments other) {
    batches.merge(other.batches);
  }

  /** Whether the batches of all blocks before {@link #blocks()} are known, and of no other. */
  public boolean hasBatches() {
    return layout.batches() && batches.cover(blocks);
  }

  /** The samples in batches; empty if they are not known, or not of equal size. */
  Optional<Batches> batches() {
    if (layout.randomisations() > 0) {
      return hasSpread() ? Optional.of(batchesOfRandomisations()) : Optional.empty();
    }
    return hasBatches() ? Optional.of(batches.batches()) : Optional.empty();
  }

  /** Of many randomisations neighbouring ones are taken together. */
  private Batches batchesOfRandomisations() {
    int randomisations = layout.randomisations();
    int count = Math.min(randomisations, MOST_BATCHES_OF_RANDOMISATIONS);
    double[] sizes = new double[count];
    double[][] batched = new double[count][layout.outputs()];
    for (int i = 0; i < randomisations; i++) {
      int batch = (int) ((long) i * count / randomisations);
      sizes[batch]++;
      for (int output = 0; output < layout.outputs(); output++) {
        batched[batch][output] += sums[i * layout.outputs() + output].value();
      }
    }
    return new Batches(sizes, batched);
  }

  private static void mergeAll(ExactSum[] into, ExactSum[] from) {
    for (int i = 0; i < into.length; i++) {
      into[i].merge(from[i]);
    }
  }
}
