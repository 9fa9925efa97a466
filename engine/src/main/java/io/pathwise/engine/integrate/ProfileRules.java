package io.pathwise.engine.integrate;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.rewrite.NotApplicableException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;

/** What every operation does to profiles: one table. Whatever leaves the kinds of profile there are is refused. */
final class ProfileRules {

  private final Graph graph;
  private final Signs signs;
  private final Thresholds thresholds;
  private final Average average;

  ProfileRules(Graph graph, Signs signs, Average average) {
    this.graph = graph;
    this.average = average;
    this.signs = signs;
    this.thresholds = new Thresholds(graph, signs);
  }

  Graph graph() {
    return graph;
  }

  Profile apply(Expr.Apply node, List<Profile> x) {
    if (x.stream().allMatch(ProfileRules::isPlain)) {
      Expr rebuilt = graph.apply(node.operation(), x.stream().map(ProfileRules::plain).toArray(Expr[]::new));
      return switch (node.type()) {
        case REAL -> Profile.free(rebuilt);
        case BOOL -> new Profile.Truth(rebuilt);
      };
    }
    return switch (node.operation()) {
      case NEG -> negate(x.get(0));
      case ADD -> add(x.get(0), x.get(1));
      case SUB -> add(x.get(0), negate(x.get(1)));
      case MUL -> multiply(x.get(0), x.get(1), node);
      case FMA -> add(multiply(x.get(0), x.get(1), node), x.get(2));
      case DIV -> divide(x.get(0), x.get(1), node);
      case EXP -> exponential(x.get(0), node);
      case LESS, LESS_EQUAL -> thresholds.less(x.get(0), x.get(1));
      case MIN -> extreme(x.get(0), x.get(1), graph::min, false);
      case MAX -> extreme(x.get(0), x.get(1), graph::max, true);
      case NOT -> not(x.get(0));
      case AND -> and(x.get(0), x.get(1));
      case OR -> not(and(not(x.get(0)), not(x.get(1))));
      case SELECT -> select(x.get(0), x.get(1), x.get(2));
      case ABS, SQRT, LOG, EXPM1, LOG1P, SIN, COS, ERFC, NORMAL_CDF, INVERSE_NORMAL_CDF, FLOOR, POW, EQUAL, NOT_EQUAL,
          FROZEN, DECIDED, PINNED, LIKELIHOOD_RATIO ->
        throw refused(node);
    };
  }

  private static boolean isZero(Expr value) {
    return value instanceof Expr.Literal literal && literal.value() == 0.0;
  }

  private static boolean isPlain(Profile profile) {
    return profile instanceof Profile.Truth || (profile instanceof Profile.Free free && !free.accumulated());
  }

  private static Expr plain(Profile profile) {
    return profile instanceof Profile.Truth truth ? truth.condition() : ((Profile.Free) profile).value();
  }

  private static NotApplicableException refused(Expr.Apply node) {
    return new NotApplicableException("the integral has no closed form at " + node);
  }

  private Profile negate(Profile x) {
    return switch (x) {
      case Profile.Free free -> new Profile.Free(graph.neg(free.value()), free.accumulated());
      case Profile.Affine affine ->
        new Profile.Affine(graph.neg(affine.offset()), affine.slope(), !affine.rising());
      case Profile.Function function -> Profile.negate(graph, function);
      case Profile.Indicator indicator -> Profile.negate(graph, Profile.function(graph, indicator));
      case Profile.Extreme extreme -> new Profile.Extreme(
          extreme.lines().stream().map(line -> (Profile.Affine) negate(line)).toList(), !extreme.smallest());
      case Profile.OfAverage of -> new Profile.OfAverage(graph.neg(of.scale()), graph.neg(of.shift()));
      case Profile.Truth truth -> throw new IllegalStateException("no number: " + truth);
      case Profile.Inside inside -> throw new IllegalStateException("no number: " + inside);
    };
  }

