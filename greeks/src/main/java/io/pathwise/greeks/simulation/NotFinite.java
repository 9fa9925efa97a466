package io.pathwise.greeks.simulation;

import io.pathwise.engine.lower.Binding;
import io.pathwise.engine.program.Inputs;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds out why a simulation gave no finite number. Start with {@link #reason}. */
final class NotFinite {

  /** Squares and exponentials of larger numbers overflow. */
  private static final double LARGE = 1e100;

  private NotFinite() {}

  /** For people, without the estimator's name. */
  static String reason(Job.Entry entry, JobRun job) {
    Optional<String> large = job.binding().map(Binding::inputs).flatMap(NotFinite::large);
    if (large.isPresent()) {
      return "it overflows, as " + large.get();
    }
    return entry.choice().candidate().needsVariance()
        ? "it overflows, or it does not exist because a sample node has no variance (a vol of 0, or a singular"
            + " correlation matrix)"
        : "it overflows";
  }

  private static Optional<String> large(Inputs inputs) {
    Stream<Map.Entry<String, Double>> parameters = inputs.parameters().entrySet().stream();
    Stream<Map.Entry<String, Double>> steps = inputs.stepValues().entrySet().stream()
        .map(entry -> Map.entry(entry.getKey(), Arrays.stream(entry.getValue()).map(Math::abs).max().orElse(0)));
    return Stream.concat(parameters, steps).filter(entry -> !(Math.abs(entry.getValue()) <= LARGE)).findFirst()
        .map(entry -> entry.getKey() + " is " + entry.getValue());
  }
}
