package io.pathwise.pricing.model;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.graph.Operation;
import io.pathwise.engine.sample.Poisson;
import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.Jumps;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.commons.math3.complex.Complex;

/**
 * Adds the jumps of a step to a log return: given their number N the sum of their sizes is Normal(N μ, N σ²), which is
 * merged into the normal law of the diffusion (Glasserman 2003, section 3.5.1). The drift is compensated. N is a sample
 * node of its own.
 */
final class JumpSum {

  /** Mass of the numbers of jumps beyond the largest that is drawn. */
  private static final double NEGLIGIBLE = 1e-10;

  /** As {@link #NEGLIGIBLE}, where paths are weighed with their price: what of it is left out. */
  private static final double NEGLIGIBLE_WEIGHED = 1e-6;

  /** The largest numbers of jumps to choose from; few, because each makes another program. */
  private static final int[] LARGEST = {6, 10, 16, 24, 40};

  private JumpSum() {}

  /** The law of a diffusion and of jumps, which add λ t (E e^{sJ} − 1 − s E(e^J − 1)) (Merton 1976). */
  static ReturnLaw added(ReturnLaw diffusion, Jumps jumps, double time) {
    return s -> {
      Complex exponent = s.multiply(jumps.mean()).add(s.multiply(s).multiply(0.5 * jumps.vol() * jumps.vol()));
      return diffusion.logMoment(s).add(exponent.exp().subtract(1).subtract(s.multiply(jumps.expectedChange()))
          .multiply(jumps.intensity() * time));
    };
  }

  /** The sum of a diffusion's log return and of jumps. */
  static LogReturn addTo(LogReturn diffusion, ModelStep step, Asset asset, Jumps jumps) {
    Graph graph = step.graph();
    Map<String, Expr> parameters = step.parameters(asset);
    Expr intensity = Objects.requireNonNull(parameters.get(Jumps.INTENSITY));
    Expr mean = Objects.requireNonNull(parameters.get(Jumps.MEAN));
    Expr vol = Objects.requireNonNull(parameters.get(Jumps.VOL));
    Expr squaredVol = graph.mul(vol, vol);
    Expr expected = graph.mul(intensity, step.length());
    Expr number = step.builder().sample(new Poisson(largest(jumps, step.grid())), expected);
    Expr change = graph.apply(Operation.EXPM1, graph.fma(graph.literal(0.5), squaredVol, mean));
    Expr compensated = graph.sub(diffusion.mean(), graph.mul(expected, change));
    Expr variance = graph.fma(number, squaredVol, graph.mul(diffusion.deviation(), diffusion.deviation()));
    return new LogReturn(graph.fma(number, mean, compensated), Positive.root(graph, variance, 0.0),
        diffusion.deviation(), diffusion.varianceLoading());
  }

  /** The share of a diffusion, with some variance per year, in the standard deviation of the return with jumps. */
  static Expr diffusionShare(ModelStep step, Asset asset, Expr variance) {
    Graph graph = step.graph();
    Map<String, Expr> parameters = step.parameters(asset);
    Expr mean = Objects.requireNonNull(parameters.get(Jumps.MEAN));
    Expr vol = Objects.requireNonNull(parameters.get(Jumps.VOL));
    Expr perJump = graph.fma(mean, mean, graph.mul(vol, vol));
    Expr total = graph.fma(Objects.requireNonNull(parameters.get(Jumps.INTENSITY)), perJump, variance);
    return Positive.root(graph, Positive.quotient(graph, variance, total, 1.0), 0.0);
  }

  private static int largest(Jumps jumps, TimeGrid grid) {
    double longest = IntStream.range(0, grid.steps()).mapToDouble(grid::length).max().orElseThrow();
    double expected = longest * jumps.intensity();
    for (int largest : LARGEST) {
      Poisson law = new Poisson(largest);
      if (law.massBeyond(expected) <= NEGLIGIBLE
          && law.massBeyond(longest * jumps.weighedIntensity()) <= NEGLIGIBLE_WEIGHED) {
        return largest;
      }
    }
    throw new IllegalArgumentException("a step expects " + expected + " jumps, too many for one step");
  }
}
