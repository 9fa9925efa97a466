package io.pathwise.cuda.interpreter;

import java.util.List;

/** An operand as written, before names are looked up. */
sealed interface Operand {

  /** A register, variable or label. */
  record Name(String name) implements Operand {}

  /** A predicate register read as its complement: !p. */
  record Not(String name) implements Operand {}

  /** A component of a special register: %tid.x. */
  record Special(String register, String component) implements Operand {}

  /** An integer constant. A minus sign was written if negative. */
  record Int(long value, boolean negative) implements Operand {}

  /** A double constant, in bits. */
  record Real(long bits) implements Operand {}

  /** [base + offset]. */
  record Address(String base, long offset) implements Operand {}

  /** base + offset without brackets: an address as a value. */
  record Sum(String base, long offset) implements Operand {}

  /** {a, b, ...}. */
  record Vector(List<Operand> elements) implements Operand {}

  /** p|q. */
  record Pair(Operand first, Operand second) implements Operand {}
}
