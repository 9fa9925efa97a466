package io.pathwise.engine.optimise;

import io.pathwise.engine.derive.Adjoint;
import io.pathwise.engine.derive.Tangent;
import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.lower.Binding;
import io.pathwise.engine.lower.LoweredProgram;
import io.pathwise.engine.lower.LoweredProgram.LoweredOutput;
import io.pathwise.engine.lower.Lowering;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.run.Backend;
import io.pathwise.engine.run.Kernel;
import io.pathwise.engine.run.NoiseKey;
import io.pathwise.engine.run.Sampling;
import io.pathwise.engine.run.Simulation;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The mean of an output of a program, with its derivatives by some parameters. A sample is a block of 256 paths. The
 * program is compiled once; parameters are data of the kernel. Start at {@link #of}.
 */
public final class ProgramObjective implements Objective {

  /** Blocks that a thread takes at once. */
  private static final int CHUNK = 8;
  /** In the place of the output of a derivative that is 0. */
  private static final int NONE = -1;

  private final LoweredProgram program;
  private final Kernel kernel;
  private final int value;
  private final int[] derivatives;
  private final Function<double[], Inputs> data;
  private final NoiseKey noise;
  private final Simulation simulation;
  private volatile Bound last;

  /** The program on the data of some parameters. */
  private static final class Bound {
    private final double[] parameters;
    private final Binding binding;

    Bound(double[] parameters, Binding binding) {
      this.parameters = parameters;
      this.binding = binding;
    }
  }

  /**
   * The mean of an output of a compiled program that has its derivatives as further outputs.
   *
   * @param kernel
   *          the program compiled; stays open. Its paths must be independent of each other
   * @param value
   *          the name of the output
   * @param derivatives
   *          the names of its unbiased derivatives, one for each parameter; empty where it does not depend on one
   * @param start
   *          some parameters that are allowed
   * @param data
   *          the program's data at given parameters, of equal steps and schedules
   * @param noise
   *          which paths
   * @param simulation
   *          the threads
   */
  public ProgramObjective(LoweredProgram program, Kernel kernel, String value, List<Optional<String>> derivatives,
      double[] start,
      Function<double[], Inputs> data, NoiseKey noise, Simulation simulation) {
    List<String> outputs = program.outputs().stream().map(LoweredOutput::name).toList();
    if (!outputs.contains(value) || !outputs.containsAll(derivatives.stream().flatMap(Optional::stream).toList())) {
      throw new IllegalArgumentException("no outputs " + value + " and " + derivatives + " among " + outputs);
    }
    if (kernel.sampling().randomisations() > 0) {
      throw new IllegalArgumentException("blocks of Sobol points are not independent samples");
    }
    this.program = program;
    this.kernel = kernel;
    this.value = outputs.indexOf(value);
    this.derivatives = derivatives.stream().mapToInt(name -> name.map(outputs::indexOf).orElse(NONE)).toArray();
    this.data = data;
    this.noise = noise;
    this.simulation = simulation;
    this.last = bound(start);
  }

  /**
   * The mean of an output, with pathwise derivatives by an adjoint.
   *
   * @param program
   *          whose output is at most Lipschitz in the parameters; else the derivatives are biased
   * @param parameters
   *          what is sought
   * @param inputs
   *          the data, with a value for every parameter
   * @param backend
   *          compiles the program, once
   */
  public static ProgramObjective of(Program program, String output, List<Expr.Parameter> parameters, Inputs inputs,
      Backend backend, NoiseKey noise, Simulation simulation) {
    Program adjoint = Adjoint.differentiate(program.withOutputs(List.of(program.output(output))),
        Map.of(output, parameters));
    LoweredProgram lowered = Lowering.lower(adjoint);
    double[] start = parameters.stream().mapToDouble(parameter -> inputs.parameter(parameter.name())).toArray();
    return new ProgramObjective(lowered, backend.compile(lowered, Sampling.INDEPENDENT), output,
        parameters.stream().map(parameter -> Optional.of(Tangent.name(output, parameter))).toList(), start, values -> {
          Inputs moved = inputs;
          for (int k = 0; k < values.length; k++) {
            moved = moved.withParameter(parameters.get(k).name(), values[k]);
          }
          return moved;
        }, noise, simulation);
  }

  @Override
  public int dimension() {
    return derivatives.length;
  }

  @Override
  public long pathsPerSample() {
    return Backend.BLOCK;
  }

  @Override
  public void compute(double[] parameters, long firstSample, int samples, double[] results) {
    Binding binding = binding(parameters);
    simulation.inParallel(Math.ceilDiv(samples, CHUNK), chunk -> {
      int from = chunk * CHUNK;
      int blocks = Math.min(CHUNK, samples - from);
      int outputs = program.outputs().size();
      double[] sums = new double[blocks * outputs];
      kernel.run(binding, noise, firstSample + from, blocks, sums);
      for (int block = 0; block < blocks; block++) {
        int to = (from + block) * (1 + derivatives.length);
        results[to] = sums[block * outputs + value] / Backend.BLOCK;
        for (int k = 0; k < derivatives.length; k++) {
          results[to + 1 + k] = derivatives[k] == NONE ? 0 : sums[block * outputs + derivatives[k]] / Backend.BLOCK;
        }
      }
    });
  }

  private Binding binding(double[] parameters) {
    Bound known = last;
    if (!Arrays.equals(known.parameters, parameters)) {
      known = bound(parameters);
      last = known;
    }
    return known.binding;
  }

  private Bound bound(double[] parameters) {
    return new Bound(parameters.clone(), new Binding(program, data.apply(parameters.clone())));
  }
}
