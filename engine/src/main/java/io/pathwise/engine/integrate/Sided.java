package io.pathwise.engine.integrate;

import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.rewrite.Rewrite;
import java.util.function.UnaryOperator;

/**
 * Conditional expectation along one direction of the whole path for payoffs whose events live on: memory coupons,
 * knock-in flags, targets. Start at {@link #program}.
 *
 * <p>
 * Given all noise but the coordinate Z in the direction of the last price (that of {@code conditional-bridge}, see
 * {@link WidestDirection}), each observation of a price is above its threshold for Z &gt; z, and the m thresholds of
 * the path, sorted to z₁ ≤ … ≤ z₍ₘ₎, split the line into m + 1 cells. In a cell every event is certain: on which side
 * of a threshold the cell lies is held fixed. So the product is run once for each cell, with flags, counters and
 * amounts of its own, and what it pays is integrated over its cell in closed form (z₀ = −∞, z₍ₘ₊₁₎ = ∞):
 *
 * <pre>
 * E[V | the rest] = Σ E[V_i(Z); z_i &lt; Z &lt; z_(i+1)],   E[1; l &lt; Z &lt; u] = Φ(u) − Φ(l),
 * E[exp(a + bZ); l &lt; Z &lt; u] = exp(a + b²/2) (Φ(u − b) − Φ(l − b))
 * </pre>
 *
 * <p>
 * That is continuous in the parameters, with kinks where two thresholds change places, so first derivatives are
 * unbiased; a second one would leave out what the first jumps by at these kinks, and is refused. The derivative is Σ
 * φ(z_i) z_i′ (V_(i−1)(z_i) − V_i(z_i)), what the sides' probabilities move by, plus the pathwise one inside cells.
 *
 * <p>
 * One-step survival (Glasserman and Staum 2001; Alm, Harrach, Harrach and Keller 2013) keeps paths from an event that
 * ends the product; after one that does not, it would need both sides. Here both are enumerated. Sides that are drawn
 * step by step and scored would be unbiased, too, but the score of a side has up to 2/π of the information of the
 * step's whole normal, φ(0)²/¼, so little would be gained over a score of it. Splitting at thresholds, to differentiate
 * what lies between them: Lyuu and Teng 2011, "Unbiased and efficient Greeks of financial options"; Chan and Joshi
 * 2015, "Optimal limit methods for computing sensitivities of discontinuous integrals including triggerable derivative
 * securities".
 *
 * <p>
 * Refused are programs of which no state lives on after a threshold (those of {@link WidestDirection} do it with less),
 * thresholds that are not one-sided in Z or depend on what has happened, states that add up what depends on Z (an
 * average, or a target that is reached by amounts of the price), and more than {@value #MOST_THRESHOLDS} thresholds.
 *
 * @param stepLength
 *          the per-step value that is 0 where there is no noise and otherwise the length of the step
 */
public record Sided(String stepLength) implements Rewrite {

  /** The largest number of thresholds of a path, all steps together. */
  public static final int MOST_THRESHOLDS = 24;

  @Override
  public String name() {
    return "sided";
  }

  @Override
  public boolean biased() {
    return false;
  }

  /** The first derivative jumps where two thresholds change places, which frozen sides hide. */
  @Override
  public int highestOrder() {
    return 1;
  }

  @Override
  public Program program(Program program, Inputs inputs) {
    return Tilts.first(tilt -> new SidedIntegration(program, inputs, direction(tilt)).program());
  }

  @Override
  public Inputs inputs(Program program, Inputs inputs) {
    return translation(program, inputs).apply(inputs);
  }

  @Override
  public UnaryOperator<Inputs> translation(Program program, Inputs inputs) {
    return Tilts.first(tilt -> {
      SidedIntegration integration = new SidedIntegration(program, inputs, direction(tilt));
      integration.program();
      UnaryOperator<Inputs> components = direction(tilt).translation(program, WidestDirection.Weights.BRIDGE);
      return other -> integration.withRows(components.apply(other));
    });
  }

  private PathDirection direction(Direction.Tilt tilt) {
    return new PathDirection(name(), stepLength, tilt);
  }
}
