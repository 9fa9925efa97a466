package io.pathwise.cuda.interpreter;

import java.util.List;

/** Reads declarations of parameters and of variables in shared and local memory. */
final class Declarations {

  /** Shared and local variables do not start at address 0, so that a forgotten base address is noticed. */
  private static final long START = 1024;
  private static final long GAP = 256;

  private Declarations() {}

  /** One parameter of an entry, after ".param". */
  static void parameter(Tokens tokens, List<Variable> parameters) {
    int line = tokens.line();
    tokens.expect(".param");
    int alignment = alignment(tokens, 1);
    PtxType type = type(tokens);
    if (tokens.skip(".ptr")) {
      if (!tokens.skip(".global") && !tokens.skip(".shared")) {
        tokens.skip(".local");
      }
      alignment(tokens, 1);
    }
    String name = tokens.expect(Token.Kind.WORD, "a name");
    int bytes = type.bytes() * elements(tokens);
    long end = parameters.isEmpty() ? 0 : parameters.getLast().offset() + parameters.getLast().bytes();
    long offset = roundUp(end, Math.max(alignment, type.bytes()));
    if (offset + bytes > 4352) {
      throw new PtxException(line, "parameters exceed 4352 bytes");
    }
    parameters.add(new Variable(name, Space.PARAM, offset, bytes));
  }

  /** A variable, from ".shared" or ".local" to the semicolon. */
  static Variable variable(Tokens tokens, List<Variable> variables) {
    Space space = tokens.skip(".shared") ? Space.SHARED : Space.LOCAL;
    if (space == Space.LOCAL) {
      tokens.expect(".local");
    }
    int alignment = alignment(tokens, 1);
    PtxType type = type(tokens);
    String name = tokens.expect(Token.Kind.WORD, "a name");
    int bytes = type.bytes() * elements(tokens);
    tokens.expect(";");
    long end = variables.stream().filter(v -> v.space() == space).mapToLong(v -> v.offset() + v.bytes() + GAP).max()
        .orElse(START);
    int natural = Math.max(alignment, type.bytes());
    // No more aligned than declared.
    long offset = roundUp(end, 2L * natural) + natural;
    Variable variable = new Variable(name, space, offset, bytes);
    variables.add(variable);
    return variable;
  }

  private static int alignment(Tokens tokens, int otherwise) {
    if (!tokens.skip(".align")) {
      return otherwise;
    }
    int line = tokens.line();
    int alignment = tokens.size("an alignment");
    if (Integer.bitCount(alignment) != 1) {
      throw new PtxException(line, "an alignment has to be a power of two");
    }
    return alignment;
  }

  private static PtxType type(Tokens tokens) {
    int line = tokens.line();
    String suffix = tokens.expect(Token.Kind.SUFFIX, "a type");
    PtxType type = PtxType.ofSuffix(suffix);
    if (type == null || type == PtxType.PRED) {
      throw new PtxException(line, "unknown type or directive " + suffix);
    }
    return type;
  }

  private static int elements(Tokens tokens) {
    int elements = 1;
    while (tokens.skip("[")) {
      elements = Math.multiplyExact(elements, tokens.size("a number of elements"));
      tokens.expect("]");
    }
    return elements;
  }

  private static long roundUp(long offset, long alignment) {
    return (offset + alignment - 1) / alignment * alignment;
  }
}
