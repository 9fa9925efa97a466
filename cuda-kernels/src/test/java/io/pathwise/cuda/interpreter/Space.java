package io.pathwise.cuda.interpreter;

/** The state spaces that are known. */
enum Space {
  PARAM, GLOBAL, SHARED, LOCAL
}