  private Profile add(Profile x, Profile y) {
    if (x instanceof Profile.OfAverage of && y instanceof Profile.Free free && !free.accumulated()) {
      return new Profile.OfAverage(of.scale(), graph.add(of.shift(), free.value()));
    }
    if (x instanceof Profile.Free && y instanceof Profile.OfAverage) {
      return add(y, x);
    }
    if (x instanceof Profile.Extreme extreme && y instanceof Profile.Free) {
      return new Profile.Extreme(extreme.lines().stream().map(line -> (Profile.Affine) addAffine(line, y)).toList(),
          extreme.smallest());
    }
    if (x instanceof Profile.Free && y instanceof Profile.Extreme) {
      return add(y, x);
    }
    if (x instanceof Profile.Affine || y instanceof Profile.Affine) {
      return addAffine(x, y);
    }
    if (x instanceof Profile.Free a && y instanceof Profile.Free b) {
      return new Profile.Free(graph.add(a.value(), b.value()), a.accumulated() || b.accumulated());
    }
    return Profile.sum(graph, Profile.function(graph, x), Profile.function(graph, y));
  }

  private Profile addAffine(Profile x, Profile y) {
    if (x instanceof Profile.Affine a && y instanceof Profile.Affine b) {
      Expr offset = graph.add(a.offset(), b.offset());
      if (a.rising() == b.rising()) {
        return new Profile.Affine(offset, graph.add(a.slope(), b.slope()), a.rising());
      }
      if (a.slope() == b.slope()) {
        return Profile.free(offset);
      }
      throw new NotApplicableException("two lines of opposite slopes are added, so the sign of their sum is not known: "
          + offset);
    }
    Profile.Affine line = (Profile.Affine) (x instanceof Profile.Affine ? x : y);
    Profile other = x instanceof Profile.Affine ? y : x;
    if (other instanceof Profile.Free free && !free.accumulated()) {
      return new Profile.Affine(graph.add(line.offset(), free.value()), line.slope(), line.rising());
    }
    throw new NotApplicableException("something linear in the direction is added to something else: " + line.offset());
  }

  private Profile multiply(Profile x, Profile y, Expr node) {
    if (y instanceof Profile.Free && !(x instanceof Profile.Free)) {
      return multiply(y, x, node);
    }
    if (x instanceof Profile.Free factor) {
      return scale(factor, y, node);
    }
    if (x instanceof Profile.Affine || y instanceof Profile.Affine) {
      throw new NotApplicableException("something linear in the direction is multiplied with something else: " + node);
    }
    Profile.Function a = Profile.function(graph, x);
    Profile.Function b = Profile.function(graph, y);
    if (a.accumulated() || b.accumulated()) {
      throw new NotApplicableException("what has been accumulated is used in a product: " + node);
    }
    return Profile.product(graph, a, b);
  }

  private Profile scale(Profile.Free factor, Profile y, Expr node) {
    boolean accumulated = y instanceof Profile.Free other && other.accumulated();
    if (factor.accumulated() && !(y instanceof Profile.Free other && !other.accumulated())) {
      throw new NotApplicableException("what has been accumulated is used in a product: " + node);
    }
    return switch (y) {
      case Profile.Free free ->
        new Profile.Free(graph.mul(factor.value(), free.value()), factor.accumulated() || accumulated);
      case Profile.Affine line -> scale(factor.value(), line);
      case Profile.Function function -> Profile.scale(graph, function, factor.value());
      case Profile.Indicator indicator ->
        Profile.scale(graph, Profile.function(graph, indicator), factor.value());
      case Profile.OfAverage of -> new Profile.OfAverage(graph.mul(factor.value(), of.scale()),
          of.shift() instanceof Expr.Literal zero && zero.value() == 0.0
              ? zero
              : graph.mul(factor.value(), of.shift()));
      case Profile.Extreme extreme ->
        throw new NotApplicableException("the extreme of lines is multiplied with something else: " + node);
      case Profile.Truth truth -> throw new IllegalStateException("no number: " + truth);
      case Profile.Inside inside -> throw new IllegalStateException("no number: " + inside);
    };
  }

