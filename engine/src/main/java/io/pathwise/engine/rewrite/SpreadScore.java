package io.pathwise.engine.rewrite;

import io.pathwise.engine.derive.Score;
import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.program.Rewriter;
import io.pathwise.engine.program.Stage;
import io.pathwise.engine.sample.Normal;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The likelihood ratio of normal draws, spread over all steps between two observations: at each step a share λ of what
 * a parameter does to the mean μ of a draw is scored, and the rest, as what it does to the standard deviation σ, goes
 * on pathwise. With λ the step's share of the time left until the observation nothing is left behind the last step,
 * where σ is scored, too; so thresholds on what is observed may be differentiated. By what moves the price at the
 * start, the variance does not grow as steps get finer, as that of a score of one step does. In the limit it is the
 * formula of Bismut, Elworthy and Li (Fournié, Lasry, Lebuchoux, Lions and Touzi 1999, "Applications of Malliavin
 * calculus to Monte Carlo methods in finance", proposition 3.2, with a weight that is constant in time).
 *
 * <p>
 * A draw x ~ Normal(μ, σ) becomes x = m + s z with m = μ − λ (μ − μ̄), s = σ, at the last step s = σ̄, and the scored
 * draw z ~ Normal((μ − m)/s, σ/s), where bars are frozen values. That is the same law for every parameter, so
 * derivatives of every order are unbiased. An observation is a step at which a stage with a schedule runs.
 *
 * @param stepLength
 *          name of the per-step value with the length of each step; steps where it is not positive draw nothing
 */
public record SpreadScore(String stepLength) implements Rewrite {

  /** The per-step value λ. */
  private static final String SHARE = "score share";

  /** The per-step value 1 − λ. */
  private static final String REST = "share left";

  /** The per-step value that is 1 where something is scored. */
  private static final String MASK = "scored in shares";

  @Override
  public String name() {
    return "score-spread";
  }

  @Override
  public boolean biased() {
    return false;
  }

  @Override
  public Program program(Program program, Inputs inputs) {
    double[] shares = shares(program, inputs);
    boolean isSpread = false;
    for (double share : shares) {
      isSpread |= share > 0 && share < 1;
    }
    if (!isSpread) {
      throw new NotApplicableException("no two steps lie between observations, so there is nothing to spread");
    }
    Splitting splitting = new Splitting(program.graph());
    Program split = Rewriter.rewrite(program, splitting::replace);
    return NotApplicableException.unless(() -> Score.transform(split, MASK, splitting.scored::contains));
  }

  @Override
  public Inputs inputs(Program program, Inputs inputs) {
    double[] shares = shares(program, inputs);
    double[] rests = new double[shares.length];
    double[] mask = new double[shares.length];
    for (int step = 0; step < mask.length; step++) {
      rests[step] = 1 - shares[step];
      mask[step] = shares[step] > 0 ? 1 : 0;
    }
    return inputs.withStepValue(SHARE, shares).withStepValue(REST, rests).withStepValue(MASK, mask);
  }

  /** The mean number of steps over which a score is spread; 0 where there is no observation. */
  public double stepsPerObservation(Program program, Inputs inputs) {
    int scored = 0;
    int observed = 0;
    for (double share : shares(program, inputs)) {
      scored += share > 0 ? 1 : 0;
      observed += share == 1 ? 1 : 0;
    }
    return observed == 0 ? 0 : (double) scored / observed;
  }

  /** λ of each step: 1 at the last step before an observation, 0 where nothing is observed any more. */
  private double[] shares(Program program, Inputs inputs) {
    double[] lengths = inputs.stepValue(stepLength);
    double[] shares = new double[inputs.steps()];
    double left = 0;
    for (int step = shares.length - 1; step >= 0; step--) {
      if (isObserved(program, inputs, step)) {
        left = 0;
      } else if (left == 0) {
        continue;
      }
      if (lengths[step] > 0) {
        shares[step] = left == 0 ? 1 : lengths[step] / (left + lengths[step]);
        left += lengths[step];
      }
    }
    return shares;
  }

  private static boolean isObserved(Program program, Inputs inputs, int step) {
    for (Stage stage : program.forward().stages()) {
      if (stage.schedule() != null && inputs.schedule(stage.schedule())[step]) {
        return true;
      }
    }
    return false;
  }

  /** Divides normal draws into what moves pathwise and what is scored. */
  private static final class Splitting {
    private final Graph graph;
    private final Set<Expr> scored = new HashSet<>();
    private final Expr share;
    private final Expr isScored;
    private final Expr isLeft;

    Splitting(Graph graph) {
      this.graph = graph;
      this.share = graph.stepValue(SHARE);
      this.isScored = graph.less(graph.literal(0.0), share);
      this.isLeft = graph.less(graph.literal(0.0), graph.stepValue(REST));
    }

    @Nullable
    Expr replace(Expr node, List<Expr> operands) {
      if (!(node instanceof Expr.Sample sample) || !(sample.distribution() instanceof Normal)
          || operands.stream().allMatch(operand -> operand instanceof Expr.Literal)) {
        return null;
      }
      Expr mean = operands.get(0);
      Expr deviation = operands.get(1);
      Expr movingMean = graph.select(isLeft, graph.fma(share, graph.sub(graph.frozen(mean), mean), mean),
          graph.frozen(mean));
      Expr movingDeviation = graph.select(isLeft, deviation, graph.frozen(deviation));
      Expr regular = graph.select(isScored, movingDeviation, graph.literal(1.0));
      Expr scoredMean = graph.select(isScored, graph.div(graph.sub(mean, movingMean), regular), graph.literal(0.0));
      Expr scoredDeviation = graph.select(isLeft, graph.literal(1.0), graph.div(deviation, regular));
      Expr draw = graph.sample(new Normal(), List.of(scoredMean, scoredDeviation), sample.noise());
      scored.add(draw);
      return graph.fma(movingDeviation, draw, movingMean);
    }
  }
}
