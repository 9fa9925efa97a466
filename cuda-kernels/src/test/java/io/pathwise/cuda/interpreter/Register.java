package io.pathwise.cuda.interpreter;

/**
 * A register that the code uses.
 *
 * @param slot
 *          where its values lie, see {@link Registers}
 */
record Register(String name, PtxType type, int slot) {}
