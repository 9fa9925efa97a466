package io.pathwise.greeks;

import io.pathwise.engine.derive.Smoothness.Grade;
import io.pathwise.engine.derive.Smoothness.Verdict;
import io.pathwise.engine.graph.Expr;
import io.pathwise.pricing.model.PricingProgram;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Chooses the estimator of every number from the structure of the program: pathwise where it is valid, else the score
 * of the fewest nodes that cut every way from the parameter to a threshold, else a bump. A choice of the user's is
 * taken when valid and refused with the reason otherwise. Start with {@link #choose}.
 */
final class Policy {

  /** An estimator was asked for that would be biased or does not exist for the number. */
  static final class RefusedException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
      super(message);
    }
  }

  /** The reason of a choice that the user has made. */
  static final String ASKED = "asked for";

  /** The grade of a payoff that does not depend on a factor. */
  static final String INDEPENDENT = "independent";

  private final Candidates candidates;
  private final Map<Measure, EstimatorChoice> asked;

  Policy(Candidates candidates, Map<Measure, EstimatorChoice> asked) {
    this.candidates = candidates;
    this.asked = asked;
  }

  /**
   * The estimator of a number.
   *
   * @throws RefusedException
   *           when the estimator asked for is not valid, saying why
   */
  Choice choose(Target target) {
    if (target.order() == 0) {
      return new Choice(target, EstimatorChoice.PATHWISE_TANGENT, false, "", "mean of the payoff");
    }
    List<Expr.Parameter> parameters = target.factors().stream()
        .map(factor -> candidates.parameter(PricingProgram.parameter(factor))).toList();
    Verdict verdict = worst(parameters);
    Optional<EstimatorChoice> wanted = Optional.ofNullable(asked.get(target.measure()));
    if (wanted.isPresent()) {
      return forced(target, wanted.get(), parameters, verdict);
    }
    return target.order() == 1 ? first(target, parameters.getFirst(), verdict) : second(target, parameters, verdict);
  }

  private Verdict worst(List<Expr.Parameter> parameters) {
    Verdict a = candidates.value(parameters.getFirst());
    Verdict b = candidates.value(parameters.getLast());
    return a.grade().compareTo(b.grade()) >= 0 ? a : b;
  }

  private Choice first(Target target, Expr.Parameter parameter, Verdict verdict) {
    if (verdict.differentiable()) {
      return choice(target, EstimatorChoice.PATHWISE_ADJOINT, false, verdict,
          "the payoff is " + describe(verdict) + " in it, so the pathwise derivative is unbiased");
    }
    if (candidates.scoredValue(ScoredNodes.FIRST, parameter).differentiable()) {
      return choice(target, EstimatorChoice.SCORE_FIRST, false, verdict,
          describe(verdict) + "; the first nodes cut every way from it to the threshold");
    }
    if (candidates.scoredValue(ScoredNodes.ALL, parameter).differentiable()) {
      return choice(target, EstimatorChoice.SCORE_ALL, false, verdict,
          describe(verdict) + "; only all nodes together cut every way from it to the threshold");
    }
    return choice(target, EstimatorChoice.BUMP, false, verdict,
        describe(verdict) + "; no choice of nodes cuts every way from it to the threshold, so a biased bump is left");
  }

  private Choice second(Target target, List<Expr.Parameter> p, Verdict verdict) {
    Expr.Parameter a = p.getFirst();
    Expr.Parameter b = p.getLast();
    if (verdict.differentiable()) {
      if (candidates.pathwiseDerivative(a, b).differentiable()) {
        return choice(target, EstimatorChoice.PATHWISE_TANGENT, false, verdict,
            "the pathwise derivative is itself continuous, so it is differentiated pathwise again");
      }
      for (ScoredNodes nodes : List.of(ScoredNodes.FIRST, ScoredNodes.ALL)) {
        EstimatorChoice estimator = nodes == ScoredNodes.FIRST
            ? EstimatorChoice.SCORE_FIRST_OF_PATHWISE
            : EstimatorChoice.SCORE_ALL_OF_PATHWISE;
        if (candidates.scoredDerivative(nodes, a, b).differentiable()) {
          return choice(target, estimator, false, verdict, scoredDerivative(verdict, nodes));
        }
        if (candidates.scoredDerivative(nodes, b, a).differentiable()) {
          return choice(target, estimator, true, verdict, scoredDerivative(verdict, nodes));
        }
      }
    }
    for (ScoredNodes nodes : List.of(ScoredNodes.FIRST, ScoredNodes.ALL)) {
      if (twiceScored(nodes, a, b)) {
        return choice(target, nodes == ScoredNodes.FIRST ? EstimatorChoice.SCORE_FIRST : EstimatorChoice.SCORE_ALL,
            false, verdict, describe(verdict) + "; the score of " + name(nodes) + " nodes is differentiated twice");
      }
    }
    return choice(target, EstimatorChoice.BUMP, false, verdict, describe(verdict)
        + "; no choice of nodes cuts every way from the factors to the threshold, so a biased bump is left");
  }

  private boolean twiceScored(ScoredNodes nodes, Expr.Parameter a, Expr.Parameter b) {
    return candidates.scoredValue(nodes, a).differentiable()
        && candidates.derivativeOfScored(nodes, a, b).differentiable();
  }

  private Choice forced(Target target, EstimatorChoice wanted, List<Expr.Parameter> p, Verdict verdict) {
    Expr.Parameter a = p.getFirst();
    Expr.Parameter b = p.getLast();
    boolean firstOrder = target.order() == 1;
    boolean swapped = false;
    boolean valid = switch (wanted) {
      case PATHWISE_TANGENT ->
        verdict.differentiable() && (firstOrder || candidates.pathwiseDerivative(a, b).differentiable());
      case PATHWISE_ADJOINT -> firstOrder && verdict.differentiable();
      case SCORE_FIRST -> scoreIsValid(ScoredNodes.FIRST, a, b, firstOrder);
      case SCORE_LAST -> scoreIsValid(ScoredNodes.LAST, a, b, firstOrder);
      case SCORE_ALL -> scoreIsValid(ScoredNodes.ALL, a, b, firstOrder);
      case SCORE_FIRST_OF_PATHWISE, SCORE_ALL_OF_PATHWISE -> {
        ScoredNodes nodes = wanted == EstimatorChoice.SCORE_FIRST_OF_PATHWISE ? ScoredNodes.FIRST : ScoredNodes.ALL;
        boolean straight = !firstOrder && candidates.value(a).differentiable()
            && candidates.scoredDerivative(nodes, a, b).differentiable();
        swapped = !straight;
        yield straight || (!firstOrder && candidates.value(b).differentiable()
            && candidates.scoredDerivative(nodes, b, a).differentiable());
      }
      case BUMP -> true;
    };
    if (!valid) {
      throw new RefusedException(refusal(target, wanted, verdict, firstOrder));
    }
    return choice(target, wanted, swapped, verdict, ASKED);
  }

  private boolean scoreIsValid(ScoredNodes nodes, Expr.Parameter a, Expr.Parameter b, boolean firstOrder) {
    return firstOrder ? candidates.scoredValue(nodes, a).differentiable() : twiceScored(nodes, a, b);
  }

  private static String refusal(Target target, EstimatorChoice wanted, Verdict verdict, boolean firstOrder) {
    boolean wrongOrder = firstOrder
        ? wanted == EstimatorChoice.SCORE_FIRST_OF_PATHWISE || wanted == EstimatorChoice.SCORE_ALL_OF_PATHWISE
        : wanted == EstimatorChoice.PATHWISE_ADJOINT;
    String start = wanted.label() + " is refused for " + target.measure().label() + ": ";
    if (wrongOrder) {
      return start + "it is an estimator of " + (firstOrder ? "second" : "first") + " order";
    }
    String threshold = verdict.cause().map(cause -> " at " + cause).orElse("");
    return start + switch (wanted) {
      case PATHWISE_TANGENT, PATHWISE_ADJOINT -> verdict.differentiable()
          ? "the first derivative jumps, so differentiating it pathwise would leave out the jumps and be biased"
          : "the payoff jumps" + threshold + ", so its pathwise derivative would leave out the jump and be biased";
      case SCORE_FIRST, SCORE_LAST, SCORE_ALL, SCORE_FIRST_OF_PATHWISE, SCORE_ALL_OF_PATHWISE ->
        "the scored nodes do not cut every way from " + target.factors() + " to the threshold" + threshold;
      case BUMP -> "a bump is always possible";
    };
  }

  private static String scoredDerivative(Verdict verdict, ScoredNodes nodes) {
    return "the payoff is " + describe(verdict)
        + ", so its pathwise derivative jumps and is differentiated by the score "
        + "of " + name(nodes) + " nodes";
  }

  private static String name(ScoredNodes nodes) {
    return switch (nodes) {
      case FIRST -> "the first";
      case LAST -> "the last";
      case ALL -> "all";
    };
  }

  private static Choice choice(Target target, EstimatorChoice estimator, boolean swapped, Verdict verdict,
      String reason) {
    return new Choice(target, estimator, swapped, gradeText(verdict.grade()), reason);
  }

  private static String gradeText(Grade grade) {
    return switch (grade) {
      case INDEPENDENT -> INDEPENDENT;
      case SMOOTH -> "C1";
      case LIPSCHITZ -> "Lipschitz";
      case DISCONTINUOUS -> "discontinuous";
    };
  }

  private static String describe(Verdict verdict) {
    return switch (verdict.grade()) {
      case INDEPENDENT -> "independent of it";
      case SMOOTH -> "C1";
      case LIPSCHITZ -> "Lipschitz";
      case DISCONTINUOUS -> "discontinuous" + verdict.cause().map(cause -> " at " + cause).orElse("");
    };
  }
}
