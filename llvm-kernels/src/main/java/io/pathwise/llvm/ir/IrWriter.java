package io.pathwise.llvm.ir;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Writes instructions and labels of a function, and gives names. */
final class IrWriter {

  private final Shape shape;
  private final StringBuilder variables = new StringBuilder();
  private final StringBuilder body = new StringBuilder();
  /** For each body around the current place, the vectors that have been made of scalars there. */
  private final Deque<Map<String, String>> spread = new ArrayDeque<>();
  private String label = "entry";
  private int names;

  IrWriter(Shape shape) {
    this.shape = shape;
    spread.push(new HashMap<>());
  }

  Shape shape() {
    return shape;
  }

  /** An instruction without a result. */
  void op(String instruction) {
    body.append("  ").append(instruction).append('\n');
  }

  /** An instruction; its result's name. */
  String define(String instruction) {
    String name = "%v" + names++;
    body.append("  ").append(name).append(" = ").append(instruction).append('\n');
    return name;
  }

  /** A name that a later instruction gets by {@link #define(String, String)}. */
  String reserve() {
    return "%r" + names++;
  }

  void define(String reserved, String instruction) {
    body.append("  ").append(reserved).append(" = ").append(instruction).append('\n');
  }

  void remark(String text) {
    body.append("  ; ").append(text).append('\n');
  }

  /** Room on the stack for a variable. */
  String allocate(String type, String name) {
    String variable = "%" + name + "." + names++;
    variables.append("  ").append(variable).append(" = alloca ").append(type).append(", align 64\n");
    return variable;
  }

  String newLabel(String name) {
    return name + names++;
  }

  /** The label of the block of instructions that is being written. */
  String label() {
    return label;
  }

  void place(String newLabel) {
    body.append(newLabel).append(":\n");
    label = newLabel;
  }

  void jump(String target) {
    op("br label %" + target);
  }

  void branch(String condition, String ifTrue, String ifFalse) {
    op("br i1 " + condition + ", label %" + ifTrue + ", label %" + ifFalse);
  }

  /** A branch that is seldom taken. */
  void branchRarely(String condition, String ifTrue, String ifFalse) {
    op("br i1 " + condition + ", label %" + ifTrue + ", label %" + ifFalse + ", !prof !0");
  }

  /** Writes something whose names are not known behind it. */
  void inner(Runnable writing) {
    spread.push(new HashMap<>());
    writing.run();
    spread.pop();
  }

  /** A value as a scalar or as a vector. */
  String as(Operand operand, boolean perLane) {
    return perLane && !operand.perLane() ? spread(operand) : operand.text();
  }

  private String spread(Operand operand) {
    if (operand.constant()) {
      return "splat (" + Shape.scalar(operand.kind()) + " " + operand.text() + ")";
    }
    for (Map<String, String> known : spread) {
      String vector = known.get(operand.text());
      if (vector != null) {
        return vector;
      }
    }
    String type = shape.vector(operand.kind());
    String first = define(
        "insertelement " + type + " poison, " + Shape.scalar(operand.kind()) + " " + operand.text() + ", i64 0");
    String vector = define(
        "shufflevector " + type + " " + first + ", " + type + " poison, <" + shape.lanes() + " x i32> zeroinitializer");
    spread.getFirst().put(operand.text(), vector);
    return vector;
  }

  /** The sum of the halves of a vector of 2 · half lanes. */
  String halved(String vector, int half) {
    String type = "<" + 2 * half + " x double>";
    String low = define("shufflevector " + type + " " + vector + ", " + type + " poison, " + lanes(0, half));
    String high = define("shufflevector " + type + " " + vector + ", " + type + " poison, " + lanes(half, half));
    return define("fadd <" + half + " x double> " + low + ", " + high);
  }

  private static String lanes(int first, int count) {
    return "<" + count + " x i32> <"
        + IntStream.range(first, first + count).mapToObj(i -> "i32 " + i).collect(Collectors.joining(", ")) + ">";
  }

  /** The address of an element. */
  String element(String type, String array, String index) {
    return define("getelementptr " + type + ", ptr " + array + ", i64 " + index);
  }

  /** The function's instructions. */
  String text() {
    return variables.toString() + body;
  }
}
