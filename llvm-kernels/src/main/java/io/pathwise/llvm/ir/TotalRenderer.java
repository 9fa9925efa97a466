package io.pathwise.llvm.ir;

import io.pathwise.engine.statistics.BlockTree;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Sums over the paths of a block in the one order of {@link BlockTree}: s[i] += s[i + h] for h = 128, 64, … 1. With G
 * groups a group's lanes are the paths G apart, so that the levels down to h = G add lanes of a group ({@link #add}),
 * and the others add what the groups have left ({@link #overGroups}).
 */
public final class TotalRenderer {

  /** Totals that are formed side by side, a vector of them. */
  public static final int WIDTH = 8;
  private static final String VECTOR = "<" + WIDTH + " x double>";

  private final IrWriter out;
  private final Shape shape;
  /** The doubles of a group: the rows of totals, in whole vectors. */
  private final String stride;
  private String sums = "";

  TotalRenderer(IrWriter out) {
    this.out = out;
    this.shape = out.shape();
    String more = out.define("add nuw nsw i64 " + Argument.ROWS.register() + ", " + (WIDTH - 1));
    this.stride = out.define("and i64 " + more + ", " + -WIDTH);
  }

  /** The doubles between the sums of a group and those of the next. */
  public static long stride(long rows) {
    return Math.ceilDiv(rows, WIDTH) * WIDTH;
  }

  /** Begins a group. */
  void begin(String group) {
    sums = of(group);
  }

  /** The address of the sums of a group. */
  private String of(String group) {
    String offset = out.define("mul nuw nsw i64 " + group + ", " + stride);
    return out.element("double", Argument.PARTIALS.register(), offset);
  }

  /**
   * Adds values over the lanes of the group; the sums are the rows from the first on.
   *
   * @param values
   *          by number, asked for in order
   */
  void add(int count, IntFunction<String> values, String firstRow) {
    for (int first = 0; first < count; first += WIDTH) {
      int together = Math.min(WIDTH, count - first);
      String sum = transposed(IntStream.range(first, first + together).mapToObj(values).map(this::narrowed).toList());
      String row = first == 0 ? firstRow : out.define("add nuw nsw i64 " + firstRow + ", " + first);
      String stored = together == WIDTH ? sum : shuffled(sum, sum, IntStream.range(0, together));
      out.op("store <" + together + " x double> " + stored + ", ptr " + out.element("double", sums, row)
          + ", align 8");
    }
  }

  /** Lanes added until there are {@link #WIDTH}. */
  private String narrowed(String value) {
    String sum = value;
    for (int half = shape.lanes() / 2; half >= WIDTH; half /= 2) {
      sum = out.halved(sum, half);
    }
    return sum;
  }

  /** The sums of up to {@link #WIDTH} vectors, side by side: each addition halves the lanes of two of them at once. */
  private String transposed(List<String> vectors) {
    List<String> left = new ArrayList<>(vectors);
    left.addAll(Collections.nCopies(WIDTH - vectors.size(), vectors.getLast()));
    for (int lanes = WIDTH; lanes > 1; lanes /= 2) {
      int length = lanes;
      List<String> halved = new ArrayList<>();
      for (int i = 0; i < left.size(); i += 2) {
        String first = left.get(i);
        String second = left.get(i + 1);
        String low = shuffled(first, second, lanes(lane -> lane % length < length / 2));
        String high = shuffled(first, second, lanes(lane -> lane % length >= length / 2));
        halved.add(out.define("fadd " + VECTOR + " " + low + ", " + high));
      }
      left = halved;
    }
    return left.getFirst();
  }

  private static IntStream lanes(IntPredicate which) {
    return IntStream.range(0, 2 * WIDTH).filter(which);
  }

  private String shuffled(String first, String second, IntStream lanes) {
    List<String> numbers = lanes.mapToObj(lane -> "i32 " + lane).toList();
    return out.define("shufflevector " + VECTOR + " " + first + ", " + VECTOR + " " + second + ", <" + numbers.size()
        + " x i32> <" + numbers.stream().collect(Collectors.joining(", ")) + ">");
  }

  /**
   * Adds the groups of a block, and goes on at a label. A NaN is the one NaN, and a zero is positive.
   *
   * @param block
   *          the number of the block, from 0
   */
  void overGroups(String block, String next) {
    String rows = Argument.ROWS.register();
    String before = out.label();
    String firstTotal = out.define("mul nuw nsw i64 " + block + ", " + rows);
    String target = out.element("double", Argument.TOTALS.register(), firstTotal);
    List<String> groups = IntStream.range(0, shape.groups()).mapToObj(group -> of(Integer.toString(group))).toList();
    out.branch(out.define("icmp eq i64 " + rows + ", 0"), next, "rows");
    out.place("rows");
    out.define("%row", "phi i64 [ 0, %" + before + " ], [ %nextRow, %rows ]");
    List<String> left = groups.stream().map(group -> out
        .define("load " + VECTOR + ", ptr " + out.element("double", group, "%row") + ", align 64")).toList();
    while (left.size() > 1) {
      int half = left.size() / 2;
      List<String> all = left;
      left = IntStream.range(0, half)
          .mapToObj(i -> out.define("fadd " + VECTOR + " " + all.get(i) + ", " + all.get(i + half))).toList();
    }
    String positive = out.define("fadd " + VECTOR + " " + left.getFirst() + ", zeroinitializer");
    String isNan = out.define("fcmp uno " + VECTOR + " " + positive + ", zeroinitializer");
    String canonical = out.define("select <" + WIDTH + " x i1> " + isNan + ", " + VECTOR + " splat (double "
        + OperationTable.real(Double.NaN) + "), " + VECTOR + " " + positive);
    out.op("store " + VECTOR + " " + canonical + ", ptr " + out.element("double", target, "%row") + ", align 8");
    out.define("%nextRow", "add nuw nsw i64 %row, " + WIDTH);
    out.branch(out.define("icmp ult i64 %nextRow, " + rows), "rows", next);
  }
}
