package io.pathwise.cuda.ptx;

/** Named registers of the entry {@code paths}; all other registers have numbers. */
final class PathRegisters {

  /** The number of the thread in its block, 32 bits. */
  static final String THREAD = "%thread";
  /** The number of the block of paths in this launch, 32 bits. */
  static final String BLOCK = "%block";
  /** The number of the path. */
  static final String PATH = "%path";
  /** How many steps there are, 32 bits. */
  static final String STEPS = "%steps";
  /** The current step or rank, 32 bits. */
  static final String STEP = "%step";
  /** Counts the steps done, 32 bits. */
  static final String COUNT = "%count";
  /** The key of the noise. */
  static final String SEED = "%seed";
  /** The purpose of the noise. */
  static final String PURPOSE = "%purpose";
  /** The pair of draws whose normals are in {@link #CARRIED_EVEN} and {@link #CARRIED_ODD}. */
  static final String CARRIED_PAIR = "%carried_pair";
  /** The even draw of the carried pair. */
  static final String CARRIED_EVEN = "%carried_even";
  /** The odd draw of the carried pair. */
  static final String CARRIED_ODD = "%carried_odd";
  /** Bytes between a thread's values in interleaved memory: 8 times the number of threads of the launch. */
  static final String INTERLEAVE = "%interleave";
  /** This thread's first element of the tape. */
  static final String TAPE = "%tape_of_thread";
  /** This thread's first element of the reordered noise. */
  static final String NOISE = "%noise_of_thread";
  /** The Sobol words of this thread block. */
  static final String WORDS = "%words_of_block";
  /** Bytes between one row of totals and the next. */
  static final String TOTAL_STRIDE = "%total_stride";
  /** Where the block's total of row 0 goes. */
  static final String TOTALS = "%totals_of_block";

  private PathRegisters() {}

  /** Their declarations. */
  static String declarations() {
    return """
          .reg .b32 %thread, %block, %steps, %step, %count;
          .reg .b64 %path, %seed, %purpose, %carried_pair, %interleave, %tape_of_thread, %noise_of_thread;
          .reg .b64 %words_of_block, %total_stride, %totals_of_block;
          .reg .f64 %carried_even, %carried_odd;
        """;
  }
}
