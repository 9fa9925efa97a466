package io.pathwise.cuda.interpreter;

import io.pathwise.cuda.interpreter.Step.Effect;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads one entry: parameters, directives, and a body of declarations, labels and instructions. */
final class EntryParser {

  private final Tokens tokens;
  private final List<Variable> parameters = new ArrayList<>();
  private final List<Variable> variables;
  private final Scope scope = new Scope();
  private final Registers registers = new Registers();
  private final List<Step> steps = new ArrayList<>();
  private final Map<String, Integer> labels = new HashMap<>();
  private int maxThreads = 1024;

  EntryParser(Tokens tokens, List<Variable> shared) {
    this.tokens = tokens;
    this.variables = new ArrayList<>(shared);
  }

  PtxKernel entry() {
    tokens.expect(".entry");
    String name = tokens.expect(Token.Kind.WORD, "a name");
    scope.open();
    for (Variable variable : variables) {
      scope.declare(variable.name(), new Scope.DeclaredVariable(variable), tokens.line());
    }
    if (tokens.skip("(") && !tokens.skip(")")) {
      do {
        Declarations.parameter(tokens, parameters);
        Variable parameter = parameters.getLast();
        scope.declare(parameter.name(), new Scope.DeclaredVariable(parameter), tokens.line());
      } while (tokens.skip(","));
      tokens.expect(")");
    }
    directives();
    tokens.expect("{");
    scope.open();
    block();
    int lastLine = tokens.line();
    tokens.expect("}");
    for (Step step : steps) {
      if (step.effect instanceof Effect.Branch branch && !labels.containsKey(branch.label())) {
        throw step.statement.refuse("no label " + branch.label());
      }
    }
    return new PtxKernel(name, parameters, maxThreads, registers, variables, steps, labels, lastLine);
  }

  private void directives() {
    boolean bounded = false;
    while (tokens.peek().kind() == Token.Kind.SUFFIX) {
      Token token = tokens.next();
      switch (token.text()) {
        case ".maxntid", ".reqntid" -> {
          maxThreads = dimensions();
          bounded = true;
        }
        case ".minnctapersm" -> {
          tokens.size("a number of blocks");
          if (!bounded) {
            throw new PtxException(token.line(), ".minnctapersm needs .maxntid or .reqntid");
          }
        }
        case ".maxnreg" -> tokens.size("a number of registers");
        default -> throw new PtxException(token.line(), "unknown directive " + token.text());
      }
    }
  }

  private int dimensions() {
    int product = 1;
    int count = 0;
    do {
      product *= tokens.size("a number of threads");
      count++;
    } while (count < 3 && tokens.skip(","));
    return product;
  }

  /** Up to the closing brace. */
  private void block() {
    while (!tokens.peek().is("}")) {
      Token token = tokens.peek();
      switch (token.kind()) {
        case SUFFIX -> directive(token);
        case WORD -> labelOrStatement(token);
        case MARK -> {
          if (tokens.skip("{")) {
            scope.open();
            block();
            tokens.expect("}");
            scope.close();
          } else {
            statement();
          }
        }
        case NUMBER, STRING, END -> throw new PtxException(token.line(), "unexpected '" + token.text() + "'");
      }
    }
  }

  private void directive(Token token) {
    switch (token.text()) {
      case ".reg" -> registers();
      case ".shared", ".local" -> {
        Variable variable = Declarations.variable(tokens, variables);
        scope.declare(variable.name(), new Scope.DeclaredVariable(variable), token.line());
      }
      case ".pragma" -> {
        tokens.next();
        tokens.expect(Token.Kind.STRING, "a string");
        tokens.expect(";");
      }
      default -> throw new PtxException(token.line(), "unknown directive " + token.text());
    }
  }

  private void registers() {
    int line = tokens.line();
    tokens.expect(".reg");
    String suffix = tokens.expect(Token.Kind.SUFFIX, "a type");
    PtxType type = PtxType.ofSuffix(suffix);
    if (type == null || type.width() == 8) {
      throw new PtxException(line, "unknown type for a register: " + suffix);
    }
    do {
      String name = tokens.expect(Token.Kind.WORD, "a name");
      if (tokens.skip("<")) {
        int count = tokens.size("a number of registers");
        tokens.expect(">");
        for (int i = 0; i < count; i++) {
          scope.declare(name + i, new Scope.DeclaredRegister(name + i, type), line);
        }
      } else {
        scope.declare(name, new Scope.DeclaredRegister(name, type), line);
      }
    } while (tokens.skip(","));
    tokens.expect(";");
  }

  private void labelOrStatement(Token token) {
    if (!tokens.isFollowedBy(":")) {
      statement();
      return;
    }
    tokens.next();
    tokens.expect(":");
    if (labels.putIfAbsent(token.text(), steps.size()) != null) {
      throw new PtxException(token.line(), "label " + token.text() + " is defined twice");
    }
  }

  private void statement() {
    steps.add(Decoder.decode(StatementParser.statement(tokens), scope, registers));
  }
}
