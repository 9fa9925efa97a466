package io.pathwise.engine.random;

/** The source of the uniform numbers that noises are made of. */
public sealed interface PointSet {

  /** Independent points: {@link Philox} of path and draw. */
  PointSet INDEPENDENT = new Independent();

  /** Independent points: {@link Philox} of path and draw. */
  record Independent() implements PointSet {}

  /**
   * Sobol points with independent random scrambles: draw number d of a path is coordinate d of its point. Draws beyond
   * {@link SobolWords#dimensions()} are independent. The standard error comes from the spread of the randomisations'
   * means, so that it is honest, however regular the points are.
   *
   * @param randomisations
   *          how many, at least {@link #FEWEST}
   */
  record Sobol(int randomisations) implements PointSet {
    /** With fewer the error of the standard error exceeds an eighth. */
    public static final int FEWEST = 32;
    private static final int MOST = 1 << 16;

    /** Checks the number. */
    public Sobol {
      if (randomisations < FEWEST || randomisations > MOST) {
        throw new IllegalArgumentException("the number of randomisations is " + randomisations + ", must be from "
            + FEWEST + " to " + MOST);
      }
    }
  }
}
