package io.pathwise.batch.lab;

import io.pathwise.batch.page.Numbers;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * How much less variance the unbiased estimators of a problem have than the best of the scores, all of which have a
 * baseline. Start with {@link #of}.
 *
 * @param score
 *          the score with the least variance
 * @param row
 *          all unbiased measurements
 */
record Gains(Measurement score, List<Measurement> row) {

  /** Of all measurements of one number. */
  static Gains of(List<Measurement> measurements) {
    List<Measurement> unbiased = measurements.stream().filter(m -> m.hasNumber() && !m.biased()).toList();
    Measurement score = unbiased.stream().filter(m -> m.estimator().startsWith("score"))
        .min(Comparator.comparingDouble(Measurement::variance))
        .orElseThrow(() -> new IllegalArgumentException("no score among the estimators"));
    return new Gains(score, unbiased);
  }

  /** Checks the gain of the best estimator that is no score. */
  void check(Findings findings, String where, double wanted) {
    check(findings, where, "", wanted);
  }

  /** Checks the gain of the best estimator whose name begins so. */
  void check(Findings findings, String where, String prefix, double wanted) {
    Optional<Measurement> best = row.stream()
        .filter(m -> !m.estimator().startsWith("score") && m.estimator().startsWith(prefix))
        .min(Comparator.comparingDouble(Measurement::variance));
    String what = prefix.isEmpty() ? "The best unbiased estimator" : "The estimator " + prefix;
    findings.check(
        what + " has at least " + Numbers.text(wanted) + " times less variance than the score with baseline: " + where,
        best.isPresent() && score.variance() >= wanted * best.get().variance(),
        best.map(m -> Numbers.text(score.variance() / m.variance()) + " times, " + m.estimator() + " against "
            + score.estimator()).orElse("there is none"));
  }
}
