package io.pathwise.batch.lab;

import io.pathwise.engine.derive.Score;
import io.pathwise.engine.derive.Tangent;
import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.program.Output;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.rewrite.Scored;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An estimator made of the engine's transforms: one output of a program, and what is done with it after the paths are
 * summed.
 *
 * @param name
 *          what people call it
 * @param program
 *          with the outputs needed only
 * @param output
 *          whose mean is the estimate
 * @param correction
 *          how other outputs reduce its variance
 * @param biased
 *          whether the output's mean is known to differ from the quantity
 */
record Estimator(String name, Program program, String output, Correction correction, boolean biased) {

  /** How other outputs reduce the variance of the one that is asked for. */
  sealed interface Correction {
    /** Nothing is done. */
    Correction NONE = new Regression(List.of());

    /** The outputs needed. */
    List<String> outputs();
  }

  /**
   * A regression.
   *
   * @param outputs
   *          of mean zero
   */
  record Regression(List<String> outputs) implements Correction {
    /** Copies the list. */
    public Regression {
      outputs = List.copyOf(outputs);
    }
  }

  /**
   * The mean of the value over the other paths of the block as baseline of a score estimator.
   *
   * @param value
   *          the output whose derivative is estimated
   * @param score
   *          the derivative of the likelihood
   */
  record LeaveOneOutBaseline(String value, String score) implements Correction {
    @Override
    public List<String> outputs() {
      return List.of(value, score);
    }
  }

  static final String PATHWISE = "pathwise";
  static final String PATHWISE_WITH_SCORE = "pathwise and score";
  static final String SCORE = "score";
  static final String SCORE_WITH_BASELINE = "score with baseline";

  /** Drops the outputs that are not needed. */
  Estimator {
    List<Output> needed = new ArrayList<>();
    needed.add(program.output(output));
    for (String further : correction.outputs()) {
      needed.add(program.output(further));
    }
    program = program.withOutputs(needed);
  }

  /** The mean of an output. */
  static Estimator mean(String name, Program program, String output) {
    return new Estimator(name, program, output, Correction.NONE, false);
  }

  /** The pathwise derivative of an output. */
  static Estimator pathwise(Program program, String output, Expr.Parameter parameter) {
    return new Estimator(PATHWISE, Tangent.differentiate(program, Map.of(output, List.of(parameter))),
        Tangent.name(output, parameter), Correction.NONE, false);
  }

  /** The score estimator of an output's derivative, all nodes scored. */
  static Estimator score(Program program, String output, Expr.Parameter parameter) {
    return new Estimator(SCORE, scored(program, output, parameter), Tangent.name(output, parameter), Correction.NONE,
        false);
  }

  /** The same with the score as a control variate: its regression coefficient is the optimal constant baseline. */
  static Estimator scoreWithBaseline(Program program, String output, Expr.Parameter parameter) {
    return new Estimator(SCORE_WITH_BASELINE, scored(program, output, parameter), Tangent.name(output, parameter),
        new Regression(List.of(Tangent.name(Score.LIKELIHOOD, parameter))), false);
  }

  /** The same with the mean over the other paths of the block as baseline; for functions that see draws only. */
  static Estimator scoreLeaveOneOut(Program program, String output, Expr.Parameter parameter) {
    return new Estimator("score, leave one out", scored(program, output, parameter), Tangent.name(output, parameter),
        new LeaveOneOutBaseline(output, Tangent.name(Score.LIKELIHOOD, parameter)), false);
  }

  /** The pathwise derivative of an output, with the score of draws that jump, which have none. */
  static Estimator pathwiseWithScoredJumps(Program program, String output, Expr.Parameter parameter) {
    Program scored = Score.transform(program, null, Scored.Nodes.DISCRETE::include);
    return pathwise(scored, output, parameter).named(PATHWISE_WITH_SCORE);
  }

  private static Program scored(Program program, String output, Expr.Parameter parameter) {
    return Tangent.differentiate(Score.transform(program),
        Map.of(output, List.of(parameter), Score.LIKELIHOOD, List.of(parameter)));
  }

  /** The same under another name. */
  Estimator named(String other) {
    return new Estimator(other, program, output, correction, biased);
  }

  /** The same, known to be biased. */
  Estimator knownBiased() {
    return new Estimator(name, program, output, correction, true);
  }
}
