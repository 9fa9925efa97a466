package io.pathwise.greeks.sharing;

/**
 * The conditions under which several jobs run as one.
 *
 * @param leastGain
 *          by how much the primitive operations have to become fewer, as a ratio. What is saved is the noise mostly,
 *          which is the fastest part; what is left works on more states than the processor has near
 * @param operationsPerCompiledOne
 *          the primitive operations that could be done in the time in which one is compiled
 */
public record SharingTerms(double leastGain, double operationsPerCompiledOne) {

  /** With smaller numbers the portfolio of docs/batch.md took longer than without sharing. */
  public static final SharingTerms MEASURED = new SharingTerms(1.5, 2e6);

  /** Whatever saves anything. */
  public static final SharingTerms ALWAYS = new SharingTerms(1, 0);
}
