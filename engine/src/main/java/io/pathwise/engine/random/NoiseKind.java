package io.pathwise.engine.random;

/** The law of a noise, which has no parameters. */
public enum NoiseKind {
  /** Standard normal. */
  NORMAL,
  /** Uniform on (0, 1); neither end occurs. */
  UNIFORM
}
