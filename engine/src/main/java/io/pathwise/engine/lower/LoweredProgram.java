package io.pathwise.engine.lower;

import io.pathwise.engine.program.Sweep;
import io.pathwise.engine.random.NoiseKind;
import java.util.List;

/**
 * A program in the form that backends execute. For one path: for each sweep, run {@link LoweredSweep#start}, then for
 * every step in the sweep's direction run the stages in order, those with a schedule only at its steps; at the end run
 * {@link #finish}. Noise of number n at step k is draw k · noises.size() + n of the path. Values written to
 * {@link Cell.SumCell} and {@link Cell.SinkCell} are summed over the 256 paths of a block by
 * {@code io.pathwise.engine.statistics.BlockTree}; {@link Binding#combine} turns those sums into the outputs of the
 * block.
 *
 * @param parameters
 *          names, in order
 * @param stepValues
 *          names, in order
 * @param schedules
 *          names, in order
 * @param noises
 *          the law of every noise of a step, by number
 * @param usedNoises
 *          which of them path code reads
 * @param stateCount
 *          how many states path code has
 * @param tapeSize
 *          how many values per step are kept for the backward sweep
 * @param sinkCount
 *          how many sinks there are
 * @param sumCount
 *          how many sums there are
 * @param hostStateCount
 *          how many states are the same on all paths; {@link Binding} evaluates them, path code reads uniforms and
 *          columns
 * @param sweeps
 *          in order
 * @param finish
 *          the sums
 * @param uniforms
 *          host code of the uniforms, evaluated last: it may read the final host states
 * @param coefficients
 *          host code of the coefficients of sinks, evaluated at every step
 * @param outputs
 *          how the outputs follow from sums and sinks
 */
public record LoweredProgram(List<String> parameters, List<String> stepValues, List<String> schedules,
    List<NoiseKind> noises, List<Boolean> usedNoises, int stateCount, int tapeSize, int sinkCount, int sumCount,
    int hostStateCount, List<LoweredSweep> sweeps, PathCode finish, HostCode uniforms, HostCode coefficients,
    List<LoweredOutput> outputs) {

  /** Copies the lists. */
  public LoweredProgram {
    parameters = List.copyOf(parameters);
    stepValues = List.copyOf(stepValues);
    schedules = List.copyOf(schedules);
    noises = List.copyOf(noises);
    usedNoises = List.copyOf(usedNoises);
    sweeps = List.copyOf(sweeps);
    outputs = List.copyOf(outputs);
  }

  /**
   * A pass over the steps.
   *
   * @param direction
   *          the order of steps
   * @param hostStart
   *          host code of the initial values of the host states in {@code startedHostStates}
   * @param startedHostStates
   *          numbers of the sweep's states that are the same on all paths
   * @param start
   *          writes the initial values of the sweep's other states
   * @param stages
   *          in order
   */
  public record LoweredSweep(Sweep.Direction direction, HostCode hostStart, List<Integer> startedHostStates,
      PathCode start, List<LoweredStage> stages) {
    /** Copies the lists. */
    public LoweredSweep {
      startedHostStates = List.copyOf(startedHostStates);
      stages = List.copyOf(stages);
    }
  }

  /**
   * A stage.
   *
   * @param name
   *          as in the program
   * @param schedule
   *          its number in {@link LoweredProgram#schedules()}, or −1 for every step
   * @param columns
   *          host code of the stage's columns, followed by the next values of the host states in
   *          {@code updatedHostStates}
   * @param columnCount
   *          how many of its outputs are columns
   * @param updatedHostStates
   *          numbers of the host states that the stage changes
   * @param code
   *          what it does to a path
   */
  public record LoweredStage(String name, int schedule, HostCode columns, int columnCount,
      List<Integer> updatedHostStates, PathCode code) {
    /** Copies the list. */
    public LoweredStage {
      updatedHostStates = List.copyOf(updatedHostStates);
    }
  }

  /** How an output of a block follows from its sums. */
  public sealed interface LoweredOutput {
    /** The output's name. */
    String name();
  }

  /** The sum itself. */
  public record Direct(String name, int sum) implements LoweredOutput {}

  /** A linear combination of sums and sinks, in the order of the terms. */
  public record Combination(String name, List<LoweredTerm> terms) implements LoweredOutput {
    /** Copies the list. */
    public Combination {
      terms = List.copyOf(terms);
    }
  }

  /** A term of a combination. */
  public sealed interface LoweredTerm {
  }

  /** A sum times a uniform. */
  public record SumTerm(int sum, int uniform) implements LoweredTerm {}

  /** A sink times a coefficient, summed over steps. */
  public record SinkTerm(int sink, int coefficient) implements LoweredTerm {}

  /** Primitive operations that a path needs per step, noise not counted; stages with a schedule count once too. */
  public int operationsPerStep() {
    return sweeps.stream().flatMap(sweep -> sweep.stages().stream())
        .mapToInt(stage -> stage.code().code().operationCount())
        .sum();
  }
}
