package io.pathwise.engine.run;

/**
 * How noise becomes paths.
 *
 * @param antithetic
 *          whether the paths 2i and 2i + 1 are a pair whose noise is mirrored (normal z and −z, uniform u and 1 − u)
 */
public record Sampling(boolean antithetic) {

  /** Independent paths. */
  public static final Sampling INDEPENDENT = new Sampling(false);

  /** Mirrored pairs. */
  public static final Sampling ANTITHETIC = new Sampling(true);
}
