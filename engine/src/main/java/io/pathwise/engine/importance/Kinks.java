package io.pathwise.engine.importance;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Traversal;
import io.pathwise.engine.graph.Variability;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.program.Stage;
import java.util.BitSet;

/** The kinks and jumps of a payoff on a path. Start at {@link #count}. */
public final class Kinks {

  private Kinks() {}

  /** How many operations bend or jump. */
  public static long count(Program program) {
    return Traversal.reachable(program.everything()).stream().filter(Kinks::isKink).count();
  }

  /** At how many steps something bends or jumps. */
  public static int steps(Program program, Inputs inputs) {
    BitSet steps = new BitSet();
    for (Stage stage : program.forwardSweeps().stream().flatMap(sweep -> sweep.stages().stream()).toList()) {
      if (Traversal.reachable(stage.updates().values()).stream().anyMatch(Kinks::isKink)) {
        for (int step = 0; step < inputs.steps(); step++) {
          if (stage.schedule() == null || inputs.schedule(stage.schedule())[step]) {
            steps.set(step);
          }
        }
      }
    }
    return steps.cardinality();
  }

  /** Whether an operation bends or jumps on the path. */
  static boolean isKink(Expr node) {
    return node instanceof Expr.Apply apply && switch (apply.operation()) {
      case LESS, LESS_EQUAL, EQUAL, NOT_EQUAL, MIN, MAX, ABS, FLOOR -> apply.variability() == Variability.PATH;
      case NEG, SQRT, EXP, LOG, EXPM1, LOG1P, SIN, COS, ERFC, NORMAL_CDF, INVERSE_NORMAL_CDF, POW, ADD, SUB, MUL, DIV,
          FMA, AND, OR, NOT, SELECT, FROZEN, DECIDED, PINNED, LIKELIHOOD_RATIO ->
        false;
    };
  }
}
