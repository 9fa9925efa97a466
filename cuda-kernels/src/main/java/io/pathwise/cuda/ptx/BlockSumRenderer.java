package io.pathwise.cuda.ptx;

import io.pathwise.engine.statistics.BlockTree;
import java.util.List;

/**
 * Sums over the threads of a block in the one order of {@link BlockTree}: s[i] += s[i + h] for h = 128, 64, … 1. The
 * first three levels take one thread for every 32nd of the lanes, the next three one for every 4th of those, the last
 * two one thread; up to {@value #MOST} sums are formed side by side, with a barrier after each of the three parts.
 */
final class BlockSumRenderer {

  /** Sums formed at once: one for every 32 threads of a block. */
  static final int MOST = 8;
  private static final int LANES = BlockTree.LANES;
  private static final int SECOND = LANES / 8;
  private static final int THIRD = SECOND / 8;

  private final PtxWriter out;
  private final String thread;
  private final String store;
  private final String[] load = new String[3];
  private final String[] storePartial = new String[2];
  private int mostSums = 1;

  /**
   * Writes what all sums have in common.
   *
   * @param thread
   *          the register with the number of the thread in its block
   */
  BlockSumRenderer(PtxWriter out, String thread) {
    this.out = out;
    this.thread = thread;
    out.gap();
    out.comment("addresses for sums over the block");
    this.store = address("lanes", thread, 1);
    this.load[0] = gathered("lanes", LANES, SECOND);
    this.storePartial[0] = address("partial", thread, 1);
    this.load[1] = gathered("partial", SECOND, THIRD);
    this.storePartial[1] = address("last", thread, 1);
    this.load[2] = address("last", thread, THIRD);
  }

  /** The shared memory that the sums need which were written. */
  String sharedMemory() {
    return "  .shared .align 8 .f64 lanes[" + mostSums * LANES + "];\n  .shared .align 8 .f64 partial["
        + mostSums * SECOND + "];\n  .shared .align 8 .f64 last[" + mostSums * THIRD + "];\n";
  }

  private String address(String array, String index, int stride) {
    String base = out.integer();
    String address = out.integer();
    out.op("mov.u64", base, array);
    String offset = out.integer();
    out.op("mul.wide.u32", offset, index, Integer.toString(stride * Double.BYTES));
    out.op("add.u64", address, base, offset);
    return address;
  }

  /** Where thread t of a part begins: sum t / threads, lane t mod threads. */
  private String gathered(String array, int lanes, int threads) {
    String sum = out.word();
    String lane = out.word();
    String index = out.word();
    out.op("shr.u32", sum, thread, Integer.toString(Integer.numberOfTrailingZeros(threads)));
    out.op("and.b32", lane, thread, Integer.toString(threads - 1));
    out.op("mad.lo.u32", index, sum, Integer.toString(lanes), lane);
    return address(array, index, 1);
  }

  /**
   * Sums of values, each over all threads of the block.
   *
   * @param values
   *          registers
   * @param rowStride
   *          register with the bytes between the totals of one row and the next
   * @param totals
   *          register with the address of the total of the first value
   */
  void sum(List<String> values, String rowStride, String totals) {
    for (int first = 0; first < values.size(); first += MOST) {
      batch(values.subList(first, Math.min(first + MOST, values.size())), first, rowStride, totals);
    }
  }

  private void batch(List<String> values, int first, String rowStride, String totals) {
    int count = values.size();
    mostSums = Math.max(mostSums, count);
    for (int k = 0; k < count; k++) {
      out.op("st.shared.f64", at(store, (long) k * LANES), values.get(k));
    }
    out.op("bar.sync", "0");
    String done = guard(count * SECOND);
    out.op("st.shared.f64", at(storePartial[0], 0), tree(load[0], SECOND, 8));
    out.place(done);
    out.op("bar.sync", "0");
    done = guard(count * THIRD);
    out.op("st.shared.f64", at(storePartial[1], 0), tree(load[1], THIRD, 8));
    out.place(done);
    out.op("bar.sync", "0");
    done = guard(count);
    String sum = tree(load[2], 1, THIRD);
    String notNan = out.predicate();
    String zeroed = out.real();
    String canonical = out.real();
    out.op("add.rn.f64", zeroed, sum, PtxWriter.real(0.0)); // makes +0 of −0
    out.op("setp.eq.f64", notNan, zeroed, zeroed);
    out.op("selp.f64", canonical, zeroed, PtxWriter.real(Double.NaN), notNan);
    String row = out.word();
    String offset = out.integer();
    String address = out.integer();
    out.op("add.u32", row, thread, Integer.toString(first));
    out.op("cvt.u64.u32", offset, row);
    out.op("mad.lo.u64", address, offset, rowStride, totals);
    out.op("st.global.f64", "[" + address + "]", canonical);
    out.place(done);
  }

  /** Skips to the label that is returned unless this is one of the first threads. */
  private String guard(int threads) {
    String done = out.label("SUMMED");
    if (threads < LANES) {
      String beyond = out.predicate();
      out.op("setp.ge.u32", beyond, thread, Integer.toString(threads));
      out.opIf(beyond, "bra", done);
    }
    return done;
  }

  /** s[i] += s[i + h] for h = count / 2, … 1 over count values that lie a stride apart. */
  private String tree(String address, int stride, int count) {
    String[] values = new String[count];
    for (int m = 0; m < count; m++) {
      values[m] = out.real();
      out.op("ld.shared.f64", values[m], at(address, (long) m * stride));
    }
    for (int half = count / 2; half > 0; half /= 2) {
      for (int m = 0; m < half; m++) {
        String sum = out.real();
        out.op("add.rn.f64", sum, values[m], values[m + half]);
        values[m] = sum;
      }
    }
    return values[0];
  }

  private static String at(String address, long index) {
    return index == 0 ? "[" + address + "]" : "[" + address + "+" + index * Double.BYTES + "]";
  }
}
