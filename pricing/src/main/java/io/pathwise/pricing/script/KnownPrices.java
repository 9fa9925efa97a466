package io.pathwise.pricing.script;

import java.util.List;
import java.util.function.ToDoubleBiFunction;

/** Numbers of a script whose prices are known. */
final class KnownPrices implements ScriptRun.Arithmetic<Double> {

  private final ToDoubleBiFunction<Integer, ScriptRun.Moment> now;
  private final ToDoubleBiFunction<Integer, ScriptRun.Moment> before;

  /**
   * Prices by the asset's place.
   *
   * @param now
   *          at a moment
   * @param before
   *          at the event's time before it; at the moment itself if there is none
   */
  KnownPrices(ToDoubleBiFunction<Integer, ScriptRun.Moment> now, ToDoubleBiFunction<Integer, ScriptRun.Moment> before) {
    this.now = now;
    this.before = before;
  }

  @Override
  public Double of(double value) {
    return value;
  }

  @Override
  public Double price(int asset, ScriptRun.Moment moment) {
    return now.applyAsDouble(asset, moment);
  }

  /** Of what is fixed: the prices at this time and at the one before. */
  @Override
  public Double extreme(Term.Direction direction, int asset, ScriptRun.Moment moment) {
    double first = before.applyAsDouble(asset, moment);
    double last = now.applyAsDouble(asset, moment);
    return switch (direction) {
      case UP -> Math.max(first, last);
      case DOWN -> Math.min(first, last);
    };
  }

  @Override
  public Double applied(Term.Function function, Double x) {
    return switch (function) {
      case NEGATE -> -x;
      case ABS -> Math.abs(x);
      case EXP -> StrictMath.exp(x);
      case LOG -> StrictMath.log(x);
      case SQRT -> Math.sqrt(x);
    };
  }

  @Override
  public Double combined(Term.Operator operator, Double x, Double y) {
    return switch (operator) {
      case ADD -> x + y;
      case SUBTRACT -> x - y;
      case MULTIPLY -> x * y;
      case DIVIDE -> x / y;
      case POWER -> StrictMath.pow(x, y);
      case MIN -> Math.min(x, y);
      case MAX -> Math.max(x, y);
    };
  }

  @Override
  public boolean holds(Condition.Comparison comparison, Double x, Double y) {
    return comparison.holds(x, y);
  }

  @Override
  public Double ranked(int rank, List<Double> of) {
    return of.stream().sorted().toList().get(rank - 1);
  }
}
