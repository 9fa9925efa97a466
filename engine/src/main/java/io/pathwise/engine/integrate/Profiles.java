package io.pathwise.engine.integrate;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.graph.Operation;
import io.pathwise.engine.graph.Traversal;
import io.pathwise.engine.rewrite.NotApplicableException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Works out the profiles of expressions from those of their leaves, by {@link ProfileRules}. */
final class Profiles {

  private final ProfileRules rules;
  private final Function<Expr, @Nullable Profile> leaf;
  private final BiFunction<Expr.Apply, Profile.Inside, Profile> side;
  private final Map<Expr, Profile> known = new HashMap<>();

  /**
   * With given leaves.
   *
   * @param average
   *          what is paid on an average
   * @param leaf
   *          the profile of a state, sample or noise; null if it does not depend on Z
   */
  Profiles(Graph graph, Signs signs, Average average, Function<Expr, @Nullable Profile> leaf) {
    this(graph, signs, average, leaf, (comparison, inside) -> inside);
  }

  /**
   * With given sides of thresholds.
   *
   * @param side
   *          what becomes of a comparison that holds in a region of Z
   */
  Profiles(Graph graph, Signs signs, Average average, Function<Expr, @Nullable Profile> leaf,
      BiFunction<Expr.Apply, Profile.Inside, Profile> side) {
    this.rules = new ProfileRules(graph, signs, average);
    this.leaf = leaf;
    this.side = side;
  }

  Profile of(Expr root) {
    for (Expr node : Traversal.reachable(List.of(root))) {
      if (!known.containsKey(node)) {
        known.put(node, profile(node));
      }
    }
    return find(root);
  }

  private Profile find(Expr node) {
    Profile profile = known.get(node);
    if (profile == null) {
      throw new IllegalStateException("no profile of " + node);
    }
    return profile;
  }

  private Profile profile(Expr node) {
    return switch (node) {
      case Expr.State state -> orFree(state);
      case Expr.Noise noise -> orFree(noise);
      case Expr.Sample sample -> {
        @Nullable
        Profile profile = leaf.apply(sample);
        yield profile == null ? redrawn(sample) : profile;
      }
      case Expr.Truth truth -> new Profile.Truth(truth);
      case Expr.Literal literal -> Profile.free(literal);
      case Expr.Parameter parameter -> Profile.free(parameter);
      case Expr.StepValue value -> Profile.free(value);
      case Expr.Recall recall -> throw new NotApplicableException("integrate before taking the adjoint");
      case Expr.Apply apply -> sided(apply, rules.apply(apply, apply.operands().stream().map(this::find).toList()));
    };
  }

  private Profile sided(Expr.Apply apply, Profile profile) {
    boolean compares = apply.operation() == Operation.LESS || apply.operation() == Operation.LESS_EQUAL;
    return compares && profile instanceof Profile.Inside inside ? side.apply(apply, inside) : profile;
  }

  private Profile orFree(Expr node) {
    @Nullable
    Profile profile = leaf.apply(node);
    return profile == null ? Profile.free(node) : profile;
  }

  private Profile redrawn(Expr.Sample sample) {
    List<Expr> arguments = sample.operands().stream().map(operand -> switch (find(operand)) {
      case Profile.Free free when !free.accumulated() -> free.value();
      case Profile.Free free -> throw moved(sample);
      case Profile.Affine affine -> throw moved(sample);
      case Profile.Function function -> throw moved(sample);
      case Profile.Indicator indicator -> throw moved(sample);
      case Profile.Extreme extreme -> throw moved(sample);
      case Profile.OfAverage average -> throw moved(sample);
      case Profile.Truth truth -> truth.condition();
      case Profile.Inside inside -> throw moved(sample);
    }).toList();
    return Profile.free(arguments.equals(sample.operands())
        ? sample
        : rules.graph().sample(sample.distribution(), arguments, sample.noises()));
  }

  private static NotApplicableException moved(Expr.Sample sample) {
    return new NotApplicableException("the law of a draw moves with the direction that is integrated out: " + sample);
  }
}
