package io.pathwise.engine.joint;

import io.pathwise.engine.code.Instruction;
import io.pathwise.engine.code.Op;
import io.pathwise.engine.lower.Cell;
import io.pathwise.engine.lower.LoweredProgram;
import io.pathwise.engine.lower.LoweredProgram.LoweredStage;
import io.pathwise.engine.lower.LoweredProgram.LoweredSweep;
import io.pathwise.engine.lower.PathCode;
import io.pathwise.engine.program.Sweep;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.function.UnaryOperator;

/**
 * The partition of the states of several programs into those that have the same values on every path: the coarsest
 * classes in which states start equally and are updated equally by the same stages, given that states of a class are
 * equal. Found by splitting classes until nothing changes, as automata are minimised. A state of a shorter program may
 * be in a class with states that go on, unless its value at the end is read or it lives in a backward sweep, which
 * starts at the end.
 */
final class EqualStates {

  private final List<LoweredProgram> programs;
  private final EqualityPattern pattern;
  private int[][] classes;
  private int count;

  private EqualStates(List<LoweredProgram> programs, EqualityPattern pattern) {
    this.programs = programs;
    this.pattern = pattern;
    this.classes = new int[programs.size()][];
    Map<Object, Integer> first = new HashMap<>();
    for (int member = 0; member < classes.length; member++) {
      List<Object> keys = firstKeys(member);
      classes[member] = keys.stream().mapToInt(key -> first.computeIfAbsent(key, missing -> first.size())).toArray();
    }
    this.count = first.size();
  }

  /** The classes of some programs' states. */
  static EqualStates of(List<LoweredProgram> programs, EqualityPattern pattern) {
    EqualStates states = new EqualStates(programs, pattern);
    int before;
    do {
      before = states.count;
      states.split();
    } while (states.count > before);
    return states;
  }

  /** The class of a program's state, a number from 0. */
  int of(int member, int state) {
    return classes[member][state];
  }

  /** How many classes there are. */
  int count() {
    return count;
  }

  /** For each class the rank of the longest program that has a state in it. */
  int[] horizons() {
    int[] horizons = new int[count];
    for (int member = 0; member < classes.length; member++) {
      for (int known : classes[member]) {
        horizons[known] = Math.max(horizons[known], pattern.horizons().get(member));
      }
    }
    return horizons;
  }

  /** The sweep that each state lives in, and the end of its program if it may not go on behind it. */
  private List<Object> firstKeys(int member) {
    LoweredProgram program = programs.get(member);
    List<SweepPlace> places = SweepPlace.of(program);
    SweepPlace[] keys = new SweepPlace[program.stateCount()];
    boolean[] updatedAlways = new boolean[keys.length];
    boolean[] readAtEnd = new boolean[keys.length];
    for (int s = 0; s < places.size(); s++) {
      for (Cell cell : program.sweeps().get(s).start().writes()) {
        keys[((Cell.StateCell) cell).index()] = places.get(s);
      }
    }
    markReads(program.finish(), state -> readAtEnd[state] = true);
    for (int s = 0; s < places.size(); s++) {
      SweepPlace here = places.get(s);
      IntConsumer mark = state -> readAtEnd[state] |= !here.equals(keys[state]);
      markReads(program.sweeps().get(s).start(), mark);
      for (LoweredStage stage : program.sweeps().get(s).stages()) {
        markReads(stage.code(), mark);
        for (Cell cell : stage.code().writes()) {
          if (cell instanceof Cell.StateCell state && stage.schedule() < 0) {
            updatedAlways[state.index()] = true;
          }
        }
      }
    }
    int horizon = pattern.horizons().get(member);
    List<Object> result = new ArrayList<>();
    for (int state = 0; state < keys.length; state++) {
      boolean mayGoOn = keys[state].direction() == Sweep.Direction.FORWARD
          && !(updatedAlways[state] && readAtEnd[state]);
      result.add(List.of(keys[state], mayGoOn ? pattern.longest() : horizon));
    }
    return result;
  }

