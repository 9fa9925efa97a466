package io.pathwise.llvm.ir;

import io.pathwise.engine.code.Op.Kind;
import io.pathwise.engine.kernel.KernelCode;
import io.pathwise.engine.kernel.KernelLayout;
import io.pathwise.engine.random.SobolWords;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Renders a kernel as a module with one function,
 *
 * <pre>
 * void entry(i64 first block, i64 blocks, ptr arguments),
 * </pre>
 *
 * which runs block after block, in each group after group, and writes the totals of every block. Groups come in the
 * order in which the block's tree adds them: with their number's bits reversed, so that group k, once done, completes
 * as many levels as k has trailing ones. Start at {@link #render}.
 */
public final class KernelRenderer {

  /** The register with the address of the block's Sobol words. */
  static final String WORDS_OF_BLOCK = "%words";
  private static final int BLOCK_BITS = 8;

  private final KernelCode kernel;
  private final Shape shape;
  private final IrWriter out;

  private KernelRenderer(KernelCode kernel, Shape shape) {
    this.kernel = kernel;
    this.shape = shape;
    this.out = new IrWriter(shape);
  }

  /**
   * The text of a module.
   *
   * @param entry
   *          the function's name
   * @param attributes
   *          of the function, such as the CPU it is for
   */
  public static String render(KernelCode kernel, Shape shape, String entry, String attributes) {
    return new KernelRenderer(kernel, shape).module(entry, attributes);
  }

  private String module(String entry, String attributes) {
    body();
    String vector = shape.vector(Kind.REAL);
    String suffix = ".v" + shape.lanes() + "f64";
    StringBuilder text = new StringBuilder();
    for (String function : new String[]{"sqrt", "fabs", "fma"}) {
      int count = function.equals("fma") ? 3 : 1;
      text.append("declare ").append(vector).append(" @llvm.").append(function).append(suffix)
          .append(parameters(vector, count));
      text.append("declare double @llvm.").append(function).append(".f64").append(parameters("double", count));
    }
    text.append("declare i64 @llvm.bitreverse.i64(i64)\ndeclare i64 @llvm.cttz.i64(i64, i1)\n");
    text.append("define void @").append(entry)
        .append("(i64 %first, i64 %blocks, ptr noalias readonly %arguments) nounwind ").append(attributes)
        .append(" {\nentry:\n").append(out.text()).append("}\n");
    return text.append("!0 = !{!\"branch_weights\", i32 1, i32 2000}\n!1 = !{}\n").toString();
  }

  private static String parameters(String type, int count) {
    return IntStream.range(0, count).mapToObj(i -> type).collect(Collectors.joining(", ", "(", ")\n"));
  }

  private void body() {
    KernelLayout layout = kernel.layout();
    for (Argument argument : Argument.values()) {
      boolean isNumber = Argument.numbers().contains(argument);
      String address = out.element("i64", "%arguments", Integer.toString(argument.place()));
      out.define(argument.register(),
          "load " + (isNumber ? "i64" : "ptr") + ", ptr " + address + ", align 8" + StatementRenderer.INVARIANT);
    }
    String sinks = out.define("mul nuw nsw i64 " + Argument.STEPS.register() + ", " + layout.program().sinkCount());
    String rows = out.define("add nuw nsw i64 " + sinks + ", " + layout.program().sumCount());
    String wordsOfBlock = out
        .define("mul nuw nsw i64 " + Argument.DIMENSIONS.register() + ", " + SobolWords.COUNT);
    out.jump("block");
    out.place("block");
    out.define("%block.number", "phi i64 [ 0, %entry ], [ %nextBlock, %endOfBlock ]");
    String number = out.define("add i64 %first, %block.number");
    String firstPath = out.define("shl i64 " + number + ", " + BLOCK_BITS);
    String words = out.define("mul nuw nsw i64 %block.number, " + wordsOfBlock);
    out.define(WORDS_OF_BLOCK, "getelementptr i64, ptr " + Argument.SOBOL_WORDS.register() + ", i64 " + words);
    String firstTotal = out.define("mul nuw nsw i64 %block.number, " + rows);
    out.jump("group");
    group(firstPath, rows);
    out.define("%nextGroup", "add nuw nsw i64 %group.number, 1");
    out.branch(out.define("icmp ult i64 %nextGroup, " + shape.groups()), "group", "totals");
    totals(rows, firstTotal);
    out.place("endOfBlock");
    out.define("%nextBlock", "add nuw nsw i64 %block.number, 1");
    out.branch(out.define("icmp ult i64 %nextBlock, %blocks"), "block", "exit");
    out.place("exit");
    out.op("ret void");
  }

  /** One group of paths; ends where the next one is to be begun. */
  private void group(String firstPath, String rows) {
    out.place("group");
    out.define("%group.number", "phi i64 [ 0, %block ], [ %nextGroup, %endOfGroup ]");
    String position = "0";
    String levels = "0";
    if (shape.levels() > 0) {
      String reversed = out.define("call i64 @llvm.bitreverse.i64(i64 %group.number)");
      position = out.define("lshr i64 " + reversed + ", " + (Long.SIZE - shape.levels()));
      String inverted = out.define("xor i64 %group.number, -1");
      levels = out.define("call i64 @llvm.cttz.i64(i64 " + inverted + ", i1 true)");
    }
    String start = out.define("mul nuw nsw i64 " + position + ", " + Shape.WIDTH);
    String base = out.define("add i64 " + firstPath + ", " + start);
    Operand first = Operand.scalar(base, Kind.INTEGER);
    String offsets = IntStream.range(0, shape.lanes()).mapToObj(lane -> "i64 " + shape.path(lane))
        .collect(Collectors.joining(", ", "<", ">"));
    String path = out.define("add " + shape.vector(Kind.INTEGER) + " " + out.as(first, true) + ", " + offsets);
    String row = out.define("mul nuw nsw i64 " + levels + ", " + rows);
    String partials = out.element(Shape.partial(), Argument.PARTIALS.register(), row);
    out.inner(() -> new StatementRenderer(out, kernel, path, partials).render(kernel.body()));
    if (shape.levels() > 0) {
      fold(levels, rows, partials);
    } else {
      out.jump("endOfGroup");
    }
    out.place("endOfGroup");
  }

  /** Adds what the groups before left at the levels that are complete now. */
  private void fold(String levels, String rows, String partials) {
    String before = out.label();
    String additions = out.define("mul nuw nsw i64 " + levels + ", " + rows);
    out.branch(out.define("icmp eq i64 " + additions + ", 0"), "endOfGroup", "level");
    out.place("level");
    out.define("%level.number", "phi i64 [ 0, %" + before + " ], [ %nextLevel, %endOfLevel ]");
    String earlierRow = out.define("mul nuw nsw i64 %level.number, " + rows);
    String earlier = out.element(Shape.partial(), Argument.PARTIALS.register(), earlierRow);
    out.jump("row");
    out.place("row");
    out.define("%row.number", "phi i64 [ 0, %level ], [ %nextRow, %row ]");
    String target = out.element(Shape.partial(), partials, "%row.number");
    String left = out.define(
        "load " + Shape.partial() + ", ptr " + out.element(Shape.partial(), earlier, "%row.number") + ", align 64");
    String right = out.define("load " + Shape.partial() + ", ptr " + target + ", align 64");
    String sum = out.define("fadd " + Shape.partial() + " " + left + ", " + right);
    out.op("store " + Shape.partial() + " " + sum + ", ptr " + target + ", align 64");
    out.define("%nextRow", "add nuw nsw i64 %row.number, 1");
    out.branch(out.define("icmp ult i64 %nextRow, " + rows), "row", "endOfLevel");
    out.place("endOfLevel");
    out.define("%nextLevel", "add nuw nsw i64 %level.number, 1");
    out.branch(out.define("icmp ult i64 %nextLevel, " + levels), "level", "endOfGroup");
  }

  /** The last levels of the tree, of neighbours; a NaN is the one NaN, and a zero is positive. */
  private void totals(String rows, String firstTotal) {
    out.place("totals");
    String topRow = out.define("mul nuw nsw i64 " + rows + ", " + shape.levels());
    String top = out.element(Shape.partial(), Argument.PARTIALS.register(), topRow);
    String target = out.element("double", Argument.TOTALS.register(), firstTotal);
    out.branch(out.define("icmp eq i64 " + rows + ", 0"), "endOfBlock", "total");
    out.place("total");
    out.define("%total.number", "phi i64 [ 0, %totals ], [ %nextTotal, %total ]");
    String vector = out.define(
        "load " + Shape.partial() + ", ptr " + out.element(Shape.partial(), top, "%total.number") + ", align 64");
    for (int half = Shape.WIDTH / 2; half > 0; half /= 2) {
      vector = out.halved(vector, half);
    }
    String sum = out.define("extractelement <1 x double> " + vector + ", i64 0");
    String positive = out.define("fadd double " + sum + ", 0.0");
    String isNan = out.define("fcmp uno double " + positive + ", 0.0");
    String canonical = out.define(
        "select i1 " + isNan + ", double " + OperationTable.real(Double.NaN) + ", double " + positive);
    out.op("store double " + canonical + ", ptr " + out.element("double", target, "%total.number") + ", align 8");
    out.define("%nextTotal", "add nuw nsw i64 %total.number, 1");
    out.branch(out.define("icmp ult i64 %nextTotal, " + rows), "total", "endOfBlock");
  }
}
