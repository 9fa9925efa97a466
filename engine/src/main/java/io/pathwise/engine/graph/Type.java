package io.pathwise.engine.graph;

/** The type of the value of an expression. */
public enum Type {
  /** An IEEE binary64 number. */
  REAL,
  /** A truth value. */
  BOOL
}
