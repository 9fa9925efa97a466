package io.pathwise.engine.importance;

import io.pathwise.engine.derive.Score;
import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.graph.Traversal;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.Output;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.program.Rewriter;
import io.pathwise.engine.program.Stage;
import io.pathwise.engine.program.State;
import io.pathwise.engine.program.Sweep;
import io.pathwise.engine.random.NoiseKind;
import io.pathwise.engine.rewrite.NotApplicableException;
import io.pathwise.engine.rewrite.Rewrite;
import io.pathwise.engine.sample.Normal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Draws the normal noises with other means, where the payoff is, and multiplies every output by the likelihood ratio
 * (Glasserman 2003, section 4.6). The shifts are data, one for every noise and step, which derivatives hold fixed: the
 * expectation does not depend on them, whatever they are. So what results is a program like any other, which may be
 * differentiated pathwise, scored, regressed and run on any points.
 *
 * <p>
 * Each of the shifts s_1 … s_M gets its share of the paths, and so does a search party: noise without shift, but w
 * times as wide. A path z counts with the density of all of them,
 *
 * <pre>
 * (M + 1) / (Σ_j exp(s_j · z − |s_j|²/2) + w^−d exp((1 − w^−2) |z|²/2)),
 * </pre>
 *
 * the balance heuristic (E. Veach, L. Guibas, "Optimally combining sampling techniques for Monte Carlo rendering",
 * 1995; Owen 2013, section 9.12). The ratio is at most M + 1 near every shift, so that none of several ways to a payoff
 * counts too much; and (M + 1) w^d everywhere, so that errors are finite. A way that no shift knows is met by the
 * search party, with few paths of large weight, from which {@link io.pathwise.engine.statistics.Inference} tells that
 * the error cannot be believed. The program draws with one of them, {@link #shift} and {@link #SCALE}; {@link #terms}
 * gives the data for each.
 *
 * @param modes
 *          how many shifts there are at most; empty for four. Where the payoff is reached in more ways, nothing is
 *          shifted
 */
public record ImportanceSampling(OptionalInt modes) implements Rewrite {

  private static final String NAME = "importance-sampling";
  private static final int MOST = 4;
  /** The parameter by which noise is multiplied before it is shifted. */
  static final String SCALE = NAME + ".scale";
  /** The parameter that is the scale of the search party. */
  static final String WIDTH = NAME + ".width";
  private static final double WIDEST = 3;
  /** The logarithm of w^d, the largest ratio but for the number of shifts. */
  private static final double LOG_LARGEST_RATIO = 4;

  /**
   * Data for a part of the paths.
   *
   * @param share
   *          of the paths
   * @param inputs
   *          with the shift of these paths
   */
  public record Term(double share, Inputs inputs) {}

  /** Checks the number. */
  public ImportanceSampling {
    if (modes.isPresent() && modes.getAsInt() < 1) {
      throw new IllegalArgumentException("importance sampling needs at least one shift, not " + modes.getAsInt());
    }
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean biased() {
    return false;
  }

  private int most() {
    return modes.orElse(MOST);
  }

  /** How wide noise may be drawn so that likelihood ratios stay bounded. */
  static double width(int dimension) {
    return Math.min(WIDEST, StrictMath.exp(LOG_LARGEST_RATIO / dimension));
  }

  /** The name of the per-step value by which a noise is shifted. */
  static String shift(int noise) {
    return NAME + ".shift[" + noise + "]";
  }

  /** The name of the per-step value that is the shift of a noise in one of several. */
  static String mode(int mode, int noise) {
    return NAME + ".mode[" + mode + "][" + noise + "]";
  }

  @Override
  public Program program(Program program, Inputs inputs) {
    return new Shifting(program, most()).program();
  }

  /** The data with the shifts, which are searched for; the paths get the first of them. */
  @Override
  public Inputs inputs(Program program, Inputs inputs) {
    List<double[]> found = ModeSearch.modes(program, inputs);
    return withShifts(program, inputs, found.isEmpty() || found.size() > most()
        ? List.of(new double[inputs.steps() * program.noises().size()])
        : found);
  }

  /** The data with some shift: what the analysis of a program looks at is whether there is any. */
  @Override
  public Optional<Inputs> pattern(Program program, Inputs inputs) {
    double[] some = new double[inputs.steps() * program.noises().size()];
    Arrays.fill(some, 1.0);
    return Optional.of(withShifts(program, inputs, List.of(some)));
  }

  /** Shifts beyond those that were found repeat them, so that all have equal shares. */
  private Inputs withShifts(Program program, Inputs inputs, List<double[]> found) {
    int normals = program.noises().size();
    int dimension = inputs.steps() * Shifting.shifted(program).size();
    Map<String, Double> parameters = new HashMap<>(inputs.parameters());
    parameters.put(SCALE, 1.0);
    parameters.put(WIDTH, width(dimension));
    Inputs data = new Inputs(inputs.steps(), parameters, inputs.stepValues(), inputs.schedules());
    for (int mode = 0; mode < most(); mode++) {
      double[] all = found.get(mode % found.size());
      for (int noise = 0; noise < normals; noise++) {
        int number = noise;
        double[] ofNoise = IntStream.range(0, inputs.steps()).mapToDouble(step -> all[step * normals + number])
            .toArray();
        data = data.withStepValue(mode(mode, noise), ofNoise);
        data = mode == 0 ? data.withStepValue(shift(noise), ofNoise) : data;
      }
    }
    return data;
  }

  /**
   * The data for each part of the paths, equal shifts taken together: the sum of share · result is the expectation.
   *
   * @param inputs
   *          of the rewritten program
   */
  public List<Term> terms(Inputs inputs) {
    Map<List<List<Double>>, Integer> counts = new LinkedHashMap<>();
    Map<List<List<Double>>, Inputs> data = new HashMap<>();
    int shifts = most();
    for (int mode = 0; mode < shifts; mode++) {
      List<List<Double>> key = new ArrayList<>();
      Inputs shifted = inputs;
      for (int noise = 0; inputs.stepValues().containsKey(mode(mode, noise)); noise++) {
        double[] ofNoise = inputs.stepValue(mode(mode, noise));
        key.add(Arrays.stream(ofNoise).boxed().toList());
        shifted = shifted.withStepValue(shift(noise), ofNoise);
      }
      counts.merge(key, 1, Integer::sum);
      data.putIfAbsent(key, shifted);
    }
    List<Term> terms = new ArrayList<>();
    for (Map.Entry<List<List<Double>>, Integer> entry : counts.entrySet()) {
      terms.add(new Term(entry.getValue() / (shifts + 1.0), Objects.requireNonNull(data.get(entry.getKey()))));
    }
    terms.add(new Term(1 / (shifts + 1.0), searching(inputs)));
    return terms;
  }

  private static Inputs searching(Inputs inputs) {
    Inputs searching = inputs.withParameter(SCALE, inputs.parameter(WIDTH));
    for (int noise = 0; inputs.stepValues().containsKey(shift(noise)); noise++) {
      searching = searching.withStepValue(shift(noise), new double[inputs.steps()]);
    }
    return searching;
  }

  /** Writes the program. */
  private static final class Shifting {
    private final Program program;
    private final Graph graph;
    private final int modes;
    private final Set<Expr.Noise> shifted;

    Shifting(Program program, int modes) {
      this.program = program;
      this.graph = program.graph();
      this.modes = modes;
      this.shifted = shifted(program);
      if (program.forwardSweeps().size() > 1) {
        throw new NotApplicableException("the program has several forward sweeps, in which noise is not drawn once");
      }
      if (shifted.isEmpty()) {
        throw new NotApplicableException("the program draws no normal noise that could be shifted");
      }
    }

    /** Normal noises, but for those that draw from another law. */
    static Set<Expr.Noise> shifted(Program program) {
      Set<Expr.Noise> shifted = new HashSet<>();
      Set<Expr.Noise> ofOtherLaws = new HashSet<>();
      for (Expr node : Traversal.reachable(program.everything())) {
        if (node instanceof Expr.Noise noise && noise.kind() == NoiseKind.NORMAL) {
          shifted.add(noise);
        }
        if (node instanceof Expr.Sample sample) {
          if (sample.distribution() instanceof Normal) {
            shifted.add(sample.noise());
          } else {
            ofOtherLaws.addAll(sample.noises());
          }
        }
      }
      shifted.removeAll(ofOtherLaws);
      return shifted;
    }

    /** A normal sample gets another mean and deviation, so that its score is that of the law it is drawn from. */
    Program program() {
      Set<Expr.Parameter> parameters = new LinkedHashSet<>(program.parameters());
      parameters.add(graph.parameter(SCALE));
      parameters.add(graph.parameter(WIDTH));
      Program open = new Program(graph, List.copyOf(parameters), program.noises(), program.sweeps(), program.outputs());
      Program drawn = Rewriter.rewrite(open, (node, operands) -> {
        if (node instanceof Expr.Sample sample && shifted.contains(sample.noise())) {
          return shifted(sample, operands);
        }
        return node instanceof Expr.Noise noise && shifted.contains(noise) ? drawn(noise) : null;
      });
      Sweep sweep = drawn.forward();
      List<Expr.State> exponents = IntStream.rangeClosed(0, modes)
          .mapToObj(mode -> graph.newState("log-density " + mode)).toList();
      List<State> states = new ArrayList<>(sweep.states());
      exponents.forEach(exponent -> states.add(new State(exponent, graph.literal(0.0))));
      List<Stage> stages = new ArrayList<>();
      Map<Expr.Noise, Stage> counted = new HashMap<>();
      for (int s = 0; s < sweep.stages().size(); s++) {
        stages.add(counting(sweep.stages().get(s), program.forward().stages().get(s), exponents, counted));
      }
      Expr ratio = ratio(exponents);
      List<Output> outputs = new ArrayList<>();
      for (Output output : drawn.outputs()) {
        switch (output) {
          case Output.PathSum sum -> outputs.add(new Output.PathSum(sum.name(), graph.mul(sum.value(), ratio)));
          case Output.Pullback pullback -> throw new NotApplicableException("shift noise before taking the adjoint");
        }
      }
      if (!drawn.outputNames().contains(Score.LIKELIHOOD)) {
        outputs.add(new Output.PathSum(Score.LIKELIHOOD, ratio));
      }
      return new Program(graph, drawn.parameters(), drawn.noises(),
          List.of(new Sweep(sweep.direction(), states, stages)), outputs);
    }

    private Expr shifted(Expr.Sample sample, List<Expr> operands) {
      Expr mean = operands.get(0);
      Expr deviation = operands.get(1);
      return graph.sample(sample.distribution(), List.of(graph.fma(deviation, shift(sample.noise()), mean),
          graph.mul(deviation, graph.parameter(SCALE))), sample.noise());
    }

    private Expr shift(Expr.Noise noise) {
      return graph.stepValue(ImportanceSampling.shift(noise.number()));
    }

    private Expr drawn(Expr.Noise noise) {
      return graph.fma(noise, graph.parameter(SCALE), shift(noise));
    }

    /** The stage, which also adds to the exponents of the densities what the noises that it draws have to say. */
    private Stage counting(Stage stage, Stage original, List<Expr.State> exponents, Map<Expr.Noise, Stage> counted) {
      Map<Expr.State, Expr> updates = new LinkedHashMap<>(stage.updates());
      Set<Expr.Noise> drawnHere = new LinkedHashSet<>();
      for (Expr node : Traversal.reachable(original.updates().values())) {
        if (node instanceof Expr.Noise noise && shifted.contains(noise)) {
          drawnHere.add(noise);
        }
        if (node instanceof Expr.Sample sample && shifted.contains(sample.noise())) {
          drawnHere.add(sample.noise());
        }
      }
      drawnHere.removeIf(noise -> isCounted(noise, stage, counted));
      for (int mode = 0; mode < modes && !drawnHere.isEmpty(); mode++) {
        Expr exponent = exponents.get(mode);
        for (Expr.Noise noise : drawnHere) {
          Expr towards = graph.stepValue(ImportanceSampling.mode(mode, noise.number()));
          Expr middle = graph.fma(graph.literal(-0.5), towards, drawn(noise));
          exponent = graph.fma(towards, middle, exponent);
        }
        updates.put(exponents.get(mode), exponent);
      }
      if (!drawnHere.isEmpty()) {
        updates.put(exponents.getLast(), searching(exponents.getLast(), drawnHere));
      }
      return new Stage(stage.name(), stage.schedule(), updates, stage.sinks());
    }

    private static boolean isCounted(Expr.Noise noise, Stage stage, Map<Expr.Noise, Stage> counted) {
      Stage first = counted.putIfAbsent(noise, stage);
      if (first != null && first.schedule() != null && !first.schedule().equals(stage.schedule())) {
        throw new NotApplicableException("noise " + noise.number() + " is read in stages that run at different steps");
      }
      return first != null;
    }

    private Expr searching(Expr.State exponent, Set<Expr.Noise> drawnHere) {
      Expr width = graph.parameter(WIDTH);
      Expr logWidth = graph.log(width);
      Expr growth = graph.mul(graph.literal(0.5),
          graph.sub(graph.literal(1), graph.div(graph.literal(1), graph.mul(width, width))));
      Expr sum = exponent;
      for (Expr.Noise noise : drawnHere) {
        sum = graph.add(sum, graph.fma(growth, graph.mul(drawn(noise), drawn(noise)), graph.neg(logWidth)));
      }
      return sum;
    }

    private Expr ratio(List<Expr.State> exponents) {
      Expr total = graph.exp(exponents.getFirst());
      for (Expr exponent : exponents.subList(1, exponents.size())) {
        total = graph.add(total, graph.exp(exponent));
      }
      return graph.div(graph.literal(exponents.size()), total);
    }
  }
}