  private Profile scale(Expr factor, Profile.Affine line) {
    Expr offset = graph.mul(factor, line.offset());
    return switch (signs.of(factor)) {
      case POSITIVE -> new Profile.Affine(offset, graph.mul(factor, line.slope()), line.rising());
      case NEGATIVE -> new Profile.Affine(offset, graph.mul(graph.neg(factor), line.slope()), !line.rising());
      case ZERO -> Profile.free(offset);
      case UNKNOWN -> throw new NotApplicableException("the sign of a factor is not known: " + factor);
    };
  }

  private Profile divide(Profile x, Profile y, Expr.Apply node) {
    if (!(y instanceof Profile.Free divisor) || divisor.accumulated()) {
      throw refused(node);
    }
    return switch (x) {
      case Profile.Free free -> new Profile.Free(graph.div(free.value(), divisor.value()), free.accumulated());
      case Profile.Affine line -> scale(graph.div(graph.literal(1.0), divisor.value()), line);
      case Profile.Function function -> new Profile.Function(function.base().over(graph, divisor.value()),
          function.pieces().stream()
              .map(p -> new Profile.Piece(p.region(), p.function().over(graph, divisor.value()), p.alive())).toList(),
          function.accumulated());
      case Profile.Indicator indicator -> divide(Profile.function(graph, indicator), y, node);
      case Profile.Extreme extreme -> throw refused(node);
      case Profile.OfAverage of -> throw refused(node);
      case Profile.Truth truth -> throw new IllegalStateException("no number: " + truth);
      case Profile.Inside inside -> throw new IllegalStateException("no number: " + inside);
    };
  }

  private Profile exponential(Profile x, Expr.Apply node) {
    if (x instanceof Profile.Affine line && line.rising()) {
      return new Profile.Function(new Exponentials(graph.literal(0.0),
          List.of(new Exponentials.Term(graph.literal(1.0), line.offset(), line.slope()))), List.of(), false);
    }
    if (x instanceof Profile.Extreme extreme) {
      return exponential(extreme, node);
    }
    throw refused(node);
  }

  /** Each exponential where its line is the extreme one. */
  private Profile exponential(Profile.Extreme extreme, Expr.Apply node) {
    Profile.Function total = new Profile.Function(Exponentials.constant(graph.literal(0.0)), List.of(), false);
    for (Profile.Affine line : extreme.lines()) {
      Region region = Region.WHOLE;
      for (Profile.Affine other : extreme.lines()) {
        if (!other.equals(line)) {
          region = region.intersect(graph, extreme.smallest()
              ? thresholds.crossing(line, other)
              : thresholds.crossing(other, line));
        }
      }
      total = Profile.sum(graph, total,
          Profile.restrict(graph, Profile.function(graph, exponential(line, node)), region));
    }
    return total;
  }

