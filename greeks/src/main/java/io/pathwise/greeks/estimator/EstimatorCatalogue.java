package io.pathwise.greeks.estimator;

import io.pathwise.engine.graph.Distribution;
import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Traversal;
import io.pathwise.engine.rewrite.Rewrite;
import io.pathwise.engine.rewrite.Scored;
import io.pathwise.engine.rewrite.SpreadScore;
import io.pathwise.greeks.measure.Target;
import io.pathwise.pricing.market.RiskFactor;
import io.pathwise.pricing.program.PricingProgram;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * The candidate estimators of a number with their validity, in the order of structural preference. Start with
 * {@link #all}.
 */
public final class EstimatorCatalogue {

  /** What the foundation's policy tries, in this order. */
  private static final List<Rule> STRUCTURAL = List.of(Rule.MEAN, Rule.PATHWISE, Rule.SCORE_FIRST_OF_PATHWISE,
      Rule.SCORE_ALL_OF_PATHWISE, Rule.SCORE_FIRST, Rule.SCORE_ALL, Rule.BUMP);
  private static final Rewrite SCORE_DISCRETE = new Scored(Scored.Steps.ALL, Scored.Nodes.DISCRETE,
      Optional.of(PricingProgram.STEP_LENGTH));

  private static final SpreadScore SPREAD = new SpreadScore(PricingProgram.STEP_LENGTH);
  private static final double MANY_STEPS = 8;

  private final RewrittenPrograms programs;
  private final ValidityAnalysis analysis;

  public EstimatorCatalogue(RewrittenPrograms programs) {
    this.programs = programs;
    this.analysis = new ValidityAnalysis(programs);
  }

  /** The valid ones of those that are made for rare events. */
  public List<Validity> ofRareEvents(Target target) {
    List<Candidate> candidates = Arrays.stream(EstimatorChoice.values()).filter(EstimatorChoice::isOfRareEvents)
        .flatMap(choice -> choice.candidates(OptionalDouble.empty(), target.order()).stream()).toList();
    return validity(target, candidates, validity -> false).stream().map(this::withoutTwins).filter(Validity::valid)
        .toList();
  }

  /** Every estimator there is for the order of the number, unbiased ones first. */
  public List<Validity> all(Target target) {
    List<Validity> unbiased = new ArrayList<>();
    List<Validity> biased = new ArrayList<>();
    for (Validity validity : validity(target, candidates(target), validity -> false)) {
      (validity.candidate().biased() ? biased : unbiased).add(withoutTwins(validity));
    }
    unbiased.addAll(biased);
    return unbiased;
  }

  /**
   * The first valid one of {@link #all} that is unbiased, if there is one; those behind it are not looked at. From the
   * second order on, vibrato comes last: with several assets it had up to 33 times the variance × operations of a score
   * of the pathwise derivative. A score that is spread comes before those that look at one step where steps are many,
   * and last elsewhere.
   */
  public Optional<Validity> preferred(Target target) {
    Predicate<Validity> preferred = validity -> !validity.candidate().biased() && withoutTwins(validity).valid();
    Rewriting vibrato = EstimatorChoice.VIBRATO.rewriting(OptionalDouble.empty());
    List<Candidate> candidates = new ArrayList<>(candidates(target));
    candidates.sort(Comparator.comparing(candidate -> target.order() > 1 && candidate.rewriting().equals(vibrato)));
    Rewriting spread = Rewriting.of(SPREAD);
    List<Candidate> spreading = candidates.stream().filter(each -> each.rewriting().equals(spread)).toList();
    candidates.removeAll(spreading);
    int place = candidates.size();
    if (gainsBySpreading(target)) {
      Rewriting survival = EstimatorChoice.SURVIVAL.rewriting(OptionalDouble.empty());
      place = IntStream.range(0, candidates.size())
          .filter(i -> candidates.get(i).rewriting().equals(survival)).findFirst().orElse(place);
    }
    candidates.addAll(place, spreading);
    return validity(target, candidates, preferred).stream().filter(preferred).findFirst();
  }

  /**
   * Whether a spread score is likely to have the least variance: for derivatives by spots where the payoff jumps, with
   * so many steps before an observation. What moves volatilities is scored at one step all the same, and where a
   * volatility comes near 0 a score has a variance almost without bound. docs/models.md has the numbers.
   */
  private boolean gainsBySpreading(Target target) {
    RewrittenProgram base = programs.base();
    return target.order() > 0 && target.factors().stream().allMatch(RiskFactor.Spot.class::isInstance)
        && !base.nearsZeroVol() && SPREAD.stepsPerObservation(base.program(), base.inputs()) >= MANY_STEPS
        && analysis.jumps(target);
  }

  /**
   * The first valid unbiased estimator of a value that is continuous in as many parameters as any is, on paths of the
   * same noise: a small change of data changes it on each path by little. Of a payoff that jumps few paths tell, or
   * none.
   */
  public Optional<Validity> continuous(Target value) {
    return all(value).stream().filter(validity -> validity.valid() && !validity.candidate().biased())
        .max(Comparator.comparingLong(this::continuousParameters));
  }

  /** In how many parameters the value is continuous on a path. */
  public long continuousParameters(Validity validity) {
    RewrittenProgram rewritten = programs.get(validity.candidate().rewriting());
    return programs.base().program().parameters().stream()
        .filter(parameter -> rewritten.value(rewritten.parameter(parameter.name())).differentiable()).count();
  }

  /** Whether a value jumps on a path where one of some factors moves. */
  public boolean jumps(Validity validity, List<RiskFactor> factors) {
    RewrittenProgram rewritten = programs.get(validity.candidate().rewriting());
    return rewritten.parameters(factors).stream().anyMatch(parameter -> !rewritten.value(parameter).differentiable());
  }

  private List<Candidate> candidates(Target target) {
    List<Candidate> candidates = new ArrayList<>();
    if (target.order() == 0) {
      candidates.add(Candidate.plain(Rule.MEAN));
    }
    boolean discrete = hasNodes(Distribution::isDiscrete);
    for (EstimatorChoice choice : EstimatorChoice.values()) {
      if ((discrete || !choice.isOfDiscreteDraws()) && !choice.isOfRareEvents()) {
        choice.candidates(OptionalDouble.empty(), target.order()).stream()
            .map(candidate -> new Candidate(candidate.rewriting(), candidate.rule()))
            .filter(candidate -> candidate.rule().fits(target.order())).forEach(candidates::add);
      }
    }
    return candidates.stream().distinct().toList();
  }

  /**
   * The ways in which an estimator asked for may be meant.
   *
   * @throws RefusedException
   *           when none is valid, saying why
   */
  public List<Validity> asked(Target target, Estimator estimator) {
    List<Validity> validities = validity(target,
        estimator.choice().candidates(estimator.argument(), target.order()), validity -> false);
    if (validities.stream().noneMatch(Validity::valid)) {
      throw new RefusedException(estimator.label() + " is refused for " + target.measure().label() + ": "
          + validities.getFirst().reason());
    }
    return validities;
  }

  /** The verdict on one candidate. */
  public Validity validity(Target target, Candidate candidate) {
    return analysis.validity(target, candidate);
  }

  /** The choice of the structural policy, which knows no rewrites. */
  public Validity structural(Target target) {
    return STRUCTURAL.stream().filter(rule -> rule.fits(target.order()))
        .map(rule -> analysis.validity(target, Candidate.plain(rule))).filter(Validity::valid).findFirst()
        .orElseThrow();
  }

  /**
   * Verdicts on candidates, up to the first that is enough. Where draws that jump, such as jump counts, stand in the
   * way, they are scored first.
   */
  private List<Validity> validity(Target target, List<Candidate> candidates, Predicate<Validity> enough) {
    List<Validity> validities = new ArrayList<>();
    for (Candidate candidate : candidates) {
      boolean continuous = validities.stream().anyMatch(before -> before.valid()
          && before.candidate().rewriting().equals(candidate.rewriting())
          && before.candidate().rule() == Rule.PATHWISE);
      boolean further = candidate.rule().isOfPathwise() && !candidate.rewriting().equals(Rewriting.NONE);
      if (further && (continuous || !programs.allows(candidate.rewriting()))) {
        continue;
      }
      Validity validity = analysis.validity(target, candidate);
      validities.add(validity);
      boolean fits = candidate.rule() == Rule.PATHWISE || candidate.rule().isOfPathwise();
      if (!validity.valid() && fits && candidate.rule().fits(target.order()) && hasNodes(Distribution::jumps)) {
        Validity scored = analysis.validity(target,
            new Candidate(candidate.rewriting().after(SCORE_DISCRETE), candidate.rule(), candidate.mode()));
        if (scored.valid()) {
          validities.add(scored);
        }
      }
      if (enough.test(validities.getLast())) {
        break;
      }
    }
    return validities;
  }

  private Validity withoutTwins(Validity validity) {
    return analysis.twin(validity.candidate().rule()).map(twin -> new Validity(validity.choice(), false,
        "on this grid it is the same as " + new Candidate(validity.candidate().rewriting(), twin).label(),
        validity.grade())).orElse(validity);
  }

  private boolean hasNodes(Predicate<Distribution> ofLaw) {
    return Traversal.reachable(programs.base().program().everything()).stream()
        .anyMatch(node -> node instanceof Expr.Sample sample && ofLaw.test(sample.distribution()));
  }
}
