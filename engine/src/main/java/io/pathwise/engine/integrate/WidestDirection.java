package io.pathwise.engine.integrate;

import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.rewrite.Rewrite;
import java.util.function.UnaryOperator;

/**
 * Conditional expectation along one direction of the whole path: of all the normal noise that moves the drawn states,
 * the component along a direction through all steps is integrated out in closed form, and the rest is simulated. A
 * threshold becomes the normal probability of staying on its side, a barrier the probability up to the nearest of its
 * dates, and pathwise derivatives are valid. The wider the direction, the less is left to simulate: with the terminal
 * Brownian motion as the direction nothing is left of a European or digital option, however many steps it takes.
 *
 * <p>
 * Inside a step the direction moves all drawn states alike (see {@link Direction}); across steps its components d are
 * data with Σd² = 1, which derivatives hold fixed: the law does not depend on them. The noise across the direction is
 * made step by step like a Brownian bridge: with R the sum of d ζ so far and D the sum of d² from this step on, ζ = √(1
 * − d²/D) ε − (d/D) R (Glasserman 2003, section 3.1, and for conditional expectations as derivative estimators section
 * 7.2.3).
 *
 * @param weights
 *          which direction
 * @param stepLength
 *          the per-step value that is 0 where there is no noise and otherwise the length of the step, used for the
 *          weights where deviations differ from path to path
 */
public record WidestDirection(Weights weights, String stepLength) implements Rewrite {

  /** Directions through the steps. */
  public enum Weights {
    /** That of the last state: the first component of a Brownian bridge. */
    BRIDGE("conditional-bridge"),
    /** The first principal component of the states at the steps where something is observed. */
    PRINCIPAL("conditional-principal");

    private final String label;

    Weights(String label) {
      this.label = label;
    }
  }

  @Override
  public String name() {
    return weights.label;
  }

  @Override
  public boolean biased() {
    return false;
  }

  /** That of averages, see {@link Average}. */
  @Override
  public int highestOrder() {
    return 3;
  }

  @Override
  public Program program(Program program, Inputs inputs) {
    return Tilts.first(tilt -> PathIntegration.of(program, inputs, new PathDirection(name(), stepLength, tilt)));
  }

  @Override
  public Inputs inputs(Program program, Inputs inputs) {
    return translation(program, inputs).apply(inputs);
  }

  @Override
  public UnaryOperator<Inputs> translation(Program program, Inputs inputs) {
    return Tilts.first(tilt -> {
      PathDirection direction = new PathDirection(name(), stepLength, tilt);
      PathIntegration.of(program, inputs, direction);
      return direction.translation(program, weights);
    });
  }
}
