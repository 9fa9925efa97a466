package io.pathwise.engine.training;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.graph.Operation;
import io.pathwise.engine.graph.Traversal;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.program.Pruning;
import io.pathwise.engine.program.Rewriter;
import io.pathwise.engine.program.Stage;
import io.pathwise.engine.program.State;
import io.pathwise.engine.program.Sweep;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * A program whose paths decide as they would on other parameters, so that differences of its values hold every path's
 * decisions: each path is followed a second time beside itself, on parameters of its own, by which it decides. All else
 * that jumps, such as a barrier, does so on the path itself. Start at {@link #of}.
 *
 * @param program
 *          with the parameters twice
 * @param parameters
 *          name of the parameter that decisions follow, by the name of the one that all else follows
 */
public record HeldDecisions(Program program, Map<String, String> parameters) {

  /** Copies the map. */
  public HeldDecisions {
    parameters = Map.copyOf(parameters);
  }

  /**
   * The program whose decisions do not follow some parameters.
   *
   * @param program
   *          with one forward sweep
   */
  public static HeldDecisions of(Program program, Set<Expr.Parameter> followed) {
    Program drawn = Rewriter.drawn(program);
    Graph graph = drawn.graph();
    Map<Expr, Expr> others = new HashMap<>();
    Map<String, String> names = new HashMap<>();
    List<Expr.Parameter> parameters = new ArrayList<>(drawn.parameters());
    for (Expr.Parameter parameter : followed) {
      Expr.Parameter other = graph.parameter("decided by " + parameter.name());
      parameters.add(other);
      names.put(parameter.name(), other.name());
      others.put(parameter, other);
    }
    Sweep sweep = drawn.forward();
    sweep.states()
        .forEach(state -> others.put(state.value(), graph.newState("decided by " + state.value().name())));
    Map<Expr, Expr> beside = Traversal.rebuild(graph, drawn.everything(), Traversal.replacing(others::get));
    Program both = new Program(graph, parameters, drawn.noises(), List.of(both(sweep, others, beside)),
        drawn.outputs());
    Program held = Rewriter.rewrite(both,
        (node, operands) -> node instanceof Expr.Apply apply && apply.operation() == Operation.DECIDED
            ? beside.get(node)
            : null);
    return new HeldDecisions(Pruning.prune(held), names);
  }

  /** A sweep with another one beside it, by the states and expressions that stand for its own there. */
  private static Sweep both(Sweep sweep, Map<Expr, Expr> others, Map<Expr, Expr> beside) {
    List<State> states = new ArrayList<>(sweep.states());
    sweep.states()
        .forEach(state -> states.add(new State((Expr.State) of(others, state.value()), of(beside, state.initial()))));
    List<Stage> stages = new ArrayList<>();
    for (Stage stage : sweep.stages()) {
      Map<Expr.State, Expr> updates = new LinkedHashMap<>(stage.updates());
      stage.updates().forEach((state, next) -> updates.put((Expr.State) of(others, state), of(beside, next)));
      stages.add(new Stage(stage.name(), stage.schedule(), updates, stage.sinks()));
    }
    return new Sweep(sweep.direction(), states, stages);
  }

  private static Expr of(Map<Expr, Expr> rebuilt, Expr original) {
    return Objects.requireNonNull(rebuilt.get(original), "not rebuilt");
  }

  /**
   * Data of the program.
   *
   * @param moved
   *          by which paths move and pay
   * @param deciding
   *          by which they decide
   */
  public Inputs inputs(Inputs moved, Inputs deciding) {
    Inputs both = moved;
    for (Map.Entry<String, String> names : parameters.entrySet()) {
      both = both.withNewParameter(names.getValue(), deciding.parameter(names.getKey()));
    }
    return both;
  }
}
