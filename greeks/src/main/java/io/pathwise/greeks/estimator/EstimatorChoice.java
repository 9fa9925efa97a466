package io.pathwise.greeks.estimator;

import io.pathwise.engine.importance.ImportanceSampling;
import io.pathwise.engine.integrate.Sided;
import io.pathwise.engine.integrate.Survival;
import io.pathwise.engine.integrate.WidestDirection;
import io.pathwise.engine.rewrite.Enumerated;
import io.pathwise.engine.rewrite.IndicatorDensity;
import io.pathwise.engine.rewrite.Kernel;
import io.pathwise.engine.rewrite.Smoothed;
import io.pathwise.engine.rewrite.SoftClip;
import io.pathwise.engine.rewrite.SpreadScore;
import io.pathwise.engine.rewrite.StratifiedCounts;
import io.pathwise.engine.rewrite.Vibrato;
import io.pathwise.pricing.Require;
import io.pathwise.pricing.program.PricingProgram;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The estimators by name. Each is a rewrite of the program, or none, followed by a differentiation; to add one is to
 * add a constant here and its line in {@link #rewriting}. Their order is the structural preference: it decides between
 * candidates that are equally good, and where a pilot saw nothing of what is rare.
 */
public enum EstimatorChoice {
  /** Pathwise by tangents; second order: pathwise twice. */
  PATHWISE_TANGENT("pathwise-tangent", Rule.PATHWISE),
  /** Pathwise by adjoints; first order only. */
  PATHWISE_ADJOINT("pathwise-adjoint", Rule.PATHWISE),
  /** Conditional expectation along the direction of the last state. */
  CONDITIONAL_BRIDGE("conditional-bridge", Parameter.NONE),
  /** Conditional expectation along the first principal component. */
  CONDITIONAL_PRINCIPAL("conditional-principal", Parameter.NONE),
  /** Conditional expectation along the first principal component, in every cell between two thresholds of its own. */
  SIDED("sided", Parameter.NONE),
  /** Conditional expectation step by step, with the next draw on the side where the product survives. */
  SURVIVAL("survival", Parameter.NONE),
  /** Conditional expectation given all but the last draw. */
  CONDITIONAL_LAST("conditional-last", Parameter.NONE),
  /**
   * Noise is drawn where the payoff is and counts with its likelihood ratio; its parameter is how many places there are
   * at most.
   */
  IMPORTANCE_SAMPLING("importance-sampling", Parameter.WHOLE),
  /** Pathwise up to the last step, whose draws are scored; its parameter is the number of antithetic inner pairs. */
  VIBRATO("vibrato", Parameter.WHOLE),
  /** Score of all normal draws, each of a share that leaves nothing pathwise at the next observation. */
  SCORE_SPREAD("score-spread", Parameter.NONE),
  /** The sum over the outcomes of discrete draws; its parameter is how many are enumerated before the rest is drawn. */
  ENUMERATION("enumeration", Parameter.WHOLE),
  /** Strata of the total number of jumps; its parameter is how many totals have a stratum of their own. */
  STRATIFIED_COUNTS("stratified-counts", Parameter.WHOLE),
  /** Second order: score of the first nodes of the pathwise derivative. */
  SCORE_FIRST_OF_PATHWISE("score-first-of-pathwise", Rule.SCORE_FIRST_OF_PATHWISE),
  /** Second order: score of all nodes of the pathwise derivative. */
  SCORE_ALL_OF_PATHWISE("score-all-of-pathwise", Rule.SCORE_ALL_OF_PATHWISE),
  /** Score of the first sample nodes (first step with variance). */
  SCORE_FIRST("score-first", Rule.SCORE_FIRST),
  /** Score of the last sample nodes. */
  SCORE_LAST("score-last", Rule.SCORE_LAST),
  /** Score of all sample nodes. */
  SCORE_ALL("score-all", Rule.SCORE_ALL),
  /** Central differences with common noise: biased. */
  BUMP("bump", Rule.BUMP),
  /** Thresholds blurred by the logistic function; its parameter is the width: biased. */
  SMOOTHED_LOGISTIC("smoothed-logistic", Parameter.POSITIVE),
  /** Thresholds blurred by the normal distribution function; its parameter is the width: biased. */
  SMOOTHED_NORMAL_CDF("smoothed-normal-cdf", Parameter.POSITIVE),
  /** Thresholds replaced by call spreads; its parameter is the width: biased, first order only. */
  SMOOTHED_CALL_SPREAD("smoothed-call-spread", Parameter.POSITIVE),
  /**
   * Smoothed by the normal distribution function at two widths and extrapolated; its parameter is the wider: biased.
   */
  SMOOTHED_RICHARDSON("smoothed-richardson", Parameter.POSITIVE),
  /** The density at thresholds times what jumps there; its parameter is the width: biased, first order only. */
  INDICATOR_DENSITY("indicator-density", Parameter.POSITIVE),
  /** Caps and floors made soft; its parameter is the width in currency: biased. */
  SOFT_CLIP("soft-clip", Parameter.POSITIVE);

  /** Of thresholds, which compare logarithms of prices: two per cent of a price. */
  private static final double THRESHOLD_WIDTH = 0.02;
  /** Of caps and floors. */
  private static final double CLIP_WIDTH = 1.0;

  /** What an estimator's parameter may be. */
  private enum Parameter {
    NONE("has no parameter"), WHOLE("takes a whole number from 1 to 1024"), POSITIVE("takes a positive number");

    private final String rule;

    Parameter(String rule) {
      this.rule = rule;
    }

    boolean allows(double number) {
      return switch (this) {
        case NONE -> false;
        case WHOLE -> number == Math.rint(number) && number >= 1 && number <= 1024;
        case POSITIVE -> number > 0 && number < Double.POSITIVE_INFINITY;
      };
    }
  }

  private final String label;
  private final @Nullable Rule rule;
  private final Parameter parameter;

  EstimatorChoice(String label, Rule rule) {
    this.label = label;
    this.rule = rule;
    this.parameter = Parameter.NONE;
  }

  /** An estimator that rewrites the program. */
  EstimatorChoice(String label, Parameter parameter) {
    this.label = label;
    this.rule = null;
    this.parameter = parameter;
  }

  /** The spelling in files and on the command line. */
  public String label() {
    return label;
  }

  /**
   * The estimator with that spelling.
   *
   * @throws IllegalArgumentException
   *           listing the spellings allowed
   */
  public static EstimatorChoice of(String label) {
    Require.given("label", label);
    return Arrays.stream(values()).filter(choice -> choice.label.equals(label)).findFirst()
        .orElseThrow(() -> new IllegalArgumentException("unknown estimator '" + label + "', allowed: "
            + Arrays.stream(values()).map(EstimatorChoice::label).collect(Collectors.joining(", "))));
  }

  void check(OptionalDouble argument) {
    if (argument.isPresent() && !parameter.allows(argument.getAsDouble())) {
      throw new IllegalArgumentException(label + " " + parameter.rule);
    }
  }

  /** What it does to the program first. */
  public Rewriting rewriting(OptionalDouble argument) {
    return switch (this) {
      case PATHWISE_TANGENT, PATHWISE_ADJOINT, SCORE_FIRST, SCORE_LAST, SCORE_ALL, SCORE_FIRST_OF_PATHWISE,
          SCORE_ALL_OF_PATHWISE, BUMP ->
        Rewriting.NONE;
      case CONDITIONAL_BRIDGE ->
        Rewriting.of(new WidestDirection(WidestDirection.Weights.BRIDGE, PricingProgram.STEP_LENGTH));
      case CONDITIONAL_PRINCIPAL ->
        Rewriting.of(new WidestDirection(WidestDirection.Weights.PRINCIPAL, PricingProgram.STEP_LENGTH));
      case SIDED -> Rewriting.of(new Sided(PricingProgram.STEP_LENGTH));
      case SURVIVAL -> Rewriting.of(new Survival(Survival.Steps.EACH, PricingProgram.STEP_LENGTH));
      case CONDITIONAL_LAST -> Rewriting.of(new Survival(Survival.Steps.LAST, PricingProgram.STEP_LENGTH));
      case ENUMERATION -> Rewriting.of(argument.isEmpty()
          ? Enumerated.exactly(Optional.of(PricingProgram.STEP_LENGTH))
          : new Enumerated((int) argument.getAsDouble(), Optional.of(PricingProgram.STEP_LENGTH)));
      case SCORE_SPREAD -> Rewriting.of(new SpreadScore(PricingProgram.STEP_LENGTH));
      case STRATIFIED_COUNTS -> Rewriting.of(new StratifiedCounts((int) argument.orElse(4)));
      case SMOOTHED_LOGISTIC -> smoothed(Kernel.LOGISTIC, argument);
      case SMOOTHED_NORMAL_CDF, SMOOTHED_RICHARDSON -> smoothed(Kernel.NORMAL_CDF, argument);
      case SMOOTHED_CALL_SPREAD -> smoothed(Kernel.CALL_SPREAD, argument);
      case INDICATOR_DENSITY -> Rewriting.of(new IndicatorDensity(argument.orElse(THRESHOLD_WIDTH)));
      case SOFT_CLIP -> Rewriting.of(new SoftClip(argument.orElse(CLIP_WIDTH)));
      case IMPORTANCE_SAMPLING -> Rewriting.of(new ImportanceSampling(argument.isEmpty()
          ? OptionalInt.empty()
          : OptionalInt.of((int) argument.getAsDouble())));
      case VIBRATO -> Rewriting.of(new Vibrato((int) argument.orElse(1), PricingProgram.STEP_LENGTH));
    };
  }

  /** Whether it is for programs with discrete draws only. */
  boolean isOfDiscreteDraws() {
    return this == ENUMERATION || this == STRATIFIED_COUNTS;
  }

  /** Whether its parameter is a width that a pilot can choose. */
  public boolean hasPilotWidth() {
    return switch (this) {
      case SMOOTHED_LOGISTIC, SMOOTHED_NORMAL_CDF, SMOOTHED_CALL_SPREAD, SMOOTHED_RICHARDSON, INDICATOR_DENSITY -> true;
      case PATHWISE_TANGENT, PATHWISE_ADJOINT, CONDITIONAL_BRIDGE, CONDITIONAL_PRINCIPAL, SIDED, SURVIVAL,
          CONDITIONAL_LAST,
          IMPORTANCE_SAMPLING, VIBRATO, SCORE_SPREAD, ENUMERATION, STRATIFIED_COUNTS, SCORE_FIRST_OF_PATHWISE,
          SCORE_ALL_OF_PATHWISE,
          SCORE_FIRST,
          SCORE_LAST, SCORE_ALL, BUMP, SOFT_CLIP ->
        false;
    };
  }

  private static Rewriting smoothed(Kernel kernel, OptionalDouble width) {
    return Rewriting.of(new Smoothed(kernel, width.orElse(THRESHOLD_WIDTH)));
  }

  private Candidate.Mode mode() {
    return this == PATHWISE_TANGENT
        ? Candidate.Mode.TANGENT
        : this == PATHWISE_ADJOINT ? Candidate.Mode.ADJOINT : Candidate.Mode.BY_COST;
  }

  /** Whether it is only looked at where paths seldom see what is paid. */
  boolean isOfRareEvents() {
    return this == IMPORTANCE_SAMPLING;
  }

  /** What it stands for, for numbers of an order: several ways where the rewritten program leaves a choice. */
  List<Candidate> candidates(OptionalDouble argument, int order) {
    Rewriting rewriting = rewriting(argument);
    if (rule != null) {
      return List.of(new Candidate(rewriting, rule, mode()));
    }
    if (this == IMPORTANCE_SAMPLING) {
      return Arrays.stream(Rule.values()).filter(every -> every.isUnbiased() && every.fits(order))
          .map(every -> new Candidate(rewriting, every)).toList();
    }
    Rule once = this == SMOOTHED_RICHARDSON ? Rule.EXTRAPOLATED : Rule.PATHWISE;
    return switch (order) {
      case 0 -> List.of(new Candidate(rewriting, Rule.MEAN));
      case 1 -> List.of(new Candidate(rewriting, once));
      default -> this == SMOOTHED_RICHARDSON
          ? List.of(new Candidate(rewriting, once))
          : List.of(new Candidate(rewriting, Rule.PATHWISE),
              new Candidate(rewriting, Rule.SCORE_FIRST_OF_PATHWISE),
              new Candidate(rewriting, Rule.SCORE_ALL_OF_PATHWISE));
    };
  }
}
