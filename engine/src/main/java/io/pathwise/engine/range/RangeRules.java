package io.pathwise.engine.range;

import io.pathwise.engine.graph.Operation;
import io.pathwise.engine.range.Range.Between;
import io.pathwise.engine.range.Range.Known;
import io.pathwise.engine.range.Range.Line;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.special.Erf;

/**
 * The {@link Range} of the result of each operation, given those of its operands: numbers with first-order bounds of
 * their rounding errors, linear combinations of noises, and intervals. One rule an operation; start at {@link #apply}.
 * NaN has no place here: a path that makes it fails by itself. Elementary functions may be an ulp or two off those that
 * programs use, which the bounds allow for.
 */
final class RangeRules {
  /** Errors of elementary functions, in units of rounding. */
  private static final double FUNCTION = 4 * Range.ROUNDING;
  private static final NormalDistribution NORMAL = new NormalDistribution(null, 0, 1);
  private static final double PI_ROOT = Math.sqrt(Math.PI);

  private RangeRules() {}

  static Range apply(Operation operation, List<Range> operands) {
    return reached(operands, of(operation, operands));
  }

  /** What comes of operands that no noise reaches is reached by none. */
  private static Range reached(List<Range> operands, Range result) {
    if (result.fixed()) {
      return result;
    }
    for (Range operand : operands) {
      if (!operand.fixed()) {
        return result;
      }
    }
    return switch (result) {
      case Known(double value, double error, boolean fixed) -> new Known(value, error, true);
      case Between(double lower, double upper, boolean fixed) -> new Between(lower, upper, true);
      case Line line -> line;
    };
  }

  static Range sum(Range a, Range b) {
    return reached(List.of(a, b), sumOf(a, b));
  }

  static Range product(Range a, Range b) {
    return reached(List.of(a, b), productOf(a, b));
  }

