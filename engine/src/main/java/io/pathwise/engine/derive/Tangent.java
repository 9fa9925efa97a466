package io.pathwise.engine.derive;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.graph.Operation;
import io.pathwise.engine.graph.Traversal;
import io.pathwise.engine.program.Output;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.program.Pruning;
import io.pathwise.engine.program.Rewriter;
import io.pathwise.engine.program.Stage;
import io.pathwise.engine.program.State;
import io.pathwise.engine.program.Sweep;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Forward (tangent) derivatives: adds to a program a tangent state for every state and parameter that it moves with,
 * and an output for every derivative asked for. Noise is held fixed. The result again has forward sweeps only, as many
 * as before, so tangents compose to higher orders. Costs grow with the number of parameters.
 */
public final class Tangent {

  private Tangent() {}

  /** The name of the output that holds the derivative of an output with respect to a parameter. */
  public static String name(String output, Expr.Parameter parameter) {
    return output + " ∂" + parameter.name();
  }

  /** The same of several parameters, one after the other; the output itself for none. */
  public static String name(String output, List<Expr.Parameter> parameters) {
    String name = output;
    for (Expr.Parameter parameter : parameters) {
      name = name(name, parameter);
    }
    return name;
  }

  /**
   * The program with further outputs: for each named output its derivatives with respect to the listed parameters.
   *
   * @param program
   *          with forward sweeps only and path sums as outputs
   * @param wanted
   *          parameters by output name
   * @throws IllegalArgumentException
   *           when an output is unknown or the program has a backward sweep
   */
  public static Program differentiate(Program program, Map<String, List<Expr.Parameter>> wanted) {
    return differentiateUndecided(undecided(program), wanted);
  }

  /** Derivatives are not stationary in what was decided for the value's sake: decisions become mere conditions. */
  private static Program undecided(Program program) {
    return Traversal.reachable(program.everything()).stream().noneMatch(Tangent::isDecided)
        ? program
        : Rewriter.rewrite(program, (node, operands) -> isDecided(node) ? operands.getFirst() : null);
  }

  private static boolean isDecided(Expr node) {
    return node instanceof Expr.Apply apply && apply.operation() == Operation.DECIDED;
  }

  private static Program differentiateUndecided(Program program, Map<String, List<Expr.Parameter>> wanted) {
    Graph graph = program.graph();
    List<WithTangents> sweeps = program.forwardSweeps().stream().map(WithTangents::new).toList();
    Set<Expr.Parameter> parameters = new LinkedHashSet<>();
    wanted.values().forEach(parameters::addAll);
    List<Output> outputs = new ArrayList<>(program.outputs());
    for (Expr.Parameter parameter : parameters) {
      Map<Expr.State, Expr.State> tangents = new LinkedHashMap<>();
      for (Expr.State state : ActiveStates.find(program.sweeps(), Set.of(parameter))) {
        tangents.put(state, graph.newState(name(state.name(), parameter)));
      }
      Derivatives.Forward forward = new Derivatives.Forward(graph,
          leaf -> leaf == parameter ? graph.literal(1.0) : leaf instanceof Expr.State ? tangents.get(leaf) : null);
      sweeps.forEach(sweep -> sweep.add(tangents, expression -> orZero(graph, forward.tangent(expression))));
      wanted.forEach((output, list) -> {
        if (list.contains(parameter)) {
          Expr derivative = orZero(graph, forward.tangent(pathSum(program, output).value()));
          outputs.add(new Output.PathSum(name(output, parameter), derivative));
        }
      });
    }
    return Pruning.prune(new Program(graph, program.parameters(), program.noises(),
        sweeps.stream().map(WithTangents::build).toList(), outputs));
  }

  /** A sweep to which tangents are added. */
  private static final class WithTangents {
    private final Sweep sweep;
    private final List<State> states;
    private final List<Map<Expr.State, Expr>> updates = new ArrayList<>();

    WithTangents(Sweep sweep) {
      this.sweep = sweep;
      this.states = new ArrayList<>(sweep.states());
      sweep.stages().forEach(stage -> updates.add(new LinkedHashMap<>(stage.updates())));
    }

    /** Adds the tangents of this sweep's states for one parameter. */
    void add(Map<Expr.State, Expr.State> tangents, UnaryOperator<Expr> tangentOf) {
      for (State state : sweep.states()) {
        Expr.State tangent = tangents.get(state.value());
        if (tangent != null) {
          states.add(new State(tangent, tangentOf.apply(state.initial())));
        }
      }
      for (int s = 0; s < updates.size(); s++) {
        for (Map.Entry<Expr.State, Expr> update : sweep.stages().get(s).updates().entrySet()) {
          Expr.State tangent = tangents.get(update.getKey());
          if (tangent != null) {
            updates.get(s).put(tangent, tangentOf.apply(update.getValue()));
          }
        }
      }
    }

    Sweep build() {
      List<Stage> stages = new ArrayList<>();
      for (int s = 0; s < updates.size(); s++) {
        Stage stage = sweep.stages().get(s);
        stages.add(new Stage(stage.name(), stage.schedule(), updates.get(s), stage.sinks()));
      }
      return new Sweep(sweep.direction(), states, stages);
    }
  }

  /** An output that is a sum over paths. */
  static Output.PathSum pathSum(Program program, String output) {
    return switch (program.output(output)) {
      case Output.PathSum sum -> sum;
      case Output.Pullback pullback -> throw new IllegalArgumentException(
          output + " is the result of an adjoint; differentiate before taking the adjoint");
    };
  }

  private static Expr orZero(Graph graph, @Nullable Expr tangent) {
    return tangent == null ? graph.literal(0.0) : tangent;
  }
}
