package io.pathwise.greeks.simulation;

import io.pathwise.engine.importance.ImportanceSampling;
import io.pathwise.greeks.estimator.Candidate;
import io.pathwise.greeks.estimator.Estimation;
import io.pathwise.greeks.estimator.Rewriting;
import io.pathwise.greeks.estimator.RewrittenProgram;
import io.pathwise.greeks.estimator.RewrittenPrograms;
import io.pathwise.greeks.estimator.Rule;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.greeks.measure.Target;
import io.pathwise.pricing.program.PricingProgram;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
    return plan(List.of(Estimation.of(new Target(Measure.VALUE, List.of()), new Candidate(rewriting, Rule.MEAN))))
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

  private static List<Job> jobs(RewrittenProgram rewritten, Group group, List<Estimation> choices) {
    return switch (group.candidate().rule()) {
      case MEAN -> throw new IllegalStateException("the mean is no derivative");
      case BUMP -> choices.stream().map(choice -> bump(rewritten, choice)).toList();
      case EXTRAPOLATED -> List.of(differentiated(rewritten, group, choices).combined(new Extrapolation()));
      case PATHWISE, SCORE_FIRST, SCORE_LAST, SCORE_ALL, SCORE_FIRST_OF_PATHWISE, SCORE_ALL_OF_PATHWISE ->
        List.of(differentiated(rewritten, group, choices));
    };
  }

  private static Job differentiated(RewrittenProgram rewritten, Group group, List<Estimation> choices) {
    DerivativeJob job = new DerivativeJob(rewritten, group.candidate(), group.order(), choices);
    // An adjoint goes back through all that is not chosen as well, which need not be finite without variance.
    boolean mayBeAdjoint = group.order() == 1 && job.parameters() > 1 && !rewritten.hasZeroVol();
    return switch (group.candidate().mode()) {
      case TANGENT -> job.byTangents();
      case ADJOINT -> job.byAdjoints();
      case BY_COST -> {
        if (!mayBeAdjoint) {
          yield job.byTangents();
        }
        Job adjoint = job.byAdjoints();
        yield job.parameters() > MOST_TANGENTS ? adjoint : cheaper(adjoint, job.byTangents());
      }
    };
  }

  private static Job cheaper(Job adjoint, Job tangent) {
    return Cost.of(adjoint) <= Cost.of(tangent) ? adjoint : tangent;
  }

  private static Job bump(RewrittenProgram rewritten, Estimation choice) {
    Job.Entry entry = new Job.Entry(choice, choice.candidate().label(), VALUE, List.of());
    return new Job("bump " + choice.target().factors(), rewritten, rewritten.program(),
        Optional.of(Bump.of(rewritten, choice)), List.of(entry));
  }
}
