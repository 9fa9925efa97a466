package io.pathwise.greeks.estimator;

import io.pathwise.engine.derive.Smoothness.Grade;
import io.pathwise.engine.derive.Smoothness.Verdict;
import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.rewrite.NotApplicableException;
import io.pathwise.greeks.estimator.RewrittenProgram.Obstacle;
import io.pathwise.greeks.measure.Target;
import io.pathwise.pricing.market.RiskFactor;
import io.pathwise.pricing.program.PricingProgram;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Decides from the structure of a program which estimators are valid for a number: those that only differentiate what
 * is at most Lipschitz. Start with {@link #validity}.
 */
final class ValidityAnalysis {

  /** Of an expression in a reason. */
  private static final int MOST_CHARACTERS = 80;

  private final RewrittenPrograms programs;

  ValidityAnalysis(RewrittenPrograms programs) {
    this.programs = programs;
  }

  /** The verdict on a candidate for a number. */
  Validity validity(Target target, Candidate candidate) {
    Estimation straight = Estimation.of(target, candidate);
    Verdict original = worst(programs.base(), target);
    String grade = target.order() == 0 ? "" : gradeText(original.grade());
    if (!candidate.rule().fits(target.order())) {
      return refused(straight, "it is an estimator of "
          + (target.order() == 0
              ? "derivatives"
              : candidate.rule().isOfPathwise() ? "second order and above" : "values"),
          grade);
    }
    if (candidate.mode() == Candidate.Mode.ADJOINT && target.order() > 1) {
      return refused(straight, "it is an estimator of first order", grade);
    }
    if (target.order() > candidate.rewriting().highestOrder()) {
      return refused(straight, "its derivatives are right up to the order " + candidate.rewriting().highestOrder(),
          grade);
    }
    try {
      return validity(straight, programs.get(candidate.rewriting()), original, grade);
    } catch (NotApplicableException e) {
      return refused(straight, String.valueOf(e.getMessage()), grade);
    }
  }

  private Validity validity(Estimation choice, RewrittenProgram rewritten, Verdict original, String grade) {
    Target target = choice.target();
    Rule rule = choice.candidate().rule();
    Verdict verdict = worst(rewritten, target);
    if (target.order() == 0) {
      return new Validity(choice, true, choice.candidate().rewriting().equals(Rewriting.NONE)
          ? "mean of the payoff"
          : "mean of the payoff after " + choice.candidate().label(), grade);
    }
    if (rule == Rule.BUMP) {
      return new Validity(choice, true, "a difference quotient is always possible", grade);
    }
    Obstacle found = null;
    for (List<RiskFactor> sequence : sequences(rule, target.factors())) {
      Optional<Obstacle> obstacle = rewritten.obstacle(PricingProgram.VALUE, rule,
          rewritten.parameters(sequence.stream().map(ValidityAnalysis::representative).toList()));
      if (obstacle.isEmpty()) {
        return new Validity(new Estimation(target, choice.candidate(), sequence), true,
            reason(choice.candidate(), target.order(), original, verdict), grade);
      }
      found = obstacle.get();
    }
    return refused(choice, refusal(choice, Objects.requireNonNull(found)), grade);
  }

  /** The orders in which to differentiate that differ in what comes before a score. */
  private static List<List<RiskFactor>> sequences(Rule rule, List<RiskFactor> factors) {
    if (!rule.isOfPathwise()) {
      return List.of(factors);
    }
    return factors.stream().distinct().map(first -> {
      List<RiskFactor> others = new ArrayList<>(factors);
      others.remove(first);
      others.addFirst(first);
      return List.copyOf(others);
    }).toList();
  }

  /** Whether the payoff jumps in a factor of a number. */
  boolean jumps(Target target) {
    return worst(programs.base(), target).grade() == Grade.DISCONTINUOUS;
  }

  /** A rule that scores the same nodes on this grid and comes earlier in the list. */
  Optional<Rule> twin(Rule rule) {
    return Arrays.stream(Rule.values()).takeWhile(other -> other != rule)
        .filter(other -> other.isOfPathwise() == rule.isOfPathwise() && other.nodes().isPresent()
            && rule.nodes().isPresent() && Arrays.equals(mask(other), mask(rule)))
        .findFirst();
  }

  private double[] mask(Rule rule) {
    return programs.base().inputs().stepValue(rule.nodes().orElseThrow().mask());
  }

  /** Each quote of a smile moves the parameters of its model as all of them do, but for constants. */
  private static RiskFactor representative(RiskFactor factor) {
    return factor instanceof RiskFactor.QuotedVol quote ? new RiskFactor.Vol(quote.asset()) : factor;
  }

  private static Verdict worst(RewrittenProgram rewritten, Target target) {
    return target.factors().stream()
        .map(factor -> rewritten.value(rewritten.parameter(PricingProgram.parameter(representative(factor)))))
        .reduce(new Verdict(Grade.INDEPENDENT, Optional.empty()),
            (x, y) -> x.grade().compareTo(y.grade()) >= 0 ? x : y);
  }

  private static Validity refused(Estimation choice, String why, String grade) {
    return new Validity(choice, false, why, grade);
  }

  private static String reason(Candidate candidate, int order, Verdict original, Verdict verdict) {
    String start = candidate.rewriting().equals(Rewriting.NONE)
        ? "the payoff is " + describe(original)
        : "after " + candidate.rewriting().label() + " the payoff is " + describe(verdict);
    String nodes = candidate.rule().nodes().map(ValidityAnalysis::name).orElse("");
    return switch (candidate.rule()) {
      case MEAN -> "mean of the payoff";
      case BUMP -> "a difference quotient is always possible";
      case PATHWISE, EXTRAPOLATED -> order == 1
          ? start + " in it, so the pathwise derivative is unbiased"
          : start + ", and its pathwise derivative is itself continuous, so it is differentiated pathwise again"
              + (order == 2 ? "" : ", " + times(order) + " in all");
      case SCORE_FIRST, SCORE_LAST, SCORE_ALL -> start + (order == 1
          ? "; " + nodes + " nodes cut every way from it to the threshold"
          : "; the score of " + nodes + " nodes is differentiated " + times(order));
      case SCORE_FIRST_OF_PATHWISE, SCORE_ALL_OF_PATHWISE ->
        start + ", its pathwise derivative is differentiated by the score of " + nodes + " nodes"
            + (order == 2 ? "" : " " + times(order - 1));
    };
  }

  private static String times(int number) {
    return number == 2 ? "twice" : number + " times";
  }

  private static String refusal(Estimation choice, Obstacle obstacle) {
    String threshold = obstacle.cause().map(expression -> " at " + brief(expression)).orElse("");
    Candidate candidate = choice.candidate();
    String payoff = candidate.rewriting().equals(Rewriting.NONE)
        ? "the payoff"
        : "the payoff after " + candidate.rewriting().label();
    return switch (candidate.rule()) {
      case MEAN, BUMP -> "";
      case PATHWISE, EXTRAPOLATED -> obstacle.order() == 0
          ? payoff + " jumps" + threshold + ", so its pathwise derivative would leave out the jump and be biased"
          : "the " + (obstacle.order() == 1 ? "first" : "second") + " derivative jumps" + threshold
              + ", so differentiating it pathwise would leave out the jumps and be biased";
      case SCORE_FIRST, SCORE_LAST, SCORE_ALL, SCORE_FIRST_OF_PATHWISE, SCORE_ALL_OF_PATHWISE ->
        "the scored nodes do not cut every way from " + choice.target().factors() + " to the threshold" + threshold;
    };
  }

  /** An expression on one line, without the definitions of what it uses twice. */
  private static String brief(Expr expression) {
    String text = expression.toString();
    String last = text.substring(text.lastIndexOf('\n') + 1);
    return last.length() <= MOST_CHARACTERS ? last : last.substring(0, MOST_CHARACTERS) + "…";
  }

  private static String name(ScoredNodes nodes) {
    return switch (nodes) {
      case FIRST -> "the first";
      case LAST -> "the last";
      case ALL -> "all";
    };
  }

  private static String gradeText(Grade grade) {
    return switch (grade) {
      case INDEPENDENT -> Validity.INDEPENDENT;
      case SMOOTH -> "C1";
      case LIPSCHITZ -> "Lipschitz";
      case DISCONTINUOUS -> "discontinuous";
    };
  }

  private static String describe(Verdict verdict) {
    return verdict.grade() == Grade.INDEPENDENT
        ? "independent of it"
        : gradeText(verdict.grade()) + verdict.cause().map(cause -> " at " + brief(cause)).orElse("");
  }
}
