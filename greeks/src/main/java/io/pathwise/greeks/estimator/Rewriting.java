package io.pathwise.greeks.estimator;

import io.pathwise.engine.importance.ImportanceSampling;
import io.pathwise.engine.rewrite.Rewrite;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The rewrites that a program undergoes before it is differentiated, in order; none for the program as it is.
 *
 * @param rewrites
 *          values, so that equal rewritings give equal programs
 */
public record Rewriting(List<Rewrite> rewrites) {

  /** The program as it is. */
  public static final Rewriting NONE = new Rewriting(List.of());

  public Rewriting {
    rewrites = List.copyOf(rewrites);
  }

  static Rewriting of(Rewrite rewrite) {
    return new Rewriting(List.of(rewrite));
  }

  /** The same behind another rewrite. */
  Rewriting after(Rewrite first) {
    List<Rewrite> all = new ArrayList<>(List.of(first));
    all.addAll(rewrites);
    return new Rewriting(all);
  }

  /** How often the result may be differentiated. */
  int highestOrder() {
    return rewrites.stream().mapToInt(Rewrite::highestOrder).min().orElse(Integer.MAX_VALUE);
  }

  /** As in results; empty for none. */
  String label() {
    return rewrites.stream().map(Rewrite::name).collect(Collectors.joining(" + "));
  }

  /** Whether payoffs are replaced by expectations of them, which also look for the events of one product. */
  public boolean integrates() {
    return !rewrites.stream().allMatch(rewrite -> rewrite instanceof ImportanceSampling);
  }

  /** The rewrite that shifts noise, if there is one. */
  public Optional<ImportanceSampling> importanceSampling() {
    return rewrites.stream().filter(ImportanceSampling.class::isInstance).map(ImportanceSampling.class::cast)
        .findFirst();
  }

  /** Whether expectations change. */
  boolean biased() {
    return rewrites.stream().anyMatch(Rewrite::biased);
  }
}
