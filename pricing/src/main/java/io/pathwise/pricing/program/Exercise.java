package io.pathwise.pricing.program;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.graph.Operation;
import io.pathwise.engine.graph.Variability;
import io.pathwise.engine.program.ProgramBuilder;
import io.pathwise.engine.training.Decision;
import io.pathwise.pricing.model.InputsBuilder;
import io.pathwise.pricing.model.Prices;
import io.pathwise.pricing.script.Statement;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The decisions of a product: at each of some times somebody may take an amount and end it, and does where that is
 * better for him than what it is expected to pay otherwise, as {@link ContinuationBasis} tells. Start at
 * {@link #write}.
 */
final class Exercise {

  /** So much nobody pays: with it as the estimate of what else is to come, nothing is exercised. */
  private static final double NEVER = 1e300;

  private final ProgramBuilder builder;
  private final Graph graph;
  private final InputsBuilder inputs;
  private final Prices prices;
  private final Events events;
  private final List<Double> times;
  private final Expr.State number;
  private final Expr.State time;
  private final List<Decision> decisions = new ArrayList<>();
  private final Map<String, Expr> chosenAt = new HashMap<>();
  private final Set<Statement.Holder> deciding = EnumSet.noneOf(Statement.Holder.class);

  /**
   * No decision yet.
   *
   * @param times
   *          at which there will be some, in years
   * @param expiry
   *          of the product, in years
   */
  Exercise(ProgramBuilder builder, InputsBuilder inputs, Prices prices, Events events, List<Double> times,
      double expiry) {
    this.builder = builder;
    this.graph = builder.graph();
    this.inputs = inputs;
    this.prices = prices;
    this.events = events;
    this.times = List.copyOf(times);
    this.number = builder.state("exercise", graph.literal(0.0));
    this.time = builder.state("time of exercise", inputs.parameter("expiry", expiry));
  }

  /** Who decides; empty if both sides may. */
  Optional<Statement.Holder> by() {
    return deciding.size() == 1 ? Optional.of(deciding.iterator().next()) : Optional.empty();
  }

  /** 1 on the paths on which the policy exercises at a stage, whether they are alive or not. */
  Expr isChosen(String stage) {
    return graph.select(Objects.requireNonNull(chosenAt.get(stage)), graph.literal(1.0), graph.literal(0.0));
  }

  /** Whether the policy ends the product at a stage. */
  Expr ends(String stage) {
    return graph.and(Objects.requireNonNull(chosenAt.get(stage)), graph.less(graph.literal(0.0), events.alive()));
  }

  /** Whether it has ended the product. */
  Expr hasEnded() {
    return graph.less(graph.literal(0.0), number);
  }

  /** What is to be fitted. */
  List<Decision> decisions() {
    return List.copyOf(decisions);
  }

  /** When the product is exercised, as outputs. */
  void writeOutputs() {
    for (int i = 1; i <= times.size(); i++) {
      Expr chosen = graph.apply(Operation.EQUAL, number, graph.literal(i));
      builder.output(PricingProgram.exercisedAt(i), graph.select(chosen, graph.literal(1.0), graph.literal(0.0)));
    }
    builder.output(PricingProgram.EXERCISE_TIME, time);
  }

  /**
   * Lets somebody decide, as the last thing at a stage.
   *
   * @param allowed
   *          where he may; empty for everywhere
   * @param amount
   *          what he gets or pays then, discounted
   * @param using
   *          what the rest is to be estimated by; empty for the usual
   * @param states
   *          those of the script
   */
  void write(String stage, Optional<Expr> allowed, Expr amount, Statement.Holder by, List<Expr> using,
      List<Expr.State> states) {
    boolean ofOwner = by == Statement.Holder.OWNER;
    boolean varies = amount.variability() == Variability.PATH;
    Optional<Expr> paysSomething = ofOwner && varies
        ? Optional.of(graph.less(graph.literal(0.0), amount))
        : Optional.empty();
    Optional<Expr> considered = allowed
        .map(where -> paysSomething.map(pays -> graph.and(where, pays)).orElse(where)).or(() -> paysSomething);
    Expr weight = considered.map(holds -> graph.select(holds, graph.literal(1.0), graph.literal(0.0)))
        .orElse(graph.literal(1.0));
    ContinuationBasis basis = new ContinuationBasis(graph, inputs, stage);
    if (using.isEmpty()) {
      basis.observe(varies ? Optional.of(amount) : Optional.empty(), prices,
          states.stream().map(state -> builder.current(stage, state)).toList());
    } else {
      basis.use(using);
    }
    double never = ofOwner ? NEVER : -NEVER;
    List<String> coefficients = IntStream.range(0, basis.functions().size())
        .mapToObj(i -> "continuation " + (i + 1) + " of " + stage).toList();
    Expr otherwise = Decision.continuation(graph, basis.functions(),
        IntStream.range(0, coefficients.size())
            .mapToObj(i -> inputs.stepValue(coefficients.get(i), step -> i == 0 ? never : 0)).toList());
    Expr better = ofOwner ? graph.less(otherwise, amount) : graph.less(amount, otherwise);
    Expr decided = graph.decided(paysSomething.map(pays -> graph.and(pays, better)).orElse(better));
    Expr chosen = allowed.map(where -> graph.and(where, decided)).orElse(decided);
    chosenAt.put(stage, chosen);
    deciding.add(by);
    keep(stage);
    events.when(stage, chosen).pay(amount, graph.literal(1.0)).terminate();
    decisions.add(
        new Decision(stage, events.ending(), amount, weight, basis.observables(), basis.functions(), coefficients,
            never));
  }

  private void keep(String stage) {
    Map<Double, Double> numbers = new HashMap<>();
    Map<Double, Double> years = new HashMap<>();
    for (int i = 0; i < times.size(); i++) {
      numbers.put(times.get(i), i + 1.0);
      years.put(times.get(i), times.get(i));
    }
    Expr here = ends(stage);
    builder.update(stage, number, graph.select(here, inputs.atTimes("number of exercise", numbers, 0), number));
    builder.update(stage, time, graph.select(here, inputs.atTimes("exercise at", years, 0), time));
  }
}
