package io.pathwise.benchmarks.validation;

import io.pathwise.greeks.measure.Measure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What the observations of a run amount to. Numbers of one trade share their noise and depend on each other, so every
 * χ² test takes at most one number of each trade: per measure, per kind of product, and over all, the numbers taking
 * turns. Start with {@link #of}.
 *
 * @param families
 *          the tests
 * @param failures
 *          what is wrong, for people; empty when all is well
 * @param text
 *          the table
 */
record Verdict(List<Family> families, List<String> failures, String text) {

  /** A single z-score beyond this is wrong: 1 in 147 000. */
  static final double LARGEST_Z = 4.5;
  /** The chance that a correct engine fails any of the tests over families, divided among them. */
  private static final double FALSE_ALARM = 1e-3;
  private static final int FEWEST_IN_FAMILY = 5;

  static Verdict of(List<Observation> observations, List<String> withoutNumber) {
    List<String> failures = new ArrayList<>(withoutNumber);
    List<Observation> scored = new ArrayList<>();
    int exact = 0;
    for (Observation observation : observations) {
      if (observation.isRounding()) {
        exact++;
        if (!observation.isExact()) {
          failures.add("without error but wrong: " + describe(observation));
        }
      } else if (!observation.isUnbiased()) {
        failures.add("biased estimator chosen: " + describe(observation));
      } else {
        scored.add(observation);
        if (!(Math.abs(observation.z()) < LARGEST_Z)) {
          failures.add("z-score: " + describe(observation));
        }
      }
    }
    List<Family> families = families(scored);
    double threshold = FALSE_ALARM / (2.0 * families.size());
    StringBuilder text = new StringBuilder(
        String.format(Locale.ROOT, "%-18s %6s %9s %9s %9s %9s%n", "family", "trades", "mean z²", "p(χ²)", "Σz/√n",
            "max |z|"));
    for (Family family : families) {
      double largest = family.zs().stream().mapToDouble(Math::abs).max().orElse(0);
      text.append(String.format(Locale.ROOT, "%-18s %6d %9.3f %9.4f %9.2f %9.2f%n", family.name(), family.zs().size(),
          family.meanSquare(), family.spreadProbability(), family.bias(), largest));
      if (!(family.spreadProbability() >= threshold) || !(family.biasProbability() >= threshold)) {
        failures.add(String.format(Locale.ROOT, "family %s: p(χ²) %.2g, p(bias) %.2g, allowed from %.2g", family.name(),
            family.spreadProbability(), family.biasProbability(), threshold));
      }
    }
    double largest = scored.stream().mapToDouble(observation -> Math.abs(observation.z())).max().orElse(0);
    text.append(String.format(Locale.ROOT,
        "%d numbers with z-scores (largest |z| %.2f, within 1: %.1f %%, within 2: %.1f %%), %d exact numbers%n",
        scored.size(), largest, share(scored, 1), share(scored, 2), exact));
    return new Verdict(families, failures, text.toString());
  }

  /** Normal: 68.3 and 95.4. */
  private static double share(List<Observation> scored, double bound) {
    return 100.0 * scored.stream().filter(observation -> Math.abs(observation.z()) < bound).count() / scored.size();
  }

  static String describe(Observation observation) {
    return String.format(Locale.ROOT, "trade %d (%s) %s %s = %.8g ± %.2g by %s, exact %.8g, z = %.2f",
        observation.trade(), observation.kind(), observation.greek().measure().label(),
        observation.greek().factorText(), observation.greek().value(), observation.greek().standardError(),
        observation.greek().estimator(), observation.exact(), observation.z());
  }

  private static List<Family> families(List<Observation> scored) {
    List<Family> families = new ArrayList<>();
    families.add(onePerTrade("all", scored));
    for (Measure measure : Measure.values()) {
      families.add(onePerTrade(measure.label(),
          scored.stream().filter(observation -> observation.greek().measure() == measure).toList()));
    }
    Map<String, List<Observation>> kinds = scored.stream()
        .collect(Collectors.groupingBy(Observation::kind, TreeMap::new, Collectors.toList()));
    kinds.forEach((kind, list) -> families.add(onePerTrade(kind, list)));
    return families.stream().filter(family -> family.zs().size() >= FEWEST_IN_FAMILY).toList();
  }

  private static Family onePerTrade(String name, List<Observation> observations) {
    Map<Integer, List<Observation>> trades = observations.stream()
        .collect(Collectors.groupingBy(Observation::trade, LinkedHashMap::new, Collectors.toList()));
    List<Double> zs = new ArrayList<>();
    trades.forEach((trade, list) -> zs.add(list.get(trade % list.size()).z()));
    return new Family(name, zs);
  }
}
