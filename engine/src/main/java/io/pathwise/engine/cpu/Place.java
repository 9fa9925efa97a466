package io.pathwise.engine.cpu;

/** Where a value lies while a tile is worked on: in a row, one number a lane, or where it is the same for all lanes. */
sealed interface Place {

  /** A row of the worker's array. */
  record Row(int row) implements Place {}

  /** A row counted from the noises of the current step. */
  record NoiseRow(int number) implements Place {}

  /** A row counted from the tape of the current step. */
  record TapeRow(int index) implements Place {}

  /** A number that is the same for all paths and steps. */
  record Uniform(int index) implements Place {}

  /** A number that is the same for all paths at the current step. */
  record Column(int index) implements Place {}

  /** 64 bits that are the same for all paths, of the current pair of noises. */
  record Word(int index) implements Place {}

  /** Whether there is one number a lane. */
  default boolean hasLanes() {
    return switch (this) {
      case Row row -> true;
      case NoiseRow row -> true;
      case TapeRow row -> true;
      case Uniform uniform -> false;
      case Column column -> false;
      case Word word -> false;
    };
  }
}
