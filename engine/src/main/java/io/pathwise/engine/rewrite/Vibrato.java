package io.pathwise.engine.rewrite;

import io.pathwise.engine.derive.Score;
import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.graph.Operation;
import io.pathwise.engine.graph.Samples;
import io.pathwise.engine.graph.Traversal;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.Output;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.program.Stage;
import io.pathwise.engine.program.State;
import io.pathwise.engine.program.Sweep;
import io.pathwise.engine.random.NoiseKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Vibrato Monte Carlo (Giles 2009, "Vibrato Monte Carlo sensitivities", section 4): all steps but the last are
 * reparameterised, the continuous draws of the last step are scored, in antithetic pairs of inner draws that share the
 * path so far. With V the output as a function of the last step's draws x, ℓ their log-density, x̄ the draws at the
 * middle of their noise and n pairs, an output becomes
 *
 * <pre>
 * V(x̄) + 1/(2n) Σ (V(x_k) − V(x̄)) · likelihood_ratio(ℓ(x_k)),    V(x̄) and all x frozen,
 * </pre>
 *
 * whose value is the mean of V over the inner draws and whose derivatives have the baseline V(x̄). Nothing is asked of
 * V as a function of the last step's draws; of the path before, what every pathwise derivative asks: thresholds at
 * earlier steps are for another rewrite, such as {@link Scored} of the result. Discrete draws are not touched; to score
 * them, rewrite with {@link Scored} first.
 *
 * <p>
 * Everything that happens at the last step (fixing, monitoring, expiry) is composed into one stage that runs there
 * only; the other stages then run before the last step only.
 *
 * @param pairs
 *          antithetic pairs of inner draws, at least 1
 * @param stepLength
 *          name of the per-step value that must be positive at the last step
 */
public record Vibrato(int pairs, String stepLength) implements Rewrite {

  private static final String LAST = "last step";

  /**
   * Checks the number of pairs.
   *
   * @throws IllegalArgumentException
   *           when it is below 1
   */
  public Vibrato {
    if (pairs < 1) {
      throw new IllegalArgumentException("vibrato needs at least 1 pair of inner draws, not " + pairs);
    }
  }

  @Override
  public String name() {
    return pairs == 1 ? "vibrato" : "vibrato-" + pairs;
  }

  @Override
  public boolean biased() {
    return false;
  }

  @Override
  public Program program(Program program, Inputs inputs) {
    int last = inputs.steps() - 1;
    if (last < 0 || !(inputs.stepValue(stepLength)[last] > 0)) {
      throw new NotApplicableException("the last step has no length, so nothing is drawn there");
    }
    return NotApplicableException
        .unless(() -> new LastStep(program, ComposedStep.of(program, inputs, last)).rewritten(inputs));
  }

  /** The data with the steps of the stages before the last step, and the last step's. */
  @Override
  public Inputs inputs(Program program, Inputs inputs) {
    int last = inputs.steps() - 1;
    Inputs result = inputs;
    for (Stage stage : program.forward().stages()) {
      if (ComposedStep.runs(stage, inputs, last)) {
        boolean[] before = new boolean[inputs.steps()];
        for (int step = 0; step < last; step++) {
          before[step] = ComposedStep.runs(stage, inputs, step);
        }
        result = result.withSchedule(beforeLast(stage.schedule()), before);
      }
    }
    boolean[] atLast = new boolean[inputs.steps()];
    atLast[last] = true;
    return result.withSchedule(LAST, atLast);
  }

  private static String beforeLast(@Nullable String schedule) {
    return schedule == null ? "before the last step" : schedule + " before the last step";
  }

  /** The rewriting of one program. */
  private final class LastStep {
    private final Graph graph;
    private final Program program;
    private final List<Output.PathSum> outputs;
    private final List<Expr.Sample> samples;
    private final List<Expr.Noise> noises;

    LastStep(Program program, ComposedStep composed) {
      this.graph = program.graph();
      this.program = program;
      this.outputs = new ArrayList<>();
      for (Output output : program.outputs()) {
        if (!(output instanceof Output.PathSum sum)) {
          throw new NotApplicableException(output.name() + " is the result of an adjoint");
        }
        outputs.add(new Output.PathSum(sum.name(), composed.after(sum.value())));
      }
      List<Expr> values = outputs.stream().map(Output.PathSum::value).toList();
      samples = Samples.inOrder(values).stream().filter(sample -> !sample.distribution().jumps()).toList();
      if (samples.isEmpty()) {
        throw new NotApplicableException("no output reads a continuous draw of the last step");
      }
      Samples.requireOwnNoises(samples);
      Set<Expr> drawn = new HashSet<>(samples);
      for (Expr node : Traversal.reachable(values)) {
        if (node instanceof Expr.Apply frozen && frozen.operation() == Operation.FROZEN
            && drawn.contains(frozen.operand(0))) {
          throw new NotApplicableException("a draw of the last step has been scored before: " + frozen.operand(0));
        }
      }
      noises = new ArrayList<>(program.noises());
    }

