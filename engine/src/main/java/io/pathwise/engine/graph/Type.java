package io.pathwise.engine.graph;

/** What an expression yields. */
public enum Type {
  /** An IEEE binary64 number. */
  REAL,
  /** A truth value. */
  BOOL
}
