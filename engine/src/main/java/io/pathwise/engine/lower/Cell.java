package io.pathwise.engine.lower;

/** A place that path code reads an input from or writes an output to. */
public sealed interface Cell {

  /** A number that is the same for all paths and steps of a run (read only). */
  record Uniform(int index) implements Cell {}

  /** A number that is the same for all paths at a step; of the stage's own table (read only). */
  record Column(int index) implements Cell {}

  /** A state of the path. All states of all sweeps are numbered together. */
  record StateCell(int index) implements Cell {}

  /** A noise of the current step (read only). */
  record NoiseCell(int number) implements Cell {}

  /** A value of the current step kept from the forward sweep (written there, read in the backward sweep). */
  record TapeCell(int index) implements Cell {}

  /** A value summed over the block for the current step (write only). */
  record SinkCell(int index) implements Cell {}

  /** A value summed over the block at the end (write only). */
  record SumCell(int index) implements Cell {}
}