    Program rewritten(Inputs inputs) {
      Sweep sweep = program.forward();
      List<State> states = new ArrayList<>(sweep.states());
      Map<Expr.State, Expr> updates = new LinkedHashMap<>();
      List<Output> results = new ArrayList<>();
      for (Output.PathSum mean : means()) {
        Expr.State state = graph.newState(mean.name() + " at the last step");
        states.add(new State(state, graph.literal(0.0)));
        updates.put(state, mean.value());
        results.add(new Output.PathSum(mean.name(), state));
      }
      List<Stage> stages = new ArrayList<>();
      for (Stage stage : sweep.stages()) {
        stages.add(ComposedStep.runs(stage, inputs, inputs.steps() - 1)
            ? new Stage(stage.name(), beforeLast(stage.schedule()), stage.updates(), stage.sinks())
            : stage);
      }
      stages.add(new Stage("vibrato", LAST, updates, List.of()));
      return new Program(graph, program.parameters(), noises, List.of(new Sweep(sweep.direction(), states, stages)),
          results);
    }

    /** The outputs and the likelihood as means over the inner draws. */
    private List<Output.PathSum> means() {
      Draw middle = new Draw();
      for (Expr.Sample sample : samples) {
        middle.take(sample, graph.literal(sample.noise().kind() == NoiseKind.NORMAL ? 0.0 : 0.5));
      }
      List<Draw> inner = new ArrayList<>();
      for (int pair = 0; pair < pairs; pair++) {
        Draw draw = new Draw();
        Draw mirrored = new Draw();
        for (Expr.Sample sample : samples) {
          Expr.Noise noise = graph.noise(sample.noise().kind(), noises.size());
          noises.add(noise);
          draw.take(sample, noise);
          mirrored.take(sample, noise.kind() == NoiseKind.NORMAL
              ? graph.neg(noise)
              : graph.sub(graph.literal(1.0), noise));
        }
        inner.add(draw);
        inner.add(mirrored);
      }
      List<Output.PathSum> means = new ArrayList<>();
      boolean hasLikelihood = false;
      for (Output.PathSum output : outputs) {
        boolean isLikelihood = output.name().equals(Score.LIKELIHOOD);
        hasLikelihood |= isLikelihood;
        Expr baseline = isLikelihood ? graph.literal(0.0) : graph.frozen(middle.replace(output.value()));
        means.add(new Output.PathSum(output.name(), mean(output.value(), baseline, inner)));
      }
      if (!hasLikelihood) {
        means.add(new Output.PathSum(Score.LIKELIHOOD, mean(graph.literal(1.0), graph.literal(0.0), inner)));
      }
      return means;
    }

    private Expr mean(Expr value, Expr baseline, List<Draw> inner) {
      Expr total = graph.literal(0.0);
      for (Draw draw : inner) {
        total = graph.fma(graph.sub(draw.replace(value), baseline), draw.likelihoodRatio(), total);
      }
      return graph.fma(total, graph.literal(1.0 / inner.size()), baseline);
    }

    /** One draw of all samples of the last step. */
    private final class Draw {
      private final Map<Expr, Expr> replaced = new HashMap<>();
      private Expr logDensity = graph.literal(0.0);

      /** Draws a sample, after those that its arguments read. */
      void take(Expr.Sample sample, Expr noise) {
        List<Expr> arguments = sample.operands().stream().map(this::replace).toList();
        Expr drawn = graph.frozen(sample.distribution().draw(graph, List.of(noise), arguments));
        logDensity = graph.add(logDensity, sample.distribution().logDensity(graph, drawn, arguments));
        Expr moved = sample.distribution().noiseOf(graph, drawn, arguments)
            .orElseThrow(() -> new NotApplicableException("a draw has no noise that moves with it: " + sample));
        replaced.put(sample, drawn);
        replaced.put(sample.noise(), graph.apply(Operation.PINNED, noise, moved));
      }

      Expr replace(Expr expression) {
        Map<Expr, Expr> rebuilt = Traversal.rebuild(graph, List.of(expression),
            Traversal.replacing(replaced::get));
        return rebuilt.getOrDefault(expression, expression);
      }

      Expr likelihoodRatio() {
        return graph.apply(Operation.LIKELIHOOD_RATIO, logDensity);
      }
    }
  }
}
