package io.pathwise.engine.derive;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Operation;
import io.pathwise.engine.graph.Traversal;
import io.pathwise.engine.graph.Type;
import io.pathwise.engine.graph.Variability;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.Output;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.program.Stage;
import io.pathwise.engine.program.State;
import io.pathwise.engine.program.Sweep;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Structural analysis: how an output of a program, with the noise held fixed, depends on a parameter. Differentiating
 * is unbiased for what is at most {@link Grade#LIPSCHITZ} (Glasserman 2003, section 7.2.2), so this one question
 * decides the validity of every estimator: after {@link Score} has cut every way from the parameter to a threshold, the
 * program is no longer discontinuous in that parameter.
 *
 * <p>
 * The analysis follows the actual steps: which stages run, which nodes a score mask freezes, and which per-step numbers
 * are exactly 0. It is conservative: it may call discontinuous what is not. Conditions that are the same on all paths
 * count as locally constant.
 */
public final class Smoothness {

  /** How an expression depends on a parameter, from best to worst. */
  public enum Grade {
    /** Not at all. */
    INDEPENDENT,
    /** Continuously differentiable. */
    SMOOTH,
    /** Continuous with kinks. */
    LIPSCHITZ,
    /** With jumps. */
    DISCONTINUOUS
  }

  /**
   * The result for one output and parameter.
   *
   * @param grade
   *          how the output depends on the parameter
   * @param cause
   *          the condition or operation that makes it discontinuous; empty for better grades
   */
  public record Verdict(Grade grade, Optional<Expr> cause) {
    /** Whether the pathwise derivative of the program is unbiased. */
    public boolean differentiable() {
      return grade != Grade.DISCONTINUOUS;
    }
  }

  private record Mark(Grade grade, @Nullable Expr cause) {
    static final Mark INDEPENDENT = new Mark(Grade.INDEPENDENT, null);
    static final Mark SMOOTH = new Mark(Grade.SMOOTH, null);

    Mark or(Mark other) {
      return grade.compareTo(other.grade) >= 0 ? this : other;
    }

    Mark atLeast(Grade floor, Expr reason) {
      return grade == Grade.INDEPENDENT || grade.compareTo(floor) >= 0
          ? this
          : new Mark(floor, floor == Grade.DISCONTINUOUS ? reason : null);
    }
  }

  /** What a step looks like to the analysis: equal steps do the same to equal marks. */
  private record StepKey(List<Boolean> flags, Map<Expr, Mark> states) {}

  private final Program program;
  private final Inputs inputs;
  private final List<Expr.StepValue> stepValues;
  private final List<StepCondition> conditions = new ArrayList<>();
  private final Map<String, List<Expr>> stageNodes = new HashMap<>();

  private Smoothness(Program program, Inputs inputs) {
    this.program = program;
    this.inputs = inputs;
    this.stepValues = program.stepValues();
    for (Sweep sweep : program.forwardSweeps()) {
      for (Stage stage : sweep.stages()) {
        List<Expr> nodes = Traversal.reachable(stage.updates().values());
        stageNodes.put(stage.name(), nodes);
        nodes.forEach(node -> StepCondition.of(node).ifPresent(conditions::add));
      }
    }
  }

  /** An analysis of a program with forward sweeps only on its data; reusable for several parameters. */
  public static Smoothness of(Program program, Inputs inputs) {
    return new Smoothness(program, inputs);
  }

  /** The verdict on every path-sum output, by name. */
  public Map<String, Verdict> verdicts(Expr.Parameter parameter) {
    Map<Expr, Mark> states = new HashMap<>();
    for (Sweep sweep : program.sweeps()) {
      states = afterSweep(sweep, states, parameter);
    }
    Map<String, Verdict> verdicts = new HashMap<>();
    for (Output output : program.outputs()) {
      if (output instanceof Output.PathSum sum) {
        Mark mark = evaluate(Traversal.reachable(List.of(sum.value())), states, parameter, -1).mark(sum.value());
        verdicts.put(sum.name(), new Verdict(mark.grade(), Optional.ofNullable(mark.cause())));
      }
    }
    return verdicts;
  }

  private Map<Expr, Mark> afterSweep(Sweep sweep, Map<Expr, Mark> before, Expr.Parameter parameter) {
    Map<Expr, Mark> states = new HashMap<>(before);
    for (State state : sweep.states()) {
      states.put(state.value(), evaluate(List.of(state.initial()), before, parameter, -1).mark(state.initial()));
    }
    Map<StepKey, Map<Expr, Mark>> known = new HashMap<>();
    for (int step = 0; step < inputs.steps(); step++) {
      StepKey key = new StepKey(flags(sweep, step), Map.copyOf(states));
      Map<Expr, Mark> after = known.get(key);
      if (after == null) {
        after = afterStep(sweep, states, parameter, step);
        known.put(key, after);
      }
      states = new HashMap<>(after);
    }
    return states;
  }

  private List<Boolean> flags(Sweep sweep, int step) {
    List<Boolean> flags = new ArrayList<>();
    for (Stage stage : sweep.stages()) {
      flags.add(runs(stage, step));
    }
    for (Expr.StepValue value : stepValues) {
      flags.add(number(value, step) == 0.0);
    }
    conditions.forEach(condition -> flags.add(condition.holds(number(condition.value(), step))));
    return flags;
  }

  private boolean runs(Stage stage, int step) {
    return stage.schedule() == null || inputs.schedule(stage.schedule())[step];
  }

  private Map<Expr, Mark> afterStep(Sweep sweep, Map<Expr, Mark> before, Expr.Parameter parameter, int step) {
    Map<Expr, Mark> states = new HashMap<>(before);
    for (Stage stage : sweep.stages()) {
      if (runs(stage, step)) {
        Marks marks = evaluate(Objects.requireNonNull(stageNodes.get(stage.name())), states, parameter, step);
        stage.updates().forEach((state, next) -> states.put(state, marks.mark(next)));
      }
    }
    return states;
  }

  /** The marks of expressions. */
  private record Marks(Map<Expr, Mark> byExpression) {
    Mark mark(Expr node) {
      return Objects.requireNonNull(byExpression.get(node), "not evaluated");
    }

    Mark worst(List<Expr> nodes) {
      return nodes.stream().map(this::mark).reduce(Mark.INDEPENDENT, Mark::or);
    }
  }

  private Marks evaluate(List<Expr> roots, Map<Expr, Mark> states, Expr.Parameter parameter, int step) {
    Marks marks = new Marks(new HashMap<>());
    for (Expr node : Traversal.reachable(roots)) {
      marks.byExpression().put(node, switch (node) {
        case Expr.Parameter leaf -> leaf == parameter ? Mark.SMOOTH : Mark.INDEPENDENT;
        case Expr.State leaf -> Objects.requireNonNull(states.get(leaf), "unknown state");
        case Expr.Literal leaf -> Mark.INDEPENDENT;
        case Expr.Truth leaf -> Mark.INDEPENDENT;
        case Expr.StepValue leaf -> Mark.INDEPENDENT;
        case Expr.Noise leaf -> Mark.INDEPENDENT;
        case Expr.Recall leaf -> throw new IllegalArgumentException("analyse a program before taking its adjoint");
        case Expr.Sample sample -> {
          Mark worst = marks.worst(sample.operands());
          yield sample.distribution().jumps() ? worst.atLeast(Grade.DISCONTINUOUS, sample) : worst;
        }
        case Expr.Apply apply -> mark(apply, marks, step);
      });
    }
    return marks;
  }

  private Mark mark(Expr.Apply apply, Marks marks, int step) {
    boolean onPath = apply.variability() == Variability.PATH;
    return switch (apply.operation()) {
      case FROZEN -> Mark.INDEPENDENT;
      case PINNED -> marks.mark(apply.operand(1));
      case LESS, LESS_EQUAL, EQUAL, NOT_EQUAL, AND, OR, NOT, DECIDED ->
        onPath ? marks.worst(apply.operands()) : Mark.INDEPENDENT;
      case SELECT -> select(apply, marks, step);
      case FLOOR -> {
        Mark mark = marks.mark(apply.operand(0));
        yield onPath ? mark.atLeast(Grade.DISCONTINUOUS, apply) : Mark.INDEPENDENT;
      }
      case ABS, MIN, MAX -> {
        Mark mark = marks.worst(apply.operands());
        yield onPath ? mark.atLeast(Grade.LIPSCHITZ, apply) : mark;
      }
      case MUL -> isZero(apply.operand(0), step) || isZero(apply.operand(1), step)
          ? Mark.INDEPENDENT
          : marks.worst(apply.operands());
      case FMA -> isZero(apply.operand(0), step) || isZero(apply.operand(1), step)
          ? marks.mark(apply.operand(2))
          : marks.worst(apply.operands());
      case NEG, SQRT, EXP, LOG, EXPM1, LOG1P, SIN, COS, ERFC, NORMAL_CDF, INVERSE_NORMAL_CDF, POW, ADD, SUB, DIV,
          LIKELIHOOD_RATIO ->
        marks.worst(apply.operands());
    };
  }

  private Mark select(Expr.Apply select, Marks marks, int step) {
    Expr condition = select.operand(0);
    Mark first = marks.mark(select.operand(1));
    Mark second = marks.mark(select.operand(2));
    Optional<StepCondition> known = step < 0 ? Optional.empty() : StepCondition.of(condition);
    if (known.isPresent()) {
      return known.get().holds(number(known.get().value(), step)) ? first : second;
    }
    Mark moved = marks.mark(condition);
    Mark both = first.or(second);
    if (condition.variability() != Variability.PATH || moved.grade() == Grade.INDEPENDENT) {
      return both;
    }
    if (isDecided(condition, marks)) {
      return both.or(new Mark(Grade.LIPSCHITZ, null));
    }
    return moved.grade() == Grade.DISCONTINUOUS ? moved : new Mark(Grade.DISCONTINUOUS, condition);
  }

  /** Whether nothing of a condition moves but what was decided so that the expectation is stationary in it. */
  private static boolean isDecided(Expr condition, Marks marks) {
    if (marks.mark(condition).grade() == Grade.INDEPENDENT) {
      return true;
    }
    return condition instanceof Expr.Apply apply && (apply.operation() == Operation.DECIDED
        || apply.operands().stream().allMatch(part -> part.type() == Type.BOOL && isDecided(part, marks)));
  }

  /** Whether a factor is exactly 0 at a step whatever the parameters. */
  private boolean isZero(Expr factor, int step) {
    return switch (factor) {
      case Expr.Literal literal -> literal.value() == 0.0;
      case Expr.StepValue value -> step >= 0 && number(value, step) == 0.0;
      case Expr.Apply apply when apply.operation() == Operation.NEG -> isZero(apply.operand(0), step);
      case Expr.Apply apply when apply.operation() == Operation.MUL ->
        isZero(apply.operand(0), step) || isZero(apply.operand(1), step);
      case Expr.Apply apply -> false;
      case Expr.Truth leaf -> false;
      case Expr.Parameter leaf -> false;
      case Expr.State leaf -> false;
      case Expr.Noise leaf -> false;
      case Expr.Sample leaf -> false;
      case Expr.Recall leaf -> false;
    };
  }

  private double number(Expr.StepValue value, int step) {
    return inputs.stepValue(value.name())[step];
  }

  /** bound &lt; value: a condition that is known at every step. */
  private record StepCondition(double bound, Expr.StepValue value) {
    static Optional<StepCondition> of(Expr node) {
      return node instanceof Expr.Apply less && less.operation() == Operation.LESS
          && less.operand(0) instanceof Expr.Literal bound && less.operand(1) instanceof Expr.StepValue value
              ? Optional.of(new StepCondition(bound.value(), value))
              : Optional.empty();
    }

    boolean holds(double number) {
      return bound < number;
    }
  }
}
