package io.pathwise.engine.derive;

import io.pathwise.engine.graph.Distribution;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.graph.Operation;
import io.pathwise.engine.graph.Samples;
import io.pathwise.engine.graph.Traversal;
import io.pathwise.engine.graph.Variability;
import io.pathwise.engine.program.Output;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.program.Rewriter;
import io.pathwise.engine.program.Stage;
import io.pathwise.engine.program.State;
import io.pathwise.engine.program.Sweep;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The score (likelihood ratio) rule: chosen sample nodes are sampled and frozen, their noise moves instead, and every
 * output gains the factor exp(ℓ − frozen ℓ), ℓ the log-density of the frozen draws. That factor is 1, but its
 * derivatives are the score and what follows from it, so that {@link Tangent} or {@link Adjoint} of the result is the
 * likelihood-ratio estimator, of any order, mixed with the pathwise derivatives of whatever was not chosen (Glasserman
 * 2003, section 7.3; Foerster et al. 2018, eq. 4).
 */
public final class Score {

  /**
   * The output whose value is 1 and whose derivatives are the scores: they have mean zero, so they are controls for the
   * derivatives of the other outputs.
   */
  public static final String LIKELIHOOD = "likelihood";

  private final Graph graph;
  private final Map<Expr, Expr> replaced = new HashMap<>();
  private final Map<Expr, Expr> logDensities = new LinkedHashMap<>();

  private Score(Graph graph) {
    this.graph = graph;
  }

  /** Scores every sample node at every step. */
  public static Program transform(Program program) {
    return transform(program, null);
  }

  /**
   * Scores every sample node at some steps; at the others it is reparameterised.
   *
   * @param mask
   *          name of the per-step value that is 1 at the steps where nodes are scored and 0 elsewhere; null to score at
   *          every step. The inputs of the result must have it.
   * @throws IllegalArgumentException
   *           when the program has several sweeps, draws no sample, or one sample in two stages, or reads a sample's
   *           noise in a stage that does not draw it
   */
  public static Program transform(Program program, @Nullable String mask) {
    return transform(program, mask, sample -> true);
  }

  /**
   * Scores the chosen sample nodes at some steps; all others are reparameterised: a Poisson count may be scored beside
   * normal jump sizes of the same step. May be applied again to nodes that were not chosen; the factors multiply.
   *
   * @param mask
   *          as in {@link #transform(Program, String)}
   * @param nodes
   *          which sample nodes are scored
   * @throws IllegalArgumentException
   *           when the program draws no such sample, or one of them has been scored before, is drawn in two stages,
   *           lends its noise to a stage that does not draw it, or jumps and lends its noise to anything else
   */
  public static Program transform(Program program, @Nullable String mask, Predicate<Expr.Sample> nodes) {
    return new Score(program.graph()).apply(program, mask, nodes);
  }

  /** The name of the output that {@link #withProduct} adds. */
  public static String product(String output, Expr.Parameter parameter) {
    return output + " × " + Tangent.name(LIKELIHOOD, parameter);
  }

  /**
   * A program with one output more: the product of an output and a derivative of the likelihood, path by path, which is
   * what baselines are made of.
   *
   * @param program
   *          a tangent of a scored program that has the derivative of {@link #LIKELIHOOD} by the parameter
   */
  public static Program withProduct(Program program, String output, Expr.Parameter parameter) {
    Expr value = Tangent.pathSum(program, output).value();
    Expr score = Tangent.pathSum(program, Tangent.name(LIKELIHOOD, parameter)).value();
    List<Output> outputs = new ArrayList<>(program.outputs());
    outputs.add(new Output.PathSum(product(output, parameter), program.graph().mul(value, score)));
    return program.withOutputs(outputs);
  }

