package io.pathwise.cuda.ptx;

import io.pathwise.engine.code.Op.Kind;
import io.pathwise.engine.kernel.Variable;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The registers of a kernel's variables. A value is in the register where it was computed, without a copy. Integers
 * have 64 bits; those that come from 32 are widened when they are read as such.
 */
final class VariableRegisters {

  private final PtxWriter out;
  private final Map<Variable, String> registers = new HashMap<>();
  private final Set<Variable> words = new HashSet<>();
  /** The registers of variables that are written more than once. */
  private final Set<String> changing = new HashSet<>();

  VariableRegisters(PtxWriter out) {
    this.out = out;
  }

  /** A register with a real, or with all 64 bits of an integer. */
  String read(Variable variable) {
    String register = register(variable);
    return words.contains(variable) ? out.widened(register) : register;
  }

  /** A register with the low 32 bits of an integer. */
  String readWord(Variable variable) {
    String register = register(variable);
    return words.contains(variable) ? register : out.lowWord(register);
  }

  /** Whether an integer has no more than 32 bits. */
  boolean isWord(Variable variable) {
    return words.contains(variable);
  }

  private String register(Variable variable) {
    String register = registers.get(variable);
    if (register != null) {
      return register;
    }
    if (variable.role() != Variable.Role.REGISTER) {
      throw new IllegalStateException("read before it is written: " + variable);
    }
    String named = out.named(variable.kind() == Kind.REAL ? ".f64" : ".b64", variable.name());
    registers.put(variable, named);
    changing.add(named);
    return named;
  }

  /** Says which register of 32 bits a variable is in. */
  void bindWord(Variable variable, String register) {
    registers.put(variable, register);
    words.add(variable);
  }

  /** Says which register of 64 bits a variable is in. */
  void bind(Variable variable, String register) {
    registers.put(variable, register);
  }

  /** An operand that stays what it is while variables are written: a copy if need be. */
  String lasting(String operand, Kind kind) {
    return changing.contains(operand) ? copy(operand, kind) : operand;
  }

  private String copy(String operand, Kind kind) {
    String copy = kind == Kind.REAL ? out.real() : out.integer();
    move(copy, operand, kind);
    return copy;
  }

  private void move(String target, String operand, Kind kind) {
    out.op(kind == Kind.REAL ? "mov.f64" : "mov.b64", target, operand);
  }

  /** target = yes where a predicate holds, else no. */
  void choose(Variable target, Variable yes, Variable no, String predicate) {
    out.op(target.kind() == Kind.REAL ? "selp.f64" : "selp.b64", register(target), read(yes), read(no), predicate);
  }

  /** Writes an integer of 32 bits, a register that does not change. */
  void writeWord(Variable target, String word) {
    switch (target.role()) {
      case VALUE -> bindWord(target, word);
      case REGISTER -> write(target, out.widened(word));
      case INPUT -> throw new IllegalStateException("given: " + target);
    }
  }

  /** Writes an operand of 64 bits, a register or a constant, that {@linkplain #lasting lasts}. */
  void write(Variable target, String operand) {
    switch (target.role()) {
      case VALUE -> bind(target, operand.startsWith("%") ? operand : copy(operand, target.kind()));
      case REGISTER -> move(register(target), operand, target.kind());
      case INPUT -> throw new IllegalStateException("given: " + target);
    }
  }
}
