package io.pathwise.engine.training;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.Output;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.program.Stage;
import io.pathwise.engine.program.Sweep;
import io.pathwise.engine.run.Simulation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Fits the integrands of a program by least squares on paths of their own. As increments have mean 0 given what is
 * known before, the parts of different periods are orthogonal, so that each period has normal equations of its own:
 * sums of products of increments times functions, and of these with what is left of the target, which a backward sweep
 * knows from the start. On finitely many paths parts are only nearly orthogonal: conjugate gradients, a simulation for
 * each step, come to the solution of the joint equations from there. Start at {@link #train}.
 */
public final class IntegrandTraining {

  /** With so many paths for each coefficient, what is left on other paths has about 1 % more variance than need be. */
  public static final int PATHS_PER_COEFFICIENT = 100;

  /** Steps end when the square of what is left falls by no more than this share. */
  private static final double SETTLED = 1e-3;
  private static final int MOST_PASSES = 20;
  private static final String SQUARE = "square of the remainder";

  private final Program program;
  private final Integrands integrands;
  private final List<Integer> steps;
  private final PolicyTraining.Compiler compiler;
  private final Simulation simulation;
  private final long seed;
  private final long blocks;

  /**
   * What was learnt.
   *
   * @param inputs
   *          the program's data with the coefficients
   * @param steps
   *          those that end a period
   * @param products
   *          for each of them the means of products of increments times functions, with which {@link IntegrandMeans}
   *          improves what it measures
   */
  public record Trained(Inputs inputs, List<Integer> steps, List<double[][]> products) {
    /** Copies the lists. */
    public Trained {
      steps = List.copyOf(steps);
      products = List.copyOf(products);
    }
  }

  /**
   * The training of a program's integrands.
   *
   * @param program
   *          with one forward sweep
   * @param inputs
   *          its data; the per-step values that receive something may have any numbers
   * @param blocks
   *          of paths; {@link #PATHS_PER_COEFFICIENT} tells how many are enough
   */
  public static Trained train(Program program, Integrands integrands, Inputs inputs, PolicyTraining.Compiler compiler,
      Simulation simulation, long seed, long blocks) {
    return new IntegrandTraining(program, integrands, inputs, compiler, simulation, seed, blocks).train(inputs);
  }

  private IntegrandTraining(Program program, Integrands integrands, Inputs inputs, PolicyTraining.Compiler compiler,
      Simulation simulation, long seed, long blocks) {
    Graph graph = program.graph();
    this.program = program.withOutputs(List.of(new Output.PathSum(integrands.centre(), integrands.remainder()),
        new Output.PathSum(SQUARE, graph.mul(integrands.remainder(), integrands.remainder()))));
    this.integrands = integrands;
    this.steps = StepSums.steps(program, integrands.stage(), inputs);
    this.compiler = compiler;
    this.simulation = simulation;
    this.seed = seed;
    this.blocks = blocks;
  }

  private Trained train(Inputs untrained) {
    Map<String, double[]> learnt = new HashMap<>(untrained.stepValues());
    integrands.observables().forEach(observable -> {
      learnt.put(observable.centre(), new double[untrained.steps()]);
      learnt.put(observable.scale(), new double[untrained.steps()]);
    });
    integrands.names().forEach(name -> learnt.put(name, new double[untrained.steps()]));
    StepSums.Means moments = sums(program, integrands.stage(), moments(), untrained).run(learnt, simulation, seed,
        blocks);
    standardise(learnt, moments);
    Inputs centred = untrained.withParameter(integrands.centre(),
        untrained.parameter(integrands.centre()) + moments.moments().mean(0));
    StepSums.Means means = sums(program, integrands.stage(),
        Products.of(program.graph(), integrands.products(program.graph())), centred)
        .run(learnt, simulation, seed, blocks);
    List<double[][]> products = IntStream.range(0, steps.size())
        .mapToObj(place -> Products.matrix(means, integrands.stage(), place, 0, integrands.size())).toList();
    StepSums responses = sums(withResponses(program, integrands), backward(integrands),
        responses(program.graph(), integrands), centred);
    solve(learnt, responses, products);
    return new Trained(new Inputs(centred.steps(), centred.parameters(), learnt, centred.schedules()), steps, products);
  }

  private StepSums sums(Program summing, String stage, List<Expr> summed, Inputs inputs) {
    return new StepSums(summing, Map.of(stage, summed), Map.of(stage, steps.stream().map(List::of).toList()), inputs,
        compiler);
  }

  /** Each observable and its square. */
  private List<Expr> moments() {
    List<Expr> summed = new ArrayList<>();
    integrands.observables().forEach(observable -> {
      summed.add(observable.number());
      summed.add(program.graph().mul(observable.number(), observable.number()));
    });
    return summed;
  }

  private void standardise(Map<String, double[]> learnt, StepSums.Means means) {
    for (int place = 0; place < steps.size(); place++) {
      for (int i = 0; i < integrands.observables().size(); i++) {
        integrands.observables().get(i).receive(learnt, steps.get(place), means.of(integrands.stage(), place, 2 * i),
            means.of(integrands.stage(), place, 2 * i + 1));
      }
    }
  }

  /** Conjugate gradients, preconditioned by the normal equations of each period (Saad 2003, algorithm 9.1). */
  private void solve(Map<String, double[]> learnt, StepSums sums, List<double[][]> products) {
    StepSums.Means means = sums.run(learnt, simulation, seed, blocks);
    double left = means.moments().mean(1);
    double[] solution = new double[steps.size() * integrands.size()];
    double[] gradient = responses(means);
    double[] direction = new double[solution.length];
    double before = 0;
    for (int pass = 0; pass < MOST_PASSES; pass++) {
      double[] preconditioned = solved(products, gradient);
      double size = product(gradient, preconditioned);
      double kept = before > 0 ? size / before : 0;
      before = size;
      double[] tried = new double[solution.length];
      for (int i = 0; i < tried.length; i++) {
        direction[i] = preconditioned[i] + kept * direction[i];
        tried[i] = solution[i] + direction[i];
      }
      fill(learnt, tried);
      double[] moved = responses(sums.run(learnt, simulation, seed, blocks));
      Arrays.setAll(moved, i -> gradient[i] - moved[i]);
      double length = size > 0 ? size / product(direction, moved) : 0;
      for (int i = 0; i < solution.length; i++) {
        solution[i] += length * direction[i];
        gradient[i] -= length * moved[i];
      }
      left -= length * size;
      if (length * size <= SETTLED * left) {
        break;
      }
    }
    fill(learnt, solution);
  }

  private double[] responses(StepSums.Means means) {
    int size = integrands.size();
    return IntStream.range(0, steps.size() * size)
        .mapToDouble(i -> means.of(backward(integrands), i / size, i % size)).toArray();
  }

  private static double[] solved(List<double[][]> products, double[] right) {
    int size = right.length / products.size();
    return IntStream.range(0, products.size()).boxed()
        .flatMap(place -> NormalEquations.solve(products.get(place),
            Arrays.copyOfRange(right, place * size, (place + 1) * size)).coefficients().stream())
        .mapToDouble(number -> number).toArray();
  }

  private static double product(double[] x, double[] y) {
    return IntStream.range(0, x.length).mapToDouble(i -> x[i] * y[i]).sum();
  }

  private void fill(Map<String, double[]> learnt, double[] coefficients) {
    List<String> names = integrands.names();
    for (int i = 0; i < coefficients.length; i++) {
      Objects.requireNonNull(learnt.get(names.get(i % names.size())))[steps.get(i / names.size())] = coefficients[i];
    }
  }

  /** The name of the stage of a backward sweep in which what is left of the target is known. */
  static String backward(Integrands integrands) {
    return integrands.stage() + " backward";
  }

  /** A program with a backward sweep behind its forward one, in which {@link #responses} can be summed. */
  static Program withResponses(Program program, Integrands integrands) {
    Stage forward = program.forward().stages().stream().filter(stage -> stage.name().equals(integrands.stage()))
        .findFirst().orElseThrow();
    Sweep backward = new Sweep(Sweep.Direction.BACKWARD, List.of(),
        List.of(new Stage(backward(integrands), forward.schedule(), Map.of(), List.of())));
    return new Program(program.graph(), program.parameters(), program.noises(), List.of(program.forward(), backward),
        program.outputs());
  }

  /** What is left of the target times each increment and function. */
  static List<Expr> responses(Graph graph, Integrands integrands) {
    return integrands.products(graph).stream()
        .map(product -> graph.mul(graph.recall(product, integrands.stage()), integrands.remainder())).toList();
  }
}
