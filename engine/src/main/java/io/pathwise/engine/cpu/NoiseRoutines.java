package io.pathwise.engine.cpu;

import io.pathwise.engine.code.Code;
import io.pathwise.engine.cpu.NoisePair.Shape;
import io.pathwise.engine.random.NoiseKind;
import io.pathwise.engine.random.ReorderingCode;
import io.pathwise.engine.random.Reorderings;
import io.pathwise.engine.random.SobolCode;
import io.pathwise.engine.random.SobolWords;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The routines that make and reorder noise, each made once and shared by all kernels of a backend. Those that reorder
 * address two sets of rows: the one that changes like noises, the other like a tape. Thread-safe.
 */
final class NoiseRoutines {

  /** The most terms that are added to a scalar product in one go. */
  static final int MOST_TERMS = 8;

  private record SobolShape(NoiseKind kind, boolean antithetic) {}

  private record ProductShape(int length, boolean first) {}

  private final Tile tile;
  private final Consumer<Routine> whenMade;
  private final ConcurrentHashMap<Shape, NoisePair> pairs = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<SobolShape, Routine> coordinates = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<ProductShape, Routine> products = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<String, Routine> rotations = new ConcurrentHashMap<>();
  private final Reorderings reorderings = new Reorderings();

  /**
   * No routines yet.
   *
   * @param whenMade
   *          what is done to every new one
   */
  NoiseRoutines(Tile tile, Consumer<Routine> whenMade) {
    this.tile = tile;
    this.whenMade = whenMade;
  }

  /** The latest reorderings. */
  Reorderings reorderings() {
    return reorderings;
  }

  /** A pair of noises from Philox. */
  NoisePair pair(Shape shape) {
    return pairs.computeIfAbsent(shape, missing -> {
      NoisePair pair = new NoisePair(missing, tile);
      whenMade.accept(pair.routine());
      return pair;
    });
  }

  /** A noise from Sobol points. */
  Routine sobol(NoiseKind kind, boolean antithetic) {
    return coordinates.computeIfAbsent(new SobolShape(kind, antithetic), missing -> {
      List<Place> sources = new ArrayList<>();
      sources.add(new Place.Row(NoisePair.PATH_ROW));
      for (int word = 0; word < SobolWords.COUNT; word++) {
        sources.add(new Place.Word(word));
      }
      Code code = SobolCode.build(missing.kind, missing.antithetic);
      return routine(code, sources, List.of(new Place.NoiseRow(0)));
    });
  }

  /** A rotation of a noise row and a tape row by the cosine and sine in two columns. */
  Routine rotation() {
    return rotations.computeIfAbsent("rotation", missing -> routine(ReorderingCode.rotation(),
        List.of(new Place.NoiseRow(0), new Place.TapeRow(0), new Place.Column(0), new Place.Column(1)),
        List.of(new Place.NoiseRow(0), new Place.TapeRow(0))));
  }

  /**
   * A scalar product of columns with as many tape rows, added to a noise row.
   *
   * @param length
   *          how many, at most {@link #MOST_TERMS}
   * @param first
   *          whether it replaces the noise row instead
   */
  Routine product(int length, boolean first) {
    return products.computeIfAbsent(new ProductShape(length, first), missing -> {
      List<Place> sources = new ArrayList<>();
      if (!missing.first) {
        sources.add(new Place.NoiseRow(0));
      }
      for (int i = 0; i < missing.length; i++) {
        sources.add(new Place.Column(i));
      }
      for (int i = 0; i < missing.length; i++) {
        sources.add(new Place.TapeRow(i));
      }
      return routine(ReorderingCode.product(missing.length, missing.first), sources, List.of(new Place.NoiseRow(0)));
    });
  }

  private Routine routine(Code code, List<Place> sources, List<Place> targets) {
    RoutinePlan plan = RoutinePlan.of(code, sources, targets, NoisePair.FIRST_TEMPORARY);
    if (plan.rowsEnd() > CompiledProgram.NOISE_ROWS || plan.conditions() > NoisePair.MOST_CONDITIONS) {
      throw new IllegalStateException("a noise routine needs too many rows or conditions");
    }
    Routine routine = new Routine(plan, tile);
    whenMade.accept(routine);
    return routine;
  }
}