  private static Range of(Operation operation, List<Range> operands) {
    Range a = operands.getFirst();
    Range b = operands.size() > 1 ? operands.get(1) : a;
    return switch (operation) {
      case NEG -> negated(a);
      case ABS -> absolute(a);
      case SQRT -> rising(a, Math::sqrt, x -> 0.5 / Math.sqrt(x), 0, Double.POSITIVE_INFINITY);
      case EXP -> rising(a, StrictMath::exp, StrictMath::exp, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
      case LOG -> rising(a, StrictMath::log, x -> 1 / x, 0, Double.POSITIVE_INFINITY);
      case EXPM1 -> rising(a, StrictMath::expm1, StrictMath::exp, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
      case LOG1P -> rising(a, StrictMath::log1p, x -> 1 / (1 + x), -1, Double.POSITIVE_INFINITY);
      case SIN -> wave(a, StrictMath::sin);
      case COS -> wave(a, StrictMath::cos);
      case ERFC -> negated(rising(a, x -> -Erf.erfc(x), x -> 2 / PI_ROOT * StrictMath.exp(-x * x),
          Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY));
      case NORMAL_CDF -> rising(a, NORMAL::cumulativeProbability, NORMAL::density, Double.NEGATIVE_INFINITY,
          Double.POSITIVE_INFINITY);
      case INVERSE_NORMAL_CDF -> rising(a, NORMAL::inverseCumulativeProbability,
          x -> 1 / NORMAL.density(NORMAL.inverseCumulativeProbability(x)), 0, 1);
      case FLOOR -> floor(a);
      case POW -> power(a, b);
      case ADD -> sum(a, b);
      case SUB -> sum(a, negated(b));
      case MUL -> product(a, b);
      case DIV -> quotient(a, b);
      case MIN -> extreme(a, b, Math.min(a.lower(), b.lower()), Math.min(a.upper(), b.upper()),
          a instanceof Known x && b instanceof Known y ? Math.min(x.value(), y.value()) : Double.NaN);
      case MAX -> extreme(a, b, Math.max(a.lower(), b.lower()), Math.max(a.upper(), b.upper()),
          a instanceof Known x && b instanceof Known y ? Math.max(x.value(), y.value()) : Double.NaN);
      case FMA -> sum(product(a, b), operands.get(2));
      case LESS -> less(a, b, false);
      case LESS_EQUAL -> less(a, b, true);
      case EQUAL -> equal(a, b);
      case NOT_EQUAL -> not(equal(a, b));
      case AND -> and(a, b);
      case OR -> not(and(not(a), not(b)));
      case NOT -> not(a);
      case SELECT -> a instanceof Known known
          ? operands.get(known.value() != 0 ? 1 : 2)
          : Range.union(operands.get(1), operands.get(2));
      case FROZEN, DECIDED, PINNED -> a;
      case LIKELIHOOD_RATIO -> new Known(1, 0);
    };
  }

  private static Range negated(Range a) {
    return switch (a) {
      case Known(double value, double error, boolean fixed) -> new Known(-value, error);
      case Line line -> line.scaled(new Known(-1, 0));
      case Between(double lower, double upper, boolean fixed) -> Range.between(-upper, -lower);
    };
  }

  private static Range absolute(Range a) {
    return switch (a) {
      case Known(double value, double error, boolean fixed) -> new Known(Math.abs(value), error);
      case Line line -> Range.between(0, Math.max(-line.lower(), line.upper()));
      case Between(double lower, double upper, boolean fixed) -> lower >= 0
          ? a
          : upper <= 0 ? negated(a) : Range.between(0, Math.max(-lower, upper));
    };
  }

  private static Range sumOf(Range a, Range b) {
    return switch (a) {
      case Known x when b instanceof Known y -> {
        double value = x.value() + y.value();
        yield known(value, x.error() + y.error() + Range.ROUNDING * Math.abs(value));
      }
      case Known x when b instanceof Line line -> line.moved(x);
      case Line line when b instanceof Known y -> line.moved(y);
      case Line line when b instanceof Line other -> line.with(other);
      case Known x -> Range.between(a.lower() + b.lower(), a.upper() + b.upper());
      case Line line -> Range.between(a.lower() + b.lower(), a.upper() + b.upper());
      case Between between -> Range.between(a.lower() + b.lower(), a.upper() + b.upper());
    };
  }

  private static Range productOf(Range a, Range b) {
    if (isZero(a) || isZero(b)) {
      return new Known(0, 0);
    }
    return switch (a) {
      case Known x when b instanceof Known y -> {
        double value = x.value() * y.value();
        yield known(value, Math.abs(x.value()) * y.error() + Math.abs(y.value()) * x.error() + x.error() * y.error()
            + Range.ROUNDING * Math.abs(value));
      }
      case Known x when b instanceof Line line -> line.scaled(x);
      case Line line when b instanceof Known y -> line.scaled(y);
      case Known x -> corners(a, b);
      case Line line -> corners(a, b);
      case Between between -> corners(a, b);
    };
  }

  /** The products of the bounds; an infinite bound is never met, so nothing times it is nothing. */
  private static Range corners(Range a, Range b) {
    double lower = Double.POSITIVE_INFINITY;
    double upper = Double.NEGATIVE_INFINITY;
    for (double x : new double[]{a.lower(), a.upper()}) {
      for (double y : new double[]{b.lower(), b.upper()}) {
        double corner = x == 0 || y == 0 ? 0 : x * y;
        lower = Math.min(lower, corner);
        upper = Math.max(upper, corner);
      }
    }
    return Range.between(lower, upper);
  }

  private static Range quotient(Range a, Range b) {
    if (b.lower() <= 0 && b.upper() >= 0) {
      return Between.ANY;
    }
    if (isZero(a)) {
      return new Known(0, 0);
    }
    if (b instanceof Known y) {
      double inverse = 1 / y.value();
      double spread = y.error() / Math.min(Math.abs(y.lower()), Math.abs(y.upper())) * Math.abs(inverse);
      return product(a, new Known(inverse, spread + Range.ROUNDING * Math.abs(inverse)));
    }
    return product(a, Range.between(1 / b.upper(), 1 / b.lower()));
  }

  private static Range power(Range a, Range b) {
    if (a instanceof Known x && b instanceof Known y) {
      double value = StrictMath.pow(x.value(), y.value());
      double slope = x.value() == 0 ? 0 : Math.abs(value * y.value() / x.value());
      double byExponent = x.value() > 0 ? Math.abs(value * StrictMath.log(x.value())) : 0;
      return known(value, slope * x.error() + byExponent * y.error() + FUNCTION * Math.abs(value));
    }
    return a.lower() >= 0 ? Range.between(0, Double.POSITIVE_INFINITY) : Between.ANY;
  }

  /** A rising function on its domain. */
  private static Range rising(Range a, DoubleUnaryOperator function, DoubleUnaryOperator derivative, double from,
      double to) {
    if (a instanceof Known(double x, double error, boolean _)) {
      double value = function.applyAsDouble(x);
      double slope = error == 0
          ? 0
          : Math.max(derivative.applyAsDouble(Math.max(from, x - error)),
              derivative.applyAsDouble(Math.min(to, x + error)));
      return known(value, slope * error + FUNCTION * Math.abs(value));
    }
    return Range.between(function.applyAsDouble(Math.clamp(a.lower(), from, to)),
        function.applyAsDouble(Math.clamp(a.upper(), from, to)));
  }

  private static Range wave(Range a, DoubleUnaryOperator function) {
    return a instanceof Known(double x, double error, boolean _)
        ? known(function.applyAsDouble(x), error + FUNCTION)
        : Range.between(-1, 1);
  }

  private static Range floor(Range a) {
    double lower = Math.floor(a.lower());
    double upper = Math.floor(a.upper());
    return Range.between(lower, upper);
  }

  private static Range extreme(Range a, Range b, double lower, double upper, double known) {
    return a instanceof Known x && b instanceof Known y
        ? known(known, Math.max(x.error(), y.error()))
        : Range.between(lower, upper);
  }

  private static Range less(Range a, Range b, boolean orEqual) {
    if (a instanceof Known(double x, double error, boolean _) && b instanceof Known(double y, double other, boolean _)
        && error + other == 0) {
      return Range.of(orEqual ? x <= y : x < y);
    }
    return a.upper() < b.lower() ? Known.TRUE : a.lower() > b.upper() ? Known.FALSE : Between.EITHER;
  }

  private static Range equal(Range a, Range b) {
    if (a instanceof Known(double x, double error, boolean _) && b instanceof Known(double y, double other, boolean _)
        && error + other == 0) {
      return Range.of(x == y);
    }
    return a.upper() < b.lower() || a.lower() > b.upper() ? Known.FALSE : Between.EITHER;
  }

  private static Range not(Range a) {
    return a instanceof Known(double value, double error, boolean _) ? Range.of(value == 0) : Between.EITHER;
  }

  private static Range and(Range a, Range b) {
    if (a.upper() == 0 || b.upper() == 0) {
      return Known.FALSE;
    }
    return a.lower() == 1 && b.lower() == 1 ? Known.TRUE : Between.EITHER;
  }

  private static boolean isZero(Range a) {
    return a instanceof Known(double value, double error, boolean _) && value == 0 && error == 0;
  }

  /** A number that is not finite says nothing. */
  private static Range known(double value, double error) {
    return Double.isFinite(value) && Double.isFinite(error) ? new Known(value, error) : Between.ANY;
  }
}
