package io.pathwise.engine.joint;

import io.pathwise.engine.lower.Binding;
import io.pathwise.engine.lower.LoweredProgram;
import io.pathwise.engine.lower.LoweredProgram.LoweredStage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The pattern of equal numbers among those that several bindings give to path code. Together with the programs it
 * determines the joint program, so that equal patterns of equal programs give one {@link Joint}. Equal numbers have
 * equal labels. Among bindings of one program a number counts as common only if all have it, so that few equality
 * patterns serve many bindings. Numbers per step are the same if they are as far as the shorter binding goes.
 *
 * @param horizons
 *          the rank of a binding's number of steps, by binding
 * @param uniforms
 *          labels by binding and uniform
 * @param stages
 *          labels by binding, sweep and stage
 */
public record EqualityPattern(List<Integer> horizons, List<List<Integer>> uniforms,
    List<List<List<StageLabels>>> stages) {

  /**
   * The labels of a stage.
   *
   * @param schedule
   *          of the steps at which it runs; {@link StagePlace#EVERY_STEP}
   * @param columns
   *          by column; no label is used in two stages that are at different places
   */
  public record StageLabels(int schedule, List<Integer> columns) {}

  /** The equality pattern of some bindings. */
  public static EqualityPattern of(List<Binding> bindings) {
    return new Finder(bindings).pattern();
  }

  /** Where a binding's stage is. */
  StagePlace place(int member, LoweredProgram program, int sweep, int stage) {
    return new StagePlace(SweepPlace.of(program).get(sweep), program.sweeps().get(sweep).stages().get(stage).name(),
        stages.get(member).get(sweep).get(stage).schedule());
  }

  /** The rank of the longest. */
  int longest() {
    return horizons.stream().mapToInt(Integer::intValue).max().orElseThrow();
  }

  /** Finds equal numbers. */
  private static final class Finder {

    /** A column of a binding, and what it is labelled with if its numbers are new. */
    private record Column(Binding binding, int sweep, int stage, int column, int label) {
      double number(int step) {
        int width = binding.program().sweeps().get(sweep).stages().get(stage).columnCount();
        return binding.columns(sweep, stage)[step * width + column];
      }
    }

    private final List<Binding> bindings;
    private final List<List<Integer>> groups = new ArrayList<>();
    private final Map<BitSet, Integer> schedules = new HashMap<>();
    private final Map<Long, List<Integer>> uniformLabels = new HashMap<>();
    private final Map<StagePlace, List<Column>> columnLabels = new HashMap<>();
    private final int[][] uniforms;
    private final StageLabels[][][] stages;
    private int labels;

    Finder(List<Binding> bindings) {
      this.bindings = bindings;
      this.uniforms = new int[bindings.size()][];
      this.stages = new StageLabels[bindings.size()][][];
      List<Integer> byLength = new ArrayList<>();
      for (int member = 0; member < bindings.size(); member++) {
        byLength.add(member);
        uniforms[member] = new int[bindings.get(member).uniforms().length];
        stages[member] = new StageLabels[program(member).sweeps().size()][];
        for (int sweep = 0; sweep < stages[member].length; sweep++) {
          stages[member][sweep] = new StageLabels[program(member).sweeps().get(sweep).stages().size()];
        }
      }
      byLength.sort(Comparator.comparingInt(member -> -bindings.get(member).steps()));
      IdentityHashMap<LoweredProgram, List<Integer>> byProgram = new IdentityHashMap<>();
      for (int member : byLength) {
        byProgram.computeIfAbsent(program(member), missing -> {
          groups.add(new ArrayList<>());
          return groups.getLast();
        }).add(member);
      }
    }

    private LoweredProgram program(int member) {
      return bindings.get(member).program();
    }

    EqualityPattern pattern() {
      for (List<Integer> group : groups) {
        labelUniforms(group);
        LoweredProgram program = program(group.getFirst());
        List<SweepPlace> places = SweepPlace.of(program);
        for (int sweep = 0; sweep < places.size(); sweep++) {
          for (int stage = 0; stage < program.sweeps().get(sweep).stages().size(); stage++) {
            labelColumns(group, places.get(sweep), sweep, stage);
          }
        }
      }
      List<Integer> lengths = bindings.stream().map(Binding::steps).distinct().sorted().toList();
      List<List<Integer>> uniformLists = new ArrayList<>();
      List<List<List<StageLabels>>> stageLists = new ArrayList<>();
      for (int member = 0; member < bindings.size(); member++) {
        uniformLists.add(Arrays.stream(uniforms[member]).boxed().toList());
        stageLists.add(Arrays.stream(stages[member]).map(List::of).toList());
      }
      return new EqualityPattern(bindings.stream().map(binding -> lengths.indexOf(binding.steps())).toList(),
          List.copyOf(uniformLists), List.copyOf(stageLists));
    }

    private void labelUniforms(List<Integer> group) {
      Set<Integer> used = new HashSet<>();
      Binding first = bindings.get(group.getFirst());
      for (int u = 0; u < first.uniforms().length; u++) {
        int number = u;
        long bits = Double.doubleToLongBits(first.uniforms()[u]);
        boolean common = group.stream()
            .allMatch(member -> Double.doubleToLongBits(bindings.get(member).uniforms()[number]) == bits);
        int label = common ? uniformLabel(bits, used) : 0;
        for (int member : group) {
          uniforms[member][u] = common ? label : labels++;
        }
      }
    }

    private int uniformLabel(long bits, Set<Integer> used) {
      List<Integer> known = uniformLabels.computeIfAbsent(bits, missing -> new ArrayList<>());
      for (int label : known) {
        if (used.add(label)) {
          return label;
        }
      }
      known.add(labels);
      used.add(labels);
      return labels++;
    }

    private void labelColumns(List<Integer> group, SweepPlace place, int sweep, int stage) {
      LoweredStage lowered = program(group.getFirst()).sweeps().get(sweep).stages().get(stage);
      List<Integer> active = group.stream().map(member -> schedule(bindings.get(member), lowered)).toList();
      boolean sameSteps = active.stream().distinct().count() == 1;
      List<List<Integer>> columns = new ArrayList<>();
      group.forEach(member -> columns.add(new ArrayList<>()));
      Set<Integer> used = new HashSet<>();
      for (int c = 0; c < lowered.columnCount(); c++) {
        int number = c;
        List<Column> own = group.stream()
            .map(member -> new Column(bindings.get(member), sweep, stage, number, labels)).toList();
        Column first = own.getFirst();
        boolean common = sameSteps && own.stream().allMatch(column -> agree(column, first));
        int label = common
            ? columnLabel(first, new StagePlace(place, lowered.name(), active.getFirst()), used)
            : 0;
        for (List<Integer> each : columns) {
          each.add(common ? label : labels++);
        }
      }
      for (int i = 0; i < group.size(); i++) {
        stages[group.get(i)][sweep][stage] = new StageLabels(active.get(i), List.copyOf(columns.get(i)));
      }
    }

    private int columnLabel(Column column, StagePlace place, Set<Integer> used) {
      List<Column> known = columnLabels.computeIfAbsent(place, missing -> new ArrayList<>());
      for (Column other : known) {
        if (!used.contains(other.label()) && agree(column, other)) {
          used.add(other.label());
          return other.label();
        }
      }
      known.add(column);
      used.add(labels);
      return labels++;
    }

    private static boolean agree(Column shorter, Column longer) {
      for (int step = 0; step < shorter.binding().steps(); step++) {
        if (Double.doubleToLongBits(shorter.number(step)) != Double.doubleToLongBits(longer.number(step))) {
          return false;
        }
      }
      return true;
    }

    private int schedule(Binding binding, LoweredStage stage) {
      if (stage.schedule() < 0) {
        return StagePlace.EVERY_STEP;
      }
      BitSet steps = new BitSet();
      for (int step = 0; step < binding.steps(); step++) {
        steps.set(step, binding.isActive(stage, step));
      }
      return schedules.computeIfAbsent(steps, missing -> schedules.size());
    }
  }
}
