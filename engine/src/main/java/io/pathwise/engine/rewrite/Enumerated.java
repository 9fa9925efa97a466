package io.pathwise.engine.rewrite;

import io.pathwise.engine.graph.Distribution;
import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.graph.Operation;
import io.pathwise.engine.graph.Traversal;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.Output;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.program.Stage;
import io.pathwise.engine.program.State;
import io.pathwise.engine.program.Sweep;
import io.pathwise.engine.sample.TailDistribution;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Sums over the outcomes of discrete draws instead of drawing them: an output becomes Σ probability · output given the
 * outcomes, its conditional expectation given all other noise. The program is copied once for every combination of
 * outcomes; copies share the other noise and what does not depend on the outcomes. Probabilities are ordinary
 * expressions, so they are differentiated with the rest.
 *
 * <p>
 * A law with more outcomes than wanted may be stratified: its first outcomes are enumerated, and in one further copy
 * the draw is one of the others, sampled from their law and scored. That is for nodes drawn at one step.
 *
 * <p>
 * Continuous nodes have to be scored before, with {@link Scored} or {@link Vibrato}, so that every copy gets a
 * likelihood of its own: afterwards one noise serves the draws of several copies, which cannot be scored.
 *
 * @param strata
 *          how many outcomes of a node are enumerated at most, at least 1
 * @param stepLength
 *          name of a per-step value; at steps where it is not positive every discrete draw is certain to be its first
 *          outcome (no time, no jumps). Empty when there are no such steps.
 */
public record Enumerated(int strata, Optional<String> stepLength) implements Rewrite {

  /** The largest number of copies of a program. */
  public static final int MOST_COPIES = 64;

  /**
   * Checks the number of strata.
   *
   * @throws IllegalArgumentException
   *           when it is below 1
   */
  public Enumerated {
    if (strata < 1) {
      throw new IllegalArgumentException("the number of enumerated outcomes is " + strata + ", must be at least 1");
    }
  }

  /** Every outcome of every discrete draw. */
  public static Enumerated exactly(Optional<String> stepLength) {
    return new Enumerated(MOST_COPIES, stepLength);
  }

  @Override
  public String name() {
    return strata == MOST_COPIES ? "enumerate" : "stratify-" + strata;
  }

  @Override
  public boolean biased() {
    return false;
  }

  @Override
  public Program program(Program program, Inputs inputs) {
    return NotApplicableException.unless(() -> new Copies(program, inputs).rewritten());
  }

  /** The data with the outcomes of the copies at every step. */
  @Override
  public Inputs inputs(Program program, Inputs inputs) {
    return NotApplicableException.unless(() -> new Copies(program, inputs).data());
  }

  /** The values of a node that copies take. */
  private record Node(Expr.Sample sample, List<Double> values, boolean hasRest, boolean isDrawnOnce) {
    int radix() {
      return values.size() + (hasRest ? 1 : 0);
    }
  }

  /** A node at a step. */
  private record Draw(int step, Node node) {}

  /** The combinations of outcomes for one program. */
  private final class Copies {
    private final Graph graph;
    private final Program program;
    private final Inputs inputs;
    private final Map<Expr, Node> nodes = new LinkedHashMap<>();
    private final List<Draw> draws = new ArrayList<>();
    private final Influence influence;
    private final int count;

    Copies(Program program, Inputs inputs) {
      this.graph = program.graph();
      this.program = program;
      this.inputs = inputs;
      Map<Expr.Sample, List<Integer>> steps = stepsOfNodes();
      if (steps.isEmpty()) {
        throw new NotApplicableException("the program draws no discrete sample");
      }
      steps.forEach((sample, list) -> nodes.put(sample, node(sample, list)));
      long copies = 1;
      for (int step = 0; step < inputs.steps(); step++) {
        for (Node node : nodes.values()) {
          if (steps.getOrDefault(node.sample(), List.of()).contains(step) && hasLength(step)) {
            draws.add(new Draw(step, node));
            copies = Math.min(copies * node.radix(), Integer.MAX_VALUE);
          }
        }
      }
      if (copies > MOST_COPIES) {
        throw new NotApplicableException("the discrete draws have " + copies + " combinations of outcomes, at most "
            + MOST_COPIES + " can be enumerated");
      }
      count = (int) copies;
      influence = Influence.of(program.forward(), nodes.keySet());
    }

    private boolean hasLength(int step) {
      return stepLength.isEmpty() || inputs.stepValue(stepLength.get())[step] > 0;
    }

