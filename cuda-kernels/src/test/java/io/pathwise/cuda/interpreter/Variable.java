package io.pathwise.cuda.interpreter;

/**
 * A variable in memory.
 *
 * @param offset
 *          where it starts in its space: the address, for shared and local memory; the place among the arguments, for a
 *          parameter
 */
record Variable(String name, Space space, long offset, int bytes) {}
