package io.pathwise.cuda.ptx;

/** Named registers of the entry {@code paths} that are no variables of its kernel. */
final class PathRegisters {

  /** The number of the thread in its block, 32 bits. */
  static final String THREAD = "%thread";
  /** The number of the block of paths in this launch, 32 bits. */
  static final String BLOCK = "%block";
  /** The number of the path. */
  static final String PATH = "%path";
  /** The key of the noise. */
  static final String SEED = "%seed";
  /** The purpose of the noise. */
  static final String PURPOSE = "%purpose";
  /** Bytes between a thread's values in interleaved memory: 8 times the number of threads of the launch. */
  static final String INTERLEAVE = "%interleave";
  /** This thread's first element of the tape. */
  static final String TAPE = "%tape_of_thread";
  /** This thread's first element of the noise that is kept. */
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
          .reg .b32 %thread, %block;
          .reg .b64 %path, %seed, %purpose, %interleave, %tape_of_thread, %noise_of_thread;
          .reg .b64 %words_of_block, %total_stride, %totals_of_block;
        """;
  }
}
