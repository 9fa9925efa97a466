package io.pathwise.benchmarks.validation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.TreeSet;

/**
 * How far simulations in steps are off, by model and measure and by the steps of a year. A number d = value − reference
 * with standard error s, both as shares of the number's natural size, has E d² = bias² + s². The mean square bias is
 * the mean of d² − s² with weights 1/(s² + {@value #FLOOR}²), the root of its own standard error what noise alone would
 * show. The order is log₄ of what the bias falls by from the first to the second of the steps; "over" where noise hides
 * the second. Start with {@link #of}.
 */
final class BiasTable {

  /** Numbers that are known better than this do not count for more. */
  private static final double FLOOR = 1e-3;
  private static final double UNIT = 1e4;
  /** Less than so many times the noise is not seen. */
  private static final double SEEN = 1.5;

  private BiasTable() {}

  /**
   * A bias of a family of numbers.
   *
   * @param root
   *          the root of its mean square
   * @param noise
   *          what noise alone would show
   * @param meanSquare
   *          mean z²
   */
  private record Bias(double root, double noise, double meanSquare) {

    static Bias of(List<Observation> observations) {
      double weights = 0;
      double squares = 0;
      double variances = 0;
      for (Observation observation : observations) {
        double error = observation.greek().standardError() / observation.scale();
        double weight = 1 / (error * error + FLOOR * FLOOR);
        double share = error * observation.z();
        weights += weight;
        squares += weight * (share * share - error * error);
        variances += 2 * Math.pow(weight * error * error, 2);
      }
      return new Bias(Math.sqrt(Math.max(squares, 0) / weights), Math.sqrt(Math.sqrt(variances) / weights),
          observations.stream().mapToDouble(o -> o.z() * o.z()).average().orElse(Double.NaN));
    }

    boolean isSeen() {
      return root > SEEN * noise;
    }
  }

  /** The table of all numbers with errors. */
  static String of(SequencedMap<Integer, List<Observation>> bySteps) {
    if (bySteps.isEmpty()) {
      return "";
    }
    StringBuilder text = new StringBuilder(
        String.format("root mean square bias (what noise alone shows), 1e-4 of the natural size; mean z²%n%-26s %5s",
            "model, measure", "count"));
    bySteps.keySet().forEach(steps -> text.append(String.format(Locale.ROOT, "  %26s", steps + " steps a year")));
    text.append(String.format("  order%n"));
    SequencedMap<String, SequencedMap<Integer, List<Observation>>> families = new LinkedHashMap<>();
    bySteps.forEach((steps, observations) -> observations.stream().filter(observation -> !observation.isRounding())
        .forEach(observation -> families.computeIfAbsent(name(observation), key -> new LinkedHashMap<>())
            .computeIfAbsent(steps, key -> new ArrayList<>()).add(observation)));
    for (String name : new TreeSet<>(families.keySet())) {
      SequencedMap<Integer, List<Observation>> family = Objects.requireNonNull(families.get(name));
      text.append(String.format(Locale.ROOT, "%-26s %5d", name, family.firstEntry().getValue().size()));
      List<Bias> biases = bySteps.keySet().stream().map(steps -> Bias.of(family.getOrDefault(steps, List.of())))
          .toList();
      biases.forEach(bias -> text.append(
          String.format(Locale.ROOT, "  %8.2f (%6.2f) %8.2f", UNIT * bias.root, UNIT * bias.noise, bias.meanSquare)));
      text.append(String.format("  %s%n", order(biases.get(0), biases.get(1))));
    }
    return text.toString();
  }

  private static String name(Observation observation) {
    String option = observation.kind();
    return option.substring(0, option.lastIndexOf(' ')) + " " + observation.greek().measure().label();
  }

  private static String order(Bias first, Bias second) {
    if (!first.isSeen()) {
      return "";
    }
    double order = Math.log(first.root / Math.max(second.root, second.noise)) / Math.log(4);
    return String.format(Locale.ROOT, second.isSeen() ? "%.1f" : "over %.1f", order);
  }
}
