package io.pathwise.llvm.ir;

import io.pathwise.engine.code.Op.Kind;
import io.pathwise.engine.kernel.KernelCode;
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
 * which runs block after block, in each group after group, and writes the totals of every block. Start at
 * {@link #render}.
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
    text.append("");
    text.append("define void @").append(entry)
        .append("(i64 %first, i64 %blocks, ptr noalias readonly %arguments) nounwind ").append(attributes)
        .append(" {\nentry:\n").append(out.text()).append("}\n");
    return text.append("!0 = !{!\"branch_weights\", i32 1, i32 2000}\n!1 = !{}\n").toString();
  }

  private static String parameters(String type, int count) {
    return IntStream.range(0, count).mapToObj(i -> type).collect(Collectors.joining(", ", "(", ")\n"));
  }

  private void body() {
    for (Argument argument : Argument.values()) {
      boolean isNumber = Argument.numbers().contains(argument);
      String address = out.element("i64", "%arguments", Integer.toString(argument.place()));
      out.define(argument.register(),
          "load " + (isNumber ? "i64" : "ptr") + ", ptr " + address + ", align 8" + StatementRenderer.INVARIANT);
    }
    String wordsOfBlock = out
        .define("mul nuw nsw i64 " + Argument.DIMENSIONS.register() + ", " + SobolWords.COUNT);
    TotalRenderer totals = new TotalRenderer(out);
    out.jump("block");
    out.place("block");
    out.define("%block.number", "phi i64 [ 0, %entry ], [ %nextBlock, %endOfBlock ]");
    String number = out.define("add i64 %first, %block.number");
    String firstPath = out.define("shl i64 " + number + ", " + BLOCK_BITS);
    String words = out.define("mul nuw nsw i64 %block.number, " + wordsOfBlock);
    out.define(WORDS_OF_BLOCK, "getelementptr i64, ptr " + Argument.SOBOL_WORDS.register() + ", i64 " + words);
    out.jump("group");
    group(firstPath, totals);
    out.define("%nextGroup", "add nuw nsw i64 %group.number, 1");
    out.branch(out.define("icmp ult i64 %nextGroup, " + shape.groups()), "group", "totals");
    out.place("totals");
    totals.overGroups("%block.number", "endOfBlock");
    out.place("endOfBlock");
    out.define("%nextBlock", "add nuw nsw i64 %block.number, 1");
    out.branch(out.define("icmp ult i64 %nextBlock, %blocks"), "block", "exit");
    out.place("exit");
    out.op("ret void");
  }

  /** One group of paths; ends where the next one is to be begun. */
  private void group(String firstPath, TotalRenderer totals) {
    out.place("group");
    String number = "%group.number";
    out.define(number, "phi i64 [ 0, %block ], [ %nextGroup, %endOfGroup ]");
    Operand first = Operand.scalar(out.define("add i64 " + firstPath + ", " + number), Kind.INTEGER);
    String offsets = IntStream.range(0, shape.lanes()).mapToObj(lane -> "i64 " + shape.path(lane))
        .collect(Collectors.joining(", ", "<", ">"));
    String path = out.define("add " + shape.vector(Kind.INTEGER) + " " + out.as(first, true) + ", " + offsets);
    totals.begin(number);
    out.inner(() -> new StatementRenderer(out, kernel, path, totals).render(kernel.body()));
    out.jump("endOfGroup");
    out.place("endOfGroup");
  }
}
