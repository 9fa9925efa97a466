package io.pathwise.cuda.ptx;

import io.pathwise.engine.kernel.KernelLayout;
import io.pathwise.engine.lower.TotalRows;
import java.util.Locale;

/** The arguments that both entries of a kernel take, in this order, as far as {@link KernelArguments} says they do. */
public enum Argument {
  /** How many steps there are. */
  STEPS("u32"),
  /** How many blocks of paths this launch has. */
  BLOCKS("u32"),
  /** The number of the first of them. */
  FIRST_BLOCK("u64"),
  /** The key of the noise. */
  SEED("u64"),
  /** Which use of the noise; sign-extended. */
  PURPOSE("u64"),
  /**
   * Sums over blocks, f64, entry row · blocks + block: rows as in {@link TotalRows}.
   */
  TOTALS("u64"),
  /** The outputs of the blocks, f64, entry block · outputs + output. */
  RESULTS("u64"),
  /** Numbers that change from step to step, f64, a row for every step: see {@link KernelLayout#columnOffset}. */
  COLUMNS("u64"),
  /** See {@link TotalRows#markedRows}, u32. */
  SCHEDULES("u64"),
  /** Coefficients of sinks, f64, a row for every step. */
  COEFFICIENTS("u64"),
  /** Room for the values kept for the backward sweep, f64, entry (step · tape size + cell) · threads + thread. */
  TAPE("u64"),
  /** Room for reordered noise, f64, entry (step · used noises + noise) · threads + thread. */
  NOISE("u64"),
  /** How many draws have Sobol points. */
  DIMENSIONS("u32"),
  /** Direction numbers, u32, entry dimension · 32 + bit. */
  DIRECTIONS("u64"),
  /** How many randomisations there are. */
  RANDOMISATIONS("u64"),
  /** Room for Sobol words, u32, entry (thread block · dimensions + dimension) · words + word. */
  WORDS("u64"),
  /** How many rotations reorder the noise, or how many of the ordered normals a matrix transforms. */
  REORDERED("u32"),
  /** For every rank the step in whose place it is put, u32. */
  SLOTS("u64"),
  /** The two steps of every rotation, u32. */
  PLANES("u64"),
  /** Cosine and sine of every rotation, or the rows of the matrix, f64. */
  WEIGHTS("u64"),
  /** What is the same on all paths and steps, f64; where there are few, they are arguments of their own instead. */
  UNIFORMS("u64");

  private final String type;

  Argument(String type) {
    this.type = type;
  }

  /** Its PTX type without the dot: u32, or u64 for numbers and addresses. */
  public String type() {
    return type;
  }

  /** Its name in PTX text. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
