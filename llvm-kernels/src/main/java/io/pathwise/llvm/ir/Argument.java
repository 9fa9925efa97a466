package io.pathwise.llvm.ir;

import io.pathwise.engine.kernel.Memory;
import io.pathwise.engine.kernel.Variable;
import java.util.Arrays;
import java.util.List;

/** What a kernel's entry is given beside the range of blocks: eight bytes each, one behind the other, in this order. */
public enum Argument {
  /** {@link Variable#SEED}. */
  SEED,
  /** {@link Variable#PURPOSE}. */
  PURPOSE,
  /** {@link Variable#STEPS}. */
  STEPS,
  /** {@link Variable#DIMENSIONS}. */
  DIMENSIONS,
  /** {@link Variable#REORDERED}. */
  REORDERED,
  /** Address of {@link Memory#UNIFORMS}, doubles. */
  UNIFORMS,
  /** Address of {@link Memory#COLUMNS}, doubles. */
  COLUMNS,
  /** How many rows of totals a block has. */
  ROWS,
  /** Address of {@link Memory#SCHEDULES}, 32-bit integers. */
  SCHEDULES,
  /** Address of {@link Memory#SOBOL_WORDS} of the first block, 64-bit integers; those of the other blocks follow. */
  SOBOL_WORDS,
  /** Address of {@link Memory#SLOTS}, 32-bit integers. */
  SLOTS,
  /** Address of {@link Memory#PLANES}, 32-bit integers. */
  PLANES,
  /** Address of {@link Memory#WEIGHTS}, doubles. */
  WEIGHTS,
  /** Address of {@link Memory#TAPE}, a vector of all lanes for every element. */
  TAPE,
  /** Address of {@link Memory#NOISE}, a vector of all lanes for every element. */
  NOISE,
  /**
   * Address of what the groups of a block have added up, doubles: a number for every total, in
   * {@link TotalRenderer#WIDTH whole vectors}, for one group behind the other.
   */
  PARTIALS,
  /**
   * Address of the totals of the first block, doubles; those of the other blocks follow. Up to
   * {@link TotalRenderer#WIDTH} doubles behind the last are overwritten.
   */
  TOTALS;

  /** How many arguments come before. */
  public int place() {
    return Arrays.asList(values()).indexOf(this);
  }

  /** How many bytes all take. */
  public static long bytes() {
    return (long) values().length * Long.BYTES;
  }

  /** The numbers: those of {@link Variable#INPUTS}, without the path, which differs from lane to lane, come first. */
  static List<Argument> numbers() {
    return List.of(SEED, PURPOSE, STEPS, DIMENSIONS, REORDERED, ROWS);
  }

  /** The address of a memory. */
  static Argument of(Memory memory) {
    return switch (memory) {
      case UNIFORMS -> UNIFORMS;
      case COLUMNS -> COLUMNS;
      case SCHEDULES -> SCHEDULES;
      case SOBOL_WORDS -> SOBOL_WORDS;
      case SLOTS -> SLOTS;
      case PLANES -> PLANES;
      case WEIGHTS -> WEIGHTS;
      case TAPE -> TAPE;
      case NOISE -> NOISE;
    };
  }

  /** The name of the register that holds it. */
  String register() {
    return "%arg." + name();
  }
}
