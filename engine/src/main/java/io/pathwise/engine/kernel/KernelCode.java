package io.pathwise.engine.kernel;

import java.util.List;

/**
 * A kernel as statements, to be executed for every path of a block, or for many in step.
 *
 * @param layout
 *          where its data lies
 * @param variables
 *          all, by number; {@link Variable#INPUTS} come first
 * @param body
 *          what is done, in order
 */
public record KernelCode(KernelLayout layout, List<Variable> variables, List<Statement> body) {
  /** Copies the lists. */
  public KernelCode {
    variables = List.copyOf(variables);
    body = List.copyOf(body);
  }
}
