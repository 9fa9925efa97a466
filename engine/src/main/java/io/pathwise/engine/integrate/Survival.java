package io.pathwise.engine.integrate;

import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.program.Pruning;
import io.pathwise.engine.rewrite.Rewrite;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Conditional expectation along one direction of every single step (one-step survival, Glasserman and Staum 2001; its
 * derivatives: Alm, Harrach, Harrach and Keller 2013): what is paid at a step is integrated over the step's direction
 * in closed form; then the step is drawn from the normal law truncated to where the product lives on, and the path
 * carries the probability of having lived so far. Thresholds are gone, so pathwise derivatives are valid; with one
 * asset they are smooth, so second derivatives are, too. A knock-in is the plain product, of which the last step is
 * integrated, less the knock-out (see {@link KnockIn}). With several assets the direction moves all of them alike (see
 * {@link Direction}), which makes the thresholds of all assets one.
 *
 * @param steps
 *          where to integrate
 * @param stepLength
 *          the per-step value that is 0 where there is no noise
 */
public record Survival(Steps steps, String stepLength) implements Rewrite {

  /** The steps at which the direction is integrated out. */
  public enum Steps {
    /** Every step: one-step survival. */
    EACH("survival"),
    /** The last step with noise only: conditional expectation given all but the last draw. */
    LAST("conditional-last");

    private final String label;

    Steps(String label) {
      this.label = label;
    }
  }

  @Override
  public String name() {
    return steps.label;
  }

  @Override
  public boolean biased() {
    return false;
  }

  @Override
  public Program program(Program program, Inputs inputs) {
    Optional<KnockIn> knockIn = knockIn(program);
    if (knockIn.isEmpty()) {
      return step(program, inputs);
    }
    return Union.of(atLast().step(knockIn.get().always(), inputs), step(knockIn.get().until(), inputs));
  }

  @Override
  public Inputs inputs(Program program, Inputs inputs) {
    return translation(program, inputs).apply(inputs);
  }

  @Override
  public UnaryOperator<Inputs> translation(Program program, Inputs inputs) {
    Optional<KnockIn> knockIn = knockIn(program);
    if (knockIn.isEmpty()) {
      return stepTranslation(program, inputs);
    }
    UnaryOperator<Inputs> always = atLast().stepTranslation(knockIn.get().always(), inputs);
    UnaryOperator<Inputs> until = stepTranslation(knockIn.get().until(), always.apply(inputs));
    return other -> until.apply(always.apply(other));
  }

  /** Once the event has happened paths live on, so only what is paid until then can keep them from it. */
  private Optional<KnockIn> knockIn(Program program) {
    return switch (steps) {
      case EACH -> KnockIn.of(Pruning.prune(program));
      case LAST -> Optional.empty();
    };
  }

  private Survival atLast() {
    return new Survival(Steps.LAST, stepLength);
  }

  private Program step(Program program, Inputs inputs) {
    return Tilts.first(tilt -> StepIntegration.of(program, inputs, this, tilt));
  }

  private UnaryOperator<Inputs> stepTranslation(Program program, Inputs inputs) {
    return Tilts.first(tilt -> {
      StepIntegration.of(program, inputs, this, tilt);
      return StepIntegration.translation(program, inputs, this, tilt);
    });
  }
}
