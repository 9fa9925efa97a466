package io.pathwise.engine.kernel;

import io.pathwise.engine.code.Code;
import io.pathwise.engine.code.CodeBuilder;
import io.pathwise.engine.code.CodeBuilder.Value;
import io.pathwise.engine.code.Op;
import io.pathwise.engine.code.Op.Kind;
import io.pathwise.engine.kernel.Variable.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Writes statements one after the other, and bodies of statements within them; makes variables. */
final class BodyWriter {

  private final List<Variable> variables = new ArrayList<>(Variable.INPUTS);
  private List<Statement> body = new ArrayList<>();

  /** All variables so far, by number. */
  List<Variable> variables() {
    return variables;
  }

  /** What has been written. */
  List<Statement> body() {
    return body;
  }

  void add(Statement statement) {
    body.add(statement);
  }

  void remark(String text) {
    add(new Statement.Remark(text));
  }

  /** What a piece of writing writes, as a body of its own. */
  List<Statement> bodyOf(Runnable writing) {
    List<Statement> outer = body;
    body = new ArrayList<>();
    try {
      writing.run();
      return body;
    } finally {
      body = outer;
    }
  }

  /** A real that is written once. */
  Variable real(String name, boolean perPath) {
    return make(Kind.REAL, perPath, Role.VALUE, name);
  }

  /** An integer that is written once. */
  Variable integer(String name) {
    return make(Kind.INTEGER, false, Role.VALUE, name);
  }

  /** A register. */
  Variable register(Kind kind, boolean perPath, String name) {
    return make(kind, perPath, Role.REGISTER, name);
  }

  private Variable make(Kind kind, boolean perPath, Role role, String name) {
    Variable variable = new Variable(variables.size(), kind, perPath, role, name);
    variables.add(variable);
    return variable;
  }

  Variable load(String name, Memory memory, Index index) {
    Variable target = make(memory.holdsIntegers() ? Kind.INTEGER : Kind.REAL, memory.perPath(), Role.VALUE, name);
    add(new Statement.Load(target, memory, index));
    return target;
  }

  /** All outputs of a code. */
  void compute(Code code, List<Variable> inputs, List<Variable> targets) {
    add(new Statement.Compute(code, inputs, IntStream.range(0, targets.size()).boxed().toList(), targets));
  }

  /** Arithmetic on integers that all paths have in common. */
  interface Arithmetic {
    Value of(CodeBuilder code, List<Value> operands);
  }

  Variable integer(String name, List<Variable> operands, Arithmetic arithmetic) {
    Variable target = integer(name);
    compute(code(operands, arithmetic), operands, List.of(target));
    return target;
  }

  private static Code code(List<Variable> operands, Arithmetic arithmetic) {
    CodeBuilder code = new CodeBuilder();
    List<Value> values = IntStream.range(0, operands.size()).mapToObj(i -> code.integerInput(name(operands, i)))
        .toList();
    code.output(arithmetic.of(code, values));
    return code.build();
  }

  /** Inputs are told apart by their names, and the same variable may come twice. */
  private static String name(List<Variable> operands, int i) {
    return i + " " + operands.get(i).name();
  }

  /** factor · a + offset. */
  Variable multiple(String name, Variable a, int factor, int offset) {
    return integer(name, List.of(a), (code, operands) -> {
      Value product = factor == 1
          ? operands.getFirst()
          : code.op(Op.MULTIPLY_LOW_WORDS, operands.getFirst(), code.integer(factor));
      return offset == 0 ? product : code.op(Op.INTEGER_ADD, product, code.integer(offset));
    });
  }
}
