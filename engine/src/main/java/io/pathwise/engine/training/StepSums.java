package io.pathwise.engine.training;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.lower.Binding;
import io.pathwise.engine.lower.LoweredProgram;
import io.pathwise.engine.lower.Lowering;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.Output;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.program.Pruning;
import io.pathwise.engine.program.Stage;
import io.pathwise.engine.program.Sweep;
import io.pathwise.engine.run.BlockSource;
import io.pathwise.engine.run.Kernel;
import io.pathwise.engine.run.NoiseKey;
import io.pathwise.engine.run.Sampling;
import io.pathwise.engine.run.Simulation;
import io.pathwise.engine.statistics.BlockMoments;
import io.pathwise.engine.statistics.MomentLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * A program that sums numbers of its paths at some steps, beside the outputs that it has: in stages of their own, each
 * before the one whose states it reads, which cost nothing at other steps. The sums are exact accumulators like those
 * of any output. Start at {@link #run}.
 */
final class StepSums {

  private final Inputs inputs;
  private final List<Sums> sums = new ArrayList<>();
  private final Map<String, double[]> indicators = new HashMap<>();
  private final Map<String, boolean[]> schedules = new HashMap<>();
  private final LoweredProgram program;
  private final Kernel kernel;

  /** What is summed in a stage, and where its first number is among the outputs. */
  private record Sums(String stage, int size, int first) {}

  /** The means over paths of what was summed. */
  final class Means {
    private final BlockMoments moments;
    private final List<Means> parts;

    private Means(BlockMoments moments, List<Means> parts) {
      this.moments = moments;
      this.parts = List.copyOf(parts);
    }

    /** What the paths say. */
    BlockMoments moments() {
      return moments;
    }

    /** How many parts of the paths there are; none if it was not asked for parts. */
    int parts() {
      return parts.size();
    }

    /** The same over some of the parts, by number. */
    Means over(IntPredicate isIn) {
      BlockMoments some = new BlockMoments(moments.layout());
      IntStream.range(0, parts.size()).filter(isIn).forEach(part -> some.merge(parts.get(part).moments));
      return new Means(some, List.of());
    }

    boolean areFinite() {
      return IntStream.range(0, program.outputs().size()).allMatch(moments::isFinite);
    }

    /** The mean over paths of the sum of a number of a stage over the steps of one of its groups. */
    double of(String stage, int group, int number) {
      Sums own = sums.stream().filter(one -> one.stage().equals(stage)).findFirst().orElseThrow();
      return moments.mean(own.first() + group * own.size() + number);
    }
  }

  /**
   * The program of the sums, compiled.
   *
   * @param program
   *          what is simulated; its outputs are the first
   * @param summed
   *          expressions of the states before a stage, by its name
   * @param groups
   *          the steps that are summed together, by stage; it runs at all of them
   */
  StepSums(Program program, Map<String, List<Expr>> summed, Map<String, List<List<Integer>>> groups, Inputs inputs,
      PolicyTraining.Compiler compiler) {
    this.inputs = inputs;
    List<Output> outputs = new ArrayList<>(program.outputs());
    Map<String, Stage> before = new HashMap<>();
    summed.forEach((stage, numbers) -> {
      List<Stage.Sink> sinks = IntStream.range(0, numbers.size())
          .mapToObj(i -> new Stage.Sink("sum " + i + " of " + stage, numbers.get(i))).toList();
      sums.add(new Sums(stage, sinks.size(), outputs.size()));
      boolean[] runs = new boolean[inputs.steps()];
      for (List<Integer> steps : Objects.requireNonNull(groups.get(stage), stage)) {
        steps.forEach(step -> runs[step] = true);
        Expr here = indicator(program.graph(), steps);
        sinks.forEach(sink -> outputs.add(new Output.Pullback(sink.name() + " at steps " + steps,
            List.of(new Output.SinkTerm(sink.name(), here)))));
      }
      String name = "sums of " + stage;
      schedules.put(name, runs);
      before.put(stage, new Stage(name, name, Map.of(), sinks));
    });
    this.program = Lowering.lower(Pruning.prune(new Program(program.graph(), program.parameters(), program.noises(),
        program.sweeps().stream().map(sweep -> with(sweep, before)).toList(), outputs)));
    this.kernel = compiler.compile(this.program, Sampling.INDEPENDENT);
  }

  /** At which steps a stage of a program's forward sweep runs. */
  static List<Integer> steps(Program program, String name, Inputs inputs) {
    String schedule = program.forward().stages().stream().filter(stage -> stage.name().equals(name)).findFirst()
        .orElseThrow().schedule();
    return IntStream.range(0, inputs.steps()).filter(step -> schedule == null || inputs.schedule(schedule)[step])
        .boxed().toList();
  }

  private static Sweep with(Sweep sweep, Map<String, Stage> before) {
    List<Stage> stages = new ArrayList<>();
    for (Stage stage : sweep.stages()) {
      Optional.ofNullable(before.get(stage.name())).ifPresent(stages::add);
      stages.add(stage);
    }
    return new Sweep(sweep.direction(), sweep.states(), stages);
  }

  private Expr indicator(Graph graph, List<Integer> steps) {
    String name = "at steps " + steps;
    double[] numbers = new double[inputs.steps()];
    steps.forEach(step -> numbers[step] = 1);
    indicators.put(name, numbers);
    return graph.stepValue(name);
  }

  /**
   * Simulates.
   *
   * @param stepValues
   *          all per-step values of the program, by name
   */
  Means run(Map<String, double[]> stepValues, Simulation simulation, long seed, long blocks) {
    return run(stepValues, simulation, NoiseKey.training(seed), 0, blocks);
  }

  /** The same in parts, one after the other, each of a block at least. */
  Means runInParts(Map<String, double[]> stepValues, Simulation simulation, long seed, long blocks, int most) {
    long count = Math.min(most, blocks);
    BlockMoments whole = new BlockMoments(MomentLayout.of(program.outputs().size()));
    List<Means> parts = new ArrayList<>();
    for (long part = 0; part < count; part++) {
      Means means = run(stepValues, simulation, NoiseKey.training(seed), part * blocks / count,
          (part + 1) * blocks / count);
      whole.merge(means.moments());
      parts.add(means);
    }
    return new Means(whole, parts);
  }

  /** The same for some blocks of some noise. */
  Means run(Map<String, double[]> stepValues, Simulation simulation, NoiseKey noise, long fromBlock, long toBlock) {
    Map<String, double[]> all = new HashMap<>(stepValues);
    all.putAll(indicators);
    Map<String, boolean[]> allSchedules = new HashMap<>(inputs.schedules());
    allSchedules.putAll(schedules);
    Binding binding = new Binding(program, new Inputs(inputs.steps(), inputs.parameters(), all, allSchedules));
    return new Means(simulation.run(BlockSource.of(kernel, binding, noise),
        MomentLayout.of(program.outputs().size()), fromBlock, toBlock), List.of());
  }
}
