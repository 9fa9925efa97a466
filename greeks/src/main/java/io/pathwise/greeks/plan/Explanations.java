package io.pathwise.greeks.plan;

import io.pathwise.greeks.estimator.Candidate;
import io.pathwise.greeks.measure.Explanation;
import io.pathwise.greeks.measure.Target;
import io.pathwise.greeks.policy.Decision;
import io.pathwise.greeks.policy.PilotMeasurement;
import io.pathwise.greeks.simulation.CompiledJob;
import io.pathwise.greeks.simulation.Cost;
import io.pathwise.greeks.simulation.Job;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Turns a plan into the tables of {@code explain}. */
public final class Explanations {

  private Explanations() {}

  public static Explanation of(Plan plan) {
    Map<Target, Explanation.Row> rows = new LinkedHashMap<>();
    List<Explanation.ProgramText> programs = new ArrayList<>();
    for (CompiledJob prepared : plan.jobs()) {
      Job job = prepared.job();
      double cost = Cost.of(prepared.program(), job);
      for (Job.Entry entry : job.entries()) {
        Target target = entry.choice().target();
        Decision decision = Objects.requireNonNull(plan.decisions().get(target), "no decision");
        rows.put(target, new Explanation.Row(target.measure(), target.factors(), entry.estimator(), decision.reason(),
            decision.chosen().grade(), cost, candidates(decision)));
      }
      programs.add(new Explanation.ProgramText(job.title(), job.reduced().toString()));
    }
    plan.withoutSimulation().forEach((target, number) -> rows.put(target,
        new Explanation.Row(target.measure(), target.factors(), number.estimator(),
            number.message().isEmpty() ? number.reason() : number.message(), "", 0.0, List.of())));
    return new Explanation(plan.targets().stream().map(rows::get).toList(), programs);
  }

  private static List<Explanation.CandidateRow> candidates(Decision decision) {
    Optional<PilotMeasurement> best = decision.table().stream().filter(row -> !row.validity().candidate().biased())
        .flatMap(row -> row.evidence().stream()).filter(PilotMeasurement::conclusive)
        .min(Comparator.comparingDouble(PilotMeasurement::figure).thenComparingDouble(PilotMeasurement::cost));
    return decision.table().stream().map(row -> candidate(row, decision, best)).toList();
  }

  private static Explanation.CandidateRow candidate(Decision.Row row, Decision decision,
      Optional<PilotMeasurement> best) {
    Candidate candidate = row.validity().candidate();
    boolean chosen = row.validity().choice().equals(decision.chosen().choice());
    Optional<PilotMeasurement> seen = row.evidence();
    Optional<PilotMeasurement> compared = candidate.biased() ? best : Optional.empty();
    return new Explanation.CandidateRow(candidate.label(), row.validity().valid(), candidate.biased(), chosen,
        row.validity().reason(), number(seen.map(PilotMeasurement::mean)),
        number(seen.map(PilotMeasurement::variance)),
        number(seen.map(PilotMeasurement::cost)),
        number(seen.filter(PilotMeasurement::conclusive)
            .flatMap(evidence -> best.map(winner -> relative(winner.figure(), evidence.figure())))),
        seen.map(PilotMeasurement::paths).orElse(0L),
        number(seen.flatMap(evidence -> compared.map(truth -> evidence.mean() - truth.mean()))),
        number(seen
            .flatMap(evidence -> compared.map(truth -> Math.sqrt(evidence.squaredError() + truth.squaredError())))));
  }

  private static double number(Optional<Double> number) {
    return number.orElse(Double.NaN);
  }

  /** Numbers without variance are equally efficient up to their cost, which is nothing. */
  private static double relative(double best, double figure) {
    return figure == best ? 1.0 : best / figure;
  }
}
