package io.pathwise.engine.rewrite;

import io.pathwise.engine.derive.Score;
import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Traversal;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.program.Stage;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The likelihood ratio of some sample nodes at some steps, see {@link Score}: the result has the further output
 * {@link Score#LIKELIHOOD}, whose derivatives are controls. Nodes that are not chosen stay reparameterised. Scored
 * rewrites of different nodes may follow each other.
 *
 * @param steps
 *          at which steps
 * @param nodes
 *          which nodes
 * @param stepLength
 *          name of a per-step value; steps where it is not positive have nothing to score. Empty when all steps count.
 */
public record Scored(Steps steps, Nodes nodes, Optional<String> stepLength) implements Rewrite {

  /** At which steps nodes are scored, among those at which a chosen node is drawn. */
  public enum Steps {
    /** The first. */
    FIRST,
    /** The last. */
    LAST,
    /** Every one. */
    ALL
  }

  /** Which sample nodes are scored. */
  public enum Nodes {
    /** Every one. */
    ALL,
    /** Those that jump as parameters move and so have no other derivative: discrete draws, accepted proposals. */
    DISCRETE,
    /** Those that move with their parameters. */
    CONTINUOUS;

    /** Whether a sample is meant. */
    public boolean include(Expr.Sample sample) {
      return switch (this) {
        case ALL -> true;
        case DISCRETE -> sample.distribution().jumps();
        case CONTINUOUS -> !sample.distribution().jumps();
      };
    }
  }

  /** Scores all nodes at some steps of positive length. */
  public static Scored at(Steps steps, String stepLength) {
    return new Scored(steps, Nodes.ALL, Optional.of(stepLength));
  }

  @Override
  public String name() {
    String atSteps = "score-" + lowerCase(steps);
    return nodes == Nodes.ALL ? atSteps : atSteps + "-" + lowerCase(nodes);
  }

  @Override
  public boolean biased() {
    return false;
  }

  /** The name of the per-step value that is 1 at the scored steps. */
  public String mask() {
    String atSteps = "scored " + lowerCase(steps);
    return nodes == Nodes.ALL ? atSteps : atSteps + " " + lowerCase(nodes);
  }

  private static String lowerCase(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public Program program(Program program, Inputs inputs) {
    return NotApplicableException.unless(() -> Score.transform(program, mask(), nodes::include));
  }

  /** The data with the mask. */
  @Override
  public Inputs inputs(Program program, Inputs inputs) {
    List<Stage> drawing = program.forward().stages().stream().filter(this::draws).toList();
    int[] drawn = IntStream.range(0, inputs.steps())
        .filter(step -> hasLength(inputs, step) && drawing.stream().anyMatch(stage -> runs(stage, inputs, step)))
        .toArray();
    double[] mask = new double[inputs.steps()];
    for (int i = 0; i < drawn.length; i++) {
      boolean scored = switch (steps) {
        case FIRST -> i == 0;
        case LAST -> i == drawn.length - 1;
        case ALL -> true;
      };
      mask[drawn[i]] = scored ? 1.0 : 0.0;
    }
    return inputs.withStepValue(mask(), mask);
  }

  private boolean hasLength(Inputs inputs, int step) {
    return stepLength.isEmpty() || inputs.stepValue(stepLength.get())[step] > 0;
  }

  private static boolean runs(Stage stage, Inputs inputs, int step) {
    return stage.schedule() == null || inputs.schedule(stage.schedule())[step];
  }

  private boolean draws(Stage stage) {
    return Traversal.reachable(stage.updates().values()).stream()
        .anyMatch(node -> node instanceof Expr.Sample sample && nodes.include(sample));
  }
}