  private Program apply(Program program, @Nullable String mask, Predicate<Expr.Sample> nodes) {
    if (program.forwardSweeps().size() > 1) {
      throw new IllegalArgumentException("the program has " + program.sweeps().size()
          + " forward sweeps, which share their noise, so a draw has no score of its own");
    }
    Sweep sweep = program.forward();
    List<Expr> roots = new ArrayList<>();
    sweep.stages().forEach(stage -> roots.addAll(stage.updates().values()));
    Expr scored = mask == null ? graph.truth(true) : graph.less(graph.literal(0.5), graph.stepValue(mask));
    List<Expr> expressions = Traversal.reachable(roots);
    List<Expr.Sample> chosen = Samples.inOrder(roots).stream().filter(nodes).toList();
    Samples.requireOwnNoises(chosen);
    chosen.forEach(sample -> freeze(sample, scored));
    if (logDensities.isEmpty()) {
      throw new IllegalArgumentException("the program draws no such sample, so there is nothing to score");
    }
    requireUnscored(expressions);
    Expr.State likelihood = graph.newState("log-likelihood");
    Program rewritten = Rewriter.rewrite(program, (node, operands) -> replaced.get(node));
    List<Stage> stages = new ArrayList<>();
    Set<Expr> done = new HashSet<>();
    for (int s = 0; s < sweep.stages().size(); s++) {
      requireOwnNoise(sweep.stages().get(s));
      Expr total = likelihood;
      for (Expr node : Traversal.reachable(sweep.stages().get(s).updates().values())) {
        @Nullable
        Expr logDensity = logDensities.get(node);
        if (logDensity != null) {
          if (!done.add(node)) {
            throw new IllegalArgumentException("a sample is drawn in two stages, so its score is not defined: " + node);
          }
          total = graph.add(total, logDensity);
        }
      }
      Stage stage = rewritten.forward().stages().get(s);
      Map<Expr.State, Expr> updates = new LinkedHashMap<>(stage.updates());
      if (total != likelihood) {
        updates.put(likelihood, total);
      }
      stages.add(new Stage(stage.name(), stage.schedule(), updates, stage.sinks()));
    }
    List<State> states = new ArrayList<>(rewritten.forward().states());
    states.add(new State(likelihood, graph.literal(0.0)));
    Expr ratio = graph.apply(Operation.LIKELIHOOD_RATIO, likelihood);
    List<Output> outputs = new ArrayList<>();
    for (String name : rewritten.outputNames()) {
      outputs.add(new Output.PathSum(name, graph.mul(Tangent.pathSum(rewritten, name).value(), ratio)));
    }
    if (!rewritten.outputNames().contains(LIKELIHOOD)) {
      outputs.add(new Output.PathSum(LIKELIHOOD, ratio));
    }
    return new Program(graph, program.parameters(), program.noises(),
        List.of(new Sweep(sweep.direction(), states, stages)), outputs);
  }

  /**
   * Elsewhere the states may have changed since the sample was drawn, so how its noise moves would be computed wrong.
   */
  private void requireOwnNoise(Stage stage) {
    Set<Expr> nodes = new HashSet<>(Traversal.reachable(stage.updates().values()));
    for (Expr drawn : logDensities.keySet()) {
      if (drawn instanceof Expr.Sample sample && sample.noises().stream().anyMatch(nodes::contains)) {
        String where = "stage " + stage.name() + " reads " + sample.noise();
        if (!nodes.contains(sample)) {
          throw new IllegalArgumentException(
              where + ", whose sample is drawn in another stage, so it cannot be scored: " + sample);
        }
        if (!replaced.containsKey(sample.noise())) {
          throw new IllegalArgumentException(
              where + ", whose law given the draw is not known, so the draw cannot be scored: " + sample);
        }
      }
    }
  }

  /** A second score of the same draw would be counted twice. */
  private void requireUnscored(List<Expr> expressions) {
    for (Expr node : expressions) {
      if (node instanceof Expr.Apply frozen && frozen.operation() == Operation.FROZEN
          && logDensities.containsKey(frozen.operand(0))) {
        throw new IllegalArgumentException("a sample has been scored before: " + frozen.operand(0));
      }
    }
  }

  private void freeze(Expr.Sample sample, Expr scored) {
    Distribution distribution = sample.distribution();
    Map<Expr, Expr> rebuilt = Traversal.rebuild(graph, sample.operands(), Traversal.replacing(replaced::get));
    List<Expr> arguments = sample.operands().stream().map(rebuilt::get).toList();
    Expr moving = graph.sample(distribution, arguments, sample.noises());
    Expr frozen = graph.frozen(moving);
    replaced.put(sample, graph.select(scored, frozen, moving));
    List<Expr> regular = regular(distribution, arguments, scored);
    Optional<Expr> noise = distribution.noiseOf(graph, frozen, regular);
    noise.ifPresent(moved -> replaced.put(sample.noise(),
        graph.select(scored, graph.apply(Operation.PINNED, sample.noise(), moved), sample.noise())));
    logDensities.put(sample,
        graph.select(scored, distribution.logDensity(graph, frozen, regular), graph.literal(0.0)));
  }

  /**
   * The arguments at scored steps, harmless ones at the others: there the law may be degenerate (a step of no length),
   * and in the adjoint an infinite derivative would meet a zero.
   */
  private List<Expr> regular(Distribution distribution, List<Expr> arguments, Expr scored) {
    List<Expr> regular = new ArrayList<>();
    for (int i = 0; i < arguments.size(); i++) {
      Expr argument = arguments.get(i);
      regular.add(argument.variability() == Variability.LITERAL
          ? argument
          : graph.select(scored, argument, graph.literal(distribution.regularArguments().get(i))));
    }
    return regular;
  }
}
