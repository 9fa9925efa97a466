package io.pathwise.cuda.interpreter;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A PTX module: text, read and checked.
 *
 * @param version
 *          the PTX ISA version, such as "7.0"
 * @param target
 *          the architecture, such as "sm_70"
 * @param kernels
 *          the entries by name
 */
public record PtxModule(String version, String target, Map<String, PtxKernel> kernels) {

  private static final Set<String> LINKING = Set.of(".visible", ".weak");

  /**
   * Reads a module.
   *
   * @throws PtxException
   *           if the text is not PTX, or uses what this interpreter does not know
   */
  public static PtxModule parse(String text) {
    Tokens tokens = new Tokens(Lexer.tokens(text));
    tokens.expect(".version");
    String version = tokens.expect(Token.Kind.NUMBER, "a version");
    if (!version.matches("[1-9]\\.[0-9]")) {
      throw new PtxException(tokens.line(), "not a PTX version: " + version);
    }
    tokens.expect(".target");
    String target = tokens.expect(Token.Kind.WORD, "an architecture");
    if (!target.matches("sm_[0-9]+a?")) {
      throw new PtxException(tokens.line(), "not an architecture: " + target);
    }
    tokens.expect(".address_size");
    if (tokens.size("an address size") != 64) {
      throw new PtxException(tokens.line(), "only 64-bit addresses are known");
    }
    List<Variable> shared = new ArrayList<>();
    Map<String, PtxKernel> kernels = new LinkedHashMap<>();
    while (tokens.peek().kind() != Token.Kind.END) {
      Token token = tokens.peek();
      if (token.is(".shared")) {
        Declarations.variable(tokens, shared);
        continue;
      }
      if (LINKING.contains(token.text())) {
        tokens.next();
      }
      if (!tokens.peek().is(".entry")) {
        throw new PtxException(tokens.line(), "unknown directive " + tokens.peek().text());
      }
      PtxKernel kernel = new EntryParser(tokens, shared).entry();
      if (kernels.putIfAbsent(kernel.name(), kernel) != null) {
        throw new PtxException(token.line(), "a second entry named " + kernel.name());
      }
    }
    return new PtxModule(version, target, kernels);
  }

  /** The only kernel of the module. */
  public PtxKernel kernel() {
    if (kernels.size() != 1) {
      throw new IllegalStateException("entries: " + kernels.keySet());
    }
    return kernels.values().iterator().next();
  }
}
