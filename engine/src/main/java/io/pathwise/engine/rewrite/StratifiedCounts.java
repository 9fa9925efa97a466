package io.pathwise.engine.rewrite;

import io.pathwise.engine.graph.Distribution;
import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.graph.Operation;
import io.pathwise.engine.graph.Traversal;
import io.pathwise.engine.graph.Variability;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.Output;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.program.Stage;
import io.pathwise.engine.program.State;
import io.pathwise.engine.program.Sweep;
import io.pathwise.engine.random.NoiseKind;
import io.pathwise.engine.sample.Binomial;
import io.pathwise.engine.sample.Poisson;
import io.pathwise.engine.sample.TailDistribution;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Stratifies the total of a Poisson process that is drawn step by step: an output becomes Σ P(total = n) · output given
 * the total n, over n = 0, …, strata − 1 and one stratum for all larger totals, whose total is drawn and scored. Given
 * the total, the count of a step is binomial: as many trials as jumps are left, with the step's share of the rate that
 * is left (Glasserman 2003, section 4.3; a Poisson process given its total has independent, identically distributed
 * times). The probabilities of the strata carry nearly all of the dependence on the intensity; what the shares depend
 * on a parameter (not on a common factor of all rates) is scored.
 *
 * <p>
 * Costs one copy of what depends on the counts for every stratum. The rates are summed in a sweep of their own before,
 * on the host, so the result has two sweeps and continuous nodes have to be scored before, as for {@link Enumerated},
 * which serves counts of a single step better. The cap of the Poisson law applies to the total instead of to each step.
 *
 * @param strata
 *          how many totals have a stratum of their own, from 0 on; at least 1
 */
public record StratifiedCounts(int strata) implements Rewrite {

  private static final String FIRST = "first step";
  /** Shares nearer to 1 than this are those of the last step, which do not move. */
  private static final double NEARLY_ONE = 1 - 1e-9;

  /**
   * Checks the number of strata.
   *
   * @throws IllegalArgumentException
   *           when it is below 1
   */
  public StratifiedCounts {
    if (strata < 1) {
      throw new IllegalArgumentException("the number of strata is " + strata + ", must be at least 1");
    }
  }

  @Override
  public String name() {
    return "stratify-total-" + strata;
  }

  @Override
  public boolean biased() {
    return false;
  }

  @Override
  public Program program(Program program, Inputs inputs) {
    return NotApplicableException.unless(() -> new Strata(program, inputs).rewritten());
  }

  /** The data with the schedule of the first step, at which the total of the last stratum is drawn. */
  @Override
  public Inputs inputs(Program program, Inputs inputs) {
    boolean[] first = new boolean[inputs.steps()];
    first[0] = true;
    return inputs.withSchedule(FIRST, first);
  }

  /** The rewriting of one program. */
  private final class Strata {
    private final Graph graph;
    private final Program program;
    private final Sweep sweep;
    private final Expr.Sample count;
    private final Poisson law;
    private final Expr rate;
    private final Influence influence;
    private final Expr.State total;
    private final Expr.State left;

    Strata(Program program, Inputs inputs) {
      this.graph = program.graph();
      this.program = program;
      this.sweep = program.forward();
      Set<Expr> nodes = new HashSet<>();
      sweep.stages().forEach(stage -> nodes.addAll(Traversal.reachable(stage.updates().values())));
      List<Expr.Sample> counts = nodes.stream().filter(Expr.Sample.class::isInstance).map(Expr.Sample.class::cast)
          .filter(sample -> sample.distribution() instanceof Poisson).toList();
      if (counts.size() != 1 || !(counts.getFirst().distribution() instanceof Poisson poisson)) {
        throw new NotApplicableException("the program draws " + counts.size() + " Poisson samples a step, not one");
      }
      this.count = counts.getFirst();
      this.law = poisson;
      this.rate = count.operands().getFirst();
      if (rate.variability() == Variability.PATH) {
        throw new NotApplicableException("the rate differs from path to path: " + rate);
      }
      if (nodes.contains(graph.frozen(count))) {
        throw new NotApplicableException("the counts have been scored before");
      }
      if (law.maximum() <= strata) {
        throw new NotApplicableException("the largest count is " + law.maximum() + ", so nothing is left above");
      }
      for (int step = 0; step < inputs.steps(); step++) {
        int at = step;
        long draws = sweep.stages().stream().filter(stage -> draws(stage) && ComposedStep.runs(stage, inputs, at))
            .count();
        if (draws > 1) {
          throw new NotApplicableException("the counts are drawn in two stages of a step");
        }
      }
      if (inputs.steps() == 0) {
        throw new NotApplicableException("there are no steps");
      }
      this.influence = Influence.of(sweep, Set.of(count));
      this.total = graph.newState("total rate");
      this.left = graph.newState("rate left");
    }

    private boolean draws(Stage stage) {
      return Traversal.reachable(stage.updates().values()).contains(count);
    }

