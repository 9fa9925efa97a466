package io.pathwise.greeks;

import io.pathwise.engine.rewrite.Rewrite;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The rewrites that a program undergoes before it is differentiated, in order; none for the program as it is.
 *
 * @param rewrites
 *          values, so that equal rewritings give equal programs
 */
record Rewriting(List<Rewrite> rewrites) {

  /** The program as it is. */
  static final Rewriting NONE = new Rewriting(List.of());

  Rewriting {
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

  /** As in results; empty for none. */
  String label() {
    return rewrites.stream().map(Rewrite::name).collect(Collectors.joining(" + "));
  }

  /** Whether expectations change. */
  boolean biased() {
    return rewrites.stream().anyMatch(Rewrite::biased);
  }
}
