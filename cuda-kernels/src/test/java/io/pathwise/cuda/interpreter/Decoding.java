package io.pathwise.cuda.interpreter;

import io.pathwise.cuda.interpreter.Step.Effect;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A statement while it is decoded: takes its modifiers in order, looks up its operands, checks their types, and notes
 * which slots are read and written.
 */
final class Decoding {

  private final Statement statement;
  private final Scope scope;
  private final Registers registers;
  private final Deque<String> modifiers;
  private final List<Integer> reads = new ArrayList<>();
  private final List<Integer> writes = new ArrayList<>();

  Decoding(Statement statement, Scope scope, Registers registers) {
    this.statement = statement;
    this.scope = scope;
    this.registers = registers;
    this.modifiers = new ArrayDeque<>(statement.modifiers());
  }

  Statement statement() {
    return statement;
  }

  PtxException refuse(String message) {
    return statement.refuse(message);
  }

  // Modifiers.

  /** Takes the next modifier if it is that one. */
  boolean take(String modifier) {
    if (modifier.equals(modifiers.peek())) {
      modifiers.remove();
      return true;
    }
    return false;
  }

  /** Takes the next modifier, whatever it is. */
  String take() {
    if (modifiers.isEmpty()) {
      throw refuse("a modifier is missing");
    }
    return modifiers.remove();
  }

  @Nullable
  String peek() {
    return modifiers.peek();
  }

  /** Takes the next modifier, a type. */
  PtxType type() {
    String suffix = take();
    PtxType type = PtxType.ofSuffix(suffix);
    if (type == null) {
      throw refuse("unknown type or modifier " + suffix);
    }
    return type;
  }

  /** The last modifier, if it is a type. */
  @Nullable
  PtxType lastType() {
    return modifiers.isEmpty() ? null : PtxType.ofSuffix(modifiers.getLast());
  }

  /** Takes .rn, which has to be there: without it the ISA lets an assembler contract, or has no default. */
  void roundToNearest() {
    if (!take(".rn")) {
      throw refuse("needs the rounding modifier .rn");
    }
  }

  /** The last modifiers: a type of integers of 16, 32 or 64 bits. */
  PtxType integerType() {
    PtxType type = type();
    if (!type.isInteger() || type.width() < 16) {
      throw refuse("unknown with type " + type.suffix());
    }
    return type;
  }

  /** No further modifiers, and that many operands. */
  void finish(int operands) {
    if (!modifiers.isEmpty()) {
      throw refuse("unknown modifier " + modifiers.peek());
    }
    if (statement.operands().size() != operands) {
      throw refuse("has " + statement.operands().size() + " operands, not " + operands);
    }
  }

  // Operands.

  Operand operand(int number) {
    return statement.operands().get(number);
  }

  /** The slot of a source operand. */
  int source(int number, PtxType type) {
    return source(operand(number), type, false);
  }

  /** The slot of a source operand of ld, st or cvt; its register may be wider. */
  int wideSource(int number, PtxType type) {
    return source(operand(number), type, true);
  }

  int source(Operand operand, PtxType type, boolean wide) {
    return switch (operand) {
      case Operand.Name(String name) -> {
        Register register = register(name);
        if (!(wide ? type.agreesWithWider(register.type()) : type.agreesWith(register.type()))) {
          throw refuse("operand " + name + " is " + register.type().suffix() + ", not " + type.suffix());
        }
        reads.add(register.slot());
        yield register.slot();
      }
      case Operand.Int(long value, boolean negative) -> registers.constant(constant(value, negative, type));
      case Operand.Real(long bits) -> {
        if (type != PtxType.F64) {
          throw refuse("a double constant as operand of type " + type.suffix());
        }
        yield registers.constant(bits);
      }
      case Operand.Not _,Operand.Special _,Operand.Address _,Operand.Sum _,Operand.Vector _,Operand.Pair _ ->
        throw refuse("unexpected operand " + operand);
    };
  }

  private long constant(long value, boolean negative, PtxType type) {
    if (type == PtxType.F64) {
      throw refuse("an integer constant as operand of type .f64");
    }
    int width = type.width();
    boolean fits = negative
        ? width > 1 && value <= 0 && value >= -(1L << (width - 1))
        : value >= 0 && value >> width == 0;
    if (width < 64 && !fits) {
      throw refuse("constant " + value + " does not fit " + type.suffix());
    }
    return type.chop(value);
  }

  /** The slot of a destination register. */
  int target(int number, PtxType type) {
    return target(operand(number), type, false);
  }

  /** The slot of a destination register of ld or cvt, which may be wider. */
  int wideTarget(int number, PtxType type) {
    return target(operand(number), type, true);
  }

  int target(Operand operand, PtxType type, boolean wide) {
    if (!(operand instanceof Operand.Name(String name))) {
      throw refuse("the destination has to be a register");
    }
    Register register = register(name);
    if (!(wide ? type.agreesWithWider(register.type()) : type.agreesWith(register.type()))) {
      throw refuse("destination " + name + " is " + register.type().suffix() + ", not " + type.suffix());
    }
    if (writes.contains(register.slot())) {
      throw refuse("two destinations are the same register " + name);
    }
    writes.add(register.slot());
    return register.slot();
  }

  /** The slot of a destination register, or −1 if the operand is the sink "_". */
  int targetOrSink(Operand operand, PtxType type) {
    return operand.equals(new Operand.Name("_")) ? -1 : target(operand, type, false);
  }

  Register register(String name) {
    Scope.Symbol symbol = scope.find(name);
    if (symbol instanceof Scope.DeclaredRegister register) {
      return register.use(registers);
    }
    throw refuse((symbol == null ? "undeclared register " : "not a register: ") + name);
  }

  /** The variable of that name, or null if the name is a register's. */
  @Nullable
  Variable variable(String name) {
    Scope.Symbol symbol = scope.find(name);
    if (symbol == null) {
      throw refuse("undeclared name " + name);
    }
    return symbol instanceof Scope.DeclaredVariable(Variable variable) ? variable : null;
  }

  /** The slot of a register that holds an address: an integer or bits, 32 or 64 of them. */
  int address(String name) {
    Register register = register(name);
    PtxType type = register.type();
    if (type.kind() == PtxType.Kind.FLOAT || type.width() < 32) {
      throw refuse("address " + name + " is " + type.suffix());
    }
    reads.add(register.slot());
    return register.slot();
  }

  int constant(long value) {
    return registers.constant(value);
  }

  int special(Operand.Special special) {
    int component = switch (special.component()) {
      case ".x" -> 0;
      case ".y" -> 1;
      case ".z" -> 2;
      default -> throw refuse("unknown component " + special.component());
    };
    Registers.Special register = switch (special.register()) {
      case "%tid" -> Registers.Special.TID;
      case "%ntid" -> Registers.Special.NTID;
      case "%ctaid" -> Registers.Special.CTAID;
      default -> Registers.Special.NCTAID;
    };
    return registers.special(register, component);
  }

  // Results.

  Step step(Effect effect) {
    int guard = -1;
    if (statement.guard() != null) {
      Register register = register(statement.guard());
      if (register.type() != PtxType.PRED) {
        throw refuse("guard " + register.name() + " is no predicate");
      }
      guard = register.slot();
    }
    return new Step(statement, guard, statement.negated() ? 0 : 1, slots(reads), slots(writes), effect);
  }

  private static int[] slots(List<Integer> list) {
    return list.stream().mapToInt(Integer::intValue).toArray();
  }
}
