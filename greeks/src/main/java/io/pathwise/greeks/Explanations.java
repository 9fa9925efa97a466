package io.pathwise.greeks;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Turns a plan into the tables of {@code explain}. */
final class Explanations {

  private Explanations() {}

  static Explanation of(Plan plan) {
    Map<Target, Explanation.Row> rows = new LinkedHashMap<>();
    List<Explanation.ProgramText> programs = new ArrayList<>();
    for (Prepared prepared : plan.jobs()) {
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
    Optional<Evidence> best = decision.table().stream().filter(row -> !row.appraisal().candidate().biased())
        .flatMap(row -> row.evidence().stream()).filter(Evidence::conclusive)
        .min(Comparator.comparingDouble(Evidence::figure).thenComparingDouble(Evidence::cost));
    return decision.table().stream().map(row -> candidate(row, decision, best)).toList();
  }

  private static Explanation.CandidateRow candidate(Decision.Row row, Decision decision, Optional<Evidence> best) {
    Candidate candidate = row.appraisal().candidate();
    boolean chosen = row.appraisal().choice().equals(decision.chosen().choice());
    Optional<Evidence> seen = row.evidence();
    Optional<Evidence> compared = candidate.biased() ? best : Optional.empty();
    return new Explanation.CandidateRow(candidate.label(), row.appraisal().valid(), candidate.biased(), chosen,
        row.appraisal().reason(), number(seen.map(Evidence::mean)), number(seen.map(Evidence::variance)),
        number(seen.map(Evidence::cost)),
        number(seen.filter(Evidence::conclusive)
            .flatMap(evidence -> best.map(winner -> relative(winner.figure(), evidence.figure())))),
        seen.map(Evidence::paths).orElse(0L),
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
