package io.pathwise.engine.cpu;

import java.lang.invoke.MethodHandles;
import java.util.Optional;

/** A line as a loaded class. */
final class Routine {

  /**
   * Operations of a piece. Measured on a European, an Asian and a basket: 60 take up to 1.4 times as long, more than
   * 400 gain nothing.
   */
  private static final int MOST_OPERATIONS = 400;

  private final LineCode code;
  private final int temporaryRows;

  Routine(Line line) {
    this(line, MOST_OPERATIONS);
  }

  /**
   * A routine of pieces that are cut smaller until all methods are small enough.
   *
   * @param mostOperations
   *          of a piece at first
   */
  Routine(Line line, int mostOperations) {
    int most = mostOperations;
    Optional<byte[]> bytes;
    Cut cut;
    do {
      Regions regions = new Regions(line, most);
      cut = new Cut(line, regions, most);
      bytes = LineEmitter.emit(line, regions, cut.pieces());
      most /= 2;
    } while (bytes.isEmpty() && most > 0);
    this.temporaryRows = cut.temporaryRows();
    this.code = load(bytes.orElseThrow(() -> new IllegalStateException("an operation is too large to be compiled")));
  }

  private static LineCode load(byte[] bytes) {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup().defineHiddenClass(bytes, true);
      return (LineCode) lookup.lookupClass().getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("a generated class cannot be used", e);
    }
  }

  LineCode code() {
    return code;
  }

  /** How many rows it needs for temporaries. */
  int temporaryRows() {
    return temporaryRows;
  }
}
