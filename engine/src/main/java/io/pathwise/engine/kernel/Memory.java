package io.pathwise.engine.kernel;

/** An array that a kernel reads or writes. */
public enum Memory {
  /** {@code Binding.uniforms()}. */
  UNIFORMS(false),
  /** The columns of all stages, a row a step, see {@link KernelLayout#columns}. */
  COLUMNS(false),
  /** {@code TotalRows.markedRows()}: 0 where a schedule does not hold, else one more than where its totals begin. */
  SCHEDULES(false),
  /** The words of {@code SobolWords}: a row of them for every dimension of the block at hand. */
  SOBOL_WORDS(false),
  /** {@code Reordering.slots()}. */
  SLOTS(false),
  /** The two steps of every rotation. */
  PLANES(false),
  /** The cosine and sine of every rotation, or the entries of a matrix. */
  WEIGHTS(false),
  /** What is kept for backward sweeps, a row a step. */
  TAPE(true),
  /** The noises of all steps where they are reordered, or of one step where they are drawn in a loop. */
  NOISE(true);

  private final boolean perPath;

  Memory(boolean perPath) {
    this.perPath = perPath;
  }

  /** Whether every path has its own, which it may write. */
  public boolean perPath() {
    return perPath;
  }

  /** Whether it holds integers. */
  public boolean holdsIntegers() {
    return switch (this) {
      case SCHEDULES, SOBOL_WORDS, SLOTS, PLANES -> true;
      case UNIFORMS, COLUMNS, WEIGHTS, TAPE, NOISE -> false;
    };
  }
}
