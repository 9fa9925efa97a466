package io.pathwise.engine.graph;

/** How often the value of an expression changes, from never in a run to on every path and step. */
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
