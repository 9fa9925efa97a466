package io.pathwise.llvm.ir;

import io.pathwise.engine.code.Code;
import io.pathwise.engine.code.Instruction;
import io.pathwise.engine.code.Op;
import io.pathwise.engine.code.Op.Kind;
import io.pathwise.engine.code.RareRegions;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Renders a straight line of operations. What only the rare side of a choice needs is jumped over when no lane needs
 * it. Start at {@link #render}.
 */
final class CodeRenderer {

  /** Fewer operations than these are not worth a jump. */
  private static final int SHORTEST_JUMP = 8;

  private final IrWriter out;
  private final Code code;
  private final RareRegions regions;
  private final @Nullable Operand[] values;

  private CodeRenderer(IrWriter out, Code code, List<Integer> outputs) {
    this.out = out;
    this.code = code;
    this.regions = new RareRegions(code, outputs);
    this.values = new Operand[code.size()];
  }

  /**
   * Renders what some outputs of a code need.
   *
   * @param outputs
   *          which, by number
   * @param late
   *          those of them whose last operation, if nothing else needs it, waits until it is {@linkplain #output asked}
   *          for: so many numbers that are added up at once need not be kept at the same time
   * @param inputs
   *          the operands of all inputs
   */
  static CodeRenderer render(IrWriter out, Code code, List<Integer> outputs, Collection<Integer> late,
      List<Operand> inputs) {
    CodeRenderer renderer = new CodeRenderer(out, code, outputs);
    renderer.start(inputs);
    BitSet waiting = renderer.waiting(late);
    renderer.region(renderer.regions.always().stream().filter(i -> !waiting.get(i)).toList());
    return renderer;
  }

  /** An output, rendered now if it has waited: where its operands are known, and whoever asks again is. */
  Operand output(int output) {
    int i = code.outputs().get(output);
    if (values[i] == null) {
      operation(i);
    }
    return value(i);
  }

  private BitSet waiting(Collection<Integer> late) {
    BitSet last = new BitSet();
    late.forEach(output -> last.set(code.outputs().get(output)));
    regions.needed().forEach(i -> {
      Instruction instruction = code.instructions().get(i);
      if (instruction.op().arity() == 0 || instruction.op() == Op.SELECT_RARE) {
        last.clear(i);
      }
      for (int k = 0; k < instruction.op().arity(); k++) {
        last.clear(instruction.operand(k));
      }
    });
    return last;
  }

  private void start(List<Operand> inputs) {
    regions.needed().forEach(i -> {
      Instruction instruction = code.instructions().get(i);
      if (instruction.op() == Op.INPUT || instruction.op() == Op.INTEGER_INPUT) {
        values[i] = inputs.get((int) instruction.literal());
      } else if (instruction.op().arity() == 0) {
        values[i] = OperationTable.literal(instruction);
      }
    });
  }

  private void region(List<Integer> operations) {
    for (int i : operations) {
      if (code.instructions().get(i).op() == Op.SELECT_RARE) {
        choose(i);
      } else {
        operation(i);
      }
    }
  }

  private void choose(int i) {
    Instruction choice = code.instructions().get(i);
    List<Integer> rare = regions.rareSide(i);
    Operand condition = value(choice.a());
    if (rare.size() < SHORTEST_JUMP || !condition.perLane()) {
      region(rare);
      operation(i);
      return;
    }
    int lanes = out.shape().lanes();
    String mask = out.define("bitcast " + out.shape().vector(Kind.TRUTH) + " " + condition.text() + " to i" + lanes);
    String any = out.define("icmp ne i" + lanes + " " + mask + ", 0");
    String usual = out.as(value(choice.c()), true);
    String before = out.label();
    String side = out.newLabel("rare");
    String join = out.newLabel("usual");
    out.branchRarely(any, side, join);
    out.place(side);
    String type = out.shape().vector(Kind.REAL);
    StringBuilder chosen = new StringBuilder();
    out.inner(() -> {
      region(rare);
      chosen.append(out.define("select " + out.shape().vector(Kind.TRUTH) + " " + condition.text() + ", " + type + " "
          + out.as(value(choice.b()), true) + ", " + type + " " + usual));
    });
    String end = out.label();
    out.jump(join);
    out.place(join);
    values[i] = Operand.vector(
        out.define("phi " + type + " [ " + usual + ", %" + before + " ], [ " + chosen + ", %" + end + " ]"), Kind.REAL);
  }

  private void operation(int i) {
    Instruction instruction = code.instructions().get(i);
    List<Operand> operands = new ArrayList<>();
    for (int k = 0; k < instruction.op().arity(); k++) {
      operands.add(value(instruction.operand(k)));
    }
    values[i] = OperationTable.render(out, instruction, operands);
  }

  private Operand value(int i) {
    return Objects.requireNonNull(values[i], () -> "instruction " + i + " has not been rendered");
  }
}
