package io.pathwise.cuda.interpreter;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads one instruction, up to its semicolon. */
final class StatementParser {

  private static final Set<String> SPECIAL = Set.of("%tid", "%ntid", "%ctaid", "%nctaid");

  private StatementParser() {}

  static Statement statement(Tokens tokens) {
    @Nullable
    String guard = null;
    boolean negated = false;
    int line = tokens.line();
    if (tokens.skip("@")) {
      negated = tokens.skip("!");
      guard = tokens.expect(Token.Kind.WORD, "a predicate");
    }
    String opcode = tokens.expect(Token.Kind.WORD, "an instruction");
    List<String> modifiers = new ArrayList<>();
    while (tokens.peek().kind() == Token.Kind.SUFFIX) {
      modifiers.add(tokens.next().text());
    }
    List<Operand> operands = new ArrayList<>();
    if (!tokens.skip(";")) {
      do {
        operands.add(operand(tokens));
      } while (tokens.skip(","));
      tokens.expect(";");
    }
    return new Statement(line, guard, negated, opcode, List.copyOf(modifiers), List.copyOf(operands));
  }

  private static Operand operand(Tokens tokens) {
    Operand first = single(tokens);
    return tokens.skip("|") ? new Operand.Pair(first, single(tokens)) : first;
  }

  private static Operand single(Tokens tokens) {
    Token token = tokens.peek();
    if (tokens.skip("[")) {
      Operand sum = sum(tokens, tokens.expect(Token.Kind.WORD, "a register or variable"));
      tokens.expect("]");
      return sum instanceof Operand.Sum(String base, long offset)
          ? new Operand.Address(base, offset)
          : new Operand.Address(((Operand.Name) sum).name(), 0);
    } else if (tokens.skip("{")) {
      List<Operand> elements = new ArrayList<>();
      do {
        elements.add(single(tokens));
      } while (tokens.skip(","));
      tokens.expect("}");
      return new Operand.Vector(elements);
    } else if (tokens.skip("!")) {
      return new Operand.Not(tokens.expect(Token.Kind.WORD, "a predicate"));
    } else if (tokens.skip("-")) {
      return constant(tokens, true);
    } else if (token.kind() == Token.Kind.NUMBER) {
      return constant(tokens, false);
    }
    String name = tokens.expect(Token.Kind.WORD, "an operand");
    if (SPECIAL.contains(name)) {
      return new Operand.Special(name, tokens.expect(Token.Kind.SUFFIX, "a component"));
    }
    return sum(tokens, name);
  }

  private static Operand sum(Tokens tokens, String base) {
    if (!tokens.skip("+")) {
      return new Operand.Name(base);
    }
    boolean negative = tokens.skip("-");
    int line = tokens.line();
    long offset = Literals.integer(tokens.expect(Token.Kind.NUMBER, "an offset"), line);
    return new Operand.Sum(base, negative ? -offset : offset);
  }

  private static Operand constant(Tokens tokens, boolean negative) {
    int line = tokens.line();
    String text = tokens.expect(Token.Kind.NUMBER, "a number");
    if (Literals.isDouble(text)) {
      long bits = Literals.real(text);
      return new Operand.Real(negative ? bits ^ Long.MIN_VALUE : bits);
    }
    long value = Literals.integer(text, line);
    return new Operand.Int(negative ? -value : value, negative);
  }
}
