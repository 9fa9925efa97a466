package io.pathwise.greeks;

import io.pathwise.engine.derive.Adjoint;
import io.pathwise.engine.derive.Score;
import io.pathwise.engine.derive.Tangent;
import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.program.Program;
import io.pathwise.pricing.market.RiskFactor;
import io.pathwise.pricing.model.PricingProgram;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Turns choices into jobs: numbers whose estimators differentiate the same program share one simulation. */
final class Planner {

  private static final String VALUE = PricingProgram.VALUE;
  /** More parameters than this, and tangents are not even written to be compared with the adjoint. */
  private static final int MOST_TANGENTS = 16;

  private final Candidates candidates;

  Planner(Candidates candidates) {
    this.candidates = candidates;
  }

  List<Job> plan(List<Choice> choices) {
    Map<EstimatorChoice, List<Choice>> firstOrder = new LinkedHashMap<>();
    Map<EstimatorChoice, List<Choice>> secondOrder = new LinkedHashMap<>();
    List<Choice> values = new ArrayList<>();
    for (Choice choice : choices) {
      switch (choice.target().order()) {
        case 0 -> values.add(choice);
        case 1 -> firstOrder.computeIfAbsent(choice.estimator(), key -> new ArrayList<>()).add(choice);
        default -> secondOrder.computeIfAbsent(choice.estimator(), key -> new ArrayList<>()).add(choice);
      }
    }
    List<Job> jobs = new ArrayList<>();
    firstOrder.forEach((estimator, list) -> jobs.addAll(firstOrder(estimator, list)));
    secondOrder.forEach((estimator, list) -> jobs.addAll(secondOrder(estimator, list)));
    return withValues(jobs, values);
  }

  /** Lets the value ride on a job whose program has it anyway; all such programs give it the same bits. */
  private List<Job> withValues(List<Job> jobs, List<Choice> values) {
    List<Job> all = new ArrayList<>(jobs);
    for (Choice value : values) {
      Job.Entry entry = new Job.Entry(value, "mean", VALUE, List.of());
      int host = -1;
      for (int i = 0; i < all.size() && host < 0; i++) {
        host = all.get(i).program().outputNames().contains(VALUE) && all.get(i).bump().isEmpty() ? i : -1;
      }
      if (host < 0) {
        all.add(job("value", candidates.base(), List.of(entry)));
      } else {
        all.set(host, all.get(host).with(entry));
      }
    }
    return all;
  }

  private List<Job> firstOrder(EstimatorChoice estimator, List<Choice> choices) {
    return switch (estimator) {
      case PATHWISE_TANGENT -> List.of(pathwise(choices, true));
      case PATHWISE_ADJOINT -> pathwiseByCost(choices);
      case SCORE_FIRST -> List.of(score(ScoredNodes.FIRST, estimator, choices));
      case SCORE_LAST -> List.of(score(ScoredNodes.LAST, estimator, choices));
      case SCORE_ALL -> List.of(score(ScoredNodes.ALL, estimator, choices));
      case BUMP -> choices.stream().map(this::bump).toList();
      case SCORE_FIRST_OF_PATHWISE, SCORE_ALL_OF_PATHWISE ->
        throw new IllegalStateException(estimator + " is of second order");
    };
  }

  private List<Job> pathwiseByCost(List<Choice> choices) {
    List<Choice> asked = choices.stream().filter(choice -> choice.reason().equals(Policy.ASKED)).toList();
    List<Choice> free = choices.stream().filter(choice -> !choice.reason().equals(Policy.ASKED)).toList();
    List<Job> jobs = new ArrayList<>();
    if (!asked.isEmpty()) {
      jobs.add(pathwise(asked, false));
    }
    if (!free.isEmpty()) {
      Job adjoint = pathwise(free, false);
      Job tangent = free.size() > MOST_TANGENTS ? adjoint : pathwise(free, true);
      jobs.add(cheaper(adjoint, tangent));
    }
    return jobs;
  }

  private Job cheaper(Job adjoint, Job tangent) {
    return Cost.of(adjoint.reduced(), candidates.inputs()) <= Cost.of(tangent.reduced(), candidates.inputs())
        ? adjoint
        : tangent;
  }

  private Job pathwise(List<Choice> choices, boolean tangent) {
    Map<String, List<Expr.Parameter>> wanted = Map.of(VALUE, parameters(choices, 0));
    Program program = tangent
        ? Tangent.differentiate(candidates.base(), wanted)
        : Adjoint.differentiate(candidates.base(), wanted);
    EstimatorChoice name = tangent ? EstimatorChoice.PATHWISE_TANGENT : EstimatorChoice.PATHWISE_ADJOINT;
    return job(name.label(), program, entries(choices, name.label(), List.of()));
  }

  private Job score(ScoredNodes nodes, EstimatorChoice estimator, List<Choice> choices) {
    List<Expr.Parameter> parameters = parameters(choices, 0);
    Map<String, List<Expr.Parameter>> wanted = new LinkedHashMap<>();
    wanted.put(VALUE, parameters);
    wanted.put(Score.LIKELIHOOD, parameters);
    Program scored = candidates.scored(nodes);
    List<Job.Entry> entries = entries(choices, estimator.label(), List.of(Score.LIKELIHOOD));
    Job adjoint = job(estimator.label(), Adjoint.differentiate(scored, wanted), entries);
    Job tangent = parameters.size() > MOST_TANGENTS
        ? adjoint
        : job(estimator.label(), Tangent.differentiate(scored, wanted), entries);
    return cheaper(adjoint, tangent);
  }

