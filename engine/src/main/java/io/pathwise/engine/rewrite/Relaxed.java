package io.pathwise.engine.rewrite;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.graph.Operation;
import io.pathwise.engine.graph.Samples;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.program.Rewriter;
import io.pathwise.engine.random.NoiseKind;
import io.pathwise.engine.sample.Bernoulli;
import io.pathwise.engine.sample.Categorical;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Replaces Bernoulli and categorical draws by draws that move smoothly with their probabilities, so that pathwise
 * derivatives exist: biased, the more so the higher the temperature; the lower it is, the larger the variance. A
 * relaxed outcome is a vector y of shares of the outcomes that sum to 1. Where the program reads the draw as a number,
 * it gets Σ i yᵢ; where it selects by equality with an outcome ({@code select(equal(draw, i), a, b)}), it gets the
 * mixture yᵢ a + (1 − yᵢ) b. Other comparisons of a relaxed draw stay thresholds, which
 * {@link io.pathwise.engine.derive.Smoothness} finds. Probabilities must lie strictly between 0 and 1.
 *
 * @param kind
 *          how the draw is relaxed
 * @param temperature
 *          the value of the parameter {@link #TEMPERATURE}, positive; 0.5 is a usual one
 */
public record Relaxed(Kind kind, double temperature) implements Rewrite {

  /** The name of the parameter that the rewritten program has in addition. */
  public static final String TEMPERATURE = "relaxation temperature";

  /** How a draw is relaxed. */
  public enum Kind {
    /**
     * The shares of the concrete law: softmax of (log wᵢ + Gᵢ)/temperature with Gumbel noise Gᵢ (Maddison, Mnih, Teh
     * 2017, eq. 10; Jang, Gu, Poole 2017, eq. 2), for two outcomes the logistic function of (logit p + L)/temperature
     * with logistic noise L (Maddison et al. 2017, appendix B).
     */
    CONCRETE,
    /** Draws as they are, with the derivatives of their concrete shares (Jang et al. 2017, section 2.2). */
    STRAIGHT_THROUGH_CONCRETE,
    /**
     * Draws as they are, with the derivatives of their probabilities (Bengio, Léonard, Courville 2013, section 4); no
     * temperature matters.
     */
    STRAIGHT_THROUGH
  }

  /**
   * Checks the temperature.
   *
   * @throws IllegalArgumentException
   *           when it is not positive
   */
  public Relaxed {
    if (!(temperature > 0)) {
      throw new IllegalArgumentException("the temperature is " + temperature + ", must be positive");
    }
  }

  @Override
  public String name() {
    return "relax-" + kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  @Override
  public boolean biased() {
    return true;
  }

  @Override
  public Program program(Program program, Inputs inputs) {
    return new Relaxation(program).rewritten();
  }

  /** The data with the temperature. */
  @Override
  public Inputs inputs(Program program, Inputs inputs) {
    Map<String, Double> parameters = new HashMap<>(inputs.parameters());
    parameters.put(TEMPERATURE, temperature);
    return new Inputs(inputs.steps(), parameters, inputs.stepValues(), inputs.schedules());
  }

  /** A relaxed draw: the share of each outcome, and the draw as a number. */
  private record Draw(List<Expr> shares, Expr value) {}

  /** The rewriting of one program. */
  private final class Relaxation {
    private final Program program;
    private final Graph graph;
    private final Expr.Parameter temperature;
    private final List<Expr.Noise> noises;
    private final Map<Expr, List<Expr.Noise>> gumbels = new HashMap<>();
    private final Map<Expr, Draw> draws = new HashMap<>();

    Relaxation(Program program) {
      this.program = program;
      this.graph = program.graph();
      this.temperature = graph.parameter(TEMPERATURE);
      this.noises = new ArrayList<>(program.noises());
    }

    Program rewritten() {
      for (Expr.Sample sample : Samples.inOrder(program.everything())) {
        if (sample.distribution() instanceof Categorical categorical) {
          List<Expr.Noise> own = new ArrayList<>();
          for (int i = 0; i < categorical.size(); i++) {
            own.add(graph.noise(NoiseKind.UNIFORM, noises.size()));
            noises.add(own.getLast());
          }
          gumbels.put(sample, own);
        } else if (sample.distribution() instanceof Bernoulli) {
          gumbels.put(sample, List.of());
        }
      }
      if (gumbels.isEmpty()) {
        throw new NotApplicableException("the program draws no Bernoulli or categorical sample");
      }
      List<Expr.Parameter> parameters = new ArrayList<>(program.parameters());
      parameters.add(temperature);
      return Rewriter.rewrite(
          new Program(graph, parameters, noises, program.sweeps(), program.outputs()), this::replace);
    }

    private @Nullable Expr replace(Expr node, List<Expr> operands) {
      if (node instanceof Expr.Sample sample && gumbels.containsKey(sample)) {
        Draw draw = sample.distribution() instanceof Bernoulli
            ? bernoulli(sample, operands.getFirst())
            : categorical(operands, gumbels.getOrDefault(sample, List.of()));
        draws.put(sample, draw);
        return draw.value();
      }
      if (node instanceof Expr.Apply select && select.operation() == Operation.SELECT) {
        Optional<Expr> share = share(select.operand(0));
        if (share.isPresent()) {
          return graph.fma(share.get(), graph.sub(operands.get(1), operands.get(2)), operands.get(2));
        }
      }
      return null;
    }

    /** The share of the outcome that a condition compares a relaxed draw with. */
    private Optional<Expr> share(Expr condition) {
      if (condition instanceof Expr.Apply equal && equal.operation() == Operation.EQUAL) {
        for (int i = 0; i < 2; i++) {
          Draw draw = draws.get(equal.operand(i));
          if (draw != null && equal.operand(1 - i) instanceof Expr.Literal literal) {
            double value = literal.value();
            boolean isOutcome = value >= 0 && value < draw.shares().size() && value == Math.rint(value);
            return Optional.of(isOutcome ? draw.shares().get((int) value) : graph.literal(0.0));
          }
        }
      }
      return Optional.empty();
    }

    private Draw bernoulli(Expr.Sample sample, Expr probability) {
      Expr soft = switch (kind) {
        case STRAIGHT_THROUGH -> probability;
        case CONCRETE, STRAIGHT_THROUGH_CONCRETE ->
          logistic(graph.div(graph.sub(logit(probability), logit(sample.noise())), temperature));
      };
      Expr hard = sample.distribution().draw(graph, sample.noises(), List.of(probability));
      Expr value = kind == Kind.CONCRETE ? soft : graph.apply(Operation.PINNED, hard, soft);
      return new Draw(List.of(graph.sub(graph.literal(1.0), value), value), value);
    }

    private Expr logit(Expr x) {
      return graph.sub(graph.log(x), graph.apply(Operation.LOG1P, graph.neg(x)));
    }

    /** 1/(1 + exp(−x)) by an exponential that cannot overflow; which side is taken is no threshold. */
    private Expr logistic(Expr x) {
      Expr one = graph.literal(1.0);
      Expr isNegative = graph.less(graph.frozen(x), graph.literal(0.0));
      Expr exponential = graph.exp(graph.select(isNegative, x, graph.neg(x)));
      return graph.div(graph.select(isNegative, exponential, one), graph.add(one, exponential));
    }

    private Draw categorical(List<Expr> weights, List<Expr.Noise> uniforms) {
      List<Expr> scores = new ArrayList<>();
      for (int i = 0; i < weights.size(); i++) {
        Expr gumbel = graph.neg(graph.log(graph.neg(graph.log(uniforms.get(i)))));
        scores.add(graph.add(graph.log(weights.get(i)), gumbel));
      }
      List<Expr> soft = switch (kind) {
        case STRAIGHT_THROUGH -> normalised(weights);
        case CONCRETE, STRAIGHT_THROUGH_CONCRETE -> softmax(scores);
      };
      if (kind == Kind.CONCRETE) {
        return new Draw(soft, position(soft));
      }
      Expr best = scores.getFirst();
      Expr hard = graph.literal(0.0);
      for (int i = 1; i < scores.size(); i++) {
        hard = graph.select(graph.less(best, scores.get(i)), graph.literal(i), hard);
        best = graph.max(best, scores.get(i));
      }
      List<Expr> shares = new ArrayList<>();
      for (int i = 0; i < soft.size(); i++) {
        Expr isOutcome = graph.apply(Operation.EQUAL, hard, graph.literal(i));
        Expr indicator = graph.select(isOutcome, graph.literal(1.0), graph.literal(0.0));
        shares.add(graph.apply(Operation.PINNED, indicator, soft.get(i)));
      }
      return new Draw(shares, graph.apply(Operation.PINNED, hard, position(soft)));
    }

    /** Softmax at the temperature; subtracting the largest score, frozen, changes nothing but the range. */
    private List<Expr> softmax(List<Expr> scores) {
      Expr largest = graph.frozen(scores.stream().reduce(graph::max).orElseThrow());
      return normalised(scores.stream()
          .map(score -> graph.exp(graph.div(graph.sub(score, largest), temperature))).toList());
    }

    private List<Expr> normalised(List<Expr> weights) {
      Expr sum = weights.stream().reduce(graph::add).orElseThrow();
      return weights.stream().map(weight -> graph.div(weight, sum)).toList();
    }

    /** Σ i yᵢ. */
    private Expr position(List<Expr> shares) {
      Expr total = shares.get(1);
      for (int i = 2; i < shares.size(); i++) {
        total = graph.fma(shares.get(i), graph.literal(i), total);
      }
      return total;
    }
  }
}
