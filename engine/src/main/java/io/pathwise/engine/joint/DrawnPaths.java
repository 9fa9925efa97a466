package io.pathwise.engine.joint;

import io.pathwise.engine.code.Code;
import io.pathwise.engine.code.Instruction;
import io.pathwise.engine.code.Op;
import io.pathwise.engine.lower.Binding;
import io.pathwise.engine.lower.Cell;
import io.pathwise.engine.lower.LoweredProgram;
import io.pathwise.engine.lower.LoweredProgram.LoweredStage;
import io.pathwise.engine.lower.PathCode;
import io.pathwise.engine.run.Fingerprint;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A description of what a state that noise enters depends on, by which programs that may have paths in common are found
 * before they are joined. Of several such states the one that hangs together with the fewest others is looked at, but
 * none that keeps mere noise. Start with {@link #of}.
 */
public final class DrawnPaths {

  /** A number that the state follows from; stage −1 stands for a uniform. */
  private record HostNumber(int stage, int index) {}

  private final LoweredProgram program;
  private final StringBuilder text = new StringBuilder();
  private final List<HostNumber> numbers = new ArrayList<>();
  private final Set<Integer> scheduledStages = new LinkedHashSet<>();

  private DrawnPaths(LoweredProgram program, List<Integer> states) {
    this.program = program;
    text.append(program.noises()).append('\n');
    PathCode start = program.sweeps().getFirst().start();
    for (int state : states) {
      write(start, -1, state, states);
      for (int g = 0; g < stages(program).size(); g++) {
        LoweredStage stage = stages(program).get(g);
        if (write(stage.code(), g, state, states) && stage.schedule() >= 0) {
          scheduledStages.add(g);
        }
      }
    }
  }

  /** Those of a program; empty if no noise enters its states, or nothing but noise. */
  public static Optional<DrawnPaths> of(LoweredProgram program) {
    return IntStream.range(0, program.stateCount()).filter(state -> isDrawn(program, state))
        .mapToObj(state -> sources(program, state)).sorted(Comparator.comparingInt(List::size))
        .map(states -> new DrawnPaths(program, states)).filter(paths -> !paths.numbers.isEmpty()).findFirst();
  }

  private static List<LoweredStage> stages(LoweredProgram program) {
    return program.sweeps().getFirst().stages();
  }

  private static boolean isDrawn(LoweredProgram program, int state) {
    return stages(program).stream().flatMap(stage -> reads(stage.code(), state).stream())
        .anyMatch(Cell.NoiseCell.class::isInstance);
  }

  /** The state and those that it follows from, in order of discovery. */
  private static List<Integer> sources(LoweredProgram program, int state) {
    List<Integer> found = new ArrayList<>(List.of(state));
    for (int i = 0; i < found.size(); i++) {
      List<Cell> read = new ArrayList<>(reads(program.sweeps().getFirst().start(), found.get(i)));
      for (LoweredStage stage : stages(program)) {
        read.addAll(reads(stage.code(), found.get(i)));
      }
      for (Cell cell : read) {
        if (cell instanceof Cell.StateCell source && !found.contains(source.index())) {
          found.add(source.index());
        }
      }
    }
    return found;
  }

  private static List<Cell> reads(PathCode path, int state) {
    List<Cell> cells = new ArrayList<>();
    for (int i : needed(path, state)) {
      Instruction instruction = path.code().instructions().get(i);
      if (instruction.op() == Op.INPUT) {
        cells.add(path.reads().get((int) instruction.literal()));
      }
    }
    return cells;
  }

  /** The instructions that compute what is written to a state, in order; none if nothing is. */
  private static List<Integer> needed(PathCode path, int state) {
    int output = path.writes().indexOf(new Cell.StateCell(state));
    if (output < 0) {
      return List.of();
    }
    Code code = path.code();
    return code.needed(List.of(code.outputs().get(output))).stream().boxed().toList();
  }

  /** Writes how a state comes about in some code, with numbers for names; false if that code does not touch it. */
  private boolean write(PathCode path, int stage, int state, List<Integer> states) {
    List<Integer> needed = needed(path, state);
    for (int i : needed) {
      Instruction instruction = path.code().instructions().get(i);
      if (instruction.op() == Op.INPUT) {
        text.append(switch (path.reads().get((int) instruction.literal())) {
          case Cell.Uniform uniform -> number("uniform", new HostNumber(-1, uniform.index()));
          case Cell.Column column -> number("column", new HostNumber(stage, column.index()));
          case Cell.StateCell source -> "state " + states.indexOf(source.index());
          case Cell.NoiseCell noise -> "noise " + noise.number();
          case Cell.TapeCell kept -> throw new IllegalStateException("kept for backward sweeps: " + kept);
          case Cell.SinkCell sink -> throw new IllegalStateException("write only: " + sink);
          case Cell.SumCell sum -> throw new IllegalStateException("write only: " + sum);
        });
      } else {
        text.append(instruction.op()).append(' ').append(instruction.literal());
        for (int k = 0; k < instruction.op().arity(); k++) {
          text.append(' ').append(needed.indexOf(instruction.operand(k)));
        }
      }
      text.append('\n');
    }
    text.append(needed.isEmpty() ? "" : "is state " + states.indexOf(state) + "\n");
    return !needed.isEmpty();
  }

  private String number(String kind, HostNumber number) {
    numbers.add(number);
    return kind;
  }

  /** Equal for bindings whose paths may be the same; their numbers are looked at for the first step only. */
  public Fingerprint fingerprint(Binding binding) {
    Fingerprint.Builder builder = Fingerprint.builder().add(text.toString());
    for (HostNumber number : numbers) {
      builder.add(binding.steps() == 0 && number.stage() >= 0 ? 0.0 : value(binding, number, 0));
    }
    for (int stage : scheduledStages) {
      for (int step = 0; step < binding.steps(); step++) {
        builder.add(binding.isActive(stages(program).get(stage), step) ? 1 : 0);
      }
    }
    return builder.build();
  }

  /**
   * Whether the paths are the first steps of others'.
   *
   * @param other
   *          those of the longer program, with an equal fingerprint
   */
  public boolean begin(Binding binding, DrawnPaths other, Binding longer) {
    for (int i = 0; i < numbers.size(); i++) {
      for (int step = 0; step < binding.steps(); step++) {
        if (Double.doubleToLongBits(value(binding, numbers.get(i), step)) != Double
            .doubleToLongBits(value(longer, other.numbers.get(i), step))) {
          return false;
        }
      }
    }
    return true;
  }

  private double value(Binding binding, HostNumber number, int step) {
    return number.stage() < 0
        ? binding.uniforms()[number.index()]
        : binding.columns(0, number.stage())[step * stages(binding.program()).get(number.stage()).columnCount()
            + number.index()];
  }
}
