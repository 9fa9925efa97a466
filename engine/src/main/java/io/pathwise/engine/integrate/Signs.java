package io.pathwise.engine.integrate;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Traversal;
import io.pathwise.engine.program.Inputs;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Tells the sign of expressions from their structure and the signs of the data. */
final class Signs {

  /** What is known of a number. */
  enum Sign {
    NEGATIVE, ZERO, POSITIVE, UNKNOWN;

    Sign negated() {
      return switch (this) {
        case NEGATIVE -> POSITIVE;
        case ZERO -> ZERO;
        case POSITIVE -> NEGATIVE;
        case UNKNOWN -> UNKNOWN;
      };
    }

    Sign times(Sign other) {
      if (this == ZERO || other == ZERO) {
        return ZERO;
      }
      if (this == UNKNOWN || other == UNKNOWN) {
        return UNKNOWN;
      }
      return this == other ? POSITIVE : NEGATIVE;
    }

    Sign plus(Sign other) {
      if (this == ZERO) {
        return other;
      }
      return other == ZERO || other == this ? this : UNKNOWN;
    }
  }

  private final Inputs inputs;
  private final Map<Expr, Sign> known = new HashMap<>();

  Signs(Inputs inputs) {
    this.inputs = inputs;
  }

  Sign of(Expr root) {
    for (Expr node : Traversal.reachable(List.of(root))) {
      if (!known.containsKey(node)) {
        known.put(node, sign(node));
      }
    }
    return known.getOrDefault(root, Sign.UNKNOWN);
  }

  private Sign sign(Expr node) {
    return switch (node) {
      case Expr.Literal literal -> of(literal.value());
      case Expr.Parameter parameter -> of(inputs.parameter(parameter.name()));
      case Expr.StepValue value -> ofAll(inputs.stepValue(value.name()));
      case Expr.Apply apply -> sign(apply);
      case Expr.Truth leaf -> Sign.UNKNOWN;
      case Expr.State leaf -> Sign.UNKNOWN;
      case Expr.Noise leaf -> Sign.UNKNOWN;
      case Expr.Sample leaf -> Sign.UNKNOWN;
      case Expr.Recall leaf -> Sign.UNKNOWN;
    };
  }

  private Sign sign(Expr.Apply apply) {
    return switch (apply.operation()) {
      case NEG -> operand(apply, 0).negated();
      case EXP -> Sign.POSITIVE;
      case SQRT, FROZEN, PINNED -> operand(apply, 0);
      case MUL, DIV -> operand(apply, 0).times(operand(apply, 1));
      case ADD -> operand(apply, 0).plus(operand(apply, 1));
      case SUB -> operand(apply, 0).plus(operand(apply, 1).negated());
      case FMA -> operand(apply, 0).times(operand(apply, 1)).plus(operand(apply, 2));
      case SELECT -> operand(apply, 1) == operand(apply, 2) ? operand(apply, 1) : Sign.UNKNOWN;
      case ABS, LOG, EXPM1, LOG1P, SIN, COS, ERFC, NORMAL_CDF, INVERSE_NORMAL_CDF, FLOOR, POW, MIN, MAX, LESS,
          LESS_EQUAL, EQUAL, NOT_EQUAL, AND, OR, NOT, DECIDED, LIKELIHOOD_RATIO ->
        Sign.UNKNOWN;
    };
  }

  private Sign operand(Expr.Apply apply, int number) {
    return known.getOrDefault(apply.operand(number), Sign.UNKNOWN);
  }

  private static Sign of(double value) {
    if (value == 0) {
      return Sign.ZERO;
    }
    return value > 0 ? Sign.POSITIVE : value < 0 ? Sign.NEGATIVE : Sign.UNKNOWN;
  }

  private static Sign ofAll(double[] values) {
    Sign sign = values.length == 0 ? Sign.UNKNOWN : of(values[0]);
    for (double value : values) {
      sign = of(value) == sign ? sign : Sign.UNKNOWN;
    }
    return sign;
  }
}
