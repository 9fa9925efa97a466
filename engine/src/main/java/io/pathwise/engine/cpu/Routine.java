package io.pathwise.engine.cpu;

import io.pathwise.engine.code.Code;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.List;

/**
 * A code ready to run on tiles: its pieces as loaded classes. A main piece starts in scalar form and may be replaced by
 * its vector form at any time, also while others are running it; both forms give the same bits.
 */
final class Routine {

  private final RoutinePlan plan;
  private final Tile tile;
  private final List<LoadedPiece> pieces = new ArrayList<>();

  Routine(RoutinePlan plan, Tile tile) {
    this.plan = plan;
    this.tile = tile;
    for (Piece piece : plan.pieces()) {
      pieces.add(new LoadedPiece(plan.code(), piece, tile));
    }
  }

  RoutinePlan plan() {
    return plan;
  }

  /** The pieces that have a vector form. */
  List<LoadedPiece> mainPieces() {
    return pieces.stream().filter(piece -> piece.condition < 0).toList();
  }

  /** Runs all pieces; the parameters are those of {@link TileCode#run}. */
  void run(double[] rows, double[] uniforms, double[] columns, long[] words, long[] rare, int columnBase, int noiseBase,
      int tapeBase, int wordBase) {
    for (int i = 0; i < pieces.size(); i++) {
      LoadedPiece piece = pieces.get(i);
      if (piece.condition < 0 || isMet(rare, piece.condition)) {
        piece.form.run(rows, uniforms, columns, words, rare, columnBase, noiseBase, tapeBase, wordBase);
      }
    }
  }

  private boolean isMet(long[] rare, int condition) {
    long any = 0;
    for (int word = 0; word < tile.words(); word++) {
      any |= rare[condition * tile.words() + word];
    }
    return any != 0;
  }

  /** A piece and the form in which it runs at present. */
  static final class LoadedPiece {
    private final Code code;
    private final Piece piece;
    private final Tile tile;
    private final int condition;
    private volatile TileCode form;
    private volatile boolean vector;

    LoadedPiece(Code code, Piece piece, Tile tile) {
      this.code = code;
      this.piece = piece;
      this.tile = tile;
      this.condition = piece instanceof Piece.Rare rare ? rare.condition() : -1;
      this.form = load(new ScalarForm());
    }

    /** The vector form, not yet in use. */
    TileCode loadVectorForm() {
      return load(new VectorForm());
    }

    /** The form in use. */
    TileCode form() {
      return form;
    }

    /** From now on runs that vector form. */
    void use(TileCode vectorForm) {
      form = vectorForm;
      vector = true;
    }

    /** Whether the vector form is in use. */
    boolean isVector() {
      return vector;
    }

    /** How many operations, loads and stores it has for a lane: a measure of its cost. */
    int size() {
      return switch (piece) {
        case Piece.Main main ->
          main.order().size() + main.loads().size() + main.stores().size() + 2 * main.moves().size();
        case Piece.Rare rare -> rare.order().size();
      };
    }

    private TileCode load(Form newForm) {
      byte[] bytes = PieceEmitter.emit(code, piece, tile, newForm);
      try {
        MethodHandles.Lookup lookup = MethodHandles.lookup().defineHiddenClass(bytes, true);
        return (TileCode) lookup.lookupClass().getDeclaredConstructor().newInstance();
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("generated code was refused", e);
      }
    }
  }
}
