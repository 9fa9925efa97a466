package io.pathwise.engine.run;

/**
 * The key of the noise that a run uses.
 *
 * @param seed
 *          the user's seed
 * @param purpose
 *          0 for results; pilots and trainings use other numbers, so that their noise is never reused for results
 */
public record NoiseKey(long seed, int purpose) {

  /** The noise of results. */
  public static NoiseKey results(long seed) {
    return new NoiseKey(seed, 0);
  }

  /** The noise of what is learnt from paths before others are simulated. */
  public static NoiseKey training(long seed) {
    return new NoiseKey(seed, 2);
  }
}
