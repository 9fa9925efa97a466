package io.pathwise.engine.lower;

import io.pathwise.engine.code.CodeBuilder;
import io.pathwise.engine.code.CodeBuilder.Value;
import io.pathwise.engine.code.Op;
import io.pathwise.engine.function.Cos;
import io.pathwise.engine.function.Erfc;
import io.pathwise.engine.function.Exp;
import io.pathwise.engine.function.Expm1;
import io.pathwise.engine.function.Floor;
import io.pathwise.engine.function.InverseNormalCdf;
import io.pathwise.engine.function.Log;
import io.pathwise.engine.function.Log1p;
import io.pathwise.engine.function.Max;
import io.pathwise.engine.function.Min;
import io.pathwise.engine.function.NormalCdf;
import io.pathwise.engine.function.Pow;
import io.pathwise.engine.function.Sin;
import io.pathwise.engine.graph.Operation;

/** The one table from operations of expressions to primitive code. */
final class OperationExpansion {

  private OperationExpansion() {}

  static Value expand(CodeBuilder code, Operation operation, Value[] x) {
    return switch (operation) {
      case NEG -> code.neg(x[0]);
      case ABS -> code.abs(x[0]);
      case SQRT -> code.sqrt(x[0]);
      case EXP -> Exp.expand(code, x[0]);
      case LOG -> Log.expand(code, x[0]);
      case EXPM1 -> Expm1.expand(code, x[0]);
      case LOG1P -> Log1p.expand(code, x[0]);
      case SIN -> Sin.expand(code, x[0]);
      case COS -> Cos.expand(code, x[0]);
      case ERFC -> Erfc.expand(code, x[0]);
      case NORMAL_CDF -> NormalCdf.expand(code, x[0]);
      case INVERSE_NORMAL_CDF -> InverseNormalCdf.expand(code, x[0]);
      case FLOOR -> Floor.expand(code, x[0]);
      case POW -> Pow.expand(code, x[0], x[1]);
      case ADD -> code.add(x[0], x[1]);
      case SUB -> code.sub(x[0], x[1]);
      case MUL -> code.mul(x[0], x[1]);
      case DIV -> code.div(x[0], x[1]);
      case MIN -> Min.expand(code, x[0], x[1]);
      case MAX -> Max.expand(code, x[0], x[1]);
      case FMA -> code.fma(x[0], x[1], x[2]);
      case LESS -> code.less(x[0], x[1]);
      case LESS_EQUAL -> code.lessEqual(x[0], x[1]);
      case EQUAL -> code.equal(x[0], x[1]);
      case NOT_EQUAL -> code.notEqual(x[0], x[1]);
      case AND -> code.op(Op.AND, x[0], x[1]);
      case OR -> code.op(Op.OR, x[0], x[1]);
      case NOT -> code.op(Op.NOT, x[0]);
      case SELECT -> code.select(x[0], x[1], x[2]);
      case FROZEN, DECIDED, PINNED, LIKELIHOOD_RATIO ->
        throw new IllegalArgumentException(operation + " should have been resolved before lowering");
    };
  }
}
