package io.pathwise.engine.function;

import io.pathwise.engine.code.CodeBuilder;
import io.pathwise.engine.code.CodeBuilder.Value;

/** Polynomials by Horner's rule, one fused multiply-add a degree. */
final class Polynomial {

  private Polynomial() {}

  /** c₀ + c₁x + c₂x² + …, coefficients from the lowest degree up. */
  static Value expand(CodeBuilder code, Value x, double... coefficients) {
    Value sum = code.constant(coefficients[coefficients.length - 1]);
    for (int i = coefficients.length - 2; i >= 0; i--) {
      sum = code.fma(sum, x, code.constant(coefficients[i]));
    }
    return sum;
  }
}
