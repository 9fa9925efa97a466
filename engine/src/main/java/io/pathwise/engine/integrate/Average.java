package io.pathwise.engine.integrate;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.graph.Traversal;
import io.pathwise.engine.graph.Variability;
import io.pathwise.engine.integrate.Signs.Sign;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.Stage;
import io.pathwise.engine.program.State;
import io.pathwise.engine.program.Sweep;
import io.pathwise.engine.rewrite.NotApplicableException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An option on a sum S(Z) = Σ c exp(a + bZ) over the steps of a path, with positive c and b: (scale · S + shift)⁺. What
 * the sum of the program begins with is part of the shift. The threshold z*, where S has its target −shift/scale, is
 * searched by Newton steps on log S, each a sweep of its own over the same noise; log S is convex and rises, so from
 * the second step on they come down to z* without passing it. Then the last sweep adds up E[S; Z beyond z*]. S is above
 * a target that is not positive on all paths: then z* is as low as there is, and nothing is searched.
 *
 * <p>
 * The search is frozen but for its last step. That step alone gives dz* = −h_θ/h_z, so that with parameters moved by ε
 * the threshold is off by an order of ε². As the payoff is 0 at the threshold, the expectation is stationary in it and
 * off by the square of that: derivatives up to the third order need no more of z*.
 */
final class Average {

  /** From |z*| ≤ 6 the error squares at every step: below 1e-8 after the fourth, so below 1e-15 after the fifth. */
  private static final int NEWTON_STEPS = 5;

  private final Graph graph;
  private final Signs signs;
  private Expr.@Nullable State sum;
  private @Nullable Expr target;
  /** Whether the target is positive, where that does not follow from signs. */
  private @Nullable Expr searched;
  private @Nullable Expr threshold;
  private boolean above;

  Average(Graph graph, Signs signs) {
    this.graph = graph;
    this.signs = signs;
  }

  boolean isUsed() {
    return threshold != null;
  }

  boolean isOf(Expr.State state) {
    return isUsed() && state == sum;
  }

  /** The sum as it is read by a payoff. */
  Profile read(State declared) {
    Expr.State state = declared.value();
    if (sum != null && sum != state) {
      throw new NotApplicableException("two sums are paid on");
    }
    sum = state;
    return new Profile.OfAverage(graph.literal(1.0), declared.initial());
  }

  /** The sum, with what it begins with in the last sweep: that is part of the shift. */
  State fromZero(State state) {
    return isOf(state.value()) ? new State(state.value(), graph.literal(0.0)) : state;
  }

  /** E[(scale · S + shift)⁺], in terms of the sum beyond the threshold. */
  Expr excess(Profile.OfAverage of) {
    if (of.scale().variability().or(of.shift().variability()).compareTo(Variability.PARAMETER) > 0) {
      throw new NotApplicableException("the strike of an average is not the same on all paths and steps");
    }
    Sign scale = signs.of(of.scale());
    if (scale != Sign.POSITIVE && scale != Sign.NEGATIVE) {
      throw new NotApplicableException("whether a payoff rises with its average is not known");
    }
    Expr level = graph.neg(graph.div(of.shift(), of.scale()));
    if (target != null && (target != level || above != (scale == Sign.POSITIVE))) {
      throw new NotApplicableException("two strikes of one average");
    }
    if (target == null) {
      target = level;
      above = scale == Sign.POSITIVE;
      searched = signs.of(of.shift()) == scale.negated()
          ? null
          : graph.less(graph.literal(0.0), graph.frozen(level));
      threshold = graph.newState("threshold");
    }
    Expr z = Objects.requireNonNull(threshold);
    Expr probability = graph.normalCdf(above ? graph.neg(z) : z);
    return graph.fma(of.scale(), Objects.requireNonNull(sum), graph.mul(of.shift(), probability));
  }

  /** The next value of the sum beyond the threshold. */
  Expr summed(Expr.State state, Profile next) {
    Expr z = Objects.requireNonNull(threshold);
    Region region = above ? Region.above(Bound.at(graph, z)) : Region.below(Bound.at(graph, z));
    Exponentials terms = terms(state, next);
    return graph.add(state, Integral.of(graph,
        new Profile.Function(Exponentials.constant(graph.literal(0.0)),
            List.of(new Profile.Piece(region, terms, false)),
            false)));
  }

  private Exponentials terms(Expr.State state, Profile next) {
    if (!(next instanceof Profile.Function function) || !function.pieces().isEmpty()
        || function.base().constant() != state) {
      throw new NotApplicableException("a sum is changed otherwise than by adding to it: " + state.name());
    }
    for (Exponentials.Term term : function.base().terms()) {
      if (signs.of(term.coefficient()) != Sign.POSITIVE) {
        throw new NotApplicableException("the weights of a sum have different signs, so it may cross a level twice");
      }
    }
    return new Exponentials(graph.literal(0.0), function.base().terms());
  }

