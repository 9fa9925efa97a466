package io.pathwise.engine.random;

import io.pathwise.engine.code.Code;
import io.pathwise.engine.code.CodeBuilder;
import io.pathwise.engine.code.CodeBuilder.Value;

/** The steps of a {@link Reordering} as code, for backends that generate theirs. */
public final class ReorderingCode {

  private ReorderingCode() {}

  /** A rotation: inputs a, b, cosine, sine; outputs cosine · a + sine · b and sine · a − cosine · b. */
  public static Code rotation() {
    CodeBuilder code = new CodeBuilder();
    Value a = code.input("a");
    Value b = code.input("b");
    Value cosine = code.input("cosine");
    Value sine = code.input("sine");
    code.output(code.fma(cosine, a, code.mul(sine, b)));
    code.output(code.fma(sine, a, code.neg(code.mul(cosine, b))));
    return code.build();
  }

  /**
   * A stretch of a scalar product: inputs the sum so far (unless it is the first stretch), then weights, then as many
   * numbers; output the new sum.
   */
  public static Code product(int length, boolean first) {
    CodeBuilder code = new CodeBuilder();
    Value sum = first ? null : code.input("sum");
    Value[] weights = new Value[length];
    for (int i = 0; i < length; i++) {
      weights[i] = code.input("weight " + i);
    }
    for (int i = 0; i < length; i++) {
      Value number = code.input("number " + i);
      sum = sum == null ? code.mul(weights[i], number) : code.fma(weights[i], number, sum);
    }
    if (sum == null) {
      throw new IllegalArgumentException("a product needs at least one term");
    }
    code.output(sum);
    return code.build();
  }
}