    /** The steps at which each discrete node is drawn. */
    private Map<Expr.Sample, List<Integer>> stepsOfNodes() {
      Map<Expr.Sample, List<Integer>> steps = new LinkedHashMap<>();
      for (Stage stage : program.forward().stages()) {
        List<Expr> nodesOfStage = Traversal.reachable(stage.updates().values());
        for (Expr node : nodesOfStage) {
          if (node instanceof Expr.Sample sample && sample.distribution().isDiscrete()) {
            List<Integer> list = steps.computeIfAbsent(sample, key -> new ArrayList<>());
            for (int step = 0; step < inputs.steps(); step++) {
              if (ComposedStep.runs(stage, inputs, step)) {
                require(!list.contains(step), "is drawn in two stages of a step", sample);
                list.add(step);
              }
            }
          }
          if (node instanceof Expr.Apply apply && apply.operation() == Operation.FROZEN
              && apply.operand(0) instanceof Expr.Sample sample && sample.distribution().isDiscrete()) {
            require(false, "has been scored before", sample);
          }
        }
      }
      return steps;
    }

    private static void require(boolean condition, String message, Expr.Sample sample) {
      if (!condition) {
        throw new NotApplicableException("a discrete sample " + message + ": " + sample);
      }
    }

    private Node node(Expr.Sample sample, List<Integer> steps) {
      List<Distribution.Outcome> outcomes = sample.distribution().outcomes(graph, sample.operands());
      // A last outcome that remains alone needs no draw.
      boolean hasRest = outcomes.size() > strata + 1 && steps.stream().filter(this::hasLength).count() == 1;
      return new Node(sample, outcomes.stream().map(Distribution.Outcome::value)
          .limit(hasRest ? strata : outcomes.size()).toList(), hasRest, steps.size() == 1);
    }

    /** Which outcome of each draw a copy takes: the digits of its number. */
    private int[] outcomes(int copy) {
      int[] outcomes = new int[draws.size()];
      int rest = copy;
      for (int i = 0; i < outcomes.length; i++) {
        outcomes[i] = rest % draws.get(i).node().radix();
        rest /= draws.get(i).node().radix();
      }
      return outcomes;
    }

    Program rewritten() {
      Sweep sweep = program.forward();
      List<State> states = new ArrayList<>();
      sweep.states().stream().filter(state -> !influence.states().contains(state.value())).forEach(states::add);
      List<Map<Expr.State, Expr>> updates = new ArrayList<>();
      for (Stage stage : sweep.stages()) {
        Map<Expr.State, Expr> shared = new LinkedHashMap<>(stage.updates());
        shared.keySet().removeAll(influence.states());
        updates.add(shared);
      }
      Map<String, Expr> totals = new LinkedHashMap<>();
      for (int c = 0; c < count; c++) {
        Copy copy = new Copy(c);
        states.addAll(copy.states());
        for (int s = 0; s < updates.size(); s++) {
          copy.addUpdates(sweep.stages().get(s), updates.get(s));
        }
        for (Output output : program.outputs()) {
          totals.merge(output.name(), copy.share(output), (total, share) -> influence.reaches(value(output))
              ? graph.add(total, share)
              : total);
        }
      }
      List<Stage> stages = new ArrayList<>();
      for (int s = 0; s < updates.size(); s++) {
        Stage stage = sweep.stages().get(s);
        stages.add(new Stage(stage.name(), stage.schedule(), updates.get(s), stage.sinks()));
      }
      List<Output> outputs = new ArrayList<>();
      totals.forEach((name, total) -> outputs.add(new Output.PathSum(name, total)));
      return new Program(graph, program.parameters(), program.noises(),
          List.of(new Sweep(sweep.direction(), states, stages)), outputs);
    }

    private static Expr value(Output output) {
      if (output instanceof Output.PathSum sum) {
        return sum.value();
      }
      throw new NotApplicableException(output.name() + " is the result of an adjoint");
    }

    /** The outcomes of the copies at every step, for nodes whose stage runs at several. */
    Inputs data() {
      Inputs result = inputs;
      for (int c = 0; c < count; c++) {
        int[] outcomes = outcomes(c);
        for (Node node : nodes.values()) {
          double[] values = new double[inputs.steps()];
          double[] rest = new double[inputs.steps()];
          Arrays.fill(values, node.values().getFirst());
          for (int i = 0; i < outcomes.length; i++) {
            if (draws.get(i).node().equals(node)) {
              boolean isRest = outcomes[i] == node.values().size();
              rest[draws.get(i).step()] = isRest ? 1.0 : 0.0;
              values[draws.get(i).step()] = node.values().get(isRest ? 0 : outcomes[i]);
            }
          }
          if (!node.isDrawnOnce()) {
            result = result.withStepValue(outcomeName(node, c), values).withStepValue(restName(node, c), rest);
          }
        }
      }
      return result;
    }

    private static String outcomeName(Node node, int copy) {
      return "outcome of draw " + node.sample().noise().number() + " in copy " + copy;
    }

    private static String restName(Node node, int copy) {
      return "draw " + node.sample().noise().number() + " sampled in copy " + copy;
    }