  /**
   * The sweeps that search the threshold, and the last one behind them.
   *
   * @throws NotApplicableException
   *           if something is paid on the sum while it still grows: the threshold is that of the whole sum
   */
  List<Sweep> withSearch(Sweep last, List<Map<Expr.State, Profile>> profiles, Inputs inputs) {
    checkComplete(last.stages(), inputs);
    List<Sweep> sweeps = new ArrayList<>();
    Expr z = graph.literal(0.0);
    for (int k = 1; k <= NEWTON_STEPS; k++) {
      z = newton(sweeps, k, k == NEWTON_STEPS ? graph.frozen(z) : z, last, profiles);
      z = k < NEWTON_STEPS ? graph.frozen(z) : z;
    }
    List<State> states = new ArrayList<>(last.states());
    Expr found = searched == null ? z : graph.select(searched, z, graph.literal(-Bound.FARTHEST));
    states.add(new State((Expr.State) Objects.requireNonNull(threshold), found));
    sweeps.add(new Sweep(last.direction(), states, last.stages()));
    return sweeps;
  }

  private void checkComplete(List<Stage> stages, Inputs inputs) {
    boolean paid = false;
    for (int step = 0; step < inputs.steps(); step++) {
      for (Stage stage : stages) {
        if (stage.schedule() == null || inputs.schedule(stage.schedule())[step]) {
          paid |= stage.updates().entrySet().stream()
              .anyMatch(update -> update.getKey() != sum && readsThreshold(update.getValue()));
          if (paid && stage.updates().containsKey(Objects.requireNonNull(sum))) {
            throw new NotApplicableException("a sum is paid on while it still grows: " + sum);
          }
        }
      }
    }
  }

  private boolean readsThreshold(Expr value) {
    return Traversal.reachable(List.of(value)).contains(Objects.requireNonNull(threshold));
  }

  /** Adds a sweep that evaluates the sum and its slope at a point; the result is the next point. */
  private Expr newton(List<Sweep> sweeps, int number, Expr start, Sweep last, List<Map<Expr.State, Profile>> profiles) {
    Expr.State averaged = Objects.requireNonNull(sum);
    Map<Expr, Expr> renamed = new HashMap<>();
    List<State> states = new ArrayList<>();
    for (State state : last.states()) {
      if (state.value() != averaged) {
        Expr.State copy = graph.newState(state.value().name() + " at " + number);
        renamed.put(state.value(), copy);
        states.add(new State(copy, state.initial()));
      }
    }
    Expr.State point = graph.newState("point " + number);
    Expr.State value = graph.newState("sum at " + number);
    Expr.State slope = graph.newState("slope of the sum at " + number);
    states.add(new State(point, start));
    states.add(new State(value, graph.literal(0.0)));
    states.add(new State(slope, graph.literal(0.0)));
    List<Stage> stages = new ArrayList<>();
    for (int s = 0; s < profiles.size(); s++) {
      Stage stage = last.stages().get(s);
      Map<Expr.State, Expr> updates = new LinkedHashMap<>();
      for (Map.Entry<Expr.State, Expr> update : stage.updates().entrySet()) {
        if (update.getKey() != averaged && !readsThreshold(update.getValue())) {
          updates.put((Expr.State) Objects.requireNonNull(renamed.get(update.getKey())),
              rebuilt(update.getValue(), renamed));
        }
      }
      Profile added = profiles.get(s).get(averaged);
      if (added != null) {
        Expr total = value;
        Expr rise = slope;
        for (Exponentials.Term term : terms(averaged, added).terms()) {
          Expr exponential = rebuilt(graph.mul(term.coefficient(),
              graph.exp(graph.fma(term.slope(), point, term.offset()))), renamed);
          total = graph.add(total, exponential);
          rise = graph.fma(exponential, rebuilt(term.slope(), renamed), rise);
        }
        updates.put(value, total);
        updates.put(slope, rise);
      }
      stages.add(new Stage(stage.name() + " at " + number, stage.schedule(), updates, List.of()));
    }
    sweeps.add(new Sweep(last.direction(), states, stages));
    Expr miss = graph.sub(graph.log(value), graph.log(searchedTarget()));
    Expr next = graph.sub(point, graph.mul(miss, graph.div(value, slope)));
    return clamped(next);
  }

  /** The target, or a number that has a logarithm where nothing is searched. */
  private Expr searchedTarget() {
    Expr level = Objects.requireNonNull(target);
    return searched == null ? level : graph.select(searched, level, graph.literal(1.0));
  }

  private Expr clamped(Expr z) {
    Expr far = graph.literal(Bound.FARTHEST);
    Expr near = graph.literal(-Bound.FARTHEST);
    Expr notAbove = graph.select(graph.less(graph.frozen(z), far), z, far);
    return graph.select(graph.less(near, graph.frozen(z)), notAbove, near);
  }

  private Expr rebuilt(Expr root, Map<Expr, Expr> renamed) {
    return Objects.requireNonNull(
        Traversal.rebuild(graph, List.of(root), Traversal.replacing(renamed::get)).get(root));
  }
}