  private static void markReads(PathCode code, IntConsumer mark) {
    for (Cell cell : code.reads()) {
      if (cell instanceof Cell.StateCell state) {
        mark.accept(state.index());
      }
    }
  }

  private void split() {
    Map<Object, Integer> numbers = new HashMap<>();
    Map<Object, Integer> found = new HashMap<>();
    int[][] next = new int[classes.length][];
    for (int member = 0; member < classes.length; member++) {
      next[member] = behaviours(member, numbers).stream()
          .mapToInt(behaviour -> found.computeIfAbsent(behaviour, missing -> found.size())).toArray();
    }
    classes = next;
    count = found.size();
  }

  /** What is known of each state: its class, its start, its updates. */
  private List<List<Object>> behaviours(int member, Map<Object, Integer> numbers) {
    LoweredProgram program = programs.get(member);
    List<List<Object>> behaviours = new ArrayList<>();
    for (int state = 0; state < program.stateCount(); state++) {
      behaviours.add(new ArrayList<>(List.of(classes[member][state])));
    }
    int[] tape = new int[program.tapeSize()];
    for (int s = 0; s < program.sweeps().size(); s++) {
      LoweredSweep sweep = program.sweeps().get(s);
      int[] starts = values(sweep.start(), numbers, cell -> label(member, List.of(), tape, cell));
      for (int k = 0; k < starts.length; k++) {
        behaviours.get(((Cell.StateCell) sweep.start().writes().get(k)).index()).add(starts[k]);
      }
      for (int g = 0; g < sweep.stages().size(); g++) {
        LoweredStage stage = sweep.stages().get(g);
        List<Integer> columns = pattern.stages().get(member).get(s).get(g).columns();
        int[] values = values(stage.code(), numbers, cell -> label(member, columns, tape, cell));
        StagePlace place = pattern.place(member, program, s, g);
        for (int k = 0; k < values.length; k++) {
          Cell target = stage.code().writes().get(k);
          if (target instanceof Cell.StateCell state) {
            behaviours.get(state.index()).add(place);
            behaviours.get(state.index()).add(values[k]);
          } else if (target instanceof Cell.TapeCell kept) {
            tape[kept.index()] = numbers.computeIfAbsent(List.of(place, values[k]), missing -> numbers.size());
          }
        }
      }
    }
    return behaviours;
  }

  /** A cell with labels for numbers; it is the same in two programs where it holds the same. */
  private Cell label(int member, List<Integer> columns, int[] tape, Cell cell) {
    return switch (cell) {
      case Cell.Uniform uniform -> new Cell.Uniform(pattern.uniforms().get(member).get(uniform.index()));
      case Cell.Column column -> new Cell.Column(columns.get(column.index()));
      case Cell.StateCell state -> new Cell.StateCell(classes[member][state.index()]);
      case Cell.NoiseCell noise -> noise;
      case Cell.TapeCell kept -> new Cell.TapeCell(tape[kept.index()]);
      case Cell.SinkCell sink -> throw new IllegalStateException("write only: " + sink);
      case Cell.SumCell sum -> throw new IllegalStateException("write only: " + sum);
    };
  }

  /** The numbers of the values of a code's outputs; equal computations have equal numbers. */
  private static int[] values(PathCode path, Map<Object, Integer> numbers, UnaryOperator<Cell> labels) {
    List<Instruction> instructions = path.code().instructions();
    int[] values = new int[instructions.size()];
    for (int i = 0; i < values.length; i++) {
      Instruction instruction = instructions.get(i);
      Object key = instruction.op() == Op.INPUT
          ? labels.apply(path.reads().get((int) instruction.literal()))
          : new Instruction(instruction.op(), value(values, instruction.a()), value(values, instruction.b()),
              value(values, instruction.c()), instruction.literal());
      values[i] = numbers.computeIfAbsent(key, missing -> numbers.size());
    }
    return path.code().outputs().stream().mapToInt(output -> values[output]).toArray();
  }

  private static int value(int[] values, int index) {
    return index < 0 ? -1 : values[index];
  }
}