    /** One combination of outcomes. */
    private final class Copy {
      private final int number;
      private final int[] outcomes;
      private final Map<Expr, Expr.State> states = new LinkedHashMap<>();
      private final Expr.State weight;

      Copy(int number) {
        this.number = number;
        this.outcomes = outcomes(number);
        for (State state : program.forward().states()) {
          if (influence.states().contains(state.value())) {
            states.put(state.value(), graph.newState(state.value().name() + " in copy " + number));
          }
        }
        weight = graph.newState("probability of copy " + number);
      }

      List<State> states() {
        List<State> result = new ArrayList<>();
        for (State state : program.forward().states()) {
          Expr.State mine = states.get(state.value());
          if (mine != null) {
            result.add(new State(mine, state.initial()));
          }
        }
        result.add(new State(weight, graph.literal(1.0)));
        return result;
      }

      void addUpdates(Stage stage, Map<Expr.State, Expr> updates) {
        Expr probability = weight;
        for (Expr node : Traversal.reachable(stage.updates().values())) {
          Node drawn = nodes.get(node);
          if (drawn != null) {
            List<Expr> arguments = drawn.sample().operands().stream().map(this::replace).toList();
            probability = graph.mul(probability, probability(drawn, arguments));
          }
        }
        if (probability != weight) {
          updates.put(weight, probability);
        }
        stage.updates().forEach((state, next) -> {
          Expr.State mine = states.get(state);
          if (mine != null) {
            updates.put(mine, replace(next));
          }
        });
      }

      Expr share(Output output) {
        Expr value = value(output);
        return influence.reaches(value) ? graph.mul(weight, replace(value)) : value;
      }

      private Expr replace(Expr expression) {
        Map<Expr, Expr> rebuilt = Traversal.rebuild(graph, List.of(expression), (node, operands) -> {
          Node drawn = nodes.get(node);
          return drawn != null ? draw(drawn, operands) : states.get(node);
        });
        return rebuilt.getOrDefault(expression, expression);
      }

      /** The only outcome of a node that is drawn at one step. */
      private int outcome(Node node) {
        return IntStream.range(0, draws.size()).filter(i -> draws.get(i).node().equals(node)).map(i -> outcomes[i])
            .findFirst().orElse(0);
      }

      /** Whether a node is drawn from the outcomes that remain: literally, or by step. */
      private Expr isRest(Node node) {
        if (!node.hasRest() || outcome(node) < node.values().size()) {
          return graph.truth(false);
        }
        return node.isDrawnOnce()
            ? graph.truth(true)
            : graph.less(graph.literal(0.5), graph.stepValue(restName(node, number)));
      }

      private Expr draw(Node node, List<Expr> arguments) {
        int outcome = outcome(node);
        Expr enumerated = node.isDrawnOnce()
            ? graph.literal(node.values().get(outcome == node.values().size() ? 0 : outcome))
            : graph.stepValue(outcomeName(node, number));
        Expr sampled = node.hasRest() ? remaining(node, arguments) : enumerated;
        return graph.select(isRest(node), sampled, enumerated);
      }

      /** A draw from the outcomes that remain. */
      private Expr remaining(Node node, List<Expr> arguments) {
        return graph.frozen(graph.sample(rest(node), regular(node, arguments), node.sample().noises()));
      }

      private TailDistribution rest(Node node) {
        return new TailDistribution(node.sample().distribution(), node.values().size());
      }

      /** The arguments where the draw is sampled, harmless ones elsewhere. */
      private List<Expr> regular(Node node, List<Expr> arguments) {
        List<Double> harmless = node.sample().distribution().regularArguments();
        return IntStream.range(0, arguments.size())
            .mapToObj(i -> graph.select(isRest(node), arguments.get(i), graph.literal(harmless.get(i)))).toList();
      }

      private Expr probability(Node node, List<Expr> arguments) {
        List<Distribution.Outcome> all = node.sample().distribution().outcomes(graph, arguments);
        Expr enumerated = all.get(Math.min(outcome(node), all.size() - 1)).probability();
        if (!node.isDrawnOnce()) {
          Expr value = graph.stepValue(outcomeName(node, number));
          enumerated = all.getFirst().probability();
          for (Distribution.Outcome outcome : all.subList(1, node.values().size())) {
            Expr isOutcome = graph.apply(Operation.EQUAL, value, graph.literal(outcome.value()));
            enumerated = graph.select(isOutcome, outcome.probability(), enumerated);
          }
        }
        if (!node.hasRest()) {
          return enumerated;
        }
        List<Expr> regular = regular(node, arguments);
        Expr logDensity = rest(node).logDensity(graph, remaining(node, arguments), regular);
        Expr sampled = graph.mul(rest(node).probability(graph, regular),
            graph.apply(Operation.LIKELIHOOD_RATIO, logDensity));
        return graph.select(isRest(node), sampled, enumerated);
      }
    }
  }
}
