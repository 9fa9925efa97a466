package io.pathwise.engine.cpu;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/** {@link Fold} by vectors; must only be touched where the Vector API is present. */
final class VectorFold {

  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;

  private VectorFold() {}

  /** How many lanes a vector has here. */
  static int lanesOfVector() {
    return SPECIES.length();
  }

  static void fold(double[] rows, int offset, int lanes) {
    int half = lanes / 2;
    for (; half >= SPECIES.length(); half >>= 1) {
      for (int i = offset; i < offset + half; i += SPECIES.length()) {
        DoubleVector.fromArray(SPECIES, rows, i).add(DoubleVector.fromArray(SPECIES, rows, i + half)).intoArray(rows,
            i);
      }
    }
    Fold.scalar(rows, offset, 2 * half);
  }
}
