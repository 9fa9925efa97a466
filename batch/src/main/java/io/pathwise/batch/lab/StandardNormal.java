package io.pathwise.batch.lab;

import io.pathwise.engine.code.CodeBuilder;
import io.pathwise.engine.code.Interpreter;
import io.pathwise.engine.function.NormalCdf;

/** The standard normal law by the engine's own functions, for exact values. */
final class StandardNormal {
  private static final Interpreter CDF = interpreter();

  private StandardNormal() {}

  /** Φ(x). */
  static double cdf(double x) {
    synchronized (CDF) {
      return CDF.evaluate(x)[0];
    }
  }

  /** φ(x). */
  static double density(double x) {
    return StrictMath.exp(-0.5 * x * x) / StrictMath.sqrt(2 * StrictMath.PI);
  }

  private static Interpreter interpreter() {
    CodeBuilder code = new CodeBuilder();
    code.output(NormalCdf.expand(code, code.input("x")));
    return new Interpreter(code.build());
  }
}
