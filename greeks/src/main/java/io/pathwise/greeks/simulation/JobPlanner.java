package io.pathwise.greeks.simulation;

import io.pathwise.pricing.program.PricingProgram;

import io.pathwise.engine.derive.Adjoint;
import io.pathwise.engine.derive.Score;
import io.pathwise.engine.derive.Tangent;
import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.importance.ImportanceSampling;
import io.pathwise.engine.program.Program;
import io.pathwise.greeks.estimator.Candidate;
import io.pathwise.greeks.estimator.Estimation;
import io.pathwise.greeks.estimator.EstimatorChoice;
import io.pathwise.greeks.estimator.Rewriting;
import io.pathwise.greeks.estimator.RewrittenProgram;
import io.pathwise.greeks.estimator.RewrittenPrograms;
import io.pathwise.greeks.estimator.Rule;
import io.pathwise.greeks.estimator.ScoredNodes;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.greeks.measure.Target;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Turns choices into jobs: numbers whose estimators differentiate the same rewritten program by the same rule share one
 * simulation. Start with {@link #plan}.
 */
final class JobPlanner {

  private static final String VALUE = PricingProgram.VALUE;
  private static final String CONTROL = PricingProgram.CONTROL;
  /** More parameters than this, and tangents are not even written to be compared with the adjoint. */
  private static final int MOST_TANGENTS = 16;

  private record Group(Candidate candidate, int order) {}

  private final RewrittenPrograms programs;

  JobPlanner(RewrittenPrograms programs) {
    this.programs = programs;
  }

  List<Job> plan(List<Estimation> choices) {
    Map<Group, List<Estimation>> groups = new LinkedHashMap<>();
    for (Estimation choice : choices) {
      groups.computeIfAbsent(new Group(choice.candidate(), choice.target().order()), key -> new ArrayList<>())
          .add(choice);
    }
    List<Job> jobs = new ArrayList<>();
    groups.forEach((group, list) -> {
      if (group.order() > 0) {
        jobs.addAll(jobs(programs.get(group.candidate().rewriting()), group, list));
      }
    });
    groups.forEach((group, list) -> {
      if (group.order() == 0) {
        addValues(jobs, programs.get(group.candidate().rewriting()), list);
      }
    });
    return jobs.stream().map(JobPlanner::withSharedShifts).toList();
  }

  private static Job withSharedShifts(Job job) {
    Optional<ImportanceSampling> sampling = job.entries().getFirst().choice().candidate().rewriting()
        .importanceSampling();
    return sampling.map(shifts -> job.combined(new SharedShifts(shifts))).orElse(job);
  }

  /** A simulation of a rewritten program for the value alone. */
  Job value(Rewriting rewriting) {
    return plan(
        List.of(new Estimation(new Target(Measure.VALUE, List.of()), new Candidate(rewriting, Rule.MEAN), false)))
        .getFirst();
  }

  /** Lets the value ride on a job whose program has it anyway; all such programs give it the same bits. */
  private static void addValues(List<Job> jobs, RewrittenProgram rewritten, List<Estimation> values) {
    for (Estimation value : values) {
      Job.Entry entry = new Job.Entry(value, value.candidate().label(), VALUE, rewritten.hasControl()
          ? List.of(Control.derivative(CONTROL, List.of()))
          : List.of());
      int host = -1;
      for (int i = 0; i < jobs.size() && host < 0; i++) {
        Job job = jobs.get(i);
        host = job.rewritten() == rewritten && job.combination().isEmpty() ? i : -1;
      }
      if (host < 0) {
        jobs.add(new Job(value.candidate().label(), rewritten, rewritten.program(), Optional.empty(), List.of(entry)));
      } else {
        jobs.set(host, jobs.get(host).with(entry));
      }
    }
  }

  private List<Job> jobs(RewrittenProgram rewritten, Group group, List<Estimation> choices) {
    Rule rule = group.candidate().rule();
    boolean firstOrder = group.order() == 1;
    return switch (rule) {
      case MEAN -> throw new IllegalStateException("the mean is no derivative");
      case BUMP -> choices.stream().map(choice -> bump(rewritten, choice)).toList();
      case PATHWISE -> List.of(firstOrder
          ? first(rewritten, rewritten.program(), choices, rewritten.controls())
          : twice(rewritten, rewritten.program(), choices, rewritten.controls()));
      case EXTRAPOLATED -> {
        Job once = firstOrder
            ? first(rewritten, rewritten.program(), choices, rewritten.controls())
            : twice(rewritten, rewritten.program(), choices, rewritten.controls());
        yield List.of(once.combined(new Extrapolation()));
      }
      case SCORE_FIRST, SCORE_LAST, SCORE_ALL -> {
        Program scored = rewritten.scored(rule.nodes().orElseThrow());
        yield List.of(firstOrder
            ? first(rewritten, scored, choices, List.of(Score.LIKELIHOOD))
            : twice(rewritten, scored, choices, List.of(Score.LIKELIHOOD)));
      }
      case SCORE_FIRST_OF_PATHWISE, SCORE_ALL_OF_PATHWISE ->
        List.of(scoreOfPathwise(rewritten, rule.nodes().orElseThrow(), choices));
    };
  }

  private static Job first(RewrittenProgram rewritten, Program program, List<Estimation> choices,
      List<String> controls) {
    return switch (choices.getFirst().candidate().mode()) {
      case TANGENT -> first(rewritten, program, choices, controls, true);
      case ADJOINT -> first(rewritten, program, choices, controls, false);
      case BY_COST -> {
        int number = parameters(rewritten, choices, 0).size();
        // An adjoint goes back through all that is not chosen as well, which need not be finite without variance.
        if (number == 1 || rewritten.hasZeroVol()) {
          yield first(rewritten, program, choices, controls, true);
        }
        Job adjoint = first(rewritten, program, choices, controls, false);
        yield number > MOST_TANGENTS
            ? adjoint
            : cheaper(adjoint, first(rewritten, program, choices, controls, true));
      }
    };
  }

  private static Job cheaper(Job adjoint, Job tangent) {
    return Cost.of(adjoint) <= Cost.of(tangent) ? adjoint : tangent;
  }

  private static Job first(RewrittenProgram rewritten, Program program, List<Estimation> choices, List<String> controls,
      boolean tangent) {
    List<Expr.Parameter> parameters = parameters(rewritten, choices, 0);
    Map<String, List<Expr.Parameter>> wanted = new LinkedHashMap<>();
    wanted.put(VALUE, parameters);
    controls.forEach(control -> wanted.put(control, parameters));
    Rule rule = choices.getFirst().candidate().rule();
    List<Expr.Parameter> controlled = parameters.stream().filter(p -> rewritten.hasControl(rule, p)).toList();
    if (!controlled.isEmpty()) {
      wanted.put(CONTROL, controlled);
    }
    Program derivative = tangent ? Tangent.differentiate(program, wanted) : Adjoint.differentiate(program, wanted);
    Candidate candidate = choices.getFirst().candidate();
    String name = candidate.equals(new Candidate(Rewriting.NONE, Rule.PATHWISE, candidate.mode()))
        ? (tangent ? EstimatorChoice.PATHWISE_TANGENT : EstimatorChoice.PATHWISE_ADJOINT).label()
        : candidate.label();
    List<Job.Entry> entries = new ArrayList<>();
    for (Estimation choice : choices) {
      Expr.Parameter parameter = parameter(rewritten, choice, 0);
      List<Control> known = new ArrayList<>();
      if (controlled.contains(parameter)) {
        known.add(Control.derivative(Tangent.name(CONTROL, parameter), choice.target().factors()));
      }
      controls.forEach(control -> known.add(Control.score(Tangent.name(control, parameter))));
      entries.add(new Job.Entry(choice, name, Tangent.name(VALUE, parameter), known));
    }
    return new Job(name, rewritten, derivative, Optional.empty(), entries);
  }

  /** Differentiates a program by the first and the result by the second parameter of every choice. */
  private static Job twice(RewrittenProgram rewritten, Program program, List<Estimation> choices,
      List<String> controls) {
    Candidate candidate = choices.getFirst().candidate();
    String name = candidate.rewriting().equals(Rewriting.NONE) && candidate.rule() == Rule.PATHWISE
        ? EstimatorChoice.PATHWISE_TANGENT.label()
        : candidate.label();
    List<Expr.Parameter> outer = parameters(rewritten, choices, 0);
    outer.addAll(parameters(rewritten, choices, 1));
    Map<String, List<Expr.Parameter>> first = new LinkedHashMap<>();
    first.put(VALUE, parameters(rewritten, choices, 0));
    controls.forEach(control -> first.put(control, outer.stream().distinct().toList()));
    List<Expr.Parameter> controlled = choices.stream().filter(choice -> isControlled(rewritten, choice))
        .map(choice -> parameter(rewritten, choice, 0)).distinct().toList();
    if (!controlled.isEmpty()) {
      first.put(CONTROL, controlled);
    }
    Program once = Tangent.differentiate(program, first);
    Map<String, Set<Expr.Parameter>> second = new LinkedHashMap<>();
    List<Job.Entry> entries = new ArrayList<>();
    for (Estimation choice : choices) {
      Expr.Parameter a = parameter(rewritten, choice, 0);
      Expr.Parameter b = parameter(rewritten, choice, 1);
      add(second, Tangent.name(VALUE, a), b);
      List<Control> known = new ArrayList<>();
      if (isControlled(rewritten, choice)) {
        add(second, Tangent.name(CONTROL, a), b);
        known.add(Control.derivative(Tangent.name(Tangent.name(CONTROL, a), b), choice.target().factors()));
      }
      for (String control : controls) {
        add(second, Tangent.name(control, a), b);
        known.add(Control.score(Tangent.name(Tangent.name(control, a), b)));
        known.add(Control.score(Tangent.name(control, a)));
        known.add(Control.score(Tangent.name(control, b)));
      }
      entries.add(new Job.Entry(choice, name, Tangent.name(Tangent.name(VALUE, a), b),
          known.stream().distinct().toList()));
    }
    return new Job(name + ", second order", rewritten, Tangent.differentiate(once, lists(second)), Optional.empty(),
        entries);
  }

  private static Job scoreOfPathwise(RewrittenProgram rewritten, ScoredNodes nodes, List<Estimation> choices) {
    String name = choices.getFirst().candidate().label();
    List<Expr.Parameter> inner = choices.stream().map(choice -> inner(rewritten, choice)).distinct().toList();
    Program scored = RewrittenProgram.score(RewrittenProgram.tangent(rewritten.program(), inner), nodes);
    Map<String, Set<Expr.Parameter>> wanted = new LinkedHashMap<>();
    List<Job.Entry> entries = new ArrayList<>();
    for (Estimation choice : choices) {
      Expr.Parameter outer = outer(rewritten, choice);
      String derivative = Tangent.name(VALUE, inner(rewritten, choice));
      add(wanted, derivative, outer);
      add(wanted, Score.LIKELIHOOD, outer);
      List<Control> known = new ArrayList<>();
      if (isControlled(rewritten, choice)) {
        String control = Tangent.name(CONTROL, inner(rewritten, choice));
        add(wanted, control, outer);
        known.add(Control.derivative(Tangent.name(control, outer), choice.target().factors()));
      }
      known.add(Control.score(Tangent.name(Score.LIKELIHOOD, outer)));
      entries.add(new Job.Entry(choice, name, Tangent.name(derivative, outer), known));
    }
    return new Job(name, rewritten, Tangent.differentiate(scored, lists(wanted)), Optional.empty(), entries);
  }

  private static Job bump(RewrittenProgram rewritten, Estimation choice) {
    Job.Entry entry = new Job.Entry(choice, choice.candidate().label(), VALUE, List.of());
    return new Job("bump " + choice.target().factors(), rewritten, rewritten.program(),
        Optional.of(Bump.of(rewritten, choice)), List.of(entry));
  }

  private static boolean isControlled(RewrittenProgram rewritten, Estimation choice) {
    return rewritten.hasControl(choice.candidate().rule(), inner(rewritten, choice), outer(rewritten, choice));
  }

  private static Expr.Parameter inner(RewrittenProgram rewritten, Estimation choice) {
    return parameter(rewritten, choice, choice.swapped() ? 1 : 0);
  }

  private static Expr.Parameter outer(RewrittenProgram rewritten, Estimation choice) {
    return parameter(rewritten, choice, choice.swapped() ? 0 : 1);
  }

  private static Expr.Parameter parameter(RewrittenProgram rewritten, Estimation choice, int factor) {
    return rewritten.parameter(PricingProgram.parameter(choice.target().factors().get(factor)));
  }

  private static List<Expr.Parameter> parameters(RewrittenProgram rewritten, List<Estimation> choices, int factor) {
    return new ArrayList<>(choices.stream().map(choice -> parameter(rewritten, choice, factor)).distinct().toList());
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
