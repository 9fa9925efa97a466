package io.pathwise.greeks.execution;

/** A listener to the progress of an evaluation of several products; called from several threads. */
@FunctionalInterface
public interface EvaluationListener {

  /** The outcome of the product at this place of the list is there; called once for each. */
  void done(int place);

  /**
   * A product has got further.
   *
   * @param share
   *          of what it may take at most, between 0 and 1; rounds of simulation count alike, however many paths they
   *          have
   */
  default void advanced(int place, double share) {}
}
