package io.pathwise.engine.integrate;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.graph.Operation;
import io.pathwise.engine.integrate.Signs.Sign;
import io.pathwise.engine.rewrite.NotApplicableException;
import java.util.List;

/** Where in Z one profile is less than another. */
final class Thresholds {

  private final Graph graph;
  private final Signs signs;

  Thresholds(Graph graph, Signs signs) {
    this.graph = graph;
    this.signs = signs;
  }

  /** The region, or the truth value, of x &lt; y. */
  Profile less(Profile x, Profile y) {
    if (x instanceof Profile.Indicator indicator && y instanceof Profile.Free free) {
      return compare(indicator, free, true);
    }
    if (x instanceof Profile.Free free && y instanceof Profile.Indicator indicator) {
      return compare(indicator, free, false);
    }
    if (x instanceof Profile.Extreme extreme && y instanceof Profile.Free) {
      return all(extreme.lines().stream().map(line -> less(line, y)).toList(), !extreme.smallest());
    }
    if (x instanceof Profile.Free && y instanceof Profile.Extreme extreme) {
      return all(extreme.lines().stream().map(line -> less(x, line)).toList(), extreme.smallest());
    }
    if (x instanceof Profile.Affine a && y instanceof Profile.Affine b) {
      if (a.slope() == b.slope() && a.rising() == b.rising()) {
        return new Profile.Truth(graph.less(a.offset(), b.offset()));
      }
      if (a.rising() == b.rising()) {
        throw new NotApplicableException("two lines are compared of which it is not known which is the steeper");
      }
      Expr slope = graph.add(a.slope(), b.slope());
      return b.rising()
          ? above(new Bound(a.offset(), b.offset(), slope))
          : below(new Bound(b.offset(), a.offset(), slope));
    }
    if (x instanceof Profile.Free level && y instanceof Profile.Affine line && !level.accumulated()) {
      return line.rising()
          ? above(new Bound(level.value(), line.offset(), line.slope()))
          : below(new Bound(line.offset(), level.value(), line.slope()));
    }
    if (x instanceof Profile.Affine line && y instanceof Profile.Free level && !level.accumulated()) {
      return line.rising()
          ? below(new Bound(level.value(), line.offset(), line.slope()))
          : above(new Bound(line.offset(), level.value(), line.slope()));
    }
    Profile.Function difference = Profile.sum(graph, Profile.function(graph, y),
        Profile.negate(graph, Profile.function(graph, x)));
    if (!difference.pieces().isEmpty() || difference.accumulated()) {
      throw new NotApplicableException("a payoff in pieces is compared with another");
    }
    return positive(difference.base());
  }

  /** Where all of several conditions hold, or any. */
  private Profile all(List<Profile> conditions, boolean all) {
    Region region = Region.WHOLE;
    for (Profile condition : conditions) {
      Region one = ((Profile.Inside) condition).region();
      region = region.intersect(graph, all ? one : one.complement());
    }
    return new Profile.Inside(all ? region : region.complement());
  }

  /**
   * Where one line is below another of which it is not known which is the steeper. Which one it is decides on the side
   * only; nothing jumps where they change roles, for then they meet infinitely far out.
   */
  Region crossing(Profile.Affine low, Profile.Affine high) {
    Expr zero = graph.literal(0.0);
    Expr far = graph.literal(Bound.FARTHEST);
    Expr near = graph.literal(-Bound.FARTHEST);
    Expr slope = low.rising() ? graph.sub(high.slope(), low.slope()) : graph.sub(low.slope(), high.slope());
    Expr isUp = graph.less(zero, graph.frozen(slope));
    Expr isFlat = graph.apply(Operation.EQUAL, zero, graph.frozen(slope));
    Expr safe = graph.select(isFlat, graph.literal(1.0), slope);
    Expr threshold = new Bound(low.offset(), high.offset(), safe).threshold(graph);
    Expr isBelow = graph.less(graph.frozen(low.offset()), graph.frozen(high.offset()));
    Expr ifNotUp = graph.select(isFlat, graph.select(isBelow, far, near), threshold);
    return new Region(Bound.at(graph, graph.select(isUp, threshold, near)),
        Bound.at(graph, graph.select(isUp, far, ifNotUp)));
  }

  private static Profile above(Bound bound) {
    return new Profile.Inside(Region.above(bound));
  }

  private static Profile below(Bound bound) {
    return new Profile.Inside(Region.below(bound));
  }

  private Profile compare(Profile.Indicator indicator, Profile.Free level, boolean indicatorIsLess) {
    if (!(indicator.outside() instanceof Expr.Literal out && level.value() instanceof Expr.Literal other)) {
      throw new NotApplicableException("a state that tells what has happened is compared with " + level.value());
    }
    boolean outside = indicatorIsLess ? out.value() < other.value() : other.value() < out.value();
    Expr inside = indicatorIsLess ? graph.less(indicator.inside(), other) : graph.less(other, indicator.inside());
    if (inside instanceof Expr.Truth known) {
      if (known.value() == outside) {
        return new Profile.Truth(known);
      }
      return new Profile.Inside(outside ? indicator.region().complement() : indicator.region());
    }
    return new Profile.Inside(outside
        ? indicator.region().where(graph, graph.not(inside)).complement()
        : indicator.region().where(graph, inside));
  }

  /** Where k + exp(slope · Z) Σ coefficient · exp(offset) is positive, all coefficients of one sign. */
  private Profile positive(Exponentials function) {
    List<Exponentials.Term> terms = function.terms();
    Expr slope = terms.getFirst().slope();
    Sign sign = Sign.ZERO;
    for (Exponentials.Term term : terms) {
      sign = sign.plus(signs.of(term.coefficient()));
      if (term.slope() != slope) {
        throw new NotApplicableException("exponentials of different slopes are compared with a level");
      }
    }
    Sign constant = signs.of(function.constant());
    return switch (sign) {
      case POSITIVE -> switch (constant) {
        case NEGATIVE -> above(bound(graph.neg(function.constant()), terms, false));
        case ZERO, POSITIVE -> new Profile.Truth(graph.truth(true));
        case UNKNOWN -> throw unknown(function.constant());
      };
      case NEGATIVE -> switch (constant) {
        case POSITIVE -> below(bound(function.constant(), terms, true));
        case ZERO, NEGATIVE -> new Profile.Truth(graph.truth(false));
        case UNKNOWN -> throw unknown(function.constant());
      };
      case ZERO, UNKNOWN ->
        throw new NotApplicableException("the weights of a sum have different signs, so it may cross a level twice");
    };
  }

  private static NotApplicableException unknown(Expr constant) {
    return new NotApplicableException("the sign of a level is not known: " + constant);
  }

  private Bound bound(Expr level, List<Exponentials.Term> terms, boolean negated) {
    Expr slope = terms.getFirst().slope();
    if (terms.size() == 1) {
      Exponentials.Term term = terms.getFirst();
      Expr coefficient = negated ? graph.neg(term.coefficient()) : term.coefficient();
      return new Bound(graph.log(graph.div(level, coefficient)), term.offset(), slope);
    }
    Expr total = graph.literal(0.0);
    for (Exponentials.Term term : terms) {
      Expr coefficient = negated ? graph.neg(term.coefficient()) : term.coefficient();
      total = graph.fma(coefficient, graph.exp(term.offset()), total);
    }
    return new Bound(graph.log(level), graph.log(total), slope);
  }
}
