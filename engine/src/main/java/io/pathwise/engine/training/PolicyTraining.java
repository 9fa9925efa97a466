package io.pathwise.engine.training;

import io.pathwise.engine.derive.Adjoint;
import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.lower.LoweredProgram;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.program.State;
import io.pathwise.engine.run.Kernel;
import io.pathwise.engine.run.Sampling;
import io.pathwise.engine.run.Simulation;
import io.pathwise.engine.statistics.Estimate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Fits the decisions of a program by least squares on paths of their own (Longstaff and Schwartz 2001): at each of
 * their steps what the rest of a path pays is regressed on basis functions. What it pays is the adjoint of the state
 * that tells whether the path is alive, so it follows from a backward sweep, whatever the program.
 *
 * <p>
 * A pass fits all steps at once, with the decisions of later steps as they were before it. So after n passes the last n
 * steps are as backward induction on the same paths would have them; passes end when the value stays what it was, long
 * before that: this is policy iteration, which improves all steps at once. It begins on a part of the paths.
 *
 * <p>
 * A last pass fits each step once more, with weights that fall with the distance of a path from where it is
 * indifferent: only there does it matter what is expected, and basis functions that are too few to be right everywhere
 * may be right there. As fewer paths are near, that fit is taken where it differs by more than chance, if the value is
 * the better one with it. Start at {@link #train}.
 */
public final class PolicyTraining {

  /** Passes end when the value changes by less than this share of its standard error. */
  private static final double SETTLED = 0.1;
  /** So many paths for each basis function are needed at a step; with fewer the path goes on. */
  private static final int PATHS_PER_FUNCTION = 10;
  /** Passes begin on this part of the paths. */
  private static final int FIRST_PART = 4;
  /** So many parts of the paths tell how much is learnt by chance; a power of 2. */
  private static final int PARTS = 8;
  /** The last pass looks within this share of the distance that paths have from where they are indifferent. */
  private static final double NEAR = 0.25;
  /** A fit near that place is taken where its mean square difference is so many times its variance. */
  private static final double SIGNIFICANT = 2;

  private final Program program;
  private final String value;
  private final List<Decision> decisions;
  private final Inputs untrained;

  /** Makes a kernel of a program. */
  public interface Compiler {
    /** The kernel of a program whose noise is made in some way. */
    Kernel compile(LoweredProgram program, Sampling sampling);
  }

  /**
   * What was learnt.
   *
   * @param inputs
   *          the program's data with the coefficients
   * @param ofHalves
   *          the data with the coefficients that the last pass finds on balanced halves of the paths (McCarthy 1969,
   *          "Pseudo-replication: half samples"): the mean square of what that changes in a number is the variance that
   *          chance in the paths gives it. None where there are too few paths for parts
   * @param leftOut
   *          how many directions of basis functions were not told apart at the step where that was worst
   * @param heldBack
   *          at how many steps too few paths had something to decide, so that none ends there
   */
  public record Trained(Inputs inputs, List<Inputs> ofHalves, int leftOut, int heldBack) {

    /** Copies the list. */
    public Trained {
      ofHalves = List.copyOf(ofHalves);
    }
  }

  /** How the fits of all steps went. */
  private record Fits(int leftOut, int heldBack) {}

  /**
   * The training of a program's decisions, each at a stage of its own.
   *
   * @param program
   *          with one forward sweep and path sums as outputs
   * @param value
   *          the output that decisions are to make as large or as small as they can
   * @param inputs
   *          its data; the per-step values that receive something may have any numbers
   */
  public PolicyTraining(Program program, String value, List<Decision> decisions, Inputs inputs) {
    this.program = program.withOutputs(List.of(program.output(value)));
    this.value = value;
    this.decisions = List.copyOf(decisions);
    this.untrained = inputs;
  }

  /**
   * Fits the decisions.
   *
   * @param blocks
   *          of paths
   */
  public Trained train(Compiler compiler, Simulation simulation, long seed, long blocks) {
    Map<String, double[]> learnt = beginning();
    long first = Math.max(1, blocks / FIRST_PART);
    standardise(learnt, sums(this::moments, compiler).run(learnt, simulation, seed, first));
    StepSums products = sums(this::products, compiler);
    StepSums responses = responses(compiler);
    if (first < blocks) {
      settle(learnt, products, responses, simulation, seed, first);
    }
    Sums sums = settle(learnt, products, responses, simulation, seed, blocks);
    Replicated everywhere = replicated(learnt, sums);
    StepSums distances = sums(this::distances, compiler);
    StepSums.Means before = distances.run(everywhere.learnt(), simulation, seed, blocks);
    Map<String, double[]> looking = copy(everywhere.learnt());
    lookNear(looking, before, true);
    Sums ofNear = new Sums(products.runInParts(looking, simulation, seed, blocks, PARTS),
        responses.runInParts(looking, simulation, seed, blocks, PARTS));
    Replicated near = takenWhereSignificant(everywhere, replicated(looking, ofNear), ofNear.products());
    Replicated best = isBetter(before, distances.run(near.learnt(), simulation, seed, blocks)) ? near : everywhere;
    return new Trained(with(best.learnt()), best.ofHalves().stream().map(this::with).toList(), best.fits().leftOut(),
        best.fits().heldBack());
  }

  /** What a fit is made from. */
  private record Sums(StepSums.Means products, StepSums.Means responses) {}

  /** Passes until the value stays what it was; returns what a further one would be made from. */
  private Sums settle(Map<String, double[]> learnt, StepSums products, StepSums responses, Simulation simulation,
      long seed, long blocks) {
    StepSums.Means matrix = products.runInParts(learnt, simulation, seed, blocks, PARTS);
    StepSums.Means now = responses.runInParts(learnt, simulation, seed, blocks, PARTS);
    Estimate before;
    int passes = 0;
    do {
      before = now.moments().estimate(0);
      fit(learnt, matrix, now);
      now = responses.runInParts(learnt, simulation, seed, blocks, PARTS);
      passes++;
    } while (!hasSettled(before, now.moments().estimate(0)) && passes <= 2 * untrained.steps());
    return new Sums(matrix, now);
  }

  /** Whether who decides is better off; never where both sides decide. */
  private boolean isBetter(StepSums.Means before, StepSums.Means after) {
    double gain = after.moments().estimate(0).mean() - before.moments().estimate(0).mean();
    return decisions.stream().allMatch(decision -> decision.never() * gain > 0);
  }

  /**
   * What the last pass makes of decisions that are fitted already, for other data: their numbers stay standardised as
   * they were, and what is to come is decided as before. That is how decisions move with the data, to first order.
   *
   * @param blocks
   *          of paths
   * @return the data with the decisions fitted anew
   */
  public Inputs refit(Compiler compiler, Simulation simulation, long seed, long blocks) {
    Map<String, double[]> learnt = copy(untrained.stepValues());
    lookNear(learnt, sums(this::distances, compiler).run(learnt, simulation, seed, blocks), false);
    StepSums.Means matrix = sums(this::products, compiler).run(learnt, simulation, seed, blocks);
    fit(learnt, matrix, responses(compiler).run(learnt, simulation, seed, blocks));
    return with(learnt);
  }

  private Inputs with(Map<String, double[]> learnt) {
    return new Inputs(untrained.steps(), untrained.parameters(), learnt, untrained.schedules());
  }

  private static Map<String, double[]> copy(Map<String, double[]> stepValues) {
    Map<String, double[]> copy = new HashMap<>();
    stepValues.forEach((name, numbers) -> copy.put(name, numbers.clone()));
    return copy;
  }

  /** What is fitted on all paths, and on balanced halves of them. */
  private record Replicated(Map<String, double[]> learnt, List<Map<String, double[]>> ofHalves, Fits fits) {}

  /** Any two of the halves have half of their parts in common, as the rows of a Hadamard matrix do. */
  private Replicated replicated(Map<String, double[]> before, Sums sums) {
    List<Map<String, double[]>> ofHalves = new ArrayList<>();
    for (int row = 1; row < PARTS && sums.products().parts() == PARTS; row++) {
      int signs = row;
      IntPredicate isIn = part -> Integer.bitCount(signs & part) % 2 == 0;
      Map<String, double[]> half = copy(before);
      fit(half, sums.products().over(isIn), sums.responses().over(isIn));
      ofHalves.add(half);
    }
    Map<String, double[]> learnt = copy(before);
    Fits fits = fit(learnt, sums.products(), sums.responses());
    return new Replicated(learnt, ofHalves, fits);
  }

  /** What was fitted near at the steps at which that differs by more than chance, and everywhere at others. */
  private Replicated takenWhereSignificant(Replicated everywhere, Replicated near, StepSums.Means products) {
    Map<String, double[]> learnt = copy(everywhere.learnt());
    List<Map<String, double[]>> ofHalves = everywhere.ofHalves().stream().map(PolicyTraining::copy).toList();
    for (Decision decision : decisions) {
      List<Integer> steps = steps(decision);
      for (int place = 0; place < steps.size(); place++) {
        int step = steps.get(place);
        double[][] matrix = Products.matrix(products, decision.stage(), place, 1, decision.basis().size());
        double change = size(matrix, difference(decision, step, near.learnt(), everywhere.learnt()));
        double chance = near.ofHalves().stream()
            .mapToDouble(half -> size(matrix, difference(decision, step, half, near.learnt()))).average()
            .orElse(Double.POSITIVE_INFINITY);
        if (change > SIGNIFICANT * chance) {
          take(decision, step, near.learnt(), learnt);
          for (int half = 0; half < ofHalves.size(); half++) {
            take(decision, step, near.ofHalves().get(half), ofHalves.get(half));
          }
        }
      }
    }
    return new Replicated(learnt, ofHalves, everywhere.fits());
  }

  private static double[] difference(Decision decision, int step, Map<String, double[]> one,
      Map<String, double[]> other) {
    return decision.coefficients().stream().mapToDouble(name -> numbers(one, name)[step] - numbers(other, name)[step])
        .toArray();
  }

  /** The weighted mean square of a combination of basis functions. */
  private static double size(double[][] products, double[] coefficients) {
    double sum = 0;
    for (int i = 0; i < coefficients.length; i++) {
      for (int j = 0; j < coefficients.length; j++) {
        sum += coefficients[i] * products[i][j] * coefficients[j];
      }
    }
    return sum;
  }

  private static void take(Decision decision, int step, Map<String, double[]> from, Map<String, double[]> to) {
    decision.learnt().forEach(name -> numbers(to, name)[step] = numbers(from, name)[step]);
  }

  /**
   * The data with decisions that are taken at every second of their times only, the last one among them.
   *
   * @param fitted
   *          data with fitted decisions
   */
  public Inputs halved(Inputs fitted) {
    Map<String, double[]> learnt = copy(fitted.stepValues());
    for (Decision decision : decisions) {
      List<Integer> steps = steps(decision);
      for (int place = steps.size() - 2; place >= 0; place -= 2) {
        int step = steps.get(place);
        decision.coefficients().forEach(name -> numbers(learnt, name)[step] = 0);
        numbers(learnt, decision.coefficients().getFirst())[step] = decision.never();
      }
    }
    return new Inputs(fitted.steps(), fitted.parameters(), learnt, fitted.schedules());
  }

  private static boolean hasSettled(Estimate before, Estimate now) {
    return Math.abs(now.mean() - before.mean()) <= SETTLED * now.standardError();
  }

  /** Nothing is exercised. */
  private Map<String, double[]> beginning() {
    Map<String, double[]> learnt = new HashMap<>(untrained.stepValues());
    for (Decision decision : decisions) {
      for (Decision.Observable observable : decision.observables()) {
        learnt.put(observable.centre(), new double[untrained.steps()]);
        learnt.put(observable.scale(), new double[untrained.steps()]);
      }
      decision.coefficients().forEach(name -> learnt.put(name, new double[untrained.steps()]));
      learnt.put(decision.nearness(), new double[untrained.steps()]);
      for (int step : steps(decision)) {
        numbers(learnt, decision.coefficients().getFirst())[step] = decision.never();
      }
    }
    return learnt;
  }

  private List<Integer> steps(Decision decision) {
    return StepSums.steps(program, decision.stage(), untrained);
  }

  private StepSums sums(Function<Decision, List<Expr>> summed, Compiler compiler) {
    return new StepSums(program, decisions.stream().collect(Collectors.toMap(Decision::stage, summed)),
        groups(Function.identity()), untrained, compiler);
  }

  /** Each step alone. */
  private Map<String, List<List<Integer>>> groups(Function<String, String> stage) {
    return decisions.stream().collect(Collectors.toMap(decision -> stage.apply(decision.stage()),
        decision -> steps(decision).stream().map(List::of).toList()));
  }

  /** The weight, then each observable and its square, weighted. */
  private List<Expr> moments(Decision decision) {
    Graph graph = program.graph();
    List<Expr> summed = new ArrayList<>(List.of(decision.weight()));
    for (Decision.Observable observable : decision.observables()) {
      Expr weighted = graph.mul(decision.weight(), observable.number());
      summed.add(weighted);
      summed.add(graph.mul(weighted, observable.number()));
    }
    return summed;
  }

  /** How far the amount is from what is expected otherwise. */
  private Expr distance(Decision decision) {
    return program.graph().sub(decision.continuation(program.graph()), decision.amount());
  }

  /** The weight, then the square of the distance, weighted. */
  private List<Expr> distances(Decision decision) {
    Graph graph = program.graph();
    Expr distance = distance(decision);
    return List.of(decision.weight(), graph.mul(decision.weight(), graph.mul(distance, distance)));
  }

  /** The weight of a path that is near to being indifferent. */
  private Expr weight(Decision decision) {
    Graph graph = program.graph();
    Expr relative = graph.mul(distance(decision), graph.stepValue(decision.nearness()));
    return graph.div(decision.weight(), graph.fma(relative, relative, graph.literal(1.0)));
  }

  /** The weight, then products of basis functions, weighted. */
  private List<Expr> products(Decision decision) {
    Graph graph = program.graph();
    Expr weight = weight(decision);
    List<Expr> summed = new ArrayList<>(List.of(weight));
    summed.addAll(Products.of(graph,
        decision.basis().stream().<Expr>map(function -> graph.mul(weight, function)).toList(), decision.basis()));
    return summed;
  }

  /** Products of basis functions with what is to come, weighted; then the size of what is to come on any path. */
  private StepSums responses(Compiler compiler) {
    Graph graph = program.graph();
    Adjoint.Ending ending = decisions.getFirst().ending();
    Set<Expr> begins = program.forward().states().stream().filter(state -> state.value() == ending.alive())
        .map(State::initial).collect(Collectors.toSet());
    Adjoint.Reversed reversed = Adjoint.ofRest(program, value,
        program.parameters().stream().filter(begins::contains).collect(Collectors.toSet()), ending);
    Expr toCome = Objects.requireNonNull(reversed.adjoints().get(ending.alive()), "alive has no adjoint");
    Map<String, List<Expr>> summed = new HashMap<>();
    for (Decision decision : decisions) {
      Expr weighted = graph.mul(graph.recall(weight(decision), decision.stage()), toCome);
      List<Expr> numbers = new ArrayList<>(decision.basis().stream()
          .map(function -> graph.mul(graph.recall(function, decision.stage()), weighted)).toList());
      numbers.add(graph.abs(toCome));
      summed.put(Adjoint.stage(decision.stage()), numbers);
    }
    return new StepSums(reversed.program(), summed, groups(Adjoint::stage), untrained, compiler);
  }

  private void standardise(Map<String, double[]> learnt, StepSums.Means means) {
    for (Decision decision : decisions) {
      List<Integer> steps = steps(decision);
      for (int place = 0; place < steps.size(); place++) {
        int step = steps.get(place);
        double weight = means.of(decision.stage(), place, 0);
        for (int i = 0; i < decision.observables().size() && weight > 0; i++) {
          decision.observables().get(i).receive(learnt, step, means.of(decision.stage(), place, 1 + 2 * i) / weight,
              means.of(decision.stage(), place, 2 + 2 * i) / weight);
        }
      }
    }
  }

  /** Sets how near to look: at all steps, or at those at which that has been done. */
  private void lookNear(Map<String, double[]> learnt, StepSums.Means distances, boolean everywhere) {
    for (Decision decision : decisions) {
      List<Integer> steps = steps(decision);
      for (int place = 0; place < steps.size(); place++) {
        int step = steps.get(place);
        double weight = distances.of(decision.stage(), place, 0);
        double square = distances.of(decision.stage(), place, 1);
        double[] nearness = numbers(learnt, decision.nearness());
        boolean isFitted = numbers(learnt, decision.coefficients().getFirst())[step] != decision.never();
        if ((everywhere || nearness[step] > 0) && isFitted && square > 0) {
          nearness[step] = Math.sqrt(weight / square) / NEAR;
        }
      }
    }
  }

  /** Fits all steps; one with too few paths stays as it is, which at the beginning is never to exercise. */
  private Fits fit(Map<String, double[]> learnt, StepSums.Means matrix, StepSums.Means responses) {
    int leftOut = 0;
    int heldBack = 0;
    for (Decision decision : decisions) {
      int size = decision.basis().size();
      List<Integer> steps = steps(decision);
      for (int place = 0; place < steps.size(); place++) {
        List<Double> coefficients = Collections.nCopies(size, 0.0);
        double paths = matrix.of(decision.stage(), place, 0) * matrix.moments().estimate(0).paths();
        boolean nothingComes = responses.of(Adjoint.stage(decision.stage()), place, size) == 0;
        if (!nothingComes && paths < (double) PATHS_PER_FUNCTION * size) {
          heldBack++;
          continue;
        }
        if (!nothingComes) {
          NormalEquations.Solution solution = solve(decision, place, matrix, responses);
          coefficients = solution.coefficients();
          leftOut = Math.max(leftOut, solution.leftOut());
        }
        for (int i = 0; i < size; i++) {
          numbers(learnt, decision.coefficients().get(i))[steps.get(place)] = coefficients.get(i);
        }
      }
    }
    return new Fits(leftOut, heldBack);
  }

  private static NormalEquations.Solution solve(Decision decision, int place, StepSums.Means matrix,
      StepSums.Means responses) {
    int size = decision.basis().size();
    double[] right = IntStream.range(0, size)
        .mapToDouble(i -> responses.of(Adjoint.stage(decision.stage()), place, i)).toArray();
    return NormalEquations.solve(Products.matrix(matrix, decision.stage(), place, 1, size), right);
  }

  private static double[] numbers(Map<String, double[]> learnt, String name) {
    return Objects.requireNonNull(learnt.get(name), name);
  }
}