  private List<Job> secondOrder(EstimatorChoice estimator, List<Choice> choices) {
    return switch (estimator) {
      case PATHWISE_TANGENT -> List.of(twice(candidates.base(), estimator, choices, List.of()));
      case SCORE_FIRST -> List.of(twiceScored(ScoredNodes.FIRST, estimator, choices));
      case SCORE_LAST -> List.of(twiceScored(ScoredNodes.LAST, estimator, choices));
      case SCORE_ALL -> List.of(twiceScored(ScoredNodes.ALL, estimator, choices));
      case SCORE_FIRST_OF_PATHWISE -> List.of(scoreOfPathwise(ScoredNodes.FIRST, estimator, choices));
      case SCORE_ALL_OF_PATHWISE -> List.of(scoreOfPathwise(ScoredNodes.ALL, estimator, choices));
      case BUMP -> choices.stream().map(this::bump).toList();
      case PATHWISE_ADJOINT -> throw new IllegalStateException(estimator + " is of first order");
    };
  }

  private Job twiceScored(ScoredNodes nodes, EstimatorChoice estimator, List<Choice> choices) {
    return twice(candidates.scored(nodes), estimator, choices, List.of(Score.LIKELIHOOD));
  }

  /** Differentiates a program by the first and the result by the second parameter of every choice. */
  private Job twice(Program program, EstimatorChoice estimator, List<Choice> choices, List<String> controls) {
    List<Expr.Parameter> outer = parameters(choices, 0);
    outer.addAll(parameters(choices, 1));
    Map<String, List<Expr.Parameter>> first = new LinkedHashMap<>();
    first.put(VALUE, parameters(choices, 0));
    controls.forEach(control -> first.put(control, outer.stream().distinct().toList()));
    Program once = Tangent.differentiate(program, first);
    Map<String, Set<Expr.Parameter>> second = new LinkedHashMap<>();
    List<Job.Entry> entries = new ArrayList<>();
    for (Choice choice : choices) {
      Expr.Parameter a = parameter(choice, 0);
      Expr.Parameter b = parameter(choice, 1);
      add(second, Tangent.name(VALUE, a), b);
      List<String> zeroMean = new ArrayList<>();
      for (String control : controls) {
        add(second, Tangent.name(control, a), b);
        zeroMean.add(Tangent.name(Tangent.name(control, a), b));
        zeroMean.add(Tangent.name(control, a));
        zeroMean.add(Tangent.name(control, b));
      }
      entries.add(new Job.Entry(choice, estimator.label(), Tangent.name(Tangent.name(VALUE, a), b),
          zeroMean.stream().distinct().toList()));
    }
    return job(estimator.label() + ", second order", Tangent.differentiate(once, lists(second)), entries);
  }

  private Job scoreOfPathwise(ScoredNodes nodes, EstimatorChoice estimator, List<Choice> choices) {
    List<Expr.Parameter> inner = choices.stream().map(this::inner).distinct().toList();
    Program scored = Score.transform(Candidates.tangent(candidates.base(), inner), nodes.mask());
    Map<String, Set<Expr.Parameter>> wanted = new LinkedHashMap<>();
    List<Job.Entry> entries = new ArrayList<>();
    for (Choice choice : choices) {
      Expr.Parameter outer = outer(choice);
      String derivative = Tangent.name(VALUE, inner(choice));
      add(wanted, derivative, outer);
      add(wanted, Score.LIKELIHOOD, outer);
      entries.add(new Job.Entry(choice, estimator.label(), Tangent.name(derivative, outer),
          List.of(Tangent.name(Score.LIKELIHOOD, outer))));
    }
    return job(estimator.label(), Tangent.differentiate(scored, lists(wanted)), entries);
  }

  private Job bump(Choice choice) {
    Job.Entry entry = new Job.Entry(choice, EstimatorChoice.BUMP.label(), VALUE, List.of());
    return new Job("bump " + choice.target().factors(), candidates.base(), Optional.of(Bump.of(candidates, choice)),
        List.of(entry));
  }

  private List<Job.Entry> entries(List<Choice> choices, String estimator, List<String> controls) {
    List<Job.Entry> entries = new ArrayList<>();
    for (Choice choice : choices) {
      Expr.Parameter parameter = parameter(choice, 0);
      entries.add(new Job.Entry(choice, estimator, Tangent.name(VALUE, parameter),
          controls.stream().map(control -> Tangent.name(control, parameter)).toList()));
    }
    return entries;
  }

  private Job job(String title, Program program, List<Job.Entry> entries) {
    return new Job(title, program, Optional.empty(), entries);
  }

  private Expr.Parameter inner(Choice choice) {
    return parameter(choice, choice.swapped() ? 1 : 0);
  }

  private Expr.Parameter outer(Choice choice) {
    return parameter(choice, choice.swapped() ? 0 : 1);
  }

  private Expr.Parameter parameter(Choice choice, int factor) {
    RiskFactor riskFactor = choice.target().factors().get(factor);
    return candidates.parameter(PricingProgram.parameter(riskFactor));
  }

  private List<Expr.Parameter> parameters(List<Choice> choices, int factor) {
    return new ArrayList<>(choices.stream().map(choice -> parameter(choice, factor)).distinct().toList());
  }

  private static void add(Map<String, Set<Expr.Parameter>> wanted, String output, Expr.Parameter parameter) {
    wanted.computeIfAbsent(output, key -> new LinkedHashSet<>()).add(parameter);
  }

  private static Map<String, List<Expr.Parameter>> lists(Map<String, Set<Expr.Parameter>> wanted) {
    Map<String, List<Expr.Parameter>> lists = new LinkedHashMap<>();
    wanted.forEach((output, parameters) -> lists.put(output, List.copyOf(parameters)));
    return lists;
  }
}
