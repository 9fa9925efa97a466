package io.pathwise.engine.graph;

/** How often an expression has to be evaluated, from once and for all to once per path and step. */
public enum Variability {
  /** The same in every run. */
  LITERAL,
  /** Depends on parameters: once per run. */
  PARAMETER,
  /** Depends on per-step values: once per run and step. */
  STEP,
  /** Depends on noise or states: once per path and step. */
  PATH;

  /** The larger of two. */
  public Variability or(Variability other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
