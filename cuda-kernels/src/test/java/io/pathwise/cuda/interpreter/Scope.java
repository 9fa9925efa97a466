package io.pathwise.cuda.interpreter;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The names that are declared at a place of a body, inner blocks before outer ones. */
final class Scope {

  /** What a name means. */
  sealed interface Symbol {
  }

  /** A register; it gets a slot when it is first used. */
  static final class DeclaredRegister implements Symbol {
    private final String name;
    private final PtxType type;
    private @Nullable Register used;

    DeclaredRegister(String name, PtxType type) {
      this.name = name;
      this.type = type;
    }

    Register use(Registers registers) {
      Register register = used;
      if (register == null) {
        register = new Register(name, type, registers.register(name));
        used = register;
      }
      return register;
    }
  }

  /** A variable or a parameter. */
  record DeclaredVariable(Variable variable) implements Symbol {}

  private final Deque<Map<String, Symbol>> blocks = new ArrayDeque<>();

  void open() {
    blocks.push(new HashMap<>());
  }

  void close() {
    blocks.pop();
  }

  void declare(String name, Symbol symbol, int line) {
    if (blocks.element().putIfAbsent(name, symbol) != null) {
      throw new PtxException(line, name + " is declared twice");
    }
  }

  @Nullable
  Symbol find(String name) {
    for (Map<String, Symbol> block : blocks) {
      Symbol symbol = block.get(name);
      if (symbol != null) {
        return symbol;
      }
    }
    return null;
  }
}
