package io.pathwise.engine.statistics;

import io.pathwise.engine.statistics.MomentLayout.Pair;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * {@link BlockMoments} as bytes. Layout, big-endian: version 3 (byte), outputs, paths per block, randomisations (ints),
 * whether there are batches (byte), number of pairs (int), the pairs (2 ints each), blocks (long), then sums (of every
 * randomisation, all outputs), squares and products (of independent blocks only), each the number of its bytes (int)
 * and {@link ExactSum#toBytes()}, then the {@link BatchSums}.
 */
final class MomentBytes {
  private static final byte VERSION = 3;

  private MomentBytes() {}

  static byte[] write(BlockMoments moments, long firstOfBatches) {
    MomentLayout layout = moments.layout();
    List<byte[]> parts = moments.allSums().stream().map(ExactSum::toBytes).toList();
    int size = 2 + (4 + 2 * layout.pairs().size() + parts.size()) * Integer.BYTES + Long.BYTES
        + moments.batchSums().size(firstOfBatches);
    for (byte[] part : parts) {
      size += part.length;
    }
    ByteBuffer bytes = ByteBuffer.allocate(size);
    bytes.put(VERSION).putInt(layout.outputs()).putInt(layout.pathsPerBlock()).putInt(layout.randomisations())
        .put((byte) (layout.batches() ? 1 : 0)).putInt(layout.pairs().size());
    for (Pair pair : layout.pairs()) {
      bytes.putInt(pair.first()).putInt(pair.second());
    }
    bytes.putLong(moments.blocks());
    for (byte[] part : parts) {
      bytes.putInt(part.length).put(part);
    }
    moments.batchSums().write(bytes, firstOfBatches);
    return bytes.array();
  }

  static BlockMoments read(byte[] bytes) {
    ByteBuffer source = ByteBuffer.wrap(bytes);
    try {
      byte version = source.get();
      if (version != VERSION) {
        throw new IllegalArgumentException("block moments of version " + version + ", expected " + VERSION);
      }
      int outputs = checkedCount(source.getInt(), source);
      int pathsPerBlock = source.getInt();
      int randomisations = checkedCount(source.getInt(), source);
      boolean batches = source.get() != 0;
      int pairCount = checkedCount(source.getInt(), source);
      List<Pair> pairs = new ArrayList<>();
      for (int i = 0; i < pairCount; i++) {
        pairs.add(new Pair(source.getInt(), source.getInt()));
      }
      BlockMoments moments = new BlockMoments(
          new MomentLayout(outputs, pathsPerBlock, pairs, randomisations, batches));
      if (!moments.layout().pairs().equals(pairs)) {
        throw new IllegalArgumentException("pairs of block moments out of order");
      }
      moments.setBlocks(source.getLong());
      for (ExactSum sum : moments.allSums()) {
        byte[] part = new byte[checkedCount(source.getInt(), source)];
        source.get(part);
        sum.merge(ExactSum.fromBytes(part));
      }
      moments.batchSums().read(source);
      if (moments.blocks() < 0 || source.hasRemaining()) {
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
}