    Program rewritten() {
      List<Stage> summing = new ArrayList<>();
      List<State> states = new ArrayList<>(List.of(new State(left, total)));
      sweep.states().stream().filter(state -> !influence.states().contains(state.value())).forEach(states::add);
      List<Map<Expr.State, Expr>> updates = new ArrayList<>();
      for (Stage stage : sweep.stages()) {
        Map<Expr.State, Expr> shared = new LinkedHashMap<>(stage.updates());
        shared.keySet().removeAll(influence.states());
        if (draws(stage)) {
          shared.put(left, graph.sub(left, rate));
          summing.add(new Stage("rate of " + stage.name(), stage.schedule(), Map.of(total, graph.add(total, rate)),
              List.of()));
        }
        updates.add(shared);
      }
      List<Expr.Noise> noises = new ArrayList<>(program.noises());
      noises.add(graph.noise(NoiseKind.UNIFORM, noises.size()));
      Map<Expr.State, Expr> atFirst = new LinkedHashMap<>();
      Map<String, Expr> results = new LinkedHashMap<>();
      for (int n = 0; n <= strata; n++) {
        Stratum stratum = new Stratum(n);
        states.addAll(stratum.states());
        if (n == strata) {
          stratum.addTotal(noises.getLast(), atFirst);
        }
        for (int s = 0; s < updates.size(); s++) {
          stratum.addUpdates(sweep.stages().get(s), updates.get(s));
        }
        for (Output output : program.outputs()) {
          if (!(output instanceof Output.PathSum sum)) {
            throw new NotApplicableException(output.name() + " is the result of an adjoint");
          }
          boolean shared = !influence.reaches(sum.value());
          Expr share = shared ? sum.value() : graph.mul(stratum.weight, stratum.replace(sum.value()));
          results.merge(sum.name(), share, (a, b) -> shared ? a : graph.add(a, b));
        }
      }
      List<Stage> stages = new ArrayList<>(List.of(new Stage("total count", FIRST, atFirst, List.of())));
      for (int s = 0; s < updates.size(); s++) {
        Stage stage = sweep.stages().get(s);
        stages.add(new Stage(stage.name(), stage.schedule(), updates.get(s), stage.sinks()));
      }
      List<Output> outputs = new ArrayList<>();
      results.forEach((name, value) -> outputs.add(new Output.PathSum(name, value)));
      Sweep sum = new Sweep(sweep.direction(), List.of(new State(total, graph.literal(0.0))), summing);
      return new Program(graph, program.parameters(), noises,
          List.of(sum, new Sweep(sweep.direction(), states, stages)), outputs);
    }

    /** The program given a total, or given a total that is none of the others. */
    private final class Stratum {
      private final int number;
      private final int mostJumps;
      private final Map<Expr, Expr.State> copies = new LinkedHashMap<>();
      private final Expr.State jumpsLeft;
      private final Expr.State weight;

      Stratum(int number) {
        this.number = number;
        this.mostJumps = number < strata ? number : law.maximum();
        for (State state : sweep.states()) {
          if (influence.states().contains(state.value())) {
            copies.put(state.value(), graph.newState(state.value().name() + " in stratum " + number));
          }
        }
        jumpsLeft = graph.newState("jumps left in stratum " + number);
        weight = graph.newState("weight of stratum " + number);
      }

      List<State> states() {
        List<State> states = new ArrayList<>();
        for (State state : sweep.states()) {
          Expr.State copy = copies.get(state.value());
          if (copy != null) {
            states.add(new State(copy, state.initial()));
          }
        }
        List<Distribution.Outcome> totals = law.outcomes(graph, List.of(total));
        states.add(new State(jumpsLeft, graph.literal(number)));
        states.add(new State(weight, totals.get(number).probability()));
        return states;
      }

      /** Draws and scores a total that has no stratum of its own. */
      void addTotal(Expr.Noise noise, Map<Expr.State, Expr> updates) {
        TailDistribution rest = new TailDistribution(law, strata);
        List<Expr> arguments = List.of(total);
        Expr drawn = graph.frozen(rest.draw(graph, noise, arguments));
        updates.put(jumpsLeft, drawn);
        updates.put(weight, graph.mul(rest.probability(graph, arguments),
            graph.apply(Operation.LIKELIHOOD_RATIO, rest.logDensity(graph, drawn, arguments))));
      }

      void addUpdates(Stage stage, Map<Expr.State, Expr> updates) {
        if (draws(stage) && mostJumps > 0) {
          updates.put(jumpsLeft, graph.sub(jumpsLeft, jumps()));
          updates.put(weight, graph.mul(weight, graph.apply(Operation.LIKELIHOOD_RATIO, logDensity())));
        }
        stage.updates().forEach((state, next) -> {
          Expr.State copy = copies.get(state);
          if (copy != null) {
            updates.put(copy, replace(next));
          }
        });
      }

      Expr replace(Expr expression) {
        Map<Expr, Expr> rebuilt = Traversal.rebuild(graph, List.of(expression),
            (node, operands) -> node == count ? jumps() : copies.get(node));
        return rebuilt.getOrDefault(expression, expression);
      }

      private Expr jumps() {
        return mostJumps == 0
            ? graph.literal(0.0)
            : graph.frozen(new Binomial(mostJumps).draw(graph, count.noise(), List.of(jumpsLeft, share())));
      }

      /** The log-density of the jumps of the step, where there is a choice. */
      private Expr logDensity() {
        Expr share = graph.frozen(share());
        Expr isChoice = graph.and(graph.less(graph.literal(0.0), share), graph.less(share, graph.literal(NEARLY_ONE)));
        Expr regular = graph.select(isChoice, share(), graph.literal(0.5));
        Expr logDensity = new Binomial(mostJumps).logDensity(graph, jumps(), List.of(jumpsLeft, regular));
        return graph.select(isChoice, logDensity, graph.literal(0.0));
      }

      /** The step's share of the rate that is left; 1 at the last step, where rounding leaves a little more or less. */
      private Expr share() {
        Expr isLeft = graph.less(graph.literal(0.0), graph.frozen(left));
        Expr ratio = graph.div(rate, graph.select(isLeft, left, graph.literal(1.0)));
        Expr isPart = graph.less(graph.frozen(ratio), graph.literal(NEARLY_ONE));
        return graph.select(isPart, ratio, graph.literal(1.0));
      }
    }
  }
}
