package io.pathwise.engine.integrate;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.rewrite.NotApplicableException;
import java.util.ArrayList;
import java.util.List;

/**
 * How an expression depends on the coordinate Z ~ Normal(0, 1) along the direction that is integrated out. Everything
 * that a profile is made of is the same for all Z.
 */
sealed interface Profile {

  /** Of a product: more take longer to write out than an integral can save. */
  int MOST_TERMS = 1000;

  /**
   * A number that does not depend on Z, or the expectation over Z of what has been accumulated so far.
   *
   * @param value
   *          the number
   * @param accumulated
   *          whether it is such an expectation, which may be used linearly only
   */
  record Free(Expr value, boolean accumulated) implements Profile {}

  /** offset ± slope · Z with a positive slope; plus if rising. */
  record Affine(Expr offset, Expr slope, boolean rising) implements Profile {}

  /**
   * The smallest, or the largest, of lines with different slopes that all rise or all fall.
   *
   * @param lines
   *          at least two
   */
  record Extreme(List<Affine> lines, boolean smallest) implements Profile {
    public Extreme {
      lines = List.copyOf(lines);
    }
  }

  /**
   * scale · S + shift, with S the sum over steps of exponentials of Z that {@link Average} follows.
   *
   * @param scale
   *          the same for all Z
   * @param shift
   *          the same for all Z
   */
  record OfAverage(Expr scale, Expr shift) implements Profile {}

  /**
   * base + Σ over pieces of (piece inside its region, else 0).
   *
   * @param accumulated
   *          whether the base contains expectations of what has been accumulated so far
   */
  record Function(Exponentials base, List<Piece> pieces, boolean accumulated) implements Profile {
    public Function {
      pieces = List.copyOf(pieces);
    }

    /** How many constants and exponentials it is made of. */
    int size() {
      return base.size() + pieces.stream().mapToInt(piece -> piece.function().size()).sum();
    }
  }

  /**
   * A function inside a region.
   *
   * @param alive
   *          whether the region lies in that of an {@link Indicator}
   */
  record Piece(Region region, Exponentials function, boolean alive) {}

  /** A state that has one value inside a region and another outside. */
  record Indicator(Expr inside, Expr outside, Region region) implements Profile {}

  /** A truth value that does not depend on Z. */
  record Truth(Expr condition) implements Profile {}

  /** The truth value of Z lying in a region. */
  record Inside(Region region) implements Profile {}

  /** A number that does not depend on Z. */
  static Free free(Expr value) {
    return new Free(value, false);
  }

  /** The profile as a function, which truth values and straight lines are not. */
  static Function function(Graph graph, Profile profile) {
    return switch (profile) {
      case Free free -> new Function(Exponentials.constant(free.value()), List.of(), free.accumulated());
      case Function function -> function;
      case Indicator indicator -> function(graph, indicator);
      case Affine affine -> throw new NotApplicableException("something linear in the direction is paid: "
          + affine.offset());
      case Extreme extreme -> throw new NotApplicableException("the extreme of lines is paid");
      case OfAverage average ->
        throw new NotApplicableException("a sum of prices is used in a way that has no closed form");
      case Truth truth -> throw new IllegalStateException("a truth value is no function: " + truth);
      case Inside inside -> throw new IllegalStateException("a truth value is no function: " + inside);
    };
  }

  /** What is nothing inside is written as what it is outside, so that rare events are no differences of sure ones. */
  private static Function function(Graph graph, Indicator indicator) {
    boolean nothingInside = indicator.inside() instanceof Expr.Literal inside && inside.value() == 0.0;
    boolean oneEnd = (indicator.region().lower() == null) != (indicator.region().upper() == null);
    return nothingInside && oneEnd
        ? new Function(Exponentials.constant(graph.literal(0.0)), List
            .of(new Piece(indicator.region().complement(), Exponentials.constant(indicator.outside()), true)), false)
        : new Function(Exponentials.constant(indicator.outside()), List.of(new Piece(indicator.region(),
            Exponentials.constant(graph.sub(indicator.inside(), indicator.outside())), true)), false);
  }

  /** The part of a function inside a region. */
  static Function restrict(Graph graph, Function function, Region region) {
    List<Piece> pieces = new ArrayList<>();
    if (!function.base().isZero()) {
      pieces.add(new Piece(region, function.base(), false));
    }
    for (Piece piece : function.pieces()) {
      pieces.add(new Piece(piece.region().intersect(graph, region), piece.function(), piece.alive()));
    }
    return new Function(Exponentials.constant(graph.literal(0.0)), pieces, false);
  }

  /** The sum of two functions. */
  static Function sum(Graph graph, Function a, Function b) {
    List<Piece> pieces = new ArrayList<>(a.pieces());
    for (Piece piece : b.pieces()) {
      int same = -1;
      for (int i = 0; i < pieces.size() && same < 0; i++) {
        same = pieces.get(i).region().equals(piece.region()) && pieces.get(i).alive() == piece.alive() ? i : -1;
      }
      if (same < 0) {
        pieces.add(piece);
      } else {
        Exponentials total = pieces.get(same).function().plus(graph, piece.function());
        pieces.set(same, new Piece(piece.region(), total, piece.alive()));
      }
    }
    return new Function(a.base().plus(graph, b.base()), pieces, a.accumulated() || b.accumulated());
  }

  /** The product of two functions, unless powers upon powers of sums would be written out. */
  static Function product(Graph graph, Function a, Function b) {
    if ((long) a.size() * b.size() > MOST_TERMS) {
      throw new NotApplicableException("a product of sums has more than " + MOST_TERMS + " terms");
    }
    List<Piece> pieces = new ArrayList<>();
    if (!a.base().isZero()) {
      b.pieces().forEach(p -> pieces.add(new Piece(p.region(), a.base().times(graph, p.function()), p.alive())));
    }
    if (!b.base().isZero()) {
      a.pieces().forEach(p -> pieces.add(new Piece(p.region(), p.function().times(graph, b.base()), p.alive())));
    }
    for (Piece p : a.pieces()) {
      for (Piece q : b.pieces()) {
        pieces.add(new Piece(p.region().intersect(graph, q.region()), p.function().times(graph, q.function()),
            p.alive() || q.alive()));
      }
    }
    Exponentials base = a.base().isZero() || b.base().isZero()
        ? Exponentials.constant(graph.literal(0.0))
        : a.base().times(graph, b.base());
    return new Function(base, pieces.stream().filter(piece -> !piece.function().isZero()).toList(), false);
  }

  /** The function with every coefficient multiplied by a number. */
  static Function scale(Graph graph, Function function, Expr factor) {
    return new Function(function.base().times(graph, factor),
        function.pieces().stream()
            .map(p -> new Piece(p.region(), p.function().times(graph, factor), p.alive())).toList(),
        function.accumulated());
  }

  /** The negated function. */
  static Function negate(Graph graph, Function function) {
    return new Function(function.base().negated(graph), function.pieces().stream()
        .map(p -> new Piece(p.region(), p.function().negated(graph), p.alive())).toList(), function.accumulated());
  }
}
