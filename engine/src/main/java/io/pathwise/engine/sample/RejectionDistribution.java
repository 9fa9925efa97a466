package io.pathwise.engine.sample;

import io.pathwise.engine.graph.Distribution;
import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.random.NoiseKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The law π(ε; a) of the proposal that a rejection sampler accepts. A proposal ε has a law without parameters; it is
 * accepted with a probability that depends on ε and on a; what the sampler is for is an ordinary expression h(ε; a) of
 * the accepted one. The three rules follow Naesseth, Ruiz, Linderman and Blei 2017, "Reparameterization Gradients
 * through Acceptance-Rejection Sampling Algorithms", section 3:
 *
 * <ul>
 * <li>sample: the first accepted one of a fixed number of {@link #attempts};
 * <li>pathwise: an accepted proposal does not move with a, until another one is accepted in its place: the derivative
 * is 0 almost everywhere and {@link #jumps} is true, so that nobody takes it for all there is;
 * <li>score: ∂/∂a log π(ε; a). Beside the pathwise derivative of h(ε; a), which needs no rule of its own, it is the
 * correction that makes the whole derivative unbiased.
 * </ul>
 *
 * <p>
 * Every attempt has a noise of its own, with an address of its own, whether it is needed or not, so a draw has the same
 * bits on every backend. One uniform number u serves all decisions: u below the probability p accepts, and if not, (u −
 * p)/(1 − p) is again uniform. It loses digits only as fast as attempts become rare, so the law is off by about 1e-16
 * for each attempt in total variation. Where all attempts fail, the draw is {@link #afterTheLast}: with
 * {@link #MOST_FAILURES} an error of the same size.
 */
public interface RejectionDistribution extends Distribution {

  /** The largest probability that all attempts fail. */
  double MOST_FAILURES = 1e-15;

  /** The law of the proposals. */
  NoiseKind proposal();

  /** The probability with which a proposal is accepted, not NaN for any proposal. */
  Expr acceptance(Graph graph, Expr proposal, List<Expr> arguments);

  /** How many proposals there are: so many that all are refused with {@link #MOST_FAILURES} at most. */
  int attempts();

  /** What is drawn when all proposals are refused: a proposal that could have been accepted, whatever the arguments. */
  double afterTheLast();

  @Override
  default boolean jumps() {
    return true;
  }

  /** The proposals, side by side since normal numbers are made in pairs, and the number that decides. */
  @Override
  default List<NoiseKind> noises() {
    List<NoiseKind> noises = new ArrayList<>(Collections.nCopies(attempts(), proposal()));
    noises.add(NoiseKind.UNIFORM);
    return noises;
  }

  @Override
  default Expr draw(Graph graph, List<? extends Expr> noises, List<Expr> arguments) {
    List<? extends Expr> proposals = noises.subList(0, noises.size() - 1);
    List<Expr> isAccepted = new ArrayList<>();
    Expr u = noises.getLast();
    for (Expr proposal : proposals) {
      Expr probability = acceptance(graph, proposal, arguments);
      isAccepted.add(graph.less(u, probability));
      u = graph.div(graph.sub(u, probability), graph.sub(graph.literal(1.0), probability));
    }
    Expr drawn = graph.literal(afterTheLast());
    for (int k = proposals.size() - 1; k >= 0; k--) {
      drawn = graph.select(isAccepted.get(k), proposals.get(k), drawn);
    }
    return drawn;
  }

  @Override
  default Optional<Expr> noiseOf(Graph graph, Expr x, List<Expr> arguments) {
    return Optional.empty();
  }

  /** How many attempts are enough where each fails with that probability. */
  static int attempts(double failure) {
    return (int) StrictMath.ceil(StrictMath.log(MOST_FAILURES) / StrictMath.log(failure));
  }
}