  private Profile extreme(Profile x, Profile y, BinaryOperator<Expr> ofOffsets, boolean larger) {
    if (x instanceof Profile.OfAverage of && y instanceof Profile.Free floor && !floor.accumulated() && larger) {
      Expr excess = average.excess(new Profile.OfAverage(of.scale(), graph.sub(of.shift(), floor.value())));
      return new Profile.Free(isZero(floor.value()) ? excess : graph.add(excess, floor.value()), true);
    }
    if (x instanceof Profile.Free && y instanceof Profile.OfAverage) {
      return extreme(y, x, ofOffsets, larger);
    }
    if (x instanceof Profile.Affine a && y instanceof Profile.Affine b) {
      if (a.slope() == b.slope() && a.rising() == b.rising()) {
        return new Profile.Affine(ofOffsets.apply(a.offset(), b.offset()), a.slope(), a.rising());
      }
      if (a.rising() == b.rising()) {
        return new Profile.Extreme(List.of(a, b), !larger);
      }
      throw new NotApplicableException("the extreme of two lines is asked for of which one rises and one falls");
    }
    if (x instanceof Profile.Extreme a && y instanceof Profile.Affine b && a.smallest() != larger) {
      List<Profile.Affine> lines = new ArrayList<>(a.lines());
      for (int i = 0; i < lines.size(); i++) {
        Profile.Affine line = lines.get(i);
        if (line.slope() == b.slope() && line.rising() == b.rising()) {
          lines.set(i, new Profile.Affine(ofOffsets.apply(line.offset(), b.offset()), b.slope(), b.rising()));
          return new Profile.Extreme(lines, a.smallest());
        }
      }
      lines.add(b);
      return new Profile.Extreme(lines, a.smallest());
    }
    if (x instanceof Profile.Affine && y instanceof Profile.Extreme) {
      return extreme(y, x, ofOffsets, larger);
    }
    Profile.Function f = Profile.function(graph, x);
    Profile.Function g = Profile.function(graph, y);
    Profile isLess = larger ? thresholds.less(g, f) : thresholds.less(f, g);
    return select(isLess, f, g);
  }

  private Profile not(Profile x) {
    return switch (x) {
      case Profile.Truth truth -> new Profile.Truth(graph.not(truth.condition()));
      case Profile.Inside inside -> new Profile.Inside(inside.region().complement());
      case Profile.Free free -> throw new IllegalStateException("no truth value: " + free);
      case Profile.Affine affine -> throw new IllegalStateException("no truth value: " + affine);
      case Profile.Function function -> throw new IllegalStateException("no truth value: " + function);
      case Profile.Indicator indicator -> throw new IllegalStateException("no truth value: " + indicator);
      case Profile.Extreme extreme -> throw new IllegalStateException("no truth value: " + extreme);
      case Profile.OfAverage of -> throw new IllegalStateException("no truth value: " + of);
    };
  }

  private Profile and(Profile x, Profile y) {
    if (x instanceof Profile.Truth a && y instanceof Profile.Truth b) {
      return new Profile.Truth(graph.and(a.condition(), b.condition()));
    }
    if (x instanceof Profile.Inside a && y instanceof Profile.Inside b) {
      return new Profile.Inside(a.region().intersect(graph, b.region()));
    }
    Profile.Inside inside = (Profile.Inside) (x instanceof Profile.Inside ? x : y);
    Profile.Truth truth = (Profile.Truth) (x instanceof Profile.Inside ? y : x);
    return new Profile.Inside(inside.region().where(graph, truth.condition()));
  }

  private Profile select(Profile condition, Profile x, Profile y) {
    if (condition instanceof Profile.Inside inside) {
      Profile.Function f = Profile.function(graph, x);
      Profile.Function g = Profile.function(graph, y);
      if (f.accumulated() || g.accumulated()) {
        throw new NotApplicableException("a threshold decides on what has been accumulated");
      }
      Profile.Function difference = Profile.sum(graph, f, Profile.negate(graph, g));
      return Profile.sum(graph, g, Profile.restrict(graph, difference, inside.region()));
    }
    Expr truth = plain(condition);
    if (x instanceof Profile.Affine a && y instanceof Profile.Affine b && a.slope() == b.slope()
        && a.rising() == b.rising()) {
      return new Profile.Affine(graph.select(truth, a.offset(), b.offset()), a.slope(), a.rising());
    }
    if (x instanceof Profile.Free a && y instanceof Profile.Free b) {
      return new Profile.Free(graph.select(truth, a.value(), b.value()), a.accumulated() || b.accumulated());
    }
    Expr one = graph.literal(1.0);
    Expr zero = graph.literal(0.0);
    return Profile.sum(graph,
        Profile.scale(graph, Profile.function(graph, x), graph.select(truth, one, zero)),
        Profile.scale(graph, Profile.function(graph, y), graph.select(truth, zero, one)));
  }
}
